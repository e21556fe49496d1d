// Looking at an index without changing it: status, verify, dump.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace labtrail::indexer {

struct SegmentStatus {
  std::string name;
  std::uint64_t papers = 0;
  std::uint64_t live = 0;
  std::uint64_t bytes = 0;
};
struct Status {
  std::uint64_t generation = 0;
  std::string date;
  std::uint64_t papers = 0;
  std::uint64_t bytes = 0;  ///< of the current generation's segments
  unsigned format = 0;
  std::string analyzer;
  std::string tags;      ///< registry, ROR dump and decisions that the tags were made with
  std::string registry;  ///< folder of a user's registry, or empty
  std::string data;      ///< folder of a user's decisions, or empty
  std::vector<SegmentStatus> segments;
};
/// Throws base::Failure when there is no index or it cannot be opened.
Status status(const std::filesystem::path& index);

struct Verification {
  std::vector<std::string> faults;  ///< one sentence each; none = every byte is as it was written
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t generations = 0;
};
/// Proves every byte of every kept generation against its manifests. Throws only when the folder cannot be
/// read at all.
Verification verify(const std::filesystem::path& index);

/// Every live paper as canonical JSON, ordered by id. Throws base::Failure.
void dump(const std::filesystem::path& index, const std::function<void(std::string_view json)>& sink);

}  // namespace labtrail::indexer
