// The order of results: a key that depends on the sort (higher first), then the paper's id by bytes. So the
// order is total, the same whatever the segments, and a cursor is simply the last place shown.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "searcher/search.h"
#include "searcher/view.h"

namespace labtrail::searcher {

/// Result set: one bitmap a segment.
using MatchSets = std::vector<format::Bitmap>;

/// Where a paper stands in the order.
struct Place {
  double key = 0;  ///< higher first: score, or date; 0 for Sort::id
  std::uint32_t segment = 0;
  std::uint32_t doc = 0;
};

/// The place behind which to go on.
struct After {
  double key = 0;
  std::string id;
};

/// Key of Sort::newest and Sort::oldest; papers without a date come last in both.
double date_key(std::uint32_t date, Sort sort);

/// The first `limit` papers of `sets` in order, behind `after` if given. `scores` is for Sort::relevance: one
/// vector a segment; empty vectors (or none) mean that all keys are 0.
std::vector<Place> first_places(const View& view, const MatchSets& sets, Sort sort,
                                const std::vector<std::vector<float>>& scores, std::size_t limit,
                                const std::optional<After>& after);

/// Calls `visit(segment, doc)` for the papers of `sets` in byte order of their ids, until it returns false.
void each_by_id(const View& view, const MatchSets& sets,
                const std::function<bool(std::uint32_t segment, std::uint32_t doc)>& visit);

}  // namespace labtrail::searcher
