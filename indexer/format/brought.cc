#include "indexer/format/brought.h"

namespace labtrail::format {

BroughtColumn::BroughtColumn(const SectionFile& tags)
    : bytes_(tags.section("brought")), offsets_(tags.array<std::uint32_t>("brought.offsets")) {
  const auto count = tags.array<std::uint32_t>("brought.sets");
  if (offsets_.empty() || offsets_.back() != bytes_.size() || count.size() != 1) {
    throw base::Failure(base::ErrorCode::corrupt, "the column of what affiliations bring makes no sense",
                        "run: labtrail-index verify");
  }
  sets_ = count[0];
  for (std::size_t i = 0; i < kBroughtFields.size(); ++i)
    values_[i] = FacetColumn(tags, "brought." + std::to_string(static_cast<unsigned>(kBroughtFields[i])));
}

void BroughtColumn::read(std::uint32_t doc, std::vector<std::uint32_t>& out) const {
  out.clear();
  const char* at = bytes_.data() + offsets_[doc];
  const char* const end = bytes_.data() + offsets_[doc + std::size_t{1}];
  while (at < end) out.push_back(read_varint(at, end));
}

}  // namespace labtrail::format
