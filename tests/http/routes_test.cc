#include "searcher/http/routes.h"

#include <catch2/catch.hpp>

#include "scripted_searcher.h"
#include "searcher/http/head.h"
#include "searcher/http/openapi.h"

using namespace labtrail;
using namespace labtrail::http;

namespace {

/// The routes over a scripted searcher, asked without a socket.
struct Asked {
  tests::ScriptedSearcher searcher;
  std::string refresh_error;
  std::vector<std::string> warnings;
  Routes routes{searcher,
                {"", "build-1", [] { return std::string("metrics\n"); }, [this] { return refresh_error; },
                 [this](std::string_view line) { warnings.emplace_back(line); }}};

  Reply get(const std::string& target, const std::string& headers = "") {
    const auto request =
        parse_head("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n" + headers + "\r\n", {});
    REQUIRE(request);
    return routes.answer(*request, Routes::find(request->path));
  }
};

}  // namespace

TEST_CASE("addresses belong to routes; everything behind /papers/ is the id") {
  struct Row {
    const char* path;
    Route route;
  };
  for (const Row& row : {Row{"/", Route::home},
                         Row{"/search", Route::search_page},
                         Row{"/search/", Route::none},
                         Row{"/papers/a/b", Route::paper_page},
                         Row{"/papers/", Route::none},
                         Row{"/papers", Route::none},
                         Row{"/api/v1/papers", Route::api_papers},
                         Row{"/api/v1/papers/x:/y", Route::api_paper},
                         Row{"/api/v1/facets/country", Route::api_facet},
                         Row{"/api/v1/suggest", Route::api_suggest},
                         Row{"/api/v1/collaborations", Route::api_collaborations},
                         Row{"/api/v1/matrix", Route::api_matrix},
                         Row{"/api/v2/papers", Route::none},
                         Row{"/assets/x", Route::asset},
                         Row{"/healthz", Route::healthz},
                         Row{"/readyz", Route::readyz},
                         Row{"/metrics", Route::metrics},
                         Row{"/openapi.json", Route::openapi},
                         Row{"/evidence/bundle.zip", Route::evidence_bundle},
                         Row{"/evidence", Route::none},
                         Row{"/opensearch.xml", Route::opensearch},
                         Row{"/favicon.ico", Route::none}}) {
    INFO(row.path);
    CHECK(Routes::find(row.path) == row.route);
  }
}

TEST_CASE("a paper is found by its id, plain or percent-encoded") {
  Asked asked;
  for (const char* target : {"/api/v1/papers/doi:10.1000/x/y", "/api/v1/papers/doi%3A10.1000%2Fx%2Fy"}) {
    const Reply reply = asked.get(target);
    CHECK(reply.status == 200);
    CHECK(reply.content_type == "application/json");
    CHECK(reply.body ==
          "{\"id\":\"doi:10.1000/x/y\",\"title\":\"之江实验室\","
          "\"evidence\":{\"registry\":\"\",\"strings\":[],\"topics\":[]}}\n");
  }
  CHECK(asked.get("/api/v1/papers/paperlists:icra2018/84%206%3F1170").status == 200);
  CHECK(
      asked.get("/api/v1/papers/none").body ==
      R"({"type":"urn:labtrail:problem:not-found","title":"Not found","status":404,"detail":"no paper 'none'"})"
      "\n");
  const Reply page = asked.get("/papers/openalex:W1");
  CHECK(page.status == 200);
  CHECK(page.content_type == "text/html; charset=utf-8");
  CHECK(page.body.find("<small>") == std::string::npos);
  const Reply missing = asked.get("/papers/none");
  CHECK(missing.status == 404);
  CHECK(missing.content_type == "text/html; charset=utf-8");
}

TEST_CASE("the API says what is wrong with a request, and where") {
  struct Row {
    const char* target;
    const char* body;
  };
  Asked asked;
  for (
      const Row& row : std::vector<Row>{
          {"/api/v1/papers?serach=x",
           R"({"type":"urn:labtrail:problem:bad-request","title":"The request cannot be read","status":400,)"
           R"("detail":"unknown parameter 'serach'","parameter":"serach","hint":"did you mean 'search'?"})"},
          {"/api/v1/papers?page=1000000",
           R"({"type":"urn:labtrail:problem:bad-request","title":"The request cannot be read","status":400,)"
           R"("detail":"'page' is 1000000, but goes from 1 to 5001","parameter":"page","position":0,"length":7,)"
           R"("hint":"to go further, follow meta.next_cursor, or use labtrail-search export"})"},
          {"/api/v1/papers?page=2&cursor=x",
           R"({"type":"urn:labtrail:problem:bad-request","title":"The request cannot be read","status":400,)"
           R"("detail":"'page' and 'cursor' exclude each other","parameter":"page","hint":"give one of them"})"},
          {"/api/v1/suggest?q=%E2%82",
           R"({"type":"urn:labtrail:problem:bad-request","title":"The request cannot be read","status":400,)"
           R"("detail":"parameter 'q' is not valid UTF-8","parameter":"q","position":0,"length":1})"},
          {"/api/v1/papers/openalex:W1?x=1",
           R"({"type":"urn:labtrail:problem:bad-request","title":"The request cannot be read","status":400,)"
           R"("detail":"unknown parameter 'x'","parameter":"x","hint":"this address takes no parameters"})"},
      }) {
    INFO(row.target);
    const Reply reply = asked.get(row.target);
    CHECK(reply.status == 400);
    CHECK(reply.content_type == "application/problem+json");
    CHECK(reply.body == std::string(row.body) + "\n");
    CHECK(reply.etag.empty());
  }
  const Reply facet = asked.get("/api/v1/facets/contry");
  CHECK(facet.status == 404);
  CHECK(facet.body.find("no facet 'contry'") != std::string::npos);
}

