#include <catch2/catch.hpp>

#include "web/page/facets.h"

using namespace labtrail;
using namespace labtrail::web;

namespace {

searcher::Facet years(const std::vector<std::pair<int, std::uint64_t>>& counts) {
  searcher::Facet facet;
  for (const auto& [year, count] : counts) {
    searcher::FacetBucket bucket;
    bucket.value = bucket.label = std::to_string(year);
    bucket.count = count;
    facet.buckets.push_back(bucket);
  }
  return facet;
}

}  // namespace

TEST_CASE("bars run from the first to the last year, years without papers included") {
  const auto bins = year_bins(years({{2022, 5}, {2019, 2}}), {}, 30);
  CHECK(bins ==
        std::vector<YearBin>{
            {2019, 2019, 2, true}, {2020, 2020, 0, true}, {2021, 2021, 0, true}, {2022, 2022, 5, true}});
}

TEST_CASE("many years share bars, and no paper is lost") {
  std::vector<std::pair<int, std::uint64_t>> counts;
  std::uint64_t total = 0;
  for (int year = 1901; year <= 2026; ++year) {
    counts.emplace_back(year, static_cast<std::uint64_t>(year % 7));
    total += static_cast<std::uint64_t>(year % 7);
  }
  const auto bins = year_bins(years(counts), {}, 30);
  CHECK(bins.size() == 26);
  CHECK(bins.front().low == 1900);
  CHECK(bins.front().high == 1904);
  CHECK(bins.back().high >= 2026);
  std::uint64_t sum = 0;
  for (const YearBin& bin : bins) sum += bin.count;
  CHECK(sum == total);
}

TEST_CASE("bars outside the chosen years are marked as such") {
  const auto clauses = query::parse_filter("year:2020-2021");
  REQUIRE(clauses);
  const auto bins = year_bins(years({{2019, 1}, {2020, 1}, {2021, 1}, {2022, 1}}), *clauses, 30);
  REQUIRE(bins.size() == 4);
  CHECK_FALSE(bins[0].selected);
  CHECK(bins[1].selected);
  CHECK(bins[2].selected);
  CHECK_FALSE(bins[3].selected);
}

TEST_CASE("no years, no bars") {
  CHECK(year_bins(years({}), {}, 30).empty());
  CHECK(year_bins(years({{2020, 0}}), {}, 30).empty());
}
