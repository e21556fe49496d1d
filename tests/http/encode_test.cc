#include "searcher/http/encode.h"

#include <catch2/catch.hpp>

#include "scripted_searcher.h"
#include "searcher/http/problem.h"

using namespace labtrail;
using namespace labtrail::http;

TEST_CASE("a result as JSON, whole") {
  const tests::ScriptedSearcher searcher;
  searcher::Request request;
  request.query = "Robots";
  request.limit = 5;
  request.facets = {{format::FacetField::year, 20}};
  auto response = searcher.search(request).value();
  response.next_cursor = "abc";
  response.diagnostics = {{query::Diagnostic::Severity::warning, "m", "h", 1, 2}};
  response.spelling = searcher::Spelling{"robot", 9};
  response.facets[0].buckets[0].excluded = true;
  CHECK(
      search_body(request, response) ==
      R"({"meta":{"count":1,"unit":"papers","per_page":5,"next_cursor":"abc","generation":7,)"
      R"("generation_date":"2026-11-24T03:00:00Z","papers":3,"query":"Robots","filter":"","sort":"relevance",)"
      R"("diagnostics":[{"severity":"warning","message":"m","hint":"h","position":1,"length":2}],)"
      R"("spelling":{"query":"robot","count":9}},"results":[{"id":"paperlists:icra2018/84 6?1170",)"
      R"("title":"Robots that learn","year":2018,"date":null,"venue":null,"type":null,"status":null,"language":null,)"
      R"("url":null,"authors":[],"unpaired":true,"affiliations":["Example University"],"institutions":[],)"
      R"("countries":[],"score":1.5,"highlights":[{"field":"title","text":"Robots that learn","spans":[[0,6]]}]}],)"
      R"("facets":{"year":{"distinct":2,"none":1,"buckets":[)"
      R"({"value":"2018","label":"2018","count":1,"selected":false,"excluded":true},)"
      R"({"value":"2021","label":"2021","count":1,"selected":true}]}}})");
}

TEST_CASE("candidates stand beside the count, where they are counted") {
  tests::ScriptedSearcher searcher;
  searcher.candidates = 4;
  const searcher::Request request{.query = "Swarm"};
  const std::string body = search_body(request, searcher.search(request).value());
  CHECK(body.rfind(R"({"meta":{"count":1,"candidates":4,"unit":"papers",)", 0) == 0);
}

TEST_CASE("a paper as JSON is what the source says, and behind it the evidence") {
  corpus::Paper paper;
  paper.id = "a";
  paper.title = "T";
  searcher::PaperEvidence evidence;
  evidence.registry = "resolver 1";
  searcher::Mention resolved;
  resolved.id = "zhejiang-lab";
  resolved.name = "Zhejiang Lab";
  resolved.ror = "02m2h7991";
  resolved.country = "CN";
  resolved.kind = format::OrganisationKind::lab;
  resolved.rule = format::Rule::fuzzy;
  resolved.edits = 1;
  resolved.score = 0.9;
  resolved.alias = "Zhejiang Lab";
  resolved.alias_source = "its site";
  resolved.span = searcher::Span{0, 11};
  searcher::Mention source;
  source.id = source.name = "openalex:I1";
  source.state = format::State::asserted;
  source.rule = format::Rule::source;
  source.score = 1;
  evidence.strings = {{format::EvidenceText::affiliation, "Zhejang Lab", {source, resolved}},
                      {format::EvidenceText::funding, "none", {}}};
  evidence.topics = {{"people-monitoring", "People", "person-reid", "re id", "keyword", 2, {3, 8}}};
  CHECK(
      paper_body(paper, evidence) ==
      R"({"id":"a","title":"T","evidence":{"registry":"resolver 1","strings":[)"
      R"({"kind":"affiliation","raw":"Zhejang Lab","mentions":[)"
      R"({"id":"openalex:I1","kind":"institution","name":"openalex:I1","ror":null,"country":null,)"
      R"("state":"asserted","role":"affiliation","score":1.00,"alias":null,"alias_source":null,"rule":"source","span":null},)"
      R"({"id":"zhejiang-lab","kind":"lab","name":"Zhejiang Lab","ror":"https://ror.org/02m2h7991","country":"CN",)"
      R"("state":"candidate","role":"affiliation","score":0.90,"alias":"Zhejiang Lab","alias_source":"its site",)"
      R"("rule":"fuzzy","edits":1,"span":[0,11]}]},{"kind":"funding","raw":"none","mentions":[]}],)"
      R"("topics":[{"id":"people-monitoring","name":"People","through":"person-reid","term":"re id",)"
      R"("field":"keyword","value":2,"span":[3,8]}]}})");
}

TEST_CASE("authors are listed with their affiliations as published; beyond a hundred the result says so") {
  tests::ScriptedSearcher searcher;
  searcher.papers[0].authors.assign(101, {"Ada Example", "", {{"Example Lab", {}}}});
  const searcher::Request request{.query = "Swarm"};
  const std::string body = search_body(request, searcher.search(request).value());
  CHECK(body.find(R"("authors":[{"name":"Ada Example","affiliations":["Example Lab"]},)") !=
        std::string::npos);
  CHECK(body.find(R"(],"authors_cut":true,"authors_count":101,)") != std::string::npos);
  std::size_t listed = 0;
  for (std::size_t at = 0; (at = body.find("Ada Example", at)) != std::string::npos; ++at) ++listed;
  CHECK(listed == kAuthorsListed);
}

TEST_CASE("problems, whole") {
  struct Row {
    Reply reply;
    int status;
    const char* body;
  };
  using base::ErrorCode;
  const std::vector<Row> rows{
      {problem(base::Error{ErrorCode::bad_query, "unknown field 'auther'", "did you mean 'author'?", 3, 6},
               "search"),
       400,
       R"({"type":"urn:labtrail:problem:bad-query","title":"The query cannot be read","status":400,)"
       R"("detail":"unknown field 'auther'","parameter":"search","position":3,"length":6,"hint":"did you mean 'author'?"})"},
      {problem(base::Error{ErrorCode::not_found, "no paper 'x'", "", 0, 0}), 404,
       R"({"type":"urn:labtrail:problem:not-found","title":"Not found","status":404,"detail":"no paper 'x'"})"},
      {problem(base::Error{ErrorCode::deadline, "2 s are over", "", 0, 0}), 503,
       R"({"type":"urn:labtrail:problem:deadline","title":"The search took too long","status":503,"detail":"2 s are over"})"},
      {problem(Refusal{421, "not here", "there"}), 421,
       R"({"type":"about:blank","title":"Misdirected Request","status":421,"detail":"not here","hint":"there"})"},
  };
  for (const Row& row : rows) {
    CHECK(row.reply.status == row.status);
    CHECK(row.reply.content_type == "application/problem+json");
    CHECK(row.reply.body == std::string(row.body) + "\n");
  }
}
