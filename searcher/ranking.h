// Ranking: BM25F (Robertson, Zaragoza, Taylor 2004) over the seven text fields. One posting carries a word's
// counts in every field, so a word's frequency is the weighted sum of its counts, each normalised by the
// length of its own field, and saturates once for the paper as a whole:
//
//   tf    = sum over fields of weight * count / (1 - b + b * length / average length)
//   score = sum over words of idf * tf * (k1 + 1) / (k1 + tf),  idf = log(1 + (N - df + 0.5) / (df + 0.5))
//
// N, df and the averages count live papers of all segments, and words add up in the order of the query: a
// score depends on the papers, not on how they lie on disk. Words of a query that score: all that may make a
// paper match (not those under NOT). A phrase scores as its words, a run of ideographs as its bigrams and,
// lower, its characters; the expansions of a prefix or fuzzy word count as one word.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "searcher/evaluator.h"
#include "searcher/plan.h"
#include "searcher/view.h"

namespace labtrail::searcher {

/// Tuned on the collections of tests/bench/ranking_test.cc.
struct RankingParameters {
  struct Field {
    float weight;
    float b;
  };
  float k1 = 1.6F;
  float k1_ideograph = 0.9F;  ///< characters and bigrams: a second occurrence says less than that of a word
  /// By TextField: title, abstract, affiliation, author, keyword, funding, venue.
  std::array<Field, format::kTextFields> fields{
      {{3.0F, 0.3F}, {1.0F, 0.8F}, {0.4F, 0.6F}, {0.6F, 0.5F}, {1.2F, 0.6F}, {0.2F, 0.6F}, {0.3F, 0.5F}}};
  float character = 0.1F;    ///< weight of one character of a run of ideographs, against its bigrams
  float proximity = 0.4F;    ///< share of proximity.h, against the words themselves
  std::uint32_t window = 8;  ///< positions within which two words count as close
};
inline constexpr RankingParameters kRanking{};

/// One word that scores.
struct ScoringWord {
  WordPattern word;
  std::optional<format::TextField> field;
  float weight = 1;
  std::vector<std::size_t> next;  ///< scoring words that follow it in the query (numbers in the list)
};
/// In the order of the query, equal ones joined; empty when nothing in the query scores.
std::vector<ScoringWord> scoring_words(const Plan& plan);

class Scorer {
 public:
  Scorer(const View& view, std::vector<ScoringWord> words, Evaluator& evaluator);
  [[nodiscard]] bool scores_anything() const { return !words_.empty(); }
  [[nodiscard]] const std::vector<ScoringWord>& words() const { return words_; }
  /// Two words that follow each other in the query, as numbers of `words`; the smaller of their idf.
  struct Pair {
    std::size_t first = 0;
    std::size_t second = 0;
    float idf = 0;
  };
  [[nodiscard]] const std::vector<Pair>& pairs() const { return pairs_; }
  /// Scores of the papers of `set`, by document of the segment; 0 for all others.
  std::vector<float> scores(std::size_t segment, const format::Bitmap& set);

 private:
  [[nodiscard]] float frequency(const ScoringWord& word, const format::Segment& segment,
                                const format::Posting& posting) const;
  std::vector<ScoringWord> words_;
  std::vector<float> idf_;  ///< [word], with its weight
  std::vector<Pair> pairs_;
  std::array<float, format::kTextFields> average_length_{};
  Evaluator& evaluator_;
};

}  // namespace labtrail::searcher
