// Freezing a result: every paper that a search finds, with all that is known of it, as one file that needs
// neither this program nor its index to be read, and that can be proved years later. The same search over the
// same generation, with the same title and note and by the same version of the program, gives the same bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "corpus/base/error.h"
#include "searcher/bundle/manifest.h"
#include "searcher/search.h"

namespace labtrail::bundle {

inline constexpr std::size_t kMostTitleBytes = 500;
inline constexpr std::size_t kMostNoteBytes = 20'000;

struct FreezeRequest {
  std::string query;  ///< read strictly
  std::string filter;
  std::string title;  ///< one line
  std::string note;
  std::chrono::milliseconds deadline{600'000};  ///< for finding the papers; writing takes as long as it takes
  std::optional<std::uint64_t> most_papers;     ///< more is an Error too_large
};

struct FreezeTarget {
  std::filesystem::path file;
  bool replace = false;  ///< else a file that is there is an Error, and stays as it is
};

/// Writes the bundle: beside its place, synced, then given its name in one step, so that under that name
/// there is a whole bundle or none, whenever the program ends. A result without papers is frozen too: that
/// nothing was found can be what matters. Memory does not grow with the result. Errors: those of the search,
/// bad_request (title, note, file exists), too_large. Throws base::Failure (io).
base::Result<Manifest> freeze(const searcher::Searcher& searcher, const FreezeRequest& request,
                              const FreezeTarget& target);

/// The same bytes in memory; parts are kept in unnamed files in `folder` meanwhile.
struct FrozenBytes {
  Manifest manifest;
  std::string bytes;
};
base::Result<FrozenBytes> freeze_bytes(const searcher::Searcher& searcher, const FreezeRequest& request,
                                       const std::filesystem::path& folder);

}  // namespace labtrail::bundle
