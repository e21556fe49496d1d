// A small index whose registry is a test's own, and bundles of it.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/base/file.h"
#include "indexer/ingest.h"
#include "indexer/tagging/decisions.h"
#include "searcher/bundle/bundle.h"
#include "searcher/bundle/freeze.h"
#include "searcher/search.h"
#include "tests/support/papers.h"
#include "tests/support/registry.h"
#include "tests/support/temporary_folder.h"

namespace labtrail::tests {

class BundleBench {
 public:
  BundleBench() {
    std::filesystem::create_directories(registry());
    write_registry(kNorthLab);
  }
  void write_registry(const std::string& text) {
    base::write_file_atomically(registry() / "organisations.toml", text);
  }
  void ingest(const std::vector<corpus::Paper>& papers) {
    run(write_jsonl(folder_.path() / "papers.jsonl", papers));
  }
  /// Ids as in a deletion list of OpenAlex: W1, W2.
  void remove(const std::vector<std::string>& works) {
    std::string list = "id\n";
    for (const std::string& work : works) list += "https://openalex.org/" + work + "\n";
    base::write_file_atomically(folder_.path() / "deleted_ids.csv", list);
    run(folder_.path() / "deleted_ids.csv");
  }
  void retag() {
    indexer::RetagOptions options;
    options.index = index();
    options.folders.registry = registry();
    options.clock = clock();
    indexer::retag(options);
  }
  /// Adds a decision to the user's, and applies them.
  void decide(tagging::Decision decision) {
    REQUIRE(tagging::append_decision(folder_.path() / "decisions", std::move(decision), clock()));
    indexer::RetagOptions options;
    options.index = index();
    options.folders = {registry(), folder_.path() / "decisions"};
    options.clock = clock();
    indexer::retag(options);
  }
  [[nodiscard]] std::unique_ptr<searcher::Searcher> open() const { return searcher::Searcher::open(index()); }

  /// Freezes under that name; the file's bytes.
  std::string freeze(const std::string& name, const bundle::FreezeRequest& request) {
    const auto frozen = bundle::freeze(*open(), request, {file(name)});
    INFO((frozen ? std::string() : frozen.error().message));
    REQUIRE(frozen.has_value());
    return base::read_file(file(name));
  }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
  [[nodiscard]] std::filesystem::path index() const { return folder_.path() / "index"; }
  [[nodiscard]] std::filesystem::path registry() const { return folder_.path() / "registry"; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  /// A second later at each run: two generations never bear one date.
  base::Clock clock() {
    return [now = now_++] { return now; };
  }
  void run(const std::filesystem::path& input) {
    indexer::IngestOptions options;
    options.index = index();
    options.paths = {input};
    options.jobs = 1;
    options.folders.registry = registry();
    options.clock = clock();
    REQUIRE(indexer::ingest(options).rejected == 0);
  }
  TemporaryFolder folder_;
  std::int64_t now_ = 1764000000;
};

/// Papers with one affiliation each.
inline std::vector<corpus::Paper> lab_papers() {
  return {
      paper("openalex:W1", "Glass of stone", {.affiliations = {"North Star Laboratory, Oslo"}, .year = 2019}),
      paper("openalex:W2", "Glass of paper", {.affiliations = {"North Star Laboratory"}, .year = 2021}),
      paper("openalex:W3", "Glass of bees",
            {.affiliations = {"South Cross Laboratory, Sydney"}, .year = 2021}),
      paper("openalex:W4", "Ladder", {.affiliations = {"North Star Laboratory"}, .year = 0})};
}

/// The content of one part of a bundle.
inline std::string part(const std::string& bytes, std::string_view name) {
  for (const bundle::StoredPart& one : bundle::read_archive(bytes).parts) {
    if (one.name == name) return std::string(one.bytes);
  }
  return {};
}

}  // namespace labtrail::tests
