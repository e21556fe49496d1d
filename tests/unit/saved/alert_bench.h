// An index with a history, a registry and a data folder, and alerts over them.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/base/file.h"
#include "indexer/ingest.h"
#include "indexer/retag.h"
#include "indexer/tagging/decisions.h"
#include "searcher/saved/alerts.h"
#include "searcher/search.h"
#include "tests/support/papers.h"
#include "tests/support/temporary_folder.h"

namespace labtrail::tests {

struct AlertBench {
  TemporaryFolder folder;
  std::int64_t now = 1'764'000'000;
  std::filesystem::path index = folder.path() / "index";
  std::filesystem::path registry = folder.path() / "registry";
  saved::Store store{folder.path() / "data", [this] { return now; }};
  saved::Alerts alerts{store};
  std::unique_ptr<searcher::Searcher> searcher;

  AlertBench() { std::filesystem::create_directories(registry); }

  void ingest(const std::vector<corpus::Paper>& papers) {
    run({write_jsonl(folder.path() / "papers.jsonl", papers)});
  }
  /// Works of OpenAlex, W1, that are deleted; "W1,W2" was merged into W2.
  void remove(const std::vector<std::string>& works) { run({deletion_list(works)}); }
  std::filesystem::path deletion_list(const std::vector<std::string>& works) {
    std::string list = "id,merge_into_id\n";
    for (const std::string& work : works) list += work + "\n";
    base::write_file_atomically(folder.path() / "deleted_ids.csv", list);
    return folder.path() / "deleted_ids.csv";
  }
  void run(const std::vector<std::filesystem::path>& paths) {
    now += 3600;
    indexer::IngestOptions options;
    options.index = index;
    options.paths = paths;
    options.jobs = 1;
    options.folders.registry = registry;
    options.reject_file = folder.path() / "rejects.jsonl";
    options.clock = [this] { return now; };
    REQUIRE(indexer::ingest(options).rejected == 0);
    open();
  }
  /// Writes a registry file and applies it.
  void retag(std::string_view toml) {
    now += 3600;
    base::write_file_atomically(registry / "mine.toml", toml);
    indexer::RetagOptions options;
    options.index = index;
    options.folders.registry = registry;
    options.clock = [this] { return now; };
    indexer::retag(options);
    open();
  }
  /// Adds a decision to the user's, and applies them.
  void decide(tagging::Decision decision) {
    REQUIRE(
        tagging::append_decision(folder.path() / "decisions", std::move(decision), [this] { return now; }));
    now += 3600;
    indexer::RetagOptions options;
    options.index = index;
    options.folders = {registry, folder.path() / "decisions"};
    options.clock = [this] { return now; };
    indexer::retag(options);
    open();
  }
  void open() {
    if (searcher == nullptr) {
      searcher = searcher::Searcher::open(index);
    } else {
      REQUIRE(searcher->refresh().has_value());
    }
  }

  std::string save(std::string name, std::string query, std::string filter = {}) {
    saved::Draft draft;
    draft.name = std::move(name);
    draft.query = std::move(query);
    draft.filter = std::move(filter);
    const auto search = store.create(draft);
    INFO((search ? std::string() : search.error().message));
    REQUIRE(search.has_value());
    return search->id;
  }
  saved::RunSummary alert(saved::RunOptions options = {}) {
    options.threads = options.threads == 0 ? 2 : options.threads;
    const auto summary = alerts.run(*searcher, options);
    INFO((summary ? std::string() : summary.error().message));
    REQUIRE(summary.has_value());
    return *summary;
  }
  /// Events newer than those asked for before, oldest first: "name: match a (new-record) [parts]".
  std::string news() {
    saved::EventQuery query;
    query.limit = 10'000;
    const auto events = alerts.events(query);
    REQUIRE(events.has_value());
    std::string out;
    for (auto event = events->rbegin(); event != events->rend(); ++event) {
      if (event->number <= seen_) continue;
      seen_ = event->number;
      out += (out.empty() ? "" : "; ") + event->search_name + ": " + std::string(name(event->kind)) + ' ' +
             event->paper + " (" + std::string(name(event->cause)) + ')';
      if (event->kind != saved::EventKind::match) continue;
      out += " [";
      for (std::size_t i = 0; i < event->parts.size(); ++i) out += (i == 0 ? "" : ", ") + event->parts[i];
      out += ']';
    }
    return out;
  }

 private:
  std::uint64_t seen_ = 0;
};

}  // namespace labtrail::tests
