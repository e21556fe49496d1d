// All names under which the registry and ROR know the organisations that an index counts, in every script,
// for suggestions: 之江, zhij and ZJL lead to Zhejiang Lab. Names lead to counted values; that a name was
// typed proves nothing about any paper.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/snapshot.h"
#include "searcher/labels.h"

namespace labtrail::searcher {

class Aliases {
 public:
  explicit Aliases(const format::Snapshot& snapshot);

  struct Match {
    format::FacetField field = format::FacetField::institution;  ///< or lab, funder
    std::uint32_t ordinal = 0;                                   ///< global
    bool at_start = false;                                       ///< the name itself starts with the prefix
    std::uint32_t name = 0;  ///< which name it was; of several, one that starts with it, then the shortest
  };
  /// Values of `lab`, `institution` and `funder` that have a name which, or a word of which, starts with the
  /// folded prefix; each once.
  [[nodiscard]] std::vector<Match> find(std::string_view folded_prefix) const;
  /// As the registry or ROR writes it. Valid as long as the object.
  [[nodiscard]] std::string_view name(std::uint32_t number) const {
    return std::string_view(texts_).substr(start_[number], start_[number + 1] - start_[number]);
  }

 private:
  FoldedLabels names_;
  std::string texts_;                 ///< all names, one behind the other
  std::vector<std::uint32_t> start_;  ///< [name] in texts_, n+1
  std::vector<Match> values_;         ///< [name]
};

}  // namespace labtrail::searcher
