#include "searcher/spelling.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "corpus/base/text.h"
#include "searcher/fuzzy.h"

namespace labtrail::searcher {

using query::Node;
using query::NodeKind;

namespace {

constexpr std::size_t kMostCounted = 6;
constexpr std::size_t kCandidates = 3;
constexpr std::size_t kMostMissing = 4;

/// Does a paper's word share a posting term with this one, in any segment?
bool occurs(const View& view, const std::string& word, format::Analyzer& analyzer) {
  for (const format::Stemmer stemmer : format::possible_stemmers(word)) {
    const std::string term = format::posting_term(stemmer, analyzer.stem(word, stemmer));
    for (const format::LiveSegment& live : view.segments()) {
      if (!live.segment->vocabulary().find_term(term).empty()) return true;
    }
  }
  return false;
}

std::vector<std::string> nearest(const View& view, const std::string& word) {
  constexpr std::size_t kShort = 4;
  constexpr std::size_t kTooShort = 2;
  const std::size_t letters = base::to_u32(word).size();
  if (letters <= kTooShort) return {};
  struct Known {
    unsigned edits = 0;
    std::uint64_t papers = 0;
  };
  std::unordered_map<std::string_view, Known> found;
  for (const format::LiveSegment& live : view.segments()) {
    const format::Vocabulary& vocabulary = live.segment->vocabulary();
    for (const FuzzyWord& near : fuzzy_words(vocabulary, word, letters <= kShort ? 1 : 2)) {
      Known& known = found[vocabulary.word(near.token)];
      known.edits = near.edits;
      known.papers += vocabulary.document_count(near.token);
    }
  }
  std::vector<std::pair<double, std::string>> ranked;
  for (const auto& [text, known] : found) {
    // A second edit has to be outweighed by far more papers; so has a changed first letter.
    double weight = static_cast<double>(known.papers);
    if (known.edits > 1) weight /= 50;
    if (text.empty() || text[0] != word[0]) weight /= 10;
    ranked.emplace_back(weight, text);
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<std::string> out;
  for (std::size_t i = 0; i < ranked.size() && i < kCandidates; ++i)
    out.push_back(std::move(ranked[i].second));
  return out;
}

/// A word of a leaf that no paper has.
struct Missing {
  Node* leaf;
  std::size_t begin;
  std::size_t end;
  std::vector<std::string> candidates;
};

class Corrector {
 public:
  Corrector(const View& view, format::Analyzer& analyzer) : view_(view), analyzer_(analyzer) {}

  /// False when a word is missing for which there is no candidate.
  bool collect(Node& node) {
    switch (node.kind) {
      case NodeKind::none_of:
        return true;
      case NodeKind::word:
      case NodeKind::exact:
      case NodeKind::phrase:
        return leaf(node);
      default:
        for (Node& child : node.children) {
          if (!collect(child)) return false;
        }
        return true;
    }
  }
  [[nodiscard]] std::vector<Missing>& missing() { return missing_; }

 private:
  bool leaf(Node& node) {
    std::vector<format::Token> tokens;
    analyzer_.analyze_names(node.text, tokens);
    std::vector<Missing> found;
    for (const format::Token& token : tokens) {
      const std::string word(token.word);
      if (token.ideograph) continue;
      found.push_back({&node, token.begin, token.end, {word}});
    }
    for (Missing& one : found) {
      const std::string word = one.candidates.front();
      if (occurs(view_, word, analyzer_)) continue;
      one.candidates = nearest(view_, word);
      if (one.candidates.empty() || missing_.size() == kMostMissing) return false;
      missing_.push_back(std::move(one));
    }
    return true;
  }
  const View& view_;
  format::Analyzer& analyzer_;
  std::vector<Missing> missing_;
};

}  // namespace

std::optional<Spelling> correct(const View& view, const Node& tree, format::Analyzer& analyzer,
                                const CountMatches& count) {
  Node corrected = tree;
  Corrector corrector(view, analyzer);
  if (!corrector.collect(corrected) || corrector.missing().empty()) return std::nullopt;
  std::vector<Missing>& missing = corrector.missing();
  // Within one leaf from the back, so that offsets stay true.
  std::vector<std::size_t> chosen(missing.size(), 0);
  for (std::size_t tried = 0; tried < kMostCounted; ++tried) {
    std::vector<std::pair<Node*, std::string>> texts;
    for (std::size_t i = missing.size(); i-- > 0;) {
      Missing& one = missing[i];
      if (texts.empty() || texts.back().first != one.leaf) texts.emplace_back(one.leaf, one.leaf->text);
      one.leaf->text.replace(one.begin, one.end - one.begin, one.candidates[chosen[i]]);
    }
    if (const std::uint64_t papers = count(corrected); papers > 0)
      return Spelling{query::to_query(corrected), papers};
    for (auto& [leaf, text] : texts) leaf->text = std::move(text);
    // The next combination: the last word changes fastest.
    std::size_t i = missing.size();
    while (i > 0 && ++chosen[i - 1] == missing[i - 1].candidates.size()) chosen[--i] = 0;
    if (i == 0) break;
  }
  return std::nullopt;
}

}  // namespace labtrail::searcher
