#include "searcher/proximity.h"

#include <algorithm>
#include <array>
#include <map>

#include "indexer/format/bytes.h"
#include "searcher/token_map.h"
#include "searcher/token_scan.h"

namespace labtrail::searcher {
namespace {

using format::TextField;

constexpr std::array kFields{TextField::title, TextField::abstract};
constexpr std::size_t kPapers = 2000;

struct Occurrence {
  std::uint32_t position;
  std::uint64_t words;
};

/// Where the words of a query stand in a field.
class WordFinder {
 public:
  /// Words that are in no pair take no part.
  WordFinder(const Scorer& scorer, Lookup& lookup) {
    std::map<format::TokenId, std::uint64_t> bits;
    for (const Scorer::Pair& pair : scorer.pairs()) {
      for (const std::size_t w : {pair.first, pair.second}) {
        for (const format::TokenId token : lookup.word(scorer.words()[w].word).tokens)
          bits[token] |= std::uint64_t{1} << w;
      }
    }
    for (const auto& [token, words] : bits) {
      wanted_.add({&token, 1}, words);
      if (bits.size() <= kMostNeedles) needles_.push_back({TokenScan({&token, 1}), words});
    }
  }

  /// In rising order, written over `out`.
  void find(std::string_view field, std::vector<Occurrence>& out) const {
    out.clear();
    const char* at = field.data();
    const char* const end = at + field.size();
    if (needles_.empty()) {
      for (std::uint32_t position = 0; at < end; ++position) {
        if (const std::uint64_t words = wanted_[format::read_varint(at, end)]; words != 0)
          out.push_back({position, words});
      }
      return;
    }
    // First by bytes, then the tokens between them are counted.
    for (const Needle& needle : needles_) {
      needle.token.each(field, [&](std::size_t place) {
        out.push_back({static_cast<std::uint32_t>(place), needle.words});
        return false;
      });
    }
    std::sort(out.begin(), out.end(),
              [](const Occurrence& a, const Occurrence& b) { return a.position < b.position; });
    std::uint32_t position = 0;
    for (Occurrence& occurrence : out) {
      const char* const place = field.data() + occurrence.position;
      position += TokenScan::tokens_between(at, place);
      at = place;
      occurrence.position = position;
    }
  }

 private:
  static constexpr std::size_t kMostNeedles = 32;
  struct Needle {
    TokenScan token;
    std::uint64_t words;
  };
  TokenMap wanted_;
  std::vector<Needle> needles_;  ///< none when there are too many tokens to search for one by one
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

  std::vector<Occurrence> found;
  std::vector<float> closeness(pairs.size());
  for (std::size_t s = 0; s < matches.size(); ++s) {
    if (scores[s].empty()) continue;
    Lookup& lookup = evaluator.lookup(s);
    const format::ForwardColumn& forward = lookup.segment().forward();
    const WordFinder finder(scorer, lookup);
    matches[s].each([&](std::uint32_t doc) {
      if (scores[s][doc] < least) return;
      std::fill(closeness.begin(), closeness.end(), 0.0F);
      float length = 0;
      lookup.deadline().spend(16);
      const auto fields = forward.fields(doc);
      for (const TextField field : kFields) {
        length += static_cast<float>(forward.length(doc, field));
        finder.find(fields[static_cast<std::size_t>(field)], found);
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
