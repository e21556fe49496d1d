// The evaluator against the oracle: thousands of generated queries, filters and facets, no difference
// allowed.
#include "tests/support/oracle.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <iostream>

#include "indexer/format/snapshot.h"
#include "searcher/query/filter.h"
#include "searcher/query/parser.h"
#include "tests/unit/searcher/query_maker.h"
#include "tests/unit/searcher/world.h"

using namespace labtrail;

namespace {

constexpr std::size_t kAll = 1'000'000;
constexpr std::chrono::minutes kTime{2};

/// Over all questions so far.
std::size_t further_candidates = 0;

struct Tally {
  std::size_t queries = 0;
  std::size_t with_matches = 0;
  std::size_t refused = 0;
};

/// ids of every match, in the order of ids.
std::vector<std::string> ids_of(const searcher::Searcher& searcher, searcher::Request request) {
  request.sort = searcher::Sort::id;
  const auto ranked = searcher.rank(request, kAll);
  REQUIRE(ranked.has_value());
  std::vector<std::string> out;
  for (const searcher::RankedId& one : *ranked) out.push_back(one.id);
  return out;
}

std::vector<std::string> listed(const tests::Oracle::Ids& ids) {
  return {ids.begin(), ids.end()};
}

std::uint64_t undecided(const searcher::Response& response) {
  for (const query::Diagnostic& diagnostic : response.diagnostics) {
    const std::string_view head = "same(...) cannot be decided for ";
    if (diagnostic.message.rfind(head, 0) == 0) return std::stoull(diagnostic.message.substr(head.size()));
  }
  return 0;
}

void check_order(const searcher::Searcher& pieces, const searcher::Searcher& whole,
                 const searcher::Request& request) {
  const auto a = pieces.rank(request, kAll);
  const auto b = whole.rank(request, kAll);
  REQUIRE(a.has_value());
  REQUIRE(b.has_value());
  REQUIRE(a->size() == b->size());
  bool same = true;
  bool ordered = true;
  for (std::size_t i = 0; i < a->size(); ++i) {
    same = same && (*a)[i].id == (*b)[i].id && (*a)[i].score == (*b)[i].score;
    if (i == 0) continue;
    const searcher::RankedId& before = (*a)[i - 1];
    ordered = ordered &&
              (before.score > (*a)[i].score || (before.score == (*a)[i].score && before.id < (*a)[i].id));
  }
  CHECK(same);
  CHECK(ordered);
}

tests::Oracle::Ids filtered(tests::World& world, tests::Oracle::Ids ids,
                            const std::vector<query::Clause>& clauses) {
  for (const query::Clause& clause : clauses) {
    const tests::Oracle::Ids bearing = world.oracle->matches(clause);
    std::erase_if(ids, [&](const std::string& id) { return !bearing.contains(id); });
  }
  return ids;
}

/// What the answer says of candidates is what the widened question finds beyond `result`.
void check_candidates(tests::World& world, const searcher::Response& response,
                      const tests::Oracle::Ids& result) {
  query::Node tree = response.tree;
  std::vector<query::Clause> clauses = response.clauses;
  if (!tests::Oracle::with_candidates(tree, clauses)) {
    CHECK_FALSE(response.candidates.has_value());
    return;
  }
  tests::Oracle::Ids wider = filtered(world, world.oracle->matches(tree), clauses);
  std::erase_if(wider, [&](const std::string& id) { return result.contains(id); });
  CHECK(response.candidates == wider.size());
  further_candidates += wider.size();
}

void check_query(tests::World& world, const std::string& text, Tally& tally) {
  INFO("query: " << text);
  const auto parsed = query::parse_query(text, query::Mode::strict);
  REQUIRE(parsed.has_value());
  searcher::Request request;
  request.query = text;
  request.deadline = kTime;
  request.limit = 0;
  request.suggest_spelling = false;
  const auto response = world.pieces->search(request);
  const auto second = world.whole->search(request);
  ++tally.queries;
  if (!response || !second) {
    // Caps refuse, and they do so whatever the segments.
    REQUIRE(!response);
    REQUIRE(!second);
    CHECK(response.error().code == base::ErrorCode::too_large);
    CHECK(second.error().message == response.error().message);
    ++tally.refused;
    return;
  }
  const tests::Oracle::Ids expected = world.oracle->matches(parsed->tree);
  tally.with_matches += expected.empty() ? 0 : 1;
  CHECK(response->total == expected.size());
  CHECK(second->total == expected.size());
  CHECK(ids_of(*world.pieces, request) == listed(expected));
  CHECK(ids_of(*world.whole, request) == listed(expected));
  if (text.find("same(") != std::string::npos)
    CHECK(undecided(*response) == world.oracle->undecided(parsed->tree, world.oracle->everything()));
  check_candidates(world, *response, expected);
  CHECK(second->candidates == response->candidates);
  check_order(*world.pieces, *world.whole, request);
}

/// The filter as it reads when the positive clauses of one field are taken out of its text.
std::vector<query::Clause> without_own(std::vector<query::Clause> clauses, format::FacetField field) {
  std::string rest;
  for (const query::Clause& clause : clauses) {
    if (clause.any_organisation || (clause.field == field && !clause.negated)) continue;
    query::Clause bare = clause;
    bare.scope = {};
    rest += (rest.empty() ? "" : ",") + query::to_string({bare});
  }
  for (const query::Clause& clause : clauses) {
    if (!clause.scope.given()) continue;
    query::Clause modifiers;
    modifiers.any_organisation = true;
    modifiers.scope = clause.scope;
    rest += (rest.empty() ? "" : ",") + query::to_string({modifiers});
    break;
  }
  return query::parse_filter(rest).value();
}

struct Expected {
  std::uint64_t distinct = 0;
  std::uint64_t none = 0;
  std::vector<std::pair<std::string, std::uint64_t>> buckets;
};

Expected expected_facet(tests::World& world, const query::FacetRequest& facet,
                        const tests::Oracle::Ids& matches, const std::vector<query::Clause>& clauses) {
  const tests::Oracle::Ids ids = filtered(world, matches, without_own(clauses, facet.field));
  const auto counts = world.oracle->count(facet.field, ids);
  const auto everywhere = world.oracle->count(facet.field, world.oracle->everything());
  Expected out;
  out.distinct = counts.size();
  out.none = world.oracle->without(facet.field, ids);
  const auto by_count = [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  };
  out.buckets.assign(counts.begin(), counts.end());
  std::sort(out.buckets.begin(), out.buckets.end(), by_count);
  if (out.buckets.size() > facet.limit) out.buckets.resize(facet.limit);
  for (const query::Clause& clause : clauses) {
    if (!query::is_on(clause, facet.field)) continue;
    const auto list = [&](const std::string& value) {
      const auto known = counts.find(value);
      const std::uint64_t count = known == counts.end() ? 0 : known->second;
      const std::pair<std::string, std::uint64_t> bucket{value, count};
      if (std::find(out.buckets.begin(), out.buckets.end(), bucket) == out.buckets.end())
        out.buckets.push_back(bucket);
    };
    for (const query::FilterValue& value : clause.values) {
      if (facet.field != format::FacetField::year) {
        list(world.oracle->counted(facet.field, value.text));
        continue;
      }
      if (value.low == value.high) list(std::to_string(value.low));
      for (const auto& [year, count] : everywhere) {
        if (std::stoi(year) >= value.low && std::stoi(year) <= value.high) list(year);
      }
    }
  }
  std::sort(out.buckets.begin(), out.buckets.end(), by_count);
  return out;
}

void check_facets(tests::World& world, tests::QueryMaker& maker) {
  searcher::Request request;
  request.query = maker.short_query();
  request.filter = maker.filter();
  request.limit = 0;
  request.deadline = kTime;
  request.suggest_spelling = false;
  for (const auto field :
       {format::FacetField::year, format::FacetField::country, format::FacetField::institution,
        format::FacetField::venue, format::FacetField::type, format::FacetField::funder,
        format::FacetField::topic, format::FacetField::language, format::FacetField::status,
        format::FacetField::lab, format::FacetField::list, format::FacetField::lineage}) {
    if (maker.below(2) == 0) request.facets.push_back({field, 1 + maker.below(25)});
  }
  INFO("query: " << request.query << "  filter: " << request.filter);
  const auto clauses = query::parse_filter(request.filter);
  REQUIRE(clauses.has_value());
  const auto response = world.pieces->search(request);
  const auto second = world.whole->search(request);
  REQUIRE(response.has_value());
  REQUIRE(second.has_value());
  const tests::Oracle::Ids matches =
      world.oracle->matches(query::parse_query(request.query, query::Mode::strict)->tree);
  const tests::Oracle::Ids result = filtered(world, matches, *clauses);
  CHECK(response->total == result.size());
  CHECK(ids_of(*world.pieces, request) == listed(result));
  check_candidates(world, *response, result);
  REQUIRE(response->facets.size() == request.facets.size());
  for (std::size_t f = 0; f < request.facets.size(); ++f) {
    INFO("facet: " << format::name(request.facets[f].field) << ':' << request.facets[f].limit);
    const Expected expected = expected_facet(world, request.facets[f], matches, *clauses);
    for (const searcher::Facet* facet : {&response->facets[f], &second->facets[f]}) {
      CHECK(facet->field == request.facets[f].field);
      CHECK(facet->distinct == expected.distinct);
      CHECK(facet->none == expected.none);
      std::vector<std::pair<std::string, std::uint64_t>> buckets;
      for (const searcher::FacetBucket& bucket : facet->buckets)
        buckets.emplace_back(bucket.value, bucket.count);
      CHECK(buckets == expected.buckets);
    }
  }

  // One more clause never raises a count.
  searcher::Request narrower = request;
  narrower.filter += "," + maker.clause();
  INFO("narrower: " << narrower.filter);
  for (query::FacetRequest& facet : narrower.facets) facet.limit = kAll;
  searcher::Request wide = request;
  wide.facets = narrower.facets;
  const auto before = world.pieces->search(wide);
  const auto after = world.pieces->search(narrower);
  REQUIRE(before.has_value());
  INFO((after ? std::string() : after.error().message));
  REQUIRE(after.has_value());
  CHECK(after->total <= before->total);
  for (std::size_t f = 0; f < after->facets.size(); ++f) {
    std::map<std::string, std::uint64_t> known;
    for (const searcher::FacetBucket& bucket : before->facets[f].buckets) known[bucket.value] = bucket.count;
    bool raised = after->facets[f].none > before->facets[f].none;
    for (const searcher::FacetBucket& bucket : after->facets[f].buckets)
      raised = raised || bucket.count > known[bucket.value];
    CHECK_FALSE(raised);
  }
}

void run_queries(tests::World& world, std::size_t count, std::uint64_t seed) {
  tests::QueryMaker maker(world.papers, seed);
  Tally tally;
  for (std::size_t i = 0; i < count; ++i) check_query(world, maker.query(), tally);
  std::cout << "oracle: " << tally.queries << " queries over " << world.papers.size() << " papers, "
            << tally.with_matches << " of them with matches, " << tally.refused << " refused by a cap\n";
  CHECK(tally.with_matches > tally.queries / 2);
  CHECK(tally.refused < tally.queries / 20);
}

}  // namespace

