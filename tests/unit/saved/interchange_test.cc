// Export and import: the same bytes on the other side, all or nothing.
#include "searcher/saved/interchange.h"

#include <catch2/catch.hpp>

#include "searcher/saved/store.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using saved::Draft;
using saved::Store;

namespace {

Draft draft(std::string name, std::string query) {
  Draft out;
  out.name = std::move(name);
  out.query = std::move(query);
  return out;
}

struct Bench {
  tests::TemporaryFolder folder;
  std::int64_t now = 1'764'000'000;
  std::uint64_t next = 1;
  Store store{folder.path(), [this] { return now; }, [this] { return next++ * 0x9E3779B97F4A7C15; }};
};

void fill(Bench& bench) {
  Draft first = draft("之江 \"lab\" <b>", "\"swarm control\" OR 之江实验室");
  first.note = "line\n\ttab \\ \"quote\"";
  first.case_ = "Case 12";
  first.facets = "country";
  const auto one = bench.store.create(first);
  bench.now += 3600;
  Draft changed = first;
  changed.filter = "year:>=2020";
  REQUIRE(bench.store.edit(one->id, changed).has_value());
  REQUIRE(bench.store.note_count(one->id, {2, 9, "2026-11-24T08:15:00Z", 17, 3}).has_value());
  REQUIRE(bench.store.note_count(one->id, {2, 10, "2026-11-25T08:15:00Z", 18, std::nullopt}).has_value());
  const auto two = bench.store.create(draft("two", "drone"));
  REQUIRE(bench.store.set_archived(two->id, true).has_value());
}

}  // namespace

TEST_CASE("an exported search reads as saved.md says") {
  Bench bench;
  const auto search = bench.store.create(draft("Drones", "drone"));
  REQUIRE(bench.store.note_count(search->id, {1, 9, "2026-11-24T08:15:00Z", 17, 3}).has_value());
  CHECK(
      *bench.store.export_json() ==
      "{\"format\":\"labtrail-saved-searches\",\"version\":1,\"searches\":[\n"
      "{\"id\":\"" +
          search->id +
          "\",\"archived\":false,\"created\":\"2025-11-24T16:00:00Z\",\"changed\":\"2025-11-24T16:00:00Z\","
          "\"versions\":[{\"version\":1,\"date\":\"2025-11-24T16:00:00Z\",\"grammar\":1,\"name\":\"Drones\","
          "\"case\":\"\",\"note\":\"\",\"query\":\"drone\",\"filter\":\"\",\"sort\":\"newest\",\"facets\":"
          "\"\"}],"
          "\"counts\":[{\"version\":1,\"generation\":9,\"date\":\"2026-11-24T08:15:00Z\",\"count\":17,"
          "\"candidates\":3}]}]}\n");
}

TEST_CASE("export, import elsewhere, export: the same bytes; importing again changes nothing") {
  Bench from;
  fill(from);
  const auto text = from.store.export_json();
  REQUIRE(text.has_value());
  Bench to;
  const auto summary = to.store.import_json(*text);
  INFO((summary ? std::string() : summary.error().message));
  REQUIRE(summary.has_value());
  CHECK(summary->added == 2);
  CHECK(*to.store.export_json() == *text);
  CHECK(to.store.import_json(*text)->unchanged == 2);
  CHECK(*to.store.export_json() == *text);
  CHECK(from.store.list(Store::Which::all).size() == 2);
}

TEST_CASE("a search that is here with other contents is refused whole, or comes in as a copy") {
  Bench from;
  fill(from);
  const auto text = from.store.export_json();
  Bench to;
  REQUIRE(to.store.import_json(*text).has_value());
  const std::string id = to.store.list().front().id;
  REQUIRE(to.store.edit(id, draft("mine now", "drone")).has_value());
  const auto before = to.store.export_json();
  const auto refused = to.store.import_json(*text);
  REQUIRE(!refused.has_value());
  CHECK(refused.error().message ==
        "saved search '" + id + "' (mine now) is here already, with other contents; nothing was imported");
  CHECK(*to.store.export_json() == *before);
  const auto copied = to.store.import_json(*text, true);
  REQUIRE(copied.has_value());
  CHECK(copied->added == 1);
  CHECK(copied->unchanged == 1);
  CHECK(copied->ids.front() != id);
  CHECK(to.store.versions(copied->ids.front())->size() == 2);
}

