// Bytes on disk: varints, and files made of named, 8-byte aligned sections. Little-endian hosts only
// (checked).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/base/file.h"

namespace labtrail::format {

static_assert(std::endian::native == std::endian::little, "the index is little-endian");

inline void append_varint(std::string& out, std::uint32_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

/// Reads one varint and moves `at`. The caller has checked the bytes (checksummed files); never reads past
/// `end`.
inline std::uint32_t read_varint(const char*& at, const char* end) {
  std::uint32_t value = 0;
  for (unsigned shift = 0; at < end && shift < 35; shift += 7) {
    const auto byte = static_cast<unsigned char>(*at++);
    value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

/// How the sections of a file lie on disk.
enum class Sections : std::uint8_t {
  mapped,  ///< as they are: opening costs nothing, and memory is the system's to take back
  packed,  ///< those of 4 KB or more that zstd halves are kept so, and unpacked when opened
};

/// Writes a file of sections: "LTSEC2\n\0", sections one after the other (8-byte aligned), a directory, its
/// offset.
class SectionWriter {
 public:
  explicit SectionWriter(const std::filesystem::path& path, Sections sections = Sections::mapped);
  void add(std::string_view name, std::string_view bytes);
  template <typename T>
  void add_array(std::string_view name, const std::vector<T>& values) {
    add(name, {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
  }
  /// For a section too big for memory, never packed: begin, append as often as needed, end.
  void begin(std::string_view name);
  void append(std::string_view bytes);
  void end();
  /// Writes the directory, syncs, closes.
  void close();

 private:
  void align();
  void end(std::uint64_t unpacked);
  base::OutputFile file_;
  Sections sections_;
  std::string directory_;
  std::string open_name_;
  std::uint64_t open_at_ = 0;
};

/// A mapped file of sections; packed ones are unpacked into memory. Throws base::Failure (corrupt) when the
/// directory makes no sense, a packed section cannot be unpacked or a section is missing.
class SectionFile {
 public:
  SectionFile() = default;
  explicit SectionFile(const std::filesystem::path& path);
  [[nodiscard]] std::string_view section(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;
  template <typename T>
  [[nodiscard]] std::span<const T> array(std::string_view name) const {
    const std::string_view bytes = section(name);
    if (bytes.size() % sizeof(T) != 0)
      throw base::Failure(base::ErrorCode::corrupt, "a section of an index file has an odd size");
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  [[nodiscard]] std::string_view bytes() const { return map_.bytes(); }

 private:
  struct Entry {
    std::string_view name;
    std::string_view bytes;
  };
  base::MappedFile map_;
  std::vector<std::unique_ptr<char[]>> unpacked_;
  std::vector<Entry> entries_;
};

/// A list of strings in two sections (`name` blob, `name`.offsets u32/u64 array of n+1).
class StringTable {
 public:
  StringTable() = default;
  StringTable(const SectionFile& file, std::string_view name);
  [[nodiscard]] std::uint32_t size() const {
    return offsets_.empty() ? 0 : static_cast<std::uint32_t>(offsets_.size() - 1);
  }
  [[nodiscard]] std::string_view operator[](std::uint32_t index) const {
    return blob_.substr(offsets_[index], offsets_[index + 1] - offsets_[index]);
  }

 private:
  std::string_view blob_;
  std::span<const std::uint32_t> offsets_;
};

/// Collects strings for a StringTable; at most 4 GiB in one table.
class StringTableWriter {
 public:
  void add(std::string_view text);
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(offsets_.size() - 1); }
  void write(SectionWriter& file, std::string_view name) const;

 private:
  std::string blob_;
  std::vector<std::uint32_t> offsets_{0};
};

}  // namespace labtrail::format
