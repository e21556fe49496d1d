#include "corpus/readers/author_list.h"

#include <algorithm>

#include "corpus/base/text.h"

namespace labtrail::corpus {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_mark(char32_t c) {
  constexpr std::u32string_view kMarks =
      U"*\u2020\u2021\u00A7\u00B6\u2217\u204E\u2605\u2606\u22C6\u2660\u2663\u2665\u2666\u2662\u2661\u266F"
      U"\u25B3\u25E6\u2225\u2016"
      U"\u00B9\u00B2\u00B3";
  return kMarks.find(c) != std::u32string_view::npos;
}

/// Something that can be part of a name: a letter of any script.
bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
         !(c >= 0x3000 && c <= 0x3004) && c != base::kReplacement;
}
bool has_letter(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    if (is_letter(base::next_code_point(text, offset))) return true;
  }
  return false;
}

std::size_t last_start(std::string_view text) {
  std::size_t start = text.size() - 1;
  while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return start;
}

/// Start of "(†)", "[2]" or "()" at the end of a name, or npos.
std::size_t trailing_note(std::string_view name) {
  if (name.empty() || (name.back() != ')' && name.back() != ']')) return kNone;
  const std::size_t open = name.rfind(name.back() == ')' ? '(' : '[');
  if (open == kNone) return kNone;
  std::size_t offset = open + 1;
  while (offset < name.size() - 1) {
    const char32_t c = base::next_code_point(name, offset);
    if (!is_mark(c) && !(c >= '0' && c <= '9') && c != ',' && c != ' ') return kNone;
  }
  return open;
}

/// A name without footnote marks around it; digits go only where they touch a letter ("1Ulrich", "Zhang1").
std::string clean_name(std::string_view name) {
  while (true) {
    name = base::trim(name);
    if (name.empty()) return {};
    const std::size_t last = last_start(name);
    std::size_t offset = last;
    if (is_mark(base::next_code_point(name, offset)) || name.back() == ',') {
      name = name.substr(0, last);
      continue;
    }
    if (const std::size_t note = trailing_note(name); note != kNone) {
      name = name.substr(0, note);
      continue;
    }
    offset = 0;
    if (is_mark(base::next_code_point(name, offset)) || name.front() == ',') {
      name.remove_prefix(offset);
      continue;
    }
    break;
  }
  std::size_t digits = 0;
  while (digits < name.size() && is_digit(name[name.size() - 1 - digits])) ++digits;
  if (digits >= 1 && digits <= 2 && digits < name.size() && name[name.size() - 1 - digits] != ' ') {
    const std::string_view rest = name.substr(0, name.size() - digits);
    std::size_t offset = last_start(rest);
    if (is_letter(base::next_code_point(rest, offset))) name = rest;
  }
  digits = 0;
  while (digits < name.size() && is_digit(name[digits])) ++digits;
  if (digits >= 1 && digits <= 2 && digits < name.size() && name[digits] >= 'A' && name[digits] <= 'Z') {
    name.remove_prefix(digits);
  }
  if (name.substr(0, 4) == "and ") name = base::trim(name.substr(4));
  return has_letter(name) ? std::string(name) : std::string{};
}

bool continues_name(std::string_view part) {
  for (const std::string_view suffix : {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "PhD", "Ph.D."}) {
    if (part == suffix) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t end = text.find(separator);
    out.push_back(base::trim(text.substr(0, end)));
    if (end == kNone) return out;
    text.remove_prefix(end + 1);
  }
}

AuthorList split_authors(std::string_view text) {
  AuthorList list;
  if (base::trim(text).empty()) return list;
  std::vector<std::string_view> parts = split(text, ';');
  if (parts.size() == 1 && text.find(',') != kNone) {
    std::vector<std::string_view> names;
    for (const std::string_view part : split(text, ',')) {
      if (names.empty() || !continues_name(part)) {
        if (!part.empty()) names.push_back(part);
      } else {
        names.back() = {names.back().data(),
                        static_cast<std::size_t>(part.data() + part.size() - names.back().data())};
      }
    }
    const auto one_word = [](std::string_view name) { return name.find(' ') == kNone; };
    const bool last_first = names.size() == 2 && (one_word(names[0]) || one_word(names[1]));
    if (names.size() > 1 && !last_first) {
      parts = std::move(names);
      list.comma_separated = true;
    }
  }
  const std::size_t half = parts.size() / 2;
  if (parts.size() % 2 == 0 && std::equal(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(half),
                                          parts.begin() + static_cast<std::ptrdiff_t>(half))) {
    parts.resize(half);
  }
  for (const std::string_view part : parts) {
    // "* Joint primary authors." at the end of a list is a note, not a name.
    const bool note = list.comma_separated && part.front() == '*' && part.size() > 2 && part[1] == ' ';
    if (!note) list.names.push_back(clean_name(part));
  }
  return list;
}

std::vector<std::string> split_at_plus(std::string_view text) {
  std::vector<std::string> out;
  std::size_t start = 0;
  for (std::size_t i = text.find('+'); i != kNone; i = text.find('+', i + 1)) {
    if (i + 1 < text.size() && text[i + 1] == '+') {
      ++i;
      continue;
    }
    std::size_t digits = i + 1;
    while (digits < text.size() && is_digit(text[digits])) ++digits;
    const bool telephone = digits > i + 1 && digits + 1 < text.size() &&
                           (text[digits] == '-' || text[digits] == ' ' || text[digits] == '(') &&
                           (is_digit(text[digits + 1]) || text[digits + 1] == '(');
    if (telephone) continue;
    out.emplace_back(base::trim(text.substr(start, i - start)));
    start = i + 1;
  }
  out.emplace_back(base::trim(text.substr(start)));
  return out;
}

std::vector<AffiliationPart> split_affiliations(std::string_view text, bool join_commas) {
  std::vector<AffiliationPart> out;
  std::vector<std::string> texts;
  int group = 0;
  for (std::string_view part : split(text, ';')) {
    const bool continues = !part.empty() && part.front() == ',';
    if (continues && join_commas && !texts.empty() && !texts.back().empty()) {
      texts.back().append(part);
      out.back().groups.push_back(group++);
      continue;
    }
    if (continues) part = base::trim(part.substr(1));
    out.push_back({{}, {group++}, {}, 0});
    texts.emplace_back(part);
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (texts[i].empty()) continue;
    std::vector<std::string> pieces = split_at_plus(texts[i]);
    out[i].published = static_cast<std::size_t>(
        std::count_if(pieces.begin(), pieces.end(), [](const std::string& piece) { return !piece.empty(); }));
    std::size_t ordinal = 0;
    for (std::string& piece : pieces) {
      if (piece.empty()) continue;
      if (has_letter(piece)) {
        out[i].pieces.push_back(std::move(piece));
        out[i].ordinal.push_back(ordinal);
      }
      ++ordinal;
    }
  }
  return out;
}

}  // namespace labtrail::corpus
