// What queries mean, as a table: the papers of one small index that each of them finds.
#include "tests/unit/searcher/small_index.h"

using namespace labtrail;
using tests::paper;

namespace {

tests::SmallIndex& index() {
  static tests::SmallIndex made = [] {
    corpus::Paper paired = paper("pair", "Paired places");
    paired.authors = {{"Ada Moor", "", {{"Intelligent Robot Institute", {}}, {"Karst University", {}}}},
                      {"Bo Fen", "", {{"Sample Lab, Zhejiang", {}}}}};
    corpus::Paper unpaired = paper("unpaired", "Unpaired places");
    unpaired.unpaired = true;
    unpaired.authors = {{"Cy Tarn", "", {}}, {"Di Beck", "", {}}};
    unpaired.affiliations = {{"Intelligent Robot Institute", {}}, {"Sample Lab, Zhejiang", {}}};
    corpus::Paper words = paper("words", "Words");
    words.keywords = {"swarm robotics", "control"};
    words.funding_text = "Grant of the Sample Foundation";
    return tests::SmallIndex(std::vector<corpus::Paper>{
        paper("arm", "A robotic arm for swarm control",
              {.abstract = "The arm of one robot controls a swarm."}),
        paper("arms", "Robots with two arms", {.abstract = "State-of-the-art arms. Control is swarm work."}),
        paper("german", "Roboter in Städten", {.language = "de", .year = 2022, .countries = {"DE"}}),
        paper("french", "Les réseaux de neurones",
              {.language = "fr", .year = 2023, .countries = {"FR", "CN"}}),
        paper("chinese", "之江实验室的机器人研究", {.language = "zh", .year = 2019, .countries = {"CN"}}),
        paper("taiwan", "實驗室機器人", {.language = "zh", .year = 0}), paired, unpaired, words});
  }();
  return made;
}

}  // namespace

TEST_CASE("queries find what they mean") {
  struct Row {
    const char* query;
    const char* found;
  };
  const Row row = GENERATE(values<Row>({
      // words meet under the stemmer of the paper's language
      {"robot", "arm arms german pair unpaired words"},
      {"robots", "arm arms german pair unpaired words"},
      {"Städte", "german"},
      {"STADT", "german"},
      {"reseau neurone", "french"},
      {"=robot", "arm pair unpaired"},
      {"=robots", "arms"},
      {"=\"two arms\"", "arms"},
      {"=\"two arm\"", ""},
      // several words, alternatives, exclusions
      {"arm control swarm", "arm arms"},
      {"roboter OR neurone", "arm arms french german pair unpaired words"},
      {"robot -arm", "german pair unpaired words"},
      {"NOT robot", "chinese french taiwan"},
      {"robot NOT (arm OR unpaired)", "german pair words"},
      // an affiliation of just these words
      {"printed:\"sample lab zhejiang\"", "pair unpaired"},
      {"printed:\"Intelligent Robot Institute\"", "pair unpaired"},
      {"printed:\"Intelligent Robots Institute\"", ""},
      {"printed:\"Sample Lab\"", ""},
      {"printed:\"Lab, Zhejiang\"", ""},
      {"printed:Zhejiang", ""},
      {"printed:\"Karst University\"", "pair"},
      {"printed:\"swarm control\"", ""},
      // phrases, in one value of one field
      {"\"swarm control\"", "arm"},
      {"\"control swarm\"", ""},
      {"\"robotics control\"", "arm"},
      {"\"swarm robotics\"", "words"},
      {"\"robot swarm\"", ""},
      {"\"robot swarm\"~2", "arm"},
      {"\"robot swarm\"~1", ""},
      {"\"swarm robot\"~9", "words"},
      {"state-of-the-art", "arms"},
      {"state-of-art", ""},
      // nearness, in any order
      {"swarm NEAR/1 control", "arm"},
      {"swarm NEAR/2 control", "arm arms"},
      {"control NEAR/2 swarm", "arm arms"},
      {"\"robotic arm\" NEAR/3 swarm", "arm"},
      {"robot NEAR/3 arm", "arm arms"},
      // beginnings and near misses
      {"robo*", "arm arms german pair unpaired words"},
      {"contro*", "arm arms words"},
      {"swarm-cont*", "arm"},
      {"robott~1", "arm arms pair unpaired"},
      {"rbot~1", "arm pair unpaired"},
      {"robto~1", "arm pair unpaired"},
      {"rbtot~1", ""},
      {"rbtot~2", "arm pair unpaired"},
      // fields
      {"title:arm", "arm arms"},
      {"abstract:robot", "arm"},
      {"keyword:control", "words"},
      {"funding:foundation", "words"},
      {"author:moor", "pair"},
      {"affiliation:\"robot institute\"", "pair unpaired"},
      {"venue:sample title:words", "words"},
      {"title:(robot arm)", "arm arms"},
      // ideographs: any run of them, in both scripts
      {"实验室", "chinese taiwan"},
      {"實驗室", "chinese taiwan"},
      {"之江实验室", "chinese"},
      {"江实", "chinese"},
      {"实江", ""},
      {"机", "chinese taiwan"},
      {"机器人 之江", "chinese"},
      {"验室机*", "taiwan"},
      // one author's places
      {"same(robot karst)", "pair"},
      {"same(\"robot institute\" university)", "pair"},
      {"same(robot zhejiang)", ""},
      {"same(zhejiang)", "pair"},
      {"NOT same(robot karst) institute", "unpaired"},
      // facets and ids inside a query
      {"country:CN", "chinese french pair unpaired"},
      {"country:cn|de", "chinese french german pair unpaired"},
      {"robot* country:DE", "german"},
      {"year:2019..2022 NOT year:2020", "chinese german"},
      {"year:(none)", "taiwan"},
      {"country:(none) title:实验室", "taiwan"},
      {"id:arm", "arm"},
      {"id:arm OR id:arms", "arm arms"},
      {"id:nobody", ""},
      // parts without a word count for nothing
      {"Karst ...", "pair"},
      {"Karst NOT ...", "pair"},
      {"", "arm arms chinese french german pair taiwan unpaired words"},
  }));
  INFO("query: " << row.query);
  CHECK(index().find(row.query) == row.found);
}

