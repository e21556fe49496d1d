// One generation as the searcher keeps it open: the snapshot, and what is worked out from it once and then
// shared by all requests (average lengths for ranking, bitmaps of filters).
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "indexer/format/snapshot.h"
#include "searcher/aliases.h"
#include "searcher/labels.h"
#include "searcher/lru_cache.h"
#include "searcher/organisations.h"
#include "searcher/query/filter.h"
#include "searcher/subject.h"

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
  /// A part of a generation, with the names of the whole.
  View(std::shared_ptr<const format::Snapshot> part, std::shared_ptr<const format::Snapshot> whole);

  [[nodiscard]] const format::Snapshot& snapshot() const { return *snapshot_; }
  [[nodiscard]] const std::shared_ptr<const format::Snapshot>& shared_snapshot() const { return snapshot_; }
  [[nodiscard]] const format::Snapshot& names() const { return *names_; }
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

  /// What is known of organisations, of a part as of the whole. Made once.
  const Organisations& organisations() const;
  /// The subject of collaborations that a clause names. Kept while there is room.
  std::shared_ptr<const Subject> subject(const query::Clause& clause) const;
  /// All names of organisations, folded for prefix search. Made once.
  const Aliases& aliases() const;
  /// The values in the sets of a segment's BroughtColumn, by their ordinal there: global ordinals, 0xFFFFFFFF
  /// for one that no paper counts. `field` is one of format::kBroughtFields. Made once.
  const std::vector<std::uint32_t>& brought_ordinals(std::uint32_t segment, format::FacetField field) const;

 private:
  static constexpr std::size_t kFilterBytes = std::size_t{64} << 20;
  static constexpr std::size_t kSubjectBytes = std::size_t{16} << 20;
  static constexpr std::size_t kPostingBytes = std::size_t{64} << 20;
  std::shared_ptr<const format::Snapshot> snapshot_;
  std::shared_ptr<const format::Snapshot> names_;
  mutable std::once_flag statistics_once_;
  mutable TextStatistics statistics_;
  struct Field {
    std::once_flag labels_once;
    std::once_flag counts_once;
    FoldedLabels labels;
    std::vector<std::uint64_t> counts;
  };
  mutable std::array<Field, format::kFacetFields> fields_;
  mutable std::once_flag organisations_once_;
  mutable std::unique_ptr<const Organisations> organisations_;
  mutable std::once_flag aliases_once_;
  mutable std::unique_ptr<const Aliases> aliases_;
  mutable std::once_flag brought_once_;
  mutable std::vector<std::array<std::vector<std::uint32_t>, format::kBroughtFields.size()>> brought_;
  mutable LruCache<Subject> subjects_{kSubjectBytes};
  mutable LruCache<FilterSets> filters_{kFilterBytes};
  mutable LruCache<PostingList> postings_{kPostingBytes};
};

}  // namespace labtrail::searcher
