#include "searcher/cursor.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "corpus/base/hash.h"
#include "corpus/base/text.h"

namespace labtrail::searcher {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr char kVersion = 1;
constexpr std::size_t kHead = 1 + 8 + 1 + 8 + 8;  // version, generation, sort, question, key

std::string to_base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += kDigits[bits >> (count - 6) & 63];
  }
  if (count > 0) out += kDigits[bits << (6 - count) & 63];
  return out;
}

/// Nothing for text with other characters.
bool from_base64url(std::string_view text, std::string& out) {
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    if ((count += 6) >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 255);
    }
  }
  return true;
}

template <typename T>
void append(std::string& out, const T& value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  out.append(bytes, sizeof(T));
}
template <typename T>
T take(std::string_view& bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof(T));
  bytes.remove_prefix(sizeof(T));
  return value;
}

}  // namespace

std::uint64_t question_hash(const Request& request) {
  std::string question = request.query;
  question += '\0';
  question += request.filter;
  question += '\0';
  question += static_cast<char>('0' + static_cast<int>(request.mode));
  return base::hash64(question);
}

std::string encode(const Cursor& cursor) {
  std::string bytes(1, kVersion);
  append(bytes, cursor.generation);
  append(bytes, static_cast<std::uint8_t>(cursor.sort));
  append(bytes, cursor.question);
  append(bytes, cursor.after.key);
  bytes += cursor.after.id;
  return to_base64url(bytes);
}

base::Result<Cursor> decode_cursor(std::string_view text) {
  constexpr std::size_t kMostText = 4096;
  std::string decoded;
  const bool readable = text.size() <= kMostText && from_base64url(text, decoded) && decoded.size() >= kHead;
  std::string_view bytes = decoded;
  Cursor cursor;
  bool sound = readable && take<char>(bytes) == kVersion;
  if (sound) {
    cursor.generation = take<std::uint64_t>(bytes);
    const auto sort = take<std::uint8_t>(bytes);
    sound = sort <= static_cast<std::uint8_t>(Sort::id);
    cursor.sort = static_cast<Sort>(sort);
    cursor.question = take<std::uint64_t>(bytes);
    cursor.after.key = take<double>(bytes);
    cursor.after.id = bytes;
    sound = sound && std::isfinite(cursor.after.key) && base::is_utf8(cursor.after.id);
  }
  if (!sound) {
    return base::fail(base::ErrorCode::bad_request, "the cursor cannot be read",
                      "take next_cursor of an answer as it is, or start again without a cursor");
  }
  return cursor;
}

}  // namespace labtrail::searcher
