// The keys in the addresses of feeds. A feed reader keeps no cookies and sends no headers, so the address
// itself must show that whoever asks was given it. A key is a keyed hash of the search's id under a secret
// that lies in the data folder: it opens one feed, tells nothing about the others, and outlives a restart.
// The hash is SipHash-2-4 with 128 bits (Aumasson and Bernstein, 2012), made for short inputs like these.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "corpus/base/random.h"

namespace labtrail::http {

class FeedKeys {
 public:
  /// `secret`: 16 bytes.
  explicit FeedKeys(std::string secret) : secret_(std::move(secret)) {}
  /// With the secret in the file feed.key of the data folder, which is drawn and written (for its owner's
  /// eyes only) where there is none. Throws base::Failure (io, corrupt).
  static FeedKeys open(const std::filesystem::path& data, const base::Random& random);

  /// 32 hexadecimal digits.
  [[nodiscard]] std::string key(std::string_view search) const;
  [[nodiscard]] bool opens(std::string_view key, std::string_view search) const;

 private:
  std::string secret_;
};

/// SipHash-2-4, 16 bytes of output; `key` has 16 bytes.
std::string siphash128(std::string_view key, std::string_view bytes);

}  // namespace labtrail::http
