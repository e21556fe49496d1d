// One generation as the searcher keeps it open: the snapshot, and what is worked out from it once and then
// shared by all requests (average lengths for ranking, bitmaps of filters).
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "indexer/format/snapshot.h"
#include "searcher/labels.h"
#include "searcher/lru_cache.h"
#include "searcher/query/filter.h"

namespace labtrail::searcher {

using PostingList = std::vector<format::Posting>;

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

  /// Decoded posting lists of frequent terms, by segment and term: reading one from Xapian costs more than
  /// everything that is done with it.
  LruCache<PostingList>& postings() const { return postings_; }

  /// The labels of a field, folded for prefix search; and how many live papers bear each value. Made once.
  const FoldedLabels& labels(format::FacetField field) const;
  const std::vector<std::uint64_t>& value_counts(format::FacetField field) const;

 private:
  static constexpr std::size_t kFilterBytes = std::size_t{64} << 20;
  static constexpr std::size_t kPostingBytes = std::size_t{64} << 20;
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
  mutable LruCache<FilterSets> filters_{kFilterBytes};
  mutable LruCache<PostingList> postings_{kPostingBytes};
};

}  // namespace labtrail::searcher
