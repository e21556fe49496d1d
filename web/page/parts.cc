#include "web/page/parts.h"

#include "web/page/words.h"

namespace labtrail::web {

void open_part(Html& html, std::string_view id, std::string_view title) {
  html.open("section", {{"class", "part"}, {"id", id}, {"aria-labelledby", std::string(id) + "-title"}});
  html.element("h2", {{"id", std::string(id) + "-title"}}, title);
}

void append_number(Html& html, std::uint64_t count, std::string_view url, std::string_view what) {
  if (count == 0 || url.empty()) {
    html.element("span", {{"class", count == 0 ? "number nothing" : "number"}}, grouped(count));
    return;
  }
  html.element("a",
               {{"class", "number"},
                {"href", url},
                {"rel", "nofollow"},
                {"aria-label", papers(count) + ": " + std::string(what)}},
               grouped(count));
}

void append_facts(Html& html, const Facts& facts) {
  html.open("dl", {{"class", "about-list"}});
  for (const auto& [term, words] : facts) html.element("dt", {}, term).element("dd", {}, words);
  html.close();
}

void append_about_numbers(Html& html, const Facts& facts) {
  open_part(html, "about-numbers", "About these numbers");
  append_facts(html, facts);
  html.close();
}

void append_uncounted(Html& html, const base::Error& error) {
  html.open("section", {{"class", "part problem"}, {"aria-labelledby", "error-title"}});
  html.element("h2", {{"id", "error-title"}}, "This cannot be counted");
  html.element("p", {{"class", "message"}}, error.message);
  if (!error.hint.empty()) html.element("p", {{"class", "hint"}}, error.hint);
  html.close();
}

}  // namespace labtrail::web
