#include "searcher/query/characters.h"

#include <fmt/format.h>

#include <vector>

#include "corpus/base/text.h"

namespace labtrail::query {
namespace {

using base::Error;
using base::ErrorCode;

bool in(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}
bool opens_embedding(char32_t c) {
  return c == 0x202A || c == 0x202B || c == 0x202D || c == 0x202E;
}
bool opens_isolate(char32_t c) {
  return in(c, 0x2066, 0x2068);
}
bool refused_control(char32_t c) {
  if (c == '\t' || c == '\n' || c == '\r') return false;
  return c < 0x20 || in(c, 0x7F, 0x9F);
}
/// Punctuation of scripts that write without spaces: separates words as white space does.
bool is_ideographic_punctuation(char32_t c) {
  return in(c, 0x3001, 0x3003) || in(c, 0x3008, 0x3011) || in(c, 0x3014, 0x301F) || c == 0xFF01 ||
         c == 0xFF0C || c == 0xFF0E || c == 0xFF1B || c == 0xFF1F || in(c, 0xFF61, 0xFF65);
}
bool is_ascii_alnum(char32_t c) {
  return in(c, '0', '9') || in(c, 'a', 'z') || in(c, 'A', 'Z');
}

struct Opened {
  char32_t code;
  std::size_t offset;
  std::size_t length;
};

}  // namespace

std::optional<Error> check_size(std::string_view text, std::size_t limit, std::string_view noun) {
  if (text.size() <= limit) return std::nullopt;
  std::size_t offset = limit;
  for (int i = 0; i < 3 && offset > 0 && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80; ++i)
    --offset;
  return Error{ErrorCode::too_large, fmt::format("the {} is longer than {} bytes", noun, limit), "", offset,
               text.size() - offset};
}

std::optional<Error> check_characters(std::string_view text, ErrorCode code, std::string_view noun) {
  if (const std::size_t bad = base::find_invalid_utf8(text); bad != std::string_view::npos) {
    return Error{code, fmt::format("the {} is not well-formed UTF-8", noun), "", bad, 1};
  }
  std::vector<Opened> open;
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t start = offset;
    const char32_t c = base::next_code_point(text, offset);
    const auto refuse = [&](std::string message, std::size_t at, std::size_t length) {
      return Error{code, std::move(message), "remove it", at, length};
    };
    if (refused_control(c)) {
      return refuse(
          fmt::format("the {} contains the control character U+{:04X}", noun, static_cast<unsigned>(c)),
          start, offset - start);
    }
    if (opens_embedding(c) || opens_isolate(c)) {
      open.push_back({c, start, offset - start});
    } else if (c == 0x202C || c == 0x2069) {
      if (open.empty() || opens_isolate(open.back().code) != (c == 0x2069)) {
        return refuse(fmt::format("the {} contains the direction control U+{:04X}, which closes nothing",
                                  noun, static_cast<unsigned>(c)),
                      start, offset - start);
      }
      open.pop_back();
    }
  }
  if (open.empty()) return std::nullopt;
  return Error{code,
               fmt::format("the {} contains the direction control U+{:04X}, which is never closed", noun,
                           static_cast<unsigned>(open.front().code)),
               "remove it", open.front().offset, open.front().length};
}

bool is_space(char32_t c) {
  return c == ' ' || in(c, '\t', '\r') || c == 0xA0 || c == 0x1680 || in(c, 0x2000, 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

bool is_bidi_control(char32_t c) {
  return c == 0x200E || c == 0x200F || c == 0x061C || in(c, 0x202A, 0x202E) || in(c, 0x2066, 0x2069);
}

bool is_ideograph(char32_t c) {
  if (c < 0x1100) return false;
  return in(c, 0x1100, 0x11FF) || in(c, 0x2E80, 0x2FDF) || in(c, 0x3005, 0x3007) || in(c, 0x3021, 0x3029) ||
         in(c, 0x3041, 0x318F) || in(c, 0x31A0, 0x31BF) || in(c, 0x31F0, 0x31FF) || in(c, 0x3400, 0x4DBF) ||
         in(c, 0x4E00, 0x9FFF) || in(c, 0xA960, 0xA97F) || in(c, 0xAC00, 0xD7FF) || in(c, 0xF900, 0xFAFF) ||
         in(c, 0xFF66, 0xFFDC) || in(c, 0x1B000, 0x1B16F) || in(c, 0x20000, 0x3FFFF);
}

char syntax_of(char32_t c) {
  if (is_space(c)) return ' ';
  if (c < 0x80) return static_cast<char>(c);
  switch (c) {
    case 0x201C:  // “
    case 0x201D:  // ”
    case 0x201E:  // „
    case 0x201F:
    case 0xAB:    // «
    case 0xBB:    // »
    case 0xFF02:  // full width
      return '"';
    case 0xFF1A:
      return ':';
    case 0xFF08:
      return '(';
    case 0xFF09:
      return ')';
    default:
      return is_ideographic_punctuation(c) ? ' ' : '\0';
  }
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  std::size_t offset = 0;
  while (offset < text.size()) {
    const char32_t c = base::next_code_point(text, offset);
    if (is_ideograph(c)) {
      ++words;
      inside = false;
    } else if (c < 0x80 ? is_ascii_alnum(c) || (inside && (c == '\'' || c == '.' || c == '_'))
                        : syntax_of(c) == 0) {
      if (!inside) ++words;
      inside = true;
    } else {
      inside = false;
    }
  }
  return words;
}

}  // namespace labtrail::query
