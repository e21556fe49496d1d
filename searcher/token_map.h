// Token id -> bits of the words of a pattern that want it. Open addressing, at most a quarter full, so that
// the usual answer (no word wants this token) is one look.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "indexer/format/segment.h"

namespace labtrail::searcher {

class TokenMap {
 public:
  TokenMap() : slots_(4) {}
  explicit TokenMap(std::span<const format::TokenId> tokens) : TokenMap() { add(tokens, 1); }

  void add(std::span<const format::TokenId> tokens, std::uint64_t bits) {
    reserve(used_ + tokens.size());
    for (const format::TokenId token : tokens) insert(token, bits);
  }
  [[nodiscard]] std::uint64_t operator[](format::TokenId token) const {
    for (std::size_t at = place(token);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].token == token) return slots_[at].bits;
      if (slots_[at].token == format::kGap) return 0;
    }
  }

 private:
  struct Slot {
    format::TokenId token = format::kGap;
    std::uint64_t bits = 0;
  };
  [[nodiscard]] std::size_t place(format::TokenId token) const {
    return (token * 0x9E3779B1U) >> (32 - std::countr_zero(slots_.size()));
  }
  void reserve(std::size_t tokens) {
    if (slots_.size() >= tokens * 4) return;
    std::vector<Slot> old(std::bit_ceil(tokens * 4));
    std::swap(old, slots_);
    used_ = 0;
    for (const Slot& slot : old) {
      if (slot.token != format::kGap) insert(slot.token, slot.bits);
    }
  }
  void insert(format::TokenId token, std::uint64_t bits) {
    std::size_t at = place(token);
    while (slots_[at].token != token && slots_[at].token != format::kGap) at = (at + 1) & (slots_.size() - 1);
    used_ += slots_[at].token == format::kGap ? 1 : 0;
    slots_[at].token = token;
    slots_[at].bits |= bits;
  }
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace labtrail::searcher
