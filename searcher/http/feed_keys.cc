#include "searcher/http/feed_keys.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstring>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "corpus/base/text.h"
#include "searcher/http/session.h"

namespace labtrail::http {
namespace {

constexpr std::size_t kSecretBytes = 16;

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return out;
}

struct SipState {
  std::uint64_t a;
  std::uint64_t b;
  std::uint64_t c;
  std::uint64_t d;

  void rounds(int count) {
    for (; count > 0; --count) {
      a += b;
      b = std::rotl(b, 13) ^ a;
      a = std::rotl(a, 32);
      c += d;
      d = std::rotl(d, 16) ^ c;
      a += d;
      d = std::rotl(d, 21) ^ a;
      c += b;
      b = std::rotl(b, 17) ^ c;
      c = std::rotl(c, 32);
    }
  }
  void absorb(std::uint64_t word) {
    d ^= word;
    rounds(2);
    a ^= word;
  }
  [[nodiscard]] std::string half() const {
    const std::uint64_t word = a ^ b ^ c ^ d;
    std::string out;
    for (unsigned i = 0; i < 8; ++i) out += static_cast<char>(word >> (8 * i));
    return out;
  }
};

/// Writes the secret unless another process was first.
void write_new(const std::filesystem::path& file, const std::string& text) {
  // A whole file under a name of our own, then a link: nobody ever reads half a secret.
  const std::string own = fmt::format("{}.{}", file.string(), ::getpid());
  const int descriptor = ::open(own.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = descriptor >= 0 &&
                       ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  const bool linked = written && ::link(own.c_str(), file.c_str()) == 0;
  const bool there = written && !linked && errno == EEXIST;
  ::unlink(own.c_str());
  if (!linked && !there) {
    throw base::Failure(base::ErrorCode::io,
                        fmt::format("cannot write {}: {}", file.string(), std::strerror(error)));
  }
}

std::string read_secret(const std::filesystem::path& file) {
  const std::string text = base::read_file(file);
  const std::string_view digits = base::trim(text);
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    unsigned byte = 0;
    for (const char digit : digits.substr(i, 2)) {
      const bool letter = digit >= 'a' && digit <= 'f';
      if (!letter && (digit < '0' || digit > '9')) byte = 256;
      byte = byte * 16 + static_cast<unsigned>(letter ? digit - 'a' + 10 : digit - '0');
    }
    if (byte > 255) break;
    out += static_cast<char>(byte);
  }
  if (out.size() != kSecretBytes || digits.size() != 2 * kSecretBytes) {
    throw base::Failure(base::ErrorCode::corrupt,
                        fmt::format("{} does not hold 32 hexadecimal digits", file.string()),
                        "delete it: a new one is made, and every feed gets a new address");
  }
  return out;
}

}  // namespace

std::string siphash128(std::string_view key, std::string_view bytes) {
  const std::uint64_t low = little_endian(key.substr(0, 8));
  const std::uint64_t high = little_endian(key.substr(8, 8));
  SipState state{low ^ 0x736f6d6570736575U, high ^ 0x646f72616e646f6dU ^ 0xeeU, low ^ 0x6c7967656e657261U,
                 high ^ 0x7465646279746573U};
  std::string_view rest = bytes;
  for (; rest.size() >= 8; rest.remove_prefix(8)) state.absorb(little_endian(rest.substr(0, 8)));
  state.absorb(little_endian(rest) | std::uint64_t{bytes.size()} << 56);
  state.c ^= 0xee;
  state.rounds(4);
  std::string out = state.half();
  state.b ^= 0xdd;
  state.rounds(4);
  return out + state.half();
}

FeedKeys FeedKeys::open(const std::filesystem::path& data, const base::Random& random) {
  const std::filesystem::path file = data / "feed.key";
  if (!std::filesystem::exists(file)) {
    write_new(file, base::hex_digits(random(kSecretBytes)) + "\n");
    base::sync_folder(data);
  }
  return FeedKeys(read_secret(file));
}

std::string FeedKeys::key(std::string_view search) const {
  return base::hex_digits(siphash128(secret_, search));
}

bool FeedKeys::opens(std::string_view key, std::string_view search) const {
  return same_secret(key, this->key(search));
}

}  // namespace labtrail::http
