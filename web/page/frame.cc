#include "web/page/frame.h"

#include "web/assets.h"
#include "web/page/links.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

void append_head(Html& html, const Frame& frame) {
  html.open("head");
  html.lone("meta", {{"charset", "utf-8"}});
  html.element("title", {}, frame.title.empty() ? "Labtrail" : frame.title + " · Labtrail");
  html.lone("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.lone("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.lone("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  if (!frame.description.empty()) {
    html.lone("meta", {{"name", "description"}, {"content", frame.description}});
  }
  if (const Asset* style = asset("style")) {
    html.lone("link", {{"rel", "stylesheet"}, {"href", style->path}});
  }
  if (const Asset* icon = asset("icon")) {
    html.lone("link", {{"rel", "icon"}, {"type", "image/svg+xml"}, {"href", icon->path}});
  }
  html.lone("link", {{"rel", "search"},
                     {"type", "application/opensearchdescription+xml"},
                     {"title", "Labtrail"},
                     {"href", "/opensearch.xml"}});
  if (frame.head) frame.head(html);
  if (const Asset* client = asset("client")) {
    html.open("script", {{"src", client->path}, Attribute("defer")}).close();
  }
  html.close();
}

void append_header(Html& html, const Frame& frame) {
  html.open("header", {{"class", "top"}});
  html.open("div", {{"class", "top-inner"}});
  html.open("a", {{"class", "brand"}, {"href", "/"}});
  append_icon(html, Icon::mark);
  html.element("span", {}, "Labtrail");
  html.close();
  if (frame.with_box) append_search_form(html, frame.state, false);
  html.open("div", {{"class", "ways"}});
  html.open("nav", {{"aria-label", "Pages"}});
  html.element("a", {{"href", "/search?q="}}, "Search");
  html.element("a", {{"href", "/matrix"}}, "Matrix");
  html.element("a", {{"href", "/list"}, Attribute("aria-current", "page").when(frame.here == "/list")},
               "List");
  html.close();
  html.open("nav", {{"class", "own"}, {"aria-label", "What you keep"}});
  for (const auto& [path, name] : {std::pair<std::string_view, std::string_view>{"/saved", "Saved"},
                                   std::pair<std::string_view, std::string_view>{"/alerts", "Alerts"}}) {
    html.element("a", {{"href", path}, Attribute("aria-current", "page").when(frame.here == path)}, name);
  }
  html.close().close();
  html.close().close();
}

void append_footer(Html& html, const Frame& frame) {
  html.open("footer", {{"class", "foot"}});
  html.open("div", {{"class", "foot-inner"}});
  html.open("p");
  html.open("span", {{"class", "answered"}});
  if (frame.generation) html.text("Answered from ").text(generation_words(*frame.generation)).text(". ");
  html.close();
  html.text("Counts are exact. Nothing on this page leaves this machine.");
  html.close();
  html.open("p");
  html.text(
      "Labtrail follows institutions through research papers; it says what papers list, not what persons "
      "do. ");
  html.element("a", {{"href", "/openapi.json"}}, "API");
  if (asset("client") != nullptr) {
    html.text(" ");
    html.open("button",
              {{"type", "button"}, {"class", "quiet"}, Attribute("data-opens-keys"), Attribute("hidden")});
    html.text("Keyboard").close();
  }
  html.close();
  html.close().close();
}

}  // namespace

std::string document(const Site&, const Frame& frame, const std::function<void(Html&)>& body) {
  Html html;
  html.raw("<!doctype html>\n");
  html.open("html", {{"lang", "en"}, {"dir", "ltr"}});
  append_head(html, frame);
  html.open("body");
  html.element("a", {{"class", "skip"}, {"href", "#" + std::string(frame.skip_target)}}, frame.skip_text);
  append_header(html, frame);
  html.open("p", {{"id", "announcement"}, {"class", "unseen"}, {"role", "status"}, {"aria-live", "polite"}})
      .close();
  body(html);
  append_footer(html, frame);
  html.close().close();
  html.raw("\n");
  return html.take();
}

