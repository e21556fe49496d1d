// Alerts as people meet them: what is new, once, with its cause.
#include "searcher/saved/alerts.h"

#include <catch2/catch.hpp>
#include <thread>

#include "tests/support/registry.h"
#include "tests/unit/saved/alert_bench.h"

using namespace labtrail;
using saved::EventKind;
using tests::AlertBench;
using tests::kNorthLab;
using tests::paper;

namespace {

corpus::Paper retracted(corpus::Paper paper) {
  paper.retracted = true;
  return paper;
}

constexpr std::string_view kNothing = R"([[source]]
key = "made"
text = "made for a test"
)";

}  // namespace

TEST_CASE("the first run sets what is old; what comes later is new, once") {
  AlertBench bench;
  bench.ingest({paper("a", "robot one"), paper("b", "drone one")});
  const std::string id = bench.save("robots", "robot");
  const auto first = bench.alert();
  CHECK(first.baselines == 1);
  CHECK(first.matches == 0);
  CHECK(bench.store.find(id)->last_run->count == 1);
  CHECK(bench.news().empty());

  bench.ingest({paper("c", "robot two"), paper("d", "drone two")});
  const auto second = bench.alert();
  CHECK(second.matches == 1);
  CHECK(bench.news() == "robots: match c (new-record) [robot]");
  CHECK(bench.store.find(id)->last_run->count == 2);
  CHECK(bench.store.find(id)->unread == 1);

  CHECK(bench.alert().up_to_date == 1);
  bench.ingest({paper("c", "robot two, again")});
  CHECK(bench.alert().matches == 0);
  CHECK(bench.news().empty());
}

TEST_CASE("searches for two sides of a paper are asked of what changed as of the whole") {
  AlertBench bench;
  constexpr const char* kLab = "Zhejiang Lab, Hangzhou, China";
  constexpr const char* kMit = "Massachusetts Institute of Technology, Cambridge, MA, USA";
  bench.ingest(
      {paper("a", "old", {.affiliations = {kLab, kMit}}), paper("b", "alone", {.affiliations = {kLab}})});
  bench.save("with MIT", "", "joint:lab:zhejiang-lab/institution:mit");
  bench.save("with the US", "", "joint:lab:zhejiang-lab/country:US/one_author");
  bench.save("listed", "", "joint:list:us-entity-list");
  bench.alert();
  bench.ingest({paper("c", "new", {.affiliations = {kLab, kMit}}),
                paper("d", "of another", {.affiliations = {kMit}}),
                paper("e", "alone too", {.affiliations = {kLab}})});
  CHECK(bench.alert().errors == 0);
  CHECK(bench.news() ==
        "with MIT: match c (new-record) [joint:lab:zhejiang-lab/institution:mit]; "
        "with the US: match c (new-record) [joint:lab:zhejiang-lab/country:US/one_author]");
}

TEST_CASE("each cause is named: new, changed, registry, removed, merged, retracted") {
  AlertBench bench;
  bench.ingest({paper("openalex:W1", "robot one"), paper("openalex:W2", "robot two"),
                paper("a", "robot three"),
                paper("b", "drone", {.affiliations = {"North Star Laboratory, Bodo"}}), paper("c", "drone")});
  bench.save("robots", "robot");
  bench.save("north", "", "lab:north-lab");
  bench.alert();

  bench.ingest({paper("c", "robot now")});
  bench.alert();
  CHECK(bench.news() == "robots: match c (changed-record) [robot]");

  bench.retag(kNorthLab);
  bench.alert();
  CHECK(bench.news() == "north: match b (registry-change) [lab:north-lab]");
  bench.retag(kNothing);
  bench.alert();
  CHECK(bench.news() == "north: removal b (registry-change)");

  bench.remove({"W1", "W2,W9"});
  bench.alert();
  CHECK(bench.news() ==
        "robots: removal openalex:W1 (removed-record); "
        "robots: removal openalex:W2 (merged-record)");

  bench.ingest({retracted(paper("a", "robot three")), paper("c", "drone again")});
  bench.alert();
  CHECK(bench.news() == "robots: removal c (changed-record); robots: retraction a (retraction)");
  bench.ingest({retracted(paper("a", "robot three, corrected")), retracted(paper("d", "robot four"))});
  bench.alert();
  CHECK(bench.news() == "robots: match d (new-record) [robot]");
}

