#include "indexer/affiliation/misprints.h"

#include <algorithm>

#include "corpus/base/text.h"

namespace labtrail::affiliation {
namespace {

/// Cyrillic and Greek letters that look like Latin ones, folded (lower case).
char latin_twin(char32_t c) {
  switch (c) {
    case U'а':
      return 'a';
    case U'в':
      return 'b';
    case U'с':
      return 'c';
    case U'е':
      return 'e';
    case U'һ':
    case U'н':
      return 'h';
    case U'і':
    case U'ι':
      return 'i';
    case U'ј':
      return 'j';
    case U'к':
    case U'κ':
      return 'k';
    case U'м':
      return 'm';
    case U'о':
    case U'ο':
      return 'o';
    case U'р':
    case U'ρ':
      return 'p';
    case U'ѕ':
      return 's';
    case U'т':
    case U'τ':
      return 't';
    case U'у':
    case U'υ':
      return 'y';
    case U'х':
    case U'χ':
      return 'x';
    case U'α':
      return 'a';
    case U'ν':
      return 'v';
    case U'ε':
      return 'e';
    case U'η':
      return 'n';
    case U'β':
      return 'b';
    default:
      return '\0';
  }
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::string without_homoglyphs(std::string_view folded) {
  bool latin = false;
  bool other = false;
  for (const char c : folded) {
    if (is_ascii_letter(c)) latin = true;
    if (static_cast<unsigned char>(c) >= 0xCD && static_cast<unsigned char>(c) <= 0xD4) other = true;
  }
  if (!latin || !other) return std::string(folded);
  std::string out;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t begin = at;
    const char32_t c = base::next_code_point(folded, at);
    const char twin = c < 0x80 ? static_cast<char>(c) : latin_twin(c);
    if (twin != '\0') {
      out += twin;
    } else {
      out += folded.substr(begin, at - begin);
    }
  }
  return out;
}

std::string without_misread(std::string_view folded, std::string_view printed) {
  std::string word(folded);
  if (printed.size() != folded.size()) return word;
  std::size_t capitals = 0;
  std::size_t small = 0;
  std::size_t small_l = 0;
  std::size_t zeros = 0;
  std::size_t digits = 0;
  for (const char c : printed) {
    if (c >= 'A' && c <= 'Z') {
      ++capitals;
    } else if (c == 'l') {
      ++small_l;
    } else if (c == '0') {
      ++zeros;
    } else if (c >= 'a' && c <= 'z') {
      ++small;
    } else if (is_digit(c)) {
      ++digits;
    } else {
      return word;
    }
  }
  if (small_l > 0 && small == 0 && capitals >= 2 && zeros == 0)
    std::replace(word.begin(), word.end(), 'l', 'i');
  // No English word begins so.
  const std::size_t first = printed.find_first_not_of("0123456789");
  if (first != std::string_view::npos && printed.size() >= first + 4 && printed[first] == 'l' &&
      (printed[first + 1] == 'n' || (printed[first + 1] == 'm' && printed[first + 2] == 'p')))
    word[first] = 'i';
  if (zeros > 0 && digits == 0 && capitals + small + small_l > 0 &&
      (printed == "0f" || (printed.size() >= 4 && small >= 2)))
    std::replace(word.begin(), word.end(), '0', 'o');
  return word;
}

bool footnote_letter(std::string_view printed) {
  return printed.size() >= 5 &&
         ((printed[0] >= 'a' && printed[0] <= 'd') || (printed[0] >= 'f' && printed[0] <= 'h')) &&
         printed[1] >= 'A' && printed[1] <= 'Z' && printed[2] >= 'a' && printed[2] <= 'z';
}

}  // namespace labtrail::affiliation