TEST_CASE("a question that this program cannot read any more is kept all the same") {
  Bench bench;
  const std::string text =
      "{\"format\":\"labtrail-saved-searches\",\"version\":1,\"searches\":[{\"id\":\"abc\",\"archived\":"
      "false,"
      "\"created\":\"2025-11-24T16:00:00Z\",\"changed\":\"2025-11-24T16:00:00Z\",\"versions\":[{\"version\":"
      "1,"
      "\"date\":\"2025-11-24T16:00:00Z\",\"grammar\":0,\"name\":\"Old\",\"case\":\"\",\"note\":\"\","
      "\"query\":\"oldfield:x\",\"filter\":\"\",\"sort\":\"newest\",\"facets\":\"\"}],\"counts\":[]}]}";
  REQUIRE(bench.store.import_json(text).has_value());
  CHECK(bench.store.find("abc")->version.draft.query == "oldfield:x");
  CHECK(bench.store.find("abc")->version.grammar == 0);
}

TEST_CASE("texts that are no export are refused with their fault, and nothing comes in") {
  const std::string good =
      "{\"format\":\"labtrail-saved-searches\",\"version\":1,\"searches\":[{\"id\":\"abc\",\"archived\":"
      "false,"
      "\"created\":\"2025-11-24T16:00:00Z\",\"changed\":\"2025-11-24T16:00:00Z\",\"versions\":[{\"version\":"
      "1,"
      "\"date\":\"2025-11-24T16:00:00Z\",\"grammar\":1,\"name\":\"Old\",\"case\":\"\",\"note\":\"\","
      "\"query\":\"x\",\"filter\":\"\",\"sort\":\"newest\",\"facets\":\"\"}],\"counts\":[]}]}";
  const auto with = [&](std::string_view old, std::string_view fresh) {
    std::string text = good;
    const std::size_t at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), fresh);
  };
  struct Row {
    std::string text;
    base::ErrorCode code;
    std::string message;
  };
  using base::ErrorCode;
  for (const Row& row : {
           Row{"{\"format\":\"other\"}", ErrorCode::unsupported, "these are no saved searches"},
           Row{with("\"version\":1,\"searches\"", "\"version\":2,\"searches\""), ErrorCode::unsupported,
               "these saved searches are written in another version of the format"},
           Row{with("\"id\":\"abc\"", "\"id\":\"../x\""), ErrorCode::bad_record,
               "the file, search 1 has an id that is none (small letters and digits)"},
           Row{with("\"name\":\"Old\"", "\"name\":7"), ErrorCode::bad_record,
               "the file, search 1, version 1 has no text 'name'"},
           Row{with("\"version\":1,\"date\"", "\"version\":2,\"date\""), ErrorCode::bad_record,
               "the file, search 1, version 1 is out of order"},
           Row{with("T16:00:00Z\",\"changed", "T16:00:00\",\"changed"), ErrorCode::bad_record,
               "the file, search 1 has no date 'created'"},
           Row{with("\"counts\":[]", "\"counts\":{}"), ErrorCode::bad_record,
               "the file, search 1 has no list 'counts'"},
       }) {
    Bench bench;
    const auto summary = bench.store.import_json(row.text);
    REQUIRE(!summary.has_value());
    CHECK(summary.error().message == row.message);
    CHECK(summary.error().code == row.code);
    CHECK(bench.store.list(Store::Which::all).empty());
  }
  Bench bench;
  CHECK(bench.store.import_json("no json").error().code == ErrorCode::bad_record);
  CHECK(bench.store.import_json(good).has_value());
}