TEST_CASE("filters narrow") {
  struct Row {
    const char* filter;
    const char* found;
  };
  const Row row = GENERATE(values<Row>({
      {"country:CN", "chinese french pair unpaired"},  // of the source, and as printed: "..., Zhejiang"
      {"country:!CN", "arm arms german taiwan words"},
      {"country:CN,country:FR", "french"},
      {"country:!CN|DE,year:>2000", "arm arms words"},
      {"country:(none),year:2020", "arm arms words"},
      {"year:2019-2022,country:CN|DE", "chinese german pair unpaired"},
      {"language:ZH", "chinese taiwan"},
      {"language:de|fr,country:FR", "french"},
      {"venue:Nowhere", ""},
      {"venue:!Nowhere,language:fr", "french"},
  }));
  INFO("filter: " << row.filter);
  CHECK(index().find("", row.filter) == row.found);
}

TEST_CASE("papers that same() cannot decide are counted, only where they matter") {
  searcher::Request request;
  request.query = "same(robot zhejiang)";
  auto response = index().ask(request);
  REQUIRE(response.diagnostics.size() == 1);
  CHECK(response.diagnostics[0].message ==
        "same(...) cannot be decided for 1 paper: the source does not say which author lists which "
        "affiliation");
  CHECK(response.diagnostics[0].offset == 0);
  CHECK(response.diagnostics[0].length == request.query.size());
  request.query = "same(robot zhejiang) OR unpaired";
  CHECK(index().ask(request).diagnostics.empty());
  request.query = "same(robot zhejiang)";
  request.filter = "country:FR";
  CHECK(index().ask(request).diagnostics.empty());
}

TEST_CASE("a query without any word is refused by the strict mode and finds nothing in the search box") {
  searcher::Request request;
  request.query = "title:... !";
  const base::Error error = index().refusal(request);
  CHECK(error.code == base::ErrorCode::bad_query);
  CHECK(error.message == "nothing in the query is a word");
  request.mode = query::Mode::lenient;
  const auto response = index().ask(request);
  CHECK(response.total == 0);
  REQUIRE(response.diagnostics.size() == 2);
  CHECK(response.diagnostics[0].message == "'...' holds no letter or digit and is left out");
}

TEST_CASE("plain queries: any word may match, common words only when there are no others") {
  const auto ranked = [&](const std::string& text) {
    searcher::Request request;
    request.query = text;
    request.mode = query::Mode::plain;
    request.sort = searcher::Sort::id;
    std::string out;
    const auto best = index()->rank(request, 100);
    for (const auto& one : *best) out += (out.empty() ? "" : " ") + one.id;
    return out;
  };
  CHECK(ranked("what about the arms of neurones?") == "arm arms french");
  CHECK(ranked("the") == "arm arms words");
  CHECK(ranked("江实机器") == "chinese taiwan");
  CHECK(ranked("NOT (title:arms)") == "arm arms");
  CHECK(ranked("?!") == "");
}
