#include "corpus/paper_json.h"

#include <catch2/catch.hpp>

using namespace labtrail;
using namespace labtrail::corpus;

namespace {

Paper full_paper() {
  Paper p;
  p.id = "openalex:W1";
  p.title = "On \"laboratories\"";
  p.abstract = "We measure.\nTwice.";
  p.language = "en";
  p.year = 2021;
  p.date = "2021-05-01";
  p.venue = "J. Lab";
  p.type = "article";
  p.status = "Poster";
  p.authors = {{"李雷", "0000-0001-2345-6789", {{"之江实验室", {"ror:02m2h7991"}}, {"Lab B", {}}}},
               {"Ann", "", {}}};
  p.unpaired = true;
  p.affiliations = {{"Somewhere", {"Somewhere"}}};
  p.institutions = {{"ror:02m2h7991", "Zhejiang Lab", "02m2h7991", "CN", "facility", {"openalex:I1"}},
                    {"Somewhere", "Somewhere", "", "", "", {}}};
  p.countries = {"CN", "DE"};
  p.funders = {{"NSFC", "openalex:F1", "123"}, {"X", "", ""}};
  p.funding_text = "Funded by X.";
  p.keywords = {"a", "b"};
  p.topics = {{"openalex:T1", "Labs"}};
  p.ids = {{"doi", "10.1000/x"}, {"openalex", "W1"}};
  p.url = "https://example.org/1";
  p.retracted = true;
  p.source = {"openalex", "W1", "2026-01-01"};
  p.originals = {{"title", "On &quot;laboratories&quot;"}};
  p.extra = {{"award", "true"}, {"deep", R"({"a":[1,2.5,null]})"}};
  return p;
}

}  // namespace

TEST_CASE("a paper with every member is read back as the same paper") {
  const Paper paper = full_paper();
  const std::string json = to_json(paper);
  const auto again = from_json(json);
  REQUIRE(again);
  CHECK(*again == paper);
  CHECK(to_json(*again) == json);
}

TEST_CASE("the JSON form has a fixed order of keys, and absent values are left out") {
  Paper paper;
  paper.id = "x";
  paper.title = "T";
  paper.authors = {{"A", "", {{"Lab", {}}}}};
  CHECK(to_json(paper) ==
        R"({"id":"x","title":"T","authors":[{"name":"A","affiliations":[{"raw":"Lab"}]}]})");
}

TEST_CASE("unknown members land in extra and stay there") {
  const auto paper =
      from_json(R"({"note": {"k" : [ 1, "é\n" ]}, "id":"x","title":"T","extra":{"award":false}})");
  REQUIRE(paper);
  CHECK(paper->extra == std::vector<std::pair<std::string, std::string>>{{"note", "{\"k\":[1,\"é\\n\"]}"},
                                                                         {"award", "false"}});
  const std::string json = to_json(*paper);
  CHECK(json == "{\"id\":\"x\",\"title\":\"T\",\"extra\":{\"note\":{\"k\":[1,\"é\\n\"]},\"award\":false}}");
  CHECK(to_json(*from_json(json)) == json);
}

TEST_CASE("bare strings stand for affiliations, authors, institutions and funders; null means absent") {
  const auto paper = from_json(
      R"({"id":"x","title":"T","year":null,"authors":[{"name":"A","orcid":null,"affiliations":["Lab"]},"B"],)"
      R"("institutions":["Lab",{"ror":"05a0dhs15"}],"funders":[{"name":"F","id":null,"award":"7"},"G"],"ids":{"doi":null}})");
  REQUIRE(paper);
  CHECK(paper->authors == std::vector<Author>{{"A", "", {{"Lab", {}}}}, {"B", "", {}}});
  CHECK(paper->institutions == std::vector<Institution>{{"Lab", "Lab", "", "", "", {}},
                                                        {"ror:05a0dhs15", "", "05a0dhs15", "", "", {}}});
  CHECK(paper->funders == std::vector<Funder>{{"F", "", "7"}, {"G", "", ""}});
  CHECK(paper->ids.empty());
}

