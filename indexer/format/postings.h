// Posting lists in Xapian, one posting a token and paper, without positions and without term lists.
//
// The trick of this index: Xapian's within-document frequency of a posting is not a count but seven counts,
// one for each text field, packed into 21 bits (schema.h says where; the commonest fields lie lowest, so that
// most postings stay one byte). So a posting alone answers "in the title?" and gives exact BM25F; nothing is
// indexed twice. Counts saturate at the field's bits, far above where BM25 has saturated.
//
// This is the one door to Xapian: every Xapian::Error that passes it becomes a base::Failure (code corrupt or
// io).
#pragma once

#include <xapian.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "indexer/format/schema.h"

namespace labtrail::format {

/// Counts of one word in the text fields of one paper, packed. Never 0 for a posting that exists.
class PackedCounts {
 public:
  constexpr PackedCounts() = default;
  constexpr explicit PackedCounts(std::uint32_t bits) : bits_(bits) {}
  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }
  [[nodiscard]] constexpr std::uint32_t count(TextField field) const {
    return bits_ >> row(field).shift & ((1U << row(field).bits) - 1);
  }
  constexpr void add(TextField field) {
    if (count(field) < (1U << row(field).bits) - 1) bits_ += 1U << row(field).shift;
  }
  /// Field-wise sum, saturating: two spellings of one word in one paper.
  constexpr void merge(PackedCounts other) {
    for (std::size_t f = 0; f < kTextFields; ++f) {
      const auto field = static_cast<TextField>(f);
      const std::uint32_t top = (1U << row(field).bits) - 1;
      const std::uint32_t sum = count(field) + other.count(field);
      bits_ = (bits_ & ~(top << row(field).shift)) | (sum < top ? sum : top) << row(field).shift;
    }
  }

 private:
  std::uint32_t bits_ = 0;
};

struct Posting {
  std::uint32_t doc = 0;  ///< local: Xapian's docid - 1
  PackedCounts counts;
};

/// A Xapian handle on one segment's postings, borrowed for one thread's use.
class PostingsLease {
 public:
  PostingsLease(PostingsLease&&) noexcept = default;
  PostingsLease& operator=(PostingsLease&&) = delete;
  ~PostingsLease();

  /// Papers with the term (deleted ones included).
  [[nodiscard]] std::uint32_t document_count(std::string_view term) const;
  /// All postings of the term in rising document order, appended to `out`.
  void read(std::string_view term, std::vector<Posting>& out) const;
  /// Runs `visit(doc, counts)` over the postings; stops when it returns false.
  template <typename Visit>
  void each(std::string_view term, Visit&& visit) const;

  [[nodiscard]] const Xapian::Database& database() const { return *database_; }

 private:
  friend class Postings;
  PostingsLease(class Postings* owner, std::unique_ptr<Xapian::Database> database)
      : owner_(owner), database_(std::move(database)) {}
  struct Release;
  class Postings* owner_;
  std::unique_ptr<Xapian::Database> database_;
};

/// The postings of one segment; hands out one Xapian handle a thread. Keeps its file open, so that it can be
/// unlinked.
class Postings {
 public:
  explicit Postings(const std::filesystem::path& file);
  ~Postings();
  Postings(const Postings&) = delete;
  Postings& operator=(const Postings&) = delete;
  /// Thread-safe. The lease must not outlive this.
  PostingsLease lease();

 private:
  friend class PostingsLease;
  int fd_ = -1;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Xapian::Database>> idle_;
};

/// Calls `work` and turns Xapian::Error into base::Failure.
template <typename Work>
auto through_xapian(Work&& work) {
  try {
    return work();
  } catch (const Xapian::DatabaseError& error) {
    throw base::Failure(base::ErrorCode::corrupt, "Xapian: " + error.get_description(),
                        "run: labtrail-index verify");
  } catch (const Xapian::Error& error) {
    throw base::Failure(base::ErrorCode::io, "Xapian: " + error.get_description());
  }
}

template <typename Visit>
void PostingsLease::each(std::string_view term, Visit&& visit) const {
  through_xapian([&] {
    const std::string key(term);
    const auto end = database_->postlist_end(key);
    for (auto it = database_->postlist_begin(key); it != end; ++it) {
      if (!visit(static_cast<std::uint32_t>(*it - 1), PackedCounts(it.get_wdf()))) return;
    }
  });
}

}  // namespace labtrail::format
