// A bundle that is read: proved from its first byte to its last before anything in it is believed. Nothing is
// unpacked and nothing is copied, so that a hostile file costs no more than reading it once.
#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "searcher/bundle/container.h"
#include "searcher/bundle/manifest.h"

namespace labtrail::bundle {

/// What was found out about a file that says it is a bundle.
struct Verification {
  std::optional<Manifest> manifest;  ///< as it says, if it can be read at all
  std::vector<std::string> faults;   ///< a sentence each; none: whole, and as it was frozen
};

/// Proves: every byte of the container is as it must be, all parts of the manifest are there, in order and no
/// others, sizes and SHA-256 fit, the id belongs to the manifest, and rows, table, evidence, counts and page
/// hold as many papers as the manifest says, the same ones in the same order.
Verification verify(std::string_view bytes);
/// Throws base::Failure (io) when the file cannot be read.
Verification verify_file(const std::filesystem::path& file);

/// A bundle without faults, to read from.
class Bundle {
 public:
  /// Errors: corrupt with the first fault. Throws base::Failure (io).
  static base::Result<Bundle> open(const std::filesystem::path& file);
  [[nodiscard]] const Manifest& manifest() const { return manifest_; }
  /// The content of a part; empty when there is none of that name.
  [[nodiscard]] std::string_view part(std::string_view name) const;

 private:
  base::MappedFile file_;
  Manifest manifest_;
  std::vector<StoredPart> parts_;  ///< in the file
};

/// Takes lines off a text, each without its line break; nothing at its end.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  std::optional<std::string_view> next() {
    if (rest_.empty()) return std::nullopt;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return line;
  }

 private:
  std::string_view rest_;
};

}  // namespace labtrail::bundle
