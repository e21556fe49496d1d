// The description of the API is written by hand; here real answers are held against it, member by member.
#include "searcher/http/openapi.h"

#include <simdjson.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "scripted_searcher.h"
#include "searcher/http/head.h"
#include "searcher/http/routes.h"

using namespace labtrail;
using namespace labtrail::http;
using simdjson::dom::element;

namespace {

/// The part of JSON Schema that the description uses; a member that is not described is an error too.
class Schema {
 public:
  explicit Schema(element document) : document_(document) {}

  std::vector<std::string> errors(std::string_view reference, element value) {
    errors_.clear();
    check(document_.at_pointer(std::string(reference)), value, "");
    return errors_;
  }

 private:
  element resolve(element schema) const {
    std::string_view reference;
    while (schema["$ref"].get(reference) == simdjson::SUCCESS) {
      schema = document_.at_pointer(std::string(reference.substr(1)));
    }
    return schema;
  }
  static bool has_type(std::string_view type, element value) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_bool();
    return type == "null" && value.is_null();
  }
  void describe(element schema, std::vector<std::pair<std::string, element>>& members) const {
    schema = resolve(schema);
    simdjson::dom::array parts;
    if (schema["allOf"].get(parts) == simdjson::SUCCESS) {
      for (const element part : parts) describe(part, members);
    }
    simdjson::dom::object properties;
    if (schema["properties"].get(properties) == simdjson::SUCCESS) {
      for (const auto& [name, member] : properties) members.emplace_back(name, member);
    }
  }
  void require_members(element schema, element value, const std::string& path) {
    schema = resolve(schema);
    simdjson::dom::array parts;
    if (schema["allOf"].get(parts) == simdjson::SUCCESS) {
      for (const element part : parts) require_members(part, value, path);
    }
    simdjson::dom::array required;
    if (schema["required"].get(required) != simdjson::SUCCESS) return;
    for (const std::string_view name : required) {
      if (value[name].error() != simdjson::SUCCESS) errors_.push_back(path + " lacks " + std::string(name));
    }
  }
  void check(element schema, element value, const std::string& path) {
    schema = resolve(schema);
    element type;
    if (schema["type"].get(type) == simdjson::SUCCESS) {
      bool fits = type.is_string() && has_type(std::string_view(type), value);
      if (type.is_array()) {
        for (const std::string_view one : simdjson::dom::array(type)) fits = fits || has_type(one, value);
      }
      if (!fits) errors_.push_back(path + " is of another type");
    }
    if (value.is_object()) {
      require_members(schema, value, path);
      std::vector<std::pair<std::string, element>> members;
      describe(schema, members);
      element others;
      const bool open = schema["additionalProperties"].get(others) == simdjson::SUCCESS;
      for (const auto& [name, member] : simdjson::dom::object(value)) {
        const std::string place = path + "/" + std::string(name);
        const auto found = std::find_if(members.begin(), members.end(),
                                        [&](const auto& known) { return known.first == name; });
        if (found != members.end())
          check(found->second, member, place);
        else if (open)
          check(others, member, place);
        else if (!members.empty())
          errors_.push_back(place + " is not described");
      }
    }
    element items;
    if (value.is_array() && schema["items"].get(items) == simdjson::SUCCESS) {
      for (const element item : simdjson::dom::array(value)) check(items, item, path + "/-");
    }
  }

  element document_;
  std::vector<std::string> errors_;
};

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
  struct Row {
    const char* target;
    const char* schema;
  };
  for (const Row& row :
       {Row{"/api/v1/papers?facets=year,country", "Search"}, Row{"/api/v1/papers?per_page=0", "Search"},
        Row{"/api/v1/papers/openalex:W1", "Paper"},
        Row{"/api/v1/papers/paperlists%3Aicra2018%2F84%206%3F1170", "Paper"},
        Row{"/api/v1/facets/year", "FacetValues"}, Row{"/api/v1/suggest?q=r", "Suggestions"},
        Row{"/readyz", "Ready"}, Row{"/api/v1/papers?search=auther:x", "Problem"},
        Row{"/api/v1/papers/none", "Problem"}, Row{"/nothing", "Problem"}}) {
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
    std::string target(path);
    if (const std::size_t brace = target.find('{'); brace != std::string::npos) {
      target = target.substr(0, brace) + (target.find("field") == std::string::npos ? "openalex:W1" : "year");
    }
    CHECK(ask(searcher, target).status == 200);
    simdjson::dom::array parameters;
    if (methods["get"]["parameters"].get(parameters) != simdjson::SUCCESS) continue;
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
