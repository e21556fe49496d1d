#include <catch2/catch.hpp>
#include <map>

#include "web/page/page.h"

using namespace labtrail;
using namespace labtrail::web;

namespace {

base::Result<SearchState> read(std::map<std::string, std::string, std::less<>> parameters) {
  return read_state([&](std::string_view name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string() : found->second;
  });
}

}  // namespace

TEST_CASE("the state of the page is read from its URL and written back to the same one") {
  const auto state = read({{"q", "雪 lidar"},
                           {"filter", "country:CN"},
                           {"sort", "newest"},
                           {"page", "3"},
                           {"facets", "institution:50"},
                           {"inside", "institution"},
                           {"prefix", "zh"}});
  REQUIRE(state);
  CHECK(state->query == "雪 lidar");
  CHECK(state->page == 3);
  CHECK(state->inside == FacetSearch{format::FacetField::institution, "zh"});
  CHECK_FALSE(state->redirect);
  CHECK(search_url(*state) ==
        "/search?q=%E9%9B%AA%20lidar&filter=country:CN&sort=newest&page=3&facets=institution:50&inside="
        "institution&prefix=zh");
}

TEST_CASE("an empty URL is the first page of everything, by relevance") {
  const auto state = read({});
  REQUIRE(state);
  CHECK(*state == SearchState{});
  CHECK(search_url(*state) == "/search?q=");
}

TEST_CASE("the form of years is folded into the filter, and asks for a clean URL") {
  struct Row {
    std::map<std::string, std::string, std::less<>> parameters;
    std::string_view filter;
  };
  const Row rows[] = {
      {{{"years", "1"}, {"from", "2019"}, {"to", "2023"}}, "year:2019-2023"},
      {{{"years", "1"}, {"from", "2023"}, {"to", "2019"}}, "year:2019-2023"},
      {{{"from", " 2019 "}}, "year:>=2019"},
      {{{"to", "2019"}, {"filter", "country:CN,year:2001"}}, "country:CN,year:<=2019"},
      {{{"years", "1"}, {"from", ""}, {"to", ""}, {"filter", "country:CN,year:2001"}}, "country:CN"},
  };
  for (const Row& row : rows) {
    const auto state = read(row.parameters);
    REQUIRE(state);
    CHECK(state->filter == row.filter);
    CHECK(state->redirect);
    CHECK(state->page == 1);
  }
}

TEST_CASE("parameters that cannot be read are errors with a name and a hint, never a guess") {
  struct Row {
    std::map<std::string, std::string, std::less<>> parameters;
    base::ErrorCode code;
    std::string_view message;
    std::string_view hint;
  };
  const Row rows[] = {
      {{{"page", "0"}},
       base::ErrorCode::bad_request,
       "'0' is no value for 'page'",
       "a whole number from 1 to 5000 is expected"},
      {{{"page", "x"}},
       base::ErrorCode::bad_request,
       "'x' is no value for 'page'",
       "a whole number from 1 to 5000 is expected"},
      {{{"page", "5001"}},
       base::ErrorCode::bad_request,
       "'5001' is no value for 'page'",
       "a whole number from 1 to 5000 is expected"},
      {{{"from", "abc"}},
       base::ErrorCode::bad_request,
       "'abc' is no value for 'from'",
       "a whole number from 0 to 9999 is expected"},
      {{{"inside", "nothing"}}, base::ErrorCode::bad_request, "unknown facet 'nothing'", ""},
  };
  for (const Row& row : rows) {
    const auto state = read(row.parameters);
    REQUIRE_FALSE(state);
    CHECK(state.error().code == row.code);
    CHECK(state.error().message == row.message);
    CHECK(state.error().hint == row.hint);
  }
  CHECK_FALSE(read({{"sort", "best"}}));
  CHECK_FALSE(read({{"facets", "contry:5"}}));
  CHECK_FALSE(read({{"from", "2019"}, {"filter", "contry:CN"}}));
}

TEST_CASE("the searcher is asked for one page, leniently, with every facet of the page") {
  SearchState state;
  state.page = 3;
  state.longer = {{format::FacetField::venue, 50}};
  const searcher::Request request = search_request(state);
  CHECK(request.mode == query::Mode::lenient);
  CHECK(request.offset == 2 * kResultsPerPage);
  CHECK(request.limit == kResultsPerPage);
  for (const query::FacetRequest& facet : request.facets) {
    if (facet.field == format::FacetField::venue) CHECK(facet.limit == 50);
    if (facet.field == format::FacetField::country) CHECK(facet.limit == kShortFacet);
  }
  CHECK(home_request().limit == 0);
  CHECK(home_request().query.empty());
}

TEST_CASE("the path of a paper survives browsers and proxies") {
  struct Row {
    std::string_view id;
    std::string_view path;
  };
  const Row rows[] = {
      {"openalex:W1", "/papers/openalex:W1"},
      {"paperlists:icra2018/8461170", "/papers/paperlists:icra2018/8461170"},
      {"paperlists:x/~2", "/papers/paperlists:x/~2"},
      {"doi:10.1/a?b#c", "/papers/doi:10.1/a%3Fb%23c"},
      {"a/../b", "/papers/a%2F..%2Fb"},
      {"a//b", "/papers/a%2F%2Fb"},
      {"雪", "/papers/%E9%9B%AA"},
      {"100%", "/papers/100%25"},
  };
  for (const Row& row : rows) CHECK(paper_path(row.id) == row.path);
  CHECK(paper_api_path("openalex:W1") == "/api/v1/papers/openalex:W1");
}
