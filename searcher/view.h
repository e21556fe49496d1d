// One generation as the searcher keeps it open: the snapshot, and what is worked out from it once and then
// shared by all requests (average lengths for ranking, bitmaps of filters).
#pragma once

#include <array>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/format/snapshot.h"
#include "searcher/labels.h"
#include "searcher/query/filter.h"

namespace labtrail::searcher {

/// Over live papers only, so that it does not depend on segments.
struct TextStatistics {
  std::uint64_t papers = 0;
  /// Words a field, over the papers that have the field; 1 when none has.
  std::array<double, format::kTextFields> average_length{};
};

class View {
 public:
  explicit View(std::shared_ptr<const format::Snapshot> snapshot);

  [[nodiscard]] const format::Snapshot& snapshot() const { return *snapshot_; }
  [[nodiscard]] const std::shared_ptr<const format::Snapshot>& shared_snapshot() const { return snapshot_; }
  [[nodiscard]] const std::vector<format::LiveSegment>& segments() const { return snapshot_->segments(); }

  const TextStatistics& statistics() const;

  /// Documents (deleted ones included) that bear one of the clause's values, by segment; the clause's
  /// negation is ignored. Made once and kept while there is room.
  using FilterSets = std::vector<format::Bitmap>;
  std::shared_ptr<const FilterSets> filter_sets(const query::Clause& clause) const;

  /// The labels of a field, folded for prefix search; and how many live papers bear each value. Made once.
  const FoldedLabels& labels(format::FacetField field) const;
  const std::vector<std::uint64_t>& value_counts(format::FacetField field) const;

 private:
  static constexpr std::size_t kCacheBytes = std::size_t{64} << 20;
  struct Cached {
    std::string key;
    std::shared_ptr<const FilterSets> sets;
    std::size_t bytes = 0;
  };
  std::shared_ptr<const format::Snapshot> snapshot_;
  mutable std::once_flag statistics_once_;
  mutable TextStatistics statistics_;
  struct Field {
    std::once_flag labels_once;
    std::once_flag counts_once;
    FoldedLabels labels;
    std::vector<std::uint64_t> counts;
  };
  mutable std::array<Field, format::kFacetFields> fields_;
  mutable std::mutex cache_mutex_;
  mutable std::list<Cached> cache_;  ///< most recently used first
  mutable std::unordered_map<std::string, std::list<Cached>::iterator> cached_;
  mutable std::size_t cache_bytes_ = 0;
};

}  // namespace labtrail::searcher
