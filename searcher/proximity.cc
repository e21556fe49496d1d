#include "searcher/proximity.h"

#include <algorithm>
#include <array>

#include "searcher/token_map.h"

namespace labtrail::searcher {
namespace {

using format::TextField;

constexpr std::array kFields{TextField::title, TextField::abstract};
constexpr std::size_t kPapers = 2000;
/// Words of a query beyond this many take no part (their bits would not fit).
constexpr std::size_t kMostWords = 64;

struct Occurrence {
  std::uint32_t position;
  std::uint64_t words;
};

/// The score that the last of the first kPapers papers has; below it nothing is added.
float threshold(const MatchSets& matches, const std::vector<std::vector<float>>& scores) {
  std::vector<float> all;
  for (std::size_t s = 0; s < matches.size(); ++s) {
    if (scores[s].empty()) continue;
    matches[s].each([&](std::uint32_t doc) { all.push_back(scores[s][doc]); });
  }
  if (all.size() <= kPapers) return 0;
  std::nth_element(all.begin(), all.begin() + kPapers - 1, all.end(), std::greater<>());
  return all[kPapers - 1];
}

}  // namespace

void add_proximity(const View& view, const Scorer& scorer, Evaluator& evaluator, const MatchSets& matches,
                   std::vector<std::vector<float>>& scores) {
  const std::vector<Scorer::Pair>& pairs = scorer.pairs();
  if (pairs.empty() || kRanking.proximity == 0) return;
  const float least = threshold(matches, scores);
  const TextStatistics& statistics = view.statistics();
  float average_length = 0;
  for (const TextField field : kFields)
    average_length += static_cast<float>(statistics.average_length[static_cast<std::size_t>(field)]);

  std::vector<format::TokenId> tokens;
  std::vector<Occurrence> found;
  std::vector<float> closeness(pairs.size());
  for (std::size_t s = 0; s < matches.size(); ++s) {
    if (scores[s].empty()) continue;
    Lookup& lookup = evaluator.lookup(s);
    const format::ForwardColumn& forward = lookup.segment().forward();
    TokenMap wanted;
    for (std::size_t w = 0; w < std::min(scorer.words().size(), kMostWords); ++w) {
      wanted.add(lookup.word(scorer.words()[w].word).tokens, std::uint64_t{1} << w);
    }
    matches[s].each([&](std::uint32_t doc) {
      if (scores[s][doc] < least) return;
      std::fill(closeness.begin(), closeness.end(), 0.0F);
      float length = 0;
      for (const TextField field : kFields) {
        length += static_cast<float>(forward.length(doc, field));
        forward.read(doc, field, tokens);
        lookup.deadline().spend(static_cast<std::int64_t>(tokens.size() / 8 + 1));
        found.clear();
        for (std::uint32_t i = 0; i < tokens.size(); ++i) {
          if (const std::uint64_t words = wanted[tokens[i]]; words != 0) found.push_back({i, words});
        }
        const float weight = kRanking.fields[static_cast<std::size_t>(field)].weight;
        for (std::size_t i = 0; i < found.size(); ++i) {
          for (std::size_t j = i + 1;
               j < found.size() && found[j].position - found[i].position <= kRanking.window; ++j) {
            const float near = weight / static_cast<float>(found[j].position - found[i].position);
            for (std::size_t p = 0; p < pairs.size(); ++p) {
              const std::uint64_t a = std::uint64_t{1} << pairs[p].first;
              const std::uint64_t b = std::uint64_t{1} << pairs[p].second;
              if (((found[i].words & a) != 0 && (found[j].words & b) != 0) ||
                  ((found[i].words & b) != 0 && (found[j].words & a) != 0)) {
                closeness[p] += near;
              }
            }
          }
        }
      }
      const float normal = 0.25F + 0.75F * length / std::max(average_length, 1.0F);
      float sum = 0;
      for (std::size_t p = 0; p < pairs.size(); ++p) {
        if (closeness[p] == 0) continue;
        const float tf = closeness[p] / normal;
        sum += pairs[p].idf * tf * (kRanking.k1 + 1.0F) / (kRanking.k1 + tf);
      }
      scores[s][doc] += kRanking.proximity * sum;
    });
  }
}

}  // namespace labtrail::searcher
