// How a query was read: its tree with the number of papers of each part, and the query without that part. A
// part is counted by a search of its own, under the same filter, so that its number is what its link opens.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "searcher/search.h"

namespace labtrail::searcher {

/// One of several values of a clause: the query of that value alone.
struct ReadValue {
  std::string value;
  std::string query;
  std::optional<std::uint64_t> papers;
};

struct ReadPart {
  query::Node node;                     ///< without its children
  std::string query;                    ///< this part alone, canonical; of a negation what it leaves out
  std::optional<std::uint64_t> papers;  ///< none beyond kMostCountedParts
  std::string without;                  ///< the whole query without this part, canonical
  std::vector<ReadValue> values;        ///< of a clause with several values
  std::vector<ReadPart> children;       ///< of AND, OR and NOT; NEAR and same() are one part
};
inline constexpr std::size_t kMostCountedParts = 24;

/// The parts of a query's tree, counted under `filter`. Errors: as Searcher::search.
base::Result<ReadPart> read_parts(const Searcher& searcher, const query::Node& tree,
                                  const std::string& filter);

}  // namespace labtrail::searcher
