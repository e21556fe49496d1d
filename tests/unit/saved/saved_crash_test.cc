// The real program is killed at random moments while it saves and while it alerts: what it has acknowledged
// is there, and runs repeated until one is through say exactly what undisturbed runs say.
// LABTRAIL_SAVED_CRASH_ROUNDS sets the number of kills of each kind (200 for the full test).
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>

#include "searcher/saved/database.h"
#include "searcher/saved/interchange.h"
#include "searcher/saved/memory.h"
#include "tests/support/program.h"
#include "tests/unit/saved/alert_bench.h"

using namespace labtrail;
using saved::Store;
using tests::AlertBench;
using tests::paper;
using Which = saved::Store::Which;

namespace {

unsigned rounds() {
  const char* given = std::getenv("LABTRAIL_SAVED_CRASH_ROUNDS");
  return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : 40;
}

std::vector<std::string> command(std::initializer_list<std::string> words,
                                 const std::filesystem::path& data) {
  std::vector<std::string> out{LABTRAIL_SEARCH};
  out.insert(out.end(), words);
  out.insert(out.end(), {"--data", data.string(), "--json"});
  return out;
}

std::chrono::microseconds duration_of(const std::vector<std::string>& arguments) {
  const auto begun = std::chrono::steady_clock::now();
  REQUIRE(tests::run_program(arguments).exit == 0);
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun);
}

std::string integrity(const Store& store) {
  saved::Database::Reading reading(store.database());
  saved::Statement row = reading->prepare("PRAGMA integrity_check");
  return row.step() ? row.text(0) : "nothing";
}