TEST_CASE(
    "one alert for a search and paper, also when it leaves and comes back; each departure is an event") {
  AlertBench bench;
  bench.ingest({paper("a", "drone")});
  bench.save("robots", "robot");
  bench.alert();
  for (int round = 0; round < 3; ++round) {
    bench.ingest({paper("a", "robot " + std::to_string(round))});
    bench.alert();
    CHECK(bench.news() == (round == 0 ? "robots: match a (changed-record) [robot]" : ""));
    bench.ingest({paper("a", "drone " + std::to_string(round))});
    bench.alert();
    CHECK(bench.news() == "robots: removal a (changed-record)");
  }
}

TEST_CASE("alerts say which part of the question a paper met") {
  AlertBench bench;
  bench.ingest({paper("z", "nothing")});
  bench.save("any", "(robot OR \"swarm control\" OR title:drone*) -toy",
             "year:2019|2020,country:CN|US,type:!book");
  bench.alert();
  bench.ingest(
      {paper("a", "robot swarm control", {.year = 2019, .countries = {"CN"}}),
       paper("b", "drones", {.abstract = "swarm of control", .year = 2020, .countries = {"CN", "US"}}),
       paper("c", "toy robot", {.year = 2020, .countries = {"US"}})});
  bench.alert();
  CHECK(bench.news() ==
        "any: match a (new-record) [robot, \"swarm control\", year:2019, country:CN]; "
        "any: match b (new-record) [title:drone*, year:2020, country:CN, country:US]");
}

TEST_CASE(
    "an edited question has a new beginning: old papers are no news, and what was alerted is not again") {
  AlertBench bench;
  bench.ingest({paper("a", "drone")});
  const std::string id = bench.save("mine", "robot");
  bench.alert();
  bench.ingest({paper("b", "robot drone")});
  bench.alert();
  CHECK(bench.news() == "mine: match b (new-record) [robot]");

  saved::Draft draft = bench.store.find(id)->version.draft;
  draft.query = "drone";
  REQUIRE(bench.store.edit(id, draft).has_value());
  CHECK(bench.alert().baselines == 1);
  CHECK(bench.news().empty());
  bench.ingest({paper("c", "drone"), paper("b", "toy")});
  bench.alert();
  CHECK(bench.news() == "mine: match c (new-record) [drone]; mine: removal b (changed-record)");
  bench.ingest({paper("b", "drone once more")});
  bench.alert();
  CHECK(bench.news().empty());

  draft.name = "renamed";
  draft.sort = "oldest";
  REQUIRE(bench.store.edit(id, draft).has_value());
  bench.ingest({paper("d", "drone")});
  CHECK(bench.alert().baselines == 0);
  CHECK(bench.news() == "renamed: match d (new-record) [drone]");
}

TEST_CASE("after more generations than are kept nothing is lost; causes that cannot be known say so") {
  AlertBench bench;
  bench.ingest(
      {paper("a", "robot"), paper("openalex:W1", "robot"), paper("b", "drone"), paper("x", "robot")});
  bench.save("robots", "robot");
  bench.alert();
  bench.ingest({paper("b", "robot now")});
  bench.remove({"W1"});
  bench.ingest({retracted(paper("a", "robot"))});
  for (int i = 0; i < 3; ++i) bench.ingest({paper("filler" + std::to_string(i), "nothing")});
  bench.ingest({paper("c", "robot"), paper("x", "nothing")});
  const auto summary = bench.alert();
  REQUIRE(summary.news.size() == 1);
  CHECK(summary.news[0].whole);
  CHECK(bench.news() ==
        "robots: match b (unrecorded) [robot]; robots: match c (new-record) [robot]; "
        "robots: removal openalex:W1 (removed-record); robots: removal x (changed-record); "
        "robots: retraction a (retraction)");
}

TEST_CASE("an index that was built anew is compared whole, whatever its generations are called") {
  AlertBench bench;
  bench.ingest({paper("a", "robot"), paper("b", "robot")});
  bench.save("robots", "robot");
  bench.alert();
  std::filesystem::remove_all(bench.index);
  bench.searcher.reset();
  bench.ingest({paper("b", "robot"), paper("c", "robot")});
  CHECK(bench.alert().matches == 1);
  // The list of the new index says that c is new, which it is.
  CHECK(bench.news() == "robots: match c (new-record) [robot]; robots: removal a (removed-record)");
}

