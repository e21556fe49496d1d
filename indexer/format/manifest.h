// Manifests: small JSON texts that name every file of a segment or generation with its size and hash, and end
// with a line that checks themselves ("xxh128 <hex>"). They are what makes a bit flip findable; schema.md has
// an example.
//
//   INDEX/CURRENT                      "generation 7" + check line; replaced by one atomic rename, written
//   last INDEX/generations/7.json           GenerationManifest INDEX/generations/7.live           sections:
//   one bitmap of live documents a segment that has deleted ones INDEX/generations/7.changes        what this
//   generation changed: "added|changed|removed <tab> id" lines INDEX/segments/NAME/manifest.json
//   SegmentManifest; beside it the files it names
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/hash.h"

namespace labtrail::format {

struct FileEntry {
  std::string name;
  std::uint64_t size = 0;
  base::Hash128 hash;
  bool operator==(const FileEntry&) const = default;
};

/// The files of a segment, in the order of its manifest.
inline constexpr const char* kSegmentFiles[] = {"postings", "records", "tags", "text"};

struct SegmentManifest {
  unsigned format = 0;
  std::string analyzer;  ///< analyzer_fingerprint() of the writer
  std::uint32_t papers = 0;
  std::vector<FileEntry> files;
};

struct GenerationSegment {
  std::string name;
  std::uint32_t papers = 0;
  std::uint32_t live = 0;
  base::Hash128 manifest;  ///< of the bytes of its manifest.json
};

struct GenerationManifest {
  unsigned format = 0;
  std::uint64_t number = 0;
  std::string date;
  std::uint64_t papers = 0;
  std::string registry;  ///< folder with a user's registry and ROR dump, or empty; what later runs take
  std::string data;      ///< folder with a user's decisions, or empty
  std::vector<GenerationSegment> segments;
  std::vector<FileEntry> files;  ///< N.live, N.changes, N.profiles
};

std::string to_text(const SegmentManifest& manifest);
std::string to_text(const GenerationManifest& manifest);
/// Throw base::Failure: corrupt when the check line does not fit, unsupported for another format version.
SegmentManifest parse_segment_manifest(std::string_view text, const std::filesystem::path& path);
GenerationManifest parse_generation_manifest(std::string_view text, const std::filesystem::path& path);

/// `text` plus its check line; and the way back, which throws corrupt.
std::string with_check_line(std::string_view text);
std::string_view without_check_line(std::string_view text, const std::filesystem::path& path);

/// Size and hash of a file as it is on disk.
FileEntry describe_file(const std::filesystem::path& folder, const std::string& name);
/// Compares with the disk: one sentence for each fault ("segments/a/text: 3 bytes missing"), none when all is
/// well.
std::vector<std::string> check_files(const std::filesystem::path& folder,
                                     const std::vector<FileEntry>& files);

/// The number in CURRENT; 0 when there is no index yet. Throws corrupt.
std::uint64_t read_current(const std::filesystem::path& index);

namespace layout {
std::filesystem::path current(const std::filesystem::path& index);
std::filesystem::path generations(const std::filesystem::path& index);
std::filesystem::path generation(const std::filesystem::path& index, std::uint64_t number);  ///< N.json
/// "7.profiles": what the registry behind a generation's tags says of its organisations, in `generations`.
std::string profiles_name(std::uint64_t number);
std::filesystem::path segments(const std::filesystem::path& index);
std::filesystem::path segment(const std::filesystem::path& index, std::string_view name);
}  // namespace layout

}  // namespace labtrail::format
