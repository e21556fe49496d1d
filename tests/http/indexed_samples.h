// An index of a few papers, made by the real indexer, for the length of a test.
#pragma once

#include "indexer/ingest.h"
#include "tests/support/papers.h"
#include "tests/support/temporary_folder.h"

namespace labtrail::tests {

class IndexedSamples {
 public:
  IndexedSamples() { add(first_papers()); }
  /// Publishes a generation with these papers added.
  void add(const std::vector<corpus::Paper>& papers) {
    const auto file = write_jsonl(folder_.path() / "papers.jsonl", papers);
    add({file});
  }
  void add(std::vector<std::filesystem::path> paths) {
    indexer::IngestOptions options;
    options.index = index();
    options.paths = std::move(paths);
    options.jobs = 2;
    options.clock = [] { return std::int64_t{1764000000}; };
    indexer::ingest(options);
  }
  [[nodiscard]] std::filesystem::path index() const { return folder_.path() / "index"; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

  static std::vector<corpus::Paper> first_papers() {
    return {paper("doi:10.1000/x/1", "Swarm control of small robots",
                  {.abstract = "Robots that fly in a swarm, and how to steer them.",
                   .affiliations = {"Example Lab, Springfield"},
                   .language = "en",
                   .year = 2021,
                   .countries = {"CN", "US"}}),
            paper("b", "=Formulas, \"quoted\"",
                  {.abstract = "A robot reads formulas.", .language = "en", .countries = {"US"}}),
            paper("c", "Radar for drones", {.language = "en", .year = 2019, .countries = {"CN"}}),
            paper("d", "之江实验室的机器人", {.language = "zh", .year = 2022})};
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace labtrail::tests
