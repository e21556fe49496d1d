// A frozen search asked again after real ingests: every difference with its cause.
#include "searcher/bundle/difference.h"

#include "searcher/bundle/history.h"
#include "support.h"

using namespace labtrail;
using namespace labtrail::bundle;
using tests::BundleBench;
using tests::paper;

namespace {

Difference difference(const BundleBench& bench, const std::string& name) {
  const auto opened = Bundle::open(bench.file(name));
  INFO((opened ? std::string() : opened.error().message));
  REQUIRE(opened.has_value());
  const auto searcher = bench.open();
  auto out = compare(*opened, *searcher, bench.index());
  INFO((out ? std::string() : out.error().message));
  REQUIRE(out.has_value());
  // What a comparison is, whatever came out.
  CHECK(out->then.count + out->added.size() == out->count_now + out->removed.size());
  CHECK(out->same + out->changed.size() + out->added.size() == out->count_now);
  return std::move(*out);
}

/// "W1: new record: the index did not hold it then [fields] +gained -lost"
std::vector<std::string> said(const std::vector<PaperChange>& changes) {
  std::vector<std::string> out;
  for (const PaperChange& change : changes) {
    std::string line = change.id + ": " + std::string(name(change.cause)) + ": " + change.why;
    for (const std::string& item : change.fields) line += " [" + item + "]";
    for (const std::string& item : change.gained) line += " +" + item;
    for (const std::string& item : change.lost) line += " -" + item;
    out.push_back(std::move(line));
  }
  return out;
}

using Said = std::vector<std::string>;

std::vector<corpus::Paper> changed(std::string_view id, const std::function<void(corpus::Paper&)>& change) {
  for (corpus::Paper& one : tests::lab_papers()) {
    if (one.id != id) continue;
    corpus::Paper out = one;
    change(out);
    return {out};
  }
  return {};
}

}  // namespace

TEST_CASE("nothing changed: nothing is listed") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  bench.freeze("b.zip", {.query = "glass"});
  const Difference out = difference(bench, "b.zip");
  CHECK(out.same == 3);
  CHECK(out.count_now == 3);
  CHECK((out.added.empty() && out.removed.empty() && out.changed.empty()));
}

TEST_CASE("added: a new record, or one that was changed since") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  bench.freeze("b.zip", {.query = "glass"});
  auto papers = changed("openalex:W4", [](corpus::Paper& p) { p.title = "Ladder of glass"; });
  papers.push_back(paper("openalex:W9", "Another glass"));
  papers.push_back(paper("openalex:W10", "No match"));
  bench.ingest(papers);
  const Difference out = difference(bench, "b.zip");
  CHECK(said(out.added) == Said{"openalex:W4: changed record: its record was changed since",
                                "openalex:W9: new record: the index did not hold it then"});
  CHECK((out.removed.empty() && out.changed.empty()));
}

TEST_CASE("removed: gone from the index, or a record that does not match any more") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  bench.freeze("b.zip", {.query = "glass"});
  bench.remove({"W1"});
  bench.ingest(changed("openalex:W2", [](corpus::Paper& p) {
    p.title = "Paper";
    p.year = 2020;
  }));
  const Difference out = difference(bench, "b.zip");
  CHECK(said(out.removed) ==
        Said{"openalex:W1: no longer in the index: the index does not hold this paper any more",
             "openalex:W2: changed record: its source gives another title, year [title] [year]"});
  CHECK((out.added.empty() && out.changed.empty()));
  CHECK(out.same == 1);
}

TEST_CASE("changed: another record, and a retraction above all") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  bench.freeze("b.zip", {.query = "glass"});
  bench.ingest(changed("openalex:W1", [](corpus::Paper& p) {
    p.retracted = true;
    p.venue = "Another venue";
  }));
  bench.ingest(changed("openalex:W2", [](corpus::Paper& p) {
    p.authors[0].affiliations[0].raw = "Unknown place";
    p.source.retrieved = "2026-01-01";
  }));
  const Difference out = difference(bench, "b.zip");
  CHECK(said(out.changed) ==
        Said{"openalex:W1: retraction: its source says now that it was retracted [venue] [retracted]",
             "openalex:W2: changed record: its source gives another authors [authors] "
             "-asserted lab north-lab as affiliation"});
}

TEST_CASE("a retrieval at another date is no change") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  bench.freeze("b.zip", {.query = "glass"});
  bench.ingest(changed("openalex:W1", [](corpus::Paper& p) { p.source.retrieved = "2026-01-01"; }));
  CHECK(difference(bench, "b.zip").same == 3);
}

