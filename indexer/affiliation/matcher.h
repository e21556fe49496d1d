// Where the names of a vocabulary stand in a string: one walk of the trie from each word, over exact words,
// words that are joined or split differently ("Sense Time", "ZhejiangUniversity"), and misspelt ones.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/affiliation/vocabulary.h"
#include "indexer/affiliation/words.h"

namespace labtrail::affiliation {

/// One place where the names of a trie node stand.
struct Match {
  std::uint32_t first = 0;  ///< words first..last-1
  std::uint32_t last = 0;
  std::uint32_t node = 0;
  std::uint32_t characters = 0;  ///< of the words that were compared
  std::uint8_t edits = 0;
  std::uint8_t crossings = 0;  ///< strong breaks inside
  std::uint8_t shortened = 0;  ///< words that were completed from an abbreviation
  bool varied = false;         ///< words were joined or split, and not only by their spaces
};

/// Not thread-safe: one per thread.
class Matcher {
 public:
  explicit Matcher(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
  /// All matches, by first word, longer ones first; written over `out`.
  void find(std::span<const Word> words, std::vector<Match>& out);

 private:
  struct Position {
    std::uint32_t word = 0;                     ///< index into words
    std::uint32_t number = 0;                   ///< in the vocabulary, or kNone
    std::uint32_t joined = Vocabulary::kNone;   ///< with the next word
    std::uint32_t family = Vocabulary::kNone;   ///< the kind of institution that it may be a misspelling of
    std::uint32_t misread = Vocabulary::kNone;  ///< what scanning may have read as this
    const std::vector<std::uint32_t>* near = nullptr;
    const std::vector<std::pair<std::uint32_t, std::uint32_t>>* split = nullptr;
  };
  void prepare(std::span<const Word> words);
  /// What a walk has used up so far.
  struct Path {
    std::uint32_t edits = 0;
    std::uint32_t characters = 0;
    std::uint32_t crossings = 0;
    std::uint32_t shortened = 0;
    bool varied = false;
  };
  void walk(std::uint32_t node, std::uint32_t at, Path path);
  /// On to `node` over positions from..to-1.
  void step(std::uint32_t node, std::uint32_t from, std::uint32_t to, Path path);
  [[nodiscard]] std::uint32_t misread(std::string word) const;
  [[nodiscard]] bool names_place(std::uint32_t word) const;
  void misspelt(std::uint32_t node, std::uint32_t at, const Path& path);
  void completed(std::uint32_t node, std::uint32_t at, const Path& path);
  const std::vector<std::uint32_t>& near(const std::string& word);
  std::uint32_t core(const std::string& word, bool known);
  const std::vector<std::pair<std::uint32_t, std::uint32_t>>& splits(const std::string& word);

  const Vocabulary& vocabulary_;
  std::span<const Word> words_;
  std::vector<Position> positions_;
  std::vector<Match>* out_ = nullptr;
  std::uint32_t start_ = 0;
  std::uint32_t steps_ = 0;
  /// Unknown words come back again and again; the caches are emptied when they grow large.
  std::unordered_map<std::string, std::vector<std::uint32_t>> near_;
  std::unordered_map<std::string, std::uint32_t> core_;
  std::unordered_map<std::string, std::vector<std::pair<std::uint32_t, std::uint32_t>>> split_;
};

}  // namespace labtrail::affiliation