/// Every event, without what differs between folders (its number).
std::vector<std::string> events_of(Store& store) {
  saved::EventQuery query;
  query.limit = 5'000;
  std::vector<std::string> out;
  for (;;) {
    const auto events = saved::Alerts(store).events(query);
    REQUIRE(events.has_value());
    if (events->empty()) break;
    for (const saved::Event& event : *events) {
      std::string line = event.search + ' ' + std::string(name(event.kind)) + ' ' + event.paper + ' ' +
                         std::string(name(event.cause)) + ' ' + std::to_string(event.generation);
      for (const std::string& part : event.parts) line += " [" + part + ']';
      out.push_back(std::move(line));
    }
    query.before = events->back().number;
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Moments within the time that a program takes; that time depends on what else the machine does, so it is
/// measured again whenever the program gets through.
class Moments {
 public:
  explicit Moments(std::chrono::microseconds full) : full_(full) {}
  /// Runs the program and kills it at a random moment; false when it was through before.
  bool kill(tests::Program& program, double earliest, double latest) {
    const auto begun = std::chrono::steady_clock::now();
    std::uniform_real_distribution<double> part(earliest, latest);
    const auto wait = std::chrono::milliseconds(
        static_cast<long>(part(random_) * static_cast<double>(full_.count())) / 1000);
    if (!program.ends_within(wait)) {
      program.kill();
      return true;
    }
    full_ = std::min(full_ * 3 / 2, std::chrono::duration_cast<std::chrono::microseconds>(
                                        std::chrono::steady_clock::now() - begun));
    return false;
  }

 private:
  std::chrono::microseconds full_;
  std::mt19937 random_{20261125};
};

/// What every search remembers, as ids.
std::vector<std::string> memory_of(Store& store) {
  saved::Database::Reading reading(store.database());
  std::map<std::int64_t, std::string> ids;
  saved::Statement papers = reading->prepare("SELECT number, id FROM papers");
  while (papers.step()) ids[papers.integer(0)] = papers.text(1);
  std::vector<std::pair<std::int64_t, std::string>> searches;
  saved::Statement rows = reading->prepare(
      "SELECT s.number, s.id, r.count, r.generation FROM searches s JOIN runs r ON r.search = s.number");
  while (rows.step())
    searches.emplace_back(rows.integer(0), rows.text(1) + ' ' + rows.text(2) + ' ' + rows.text(3));
  std::vector<std::string> out;
  for (const auto& [number, search] : searches) {
    std::set<std::string> known;
    for (const saved::PaperKey key : saved::recall(*reading, number).papers) known.insert(ids[key]);
    std::string line = search + ':';
    for (const std::string& id : known) line += ' ' + id;
    out.push_back(std::move(line));
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string some_searches(unsigned count) {
  std::vector<saved::KeptSearch> searches;
  for (unsigned i = 0; i < count; ++i) {
    saved::KeptSearch search;
    search.id = "s" + std::to_string(i);
    saved::Version version;
    version.number = 1;
    version.draft.name = "search " + std::to_string(i);
    version.draft.query = "kind" + std::to_string(i % 60) + " OR colour" + std::to_string(i % 50);
    if (i % 3 == 0) version.draft.filter = "year:2020|2021";
    search.versions.push_back(version);
    searches.push_back(std::move(search));
  }
  return saved::export_text(searches);
}

}  // namespace

TEST_CASE("killed while saving and editing: every acknowledged change is there, nothing is half") {
  const tests::TemporaryFolder folder;
  const auto data = folder.path() / "data";
  const auto full = duration_of(command({"saved", "add", "--name", "first", "robot"}, data));
  Moments moments(full);
  std::set<std::string> acknowledged;
  std::string edited_id = Store(data).list().front().id;
  std::size_t acknowledged_edits = 1;
  unsigned killed = 0;
  unsigned finished = 0;
  for (unsigned round = 0; killed < rounds() && round < rounds() * 20; ++round) {
    const std::string name = "saved " + std::to_string(round);
    const bool edit = round % 3 == 2;
    tests::Program program(
        edit ? command({"saved", "edit", edited_id, "--query", "robot" + std::to_string(round)}, data)
             : command({"saved", "add", "--name", name, "robot"}, data));
    ++(moments.kill(program, 0, 1.5) ? killed : finished);
    // What stands on standard output was promised, killed or not.
    const bool promised = program.out_so_far().ends_with("\n");
    if (promised && edit) acknowledged_edits = Store(data).versions(edited_id)->size();
    if (promised && edit) {
      const auto versions = *Store(data).versions(edited_id);
      const bool there = std::any_of(versions.begin(), versions.end(), [&](const saved::Version& version) {
        return version.draft.query == "robot" + std::to_string(round);
      });
      CHECK(there);
    } else if (promised) {
      acknowledged.insert(name);
    }
  }
  const Store store(data);
  std::set<std::string> found;
  for (const saved::SavedSearch& search : store.list(Which::all)) {
    CHECK(found.insert(search.version.draft.name).second);
    CHECK(store.versions(search.id)->size() == search.version.number);
  }
  for (const std::string& name : acknowledged) CHECK(found.contains(name));
  CHECK(store.versions(edited_id)->size() >= acknowledged_edits);
  CHECK(integrity(store) == "ok");
  std::cout << "saving: killed " << killed << " times, finished between " << finished << " times, "
            << acknowledged.size() << " acknowledged\n";
  CHECK(killed >= rounds());
}

TEST_CASE("killed while alerting: runs repeated until one is through lose nothing and double nothing") {
  AlertBench bench;
  const auto data = bench.folder.path() / "killed";
  std::vector<corpus::Paper> papers;
  for (int i = 0; i < 60; ++i)
    papers.push_back(
        paper("old" + std::to_string(i), "kind" + std::to_string(i % 60), {.year = 2018 + i % 5}));
  bench.ingest(papers);
  const std::string searches = some_searches(900);
  REQUIRE(bench.store.import_json(searches).has_value());
  REQUIRE(Store(data).import_json(searches).has_value());
  const auto run = command({"alerts", "run", "--index", bench.index.string()}, data);
  Moments moments(duration_of(run));
  bench.alert();

  std::mt19937 random(20261125);
  unsigned killed = 0;
  unsigned finished = 0;
  for (int round = 0; killed < rounds() && round < 2'000; ++round) {
    papers.clear();
    for (int i = 0; i < 6; ++i) {
      const std::string id = (i % 2 == 0 ? "old" : "new") + std::to_string(random() % 60);
      papers.push_back(
          paper(id, "kind" + std::to_string(random() % 60) + " colour" + std::to_string(random() % 50),
                {.year = 2018 + static_cast<int>(random() % 5)}));
      if (std::any_of(papers.begin(), papers.end() - 1, [&](const corpus::Paper& p) { return p.id == id; }))
        papers.pop_back();
    }
    bench.ingest(papers);
    for (int attempt = 0; attempt < 4; ++attempt) {
      tests::Program program(run);
      if (!moments.kill(program, 0.25, 1.1)) {
        ++finished;
        break;
      }
      ++killed;
    }
    REQUIRE(tests::run_program(run).exit == 0);
    bench.alert();
    Store store(data);
    REQUIRE(events_of(store) == events_of(bench.store));
  }
  Store store(data);
  CHECK(integrity(store) == "ok");
  CHECK(memory_of(store) == memory_of(bench.store));
  std::cout << "alerting: killed " << killed << " times, finished before " << finished << " times, "
            << bench.alerts.unread() << " alerts\n";
  CHECK(killed >= rounds());
}
