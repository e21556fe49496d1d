// Saved searches as people make, change and keep them.
#include "searcher/saved/store.h"

#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "searcher/query/parser.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using saved::Draft;
using saved::Store;
using Which = saved::Store::Which;

namespace {

Draft draft(std::string name, std::string query = {}, std::string filter = {}) {
  Draft out;
  out.name = std::move(name);
  out.query = std::move(query);
  out.filter = std::move(filter);
  return out;
}

struct Bench {
  tests::TemporaryFolder folder;
  std::int64_t now = 1'764'000'000;
  Store store{folder.path(), [this] { return now; }};

  saved::SavedSearch create(const Draft& wanted) {
    auto search = store.create(wanted);
    INFO((search ? std::string() : search.error().message));
    REQUIRE(search.has_value());
    return std::move(*search);
  }
};

std::string names(const std::vector<saved::SavedSearch>& searches) {
  std::string out;
  for (const auto& search : searches) out += (out.empty() ? "" : " ") + search.version.draft.name;
  return out;
}

}  // namespace

TEST_CASE("a search is saved in canonical form, with its grammar and its date") {
  Bench bench;
  Draft typed =
      draft("  Swarm \t lab ", " title:(robot OR  arm)   lab:zhejiang-lab ", "year:>=2020 , country:cn|us");
  typed.note = "two\nlines";
  typed.case_ = "Case 12";
  typed.sort = "newest";
  typed.facets = "country, institution:50";
  const saved::SavedSearch search = bench.create(typed);
  const Draft& kept = search.version.draft;
  CHECK(search.id.size() == 10);
  CHECK(kept.name == "Swarm lab");
  CHECK(kept.note == "two\nlines");
  CHECK(kept.case_ == "Case 12");
  CHECK(kept.query == "(title:robot OR title:arm) lab:zhejiang-lab");
  CHECK(kept.filter == "year:>=2020,country:cn|us");
  CHECK(kept.facets == "country,institution:50");
  CHECK(search.version.number == 1);
  CHECK(search.version.grammar == query::kGrammarVersion);
  CHECK(search.version.date == bench.now);
  CHECK(search.created == bench.now);
  CHECK(!search.last_run);
  CHECK(saved::canonical(kept) == kept);
  CHECK(bench.store.find(search.id)->version == search.version);
}

TEST_CASE("what cannot be asked is not saved, and says why") {
  struct Row {
    Draft draft;
    base::ErrorCode code;
    std::string message;
  };
  Draft sort = draft("x");
  sort.sort = "best";
  Draft facets = draft("x");
  facets.facets = "colour";
  Draft bytes = draft("\xff");
  for (const Row& row : {
           Row{draft(" "), base::ErrorCode::bad_request, "a saved search needs a name"},
           Row{draft("x", "auther:x"), base::ErrorCode::bad_query, "unknown field 'auther'"},
           Row{draft("x", "(robot"), base::ErrorCode::bad_query, "the parenthesis is not closed"},
           Row{draft("x", "???"), base::ErrorCode::bad_query, "nothing in the query is a word"},
           Row{draft("x", "", "contry:CN"), base::ErrorCode::bad_filter, "unknown field 'contry'"},
           Row{sort, base::ErrorCode::bad_request, "unknown sort 'best'"},
           Row{facets, base::ErrorCode::bad_request, "unknown field 'colour'"},
           Row{bytes, base::ErrorCode::bad_request, "the name is not valid UTF-8"},
           Row{draft(std::string(501, 'x')), base::ErrorCode::bad_request,
               "the name is longer than 500 bytes"},
       }) {
    Bench bench;
    const auto search = bench.store.create(row.draft);
    REQUIRE(!search.has_value());
    CHECK(search.error().message == row.message);
    CHECK(search.error().code == row.code);
    CHECK(bench.store.list(Which::all).empty());
  }
}

TEST_CASE("an edit adds a version and loses none; no change adds nothing") {
  Bench bench;
  const auto search = bench.create(draft("one", "robot"));
  bench.now += 60;
  Draft second = search.version.draft;
  second.query = "drone";
  const auto edited = bench.store.edit(search.id, second, 1);
  REQUIRE(edited.has_value());
  CHECK(edited->version.number == 2);
  CHECK(edited->changed == bench.now);
  CHECK(edited->created == bench.now - 60);
  bench.now += 60;
  CHECK(bench.store.edit(search.id, second)->version.number == 2);
  const auto versions = bench.store.versions(search.id);
  REQUIRE(versions->size() == 2);
  CHECK(versions->at(0) == search.version);
  CHECK(versions->at(1) == edited->version);
}

