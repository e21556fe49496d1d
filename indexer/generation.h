// Publishing: the writer's lock, the atomic switch from generation N to N+1, merging of small segments, and
// sweeping up what no kept generation names. Order of writing: segment files, their manifests, N+1.live and
// .changes and .profiles, N+1.json, CURRENT; every step synced. A crash before the last rename leaves
// generation N as it was.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/clock.h"
#include "indexer/format/manifest.h"
#include "indexer/format/snapshot.h"
#include "indexer/tagging/knowledge.h"

namespace labtrail::indexer {

/// Generations that stay readable (cursors, alerts) after newer ones were published.
inline constexpr std::uint64_t kKeptGenerations = 3;

/// Exclusive right to write to an index; released by the operating system even when the process dies.
class WriterLock {
 public:
  /// Makes the index folder if needed. Throws base::Failure (locked) when another process is writing.
  explicit WriterLock(const std::filesystem::path& index);
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;
  ~WriterLock();

 private:
  int fd_ = -1;
};

/// A segment of the generation being made. `manifest` is the hash of its manifest file.
struct DraftSegment {
  format::LiveSegment live;
  base::Hash128 manifest;
};

struct Draft {
  std::vector<DraftSegment> segments;  ///< oldest first
  std::string changes;                 ///< "added<tab>id<line break>" and so on
  std::string registry;                ///< folders for the manifest, empty = none
  std::string data;
};

/// Segments of the newest generation as a draft to change; empty for a new index.
Draft draft_from(const std::filesystem::path& index, const std::shared_ptr<const format::Snapshot>& base);
/// A sealed segment, opened for a draft, all of it live.
DraftSegment open_draft_segment(const std::filesystem::path& index, const format::GenerationSegment& sealed);
/// Merges segments of like size once there are four of them, and rebuilds those that are mostly deleted.
void merge_small_segments(const std::filesystem::path& index, std::uint64_t generation, Draft& draft);
/// Writes generation `number`, whose tags were made with `knowledge`, and makes it the current one.
void publish(const std::filesystem::path& index, std::uint64_t number, const Draft& draft,
             const tagging::Knowledge& knowledge, const base::Clock& clock);
/// A second name for a file that never changes; a synced copy where the file system has no hard links.
void link_file(const std::filesystem::path& from, const std::filesystem::path& to);
/// Removes segments and generation files that none of the last kKeptGenerations names, except `keep`
/// segments.
void sweep(const std::filesystem::path& index, const std::vector<std::string>& keep);
/// A name for a new segment that no folder has yet.
std::string new_segment_name(const std::filesystem::path& index, std::uint64_t generation);

}  // namespace labtrail::indexer
