// Which mentions of organisations count: in doubt or not, as affiliation or as funder. Numbers for doubt
// stand apart from the total and open their own papers.
#pragma once

#include <optional>

#include "web/page/facets.h"
#include "web/page/html.h"

namespace labtrail::web {

/// "and 3 more papers where the match is in doubt", or, when doubt is what is shown, the way back.
void append_doubt(Html& html, const FacetContext& context);
/// For a filter on organisations: named as affiliation, funder, or mentioned only.
void append_roles(Html& html, const FacetContext& context);
/// The chips of `state:` and `role:`, as items of the list of chips.
void append_scope_chips(Html& html, const FacetContext& context);

/// The search that shows what Response::candidates counts.
struct DoubtSearch {
  SearchState state;
  bool alone = false;  ///< exactly those papers; otherwise together with the sure ones
};
/// Nothing where no search of the page's box and filter can show it.
std::optional<DoubtSearch> doubt_search(const FacetContext& context);

}  // namespace labtrail::web
