// Dossiers and the matrix as served, over the sample corpus: page, JSON and CSV are one counting; a tag holds
// as long as the bytes do; what is unknown is answered with help.
#include "searcher/http/dossier_routes.h"

#include <catch2/catch.hpp>
#include <memory>

#include "indexer/ingest.h"
#include "searcher/http/head.h"
#include "searcher/http/routes.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using namespace labtrail::http;

namespace {

class Site {
 public:
  Site() {
    indexer::IngestOptions options;
    options.index = index();
    options.paths = {LABTRAIL_SOURCE_DIR "/corpus/samples"};
    options.folders.registry = LABTRAIL_SOURCE_DIR "/corpus/samples/registry";
    options.jobs = 1;
    options.clock = [] { return std::int64_t{1764000000}; };
    indexer::ingest(options);
    searcher_ = searcher::Searcher::open(index());
    routes_ = std::make_unique<Routes>(
        *searcher_, Surroundings{"", "build-1", [] { return std::string(); }, [] { return std::string(); },
                                 [](std::string_view) {}});
  }
  Reply get(const std::string& target, const std::string& headers = "") {
    const auto request =
        parse_head("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n" + headers + "\r\n", {});
    REQUIRE(request);
    return routes_->answer(*request, Routes::find(request->path));
  }
  [[nodiscard]] std::string index() const { return (folder_.path() / "index").string(); }

