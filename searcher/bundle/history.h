// What became of each paper since a generation, as far as the index still keeps the change lists
// (indexer/format/schema.md, "N.changes"): the only way to tell a new paper from one that was there all the
// time and has only now come into a result.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/format/changes.h"
#include "searcher/search.h"

namespace labtrail::bundle {

class History {
 public:
  /// What happened to one paper, all told.
  struct Events {
    bool is_new = false;          ///< was not in the index at the beginning
    bool record_changed = false;  ///< was there, and its record is another since, or went and came back
    bool retagged = false;        ///< counts for something else since, by registry or topics
    bool corrected = false;       ///< the same by the user's decisions
  };

  /// From `then` to the generation `now` of the index. Nothing when a list on the way is no longer kept, or
  /// when `then` is of another index. Throws base::Failure (corrupt, io).
  static std::optional<History> between(const std::filesystem::path& index,
                                        const searcher::GenerationInfo& then,
                                        const searcher::GenerationInfo& now);
  [[nodiscard]] Events of(std::string_view id) const;

 private:
  void add(const std::vector<format::Change>& list);
  std::unordered_map<std::string, Events> events_;
};

}  // namespace labtrail::bundle
