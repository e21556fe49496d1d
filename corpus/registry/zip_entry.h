// One entry of a zip archive as a stream of bytes: what ByteSource is for gzip, for an archive of several
// files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/base/error.h"

namespace labtrail::corpus {

/// Do these first bytes of a file begin a zip archive?
bool starts_zip(std::string_view bytes);

class ZipEntry {
 public:
  /// Opens the one `*.json` entry whose name contains `preferred`, else the only `*.json` of the archive.
  /// Errors: io, bad_record (damaged archive, no such entry, several).
  static base::Result<ZipEntry> open_json(const std::filesystem::path& archive, std::string_view preferred);
  ZipEntry(ZipEntry&&) noexcept;
  ZipEntry& operator=(ZipEntry&&) noexcept;
  ~ZipEntry();

  /// Appends at least one byte to `out`; false at the end and at a fault.
  bool read(std::string& out);
  /// What is wrong, for a person; empty as long as nothing is.
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  struct Handles;
  explicit ZipEntry(std::unique_ptr<Handles> handles);
  std::unique_ptr<Handles> handles_;
  std::string fault_;
};

}  // namespace labtrail::corpus
