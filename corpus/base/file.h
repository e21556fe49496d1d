// Files: read-only maps, and writes that are either wholly there or not at all. All functions throw
// base::Failure (code io) with the path and the system's reason.
#pragma once

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace labtrail::base {

/// A read-only memory map of a whole file. Stays readable after the file is unlinked.
class MappedFile {
 public:
  MappedFile() = default;
  explicit MappedFile(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();
  [[nodiscard]] std::string_view bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::size_t size_ = 0;
};

/// A buffered output file; `close` flushes, syncs to disk and reports any error. Destruction without close
/// leaves whatever was written and reports nothing: for cleanup after a failure only.
class OutputFile {
 public:
  explicit OutputFile(const std::filesystem::path& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();
  void write(std::string_view bytes);
  void close();
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::FILE* file_ = nullptr;
  std::filesystem::path path_;
  std::size_t size_ = 0;
};

std::string read_file(const std::filesystem::path& path);
/// Writes `bytes` beside `path`, syncs, renames over it, syncs the folder: readers see the old or the new
/// file.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);
/// fsync of a folder, so that renames and new names in it survive a power cut.
void sync_folder(const std::filesystem::path& folder);
/// fsync of a file that another library has written.
void sync_file(const std::filesystem::path& path);

}  // namespace labtrail::base
