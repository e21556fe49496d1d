#include "searcher/http/parameters.h"

#include <array>
#include <catch2/catch.hpp>

using namespace labtrail;
using namespace labtrail::http;

namespace {

constexpr std::array<std::string_view, 3> kKnown{"search", "filter", "per_page"};
constexpr std::array<std::string_view, 1> kFree{"search"};

Checked<void> check(std::string_view query) {
  auto parameters = Parameters::decode(query);
  if (!parameters) return tl::unexpected(parameters.error());
  return parameters->check(kKnown, kFree);
}

}  // namespace

TEST_CASE("a query string is split and decoded; '+' is a space, a '?' and a second '=' belong to the value") {
  const auto parameters = Parameters::decode("search=a+b%2B?&&filter=year%3A2019&flag&x=1=2");
  REQUIRE(parameters);
  CHECK(parameters->get("search") == "a b+?");
  CHECK(parameters->get("filter") == "year:2019");
  CHECK(parameters->has("flag"));
  CHECK(parameters->get("x") == "1=2");
  CHECK_FALSE(parameters->has("absent"));
}

TEST_CASE("the canonical form does not depend on order or escapes") {
  CHECK(Parameters::decode("b=%41&a=x+y")->canonical() == Parameters::decode("a=x%20y&b=A")->canonical());
  CHECK(Parameters::decode("a=1&b=2")->canonical() != Parameters::decode("a=1%26b%3D2")->canonical());
}

TEST_CASE("parameters that are not understood are errors that name the parameter") {
  struct Row {
    std::string query;
    const char* parameter;
    const char* message;
    const char* hint;
    std::size_t offset;
  };
  for (const Row& row : std::vector<Row>{
           {"fliter=x", "fliter", "unknown parameter 'fliter'", "did you mean 'filter'?", 0},
           {"wholly=x", "wholly", "unknown parameter 'wholly'", "known are search, filter, per_page", 0},
           {"filter=a&filter=b", "filter", "parameter 'filter' is given twice",
            "join the clauses with a comma", 0},
           {"search=%e4%b", "search", "parameter 'search' holds a '%' that is no percent escape",
            "a percent sign itself is written %25", 3},
           {"filter=ab%c0%af", "filter", "parameter 'filter' is not valid UTF-8", "", 2},
           {"filter=ab%00", "filter", "parameter 'filter' holds a control character", "", 2},
       }) {
    INFO(row.query);
    const auto checked = check(row.query);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().parameter == row.parameter);
    CHECK(checked.error().error.message == row.message);
    CHECK(checked.error().error.hint == row.hint);
    CHECK(checked.error().error.offset == row.offset);
  }
  CHECK(check("search=%00%c0%af"));  // its own parser says where and why
}

TEST_CASE("numbers are whole and in range") {
  struct Row {
    const char* query;
    const char* message;
  };
  for (const Row& row :
       {Row{"per_page=-1", "'per_page' is not a whole number: '-1'"},
        Row{"per_page=", "'per_page' is not a whole number: ''"},
        Row{"per_page=1e3", "'per_page' is not a whole number: '1e3'"},
        Row{"per_page=201", "'per_page' is 201, but goes from 0 to 200"},
        Row{"per_page=99999999999999999999", "'per_page' is 99999999999999999999, but goes from 0 to 200"}}) {
    INFO(row.query);
    const auto number = Parameters::decode(row.query)->number("per_page", 20, 0, 200);
    REQUIRE_FALSE(number);
    CHECK(number.error().error.message == row.message);
  }
  CHECK(Parameters::decode("per_page=200")->number("per_page", 20, 0, 200) == 200U);
  CHECK(Parameters::decode("")->number("per_page", 20, 0, 200) == 20U);
}
