// Searching while somebody ingests without a pause: no query fails, and each is answered from one generation,
// whole.
#include <atomic>
#include <catch2/catch.hpp>
#include <iostream>
#include <thread>

#include "indexer/ingest.h"
#include "searcher/search.h"
#include "tests/support/papers.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;

namespace {

constexpr int kKept = 40;         ///< papers that every run reads again
constexpr int kQueries = 10'000;  ///< at least, and so many runs:
constexpr int kRuns = 25;

void ingest(const tests::TemporaryFolder& folder, int run) {
  std::vector<corpus::Paper> papers;
  for (int i = 0; i < kKept; ++i) {
    papers.push_back(tests::paper("kept" + std::to_string(i),
                                  "swarm robots " + std::to_string(i % 7 == run % 7 ? run : 0)));
  }
  for (int i = 0; i < 5; ++i)
    papers.push_back(tests::paper("run" + std::to_string(run) + "-" + std::to_string(i), "swarm of run"));
  indexer::IngestOptions options;
  options.index = folder.path() / "index";
  options.paths = {tests::write_jsonl(folder.path() / "papers.jsonl", papers)};
  options.jobs = 1;
  indexer::ingest(options);
}

}  // namespace

TEST_CASE(
    "10,000 queries during continuous ingest: none fails, and every total fits the generation it names") {
  const tests::TemporaryFolder folder;
  ingest(folder, 1);
  const auto searcher = searcher::Searcher::open(folder.path() / "index");
  std::atomic<bool> done{false};
  std::atomic<int> runs{1};
  std::thread writer([&] {
    while (!done) {
      ingest(folder, runs + 1);
      ++runs;
    }
  });
  std::thread refresher([&] {
    while (!done) {
      if (!searcher->refresh()) ++runs;  // counted below: a refresh must never fail
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  std::atomic<int> failures{0};
  std::atomic<int> wrong{0};
  std::atomic<int> asked{0};
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 4; ++reader) {
    readers.emplace_back([&] {
      while (asked++ < kQueries || runs < kRuns) {
        searcher::Request request;
        request.query = "swarm";
        request.facets = {{format::FacetField::venue, 20}};
        request.limit = 3;
        request.deadline = std::chrono::seconds(60);
        const auto response = searcher->search(request);
        if (!response) {
          ++failures;
          continue;
        }
        // Run n adds five papers to the forty that all runs share, and all of them are about swarms.
        const bool whole = response->total == kKept + 5 * response->generation.number &&
                           response->generation.papers == response->total &&
                           response->facets.at(0).buckets.at(0).count == response->total &&
                           response->hits.size() == 3;
        if (!whole) ++wrong;
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  done = true;
  writer.join();
  refresher.join();
  REQUIRE(searcher->refresh().has_value());
  std::cout << asked << " queries over " << searcher->generation().number << " generations\n";
  CHECK(failures == 0);
  CHECK(wrong == 0);
  CHECK(static_cast<int>(searcher->generation().number) == runs);
  CHECK(searcher->generation().number >= kRuns);
}
