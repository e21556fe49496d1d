#include "web/page/diagnosis.h"

#include <algorithm>

#include "corpus/base/text.h"
#include "web/page/frame.h"
#include "web/page/marks.h"

namespace labtrail::web {
namespace {

/// Bytes shown on either side of a place in a long text.
constexpr std::size_t kAround = 120;

std::size_t character_start(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

std::string_view heading(base::ErrorCode code) {
  switch (code) {
    case base::ErrorCode::bad_query:
      return "This query cannot be read";
    case base::ErrorCode::bad_filter:
      return "This filter cannot be read";
    case base::ErrorCode::bad_request:
      return "This address cannot be read";
    case base::ErrorCode::bad_record:
      return "This record cannot be read";
    case base::ErrorCode::too_large:
      return "This is more than one search may ask";
    case base::ErrorCode::not_found:
      return "Not found";
    case base::ErrorCode::gone:
      return "This page of results is no longer kept";
    case base::ErrorCode::deadline:
      return "This search took too long and was stopped";
    case base::ErrorCode::locked:
      return "The index is in use";
    case base::ErrorCode::corrupt:
      return "The index is damaged";
    case base::ErrorCode::io:
      return "The index cannot be read";
    case base::ErrorCode::unsupported:
      return "The index has another format";
  }
  return "Something went wrong";
}

std::string sentence(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z')
    out.front() = static_cast<char>(out.front() - 'a' + 'A');
  if (!out.empty() && out.back() != '.' && out.back() != '?' && out.back() != '!') out += '.';
  return out;
}

}  // namespace

void append_place(Html& html, std::string_view text, std::size_t offset, std::size_t length) {
  const std::size_t at = character_start(text, std::min(offset, text.size()));
  const std::size_t end = std::min(text.size(), at + std::min(length, text.size()));
  const std::size_t from = at > kAround ? character_start(text, at - kAround) : 0;
  const std::size_t to = text.size() - end > kAround ? character_start(text, end + kAround) : text.size();
  html.open("code", {{"class", "place"}, {"dir", "auto"}});
  if (from > 0) html.text("… ");
  if (at == end) {
    html.text(text.substr(from, at - from));
    html.open("mark", {{"class", "caret"}}).text("▲").close();
    html.text(text.substr(at, to - at));
  } else {
    append_marked(html, text.substr(from, to - from), {{at - from, end - from}});
  }
  if (to < text.size()) html.text(" …");
  html.close();
}

void append_diagnostics(Html& html, std::string_view query,
                        const std::vector<query::Diagnostic>& diagnostics) {
  if (diagnostics.empty()) return;
  html.open("section", {{"class", "diagnostics"}, {"aria-label", "How this query was read"}});
  append_icon(html, Icon::warning);
  html.open("ul");
  for (const query::Diagnostic& diagnostic : diagnostics) {
    html.open("li");
    html.text(sentence(diagnostic.message)).text(" ");
    if (!diagnostic.hint.empty()) html.text(sentence(diagnostic.hint)).text(" ");
    append_place(html, query, diagnostic.offset, diagnostic.length);
    html.close();
  }
  html.close().close();
}

void append_error(Html& html, const base::Error& error, const SearchState& state, std::string_view title) {
  html.element("h1", {}, title.empty() ? heading(error.code) : title);
  html.element("p", {{"class", "message"}}, sentence(error.message));
  if (error.code == base::ErrorCode::bad_query && !state.query.empty()) {
    html.open("p");
    append_place(html, state.query, error.offset, error.length);
    html.close();
  }
  if (error.code == base::ErrorCode::bad_filter && !state.filter.empty()) {
    html.open("p");
    append_place(html, state.filter, error.offset, error.length);
    html.close();
  }
  if (!error.hint.empty()) html.element("p", {{"class", "hint"}}, sentence(error.hint));
}

}  // namespace labtrail::web
