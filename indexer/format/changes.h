// The change list of a generation (generations/N.changes): one line for each thing that happened to a paper,
// in the order in which it happened: `added`, `changed` and `removed` by the run, then `retagged` where
// registry or topics changed what it counts for, `corrected` where nothing but the user's decisions did. Two
// kinds say more about a line before them:
// `retracted` (a changed record began to say that the paper is retracted) and `merged` (a removed record went
// into another one, whose id follows). Backslash, tab and line break inside an id are written with a
// backslash.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/hash.h"

namespace labtrail::format {

enum class ChangeKind : std::uint8_t { added, changed, removed, retagged, retracted, merged, corrected };

struct Change {
  ChangeKind kind = ChangeKind::added;
  std::string id;
  std::string into;  ///< kind merged
  bool operator==(const Change&) const = default;
};

/// One line, with its line break.
void append_change(std::string& out, ChangeKind kind, std::string_view id, std::string_view into = {});

struct GenerationChanges {
  std::uint64_t number = 0;
  base::Hash128 identity;  ///< Snapshot::identity
  std::vector<Change> changes;
};
/// The list of a generation that is still kept, else nothing. Throws base::Failure: corrupt.
std::optional<GenerationChanges> read_changes(const std::filesystem::path& index, std::uint64_t number);

}  // namespace labtrail::format
