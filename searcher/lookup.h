// The words of one query in one segment: which tokens a word wants, and the posting lists that answer it.
// Every list is read once a query and then serves matching, candidates of phrases, and ranking.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/format/snapshot.h"
#include "searcher/deadline.h"
#include "searcher/plan.h"
#include "searcher/view.h"

namespace labtrail::searcher {

/// One more than this many words behind a prefix or a fuzzy word is refused; never cut silently.
inline constexpr std::size_t kMostExpansions = 10'000;

class Lookup {
 public:
  /// Segment `number` of the view; both arguments must outlive the lookup.
  Lookup(const View& view, std::size_t number, Deadline& deadline);
  Lookup(Lookup&&) = default;

  [[nodiscard]] const format::Segment& segment() const { return *live_->segment; }
  [[nodiscard]] const format::Bitmap& live() const { return live_->live; }
  [[nodiscard]] bool all_live() const { return live_->live_count == segment().size(); }
  [[nodiscard]] Deadline& deadline() const { return *deadline_; }

  struct Word {
    std::vector<format::TokenId> tokens;  ///< wanted, rising
    std::vector<std::string> whole;       ///< posting terms all of whose tokens are wanted
    std::vector<std::string> partial;     ///< posting terms of which only some are
    std::uint64_t postings = 0;           ///< length of all these lists together
  };
  const Word& word(const WordPattern& pattern);

  /// The list of one posting term, deleted papers included.
  const PostingList& postings(const std::string& term);
  /// Papers with a token that the word wants (deleted ones included), with the counts of exactly those
  /// tokens: where a posting term holds other tokens too, papers are looked up in the forward column.
  const PostingList& papers(const WordPattern& pattern);
  /// Postings of `term` in these papers (rising), by skipping through the list: for few papers and long
  /// lists.
  template <typename Visit>
  void each_of(const std::string& term, const std::vector<std::uint32_t>& docs, Visit&& visit) const;
  [[nodiscard]] std::uint32_t document_count(const std::string& term) const;
  /// The list, if it is at hand without reading it from disk; else null.
  const PostingList* known(const std::string& term);

 private:
  Word resolve(const WordPattern& pattern) const;
  [[nodiscard]] std::string cache_key(const std::string& term) const;
  void verify(const Word& word, std::vector<std::uint32_t>& counts, format::Bitmap& touched);

  const View* view_;
  const format::LiveSegment* live_;
  Deadline* deadline_;
  format::PostingsLease lease_;
  std::unordered_map<std::string, Word> words_;
  std::unordered_map<std::string, std::shared_ptr<const PostingList>> lists_;
  std::unordered_map<std::string, PostingList> papers_;
};

/// Throws Refusal when a prefix or fuzzy word of the plan stands for too many different words in the
/// segments taken together.
void check_expansions(const Plan& plan, std::vector<Lookup>& lookups);

template <typename Visit>
void Lookup::each_of(const std::string& term, const std::vector<std::uint32_t>& docs, Visit&& visit) const {
  format::through_xapian([&] {
    auto it = lease_.database().postlist_begin(term);
    const auto end = lease_.database().postlist_end(term);
    for (std::size_t i = 0; i < docs.size() && it != end; ++i) {
      deadline_->spend(8);
      it.skip_to(docs[i] + 1);
      if (it != end && *it == docs[i] + 1) visit(i, format::PackedCounts(it.get_wdf()));
    }
  });
}

}  // namespace labtrail::searcher