TEST_CASE("another registry over the same records: added, removed and changed by it, and so named") {
  BundleBench bench;
  bench.write_registry(std::string(tests::kNorthLab) + tests::kSouthLab);
  auto papers = tests::lab_papers();
  papers[1].authors[0].affiliations[0].raw = "North Star Laboratory; South Cross Laboratory";
  bench.ingest(papers);
  bench.freeze("north.zip", {.filter = "lab:north-lab"});
  bench.freeze("south.zip", {.filter = "lab:south-lab"});
  bench.freeze("all.zip", {.query = "glass"});
  bench.write_registry(tests::kNorthLab);
  bench.retag();
  const std::string why =
      "registry or topic change: the record is the same; registry, topics or decisions are others";
  CHECK(said(difference(bench, "south.zip").removed) ==
        Said{"openalex:W2: " + why + " -asserted lab south-lab as affiliation",
             "openalex:W3: " + why + " -asserted lab south-lab as affiliation"});
  CHECK(said(difference(bench, "north.zip").changed) ==
        Said{"openalex:W2: " + why + " -asserted lab south-lab as affiliation"});
  const Difference all = difference(bench, "all.zip");
  CHECK(said(all.changed).size() == 2);
  CHECK(all.same == 1);
  // And back again, from a bundle that was frozen without it.
  bench.freeze("without.zip", {.filter = "lab:south-lab"});
  bench.write_registry(std::string(tests::kNorthLab) + tests::kSouthLab);
  bench.retag();
  CHECK(said(difference(bench, "without.zip").added) == Said{"openalex:W2: " + why, "openalex:W3: " + why});
}

TEST_CASE("other decisions over the same records and registry: a correction, and so named") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  bench.freeze("north.zip", {.filter = "lab:north-lab"});
  bench.freeze("all.zip", {.query = "glass"});
  bench.freeze("none.zip", {.query = "bees", .filter = "lab:north-lab"});
  bench.decide({.action = tagging::Action::accept,
                .organisation = "north-lab",
                .text = "South Cross Laboratory, Sydney",
                .reason = "moved"});
  bench.decide({.action = tagging::Action::refuse,
                .organisation = "north-lab",
                .text = "North Star Laboratory",
                .reason = "another one"});
  const std::string why = "correction: the record and the registry are the same; your decisions are others";
  const Difference north = difference(bench, "north.zip");
  CHECK(said(north.added) == Said{"openalex:W3: " + why});
  CHECK(said(difference(bench, "none.zip").added) == Said{"openalex:W3: " + why});
  const std::string other = " +refused lab north-lab as affiliation -asserted lab north-lab as affiliation";
  CHECK(said(north.removed) == Said{"openalex:W2: " + why + other, "openalex:W4: " + why + other});
  CHECK(difference(bench, "all.zip").changed.size() == 2);
}

TEST_CASE("when the index no longer keeps its changes since then, the cause of an added paper is left open") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  bench.freeze("b.zip", {.query = "glass"});
  bench.ingest({paper("openalex:W9", "Another glass")});
  bench.ingest({paper("openalex:W10", "x")});
  CHECK(difference(bench, "b.zip").added[0].cause == Cause::new_record);
  bench.ingest({paper("openalex:W11", "x")});
  bench.ingest({paper("openalex:W12", "x")});
  CHECK(said(difference(bench, "b.zip").added) == Said{"openalex:W9: undetermined: its record is new or "
                                                       "changed; the index no longer keeps its changes since "
                                                       "then"});
}

TEST_CASE("a generation of the same number in another index is not taken for the one of the bundle") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  const auto history = [&](std::uint64_t number, const std::string& date) {
    return History::between(bench.index(), {number, date, 4}, bench.open()->generation());
  };
  CHECK(history(1, "2025-11-24T16:00:00Z").has_value());
  CHECK_FALSE(history(1, "2024-11-24T16:00:00Z").has_value());
  CHECK_FALSE(history(2, "2025-11-24T16:00:00Z").has_value());
}

TEST_CASE("a difference as JSON, whole") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  bench.freeze("b.zip", {.query = "glass", .filter = "year:2021", .title = "T"});
  auto papers = changed("openalex:W2", [](corpus::Paper& p) { p.title = "Glass of \"paper\""; });
  papers.push_back(paper("openalex:W9", "Another glass", {.year = 2021}));
  bench.ingest(papers);
  bench.remove({"W3"});
  const Difference out = difference(bench, "b.zip");
  const std::string registries = "[\"" + out.registries_now.at(0) + "\"]";
  CHECK(to_json(out) ==
        "{\"bundle\":{\"id\":\"" + out.then.id +
            R"(","title":"T","query":"glass","filter":"year:2021","unit":"papers","count":2,"generation":1,)"
            R"("generation_date":"2025-11-24T16:00:00Z","registries":)" +
            registries +
            R"(},"now":{"unit":"papers","count":2,"generation":3,"generation_date":"2025-11-24T16:00:02Z",)"
            R"("registries":)" +
            registries +
            R"(},"same":0,"added":[{"id":"openalex:W9","title":"Another glass","cause":"new record",)"
            R"("why":"the index did not hold it then","fields":[],"gained":[],"lost":[]}],)"
            R"("removed":[{"id":"openalex:W3","title":"Glass of bees","cause":"no longer in the index",)"
            R"("why":"the index does not hold this paper any more","fields":[],"gained":[],"lost":[]}],)"
            R"("changed":[{"id":"openalex:W2","title":"Glass of \"paper\"","cause":"changed record",)"
            R"("why":"its source gives another title","fields":["title"],"gained":[],"lost":[]}]})");
}

TEST_CASE("a bundle with a fault is not compared, and a search that cannot be read any more is an error") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  std::string bytes = bench.freeze("b.zip", {.query = "glass"});
  bytes[bytes.size() / 2] ^= 1;
  base::write_file_atomically(bench.file("bad.zip"), bytes);
  const auto opened = Bundle::open(bench.file("bad.zip"));
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().code == base::ErrorCode::corrupt);
}
