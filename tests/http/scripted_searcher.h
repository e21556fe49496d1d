// A Searcher over a handful of papers in memory, for tests of the protocol around it: what it answers is
// simple, and how long it takes and which generation it is in can be set. Queries and filters are read by the
// real parsers. Counts and ranking are tested where the real searcher is (tests/unit/searcher,
// real_index_test.cc).
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "searcher/search.h"

namespace labtrail::tests {

inline corpus::Paper paper(std::string id, std::string title, int year) {
  corpus::Paper out;
  out.id = std::move(id);
  out.title = std::move(title);
  out.year = year;
  return out;
}

inline std::vector<corpus::Paper> some_papers() {
  corpus::Paper full = paper("openalex:W1", "Swarm control of <small> robots", 2021);
  full.venue = "Letters, Series \"B\"";
  full.type = "article";
  full.authors = {{"Ada Example", "", {{"Example Lab, Springfield", {}}}}};
  full.countries = {"CN", "US"};
  corpus::Paper unpaired = paper("paperlists:icra2018/84 6?1170", "Robots that learn", 2018);
  unpaired.unpaired = true;
  unpaired.affiliations = {{"Example University", {}}};
  return {full, unpaired, paper("doi:10.1000/x/y", "之江实验室", 0)};
}

class ScriptedSearcher : public searcher::Searcher {
 public:
  std::vector<corpus::Paper> papers = some_papers();
  std::atomic<int> delay_ms{0};
  std::atomic<bool> newer_is_damaged{false};
  std::atomic<bool> newer_exists{false};
  std::atomic<bool> broken{false};
  mutable std::atomic<int> searches{0};
  mutable std::atomic<int> running{0};
  std::atomic<std::uint64_t> number{7};

  [[nodiscard]] base::Result<searcher::Response> search(const searcher::Request& request) const override {
    ++searches;
    ++running;
    if (delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    --running;
    if (broken) throw base::Failure(base::ErrorCode::corrupt, "/secret/place/segment-1 is damaged");
    const auto parsed = query::parse_query(request.query, request.mode);
    if (!parsed) return tl::unexpected(parsed.error());
    const auto clauses = query::parse_filter(request.filter);
    if (!clauses) return tl::unexpected(clauses.error());
    searcher::Response response;
    response.generation = generation();
    response.query = request.query;
    response.filter = query::to_string(*clauses);
    response.sort = request.sort;
    response.diagnostics = parsed->diagnostics;
    response.tree = parsed->tree;
    response.clauses = *clauses;
    for (const corpus::Paper& candidate : papers) {
      if (candidate.title.find(request.query) == std::string::npos) continue;
      ++response.total;
      if (response.total <= request.offset || response.hits.size() == request.limit) continue;
      searcher::Hit hit;
      hit.paper = candidate;
      hit.score = 1.5;
      const std::size_t at = candidate.title.find(request.query);
      hit.highlights = {{"title", candidate.title, {{at, at + request.query.size()}}, false, false}};
      response.hits.push_back(std::move(hit));
    }
    for (const query::FacetRequest& facet : request.facets) response.facets.push_back(years(facet.field));
    return response;
  }
  [[nodiscard]] base::Result<corpus::Paper> paper(std::string_view id) const override {
    for (const corpus::Paper& candidate : papers) {
      if (candidate.id == id) return candidate;
    }
    return base::fail(base::ErrorCode::not_found, "no paper '" + std::string(id) + "'");
  }
  [[nodiscard]] base::Result<searcher::Facet> facet_values(format::FacetField field, std::string_view,
                                                           std::size_t,
                                                           const searcher::Request& request) const override {
    const auto parsed = query::parse_query(request.query, request.mode);
    if (!parsed) return tl::unexpected(parsed.error());
    return years(field);
  }
  [[nodiscard]] base::Result<std::vector<searcher::Suggestion>> suggest(std::string_view text,
                                                                        std::size_t) const override {
    return std::vector<searcher::Suggestion>{{"word", std::string(text) + "ot", std::string(text) + "ot", 2}};
  }
  [[nodiscard]] base::Result<std::uint64_t> each(
      const searcher::Request&, const std::function<bool(const corpus::Paper&)>& sink) const override {
    for (const corpus::Paper& each_paper : papers) sink(each_paper);
    return papers.size();
  }
  [[nodiscard]] base::Result<std::vector<searcher::RankedId>> rank(const searcher::Request&,
                                                                   std::size_t) const override {
    return std::vector<searcher::RankedId>{};
  }
  [[nodiscard]] base::Result<searcher::Explanation> explain(std::string_view) const override {
    return searcher::Explanation{};
  }
  [[nodiscard]] searcher::GenerationInfo generation() const override {
    return {number, "2026-11-24T03:00:00Z", papers.size()};
  }
  base::Result<bool> refresh() override {
    if (newer_is_damaged) return base::fail(base::ErrorCode::corrupt, "generation 8 is damaged");
    if (!newer_exists.exchange(false)) return false;
    ++number;
    return true;
  }

 private:
  [[nodiscard]] searcher::Facet years(format::FacetField field) const {
    searcher::Facet facet;
    facet.field = field;
    facet.distinct = 2;
    facet.none = 1;
    facet.buckets = {{"2018", "2018", 1, false, false}, {"2021", "2021", 1, true, false}};
    return facet;
  }
};

}  // namespace labtrail::tests
