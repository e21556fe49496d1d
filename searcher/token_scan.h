// Tokens in a field of the forward column, found in its bytes without decoding them all. A token is a varint:
// its last byte is below 0x80, the others are not. So a token's bytes found by memchr are that token exactly
// when the byte before them ends another one, and from a token one can walk to its neighbours both ways.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/bytes.h"
#include "indexer/format/segment.h"

namespace labtrail::searcher {

class TokenScan {
 public:
  TokenScan() = default;
  explicit TokenScan(std::span<const format::TokenId> tokens) {
    for (const format::TokenId token : tokens) format::append_varint(needles_.emplace_back(), token);
  }
  /// Calls `visit(place)` with the offset of every occurrence, until it returns true; token by token, each
  /// from the front. Returns whether it did.
  template <typename Visit>
  bool each(std::string_view bytes, Visit&& visit) const {
    const char* const begin = bytes.data();
    const char* const end = begin + bytes.size();
    for (const std::string& needle : needles_) {
      const char* at = begin;
      while (at < end) {
        at = static_cast<const char*>(std::memchr(at, needle[0], static_cast<std::size_t>(end - at)));
        if (at == nullptr) break;
        const bool whole = static_cast<std::size_t>(end - at) >= needle.size() &&
                           (at == begin || ends_token(at[-1])) && is_at(needle, at);
        if (whole && visit(static_cast<std::size_t>(at - begin))) return true;
        ++at;
      }
    }
    return false;
  }
  [[nodiscard]] std::uint32_t count(std::string_view bytes) const {
    std::uint32_t found = 0;
    each(bytes, [&](std::size_t) {
      ++found;
      return false;
    });
    return found;
  }

  /// Tokens that end in [begin, end).
  static std::uint32_t tokens_between(const char* begin, const char* end) {
    constexpr std::uint64_t kLast = 0x8080808080808080U;
    std::uint32_t tokens = 0;
    for (; end - begin >= 8; begin += 8) {
      std::uint64_t bytes = 0;
      std::memcpy(&bytes, begin, 8);
      tokens += 8 - static_cast<std::uint32_t>(std::popcount(bytes & kLast));
    }
    for (; begin < end; ++begin) tokens += ends_token(*begin) ? 1 : 0;
    return tokens;
  }
  static bool ends_token(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

 private:
  /// The first byte is known to fit.
  static bool is_at(const std::string& needle, const char* at) {
    for (std::size_t i = 1; i < needle.size(); ++i) {
      if (at[i] != needle[i]) return false;
    }
    return true;
  }
  std::vector<std::string> needles_;
};

/// The tokens around the one at `place`, at most `reach` on either side and none beyond a gap, written over
/// `out`.
inline void read_around(std::string_view bytes, std::size_t place, std::size_t reach,
                        std::vector<format::TokenId>& out) {
  const char* const begin = bytes.data();
  const char* const end = begin + bytes.size();
  const char* first = begin + place;
  for (std::size_t left = reach; left > 0 && first > begin; --left) {
    const char* before = first - 1;
    if (*before == 0) break;  // a gap; other tokens never end with a zero byte
    while (before > begin && !TokenScan::ends_token(before[-1])) --before;
    first = before;
  }
  out.clear();
  const char* at = begin + place;
  for (const char* token = first; token < at;) out.push_back(format::read_varint(token, end));
  for (std::size_t right = 0; right <= reach && at < end && *at != 0; ++right)
    out.push_back(format::read_varint(at, end));
}

}  // namespace labtrail::searcher
