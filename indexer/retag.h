// Applying a changed registry, ROR dump, topic list or decision to an index without its sources: the tags of
// every segment are made anew from the records that the segment keeps; text, postings and records stay the
// very files that they were (linked into the new segment's folder).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corpus/base/clock.h"
#include "indexer/generation.h"
#include "indexer/tagging/knowledge.h"

namespace labtrail::indexer {

/// How many live papers a value gained and lost.
struct TagChange {
  std::string label;
  std::uint64_t gained = 0;
  std::uint64_t lost = 0;
};

/// What another tagging changes, over live papers.
struct TagDifference {
  /// By field and value; only values that gained or lost a paper.
  std::map<std::pair<format::FacetField, std::string>, TagChange> values;
  std::vector<std::string> papers;  ///< ids of papers with any change, candidates too, in byte order
};

/// Makes the tags of `old` anew with `knowledge` and adds what that changes to `difference`. The new segment
/// is sealed, but no generation names it yet.
DraftSegment retag_segment(const std::filesystem::path& index, std::uint64_t generation,
                           const DraftSegment& old,
                           const std::shared_ptr<const tagging::Knowledge>& knowledge,
                           TagDifference& difference);
/// All segments of a draft whose tags are of another version; returns whether there was any. Adds a line
/// `retagged` to the draft's changes for every paper that changed.
bool retag_draft(const std::filesystem::path& index, std::uint64_t generation, Draft& draft,
                 const std::shared_ptr<const tagging::Knowledge>& knowledge, TagDifference& difference);

struct TaggingFolders {
  std::optional<std::filesystem::path> registry;  ///< not given = the one that the generation was made with
  std::optional<std::filesystem::path> data;
};
/// The knowledge for an index: folders that are not given are those that the current generation names. Throws
/// base::Failure: bad_record, not_found (a folder that is gone), io.
std::shared_ptr<const tagging::Knowledge> knowledge_for(const std::filesystem::path& index,
                                                        const TaggingFolders& folders,
                                                        std::vector<tagging::Decision> further = {});
/// The folders as absolute paths, for the generation's manifest; empty = none.
std::pair<std::string, std::string> tagging_folders(const std::filesystem::path& index,
                                                    const TaggingFolders& folders);

struct RetagOptions {
  std::filesystem::path index;
  TaggingFolders folders;
  base::Clock clock = base::system_clock();
};
struct RetagSummary {
  std::uint64_t generation = 0;  ///< the new one, or the current one when nothing had to change
  std::uint64_t papers = 0;      ///< live papers looked at
  TagDifference difference;
  double seconds = 0;
};
/// Throws base::Failure: locked, not_found (no index), bad_record, io.
RetagSummary retag(const RetagOptions& options);
/// What decisions would change, without changing anything.
TagDifference preview(const std::filesystem::path& index, const TaggingFolders& folders,
                      const std::vector<tagging::Decision>& further);

}  // namespace labtrail::indexer
