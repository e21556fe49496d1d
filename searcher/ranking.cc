#include "searcher/ranking.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace labtrail::searcher {

using format::TextField;

namespace {

class Collector {
 public:
  void walk(const Plan& plan, bool positive) {
    if (plan.kind == Plan::Kind::none_of) positive = !positive;
    if (positive) {
      for (const Pattern& pattern : plan.patterns) words(pattern, plan.field);
    }
    for (const Plan& child : plan.children) walk(child, positive);
  }
  std::vector<ScoringWord> take() { return std::move(words_); }

 private:
  void words(const Pattern& pattern, std::optional<TextField> field) {
    const auto ideograph = [&](std::size_t i) {
      return i < pattern.words.size() && pattern.words[i].ideograph;
    };
    for (std::size_t i = 0; i < pattern.words.size(); ++i) {
      const bool run = ideograph(i) && (ideograph(i + 1) || (i > 0 && ideograph(i - 1)));
      add(pattern.words[i], field, run ? kRanking.character : 1.0F);
      if (ideograph(i) && ideograph(i + 1)) add(bigram(pattern.words[i], pattern.words[i + 1]), field, 1.0F);
    }
  }
  void add(WordPattern word, std::optional<TextField> field, float weight) {
    // An exact word is proved by matching; it scores by its posting terms.
    if (word.kind == WordPattern::Kind::exact) word.kind = WordPattern::Kind::stemmed;
    std::string name = key(word);
    name += static_cast<char>(field ? 'a' + static_cast<int>(*field) : '*');
    const bool lone = !word.ideograph && !field && word.kind == WordPattern::Kind::stemmed;
    const auto [at, fresh] = known_.try_emplace(std::move(name), words_.size());
    if (fresh) {
      words_.push_back({std::move(word), field, weight, {}});
    } else {
      words_[at->second].weight += weight;
    }
    if (lone && previous_ && *previous_ != at->second) {
      std::vector<std::size_t>& next = words_[*previous_].next;
      if (std::find(next.begin(), next.end(), at->second) == next.end()) next.push_back(at->second);
    }
    previous_ = lone ? std::optional(at->second) : std::nullopt;
  }
  std::vector<ScoringWord> words_;
  std::unordered_map<std::string, std::size_t> known_;
  std::optional<std::size_t> previous_;  ///< the word before, when closeness to it can be told
};

bool counts_in(const ScoringWord& word, format::PackedCounts counts) {
  return !word.field || counts.count(*word.field) > 0;
}

}  // namespace

std::vector<ScoringWord> scoring_words(const Plan& plan) {
  Collector collector;
  collector.walk(plan, true);
  return collector.take();
}

Scorer::Scorer(const View& view, std::vector<ScoringWord> words, Evaluator& evaluator)
    : words_(std::move(words)), evaluator_(evaluator) {
  if (words_.empty()) return;
  const TextStatistics& statistics = view.statistics();
  for (std::size_t f = 0; f < format::kTextFields; ++f)
    average_length_[f] = static_cast<float>(std::max(statistics.average_length[f], 1.0));
  for (const ScoringWord& word : words_) {
    std::uint64_t papers = 0;
    for (std::size_t s = 0; s < evaluator_.segments(); ++s) {
      Lookup& lookup = evaluator_.lookup(s);
      const PostingList& list = lookup.papers(word.word);
      if (lookup.all_live() && !word.field) {
        papers += list.size();
        continue;
      }
      for (const format::Posting& posting : list)
        papers += lookup.live().test(posting.doc) && counts_in(word, posting.counts) ? 1 : 0;
    }
    const auto df = static_cast<double>(papers);
    const auto n = static_cast<double>(statistics.papers);
    idf_.push_back(static_cast<float>(std::log(1.0 + (n - df + 0.5) / (df + 0.5)) * word.weight));
  }
  constexpr std::size_t kMostWords = 64;  // proximity keeps words as bits
  for (std::size_t w = 0; w < words_.size(); ++w) {
    for (const std::size_t next : words_[w].next) {
      if (w < kMostWords && next < kMostWords) pairs_.push_back({w, next, std::min(idf_[w], idf_[next])});
    }
  }
}

float Scorer::frequency(const ScoringWord& word, const format::Segment& segment,
                        const format::Posting& posting) const {
  float sum = 0;
  for (std::size_t f = 0; f < format::kTextFields; ++f) {
    const auto field = static_cast<TextField>(f);
    const std::uint32_t count = posting.counts.count(field);
    if (count == 0 || (word.field && *word.field != field)) continue;
    const RankingParameters::Field& weights = kRanking.fields[f];
    const auto length = static_cast<float>(segment.forward().length(posting.doc, field));
    sum += weights.weight * static_cast<float>(count) /
           (1.0F - weights.b + weights.b * length / average_length_[f]);
  }
  return sum;
}

std::vector<float> Scorer::scores(std::size_t segment, const format::Bitmap& set) {
  Lookup& lookup = evaluator_.lookup(segment);
  std::vector<float> scores(lookup.segment().size(), 0.0F);
  for (std::size_t w = 0; w < words_.size(); ++w) {
    const PostingList& list = lookup.papers(words_[w].word);
    const float k1 = words_[w].word.ideograph ? kRanking.k1_ideograph : kRanking.k1;
    lookup.deadline().spend(static_cast<std::int64_t>(list.size() / 4));
    for (const format::Posting& posting : list) {
      if (!set.test(posting.doc)) continue;
      const float tf = frequency(words_[w], lookup.segment(), posting);
      scores[posting.doc] += idf_[w] * tf * (k1 + 1.0F) / (k1 + tf);
    }
  }
  return scores;
}

}  // namespace labtrail::searcher
