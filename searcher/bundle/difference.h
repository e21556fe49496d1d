// What a search that was frozen finds today: papers added, removed and changed since, each with its cause.
// The bundle holds whole records and whole evidence, so that what changed is read off the two, not guessed;
// where the cause of an added paper cannot be known any more, that is said.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/bundle/bundle.h"
#include "searcher/search.h"

namespace labtrail::bundle {

enum class Cause : std::uint8_t {
  new_record,      ///< the paper was not in the index then
  changed_record,  ///< what the source says of the paper is something else now
  retraction,      ///< the source says now that the paper was retracted
  left_index,      ///< the paper is not in the index any more
  registry,        ///< the same record, read with another registry or topic list
  correction,      ///< the same record and registry, read with other decisions of the user
  undetermined,    ///< an added paper whose history is no longer kept, or a match that nothing explains
};
/// "new record", "changed record", "retraction", "no longer in the index", "registry or topic change",
/// "correction", "undetermined".
std::string_view name(Cause cause);

/// One paper that differs.
struct PaperChange {
  std::string id;
  std::string title;  ///< of today's record, or the frozen one where there is none
  Cause cause = Cause::undetermined;
  std::string why;                  ///< one sentence without its full stop
  std::vector<std::string> fields;  ///< of the record, where they differ: "title", "authors"
  /// "asserted lab north-lab as affiliation", "topic swarm": what it counts for now and did not then, and the
  /// other way round.
  std::vector<std::string> gained;
  std::vector<std::string> lost;
};

struct Difference {
  Manifest then;
  searcher::GenerationInfo now;
  std::uint64_t count_now = 0;
  std::vector<std::string> registries_now;  ///< as Manifest::registries
  std::uint64_t same = 0;                   ///< papers without any change
  std::vector<PaperChange> added;           ///< all three ordered by id
  std::vector<PaperChange> removed;
  std::vector<PaperChange> changed;  ///< in the result then and now
};

/// Asks the bundle's question again. `index` is the folder that `searcher` was opened on. Errors: those of
/// the search (a query that today's program cannot read any more). Throws base::Failure (corrupt, io).
base::Result<Difference> compare(const Bundle& bundle, const searcher::Searcher& searcher,
                                 const std::filesystem::path& index);

/// {"bundle":{...},"now":{...},"same":N,"added":[...],"removed":[...],"changed":[...]}, without a line break.
std::string to_json(const Difference& difference);

}  // namespace labtrail::bundle
