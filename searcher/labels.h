// The labels of one facet field, folded, for "values whose label, or a word of it, starts with ...". One text
// that is scanned from end to end: a hundred thousand labels are a few megabytes, a millisecond or two, and
// need no index of their own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/snapshot.h"

namespace labtrail::searcher {

struct LabelMatch {
  std::uint32_t ordinal = 0;
  bool at_start = false;  ///< the label itself starts with the prefix, not only a word of it
};

class FoldedLabels {
 public:
  FoldedLabels() = default;
  explicit FoldedLabels(const format::FacetDictionary& dictionary);
  /// Global ordinals whose folded label or value, or a word of either, starts with the folded prefix; every
  /// ideograph begins a word. All of them for an empty prefix. Rising.
  [[nodiscard]] std::vector<LabelMatch> find(std::string_view folded_prefix) const;

 private:
  std::string text_;                  ///< label and, if it differs, value of each ordinal, '\n' after each
  std::vector<std::uint32_t> start_;  ///< [ordinal] in text_, n+1
};

}  // namespace labtrail::searcher
