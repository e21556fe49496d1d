#include "searcher/bundle/sha256.h"

#include <nettle/sha2.h>

#include <array>
#include <cstdint>

namespace labtrail::bundle {

struct Sha256::State {
  sha256_ctx context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  ::sha256_init(&state_->context);
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

Sha256& Sha256::add(std::string_view bytes) {
  ::sha256_update(&state_->context, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  return *this;
}

std::string Sha256::take() {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
  ::sha256_digest(&state_->context, digest.size(), digest.data());
  std::string out;
  for (const std::uint8_t byte : digest) {
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

std::string sha256(std::string_view bytes) {
  return Sha256().add(bytes).take();
}

}  // namespace labtrail::bundle
