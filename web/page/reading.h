// How the query was read, on the search page: every part in words, with its papers, and a link that leaves it
// out. Folded; plain links.
#pragma once

#include "searcher/reading.h"
#include "web/page/facets.h"
#include "web/page/html.h"

namespace labtrail::web {

void append_reading(Html& html, const FacetContext& context, const searcher::ReadPart& whole);
/// One part in words, without its children: "the phrase “swarm control” in titles".
std::string part_words(const FacetContext& context, const query::Node& node);

}  // namespace labtrail::web
