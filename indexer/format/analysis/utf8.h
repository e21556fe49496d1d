// UTF-8 in the analyzer's inner loops: the common sequences inline, everything else by corpus/base.
#pragma once

#include <cstddef>
#include <string_view>

#include "corpus/base/text.h"

namespace labtrail::format::analysis {

/// As base::next_code_point, but ill-formed bytes give kIllFormed, so that they are told from a real U+FFFD.
inline constexpr char32_t kIllFormed = 0x110000;

inline char32_t decode(std::string_view text, std::size_t& offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    ++offset;
    return lead;
  }
  const auto tail = [](unsigned b) { return (b & 0xC0) == 0x80; };
  if (lead >= 0xC2 && lead <= 0xDF && offset + 1 < text.size() && tail(byte(1))) {
    const char32_t c = (lead & 0x1F) << 6 | (byte(1) & 0x3FU);
    offset += 2;
    return c;
  }
  if (lead >= 0xE1 && lead <= 0xEC && offset + 2 < text.size() && tail(byte(1)) && tail(byte(2))) {
    const char32_t c = (lead & 0x0F) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    offset += 3;
    return c;
  }
  const std::size_t start = offset;
  const char32_t c = base::next_code_point(text, offset);
  return offset == start + 1 ? kIllFormed : c;
}

/// Writes at `out` (room for 4 bytes); returns the length.
inline std::size_t encode(char* out, char32_t c) {
  if (c < 0x80) {
    out[0] = static_cast<char>(c);
    return 1;
  }
  if (c < 0x800) {
    out[0] = static_cast<char>(0xC0 | c >> 6);
    out[1] = static_cast<char>(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = static_cast<char>(0xE0 | c >> 12);
    out[1] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out[2] = static_cast<char>(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | c >> 18);
  out[1] = static_cast<char>(0x80 | (c >> 12 & 0x3F));
  out[2] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
  out[3] = static_cast<char>(0x80 | (c & 0x3F));
  return 4;
}

}  // namespace labtrail::format::analysis
