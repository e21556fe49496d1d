// Taking things away from a page: every match of a search as a file, one paper as a citation. Plain links;
// the client adds a button that copies.
#pragma once

#include "web/page/html.h"
#include "web/page/page.h"

namespace labtrail::web {

/// One link for each format, over exactly the papers that the page counts; nothing when there are none.
void append_exports(Html& html, const SearchState& state, const searcher::Response& response);
/// The citation in words, and links to its other forms.
void append_cite(Html& html, const corpus::Paper& paper);

}  // namespace labtrail::web
