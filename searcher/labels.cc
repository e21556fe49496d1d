#include "searcher/labels.h"

#include <algorithm>

#include "corpus/base/text.h"
#include "indexer/format/analyzer.h"
#include "searcher/query/characters.h"

namespace labtrail::searcher {

FoldedLabels::FoldedLabels(const format::FacetDictionary& dictionary) {
  start_.reserve(dictionary.values.size() + 1);
  for (std::size_t i = 0; i < dictionary.values.size(); ++i) {
    start_.push_back(static_cast<std::uint32_t>(text_.size()));
    text_ += format::fold(dictionary.labels[i]);
    text_ += '\n';
    if (dictionary.values[i] != dictionary.labels[i]) {
      text_ += format::fold(dictionary.values[i]);
      text_ += '\n';
    }
  }
  start_.push_back(static_cast<std::uint32_t>(text_.size()));
}

std::vector<LabelMatch> FoldedLabels::find(std::string_view folded_prefix) const {
  std::vector<LabelMatch> out;
  if (start_.empty()) return out;
  if (folded_prefix.empty()) {
    for (std::uint32_t i = 0; i + 1 < start_.size(); ++i) out.push_back({i, true});
    return out;
  }
  std::size_t first = 0;
  const bool anywhere = query::is_ideograph(base::next_code_point(folded_prefix, first));
  for (std::size_t at = text_.find(folded_prefix); at != std::string::npos;
       at = text_.find(folded_prefix, at + 1)) {
    const bool at_start = at == 0 || text_[at - 1] == '\n';
    if (!at_start && !anywhere && text_[at - 1] != ' ') continue;
    const auto after = std::upper_bound(start_.begin(), start_.end(), at);
    const auto ordinal = static_cast<std::uint32_t>(after - start_.begin() - 1);
    if (!out.empty() && out.back().ordinal == ordinal) {
      out.back().at_start = out.back().at_start || at_start;
    } else {
      out.push_back({ordinal, at_start});
    }
  }
  return out;
}

}  // namespace labtrail::searcher
