// Texts with marked places. Spans are byte offsets that come with the text; whatever they are, the output is
// well-formed: they are sorted, clipped, merged, and moved outwards to whole characters.
#pragma once

#include <string_view>
#include <vector>

#include "searcher/search.h"
#include "web/page/html.h"

namespace labtrail::web {

/// The spans as they will be marked: sorted, not empty, not touching, at character borders inside `text`.
std::vector<searcher::Span> clean_spans(std::string_view text, std::vector<searcher::Span> spans);
/// `text` with <mark> around each span.
void append_marked(Html& html, std::string_view text, const std::vector<searcher::Span>& spans);
/// A place that shows something surely, or perhaps.
struct Place {
  searcher::Span span;
  bool in_doubt = false;
};
/// The same with places in doubt marked as such (`<mark class="doubt">`); where both overlap, the sure one
/// wins.
void append_places(Html& html, std::string_view text, const std::vector<Place>& places);
/// A highlight with an ellipsis where it was cut.
void append_highlight(Html& html, const searcher::Highlight& highlight);

}  // namespace labtrail::web
