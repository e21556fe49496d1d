// The characters of a query under their numbers, and where the units of the grammar end: words, quotes,
// values. Direction marks are left out, so that they may stand anywhere; every character knows its bytes in
// the text as typed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labtrail::query {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class QueryText {
 public:
  static constexpr std::size_t kNoLimit = std::size_t{1} << 40;

  struct Character {
    char32_t code;
    char syntax;  ///< see syntax_of
    std::size_t begin;
    std::size_t end;
  };

  /// `text` is well-formed UTF-8 and outlives this.
  explicit QueryText(std::string_view text);

  std::size_t size() const { return characters_.size(); }
  const Character& operator[](std::size_t i) const { return characters_[i]; }
  /// What character `i` means; beyond the end there is white space.
  char at(std::size_t i) const { return i < characters_.size() ? characters_[i].syntax : ' '; }
  bool ends_word(std::size_t i) const { return at(i) == ' ' || at(i) == '(' || at(i) == ')' || at(i) == '"'; }
  bool ends_clause(std::size_t i) const { return at(i) == ' ' || at(i) == ')'; }

  /// Bytes of the text as typed: where character `i` begins, how many [begin, end) take.
  std::size_t byte(std::size_t i) const {
    return i < characters_.size() ? characters_[i].begin : text_.size();
  }
  std::size_t length(std::size_t begin, std::size_t end) const;
  /// The characters as typed, without direction marks.
  std::string slice(std::size_t begin, std::size_t end) const;

  bool all_digits(std::size_t begin, std::size_t end) const;
  /// The number written in [begin, end), all digits; large ones end at 1,000,000.
  unsigned number(std::size_t begin, std::size_t end) const;

  std::size_t word_end(std::size_t i) const;
  /// End of what may be the name of a field, letters with single dots between them, before `end`.
  std::size_t name_end(std::size_t i, std::size_t end) const;
  /// The first star in [begin, end), or `end`.
  std::size_t star_in(std::size_t begin, std::size_t end) const;
  /// Where the `~` or `~N` that ends [begin, end) starts, or `end`.
  std::size_t tilde_in(std::size_t begin, std::size_t end) const;

  /// End of an id or of the values of a clause; balanced parentheses belong to them:
  /// doi:10.1016/S0140-6736(20)30183-5. No more than `most` characters are read.
  std::size_t clause_end(std::size_t i, std::size_t most = kNoLimit) const;
  /// The same for one value, which `|` ends.
  std::size_t value_end(std::size_t i) const;
  /// Behind a value that is not read, in quotes or not.
  std::size_t behind_value(std::size_t i) const;

  /// Text between the quotes at `quote`, escapes resolved; `end` is behind the closing quote. Nothing when it
  /// never closes.
  std::optional<std::string> read_quoted(std::size_t quote, std::size_t& end) const;

 private:
  void append(std::string& out, std::size_t i) const;

  std::string_view text_;
  std::vector<Character> characters_;
};

}  // namespace labtrail::query
