// Ranking is a test with checked-in figures: tests/golden/ranking.tsv holds, for each test collection and
// metric, what we reach and the best that other engines reach on the same files. A change of ranking changes
// that file in the same commit. LABTRAIL_RANKING_PRINT=1 prints the lines as they would have to be.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "indexer/ingest.h"
#include "searcher/search.h"
#include "tests/support/real_data.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;

namespace {

constexpr std::size_t kDepth = 1000;

using Judgments = std::map<std::string, std::map<std::string, int>>;

/// TREC: query, 0, paper, relevance. Queries without a relevant paper are left out, as trec_eval does.
Judgments read_judgments(const std::filesystem::path& path) {
  Judgments judgments;
  std::ifstream in(path);
  std::string query;
  std::string ignored;
  std::string paper;
  for (int relevance = 0; in >> query >> ignored >> paper >> relevance;) {
    if (relevance > 0) judgments[query][paper] = relevance;
  }
  return judgments;
}

struct Figures {
  double map = 0;
  double mrr = 0;
};

/// Mean average precision and mean reciprocal rank over the judged queries; a query without results counts 0.
Figures measure(const searcher::Searcher& searcher, const std::filesystem::path& topics,
                const Judgments& judgments) {
  Figures sum;
  std::ifstream in(topics);
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    const auto judged = judgments.find(line.substr(0, tab));
    if (judged == judgments.end()) continue;
    searcher::Request request;
    request.query = line.substr(tab + 1);
    request.mode = query::Mode::plain;
    request.deadline = std::chrono::seconds(60);
    const auto ranked = searcher.rank(request, kDepth);
    REQUIRE(ranked.has_value());
    double found = 0;
    double precisions = 0;
    double reciprocal = 0;
    for (std::size_t i = 0; i < ranked->size(); ++i) {
      if (!judged->second.contains((*ranked)[i].id)) continue;
      ++found;
      precisions += found / static_cast<double>(i + 1);
      if (reciprocal == 0) reciprocal = 1.0 / static_cast<double>(i + 1);
    }
    sum.map += precisions / static_cast<double>(judged->second.size());
    sum.mrr += reciprocal;
  }
  const auto queries = static_cast<double>(judgments.size());
  return {sum.map / queries, sum.mrr / queries};
}

struct Golden {
  std::string collection;
  std::string topics;
  std::string metric;
  double ours = 0;
  double best_other = 0;
};

std::vector<Golden> read_golden() {
  std::vector<Golden> rows;
  std::ifstream in(LABTRAIL_SOURCE_DIR "/tests/golden/ranking.tsv");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream cells(line);
    Golden row;
    cells >> row.collection >> row.topics >> row.metric >> row.ours >> row.best_other;
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

TEST_CASE("ranking reaches its checked-in figures, none below the best of the other engines") {
  const auto data = tests::real_data("retrieval", "ranking");
  if (!data) return;
  const tests::TemporaryFolder folder;
  std::map<std::string, std::unique_ptr<searcher::Searcher>> searchers;
  const auto rows = read_golden();
  REQUIRE(rows.size() >= 5);
  for (const Golden& row : rows) {
    const std::filesystem::path files = *data / row.collection;
    auto& searcher = searchers[row.collection];
    if (searcher == nullptr) {
      indexer::IngestOptions options;
      options.index = folder.path() / row.collection;
      options.paths = {files / "papers.jsonl"};
      // Two papers of cranfield have neither title nor abstract: they are rejected, and no query could find
      // them.
      REQUIRE(indexer::ingest(options).rejected <= 2);
      searcher = searcher::Searcher::open(options.index);
    }
    const Figures figures = measure(*searcher, files / row.topics, read_judgments(files / "qrels.txt"));
    const double reached = row.metric == "MAP" ? figures.map : figures.mrr;
    if (std::getenv("LABTRAIL_RANKING_PRINT") != nullptr) {
      std::cout << fmt::format("{}\t{}\t{}\t{:.4f}\t{:.4f}\n", row.collection, row.topics, row.metric,
                               reached, row.best_other);
    }
    INFO(row.collection << ' ' << row.topics << ' ' << row.metric << ": reached " << reached);
    CHECK(std::abs(reached - row.ours) < 0.0005);
    CHECK(reached >= row.best_other);
  }
}
