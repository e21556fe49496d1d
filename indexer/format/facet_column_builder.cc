#include "indexer/format/facet_column_builder.h"

#include <algorithm>
#include <numeric>

namespace labtrail::format {

void FacetColumnBuilder::add(std::string_view value, std::string_view label) {
  const auto [at, fresh] =
      numbers_.try_emplace(std::string(value), static_cast<std::uint32_t>(values_.size()));
  if (fresh) {
    values_.emplace_back(value, label.empty() ? value : label);
  } else if (auto& known = values_[at->second].second; known == value && !label.empty()) {
    known = label;
  }
  ordinals_.push_back(at->second);
}

void FacetColumnBuilder::finish_document() {
  const auto first = ordinals_.begin() + start_.back();
  std::sort(first, ordinals_.end());
  ordinals_.erase(std::unique(first, ordinals_.end()), ordinals_.end());
  start_.push_back(static_cast<std::uint32_t>(ordinals_.size()));
}

void FacetColumnBuilder::write(SectionWriter& file, const std::string& prefix, bool few_documents) const {
  std::vector<std::uint32_t> order(values_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return values_[a].first < values_[b].first; });
  std::vector<std::uint32_t> rank(values_.size());
  StringTableWriter value_table;
  StringTableWriter label_table;
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i;
    value_table.add(values_[order[i]].first);
    const auto& [value, label] = values_[order[i]];
    label_table.add(label == value ? std::string_view{} : label);
  }
  std::vector<std::uint32_t> ranked(ordinals_.size());
  std::transform(ordinals_.begin(), ordinals_.end(), ranked.begin(),
                 [&](std::uint32_t o) { return rank[o]; });
  for (std::size_t doc = 0; doc + 1 < start_.size(); ++doc)
    std::sort(ranked.begin() + start_[doc], ranked.begin() + start_[doc + 1]);
  value_table.write(file, prefix + ".values");
  label_table.write(file, prefix + ".labels");
  if (few_documents) {
    std::vector<std::uint32_t> docs;
    std::vector<std::uint32_t> start;
    for (std::uint32_t doc = 0; doc + 1 < start_.size(); ++doc) {
      if (start_[doc] == start_[doc + 1]) continue;
      docs.push_back(doc);
      start.push_back(start_[doc]);
    }
    start.push_back(static_cast<std::uint32_t>(ordinals_.size()));
    file.add_array(prefix + ".docs", docs);
    file.add_array(prefix + ".start", start);
    file.add_array(prefix + ".ordinals", ranked);
    return;
  }
  // One value each, or none anywhere: the ordinals say it all.
  const bool dense = ordinals_.size() == start_.size() - 1 &&
                     std::adjacent_find(start_.begin(), start_.end(),
                                        [](auto a, auto b) { return b != a + 1; }) == start_.end();
  file.add_array(prefix + ".start", dense || ordinals_.empty() ? std::vector<std::uint32_t>{} : start_);
  file.add_array(prefix + ".ordinals", ranked);
}

}  // namespace labtrail::format
