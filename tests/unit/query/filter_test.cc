#include <catch2/catch.hpp>

#include "tests/unit/query/support.h"

using namespace labtrail;
using namespace labtrail::query;
using format::FacetField;

namespace {

std::string read(std::string_view text, const FilterLimits& limits = {}) {
  const auto clauses = parse_filter(text, limits);
  return clauses ? to_string(*clauses) : line(clauses.error());
}
std::string facets(std::string_view text) {
  const auto requests = parse_facets(text);
  if (!requests) return line(requests.error());
  std::string out;
  for (const FacetRequest& request : *requests) {
    out += std::string(format::name(request.field)) + " " + std::to_string(request.limit) + ";";
  }
  return out;
}

struct Row {
  std::string_view text;
  std::string_view result;
};

}  // namespace

TEST_CASE("a filter is clauses of field, sign and alternatives") {
  const auto clauses = parse_filter("country:CN|US, year:2019-2023,status:!\"Rejected, late\"|(none)");
  REQUIRE(clauses);
  const std::vector<Clause> expected{
      {FacetField::country, false, {{"CN", 0, 0, 8, 2}, {"US", 0, 0, 11, 2}}, false, 0, 13},
      {FacetField::year, false, {{"", 2019, 2023, 20, 9}}, false, 15, 14},
      {FacetField::status, true, {{"Rejected, late", 0, 0, 38, 16}}, true, 30, 31},
  };
  CHECK(*clauses == expected);
}

TEST_CASE("an empty filter is no clauses") {
  CHECK(parse_filter("")->empty());
  CHECK(parse_filter(" \t")->empty());
}