TEST_CASE("errors of the query and the filter keep their positions") {
  Asked asked;
  for (const auto& [target, parameter] : {std::pair{"/api/v1/papers?search=auther:wang", "search"},
                                          std::pair{"/api/v1/papers?search=%22open", "search"},
                                          std::pair{"/api/v1/papers?search=a%00b", "search"},
                                          std::pair{"/api/v1/papers?search=a%C0%AFb", "search"},
                                          std::pair{"/api/v1/papers?search=%E2%80%AEabc", "search"},
                                          std::pair{"/api/v1/papers?filter=contry:CN", "filter"}}) {
    INFO(target);
    const Reply reply = asked.get(target);
    CHECK(reply.status == 400);
    CHECK(reply.body.find(std::string("\"parameter\":\"") + parameter + "\",\"position\":") !=
          std::string::npos);
  }
}

TEST_CASE("paging: page, per_page and counts alone") {
  Asked asked;
  const std::string second = asked.get("/api/v1/papers?per_page=1&page=2").body;
  CHECK(second.find("\"count\":3,") != std::string::npos);
  CHECK(second.find("\"results\":[{\"id\":\"paperlists:icra2018/84 6?1170\"") != std::string::npos);
  CHECK(asked.get("/api/v1/papers?per_page=0").body.find("\"results\":[]") != std::string::npos);
}

TEST_CASE("search inside a facet, and suggestions") {
  Asked asked;
  CHECK(asked.get("/api/v1/facets/year?prefix=20&search=robots").body ==
        R"({"meta":{"field":"year","prefix":"20","unit":"papers","generation":7,)"
        R"("generation_date":"2026-11-24T03:00:00Z","papers":3,"query":"robots","filter":""},)"
        R"("facets":{"year":{"distinct":2,"none":1,"buckets":[)"
        R"({"value":"2018","label":"2018","count":1,"selected":false},)"
        R"({"value":"2021","label":"2021","count":1,"selected":true}]}}})"
        "\n");
  CHECK(
      asked.get("/api/v1/suggest?q=rob").body ==
      R"({"meta":{"query":"rob","unit":"papers","generation":7,"generation_date":"2026-11-24T03:00:00Z","papers":3},)"
      R"("suggestions":[{"kind":"word","value":"robot","label":"robot","count":2,"name":"","query":"robot","filter":""}]})"
      "\n");
}

TEST_CASE("an answer that the client has already is 304 and costs no search") {
  Asked asked;
  const Reply first = asked.get("/api/v1/papers?search=robots&per_page=5");
  REQUIRE(first.status == 200);
  REQUIRE_FALSE(first.etag.empty());
  const int searches = asked.searcher.searches;
  const Reply again =
      asked.get("/api/v1/papers?per_page=5&search=%72obots", "If-None-Match: " + first.etag + "\r\n");
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(again.etag == first.etag);
  CHECK(asked.searcher.searches == searches);
  CHECK(asked.get("/api/v1/papers?search=robot&per_page=5", "If-None-Match: " + first.etag + "\r\n").status ==
        200);
  asked.searcher.number = 8;
  CHECK(
      asked.get("/api/v1/papers?search=robots&per_page=5", "If-None-Match: " + first.etag + "\r\n").status ==
      200);
}

TEST_CASE("ETags are compared weakly, in lists, and with their compressed form") {
  struct Row {
    const char* header;
    bool same;
  };
  for (const Row& row :
       {Row{"\"a\"", true}, Row{"W/\"a\"", true}, Row{"\"b\", \"a\"", true}, Row{"\"a-gz\"", true},
        Row{"*", true}, Row{"\"b\"", false}, Row{"", false}, Row{"\"-gz\"", false}, Row{"a", false}}) {
    INFO(row.header);
    CHECK(matches(row.header, "\"a\"") == row.same);
  }
}

