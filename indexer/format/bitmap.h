// A set of local documents as 64-bit words: match sets, live documents, filters.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace labtrail::format {

class Bitmap {
 public:
  Bitmap() = default;
  /// `size` documents, none set.
  explicit Bitmap(std::uint32_t size) : size_(size), words_((size + 63) / 64, 0) {}

  [[nodiscard]] std::uint32_t size() const { return size_; }
  void set(std::uint32_t doc) { words_[doc >> 6] |= std::uint64_t{1} << (doc & 63); }
  void clear(std::uint32_t doc) { words_[doc >> 6] &= ~(std::uint64_t{1} << (doc & 63)); }
  [[nodiscard]] bool test(std::uint32_t doc) const { return (words_[doc >> 6] >> (doc & 63) & 1) != 0; }

  void set_all() {
    for (std::uint64_t& word : words_) word = ~std::uint64_t{0};
    trim();
  }
  /// Complement within `size` documents.
  void flip() {
    for (std::uint64_t& word : words_) word = ~word;
    trim();
  }
  Bitmap& operator&=(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  Bitmap& operator|=(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  Bitmap& subtract(const Bitmap& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }
  [[nodiscard]] std::uint32_t count() const {
    std::uint32_t total = 0;
    for (const std::uint64_t word : words_) total += static_cast<std::uint32_t>(std::popcount(word));
    return total;
  }
  [[nodiscard]] bool any() const {
    for (const std::uint64_t word : words_) {
      if (word != 0) return true;
    }
    return false;
  }
  /// Calls `visit(doc)` for every member in rising order.
  template <typename Visit>
  void each(Visit&& visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        visit(static_cast<std::uint32_t>(i * 64 + static_cast<unsigned>(std::countr_zero(word))));
      }
    }
  }
  [[nodiscard]] const std::vector<std::uint64_t>& words() const { return words_; }
  [[nodiscard]] std::vector<std::uint64_t>& words() { return words_; }
  bool operator==(const Bitmap&) const = default;

 private:
  void trim() {
    if (size_ % 64 != 0 && !words_.empty()) words_.back() &= (std::uint64_t{1} << (size_ % 64)) - 1;
  }
  std::uint32_t size_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace labtrail::format