void append_search_form(Html& html, const SearchState& state, bool big) {
  html.open(
      "form",
      {{"class", big ? "box box-big" : "box"}, {"role", "search"}, {"action", "/search"}, {"method", "get"}});
  html.element("label", {{"class", "unseen"}, {"for", "q"}}, "Search papers");
  html.lone("input", {{"id", "q"},
                      {"name", "q"},
                      {"type", "search"},
                      {"value", state.query},
                      {"placeholder", "Lab, institution, topic, title …"},
                      {"autocomplete", "off"},
                      {"autocapitalize", "off"},
                      {"spellcheck", "false"},
                      {"enterkeyhint", "search"},
                      {"dir", "auto"},
                      {"maxlength", std::uint64_t{4096}},
                      {"aria-keyshortcuts", "/"}});
  append_hidden(html, state, {.query = false});
  html.open("button", {{"type", "submit"}});
  append_icon(html, Icon::search);
  html.element("span", {}, "Search");
  html.close();
  html.close();
}

void append_hidden(Html& html, const SearchState& state, const Carried& carried) {
  const auto hidden = [&](std::string_view name, std::string_view value) {
    html.lone("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
  };
  if (carried.query) hidden("q", state.query);
  if (carried.filter && !state.filter.empty()) hidden("filter", state.filter);
  if (state.sort != searcher::Sort::relevance) hidden("sort", searcher::name(state.sort));
  if (carried.longer && !state.longer.empty()) hidden("facets", facets_text(state.longer));
}

void append_icon(Html& html, Icon icon) {
  html.open("svg", {{"class", icon == Icon::mark ? "logo" : "icon"},
                    {"viewBox", "0 0 16 16"},
                    {"width", "16"},
                    {"height", "16"},
                    {"aria-hidden", "true"},
                    {"focusable", "false"}});
  switch (icon) {
    case Icon::mark:  // a trail with three stations
      html.raw(
          "<path class=\"trail\" d=\"M2.6 13.2C2.6 8.4 7.2 10 8 6.9 8.6 4.4 10.6 3 13 3\"/>"
          "<circle cx=\"2.6\" cy=\"13.2\" r=\"1.9\"/><circle cx=\"7.6\" cy=\"8\" r=\"1.6\"/>"
          "<circle class=\"goal\" cx=\"13.2\" cy=\"2.9\" r=\"2.1\"/>");
      break;
    case Icon::search:
      html.raw("<circle cx=\"6.8\" cy=\"6.8\" r=\"4.6\"/><path d=\"m10.3 10.3 4 4\"/>");
      break;
    case Icon::close:
      html.raw("<path d=\"m4 4 8 8m0-8-8 8\"/>");
      break;
    case Icon::plus:
      html.raw("<path d=\"M8 3v10M3 8h10\"/>");
      break;
    case Icon::minus:
      html.raw("<circle cx=\"8\" cy=\"8\" r=\"5.8\"/><path d=\"m4 12 8-8\"/>");
      break;
    case Icon::check:
      html.raw("<path d=\"m3 8.5 3.4 3.4L13 4.6\"/>");
      break;
    case Icon::arrow:
      html.raw("<path d=\"M3 8h10M9 4l4 4-4 4\"/>");
      break;
    case Icon::external:
      html.raw("<path d=\"M6 3H3v10h10v-3M9 3h4v4m0-4L7.5 8.5\"/>");
      break;
    case Icon::warning:
      html.raw("<path d=\"M8 2 1.5 13.5h13zM8 6.5v3.2m0 1.6v.4\"/>");
      break;
  }
  html.close();
}

void append_question_field(Html& html, std::string_view name, std::string_view label, std::string_view value,
                           std::string_view example) {
  html.open("label");
  html.element("span", {}, label);
  html.lone("input", {{"name", name},
                      {"type", "text"},
                      {"value", value},
                      {"placeholder", example},
                      {"autocomplete", "off"},
                      {"spellcheck", "false"},
                      {"dir", "auto"}});
  html.close();
}

void append_outside(Html& html, std::string_view url, std::string_view text) {
  html.open("a", {{"class", "outside"}, {"href", url}, {"rel", "noreferrer noopener external"}});
  html.text(text);
  append_icon(html, Icon::external);
  html.close();
}

void append_hidden_text(Html& html, std::string_view text) {
  html.element("span", {{"class", "unseen"}}, text);
}

}  // namespace labtrail::web
