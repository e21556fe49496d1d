// The bytes of one input, decompressed as they are asked for: plain, gzip (also several members in a row) and
// zstd, told apart by their first bytes and never by the name. A file that is cut off or damaged gives every
// byte before the damage; then `fault` says what is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace labtrail::corpus {

class ByteSource {
 public:
  /// "-" is standard input. A file that cannot be opened is a fault, not an exception.
  explicit ByteSource(const std::filesystem::path& path);
  ~ByteSource();
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// Appends at least one and at most kChunk bytes to `out`; false at the end and at a fault.
  bool read(std::string& out);
  /// What is wrong, for a person; empty as long as nothing is.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  /// Bytes of the file itself that have been consumed.
  [[nodiscard]] std::uint64_t consumed() const { return consumed_; }

  static constexpr std::size_t kChunk = std::size_t{256} << 10;

 private:
  struct Decoder;
  struct Gzip;
  struct Zstd;
  bool refill();
  bool read_plain(std::string& out);

  int fd_ = -1;
  bool owned_ = false;
  bool at_end_ = false;
  std::string input_;  ///< bytes of the file not yet decoded
  std::size_t offset_ = 0;
  std::uint64_t consumed_ = 0;
  std::unique_ptr<Decoder> decoder_;  ///< none for plain bytes
  std::string fault_;
};

}  // namespace labtrail::corpus
