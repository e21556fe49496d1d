// One facet column while its segment is being built: document by document, then sorted and written
// (indexer/format/schema.md, "facet.N").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "indexer/format/bytes.h"

namespace labtrail::format {

class FacetColumnBuilder {
 public:
  /// A value of the document being added; the first label that says more than the value stays.
  void add(std::string_view value, std::string_view label);
  void finish_document();
  /// Calls `visit(value)` for every distinct value, in order of first appearance.
  template <typename Visit>
  void each_value(Visit&& visit) const {
    for (const auto& [value, label] : values_) visit(std::string_view(value));
  }
  [[nodiscard]] bool empty() const { return ordinals_.empty(); }
  /// Sections `prefix`.values and so on. A column of few documents names them (`prefix`.docs) instead of
  /// having an offset for each document of the segment: smaller, and slower to ask.
  void write(SectionWriter& file, const std::string& prefix, bool few_documents = false) const;

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::pair<std::string, std::string>> values_;  ///< [number] value, label
  std::vector<std::uint32_t> start_{0};
  std::vector<std::uint32_t> ordinals_;
};

}  // namespace labtrail::format