TEST_CASE("filters are written back in canonical form") {
  const Row rows[] = {
      {"country:CN", "country:CN"},
      {" Country : CN | US ", "country:CN|US"},
      {"country:CN,country:US", "country:CN,country:US"},
      {"type:!article|review", "type:!article|review"},
      {"type: ! article", "type:!article"},
      {"institution:ror:05a28rw58", "institution:ror:05a28rw58"},
      {"institution:\"ror:05a28rw58\"", "institution:ror:05a28rw58"},
      {"venue:IEEE Robotics and Automation Letters|ICRA", "venue:IEEE Robotics and Automation Letters|ICRA"},
      {R"(venue:"a,b"|"c|d"|"e \"f\" \\ g"|h\i)", R"(venue:"a,b"|"c|d"|"e \"f\" \\ g"|h\i)"},
      {"venue:\" a\"|\"!b\"|\">c\"", "venue:\" a\"|\"!b\"|\">c\""},
      {"venue:“a”", "venue:“a”"},
      {"status:(none)|Poster", "status:Poster|(none)"},
      {"status:\"(none)\"", "status:\"(none)\""},
      {"status:!(none)", "status:!(none)"},
      {"lab:zhejiang-lab", "lab:zhejiang-lab"},
      {"year:2019-2023", "year:2019-2023"},
      {"year:2019..2023", "year:2019-2023"},
      {"year:2019 - 2023", "year:2019-2023"},
      {"year:\"2020\"", "year:2020"},
      {"year:>2019|>=2021", "year:>=2020|>=2021"},
      {"year:<2019|<= 2018", "year:<=2018|<=2018"},
      {"year:!..1999|(none)", "year:!<=1999|(none)"},
      {"year:0-9999|0|9999|0007", "year:>=0|0|9999|7"},
      {"year:2020-2020", "year:2020"},
      {"state:candidate,lab:x", "lab:x,state:candidate"},
      {"lab:x,role:funder, State : Refused | candidate", "lab:x,state:candidate|refused,role:funder"},
      {"lab:x,state:!candidate", "lab:x,state:asserted|refused"},
      {"lab:x,state:\"candidate\"", "lab:x,state:candidate"},
      {"lab:x,state:asserted,country:CN", "lab:x,country:CN,state:asserted"},
      {"state:candidate", "state:candidate"},
      {"country:CN,role:!affiliation", "country:CN,role:funder|mention"},
      {"lab:!x,state:candidate", "lab:!x,state:candidate"},
      {"institution.lineage:cas", "institution.lineage:cas"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(read(row.text) == row.result);
    CHECK(read(row.result) == row.result);
  }
}

TEST_CASE("modifiers bind to every clause on an organisation, and where none narrows to any organisation") {
  const auto scopes = [](std::string_view text) {
    std::string out;
    const auto clauses = parse_filter(text);
    REQUIRE(clauses);
    for (const Clause& clause : *clauses) {
      out += clause.any_organisation ? "any" : std::string(format::name(clause.field));
      out += ":" + std::to_string(clause.scope.states) + "/" + std::to_string(clause.scope.roles) + " ";
    }
    return out;
  };
  const Row rows[] = {
      {"lab:x", "lab:0/0 "},
      {"lab:x,state:candidate", "lab:2/0 "},
      {"state:candidate|asserted,country:CN,lab:x,institution:y,funder:z,role:mention",
       "country:0/0 lab:3/4 institution:3/4 funder:3/4 "},
      {"institution.lineage:x,list:y,topic:z,state:refused",
       "institution.lineage:0/0 list:0/0 topic:0/0 any:4/0 "},
      {"state:candidate,year:2020", "year:0/0 any:2/0 "},
      {"lab:!x,state:candidate", "lab:2/0 any:2/0 "},
      {"lab:(none)|x,role:funder", "lab:0/2 "},
      {"lab:!x,lab:y,state:candidate", "lab:2/0 lab:2/0 "},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(scopes(row.text) == row.result);
  }
}

TEST_CASE("a filter that cannot be read says what, where and what to write") {
  const Row rows[] = {
      {"contry:CN", "unknown field 'contry' | did you mean 'country'? @0+6"},
      {"year:2020, institutoin:x", "unknown field 'institutoin' | did you mean 'institution'? @11+11"},
      {"weather:x",
       "unknown field 'weather' | the fields are year, venue, type, language, status, country, institution, "
       "funder, topic, "
       "lab, list, institution.lineage, state, role @0+7"},
      {"title:x", "'title' is a field of queries, not of filters | write title:... in the query @0+5"},
      {"id:x", "'id' is a field of queries, not of filters | write id:... in the query @0+2"},
      {"printed:x", "'printed' is a field of queries, not of filters | write printed:... in the query @0+7"},
      {"titel:x",
       "unknown field 'titel' | did you mean 'title'? that is a field of queries: write title:... in the "
       "query @0+5"},
      {"state:maybe", "'maybe' is no state | the states are asserted, candidate, refused @6+5"},
      {"lab:x,role: a b |funder", "'a b' is no role | the roles are affiliation, funder, mention @12+3"},
      {"state:(none)", "'(none)' is no state | the states are asserted, candidate, refused @6+6"},
      {"state:", "'' is no state | the states are asserted, candidate, refused @6+0"},
      {"state:candidate|!refused",
       "'!refused' is no state | the states are asserted, candidate, refused @16+8"},
      {"role:\"funder", "the quotation mark is not closed | add a closing '\"' @5+1"},
      {"lab:x,state:!asserted|candidate|refused",
       "no state is left | the states are asserted, candidate, refused @6+33"},
      {"state:candidate,lab:x,state:refused",
       "'state' stands beside the same clauses twice | write state:asserted|candidate for either of two "
       "@22+13"},
      {"sate:candidate", "unknown field 'sate' | did you mean 'state'? @0+4"},
      {"CN", "'CN' has no ':' | write field:value, for example country:CN @0+2"},
      {"country|CN", "'country' has no ':' | write field:value, for example country:CN @0+7"},
      {"\"country\":CN", "'\"' has no ':' | write field:value, for example country:CN @0+1"},
      {":CN", "a field name is missing before ':' | write field:value @0+1"},
      {"country:CN,", "a clause is empty | remove the comma @11+0"},
      {",country:CN", "a clause is empty | remove the comma @0+1"},
      {"country:CN,,year:2020", "a clause is empty | remove the comma @11+1"},
      {"country:", "a value of 'country' is empty | write country:(none) for papers without one @8+0"},
      {"country:!", "a value of 'country' is empty | write country:(none) for papers without one @9+0"},
      {"country:CN|", "a value of 'country' is empty | write country:(none) for papers without one @11+0"},
      {"country:|CN", "a value of 'country' is empty | write country:(none) for papers without one @8+0"},
      {"country:\" \"", "a value of 'country' is empty | write country:(none) for papers without one @8+3"},
      {"country:CN|!US",
       "'!' stands only directly behind the colon | country:!a|b is neither a nor b; put a value that starts "
       "with '!' in "
       "quotes @11+1"},
      {"country:!!US",
       "'!' stands only directly behind the colon | country:!a|b is neither a nor b; put a value that starts "
       "with '!' in "
       "quotes @9+1"},
      {"venue:\"a", "the quotation mark is not closed | add a closing '\"' @6+1"},
      {"venue:\"a\\\"", "the quotation mark is not closed | add a closing '\"' @6+1"},
      {"venue:\"a\" b",
       "only ',' or '|' may follow a closing quotation mark | write \\\" for a quotation mark inside a value "
       "@10+1"},
      {"venue:a \"b\"",
       "a quotation mark stands inside a value | put the whole value in quotes and write \\\" inside @8+1"},
      {"venue:>a", "'venue' cannot be compared | only year takes '>', '<' and ranges @6+2"},
      {"year:2023-2019", "the range '2023-2019' runs backwards | did you mean 2019-2023? @5+9"},
      {"year:soon", "'soon' is not a year | write year:2019, year:2019-2023 or year:>2019 @5+4"},
      {"year:-2019", "'-2019' is not a year | write year:2019, year:2019-2023 or year:>2019 @5+5"},
      {"year:20-19-18", "'19-18' is not a year | write year:2019, year:2019-2023 or year:>2019 @5+8"},
      {"year:10000", "'10000' is no possible year | a year lies between 0 and 9999 @5+5"},
      {"year:<0", "'<0' is no possible year | a year lies between 0 and 9999 @5+2"},
      {"year:99999999999999999999",
       "'99999999999999999999' is no possible year | a year lies between 0 and 9999 @5+20"},
      {"year:2\x01", "the filter contains the control character U+0001 | remove it @6+1"},
      {"venue:\u202E"
       "a",
       "the filter contains the direction control U+202E, which is never closed | remove it @6+3"},
      {"venue:\xFF", "the filter is not well-formed UTF-8 @6+1"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(read(row.text) == "bad-filter: " + std::string(row.result));
  }
}

TEST_CASE("a filter has caps, and a message for each") {
  CHECK(read("country:CN,year:2020", {.bytes = 10}) ==
        "too-large: the filter is longer than 10 bytes @10+10");
  CHECK(read("lab:a,lab:b,lab:c", {.clauses = 2}) == "too-large: the filter has more than 2 clauses @12+0");
  CHECK(read("state:candidate,lab:a,lab:b", {.clauses = 2}) ==
        "too-large: the filter has more than 2 clauses @22+0");
  CHECK(read("lab:a|b,state:!asserted", {.values = 2}) == "lab:a|b,state:candidate|refused");
  CHECK(read("lab:a|b,lab:c|d", {.values = 3}) == "too-large: the filter has more than 3 values @14+0");
  CHECK(read(repeat("lab:a,", 100000)) == "too-large: the filter is longer than 16384 bytes @16384+583616");
}

TEST_CASE("a list of facets names fields and numbers of buckets") {
  const Row rows[] = {
      {"", ""},
      {"country", "country 20;"},
      {"country,institution:50, Year : 1000 ", "country 20;institution 50;year 1000;"},
      {"venue:1", "venue 1;"},
      {"contry", "bad-request: unknown field 'contry' | did you mean 'country'? @0+6"},
      {"year,title",
       "bad-request: 'title' is a field of queries, not of filters | write title:... in the query @5+5"},
      {"lab,list,institution.lineage", "lab 20;list 20;institution.lineage 20;"},
      {"State",
       "bad-request: 'state' has no counts of its own | write it beside a clause of the filter: "
       "lab:...,state:... @0+5"},
      {"year,", "bad-request: a facet name is missing | remove the comma @5+0"},
      {",year", "bad-request: a facet name is missing | remove the comma @0+0"},
      {"year,year:5", "bad-request: the facet 'year' is asked for twice @5+6"},
      {"year:0", "bad-request: the number of buckets of 'year' is 1 to 1000 | write year:50 @0+6"},
      {"year:1001", "bad-request: the number of buckets of 'year' is 1 to 1000 | write year:50 @0+9"},
      {"year:x", "bad-request: the number of buckets of 'year' is 1 to 1000 | write year:50 @0+6"},
      {"year:", "bad-request: the number of buckets of 'year' is 1 to 1000 | write year:50 @0+5"},
      {"year:99999999999999999999999",
       "bad-request: the number of buckets of 'year' is 1 to 1000 | write year:50 @0+28"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(facets(row.text) == row.result);
  }
}
