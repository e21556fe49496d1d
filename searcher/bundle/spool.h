// A part of a bundle while it is being made: bytes go into a file that has no name, so that whatever happens
// to the program nothing is left behind, and memory stays small however large the result is. Size and
// checksums are made on the way.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "searcher/bundle/sha256.h"

namespace labtrail::bundle {

class Spool {
 public:
  /// In `folder`, which must exist. Throws base::Failure (io), as all functions here.
  explicit Spool(const std::filesystem::path& folder);
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool();
  void add(std::string_view bytes);
  /// Everything of another spool behind what is there.
  void add(Spool& other);
  /// The bytes again, from the start, piece by piece.
  void each(const std::function<void(std::string_view)>& sink);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::uint32_t crc() const { return crc_; }
  /// Once, at the end.
  [[nodiscard]] std::string take_sha256() { return sha256_.take(); }

 private:
  std::FILE* file_ = nullptr;
  std::uint64_t size_ = 0;
  std::uint32_t crc_ = 0;
  Sha256 sha256_;
};

}  // namespace labtrail::bundle
