#include "searcher/console.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>

using namespace labtrail;
using namespace labtrail::console;

TEST_CASE("errors point at the place in the query, also under wide characters") {
  using base::ErrorCode;
  struct Row {
    base::Error error;
    const char* query;
    const char* filter;
    const char* text;
  };
  for (const Row& row : std::vector<Row>{
           {{ErrorCode::bad_query, "unknown field 'auther'", "did you mean 'author'?", 6, 6},
            "robot auther:wang",
            "",
            "labtrail-search: unknown field 'auther'\n"
            "  robot auther:wang\n"
            "        ^^^^^^\n"
            "  did you mean 'author'?\n"},
           {{ErrorCode::bad_query, "no closing quote", "", 10, 1},
            "实验室 \"open",
            "",
            "labtrail-search: no closing quote\n"
            "  实验室 \"open\n"
            "         ^\n"},
           {{ErrorCode::bad_filter, "unknown field 'contry'", "", 0, 6},
            "robots",
            "contry:CN",
            "labtrail-search: unknown field 'contry'\n"
            "  contry:CN\n"
            "  ^^^^^^\n"},
           {{ErrorCode::bad_query, "something is missing at the end", "", 2, 0},
            "a(",
            "",
            "labtrail-search: something is missing at the end\n"
            "  a(\n"
            "    ^\n"},
           {{ErrorCode::not_found, "there is no index in x", "make one with labtrail-index ingest", 0, 0},
            "robots",
            "",
            "labtrail-search: there is no index in x\n"
            "  make one with labtrail-index ingest\n"},
       }) {
    CHECK(describe(row.error, row.query, row.filter) == row.text);
  }
}

TEST_CASE("a long query is cut to the part around the place") {
  const std::string query = fmt::format("{:a<300}?{:b<300}", "", "");
  const base::Error error{base::ErrorCode::bad_query, "here", "", 300, 1};
  const std::string expected =
      fmt::format("labtrail-search: here\n  ...{:a<60}?{:b<60}...\n  {:63}^\n", "", "", "");
  CHECK(describe(error, query, "") == expected);
}

TEST_CASE("nothing that steers a terminal gets through") {
  CHECK(printable("a\x1b[31mb\tc\xC2\x9B"
                  "d") == "a [31mb c d");
  CHECK(printable("\xFF") == "\uFFFD");
  CHECK(printable("之江实验室 é") == "之江实验室 é");
  CHECK(width("之江 é e\u0301") == 9 - 1);
}

TEST_CASE("a result as a table, whole") {
  searcher::Response response;
  response.total = 1234567;
  response.candidates = 1200;
  response.generation = {7, "2026-11-24T03:00:00Z", 2000000};
  searcher::Hit hit;
  hit.paper.id = "openalex:W1";
  hit.paper.title = "Swarms";
  hit.paper.year = 2021;
  hit.paper.venue = "Letters";
  hit.paper.status = "Poster";
  for (int i = 0; i < 6; ++i) hit.paper.authors.push_back({"Ada Example", "", {}});
  hit.score = 1.23456;
  searcher::Hit bare;
  bare.paper.id = "x";
  bare.paper.title = "Nothing known";
  bare.paper.retracted = true;
  response.hits = {hit, bare};
  searcher::Facet facet;
  facet.field = format::FacetField::country;
  facet.distinct = 2;
  facet.none = 12;
  facet.buckets = {{"CN", "China", 1000, true, false}, {"US", "US", 0, false, true}};
  response.facets = {facet};
  response.diagnostics = {{query::Diagnostic::Severity::warning, "odd", "better", 0, 0}};
  response.spelling = searcher::Spelling{"swarm", 1000};
  response.next_cursor = "c1";
  CHECK(table(response) ==
        "1,234,567 papers of 2,000,000 (generation 7, 2026-11-24T03:00:00Z)\n"
        "  and 1,200 papers more if candidates counted too: state:asserted|candidate\n"
        "  note: odd; better\n"
        "  did you mean: swarm (1,000 papers)\n"
        "\n"
        "   1  2021  Swarms\n"
        "            Ada Example, Ada Example, Ada Example, Ada Example and 2 more; Letters (Poster)\n"
        "            openalex:W1   score 1.235\n"
        "\n"
        "   2  ----  Nothing known  [retracted]\n"
        "            \n"
        "            x   score 0.000\n"
        "\n"
        "country: 2 values, 12 papers without\n"
        "       1,000 + China  [CN]\n"
        "           0 - US\n"
        "\n"
        "more: --cursor c1\n");
}