TEST_CASE("an editor who has not seen the newest version is told so") {
  Bench bench;
  const auto search = bench.create(draft("one", "robot"));
  REQUIRE(bench.store.edit(search.id, draft("one", "drone"), 1).has_value());
  const auto late = bench.store.edit(search.id, draft("one", "plane"), 1);
  REQUIRE(!late.has_value());
  CHECK(late.error().message == "the saved search has been edited meanwhile: it is at version 2");
  CHECK(bench.store.find(search.id)->version.draft.query == "drone");
}

TEST_CASE("a duplicate has the question, and a history of its own") {
  Bench bench;
  const auto search = bench.create(draft("one", "robot", "year:2020"));
  REQUIRE(bench.store.edit(search.id, draft("one", "drone", "year:2020")).has_value());
  const auto copy = bench.store.duplicate(search.id, "two");
  REQUIRE(copy.has_value());
  CHECK(copy->id != search.id);
  CHECK(copy->version.number == 1);
  CHECK(copy->version.draft.query == "drone");
  CHECK(copy->version.draft.name == "two");
  CHECK(bench.store.versions(copy->id)->size() == 1);
}

TEST_CASE("archived searches are kept whole, apart from the live ones") {
  Bench bench;
  const auto one = bench.create(draft("one"));
  bench.create(draft("two"));
  bench.create(draft("Three"));
  CHECK(bench.store.set_archived(one.id, true)->archived);
  CHECK(names(bench.store.list()) == "Three two");
  CHECK(names(bench.store.list(Which::archived)) == "one");
  CHECK(names(bench.store.list(Which::all)) == "Three one two");
  CHECK(!bench.store.set_archived(one.id, false)->archived);
  CHECK(names(bench.store.list()) == "Three one two");
}

TEST_CASE("an id that nobody has is not found, whatever is done with it") {
  Bench bench;
  const auto check = [](const auto& result) {
    REQUIRE(!result.has_value());
    CHECK(result.error().code == base::ErrorCode::not_found);
    CHECK(result.error().message == "there is no saved search 'nobody'");
  };
  check(bench.store.find("nobody"));
  check(bench.store.edit("nobody", draft("x")));
  check(bench.store.duplicate("nobody", "x"));
  check(bench.store.set_archived("nobody", true));
  check(bench.store.versions("nobody"));
  check(bench.store.counts("nobody"));
  check(bench.store.note_count("nobody", {}));
  const std::vector<std::string> ids{"nobody"};
  check(bench.store.export_json(ids));
}

TEST_CASE("the history of counts keeps what is new in it") {
  Bench bench;
  const auto search = bench.create(draft("one"));
  const saved::Count first{1, 4, "2026-11-24T08:15:00Z", 17, 3};
  const saved::Count second{1, 5, "2026-11-25T08:15:00Z", 18, std::nullopt};
  REQUIRE(bench.store.note_count(search.id, first).has_value());
  REQUIRE(bench.store.note_count(search.id, first).has_value());
  REQUIRE(bench.store.note_count(search.id, second).has_value());
  CHECK(*bench.store.counts(search.id) == std::vector<saved::Count>{first, second});
}

TEST_CASE("sixty-four threads and a second handle save at once: every answer is there afterwards") {
  Bench bench;
  Store other(bench.folder.path());
  std::mutex mutex;
  std::set<std::string> ids;
  std::vector<std::thread> threads;
  for (int t = 0; t < 64; ++t) {
    threads.emplace_back([&, t] {
      Store& store = t % 2 == 0 ? bench.store : other;
      const auto search = store.create(draft("search " + std::to_string(t), "robot"));
      const auto edited = store.edit(search->id, draft("search " + std::to_string(t), "drone"));
      const std::lock_guard lock(mutex);
      if (edited && edited->version.number == 2) ids.insert(search->id);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(ids.size() == 64);
  std::set<std::string> found;
  for (const auto& search : Store(bench.folder.path()).list()) {
    CHECK(search.version.draft.query == "drone");
    found.insert(search.id);
  }
  CHECK(found == ids);
}