TEST_CASE("a name that comes to stand for something else moves papers that did not change themselves") {
  const auto registry = [](const std::string& slug) {
    return std::string(kNothing) + "[[organisation]]\nid = \"" + slug +
           "\"\nkind = \"institution\"\nname = \"North Star University\"\nror = \"01northx7\"\ncountry = "
           "\"NO\"\n"
           "names = [ { text = \"North Star University\", source = \"made\" } ]\n";
  };
  AlertBench bench;
  base::write_file_atomically(bench.registry / "mine.toml", registry("north"));
  bench.ingest({paper("a", "one", {.affiliations = {"North Star University, Bodo"}})});
  bench.save("by north", "institution:north");
  bench.save("by polar", "", "institution:polar");
  bench.save("by ror", "", "institution:ror:01northx7");
  bench.alert();
  bench.retag(registry("polar"));
  CHECK(base::read_file(bench.index / "generations" / "2.changes").empty());
  bench.alert();
  CHECK(bench.news() ==
        "by north: removal a (registry-change); "
        "by polar: match a (registry-change) [institution:polar]");
}

TEST_CASE("what the user decided is a correction, unless the registry changed as well") {
  AlertBench bench;
  base::write_file_atomically(bench.registry / "mine.toml", kNorthLab);
  bench.ingest({paper("a", "one", {.affiliations = {"Polar Group, Bodo"}}),
                paper("b", "two", {.affiliations = {"Boreal Star Laboratory, Narvik"}}),
                paper("c", "three", {.affiliations = {"North Star Laboratory"}})});
  bench.save("north", "", "lab:north-lab");
  bench.alert();
  bench.decide({.action = tagging::Action::accept,
                .organisation = "north-lab",
                .text = "Polar Group, Bodo",
                .reason = "its own page says so"});
  CHECK(base::read_file(bench.index / "generations" / "2.changes") == "corrected\ta\n");
  bench.alert();
  CHECK(bench.news() == "north: match a (correction) [lab:north-lab]");

  bench.decide({.action = tagging::Action::undo, .undoes = 1});
  bench.alert();
  CHECK(bench.news() == "north: removal a (correction)");

  bench.decide({.action = tagging::Action::alias,
                .organisation = "north-lab",
                .text = "Boreal Systems Group",
                .reason = "a former name"});
  CHECK(base::read_file(bench.index / "generations" / "4.changes").empty());
  bench.decide({.action = tagging::Action::refuse,
                .organisation = "north-lab",
                .text = "North Star Laboratory",
                .reason = "another one"});
  std::string registry(kNorthLab);
  registry.insert(registry.rfind(" ]"), ", { text = \"Boreal Star Laboratory\", source = \"made\" }");
  bench.retag(registry);
  bench.alert();
  CHECK(bench.news() == "north: match b (registry-change) [lab:north-lab]; north: removal c (correction)");
}

TEST_CASE("candidates come and go by registry changes too") {
  AlertBench bench;
  bench.ingest(
      {paper("a", "one", {.affiliations = {"School of Ice, Polar Star Lab, Bodo"}}), paper("b", "two")});
  bench.save("candidates", "", "lab:north-lab,state:candidate");
  bench.alert();
  std::string registry(kNorthLab);
  registry.insert(registry.rfind(" ]"),
                  ", { text = \"Polar Star Lab\", source = \"made\", needs = [\"Narvik\"] }");
  bench.retag(registry);
  CHECK(base::read_file(bench.index / "generations" / "2.changes") == "retagged\ta\n");
  bench.alert();
  CHECK(bench.news() == "candidates: match a (registry-change) [lab:north-lab,state:candidate]");
}

