// SHA-256 (FIPS 180-4) of bytes that come piece by piece. Unlike base/hash.h it also withstands somebody who
// changes bytes on purpose. The arithmetic is Nettle's.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace labtrail::bundle {

class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();
  Sha256& add(std::string_view bytes);
  /// 64 lower-case hexadecimal digits; starts anew afterwards.
  [[nodiscard]] std::string take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Of one text.
std::string sha256(std::string_view bytes);

}  // namespace labtrail::bundle
