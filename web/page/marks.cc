#include "web/page/marks.h"

#include <algorithm>

namespace labtrail::web {
namespace {

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
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

void append_highlight(Html& html, const searcher::Highlight& highlight) {
  if (highlight.cut_before) html.text("… ");
  append_marked(html, highlight.text, highlight.spans);
  if (highlight.cut_after) html.text(" …");
}

}  // namespace labtrail::web
