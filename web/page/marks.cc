#include "web/page/marks.h"

#include <algorithm>

namespace labtrail::web {
namespace {

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The parts of `spans` that none of `taken` covers; both clean.
std::vector<searcher::Span> outside(const std::vector<searcher::Span>& spans,
                                    const std::vector<searcher::Span>& taken) {
  std::vector<searcher::Span> out;
  for (searcher::Span rest : spans) {
    for (const searcher::Span& other : taken) {
      if (other.end <= rest.begin || other.begin >= rest.end) continue;
      if (other.begin > rest.begin) out.push_back({rest.begin, other.begin});
      rest.begin = std::min(other.end, rest.end);
    }
    if (rest.begin < rest.end) out.push_back(rest);
  }
  return out;
}

}  // namespace

std::vector<searcher::Span> clean_spans(std::string_view text, std::vector<searcher::Span> spans) {
  std::vector<searcher::Span> out;
  for (searcher::Span& span : spans) {
    span.begin = std::min(span.begin, text.size());
    span.end = std::min(span.end, text.size());
    if (span.begin >= span.end) continue;
    while (span.begin > 0 && is_continuation(text[span.begin])) --span.begin;
    while (span.end < text.size() && is_continuation(text[span.end])) ++span.end;
    out.push_back(span);
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  std::size_t kept = 0;
  for (const searcher::Span& span : out) {
    if (kept > 0 && span.begin <= out[kept - 1].end) {
      out[kept - 1].end = std::max(out[kept - 1].end, span.end);
    } else {
      out[kept++] = span;
    }
  }
  out.resize(kept);
  return out;
}

void append_marked(Html& html, std::string_view text, const std::vector<searcher::Span>& spans) {
  std::size_t at = 0;
  for (const searcher::Span& span : clean_spans(text, spans)) {
    html.text(text.substr(at, span.begin - at));
    html.element("mark", {}, text.substr(span.begin, span.end - span.begin));
    at = span.end;
  }
  html.text(text.substr(at));
}

void append_places(Html& html, std::string_view text, const std::vector<Place>& places) {
  std::vector<searcher::Span> sure;
  std::vector<searcher::Span> doubtful;
  for (const Place& place : places) (place.in_doubt ? doubtful : sure).push_back(place.span);
  sure = clean_spans(text, std::move(sure));
  std::vector<Place> marks;
  for (const searcher::Span& span : outside(clean_spans(text, std::move(doubtful)), sure))
    marks.push_back({span, true});
  for (const searcher::Span& span : sure) marks.push_back({span, false});
  std::sort(marks.begin(), marks.end(),
            [](const Place& a, const Place& b) { return a.span.begin < b.span.begin; });
  std::size_t at = 0;
  for (const auto& [span, in_doubt] : marks) {
    html.text(text.substr(at, span.begin - at));
    html.element("mark", {Attribute("class", "doubt").when(in_doubt)},
                 text.substr(span.begin, span.end - span.begin));
    at = span.end;
  }
  html.text(text.substr(at));
}

void append_highlight(Html& html, const searcher::Highlight& highlight) {
  if (highlight.cut_before) html.text("… ");
  append_marked(html, highlight.text, highlight.spans);
  if (highlight.cut_after) html.text(" …");
}

}  // namespace labtrail::web
