// Facet counts from columns: one pass over the papers of a set for each field, counted by the segment's own
// numbers of values and then added up under the numbers of the whole generation.
#pragma once

#include <vector>

#include "searcher/deadline.h"
#include "searcher/order.h"
#include "searcher/search.h"
#include "searcher/view.h"

namespace labtrail::searcher {

/// Counts of one field over a set.
struct ValueCounts {
  std::vector<std::uint64_t> counts;  ///< [global ordinal]
  std::uint64_t none = 0;             ///< papers without a value
};
ValueCounts count_values(const View& view, format::FacetField field, const MatchSets& sets,
                         Deadline& deadline);

/// The buckets of a facet: the `limit` most frequent values among `ordinals` (null: all), and every value
/// that a clause of this field names, by count, then value.
Facet make_facet(const View& view, format::FacetField field, const ValueCounts& counted, std::size_t limit,
                 const std::vector<query::Clause>& clauses, const std::vector<std::uint32_t>* ordinals);

}  // namespace labtrail::searcher
