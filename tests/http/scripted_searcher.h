// A Searcher over a handful of papers in memory, for tests of the protocol around it: what it answers is
// simple, and how long it takes and which generation it is in can be set. Queries and filters are read by the
// real parsers. Counts and ranking are tested where the real searcher is (tests/unit/searcher,
// real_index_test.cc).
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
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

class ScriptedSelection : public searcher::Selection {
 public:
  ScriptedSelection(searcher::SelectionFacts facts, std::vector<corpus::Paper> papers,
                    std::size_t breaks_after, int milliseconds_a_paper, searcher::PaperEvidence evidence)
      : facts_(std::move(facts)),
        papers_(std::move(papers)),
        breaks_after_(breaks_after),
        milliseconds_a_paper_(milliseconds_a_paper),
        evidence_(std::move(evidence)) {}
  [[nodiscard]] const searcher::SelectionFacts& facts() const override { return facts_; }
  [[nodiscard]] std::uint64_t each(const Sink& sink) const override {
    std::uint64_t given = 0;
    for (const corpus::Paper& one : papers_) {
      if (given == breaks_after_) throw base::Failure(base::ErrorCode::corrupt, "a record is damaged");
      ++given;
      if (milliseconds_a_paper_ > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds_a_paper_));
      if (!sink(one, {})) break;
    }
    return given;
  }
  [[nodiscard]] std::uint64_t each_match(const MatchSink& sink) const override {
    return each([&](const corpus::Paper& one, const searcher::CountedValues& counted) {
      return sink({one, counted, evidence_, {}});
    });
  }

 private:
  searcher::SelectionFacts facts_;
  std::vector<corpus::Paper> papers_;
  std::size_t breaks_after_;
  int milliseconds_a_paper_;
  searcher::PaperEvidence evidence_;
};

class ScriptedSearcher : public searcher::Searcher {
 public:
  std::vector<corpus::Paper> papers = some_papers();
  searcher::PaperEvidence evidence_of_all;  ///< of whatever paper
  std::optional<std::uint64_t> candidates;
  int milliseconds_a_paper = 0;                             ///< that an export takes
  std::size_t breaks_after = static_cast<std::size_t>(-1);  ///< papers of an export until a record is damaged
  std::atomic<int> delay_ms{0};
  std::atomic<bool> newer_is_damaged{false};
  std::atomic<bool> newer_exists{false};
  std::atomic<bool> broken{false};
  mutable std::atomic<int> searches{0};
  mutable std::atomic<int> running{0};
  std::atomic<std::uint64_t> number{7};

  [[nodiscard]] std::shared_ptr<const searcher::PaperSelection> all_papers() const override {
    throw base::Failure(base::ErrorCode::unsupported, "a scripted searcher has no selections");
  }

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
    response.candidates = candidates;
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
  [[nodiscard]] base::Result<searcher::PaperEvidence> evidence(std::string_view id) const override {
    const auto known = paper(id);
    if (!known) return tl::unexpected(known.error());
    return evidence_of_all;
  }
  [[nodiscard]] base::Result<searcher::Facet> facet_values(format::FacetField field, std::string_view,
                                                           std::size_t,
                                                           const searcher::Request& request) const override {
    const auto parsed = query::parse_query(request.query, request.mode);
    if (!parsed) return tl::unexpected(parsed.error());
    return years(field);
  }
  [[nodiscard]] base::Result<searcher::OrganisationProfile> organisation(std::string_view id) const override {
    if (id != "example-lab")
      return base::fail(base::ErrorCode::not_found, "no organisation '" + std::string(id) + "'");
    searcher::OrganisationProfile profile;
    profile.id = profile.value = id;
    profile.kind = "lab";
    profile.name = "Example <Lab>";
    return profile;
  }
  [[nodiscard]] base::Result<searcher::Collaborations> collaborations(
      const searcher::CollaborationRequest& request) const override {
    const auto clauses = query::parse_filter(request.subject);
    if (!clauses) return tl::unexpected(clauses.error());
    searcher::Collaborations found;
    found.generation = generation();
    found.subject = request.subject;
    found.subject_label = "Example <Lab>";
    found.by = request.by;
    found.papers = 3;
    found.joint = {2, 1, 1, 0};
    searcher::CollaborationBucket bucket;
    bucket.counts = {2, 1, 1, 0};
    bucket.fractional = 1.5;
    bucket.first_year = 2020;
    bucket.last_year = 2021;
    bucket.years = {{2020, 1}, {2021, 1}};
    for (const std::string& value : request.only.empty() ? std::vector<std::string>{"US"} : request.only) {
      bucket.value = bucket.label = value;
      bucket.filter = "joint:" + request.subject + "/country:" + value;
      found.buckets.push_back(bucket);
    }
    found.distinct = 1;
    return found;
  }
  [[nodiscard]] base::Result<searcher::PrintedStrings> printed(
      const searcher::CollaborationRequest&) const override {
    return searcher::PrintedStrings{
        3,
        0,
        1,
        {{"Example Lab, Springfield", 3, "printed:\"Example Lab, Springfield\"", "openalex:W1", {}}}};
  }
  [[nodiscard]] base::Result<std::vector<searcher::Suggestion>> suggest(std::string_view text,
                                                                        std::size_t) const override {
    return std::vector<searcher::Suggestion>{
        {"word", std::string(text) + "ot", std::string(text) + "ot", 2, "", std::string(text) + "ot", ""}};
  }
  [[nodiscard]] base::Result<std::vector<searcher::Suggestion>> named(std::string_view name) const override {
    return std::vector<searcher::Suggestion>{
        {"lab", "example-lab", std::string(name), 2, "", "", "lab:example-lab"}};
  }
  [[nodiscard]] base::Result<std::unique_ptr<searcher::Selection>> select(
      const searcher::Request& request) const override {
    searcher::Request counted = request;
    counted.limit = 0;
    const auto response = search(counted);
    if (!response) return tl::unexpected(response.error());
    std::vector<corpus::Paper> matches;
    for (const corpus::Paper& candidate : papers) {
      if (candidate.title.find(request.query) != std::string::npos) matches.push_back(candidate);
    }
    return std::make_unique<ScriptedSelection>(
        searcher::SelectionFacts{response->total, candidates, response->generation, response->query,
                                 response->filter, "resolver 1"},
        std::move(matches), breaks_after, milliseconds_a_paper, evidence_of_all);
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
