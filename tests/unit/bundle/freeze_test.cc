// What is frozen, to the byte, and that it is written wholly or not at all.
#include "searcher/bundle/freeze.h"

#include <cstdlib>

#include "corpus/paper_json.h"
#include "searcher/bundle/sha256.h"
#include "searcher/bundle/unfinished.h"
#include "support.h"

using namespace labtrail;
using namespace labtrail::bundle;
using tests::BundleBench;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> names(const fs::path& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder)) out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("the same question, title and note over one generation give the same bytes, in file and memory") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  const FreezeRequest request{
      .query = "glass", .filter = "lab:north-lab", .title = "Swarms", .note = "For the\nrecord"};
  const std::string first = bench.freeze("one.zip", request);
  ::setenv("TZ", "Asia/Tokyo", 1);
  const std::string second = bench.freeze("two.zip", request);
  ::unsetenv("TZ");
  CHECK(first == second);
  const auto memory = freeze_bytes(*bench.open(), request, bench.folder());
  REQUIRE(memory);
  CHECK(memory->bytes == first);
  // The question is stored in its canonical form: another spelling of it is the same question.
  FreezeRequest spelled = request;
  spelled.query = "  glass ";
  CHECK(freeze_bytes(*bench.open(), spelled, bench.folder())->bytes == first);
  FreezeRequest other = request;
  other.note = "for the\nrecord";
  CHECK(freeze_bytes(*bench.open(), other, bench.folder())->manifest.id != memory->manifest.id);
}

TEST_CASE("the manifest says what was asked, of what, and which bytes belong to it") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  const std::string bytes =
      bench.freeze("one.zip", {.query = "glass", .filter = "lab:north-lab", .title = "T", .note = "N"});
  const std::string text = tests::part(bytes, kManifestName);
  const auto manifest = parse_manifest(text);
  REQUIRE(manifest);
  std::string parts;
  for (const std::string_view name : {kPageName, kRowsName, kTableName, kEvidenceName, kCountsName}) {
    const std::string content = tests::part(bytes, name);
    CHECK_FALSE(content.empty());
    parts += (parts.empty() ? "" : ",") + std::string("{\"name\":\"") + std::string(name) +
             "\",\"size\":" + std::to_string(content.size()) + ",\"sha256\":\"" + sha256(content) + "\"}";
  }
  REQUIRE(manifest->registries.size() == 1);
  const auto expected = [&](const std::string& id) {
    return "{\"labtrail_evidence\":1,\"id\":\"" + id +
           R"(","title":"T","note":"N","query":"glass","filter":"lab:north-lab","order":"id","generation":1,)"
           R"("generation_date":"2025-11-24T16:00:00Z","papers_in_index":4,"unit":"papers","count":2,"candidates":0,)"
           R"("period":{"first_year":2019,"last_year":2021,"without_year":0},"registries":[")" +
           manifest->registries[0] + "\"],\"program\":\"" + manifest->program + "\",\"parts\":[" + parts +
           "]}\n";
  };
  CHECK(text == expected(manifest->id));
  // As anybody can check without this program.
  CHECK(manifest->id == sha256(expected(std::string(64, '0'))));
}

TEST_CASE("rows are the records as ingested, ordered by id; evidence says why for each") {
  BundleBench bench;
  auto papers = tests::lab_papers();
  bench.ingest(papers);
  const std::string bytes = bench.freeze("one.zip", {.query = "glass lab:north-lab"});
  CHECK(tests::part(bytes, kRowsName) ==
        corpus::to_json(papers[0]) + "\n" + corpus::to_json(papers[1]) + "\n");
  const std::string mention =
      R"({"id":"north-lab","kind":"lab","name":"North Star Laboratory","ror":null,"country":"NO","state":"asserted",)"
      R"("role":"affiliation","score":0.98,"alias":"North Star Laboratory","alias_source":"made for a test",)"
      R"("rule":"exact","span":[0,21]})";
  CHECK(
      tests::part(bytes, kEvidenceName) ==
      R"({"id":"openalex:W1","strings":[{"kind":"affiliation","raw":"North Star Laboratory, Oslo","mentions":[)" +
          mention +
          R"(]}],"topics":[],"counted":{"institutions":[],"labs":["north-lab"]},"matched":[{"field":"title","text":"Glass of stone","spans":[[0,5]]}]})"
          "\n"
          R"({"id":"openalex:W2","strings":[{"kind":"affiliation","raw":"North Star Laboratory","mentions":[)" +
          mention +
          R"(]}],"topics":[],"counted":{"institutions":[],"labs":["north-lab"]},"matched":[{"field":"title","text":"Glass of paper","spans":[[0,5]]}]})"
          "\n");
  const std::string table = tests::part(bytes, kTableName);
  CHECK(std::count(table.begin(), table.end(), '\n') == 3);
}

