// A handful of papers through the real indexer, and questions to them.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "corpus/base/file.h"
#include "indexer/ingest.h"
#include "searcher/search.h"
#include "tests/support/papers.h"
#include "tests/support/temporary_folder.h"

namespace labtrail::tests {

class SmallIndex {
 public:
  explicit SmallIndex(const std::vector<corpus::Paper>& papers) {
    ingest(papers);
    open();
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
  void open() { searcher_ = searcher::Searcher::open(path()); }

  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "index"; }
  searcher::Searcher& operator*() { return *searcher_; }
  searcher::Searcher* operator->() { return searcher_.get(); }

  searcher::Response ask(searcher::Request request) {
    auto response = searcher_->search(request);
    INFO(request.query << " | " << request.filter);
    INFO((response ? std::string() : response.error().message));
    REQUIRE(response.has_value());
    return std::move(*response);
  }
  /// Ids that a query finds, in byte order, joined by blanks.
  std::string find(const std::string& query, const std::string& filter = {}) {
    searcher::Request request;
    request.query = query;
    request.filter = filter;
    request.sort = searcher::Sort::id;
    request.limit = searcher::kMaxLimit;
    return ids(ask(request));
  }
  base::Error refusal(const searcher::Request& request) {
    const auto response = searcher_->search(request);
    REQUIRE(!response.has_value());
    return response.error();
  }
  static std::string ids(const searcher::Response& response) {
    std::string out;
    for (const searcher::Hit& hit : response.hits) out += (out.empty() ? "" : " ") + hit.paper.id;
    return out;
  }

 private:
  void run(const std::filesystem::path& input) {
    indexer::IngestOptions options;
    options.index = path();
    options.paths = {input};
    options.jobs = 1;
    options.reject_file = folder_.path() / "rejects.jsonl";
    options.clock = [] { return std::int64_t{1764000000}; };
    REQUIRE(indexer::ingest(options).rejected == 0);
  }
  TemporaryFolder folder_;
  std::unique_ptr<searcher::Searcher> searcher_;
};

}  // namespace labtrail::tests
