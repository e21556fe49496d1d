#include "searcher/view.h"

#include <algorithm>

#include "searcher/collaborations.h"
#include "searcher/filters.h"

namespace labtrail::searcher {

View::View(std::shared_ptr<const format::Snapshot> snapshot)
    : snapshot_(std::move(snapshot)), names_(snapshot_) {}

View::View(std::shared_ptr<const format::Snapshot> part, std::shared_ptr<const format::Snapshot> whole)
    : snapshot_(std::move(part)), names_(std::move(whole)) {}

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
  auto sets =
      std::make_shared<FilterSets>(positive.joint ? joint_papers(*this, *positive.joint)
                                                  : searcher::filter_sets(*snapshot_, *names_, positive));
  std::size_t bytes = key.size() * 2 + 256;
  for (const format::LiveSegment& live : segments()) bytes += live.segment->size() / 8;
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

const Organisations& View::organisations() const {
  std::call_once(organisations_once_, [&] { organisations_ = std::make_unique<Organisations>(*names_); });
  return *organisations_;
}

std::shared_ptr<const Subject> View::subject(const query::Clause& clause) const {
  const std::string key = query::to_string({clause});
  if (auto known = subjects_.find(key)) return known;
  const auto made = std::make_shared<const Subject>(*this, clause);
  subjects_.insert(key, made, made->bytes());
  return made;
}

const Aliases& View::aliases() const {
  std::call_once(aliases_once_, [&] { aliases_ = std::make_unique<Aliases>(*snapshot_); });
  return *aliases_;
}

const std::vector<std::uint32_t>& View::brought_ordinals(std::uint32_t segment,
                                                         format::FacetField field) const {
  constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::call_once(brought_once_, [&] {
    for (const format::LiveSegment& live : segments()) {
      auto& made = brought_.emplace_back();
      for (std::size_t place = 0; place < format::kBroughtFields.size(); ++place) {
        const format::FacetField one = format::kBroughtFields[place];
        const format::FacetColumn& values = live.segment->brought().values(one);
        for (std::uint32_t ordinal = 0; ordinal < values.values(); ++ordinal)
          made[place].push_back(snapshot_->dictionary(one).find(values.value(ordinal)).value_or(kNone));
      }
    }
  });
  return brought_[segment][format::brought_index(field)];
}

}  // namespace labtrail::searcher
