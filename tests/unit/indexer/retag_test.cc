// Tags follow the registry and a user's decisions, never the sources: what a changed registry adds and
// removes is said, and text, records and counts of everything else stay as they were.
#include "indexer/retag.h"

#include <catch2/catch.hpp>
#include <set>

#include "corpus/base/file.h"
#include "indexer/ingest.h"
#include "indexer/inspect.h"
#include "indexer/tagging/tagger.h"
#include "tests/support/papers.h"
#include "tests/support/real_data.h"
#include "tests/support/registry.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using format::FacetField;
using tests::kNorthLab;
using tests::paper;
namespace fs = std::filesystem;

namespace {

struct Bench {
  tests::TemporaryFolder folder;
  fs::path index = folder.path() / "index";
  fs::path registry = folder.path() / "registry";
  fs::path data = folder.path() / "data";

  Bench() { fs::create_directories(registry); }

  indexer::IngestSummary ingest(const std::vector<corpus::Paper>& papers,
                                indexer::TaggingFolders folders = {}) {
    indexer::IngestOptions options;
    options.index = index;
    options.paths = {tests::write_jsonl(folder.path() / "papers.jsonl", papers)};
    options.jobs = 2;
    options.folders = std::move(folders);
    return indexer::ingest(options);
  }
  [[nodiscard]] std::string dump() const {
    std::string all;
    indexer::dump(index, [&](std::string_view json) { (all += json) += '\n'; });
    return all;
  }
  /// Ids of the papers that bear a value.
  [[nodiscard]] std::set<std::string> bearing(FacetField field, std::string_view value,
                                              format::State state = format::State::asserted,
                                              format::Role role = format::Role::affiliation) const {
    std::set<std::string> ids;
    const auto snapshot = format::Snapshot::open(index);
    for (const format::LiveSegment& segment : snapshot->segments()) {
      const bool mentions =
          field == FacetField::lab || field == FacetField::institution || field == FacetField::funder;
      const format::FacetColumn& column =
          mentions ? segment.segment->mentions(field, state, role) : segment.segment->facet(field);
      for (std::uint32_t doc = 0; doc < segment.segment->size(); ++doc) {
        if (!segment.live.test(doc)) continue;
        for (const std::uint32_t ordinal : column.of(doc)) {
          if (column.value(ordinal) == value) ids.emplace(segment.segment->ids().id(doc));
        }
      }
    }
    return ids;
  }
  [[nodiscard]] std::set<std::string> identified(std::string_view identifier) const {
    std::set<std::string> ids;
    const auto snapshot = format::Snapshot::open(index);
    for (const format::LiveSegment& segment : snapshot->segments()) {
      for (const std::uint32_t doc : segment.segment->ids().identified(identifier))
        ids.emplace(segment.segment->ids().id(doc));
    }
    return ids;
  }
  void decide(tagging::Action action, const std::string& organisation, const std::string& text) {
    tagging::Decision decision;
    decision.action = action;
    decision.organisation = organisation;
    decision.text = text;
    decision.reason = "for a test";
    REQUIRE(tagging::append_decision(data, decision, [] { return std::int64_t{1764000000}; }));
  }
};

using Ids = std::set<std::string>;

std::vector<corpus::Paper> some_papers() {
  return {paper("a", "one", {.affiliations = {"Zhejiang Lab, Hangzhou, China"}}),
          paper("b", "two", {.affiliations = {"North Star Laboratory, Bodo"}}),
          paper("c", "three", {.affiliations = {"School of Ice, Polar Star Lab, Bodo"}}),
          paper("d", "four", {.affiliations = {"Supported by the open fund of Zhejiang Lab (2021KD0AB03)."}}),
          paper("e", "five")};
}

}  // namespace

TEST_CASE("an ingest tags papers by what their strings name, and keeps roles apart") {
  Bench bench;
  bench.ingest(some_papers());
  CHECK(bench.bearing(FacetField::lab, "zhejiang-lab") == Ids{"a"});
  CHECK(bench.bearing(FacetField::country, "CN") == Ids{"a"});
  CHECK(bench.bearing(FacetField::lab, "zhejiang-lab", format::State::asserted, format::Role::funder) ==
        Ids{"d"});
  const auto snapshot = format::Snapshot::open(bench.index);
  const auto& evidence = snapshot->segments().front().segment->evidence();
  const auto mentions = evidence.find(format::EvidenceText::affiliation, "Zhejiang Lab, Hangzhou, China");
  REQUIRE(mentions.size() == 1);
  CHECK(mentions[0].id == "zhejiang-lab");
  CHECK(mentions[0].alias == "Zhejiang Lab");
  CHECK(mentions[0].rule == format::Rule::exact);
  CHECK(mentions[0].begin == 0);
  CHECK(mentions[0].end == 12);
  CHECK_FALSE(mentions[0].alias_source.empty());
}