TEST_CASE("a wrong member is named with its place") {
  struct Row {
    std::string_view json;
    std::string_view message;
  };
  const Row rows[] = {
      {R"({"id":"x","title":"T","year":"2021"})", "'year' is not a number"},
      {R"({"id":"x","title":"T","year":2021.5})", "'year' is not a year between 0 and 9999"},
      {R"({"id":"x","title":"T","year":-1})", "'year' is not a year between 0 and 9999"},
      {R"({"id":"x","title":"T","authors":{}})", "'authors' is not a list"},
      {R"({"id":"x","title":"T","authors":["A",{"name":5}]})", "'authors[1].name' is not a string"},
      {R"({"id":"x","title":"T","authors":[{"affiliations":[{"raw":"r","institutions":"i"}]}]})",
       "'authors[0].affiliations[0].institutions' is not a list"},
      {R"({"id":"x","title":"T","affiliations":[7]})", "'affiliations[0]' is neither a string nor an object"},
      {R"({"id":"x","title":"T","institutions":[{"country":"DE"}]})",
       "'institutions[0]' has neither id nor name"},
      {R"({"id":"x","title":"T","topics":[{"name":"n"}]})", "'topics[0].id' is missing"},
      {R"({"id":"x","title":"T","ids":{"doi":10}})", "'ids.doi' is not a string"},
      {R"({"id":"x","title":"T","retracted":"no"})", "'retracted' is neither true nor false"},
      {R"({"id":"x","title":"T","title":"U"})", "'title' occurs twice"},
      {R"({"id":"x","title":"T","k":1,"extra":{"k":2}})", "'k' occurs twice"},
      {R"({"id":"x"})", "'title' is missing"},
      {R"({"title":"T"})", "'id' is missing"},
      {R"({"id":7,"title":"T"})", "'id' is not a string"},
      {R"([])", "the record is not an object"},
      {R"("x")", "not valid JSON: neither an object nor a list"},
      {R"()", "not valid JSON: nothing there"},
      {R"({"id":"x","title":"T"} {})",
       "not valid JSON: a comma, colon, quote or bracket is missing or out of place"},
      {R"({"id":"x","title":"T)", "not valid JSON: a string has no closing quote"},
      {R"({"id":"x","title":"\q"})", "not valid JSON: a string has a bad escape"},
      {R"({"id":"x","title":tru})", "not valid JSON: a bare word is neither true, false nor null"},
      {R"({"id":"x","title":"T","year":01})", "not valid JSON: a number is malformed or too large"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    const auto paper = from_json(row.json);
    REQUIRE_FALSE(paper);
    CHECK(paper.error().code == base::ErrorCode::bad_record);
    CHECK(paper.error().message == row.message);
  }
  const auto deep =
      from_json(R"({"id":"x","title":"T","a":)" + std::string(1000, '[') + std::string(1000, ']') + "}");
  REQUIRE_FALSE(deep);
  CHECK(deep.error().message == "not valid JSON: nested too deep");
}

TEST_CASE("the content hash ignores when a record was retrieved and nothing else") {
  const Paper paper = full_paper();
  Paper other = paper;
  other.source.retrieved = "2027-02-02";
  CHECK(content_hash(other) == content_hash(paper));
  other.source.record = "W2";
  CHECK(content_hash(other) != content_hash(paper));
  other = paper;
  other.unpaired = false;
  CHECK(content_hash(other) != content_hash(paper));
}

TEST_CASE("ill-formed UTF-8, half surrogate pairs and bare control characters are repaired and reported") {
  JsonTree tree;
  const auto bad = tree.parse("{\"a\":\"x\xFFy\"}");
  REQUIRE(bad);
  CHECK((*bad)["a"].string() == "x\uFFFDy");
  CHECK(tree.repairs().utf8);
  const auto half = tree.parse(R"({"a":"\ud83d\ude00 \ud83d \ude00 \\ud83d"})");
  REQUIRE(half);
  CHECK((*half)["a"].string() == "😀 \uFFFD \uFFFD \\ud83d");
  CHECK(tree.repairs().utf8);
  const auto control = tree.parse("{\"a\":\"x\ty\"}");
  REQUIRE(control);
  CHECK((*control)["a"].string() == "x y");
  CHECK(tree.repairs().controls);
  CHECK_FALSE(tree.repairs().utf8);
}

TEST_CASE("a JSON tree answers by name, in any order, and missing members chain") {
  JsonTree tree;
  const auto root =
      tree.parse(R"({"n":-3,"big":18446744073709551615,"d":0.25,"list":[1,{"x":"y"},[]],"t":true,"z":null})");
  REQUIRE(root);
  CHECK((*root)["t"].is_true());
  CHECK((*root)["n"].integer() == -3);
  CHECK((*root)["big"].number() == "18446744073709551615");
  CHECK_FALSE((*root)["big"].integer());
  CHECK((*root)["d"].number() == "0.25");
  CHECK((*root)["none"]["deeper"].absent());
  CHECK((*root)["z"].absent());
  std::string out;
  append_json(out, *root);
  CHECK(out == R"({"n":-3,"big":18446744073709551615,"d":0.25,"list":[1,{"x":"y"},[]],"t":true,"z":null})");
}