TEST_CASE(
    "a search that cannot be run is kept, flagged and reported; the others go on; mended, it loses nothing") {
  AlertBench bench;
  bench.ingest({paper("a", "robot")});
  const std::string good = bench.save("good", "robot");
  REQUIRE(
      bench.store
          .import_json("{\"format\":\"labtrail-saved-searches\",\"version\":1,\"searches\":[{\"id\":\"old\","
                       "\"archived\":false,\"created\":\"2025-11-24T16:00:00Z\",\"changed\":"
                       "\"2025-11-24T16:00:00Z\",\"versions\":[{\"version\":1,\"date\":"
                       "\"2025-11-24T16:00:00Z\",\"grammar\":0,\"name\":\"old\",\"case\":\"\",\"note\":\"\","
                       "\"query\":\"auther:x\",\"filter\":\"\",\"sort\":\"newest\",\"facets\":\"\"}],"
                       "\"counts\":[]}]}")
          .has_value());
  const auto first = bench.alert();
  CHECK(first.errors == 1);
  CHECK(first.baselines == 1);
  const auto old = bench.store.find("old");
  REQUIRE(old->last_run.has_value());
  REQUIRE(old->last_run->error.has_value());
  CHECK(old->last_run->error->message == "unknown field 'auther'");
  CHECK(old->last_run->error->hint == "did you mean 'author'?");
  CHECK(old->last_run->error->code == base::ErrorCode::bad_query);
  bench.ingest({paper("b", "robot")});
  const auto second = bench.alert();
  CHECK(second.errors == 1);
  CHECK(second.matches == 1);
  CHECK(bench.news() == "good: match b (new-record) [robot]");

  saved::Draft draft = old->version.draft;
  draft.query = "robot";
  REQUIRE(bench.store.edit("old", draft).has_value());
  CHECK(bench.alert().baselines == 1);
  CHECK(!bench.store.find("old")->last_run->error);
}

TEST_CASE("a search that is out of time keeps its memory: the next run finds what it missed") {
  AlertBench bench;
  bench.ingest({paper("a", "robot")});
  const std::string id = bench.save("robots", "robot");
  bench.alert();
  std::vector<corpus::Paper> many;
  for (int i = 0; i < 300; ++i) many.push_back(paper("m" + std::to_string(i), "robot " + std::to_string(i)));
  bench.ingest(many);
  saved::RunOptions hurried;
  hurried.deadline = std::chrono::milliseconds(0);
  CHECK(bench.alert(hurried).errors == 1);
  CHECK(bench.store.find(id)->last_run->error->code == base::ErrorCode::deadline);
  CHECK(bench.store.find(id)->last_run->count == 1);
  CHECK(bench.alert().matches == 300);
  CHECK(bench.store.find(id)->last_run->count == 301);
  CHECK(!bench.store.find(id)->last_run->error);
}

TEST_CASE("a server that still holds an older generation takes nothing back") {
  AlertBench bench;
  bench.ingest({paper("a", "robot")});
  bench.save("robots", "robot");
  const auto stale = searcher::Searcher::open(bench.index);
  bench.ingest({paper("b", "robot")});
  bench.alert();
  CHECK(bench.alert().up_to_date == 1);
  bench.ingest({paper("c", "robot")});
  bench.alert();
  CHECK(bench.news() == "robots: match c (new-record) [robot]");
  const auto summary = bench.alerts.run(*stale);
  REQUIRE(summary.has_value());
  CHECK(summary->up_to_date == 1);
  CHECK(bench.news().empty());
  CHECK(bench.alert().up_to_date == 1);
}

TEST_CASE("archived searches are not run; brought back, they report what came meanwhile") {
  AlertBench bench;
  bench.ingest({paper("a", "robot")});
  const std::string id = bench.save("robots", "robot");
  bench.alert();
  REQUIRE(bench.store.set_archived(id, true).has_value());
  bench.ingest({paper("b", "robot")});
  CHECK(bench.alert().searches == 0);
  REQUIRE(bench.store.set_archived(id, false).has_value());
  CHECK(bench.alert().matches == 1);
}

TEST_CASE("single searches can be run; ids that nobody has are refused before anything is run") {
  AlertBench bench;
  bench.ingest({paper("a", "robot")});
  const std::string one = bench.save("one", "robot");
  bench.save("two", "robot");
  saved::RunOptions options;
  options.searches = {one, one};
  CHECK(bench.alert(options).baselines == 1);
  options.searches = {one, "nobody"};
  const auto refused = bench.alerts.run(*bench.searcher, options);
  REQUIRE(!refused.has_value());
  CHECK(refused.error().message == "there is no live saved search 'nobody'");
  CHECK(bench.alert().baselines == 1);
}

