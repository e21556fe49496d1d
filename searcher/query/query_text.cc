#include "searcher/query/query_text.h"

#include <algorithm>

#include "corpus/base/text.h"
#include "searcher/query/characters.h"

namespace labtrail::query {

QueryText::QueryText(std::string_view text) : text_(text) {
  characters_.reserve(text.size());
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t begin = offset;
    const char32_t code = base::next_code_point(text, offset);
    if (!is_bidi_control(code)) characters_.push_back({code, syntax_of(code), begin, offset});
  }
}

std::size_t QueryText::length(std::size_t begin, std::size_t end) const {
  return end > begin ? characters_[end - 1].end - characters_[begin].begin : 0;
}

void QueryText::append(std::string& out, std::size_t i) const {
  out.append(text_, characters_[i].begin, characters_[i].end - characters_[i].begin);
}

std::string QueryText::slice(std::size_t begin, std::size_t end) const {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) append(out, i);
  return out;
}

bool QueryText::all_digits(std::size_t begin, std::size_t end) const {
  for (std::size_t i = begin; i < end; ++i) {
    if (!is_digit(at(i))) return false;
  }
  return true;
}

unsigned QueryText::number(std::size_t begin, std::size_t end) const {
  constexpr unsigned kMost = 1000000;
  unsigned value = 0;
  for (std::size_t i = begin; i < end && value < kMost; ++i)
    value = value * 10 + static_cast<unsigned>(at(i) - '0');
  return std::min(value, kMost);
}

std::size_t QueryText::word_end(std::size_t i) const {
  while (!ends_word(i)) ++i;
  return i;
}

std::size_t QueryText::name_end(std::size_t i, std::size_t end) const {
  const std::size_t begin = i;
  while (i < end &&
         (is_letter(at(i)) || (at(i) == '.' && i > begin && is_letter(at(i - 1)) && is_letter(at(i + 1)))))
    ++i;
  return i;
}

std::size_t QueryText::star_in(std::size_t begin, std::size_t end) const {
  while (begin < end && at(begin) != '*') ++begin;
  return begin;
}

std::size_t QueryText::tilde_in(std::size_t begin, std::size_t end) const {
  std::size_t i = end;
  while (i > begin && is_digit(at(i - 1))) --i;
  return i > begin && at(i - 1) == '~' ? i - 1 : end;
}

std::size_t QueryText::clause_end(std::size_t i, std::size_t most) const {
  std::size_t depth = 0;
  for (const std::size_t last = i + most;; ++i) {
    if (at(i) == ' ' || at(i) == '"' || i == last) return i;
    if (at(i) == '(') ++depth;
    if (at(i) == ')' && depth-- == 0) return i;
  }
}

std::size_t QueryText::value_end(std::size_t i) const {
  const std::size_t end = clause_end(i);
  while (i < end && at(i) != '|') ++i;
  return i;
}

std::size_t QueryText::behind_value(std::size_t i) const {
  if (at(i) != '"') return clause_end(i);
  std::size_t end = i;
  return read_quoted(i, end) ? end : i + 1;
}

std::optional<std::string> QueryText::read_quoted(std::size_t quote, std::size_t& end) const {
  std::string out;
  for (std::size_t i = quote + 1; i < characters_.size(); ++i) {
    if (at(i) == '"') {
      end = i + 1;
      return out;
    }
    if (at(i) == '\\' && i + 1 < characters_.size()) ++i;
    append(out, i);
  }
  return std::nullopt;
}

}  // namespace labtrail::query