TEST_CASE("retag applies a changed registry without the sources and says what each value gained and lost") {
  Bench bench;
  bench.ingest(some_papers());
  const std::string before = bench.dump();
  fs::remove(bench.folder.path() / "papers.jsonl");
  base::write_file_atomically(bench.registry / "mine.toml", kNorthLab);

  indexer::RetagOptions options;
  options.index = bench.index;
  options.folders.registry = bench.registry;
  const auto first = indexer::retag(options);
  CHECK(first.generation == 2);
  CHECK(first.papers == 5);
  CHECK(first.difference.papers == std::vector<std::string>{"b"});
  const auto& change = first.difference.values.at({FacetField::lab, "north-lab"});
  CHECK(change.gained == 1);
  CHECK(change.lost == 0);
  CHECK(change.label == "North Star Laboratory");
  CHECK(bench.bearing(FacetField::lab, "north-lab") == Ids{"b"});
  CHECK(bench.dump() == before);
  CHECK(base::read_file(format::layout::generations(bench.index) / "2.changes") == "retagged\tb\n");
  CHECK(indexer::verify(bench.index).faults.empty());

  // The folder is remembered: nothing has changed since, so nothing happens.
  options.folders = {};
  const auto again = indexer::retag(options);
  CHECK(again.generation == 2);
  CHECK(again.difference.papers.empty());
  CHECK(bench.bearing(FacetField::lab, "north-lab") == Ids{"b"});

  // And back to the shipped registry alone.
  options.folders.registry = fs::path();
  CHECK(indexer::retag(options).difference.values.at({FacetField::lab, "north-lab"}).lost == 1);
  CHECK(bench.bearing(FacetField::lab, "north-lab").empty());
}

TEST_CASE(
    "a changed registry never makes records new; an ingest with new papers brings the older ones along") {
  Bench bench;
  bench.ingest(some_papers());
  base::write_file_atomically(bench.registry / "mine.toml", kNorthLab);
  const auto same = bench.ingest(some_papers(), {.registry = bench.registry});
  CHECK(same.unchanged == 5);
  CHECK(same.generation == 1);
  const auto more = bench.ingest({paper("f", "six", {.affiliations = {"North Star Laboratory"}})},
                                 {.registry = bench.registry});
  CHECK(more.added == 1);
  CHECK(more.retagged == 1);
  CHECK(bench.bearing(FacetField::lab, "north-lab") == Ids{"b", "f"});
  CHECK(base::read_file(format::layout::generations(bench.index) / "2.changes") == "added\tf\nretagged\tb\n");
}

TEST_CASE("merged segments keep the tags, the evidence and the identifiers of every paper") {
  Bench bench;
  for (int run = 0; run < 9; ++run) {
    const std::string id = "p" + std::to_string(run);
    corpus::Paper one = paper(
        id, "paper", {.affiliations = {run % 2 == 0 ? "Peng Cheng Laboratory, Shenzhen" : "Zhejiang Lab"}});
    one.ids = {{"doi", "10.1000/" + std::to_string(run / 2)},
               {"arxiv", (run == 4 ? "https://arxiv.org/abs/2101.0000" : "2101.0000") + std::to_string(run)}};
    bench.ingest({one});
  }
  const auto snapshot = format::Snapshot::open(bench.index);
  CHECK(snapshot->segments().size() < 9);
  CHECK(bench.bearing(FacetField::lab, "peng-cheng-lab") == Ids{"p0", "p2", "p4", "p6", "p8"});
  CHECK(bench.bearing(FacetField::lab, "zhejiang-lab") == Ids{"p1", "p3", "p5", "p7"});
  for (int run = 0; run < 9; ++run) {
    CHECK(bench.identified("arxiv:2101.0000" + std::to_string(run)) == Ids{"p" + std::to_string(run)});
  }
  CHECK(bench.identified("doi:10.1000/1") == Ids{"p2", "p3"});
  CHECK(bench.identified("doi:10.1000/9").empty());
  for (const format::LiveSegment& segment : snapshot->segments()) {
    for (std::uint32_t doc = 0; doc < segment.segment->size(); ++doc) {
      const std::string raw = (segment.segment->ids().id(doc).back() - '0') % 2 == 0
                                  ? "Peng Cheng Laboratory, Shenzhen"
                                  : "Zhejiang Lab";
      CHECK(segment.segment->evidence().find(format::EvidenceText::affiliation, raw).size() == 1);
    }
  }
}

