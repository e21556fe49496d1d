// Distinct strings under small numbers: the words and the posting terms of a segment while it is being built.
// Open addressing over one arena; a number is the order of first appearance.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/hash.h"

namespace labtrail::indexer {

class WordTable {
 public:
  WordTable() : slots_(1024, kFree) {}

  /// The number of `text` under `kind` (two kinds of one text are two entries); `fresh` says whether it is
  /// new.
  std::uint32_t insert(std::string_view text, char kind, bool& fresh) {
    const std::uint64_t hash = base::hash64(text) + static_cast<unsigned char>(kind) * 0x9E3779B97F4A7C15ULL;
    std::size_t slot = hash & (slots_.size() - 1);
    for (; slots_[slot] != kFree; slot = (slot + 1) & (slots_.size() - 1)) {
      const Entry& entry = entries_[slots_[slot]];
      if (entry.hash == hash && entry.kind == kind && view(entry) == text) {
        fresh = false;
        return slots_[slot];
      }
    }
    fresh = true;
    const auto number = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({hash, arena_.size(), static_cast<std::uint32_t>(text.size()), kind});
    arena_ += text;
    slots_[slot] = number;
    if (entries_.size() * 2 > slots_.size()) grow();
    return number;
  }
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return view(entries_[number]); }
  [[nodiscard]] char kind(std::uint32_t number) const { return entries_[number].kind; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }

 private:
  static constexpr std::uint32_t kFree = 0xFFFFFFFF;
  struct Entry {
    std::uint64_t hash;
    std::size_t offset;
    std::uint32_t size;
    char kind;
  };
  [[nodiscard]] std::string_view view(const Entry& entry) const {
    return std::string_view(arena_).substr(entry.offset, entry.size);
  }
  void grow() {
    slots_.assign(slots_.size() * 2, kFree);
    for (std::uint32_t number = 0; number < entries_.size(); ++number) {
      std::size_t slot = entries_[number].hash & (slots_.size() - 1);
      while (slots_[slot] != kFree) slot = (slot + 1) & (slots_.size() - 1);
      slots_[slot] = number;
    }
  }
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;
  std::string arena_;
};

}  // namespace labtrail::indexer