 private:
  tests::TemporaryFolder folder_;
  std::unique_ptr<searcher::Searcher> searcher_;
  std::unique_ptr<Routes> routes_;
};

Site& site() {
  static Site made;
  return made;
}

bool has(const Reply& reply, std::string_view part) {
  return reply.body.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("dossiers, the matrix and the list have their addresses") {
  struct Row {
    const char* path;
    Route route;
  };
  for (const Row& row :
       {Row{"/labs/x", Route::dossier}, Row{"/labs/x.json", Route::dossier},
        Row{"/institutions/ror:03cve4549.csv", Route::dossier}, Row{"/lists/x", Route::dossier},
        Row{"/countries/CN", Route::dossier}, Row{"/labs/", Route::none}, Row{"/labs", Route::none},
        Row{"/funders/x", Route::none}, Row{"/matrix", Route::matrix_page},
        Row{"/matrix.csv", Route::matrix_csv}, Row{"/matrix/x", Route::none}, Row{"/list", Route::list_page},
        Row{"/list.csv", Route::list_csv}, Row{"/api/v1/list", Route::api_list}}) {
    INFO(row.path);
    CHECK(Routes::find(row.path) == row.route);
  }
}

TEST_CASE("a dossier is served as page, JSON and CSV; the same request gives the same bytes and tag") {
  struct Row {
    const char* target;
    const char* type;
    const char* part;
  };
  for (const Row& row : std::vector<Row>{
           {"/labs/lanjiang-laboratory", "text/html; charset=utf-8", "Lanjiang Laboratory (invented)</h1>"},
           {"/labs/lanjiang-laboratory.json", "application/json", "\"papers\":26,"},
           {"/labs/lanjiang-laboratory.csv", "text/csv; charset=utf-8", "papers,lab:lanjiang-laboratory,"},
           {"/institutions/lanjiang-laboratory.json", "application/json",
            "\"clause\":\"lab:lanjiang-laboratory\""},
           {"/institutions/sample%3Alanjiang-laboratory.json", "application/json", "\"papers\":24,"},
           {"/labs/lanjiang-laboratory.json?filter=year:2019-2021", "application/json",
            "\"filter\":\"year:2019-2021\""},
           {"/lists/sample-watch-list", "text/html; charset=utf-8", "Public list"},
           {"/countries/GB", "text/html; charset=utf-8", "United Kingdom</h1>"}}) {
    INFO(row.target);
    const Reply first = site().get(row.target);
    CHECK(first.status == 200);
    CHECK(first.content_type == row.type);
    CHECK(has(first, row.part));
    const Reply second = site().get(row.target);
    CHECK(second.body == first.body);
    CHECK(second.etag == first.etag);
    REQUIRE_FALSE(first.etag.empty());
    CHECK(site().get(row.target, "If-None-Match: " + first.etag + "\r\n").status == 304);
  }
  CHECK(site().get("/labs/lanjiang-laboratory").etag !=
        site().get("/labs/lanjiang-laboratory?filter=year:2020").etag);
}

TEST_CASE("an unknown id is 404: a page with what may be meant, a problem for programs") {
  const Reply page = site().get("/labs/lanjiang");
  CHECK(page.status == 404);
  CHECK(page.content_type == "text/html; charset=utf-8");
  CHECK(has(page, "href=\"/labs/lanjiang-laboratory\""));
  CHECK(has(site().get("/labs/%E6%BE%9C%E6%B1%9F%E5%AE%9E%E9%AA%8C%E5%AE%A4"),
            "href=\"/labs/lanjiang-laboratory\""));
  const Reply hostile = site().get("/labs/%3Cscript%3Ealert(1)%3C%2Fscript%3E");
  CHECK(hostile.status == 404);
  CHECK_FALSE(has(hostile, "<script>alert"));
  const Reply json = site().get("/labs/nobody.json");
  CHECK(json.status == 404);
  CHECK(json.content_type == "application/problem+json");
  CHECK(site().get("/countries/XX").status == 404);
  CHECK(site().get("/lists/nothing").status == 404);
}

TEST_CASE("a narrowing that cannot be read is an error, not an empty dossier") {
  for (const char* target :
       {"/labs/lanjiang-laboratory?filter=contry:CN", "/labs/lanjiang-laboratory?q=%22open"}) {
    INFO(target);
    const Reply page = site().get(target);
    CHECK(page.status == 400);
    CHECK(page.content_type == "text/html; charset=utf-8");
  }
  const Reply json = site().get("/labs/lanjiang-laboratory.json?filter=contry:CN");
  CHECK(json.status == 400);
  CHECK(json.content_type == "application/problem+json");
  CHECK(site().get("/labs/lanjiang-laboratory.json?fitler=x").status == 400);
  // Links that are passed around gain strangers' parameters.
  CHECK(site().get("/labs/lanjiang-laboratory?utm_source=x").status == 200);
}

TEST_CASE("the command prints the bytes that the server sends") {
  for (const std::string format : {"json", "csv"}) {
    INFO(format);
    tests::Program program(
        {LABTRAIL_SEARCH, "dossier", "--index", site().index(), "--format", format, "lanjiang-laboratory"});
    const tests::ProgramResult result = program.wait();
    CHECK(result.exit == 0);
    CHECK(result.out == site().get("/labs/lanjiang-laboratory." + format).body);
  }
  tests::Program served({LABTRAIL_SEARCH, "dossier", "--index", site().index(), "--site",
                         "http://127.0.0.1:8080", "lanjiang-laboratory"});
  const tests::ProgramResult page = served.wait();
  CHECK(page.exit == 0);
  CHECK(page.out.find("href=\"http://127.0.0.1:8080/search?q=&amp;filter=lab:lanjiang-laboratory\"") !=
        std::string::npos);
  CHECK(page.out.find("href=\"/") == std::string::npos);
  tests::Program alone({LABTRAIL_SEARCH, "dossier", "--index", site().index(), "lanjiang-laboratory"});
  const tests::ProgramResult text = alone.wait();
  CHECK(text.exit == 0);
  CHECK(text.out.find("<style>") != std::string::npos);
  CHECK(text.out.find("<script") == std::string::npos);
  tests::Program unknown({LABTRAIL_SEARCH, "dossier", "--index", site().index(), "nobody"});
  CHECK(unknown.wait().exit == 1);
}

TEST_CASE("the matrix page counts what the API counts, as page and as CSV") {
  const std::string ids = "rows=lanjiang-laboratory%0Apalisade-bend&columns=country%3AGB";
  const Reply api = site().get("/api/v1/matrix?" + ids);
  CHECK(api.status == 200);
  const Reply page = site().get("/matrix?" + ids);
  CHECK(page.status == 200);
  CHECK(has(page, "Papers that list both"));
  const Reply csv = site().get("/matrix.csv?" + ids);
  CHECK(csv.status == 200);
  CHECK(csv.content_type == "text/csv; charset=utf-8");
  CHECK(has(csv, "row,row_label,column,column_label,papers,"));
  // "row":"lanjiang-laboratory","column":"country:GB","papers":N
  const std::string key = R"("row":"lanjiang-laboratory","column":"country:GB","papers":)";
  const std::size_t at = api.body.find(key);
  REQUIRE(at != std::string::npos);
  const std::string papers =
      api.body.substr(at + key.size(), api.body.find(',', at + key.size()) - at - key.size());
  CHECK(papers != "0");
  CHECK(has(csv, "lab:lanjiang-laboratory,Lanjiang Laboratory (invented),country:GB,GB," + papers + ","));
  CHECK(has(page, ">" + papers + "</a>"));
}

TEST_CASE("an entry that is no id is reported by itself, with what it may mean") {
  const Reply page = site().get("/matrix?rows=Lanjiang%20Labo%0Anobody%20knows&columns=country:GB");
  CHECK(page.status == 200);
  CHECK(has(page, "Not counted yet"));
  CHECK(has(page, "/matrix?rows=lanjiang-laboratory%0Anobody%20knows&amp;columns=country%3AGB"));
  CHECK(has(page, "nobody knows"));
  // A name in a script that no label has: the papers that print it say who that is.
  CHECK(has(site().get("/matrix?rows=%E6%BE%9C%E6%B1%9F%E5%AE%9E%E9%AA%8C%E5%AE%A4&columns=country:GB"),
            "/matrix?rows=lanjiang-laboratory&amp;columns=country%3AGB"));
  const Reply csv = site().get("/matrix.csv?rows=nobody&columns=country:GB");
  CHECK(csv.status == 404);
  const Reply empty = site().get("/matrix");
  CHECK(empty.status == 200);
  CHECK(has(empty, "An example of this index"));
  CHECK(site().get("/matrix?rows=lanjiang-laboratory&columns=country:GB&filter=contry:x").status == 400);
}

TEST_CASE("a list counts the same as page, CSV and JSON, and an address says what is wrong with it") {
  const std::string asked = "entries=LJL%0A%E6%BE%9C%E6%B1%9F%E5%AE%9E%E9%AA%8C%E5%AE%A4%0Anobody&as=name";
  const Reply api = site().get("/api/v1/list?" + asked);
  CHECK(api.status == 200);
  CHECK(has(api,
            "\"entry\":\"LJL\",\"readings\":[{\"read_as\":\"name\",\"kind\":\"lab\","
            "\"value\":\"lanjiang-laboratory\","));
  CHECK(has(api, "\"papers\":26,"));
  const Reply page = site().get("/list?" + asked);
  CHECK(page.status == 200);
  CHECK(has(page, "2 of 3 entries find papers"));
  CHECK(has(page, "aria-label=\"26 papers: LJL\""));
  const Reply csv = site().get("/list.csv?" + asked);
  CHECK(has(csv, "LJL,name,lab,lanjiang-laboratory,Lanjiang Laboratory (invented),26,"));
  CHECK(has(csv, "nobody,printed,,,,0,"));
  CHECK(site().get("/list").status == 200);
  CHECK(site().get("/list?entries=x&as=guess").status == 400);
  CHECK(site().get("/list?entries=x&filter=contry:x").status == 400);
  CHECK(site().get("/api/v1/list?entries=x&as=guess").status == 400);
  CHECK(site().get("/api/v1/list?entries=").status == 400);
  std::string many = "/api/v1/list?entries=";
  for (int i = 0; i < 501; ++i) many += "a" + std::to_string(i) + "%0A";
  CHECK(has(site().get(many), "at most 500 entries"));
}