TEST_CASE("decisions are previewed, applied by retag, survive a new import, and can be undone") {
  Bench bench;
  bench.ingest(some_papers(), {.registry = {}, .data = bench.data});
  const indexer::TaggingFolders folders{.registry = {}, .data = bench.data};
  tagging::Decision alias;
  alias.number = 99;
  alias.action = tagging::Action::alias;
  alias.organisation = "zhejiang-lab";
  alias.text = "Polar Star Lab";
  const auto preview = indexer::preview(bench.index, folders, {alias});
  CHECK(preview.papers == std::vector<std::string>{"c"});
  CHECK(bench.bearing(FacetField::lab, "zhejiang-lab") == Ids{"a"});

  bench.decide(tagging::Action::alias, "zhejiang-lab", "Polar Star Lab");
  bench.decide(tagging::Action::refuse, "zhejiang-lab", "Zhejiang Lab, Hangzhou, China");
  bench.decide(tagging::Action::accept, "mit", "North Star Laboratory, Bodo");
  indexer::RetagOptions options;
  options.index = bench.index;
  const auto applied = indexer::retag(options);
  CHECK(applied.difference.papers == std::vector<std::string>{"a", "b", "c"});
  CHECK(bench.bearing(FacetField::lab, "zhejiang-lab") == Ids{"c"});
  CHECK(bench.bearing(FacetField::lab, "zhejiang-lab", format::State::refused) == Ids{"a"});
  CHECK(bench.bearing(FacetField::institution, "ror:042nb2s44") == Ids{"b"});

  // The index is thrown away and made again: the decisions are in the data folder.
  fs::remove_all(bench.index);
  bench.ingest(some_papers(), {.registry = {}, .data = bench.data});
  CHECK(bench.bearing(FacetField::lab, "zhejiang-lab") == Ids{"c"});

  tagging::Decision undo;
  undo.action = tagging::Action::undo;
  undo.undoes = 2;
  REQUIRE(tagging::append_decision(bench.data, undo, [] { return std::int64_t{1764000001}; }));
  indexer::retag(options);
  CHECK(bench.bearing(FacetField::lab, "zhejiang-lab") == Ids{"a", "c"});
  CHECK(tagging::read_decisions(bench.data)->size() == 4);
}

TEST_CASE(
    "a decision that a crash tore is not one, and the next takes its place; a broken line is an error") {
  tests::TemporaryFolder folder;
  tagging::Decision decision;
  decision.organisation = "mit";
  decision.text = "x";
  decision.reason = "y";
  const base::Clock clock = [] { return std::int64_t{1764000000}; };
  REQUIRE(tagging::append_decision(folder.path(), decision, clock));
  const fs::path file = folder.path() / "decisions.jsonl";
  const std::string whole = base::read_file(file);
  base::write_file_atomically(file, whole + R"({"number":2,"date":"2026)");
  CHECK(tagging::read_decisions(folder.path())->size() == 1);
  CHECK(tagging::append_decision(folder.path(), decision, clock)->number == 2);
  CHECK(tagging::read_decisions(folder.path())->size() == 2);
  base::write_file_atomically(file, whole + "{}\n");
  const auto broken = tagging::read_decisions(folder.path());
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message == file.string() + ":2: there is no decision ''");
}

TEST_CASE("a registry folder that is gone is an error, not a smaller registry") {
  Bench bench;
  base::write_file_atomically(bench.registry / "mine.toml", kNorthLab);
  bench.ingest(some_papers(), {.registry = bench.registry});
  fs::remove_all(bench.registry);
  indexer::RetagOptions options;
  options.index = bench.index;
  CHECK_THROWS_WITH(indexer::retag(options), Catch::Contains("is not there"));
  CHECK(bench.bearing(FacetField::lab, "north-lab") == Ids{"b"});
}

TEST_CASE("author names change no tag: blanked, permuted or swapped between papers") {
  const auto papers = tests::real_data("papers", "author names");
  if (!papers) return;
  auto knowledge = tagging::load_knowledge({});
  REQUIRE(knowledge);
  tagging::Tagger tagger(*knowledge);
  const auto values = [&](const corpus::Paper& paper) {
    std::set<std::tuple<int, int, int, std::string>> out;
    for (const tagging::TagValue& value : tagger.tag(paper).values)
      out.emplace(static_cast<int>(value.field), static_cast<int>(value.state), static_cast<int>(value.role),
                  value.value);
    return out;
  };
  std::size_t looked_at = 0;
  std::vector<std::string> names{"Zhejiang Lab", "Harvard", "王 之江实验室", "China Telecom", ""};
  for (const char* stem : {"aaai2022.json.gz", "icra2021.json.gz", "acl2022.json.gz"}) {
    const auto inputs = corpus::list_inputs({*papers / stem}, corpus::Format::automatic);
    REQUIRE(inputs);
    for (const corpus::Input& input : *inputs) {
      corpus::read_input(
          input,
          [&](corpus::Event&& event) {
            auto* read = std::get_if<corpus::Paper>(&event.what);
            if (read == nullptr) return true;
            const auto expected = values(*read);
            for (std::size_t i = 0; i < read->authors.size(); ++i)
              read->authors[i].name = names[(i + looked_at) % names.size()];
            CHECK(values(*read) == expected);
            ++looked_at;
            return true;
          },
          [](std::uint64_t) {});
    }
  }
  CHECK(looked_at > 3000);
}
