// Saved searches as a JSON text that other programs and other copies of Labtrail can read: saved.md has the
// format. Written and read without the database, so that the text alone decides what comes in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/saved/store.h"

namespace labtrail::saved {

inline constexpr std::string_view kExportFormat = "labtrail-saved-searches";
inline constexpr int kExportVersion = 1;

/// A saved search with its whole history.
struct KeptSearch {
  std::string id;
  bool archived = false;
  std::int64_t created = 0;
  std::int64_t changed = 0;
  std::vector<Version> versions;  ///< 1, 2, ...; the last one is the current one
  std::vector<Count> counts;
  bool operator==(const KeptSearch&) const = default;
};

std::string export_text(const std::vector<KeptSearch>& searches);
/// Errors: bad_record (what is wrong, and in which search), unsupported (another format or a newer version).
base::Result<std::vector<KeptSearch>> read_export(std::string_view json);

}  // namespace labtrail::saved