TEST_CASE("the inbox counts what is unread, by search and in all, and marks what was read") {
  AlertBench bench;
  bench.ingest({paper("z", "nothing")});
  const std::string robots = bench.save("robots", "robot");
  const std::string drones = bench.save("drones", "drone");
  bench.alert();
  bench.ingest({paper("a", "robot"), paper("b", "robot drone"), paper("c", "drone")});
  bench.alert();
  CHECK(bench.alerts.unread() == 4);
  saved::EventQuery query;
  query.search = robots;
  const auto events = bench.alerts.events(query);
  REQUIRE(events->size() == 2);
  CHECK(events->at(0).number > events->at(1).number);
  CHECK(events->at(1).title == "robot");
  CHECK(events->at(1).generation == 2);
  CHECK(*bench.alerts.mark_read(robots, events->at(1).number) == 1);
  CHECK(bench.store.find(robots)->unread == 1);
  CHECK(bench.store.find(drones)->unread == 2);
  query.unread_only = true;
  CHECK(bench.alerts.events(query)->size() == 1);
  REQUIRE(bench.alerts.mark({events->at(1).number}, false).has_value());
  CHECK(bench.alerts.unread() == 4);
  CHECK(*bench.alerts.mark_read() == 4);
  CHECK(bench.alerts.unread() == 0);
  query = {};
  query.limit = 3;
  const auto page = bench.alerts.events(query);
  REQUIRE(page->size() == 3);
  query.before = page->back().number;
  CHECK(bench.alerts.events(query)->size() == 1);
  query = {};
  query.search = "nobody";
  CHECK(bench.alerts.events(query).error().code == base::ErrorCode::not_found);
  CHECK(bench.alerts.mark({12345}, true).error().message == "there is no alert 12345");
}

TEST_CASE("two runs at once over one data folder double nothing") {
  AlertBench bench;
  bench.ingest({paper("z", "nothing")});
  for (int i = 0; i < 600; ++i) bench.save("s" + std::to_string(i), "robot");
  bench.alert();
  std::vector<corpus::Paper> papers;
  for (int i = 0; i < 5; ++i) papers.push_back(paper("p" + std::to_string(i), "robot"));
  bench.ingest(papers);
  saved::Store other(bench.folder.path() / "data");
  std::uint64_t matches = 0;
  std::thread second([&] {
    const auto summary = saved::Alerts(other).run(*bench.searcher);
    if (summary) matches = summary->matches;
  });
  const std::uint64_t mine = bench.alert().matches;
  second.join();
  CHECK(mine + matches == 3000);
  CHECK(bench.alerts.unread() == 3000);
  CHECK(bench.alert().up_to_date == 600);
}

TEST_CASE("a run reads as text for people and as JSON for programs") {
  AlertBench bench;
  bench.ingest({paper("z", "nothing")});
  const std::string id = bench.save("robots \xe2\x80\xae", "robot");
  bench.alert();
  bench.ingest({paper("a", "a robot\x1b[31m here")});
  bench.save("drones", "drone");
  auto summary = bench.alert();
  summary.seconds = 0.5;
  const auto events = bench.alerts.events({});
  CHECK(saved::to_text(summary, *events) ==
        "2 saved searches against generation 2 of 2025-11-24T18:00:00Z (2 papers)\n"
        "1 new match, 0 removals, 0 retractions; 1 search run for the first time\n"
        "\ndrones  (" +
            bench.store.list().front().id +
            ")\n  first run: 0 papers now; what comes later is reported\n"
            "\nrobots \xe2\x80\xae  (" +
            id + ")\n  + a robot [31m here  a\n      new record; met: robot\n");
  CHECK(
      saved::to_json(summary).starts_with("{\"generation\":2,\"generation_date\":\"2025-11-24T18:00:00Z\","
                                          "\"papers\":2,\"searches\":2,\"up_to_date\":0,"
                                          "\"matches\":1,\"removals\":0,\"retractions\":0,\"baselines\":1,"
                                          "\"errors\":0,\"seconds\":0.5,\"news\":["));
  std::string json;
  saved::append_json(json, events->front());
  CHECK(json ==
        "{\"number\":1,\"search\":\"" + id +
            "\",\"search_name\":\"robots \xe2\x80\xae\",\"kind\":\"match\",\"cause\":\"new-record\","
            "\"paper\":\"a\",\"title\":\"a robot [31m here\",\"retracted\":false,\"parts\":[\"robot\"],"
            "\"version\":1,\"generation\":2,\"generation_date\":\"2025-11-24T18:00:00Z\",\"read\":false}");
}
