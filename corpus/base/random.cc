#include "corpus/base/random.h"

#include <sys/random.h>

#include <algorithm>
#include <string_view>

#include "corpus/base/error.h"

namespace labtrail::base {

Random system_random() {
  return [](std::size_t bytes) {
    constexpr std::size_t kMost = 256;  // what getentropy gives at a time
    std::string out(bytes, '\0');
    for (std::size_t at = 0; at < bytes; at += kMost) {
      if (::getentropy(out.data() + at, std::min(kMost, bytes - at)) != 0) {
        throw Failure(ErrorCode::io, "the operating system gives no random bytes");
      }
    }
    return out;
  };
}

std::string hex_digits(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char byte : bytes) {
    out += kDigits[static_cast<unsigned char>(byte) >> 4];
    out += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return out;
}

}  // namespace labtrail::base
