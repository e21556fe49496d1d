// A column that gives every document its values out of a sorted dictionary; what facets count and filters
// look at.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "indexer/format/bytes.h"
#include "indexer/format/evidence.h"
#include "indexer/format/schema.h"

namespace labtrail::format {

/// "facet.6", "facet.6.candidate.affiliation": the names of a column's sections begin so.
std::string column_prefix(FacetField field);
std::string column_prefix(FacetField field, State state, Role role);
/// The role in which an organisation counts for this field.
constexpr Role own_role(FacetField field) {
  return field == FacetField::funder ? Role::funder : Role::affiliation;
}

/// One facet column: document -> ordinals of a segment-wide sorted dictionary of values.
class FacetColumn {
 public:
  FacetColumn() = default;
  FacetColumn(const SectionFile& file, FacetField field);
  /// Mentions of another state or role than those that the field's own column counts; empty when there are
  /// none.
  FacetColumn(const SectionFile& file, FacetField field, State state, Role role);
  /// The sections whose names begin with `prefix`.
  FacetColumn(const SectionFile& file, const std::string& prefix);
  /// Distinct values in the segment.
  [[nodiscard]] std::uint32_t values() const { return values_.size(); }
  [[nodiscard]] std::string_view value(std::uint32_t ordinal) const { return values_[ordinal]; }
  [[nodiscard]] std::string_view label(std::uint32_t ordinal) const {
    return labels_[ordinal].empty() ? values_[ordinal] : labels_[ordinal];
  }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view value) const;
  /// Ordinals of one document, rising, distinct.
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t doc) const {
    if (few_) return of_few(doc);
    if (offsets_.empty()) return ordinals_.empty() ? ordinals_ : ordinals_.subspan(doc, 1);
    return ordinals_.subspan(offsets_[doc], offsets_[doc + 1] - offsets_[doc]);
  }

 private:
  [[nodiscard]] std::span<const std::uint32_t> of_few(std::uint32_t doc) const;
  bool few_ = false;
  std::span<const std::uint32_t>
      docs_;  // few_: documents that have a value, rising; offsets_ runs along them
  StringTable values_;
  StringTable labels_;  // empty text = the value itself
  std::span<const std::uint32_t>
      offsets_;  // [doc], n+1; none when every document has one value, or none has any
  std::span<const std::uint32_t> ordinals_;
};

}  // namespace labtrail::format
