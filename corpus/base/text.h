// UTF-8 as bytes: validation, repair, code points, escaping. No folding and no words here: that is the
// analyzer's (indexer/format/analyzer.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace labtrail::base {

inline constexpr char32_t kReplacement = 0xFFFD;

/// Offset of the first byte that is not well-formed UTF-8 (overlong forms, surrogates and values above
/// U+10FFFF are not), or npos when all is well.
std::size_t find_invalid_utf8(std::string_view text);
inline bool is_utf8(std::string_view text) {
  return find_invalid_utf8(text) == std::string_view::npos;
}
/// Every ill-formed sequence becomes U+FFFD (one for each maximal subpart, as Unicode recommends).
std::string repair_utf8(std::string_view text);

/// Decodes the code point at `offset` and moves `offset` behind it. Ill-formed bytes give U+FFFD and move one
/// byte. `offset` must be below text.size().
char32_t next_code_point(std::string_view text, std::size_t& offset);
void append_utf8(std::string& out, char32_t code_point);

/// Runs of white space (Unicode spaces, tabs, line breaks, NUL and other C0 and C1 controls) become one
/// space; ends trimmed.
std::string squeeze_space(std::string_view text);
std::string_view trim(std::string_view text);
/// ASCII letters only; other bytes stay.
std::string ascii_lower(std::string_view text);
std::string ascii_upper(std::string_view text);

/// Number of edits (insert, delete, replace, swap of neighbours) between two strings of code points, or
/// `limit` + 1 as soon as it is known to be more than `limit`.
std::size_t edit_distance(std::u32string_view a, std::u32string_view b, std::size_t limit);
std::u32string to_u32(std::string_view text);

/// `&<>"'` as HTML entities; safe inside element content and quoted attributes.
std::string escape_html(std::string_view text);
/// Everything but unreserved characters (RFC 3986) as %XX.
std::string percent_encode(std::string_view text);

}  // namespace labtrail::base
