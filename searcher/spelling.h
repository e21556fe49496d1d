// "Did you mean": words of a query that stand in no paper, replaced by the nearest words that do.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "indexer/format/analyzer.h"
#include "searcher/query/tree.h"
#include "searcher/search.h"
#include "searcher/view.h"

namespace labtrail::searcher {

/// Exact number of papers that a tree matches, under the filter of the request at hand.
using CountMatches = std::function<std::uint64_t(const query::Node& tree)>;

/// A tree for which `count` is above zero, made by replacing words without papers in positive words and
/// phrases by words within two edits (one for short words), the nearest and then the most frequent ones
/// first; or nothing. At most a handful of candidates are counted.
std::optional<Spelling> correct(const View& view, const query::Node& tree, format::Analyzer& analyzer,
                                const CountMatches& count);

}  // namespace labtrail::searcher
