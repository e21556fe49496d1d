// Papers in: readers -> decisions (new, changed, unchanged, deleted) -> segment builders, one a core -> one
// new generation.
//
// Decisions are made in input order by one thread, so that the outcome does not depend on timing; analysing
// and writing is spread over workers. An interrupted run leaves its sealed segments listed in INDEX/staging;
// the same run started again takes them over instead of making them again, any other run sweeps them away.
// Nothing is visible before the end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "corpus/base/clock.h"
#include "corpus/reader.h"
#include "indexer/retag.h"

namespace labtrail::indexer {

struct IngestProgress {
  std::uint64_t read = 0;         ///< records so far
  std::uint64_t bytes_done = 0;   ///< of the compressed input
  std::uint64_t bytes_total = 0;  ///< 0 = unknown (standard input)
  double seconds = 0;
};

struct IngestOptions {
  std::filesystem::path index;
  std::vector<std::filesystem::path> paths;
  corpus::Format format = corpus::Format::automatic;
  TaggingFolders folders;  ///< registry and decisions; not given = those of the generation before
  std::optional<std::filesystem::path> reject_file;  ///< JSONL: {"file","line","severity","reason","record"}
  unsigned jobs = 0;                                 ///< builders; 0 = one a core
  std::uint32_t segment_papers = 65536;              ///< a builder seals its segment at this size
  base::Clock clock = base::system_clock();
  std::function<void(const IngestProgress&)> progress;  ///< called now and then from the reading thread
};

/// read = added + replaced + unchanged + deleted + rejected, always. Rows of deletion lists count as read; a
/// row that deletes a paper which is not there counts as unchanged.
struct IngestSummary {
  std::uint64_t read = 0;
  std::uint64_t added = 0;
  std::uint64_t replaced = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t deleted = 0;
  std::uint64_t rejected = 0;
  std::uint64_t warnings = 0;
  /// Older papers whose tags changed, because the registry is another than that of the generation before.
  std::uint64_t retagged = 0;
  std::uint64_t generation = 0;
  double seconds = 0;
  std::map<std::string, std::uint64_t> reasons;  ///< rejections and warnings by reason
};

/// Throws base::Failure: locked, io (disk full: the last generation stays, the run can be repeated), corrupt,
/// bad_request (a path that does not exist).
IngestSummary ingest(const IngestOptions& options);

}  // namespace labtrail::indexer
