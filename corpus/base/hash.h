// XXH3, 128 bits: finds damage and tells contents apart. Not a defence against somebody who forges bytes on
// purpose; frozen evidence uses SHA-256 for that.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace labtrail::base {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Hash128&) const = default;
};

Hash128 hash128(std::string_view bytes);
std::uint64_t hash64(std::string_view bytes);
/// 32 lower-case hexadecimal digits.
std::string hex(Hash128 hash);

}  // namespace labtrail::base
