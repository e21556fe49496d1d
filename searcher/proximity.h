// Words of a query that stand close together in a paper say more than the same words far apart. Added to
// BM25F for neighbouring words of the query, over title and abstract (after Rasolofo and Savoy 2003,
// Buettcher and others 2006):
//
//   closeness = sum over fields of weight * sum over pairs of positions within kWindow of 1 / distance, over
//   length score    += share * min(idf of the two words) * closeness * (k1 + 1) / (k1 + closeness)
//
// Read from the forward column, so it is worked out only for the kPapers papers that BM25F puts first: which
// they are depends on scores alone, so the order stays the same however papers lie on disk, and cursors stay
// true.
#pragma once

#include <cstdint>
#include <vector>

#include "searcher/evaluator.h"
#include "searcher/order.h"
#include "searcher/ranking.h"
#include "searcher/view.h"

namespace labtrail::searcher {

/// Adds to `scores` (one vector a segment, as Scorer::scores makes them). Does nothing for queries without
/// two neighbouring words.
void add_proximity(const View& view, const Scorer& scorer, Evaluator& evaluator, const MatchSets& matches,
                   std::vector<std::vector<float>>& scores);

}  // namespace labtrail::searcher
