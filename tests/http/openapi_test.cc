// The description of the API is written by hand; here real answers are held against it, member by member.
#include "searcher/http/openapi.h"

#include <simdjson.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "described.h"
#include "scripted_searcher.h"
#include "searcher/http/head.h"
#include "searcher/http/routes.h"

using namespace labtrail;
using namespace labtrail::http;
using simdjson::dom::element;
using tests::Schema;

namespace {

Reply ask(const tests::ScriptedSearcher& searcher, const std::string& target) {
  const Routes routes(searcher, {"", "b", [] { return std::string(); }, [] { return std::string("why"); },
                                 [](std::string_view) {}});
  const auto request = parse_head("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {});
  REQUIRE(request);
  return routes.answer(*request, Routes::find(request->path));
}

}  // namespace

TEST_CASE("answers are as the API describes them") {
  simdjson::dom::parser parser;
  Schema schema(parser.parse(simdjson::padded_string(openapi_document("http://127.0.0.1:8080"))));
  tests::ScriptedSearcher searcher;
  searcher.papers[0].authors.resize(101, searcher.papers[0].authors[0]);
  searcher.papers[0].institutions = {{"ror:05a28rw58", "Example Lab", "05a28rw58", "CN", "facility", {}}};
  searcher.papers[0].retracted = true;
  searcher.candidates = 2;
  searcher::Mention source;
  source.rule = format::Rule::source;
  searcher::Mention resolved;
  resolved.ror = "05a28rw58";
  resolved.country = "CN";
  resolved.edits = 1;
  resolved.roll_up = true;
  resolved.alias = resolved.alias_source = "x";
  resolved.span = searcher::Span{0, 1};
  searcher.evidence_of_all = {
      {{format::EvidenceText::affiliation, "x", {source, resolved}},
       {format::EvidenceText::funding, "y", {}}},
      {{"a", "A", "", "term", "title", 0, {0, 1}}, {"b", "B", "a", "term", "keyword", 1, {0, 1}}},
      "resolver 1"};
  struct Row {
    const char* target;
    const char* schema;
  };
  for (const Row& row :
       {Row{"/api/v1/papers?facets=year,country", "Search"}, Row{"/api/v1/papers?per_page=0", "Search"},
        Row{"/api/v1/papers/openalex:W1", "Paper"},
        Row{"/api/v1/papers/paperlists%3Aicra2018%2F84%206%3F1170", "Paper"},
        Row{"/api/v1/facets/year", "FacetValues"}, Row{"/api/v1/suggest?q=r", "Suggestions"},
        Row{"/api/v1/collaborations?subject=lab:example-lab&by=country", "Collaborations"},
        Row{"/api/v1/matrix?rows=example-lab&columns=country:US", "Matrix"},
        Row{"/labs/example-lab.json", "Dossier"},
        Row{"/api/v1/collaborations?subject=lab:a&by=moon", "Problem"},
        Row{"/api/v1/collaborations?subject=nothing", "Problem"},
        Row{"/api/v1/matrix?rows=&columns=", "Problem"}, Row{"/readyz", "Ready"},
        Row{"/api/v1/papers?search=auther:x", "Problem"}, Row{"/api/v1/papers/none", "Problem"},
        Row{"/nothing", "Problem"}}) {
    INFO(row.target);
    const Reply reply = ask(searcher, row.target);
    simdjson::dom::parser answer_parser;
    const element answer = answer_parser.parse(simdjson::padded_string(reply.body));
    CHECK(schema.errors("/components/schemas/" + std::string(row.schema), answer) ==
          std::vector<std::string>{});
  }
}

TEST_CASE("an answer that is not as described is noticed") {
  simdjson::dom::parser parser;
  Schema schema(parser.parse(simdjson::padded_string(openapi_document("http://127.0.0.1:8080"))));
  simdjson::dom::parser answer_parser;
  const element answer = answer_parser.parse(
      simdjson::padded_string(std::string(R"({"ready":1,"generation":7,"papers":3,"extra":{}})")));
  CHECK(schema.errors("/components/schemas/Ready", answer) ==
        std::vector<std::string>{" lacks generation_date", "/ready is of another type",
                                 "/extra is not described"});
}

TEST_CASE("every described address is served, and takes the parameters that are described") {
  simdjson::dom::parser parser;
  const element document = parser.parse(simdjson::padded_string(openapi_document("http://127.0.0.1:8080")));
  const tests::ScriptedSearcher searcher;
  std::vector<std::string> described;
  for (const auto& [path, methods] : simdjson::dom::object(document["paths"])) {
    described.emplace_back(path);
    // What the user keeps is held against its description where there is something kept: saved_api_test.cc.
    if (path.starts_with("/api/v1/saved") || path.starts_with("/api/v1/alerts")) continue;
    std::string target(path);
    if (const std::size_t brace = target.find('{'); brace != std::string::npos) {
      std::string value = target.find("field") == std::string::npos ? "openalex:W1" : "year";
      const std::string ending = target.substr(target.find('}') + 1);
      if (!ending.empty())
        value = std::string(std::string_view(methods["get"]["parameters"].at(0)["example"]));
      target = target.substr(0, brace) + value + ending;
    }
    simdjson::dom::array parameters;
    const bool any = methods["get"]["parameters"].get(parameters) == simdjson::SUCCESS;
    std::string least = target;
    if (any) {
      for (const element parameter : parameters) {
        bool required = false;
        if (parameter["required"].get(required) != simdjson::SUCCESS || !required) continue;
        if (std::string_view(parameter["in"]) != "query") continue;
        least += (least == target ? "?" : "&") + std::string(std::string_view(parameter["name"])) + "=" +
                 std::string(std::string_view(parameter["example"]));
      }
    }
    INFO(least);
    CHECK(ask(searcher, least).status == 200);
    if (!any) continue;
    for (element parameter : parameters) {
      std::string_view reference;
      if (parameter["$ref"].get(reference) == simdjson::SUCCESS) {
        parameter = document.at_pointer(std::string(reference.substr(1)));
      }
      if (std::string_view(parameter["in"]) != "query") continue;
      const Reply reply =
          ask(searcher, target + "?" + std::string(std::string_view(parameter["name"])) + "=1");
      INFO(target << " " << std::string_view(parameter["name"]));
      CHECK(reply.body.find("unknown parameter") == std::string::npos);
    }
  }
  for (const std::string_view route : kRouteNames) {
    if (route.starts_with("/api/")) CHECK(std::count(described.begin(), described.end(), route) == 1);
  }
}
