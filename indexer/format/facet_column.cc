#include "indexer/format/facet_column.h"

#include <fmt/format.h>

#include <algorithm>

namespace labtrail::format {
namespace {

void require(bool fits) {
  if (!fits) {
    throw base::Failure(base::ErrorCode::corrupt, "the facet column of a segment does not fit its size",
                        "run: labtrail-index verify");
  }
}

}  // namespace

std::string column_prefix(FacetField field) {
  return fmt::format("facet.{}", static_cast<unsigned>(field));
}
std::string column_prefix(FacetField field, State state, Role role) {
  return fmt::format("{}.{}.{}", column_prefix(field), name(state), name(role));
}

FacetColumn::FacetColumn(const SectionFile& file, const std::string& prefix) {
  values_ = StringTable(file, prefix + ".values");
  labels_ = StringTable(file, prefix + ".labels");
  offsets_ = file.array<std::uint32_t>(prefix + ".start");
  ordinals_ = file.array<std::uint32_t>(prefix + ".ordinals");
  few_ = file.has(prefix + ".docs");
  if (few_) docs_ = file.array<std::uint32_t>(prefix + ".docs");
  require(values_.size() == labels_.size() && (offsets_.empty() || offsets_.back() == ordinals_.size()) &&
          (!few_ || offsets_.size() == docs_.size() + 1));
}

std::span<const std::uint32_t> FacetColumn::of_few(std::uint32_t doc) const {
  const auto at = std::lower_bound(docs_.begin(), docs_.end(), doc);
  if (at == docs_.end() || *at != doc) return {};
  const auto i = static_cast<std::size_t>(at - docs_.begin());
  return ordinals_.subspan(offsets_[i], offsets_[i + 1] - offsets_[i]);
}

FacetColumn::FacetColumn(const SectionFile& file, FacetField field)
    : FacetColumn(file, column_prefix(field)) {}

FacetColumn::FacetColumn(const SectionFile& file, FacetField field, State state, Role role) {
  const std::string prefix = column_prefix(field, state, role);
  if (file.has(prefix + ".values")) *this = FacetColumn(file, prefix);
}

std::optional<std::uint32_t> FacetColumn::find(std::string_view value) const {
  std::uint32_t low = 0;
  std::uint32_t high = values_.size();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (values_[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == values_.size() || values_[low] != value) return std::nullopt;
  return low;
}

}  // namespace labtrail::format
