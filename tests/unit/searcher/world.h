// A few thousand papers in two indexes: one written in several runs, with papers replaced and deleted on the
// way, so that it has many segments and dead documents; the other from the surviving papers in one go. And
// the oracle over the same papers.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/paper.h"
#include "searcher/search.h"
#include "tests/support/oracle.h"
#include "tests/support/temporary_folder.h"

namespace labtrail::tests {

/// Every record that the readers find under `paths`, one for each id.
std::vector<corpus::Paper> read_papers(const std::vector<std::filesystem::path>& paths);

struct World {
  /// `papers` have different ids.
  explicit World(std::vector<corpus::Paper> papers);

  TemporaryFolder folder;
  std::vector<corpus::Paper> papers;  ///< the living
  std::unique_ptr<Oracle> oracle;
  std::unique_ptr<searcher::Searcher> pieces;  ///< many segments, some of their documents dead
  std::unique_ptr<searcher::Searcher> whole;   ///< one segment

  [[nodiscard]] std::filesystem::path pieces_path() const { return folder.path() / "pieces"; }
};

/// The invented papers of corpus/samples; with real data also every so-manyth of the real ones, 5,000 in all.
/// Made once.
World& sample_world();
/// Null without real data.
World* real_world();

}  // namespace labtrail::tests