TEST_CASE("counts are of the papers in the bundle: no clause is left out of them") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  const std::string bytes = bench.freeze("one.zip", {.filter = "lab:north-lab,year:2021"});
  CHECK(
      tests::part(bytes, kCountsName) ==
      R"({"unit":"papers","count":1,"generation":1,"generation_date":"2025-11-24T16:00:00Z","facets":{)"
      R"("year":{"distinct":1,"none":0,"buckets":[{"value":"2021","label":"2021","count":1}]},)"
      R"("country":{"distinct":1,"none":0,"buckets":[{"value":"NO","label":"NO","count":1}]},)"
      R"("institution":{"distinct":0,"none":1,"buckets":[]},)"
      R"("lab":{"distinct":1,"none":0,"buckets":[{"value":"north-lab","label":"North Star Laboratory","count":1}]},)"
      R"("funder":{"distinct":0,"none":1,"buckets":[]}}})"
      "\n");
}

TEST_CASE("that nothing was found can be frozen and proved too") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  const std::string bytes = bench.freeze("none.zip", {.query = "nowhere"});
  CHECK(tests::part(bytes, kRowsName).empty());
  const Verification found = verify(bytes);
  CHECK(found.faults == std::vector<std::string>{});
  CHECK(found.manifest->count == 0);
}

TEST_CASE("what cannot be frozen is refused, and leaves no file behind") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  const auto searcher = bench.open();
  const fs::path folder = bench.folder() / "out";
  fs::create_directories(folder);
  struct Row {
    FreezeRequest request;
    base::ErrorCode code;
    const char* message;
  };
  for (const Row& row : std::vector<Row>{
           {{.query = "auther:x"}, base::ErrorCode::bad_query, "unknown field 'auther'"},
           {{.filter = "contry:CN"}, base::ErrorCode::bad_filter, "unknown field 'contry'"},
           {{.title = std::string(501, 'x')},
            base::ErrorCode::too_large,
            "the title is longer than 500 bytes"},
           {{.note = std::string(20'001, 'x')},
            base::ErrorCode::too_large,
            "the note is longer than 20000 bytes"},
           {{.title = "a\nb"},
            base::ErrorCode::bad_request,
            "the title holds a line break or another control character"},
           {{.title = "\xC0"}, base::ErrorCode::bad_request, "the title is not valid UTF-8"},
           {{.most_papers = 3},
            base::ErrorCode::too_large,
            "4 papers are too many to freeze here; at most 3"},
       }) {
    const auto frozen = freeze(*searcher, row.request, {folder / "x.zip"});
    REQUIRE_FALSE(frozen.has_value());
    CHECK(frozen.error().code == row.code);
    CHECK(frozen.error().message == row.message);
    CHECK(names(folder).empty());
  }
  CHECK_THROWS_AS(freeze(*searcher, {}, {bench.folder() / "no folder" / "x.zip"}), base::Failure);
}

TEST_CASE("a file that is there stays as it is unless it is to be replaced") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  const auto searcher = bench.open();
  const fs::path folder = bench.folder() / "out";
  fs::create_directories(folder);
  const fs::path file = folder / "x.zip";
  base::write_file_atomically(file, "mine");
  const auto refused = freeze(*searcher, {}, {file});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message == file.string() + " exists already");
  CHECK(base::read_file(file) == "mine");
  // Nor is one replaced that came while the papers were collected, or a link to nowhere followed.
  fs::create_symlink(folder / "nowhere", folder / "link.zip");
  CHECK_FALSE(freeze(*searcher, {}, {folder / "link.zip"}).has_value());
  CHECK(freeze(*searcher, {}, {file, true}).has_value());
  CHECK(verify(base::read_file(file)).faults.empty());
  CHECK(names(folder) == std::vector<std::string>{"link.zip", "x.zip"});
}

TEST_CASE("a file has its name only when it is whole") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "x";
  {
    Unfinished unfinished(file);
    base::OutputFile out(unfinished.path());
    out.write("half");
    CHECK_FALSE(fs::exists(file));
  }
  CHECK(names(folder.path()).empty());
  Unfinished one(file);
  Unfinished two(file);
  for (Unfinished* each : {&one, &two}) {
    base::OutputFile out(each->path());
    out.write(each == &one ? "one" : "two");
    out.close();
  }
  CHECK(one.publish(false));
  CHECK_FALSE(two.publish(false));
  CHECK(base::read_file(file) == "one");
  CHECK(two.publish(true));
  CHECK(base::read_file(file) == "two");
  CHECK(names(folder.path()) == std::vector<std::string>{"x"});
  CHECK((fs::status(file).permissions() & fs::perms::owner_read) != fs::perms::none);
}
