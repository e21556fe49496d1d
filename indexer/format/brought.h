// Who brings what to a paper: for each printed affiliation string of a paper the institutions, labs,
// countries and lists that it names, or that the paper's source ties to it. Together with AuthorColumn this
// says whether two sides of a joint paper are brought by different authors or by one who lists both.
//
// The values of a string are kept as the number of a set; equal sets are kept once (their bytes: schema.md).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "indexer/format/bytes.h"
#include "indexer/format/facet_column.h"
#include "indexer/format/schema.h"

namespace labtrail::format {

/// The fields of which a set keeps values: asserted ones, in the role affiliation.
inline constexpr std::array kBroughtFields{FacetField::institution, FacetField::lab, FacetField::country,
                                           FacetField::list};
/// Place of a field among them; kBroughtFields.size() when it is none of them.
constexpr std::size_t brought_index(FacetField field) {
  for (std::size_t i = 0; i < kBroughtFields.size(); ++i) {
    if (kBroughtFields[i] == field) return i;
  }
  return kBroughtFields.size();
}

class BroughtColumn {
 public:
  BroughtColumn() = default;
  explicit BroughtColumn(const SectionFile& tags);

  /// The set of each distinct affiliation string of the paper, in order of first appearance, written over
  /// `out`; strings beyond its end bring the empty set, which is number 0.
  void read(std::uint32_t doc, std::vector<std::uint32_t>& out) const;
  [[nodiscard]] std::uint32_t sets() const { return sets_; }
  /// The values of a field by set (its "document" is the number of a set). `field` is one of kBroughtFields.
  [[nodiscard]] const FacetColumn& values(FacetField field) const { return values_[brought_index(field)]; }

 private:
  std::string_view bytes_;
  std::span<const std::uint32_t> offsets_;
  std::uint32_t sets_ = 0;
  std::array<FacetColumn, kBroughtFields.size()> values_;
};

}  // namespace labtrail::format