TEST_CASE("the index in pieces has several segments and dead papers in them") {
  for (tests::World* world : {&tests::sample_world(), tests::real_world()}) {
    if (world == nullptr) continue;
    const auto snapshot = format::Snapshot::open(world->pieces_path());
    CHECK(snapshot->segments().size() >= 2);
    CHECK(snapshot->papers() == world->papers.size());
    std::uint32_t dead = 0;
    for (const format::LiveSegment& live : snapshot->segments())
      dead += live.segment->size() - live.live_count;
    CHECK(dead > world->papers.size() / 20);
  }
}

TEST_CASE("sample papers: every generated query finds the papers that the oracle finds") {
  run_queries(tests::sample_world(), 1500, 1);
}

TEST_CASE("sample papers: every generated filter and facet counts as the oracle counts") {
  tests::QueryMaker maker(tests::sample_world().papers, 2);
  for (int i = 0; i < 300; ++i) check_facets(tests::sample_world(), maker);
}

TEST_CASE("real papers: every generated query finds the papers that the oracle finds") {
  tests::World* world = tests::real_world();
  if (world == nullptr) return;
  run_queries(*world, 2000, 3);
  CHECK(further_candidates > 0);
}

TEST_CASE("real papers: every generated filter and facet counts as the oracle counts") {
  tests::World* world = tests::real_world();
  if (world == nullptr) return;
  tests::QueryMaker maker(world->papers, 4);
  for (int i = 0; i < 500; ++i) check_facets(*world, maker);
}