TEST_CASE(
    "the pages: lenient with a query, strict about errors, and without a trace of strangers' parameters") {
  Asked asked;
  CHECK(asked.get("/").status == 200);
  const Reply page = asked.get("/search?q=robots&utm_source=x");
  CHECK(page.status == 200);
  CHECK(page.content_type == "text/html; charset=utf-8");
  CHECK(page.body.find("utm_source") == std::string::npos);
  CHECK(asked.get("/search?q=%22open").status == 200);
  CHECK(asked.get("/search?filter=contry:CN").status == 400);
  CHECK(asked.get("/search?page=1000000").status == 400);
  CHECK(asked.get("/search?q=a%00b").status == 400);
  CHECK(asked.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").body.find("<script>alert") ==
        std::string::npos);
  const Reply folded = asked.get("/search?q=a&from=2019&to=2021");
  CHECK(folded.status == 303);
  REQUIRE(folded.headers.size() == 1);
  CHECK(folded.headers[0].second.starts_with("/search?"));
}

TEST_CASE("an unknown address is 404, as a page for browsers and as a problem for programs") {
  Asked asked;
  CHECK(asked.get("/nothing").content_type == "application/problem+json");
  CHECK(asked.get("/nothing").status == 404);
  CHECK(asked.get("/nothing", "Accept: text/html\r\n").content_type == "text/html; charset=utf-8");
  for (const char* target : {"/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/../etc/passwd",
                             "/assets//etc/passwd", "/papers/../../etc/passwd"}) {
    INFO(target);
    CHECK(asked.get(target).status == 404);
  }
}

TEST_CASE("a broken index is 500 without telling where it lies; the operator is told") {
  Asked asked;
  asked.searcher.broken = true;
  const Reply reply = asked.get("/api/v1/papers");
  CHECK(reply.status == 500);
  CHECK(reply.body == R"({"type":"urn:labtrail:problem:corrupt","title":"The index is damaged","status":500,)"
                      R"("detail":"the index cannot be read","hint":"the server's own messages say more"})"
                      "\n");
  CHECK(asked.get("/search?q=a").status == 500);
  CHECK(asked.get("/search?q=a").body.find("secret") == std::string::npos);
  REQUIRE_FALSE(asked.warnings.empty());
  CHECK(asked.warnings[0] == "/api/v1/papers: /secret/place/segment-1 is damaged");
  asked.searcher.broken = false;
  CHECK(asked.get("/api/v1/papers").status == 200);
}

TEST_CASE("probes: alive, ready with its generation, and what keeps a newer one from being served") {
  Asked asked;
  CHECK(asked.get("/healthz").body == "ok\n");
  CHECK(asked.get("/readyz").body ==
        "{\"ready\":true,\"generation\":7,\"generation_date\":\"2026-11-24T03:00:00Z\",\"papers\":3}\n");
  asked.refresh_error = "generation 8 is damaged";
  CHECK(asked.get("/readyz").body ==
        "{\"ready\":true,\"generation\":7,\"generation_date\":\"2026-11-24T03:00:00Z\",\"papers\":3,"
        "\"refresh_error\":\"generation 8 is damaged\"}\n");
  CHECK(asked.get("/metrics").body == "metrics\n");
  CHECK(asked.get("/opensearch.xml").content_type == "application/opensearchdescription+xml");
  const Reply openapi = asked.get("/openapi.json");
  CHECK(openapi.body == openapi_document("http://127.0.0.1:8080"));
  CHECK(asked.get("/openapi.json", "If-None-Match: " + openapi.etag + "\r\n").status == 304);
}

TEST_CASE("metrics count by route and status, with a histogram of times") {
  Metrics metrics;
  metrics.count(Route::api_papers, 200, 0.003);
  metrics.count(Route::api_papers, 200, 7);
  metrics.count(Route::none, 418, 0);
  const std::string text = metrics.text({.generation = 7, .papers = 3, .refresh_failures = 1});
  for (const char* line :
       {"labtrail_http_requests_total{route=\"/api/v1/papers\",status=\"200\"} 2\n",
        "labtrail_http_requests_total{route=\"none\",status=\"other\"} 1\n",
        "labtrail_http_request_seconds_bucket{route=\"/api/v1/papers\",le=\"0.0025\"} 0\n",
        "labtrail_http_request_seconds_bucket{route=\"/api/v1/papers\",le=\"0.005\"} 1\n",
        "labtrail_http_request_seconds_bucket{route=\"/api/v1/papers\",le=\"+Inf\"} 2\n",
        "labtrail_http_request_seconds_count{route=\"/api/v1/papers\"} 2\n", "labtrail_generation 7\n",
        "labtrail_papers 3\n", "labtrail_refresh_failures_total 1\n"}) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
  CHECK(resident_bytes() > 1'000'000);
}
