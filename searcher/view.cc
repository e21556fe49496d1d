#include "searcher/view.h"

#include <algorithm>

#include "searcher/filters.h"

namespace labtrail::searcher {

View::View(std::shared_ptr<const format::Snapshot> snapshot) : snapshot_(std::move(snapshot)) {}

const TextStatistics& View::statistics() const {
  std::call_once(statistics_once_, [&] {
    std::array<std::uint64_t, format::kTextFields> words{};
    std::array<std::uint64_t, format::kTextFields> papers{};
    for (const format::LiveSegment& live : segments()) {
      live.live.each([&](std::uint32_t doc) {
        for (std::size_t f = 0; f < format::kTextFields; ++f) {
          const std::uint32_t length = live.segment->forward().length(doc, static_cast<format::TextField>(f));
          words[f] += length;
          papers[f] += length > 0 ? 1 : 0;
        }
      });
    }
    statistics_.papers = snapshot_->papers();
    for (std::size_t f = 0; f < format::kTextFields; ++f) {
      statistics_.average_length[f] =
          papers[f] == 0 ? 1.0 : static_cast<double>(words[f]) / static_cast<double>(papers[f]);
    }
  });
  return statistics_;
}

std::shared_ptr<const View::FilterSets> View::filter_sets(const query::Clause& clause) const {
  query::Clause positive = clause;
  positive.negated = false;
  const std::string key = query::to_string({positive});
  if (auto known = filters_.find(key)) return known;
  auto sets = std::make_shared<FilterSets>();
  std::size_t bytes = key.size() * 2 + 256;
  for (const format::LiveSegment& live : segments()) {
    sets->push_back(filter_set(*live.segment, positive));
    bytes += live.segment->size() / 8;
  }
  filters_.insert(key, sets, bytes);
  return sets;
}

const FoldedLabels& View::labels(format::FacetField field) const {
  Field& made = fields_[static_cast<std::size_t>(field)];
  std::call_once(made.labels_once, [&] { made.labels = FoldedLabels(snapshot_->dictionary(field)); });
  return made.labels;
}

const std::vector<std::uint64_t>& View::value_counts(format::FacetField field) const {
  Field& made = fields_[static_cast<std::size_t>(field)];
  std::call_once(made.counts_once, [&] {
    const format::FacetDictionary& dictionary = snapshot_->dictionary(field);
    made.counts.resize(dictionary.values.size(), 0);
    for (std::size_t s = 0; s < segments().size(); ++s) {
      const format::FacetColumn& column = segments()[s].segment->facet(field);
      segments()[s].live.each([&](std::uint32_t doc) {
        for (const std::uint32_t ordinal : column.of(doc)) ++made.counts[dictionary.from_segment[s][ordinal]];
      });
    }
  });
  return made.counts;
}

}  // namespace labtrail::searcher
