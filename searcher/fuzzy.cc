#include "searcher/fuzzy.h"

#include <algorithm>
#include <string>

#include "corpus/base/text.h"

namespace labtrail::searcher {
namespace {

/// The edit-distance table, one row for each code point of the word walked down to.
class Table {
 public:
  Table(std::u32string target, unsigned edits) : target_(std::move(target)), edits_(edits) {
    std::vector<unsigned> first(target_.size() + 1);
    for (unsigned i = 0; i < first.size(); ++i) first[i] = i;
    rows_.push_back(std::move(first));
  }
  void cut(std::size_t length) {
    word_.resize(length);
    rows_.resize(length + 1);
  }
  /// False when no word that goes on from here can be near enough.
  bool push(char32_t c) {
    word_ += c;
    const std::vector<unsigned>& above = rows_.back();
    std::vector<unsigned> row(target_.size() + 1);
    row[0] = above[0] + 1;
    unsigned best = row[0];
    for (std::size_t i = 1; i < row.size(); ++i) {
      row[i] = std::min({above[i] + 1, row[i - 1] + 1, above[i - 1] + (target_[i - 1] == c ? 0U : 1U)});
      if (i > 1 && word_.size() > 1 && target_[i - 2] == c && target_[i - 1] == word_[word_.size() - 2]) {
        row[i] = std::min(row[i], rows_[rows_.size() - 2][i - 2] + 1);
      }
      best = std::min(best, row[i]);
    }
    rows_.push_back(std::move(row));
    return best <= edits_;
  }
  [[nodiscard]] unsigned distance() const { return rows_.back().back(); }
  [[nodiscard]] const std::u32string& word() const { return word_; }

 private:
  std::u32string target_;
  unsigned edits_;
  std::u32string word_;
  std::vector<std::vector<unsigned>> rows_;
};

}  // namespace

std::vector<FuzzyWord> fuzzy_words(const format::Vocabulary& vocabulary, std::string_view word,
                                   unsigned edits) {
  std::vector<FuzzyWord> found;
  Table table(base::to_u32(word), edits);
  const auto tokens = vocabulary.by_word();
  std::size_t i = 0;
  while (i < tokens.size()) {
    const std::string_view text = vocabulary.word(tokens[i]);
    // Go back to what this word shares with the last one, counted in code points.
    std::size_t offset = 0;
    std::size_t shared = 0;
    while (offset < text.size() && shared < table.word().size()) {
      std::size_t next = offset;
      if (base::next_code_point(text, next) != table.word()[shared]) break;
      offset = next;
      ++shared;
    }
    table.cut(shared);
    bool near = true;
    while (near && offset < text.size()) near = table.push(base::next_code_point(text, offset));
    if (near) {
      if (table.distance() <= edits && !vocabulary.ideograph(tokens[i]))
        found.push_back({tokens[i], table.distance()});
      ++i;
      continue;
    }
    // No word with this beginning is near enough: skip them all.
    const std::string_view beginning = text.substr(0, offset);
    std::size_t step = 1;
    std::size_t last = i;  // still has the beginning
    const auto has_beginning = [&](std::size_t at) {
      return at < tokens.size() && vocabulary.word(tokens[at]).substr(0, beginning.size()) == beginning;
    };
    while (has_beginning(last + step)) {
      last += step;
      step *= 2;
    }
    while (step > 1) {
      step /= 2;
      if (has_beginning(last + step)) last += step;
    }
    i = last + 1;
  }
  return found;
}

}  // namespace labtrail::searcher
