// Patterns of several words in one segment: candidates from posting lists, then proof in the forward column.
//
// Candidates are papers where every word of the pattern stands in one and the same field (the packed counts
// of a posting say in which fields), the rarest list first; runs of ideographs go by the lists of their
// bigrams. A phrase of two ideographs is its bigram and needs no proof.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "searcher/lookup.h"
#include "searcher/plan.h"
#include "searcher/token_map.h"

namespace labtrail::searcher {

/// A pattern whose words are the tokens of one segment.
class TokenPattern {
 public:
  TokenPattern(const Pattern& pattern, Lookup& lookup);
  [[nodiscard]] std::uint32_t words() const { return words_; }
  /// Does it occur in one of the values?
  [[nodiscard]] bool in(std::span<const format::TokenId> tokens);
  /// Where it begins (slop 0), rising.
  void begins(std::span<const format::TokenId> tokens, std::vector<std::uint32_t>& out);

 private:
  [[nodiscard]] std::span<const std::uint64_t> masks(std::size_t piece,
                                                     std::span<const format::TokenId> tokens);
  std::uint32_t words_;
  unsigned slop_;
  bool whole_;
  std::vector<TokenMap> maps_;  ///< one for each piece of the matcher
  std::vector<std::uint64_t> masks_;
};

struct Candidate {
  std::uint32_t doc = 0;
  std::uint8_t fields = 0;  ///< bit f: every word occurs in text field f
};

/// Papers of `within` (rising) that hold every word of all patterns in one field, or in `field` if given.
std::vector<Candidate> candidates(const std::vector<Pattern>& patterns,
                                  std::optional<format::TextField> field, Lookup& lookup,
                                  const format::Bitmap& within);

/// Papers of `within` that match the plan node (pattern, near).
format::Bitmap match_words(const Plan& plan, Lookup& lookup, const format::Bitmap& within);

/// Papers that hold all parts of a same() node together, and those that cannot be decided because their
/// source does not say which author lists which affiliation.
struct SameMatch {
  format::Bitmap together;
  format::Bitmap undecided;
};
SameMatch match_same(const Plan& plan, Lookup& lookup, const format::Bitmap& within);

}  // namespace labtrail::searcher
