// Runs the queries of a comparison with other engines in one process and prints a line for each query and
// mode: id, mode, hits, p50 and p95 in microseconds, samples, facet sums. The format is that of the
// comparison's other runners.
//   peer_bench INDEX QUERIES.tsv SECONDS > rows.tsv
// Modes: top10 = ids of the best ten; count = top10 and the exact total; facets = count and the counts of
// year, venue, country and institution (institution cut to its 20 commonest values).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "searcher/search.h"

namespace {

using namespace labtrail;

struct PeerQuery {
  std::string id;
  std::string type;
  std::string field;
  std::string words;
  std::string filter;
};

std::vector<PeerQuery> read_queries(const std::string& path) {
  std::ifstream in(path);
  std::vector<PeerQuery> queries;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream cells(line);
    PeerQuery query;
    std::getline(cells, query.id, '\t');
    std::getline(cells, query.type, '\t');
    std::getline(cells, query.field, '\t');
    std::getline(cells, query.words, '\t');
    std::getline(cells, query.filter, '\t');
    queries.push_back(query);
  }
  return queries;
}

std::string field_prefix(const std::string& field) {
  if (field == "all" || field == "-") return "";
  if (field == "authors") return "author:";
  if (field == "affiliations") return "affiliation:";
  return field + ":";
}

searcher::Request request_of(const PeerQuery& query) {
  searcher::Request request;
  request.highlights = false;
  request.records = false;
  request.suggest_spelling = false;
  request.limit = 10;
  request.deadline = std::chrono::seconds(60);
  if (query.type != "ALL" && query.type != "ALLFILTER") {
    const std::string prefix = field_prefix(query.field);
    if (query.type == "PHRASE") {
      request.query = fmt::format("{}\"{}\"", prefix, query.words);
    } else {
      std::istringstream words(query.words);
      for (std::string word; words >> word;) {
        if (!request.query.empty()) request.query += query.type == "OR" ? " OR " : " ";
        request.query += prefix + word;
      }
    }
  }
  if (query.filter != "-" && !query.filter.empty()) {
    const std::size_t comma = query.filter.find(',');
    request.filter =
        fmt::format("year:{},country:\"{}\"", query.filter.substr(0, comma), query.filter.substr(comma + 1));
  }
  return request;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: peer_bench INDEX QUERIES.tsv SECONDS\n";
    return 2;
  }
  const auto searcher = searcher::Searcher::open(argv[1]);
  const double limit = std::atof(argv[3]);
  for (const PeerQuery& query : read_queries(argv[2])) {
    for (const std::string mode : {"top10", "count", "facets"}) {
      searcher::Request request = request_of(query);
      if (mode == "facets") {
        using format::FacetField;
        request.facets = {{FacetField::year, 1000},
                          {FacetField::venue, 1000},
                          {FacetField::country, 1000},
                          {FacetField::institution, 20}};
      }
      std::vector<double> samples;
      std::uint64_t hits = 0;
      std::string sums;
      const auto started = std::chrono::steady_clock::now();
      for (int round = 0;
           round < 3 ||
           std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count() < limit;
           ++round) {
        const auto before = std::chrono::steady_clock::now();
        if (mode == "top10") {
          const auto ranked = searcher->rank(request, 10);
          if (!ranked) {
            std::cerr << query.id << ": " << ranked.error().message << '\n';
            return 1;
          }
          hits = ranked->size();
        } else {
          const auto response = searcher->search(request);
          if (!response) {
            std::cerr << query.id << ": " << response.error().message << '\n';
            return 1;
          }
          hits = response->total;
          sums.clear();
          for (const searcher::Facet& facet : response->facets) {
            const auto sum =
                std::accumulate(facet.buckets.begin(), facet.buckets.end(), std::uint64_t{0},
                                [](std::uint64_t total, const auto& bucket) { return total + bucket.count; });
            sums += (sums.empty() ? "" : ",") + std::to_string(sum);
          }
        }
        samples.push_back(
            std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - before).count());
      }
      std::sort(samples.begin(), samples.end());
      fmt::print("{}\t{}\t{}\t{:.1f}\t{:.1f}\t{}\t{}\n", query.id, mode, hits, samples[samples.size() / 2],
                 samples[static_cast<std::size_t>(static_cast<double>(samples.size()) * 0.95)],
                 samples.size(), sums);
    }
  }
  return 0;
}
