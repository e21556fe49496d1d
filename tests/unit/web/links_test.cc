#include "web/page/links.h"

#include <catch2/catch.hpp>

using namespace labtrail;
using namespace labtrail::web;
using format::FacetField;

namespace {

Clauses clauses(std::string_view text) {
  auto parsed = query::parse_filter(text);
  REQUIRE(parsed);
  return *parsed;
}

}  // namespace

TEST_CASE("pressing a value adds it as an alternative of its field, pressing it again takes it away") {
  struct Row {
    std::string_view before;
    FacetValue value;
    std::string_view selected;
    std::string_view excluded;
    std::string_view dropped;
  };
  const Row rows[] = {
      {"", {FacetField::country, "CN"}, "country:CN", "country:!CN", ""},
      {"country:CN", {FacetField::country, "GB"}, "country:CN|GB", "country:CN,country:!GB", "country:CN"},
      {"country:CN|GB", {FacetField::country, "CN"}, "country:GB|CN", "country:GB,country:!CN", "country:GB"},
      {"country:!CN", {FacetField::country, "US"}, "country:!CN,country:US", "country:!CN|US", "country:!CN"},
      {"country:!CN", {FacetField::country, "CN"}, "country:CN", "country:!CN", ""},
      {"country:CN,year:2020",
       {FacetField::year, "2021"},
       "country:CN,year:2020|2021",
       "country:CN,year:2020,year:!2021",
       "country:CN,year:2020"},
      {"institution:a,institution:b",
       {FacetField::institution, "c"},
       "institution:a,institution:b|c",
       "institution:a,institution:b,institution:!c",
       "institution:a,institution:b"},
      {"", {FacetField::country, {}, true}, "country:(none)", "country:!(none)", ""},
      {"country:(none)|CN",
       {FacetField::country, {}, true},
       "country:CN|(none)",
       "country:CN,country:!(none)",
       "country:CN"},
      {"",
       {FacetField::venue, "Robots, Planes | Trains"},
       "venue:\"Robots, Planes | Trains\"",
       "venue:!\"Robots, Planes | Trains\"",
       ""},
  };
  for (const Row& row : rows) {
    INFO(row.before << " + " << row.value.text);
    // Compared as clauses are read, so that only their meaning and order count.
    const auto canonical = [](const Clauses& made) { return query::to_string(made); };
    CHECK(canonical(selecting(clauses(row.before), row.value)) == query::to_string(clauses(row.selected)));
    CHECK(canonical(excluding(clauses(row.before), row.value)) == query::to_string(clauses(row.excluded)));
    CHECK(canonical(dropping(clauses(row.before), row.value)) == query::to_string(clauses(row.dropped)));
  }
}

TEST_CASE("a value is off, selected or excluded") {
  const Clauses held = clauses("country:CN|GB,country:!US,year:2020-2022,venue:(none)");
  CHECK(value_state(held, {FacetField::country, "CN"}) == ValueState::selected);
  CHECK(value_state(held, {FacetField::country, "US"}) == ValueState::excluded);
  CHECK(value_state(held, {FacetField::country, "FR"}) == ValueState::off);
  CHECK(value_state(held, {FacetField::venue, "CN"}) == ValueState::off);
  CHECK(value_state(held, {FacetField::venue, {}, true}) == ValueState::selected);
  CHECK(value_state(held, {FacetField::country, {}, true}) == ValueState::off);
}

TEST_CASE("years are set as a range that replaces the old one and leaves other clauses alone") {
  struct Row {
    std::string_view before;
    std::optional<int> low;
    std::optional<int> high;
    std::string_view after;
  };
  const Row rows[] = {
      {"", 2019, 2023, "year:2019-2023"},
      {"", 2021, 2021, "year:2021"},
      {"", 2019, std::nullopt, "year:>=2019"},
      {"", std::nullopt, 2019, "year:<=2019"},
      {"year:2010,country:CN", 2019, 2023, "country:CN,year:2019-2023"},
      {"year:2010,country:CN", std::nullopt, std::nullopt, "country:CN"},
      {"year:!2020", 2019, 2023, "year:!2020,year:2019-2023"},
  };
  for (const Row& row : rows) {
    CHECK(query::to_string(with_years(clauses(row.before), row.low, row.high)) ==
          query::to_string(clauses(row.after)));
  }
}

TEST_CASE("a year passes when all clauses on years let it") {
  CHECK(year_passes(clauses(""), 2020));
  CHECK(year_passes(clauses("country:CN"), 2020));
  CHECK(year_passes(clauses("year:2019-2021"), 2020));
  CHECK_FALSE(year_passes(clauses("year:2019-2021,year:!2020"), 2020));
  CHECK_FALSE(year_passes(clauses("year:>2020"), 2020));
  CHECK(only_years(clauses("year:2019-2021,country:CN"), 2019, 2021));
  CHECK_FALSE(only_years(clauses("year:2019-2021|2030"), 2019, 2021));
}

TEST_CASE("a link to another filter starts at the first page and searches inside nothing") {
  SearchState state;
  state.query = "swarm & <b>";
  state.filter = "country:CN";
  state.page = 7;
  state.sort = searcher::Sort::newest;
  state.inside = FacetSearch{FacetField::institution, "zh"};
  state.longer = {{FacetField::venue, 50}};
  CHECK(url_with(state, selecting(clauses(state.filter), {FacetField::country, "GB"})) ==
        "/search?q=swarm%20%26%20%3Cb%3E&filter=country:CN%7CGB&sort=newest&facets=venue:50");
}

TEST_CASE("a filter that cannot be read has no clauses") {
  CHECK(clauses_of("contry:CN").empty());
}
