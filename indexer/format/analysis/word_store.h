// Where the words of one text live until the next: a lower-cased copy of the text, of which most words are
// slices, and a store for the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "indexer/format/analyzer.h"

namespace labtrail::format::analysis {

/// Copies `from`, A-Z made lower, eight bytes a step; other bytes stay. `to` has room for all of it.
inline void copy_lower_ascii(std::string_view from, char* to) {
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  std::size_t i = 0;
  for (; i + 8 <= from.size(); i += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, from.data() + i, 8);
    const std::uint64_t low = bytes & (0x7F * kOnes);
    const std::uint64_t from_a = low + (0x80 - 'A') * kOnes;
    const std::uint64_t above_z = low + (0x7F - 'Z') * kOnes;
    const std::uint64_t upper = (from_a ^ above_z) & ~bytes & (0x80 * kOnes);
    bytes |= upper >> 2;
    std::memcpy(to + i, &bytes, 8);
  }
  for (; i < from.size(); ++i) {
    const char c = from[i];
    to[i] = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
}

/// Words that are no slice of the lower-cased text. They stay where they are until clear().
class WordStore {
 public:
  /// At least kMaxWordBytes of room; taken only by keep().
  char* room() {
    if (left_ < kMaxWordBytes) {
      if (++chunk_ == chunks_.size()) chunks_.push_back(std::make_unique<char[]>(kChunk));
      next_ = chunks_[chunk_].get();
      left_ = kChunk;
    }
    return next_;
  }
  std::string_view keep(std::size_t length) {
    const std::string_view word(next_, length);
    next_ += length;
    left_ -= length;
    return word;
  }
  std::string_view add(std::string_view word) {
    std::memcpy(room(), word.data(), word.size());
    return keep(word.size());
  }
  void clear() {
    if (chunks_.size() > kKept) chunks_.resize(kKept);
    chunk_ = std::numeric_limits<std::size_t>::max();
    next_ = nullptr;
    left_ = 0;
  }

 private:
  static constexpr std::size_t kChunk = 1 << 14;
  static constexpr std::size_t kKept = 16;
  std::vector<std::unique_ptr<char[]>> chunks_;
  std::size_t chunk_ = std::numeric_limits<std::size_t>::max();
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

}  // namespace labtrail::format::analysis
