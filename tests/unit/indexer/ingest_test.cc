#include "indexer/ingest.h"

#include <catch2/catch.hpp>

#include "corpus/base/file.h"
#include "indexer/format/snapshot.h"
#include "indexer/generation.h"
#include "indexer/inspect.h"
#include "tests/support/papers.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using tests::paper;

namespace {

struct Bench {
  tests::TemporaryFolder folder;
  std::filesystem::path index = folder.path() / "index";

  indexer::IngestSummary ingest(const std::vector<corpus::Paper>& papers,
                                std::uint32_t segment_papers = 65536) {
    const auto file = tests::write_jsonl(folder.path() / "papers.jsonl", papers);
    indexer::IngestOptions options;
    options.index = index;
    options.paths = {file};
    options.jobs = 2;
    options.segment_papers = segment_papers;
    options.reject_file = folder.path() / "rejects.jsonl";
    options.clock = [] { return std::int64_t{1764000000}; };
    return indexer::ingest(options);
  }
  [[nodiscard]] std::vector<std::string> dump() const {
    std::vector<std::string> lines;
    indexer::dump(index, [&](std::string_view json) { lines.emplace_back(json); });
    return lines;
  }
  [[nodiscard]] std::string changes(std::uint64_t generation) const {
    return base::read_file(format::layout::generations(index) / (std::to_string(generation) + ".changes"));
  }
};

void check_accounts(const indexer::IngestSummary& summary) {
  CHECK(summary.read ==
        summary.added + summary.replaced + summary.unchanged + summary.deleted + summary.rejected);
}

std::vector<corpus::Paper> many(std::size_t count, const std::string& words = "robot swarm") {
  std::vector<corpus::Paper> papers;
  for (std::size_t i = 0; i < count; ++i) {
    papers.push_back(paper("p" + std::to_string(1000 + i), words + " number " + std::to_string(i)));
  }
  return papers;
}

}  // namespace

TEST_CASE("papers go in, come back without loss, ordered by id, and the same input again changes nothing") {
  Bench bench;
  auto papers = many(50);
  papers[7].abstract = "之江实验室的研究 and a café";
  papers[9].extra = {{"track", "\"main\""}};
  const auto first = bench.ingest(papers);
  check_accounts(first);
  CHECK(first.added == 50);
  CHECK(first.generation == 1);
  std::vector<std::string> expected;
  for (const corpus::Paper& one : papers) expected.push_back(corpus::to_json(one));
  CHECK(bench.dump() == expected);

  const auto second = bench.ingest(papers);
  check_accounts(second);
  CHECK(second.unchanged == 50);
  CHECK(second.generation == 1);
  CHECK(indexer::verify(bench.index).faults.empty());
}

TEST_CASE("a changed paper replaces the old one, in one new generation with its change list") {
  Bench bench;
  auto papers = many(20);
  bench.ingest(papers);
  papers[3].title = "another title";
  papers.push_back(paper("p9", "new"));
  const auto summary = bench.ingest(papers);
  check_accounts(summary);
  CHECK(summary.replaced == 1);
  CHECK(summary.added == 1);
  CHECK(summary.unchanged == 19);
  CHECK(summary.generation == 2);
  CHECK(bench.changes(2) == "changed\tp1003\nadded\tp9\n");
  CHECK(indexer::status(bench.index).papers == 21);
  CHECK(bench.dump()[3] == corpus::to_json(papers[3]));
}

TEST_CASE("retrieval dates alone do not change a paper") {
  Bench bench;
  auto papers = many(3);
  bench.ingest(papers);
  for (corpus::Paper& one : papers) one.source.retrieved = "2026-11-24";
  CHECK(bench.ingest(papers).unchanged == 3);
}

TEST_CASE("one id with different contents within a run keeps both, with a warning; a later run replaces") {
  Bench bench;
  const auto summary =
      bench.ingest({paper("x", "first"), paper("x", "second"), paper("x", "first"), paper("x", "third")});
  check_accounts(summary);
  CHECK(summary.added == 3);
  CHECK(summary.unchanged == 1);
  CHECK(summary.warnings == 2);
  const auto lines = bench.dump();
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == corpus::to_json(paper("x", "first")));
  CHECK(lines[1] == corpus::to_json(paper("x~2", "second")));
  CHECK(lines[2] == corpus::to_json(paper("x~3", "third")));

  CHECK(bench.ingest({paper("x", "first"), paper("x", "second"), paper("x", "third")}).unchanged == 3);
  const auto later = bench.ingest({paper("x", "second")});
  CHECK(later.replaced == 1);
  CHECK(bench.dump()[0] == corpus::to_json(paper("x", "second")));
}

TEST_CASE("deletion lists remove papers of earlier runs, and of this one") {
  Bench bench;
  std::vector<corpus::Paper> works;
  for (const char* id : {"openalex:W1", "openalex:W2", "openalex:W3"}) works.push_back(paper(id, "work"));
  bench.ingest(works);
  const auto list = bench.folder.path() / "deleted_ids.csv";
  base::write_file_atomically(
      list, "id\nhttps://openalex.org/W2\nhttps://openalex.org/W77\nhttps://openalex.org/W4\n");
  tests::write_jsonl(bench.folder.path() / "more.jsonl", {paper("openalex:W4", "work")});
  indexer::IngestOptions options;
  options.index = bench.index;
  options.paths = {bench.folder.path() / "more.jsonl", list};
  const auto summary = indexer::ingest(options);
  check_accounts(summary);
  CHECK(summary.added == 1);
  CHECK(summary.deleted == 2);
  CHECK(summary.unchanged == 1);
  CHECK(bench.dump().size() == 2);
  CHECK(bench.changes(2) == "added\topenalex:W4\nremoved\topenalex:W2\nremoved\topenalex:W4\n");
  CHECK(indexer::verify(bench.index).faults.empty());
}

TEST_CASE("many small runs are merged into few segments without losing or reviving a paper") {
  Bench bench;
  std::vector<corpus::Paper> all;
  for (int run = 0; run < 13; ++run) {
    std::vector<corpus::Paper> papers;
    for (int i = 0; i < 30; ++i) {
      papers.push_back(paper("p" + std::to_string(100 + (run * 17 + i) % 200),
                             "run " + std::to_string(run) + " 之江实验室 " + std::to_string(i),
                             {.abstract = "swarm control",
                              .affiliations = {"Zhejiang Lab", "Karst University"},
                              .countries = {"CN"}}));
    }
    bench.ingest(papers, 10);
    for (const corpus::Paper& one : papers) {
      std::erase_if(all, [&](const corpus::Paper& known) { return known.id == one.id; });
      all.push_back(one);
    }
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  std::vector<std::string> expected;
  for (const corpus::Paper& one : all) expected.push_back(corpus::to_json(one));
  CHECK(bench.dump() == expected);
  const auto status = indexer::status(bench.index);
  CHECK(status.segments.size() < 8);
  CHECK(status.papers == all.size());
  CHECK(indexer::verify(bench.index).faults.empty());
}

TEST_CASE("a merged segment is the same as one built from the papers directly, byte for byte") {
  Bench merged;
  Bench direct;
  std::vector<corpus::Paper> papers = many(40, "深度学习 robots studying Städte");
  for (auto& one : papers) one.language = "de";
  papers[5].unpaired = true;
  papers[5].affiliations = {{"Lab A", {}}, {"Lab B", {}}};
  papers[5].authors[0].affiliations.clear();
  std::vector<corpus::Paper> more = papers;
  for (int run = 0; run < 4; ++run)
    merged.ingest({papers.begin() + run * 10, papers.begin() + run * 10 + 10});
  REQUIRE(indexer::status(merged.index).segments.size() == 1);
  direct.ingest(papers);
  const auto only_segment = [](const std::filesystem::path& index) {
    return format::layout::segment(index, indexer::status(index).segments.front().name);
  };
  const auto order = [](const std::filesystem::path& index) {
    const auto snapshot = format::Snapshot::open(index);
    std::vector<std::string> ids;
    const auto& segment = *snapshot->segments().front().segment;
    for (std::uint32_t doc = 0; doc < segment.size(); ++doc) ids.emplace_back(segment.ids().id(doc));
    return ids;
  };
  if (order(merged.index) == order(direct.index)) {
    for (const char* file : {"text", "tags", "records"}) {
      CHECK(base::read_file(only_segment(merged.index) / file) ==
            base::read_file(only_segment(direct.index) / file));
    }
  }
  const auto a = format::Snapshot::open(merged.index);
  const auto b = format::Snapshot::open(direct.index);
  for (std::uint32_t id = 1; id <= a->segments()[0].segment->vocabulary().size(); ++id) {
    const auto& vocabulary = a->segments()[0].segment->vocabulary();
    const std::string term(vocabulary.term(id));
    CHECK(a->segments()[0].segment->postings().document_count(term) ==
          b->segments()[0].segment->postings().document_count(term));
  }
}

TEST_CASE("facet columns say what the source asserts, and a paper without a value has none") {
  Bench bench;
  bench.ingest(
      {paper("a", "one", {.year = 2021, .countries = {"CN", "GB"}, .institutions = {"Karst University"}}),
       paper("b", "two", {.year = 0, .venue = ""})});
  const auto snapshot = format::Snapshot::open(bench.index);
  const auto& segment = *snapshot->segments().front().segment;
  const auto values = [&](std::string_view id, format::FacetField field) {
    std::vector<std::string> out;
    for (const std::uint32_t ordinal : segment.facet(field).of(*segment.ids().find(id)))
      out.emplace_back(segment.facet(field).value(ordinal));
    return out;
  };
  CHECK(values("a", format::FacetField::country) == std::vector<std::string>{"CN", "GB"});
  CHECK(values("a", format::FacetField::year) == std::vector<std::string>{"2021"});
  CHECK(values("a", format::FacetField::institution) == std::vector<std::string>{"Karst University"});
  CHECK(values("b", format::FacetField::year).empty());
  CHECK(values("b", format::FacetField::venue).empty());
  CHECK(values("b", format::FacetField::type) == std::vector<std::string>{"article"});
}

TEST_CASE("the forward column holds each field's words in order, with gaps between values") {
  Bench bench;
  bench.ingest({paper("a", "Robots 之江", {.affiliations = {"Zhejiang Lab", "", "Karst Lab"}})});
  const auto snapshot = format::Snapshot::open(bench.index);
  const auto& segment = *snapshot->segments().front().segment;
  const auto words = [&](format::TextField field) {
    std::vector<format::TokenId> tokens;
    segment.forward().read(0, field, tokens);
    std::string out;
    for (const format::TokenId id : tokens)
      out +=
          (out.empty() ? "" : " ") + (id == format::kGap ? "|" : std::string(segment.vocabulary().word(id)));
    return out;
  };
  CHECK(words(format::TextField::title) == "robots 之 江");
  CHECK(words(format::TextField::affiliation) == "zhejiang lab | | karst lab");
  CHECK(segment.forward().length(0, format::TextField::affiliation) == 4);
  std::vector<std::vector<std::uint32_t>> authors;
  segment.authors().read(0, authors);
  CHECK(authors == std::vector<std::vector<std::uint32_t>>{{0, 1, 2}});
  CHECK(segment.postings().document_count(format::bigram_term("之", "江")) == 1);
}

TEST_CASE("two writers at once: the second is told, and nothing is lost") {
  Bench bench;
  bench.ingest(many(5));
  const indexer::WriterLock first(bench.index);
  try {
    bench.ingest(many(6));
    FAIL("expected a refusal");
  } catch (const base::Failure& failure) {
    CHECK(failure.error().code == base::ErrorCode::locked);
    CHECK(failure.error().message == "another process is writing to " + bench.index.string());
  }
  CHECK(bench.dump().size() == 5);
}

TEST_CASE("only the last three generations and their segments stay on disk") {
  Bench bench;
  for (int run = 0; run < 6; ++run) bench.ingest({paper("p" + std::to_string(run), "title")});
  std::size_t generations = 0;
  for (const auto& entry : std::filesystem::directory_iterator(format::layout::generations(bench.index))) {
    generations += entry.path().extension() == ".json" ? 1 : 0;
  }
  CHECK(generations == indexer::kKeptGenerations);
  CHECK(indexer::verify(bench.index).faults.empty());
  CHECK(bench.dump().size() == 6);
}

TEST_CASE("a snapshot stays readable after newer generations have replaced its segments") {
  Bench bench;
  bench.ingest(many(10));
  const auto old = format::Snapshot::open(bench.index);
  for (int run = 0; run < 5; ++run) bench.ingest(many(10, "changed " + std::to_string(run)));
  const auto& segment = *old->segments().front().segment;
  CHECK(segment.records().read(0) == corpus::to_json(many(10)[0]));
  CHECK(segment.postings().document_count(format::posting_term(format::Stemmer::english, "swarm")) == 10);
}

TEST_CASE("an index that is not there is said to be not there, with what to do") {
  try {
    (void)indexer::status("/nonexistent/index");
    FAIL("expected a failure");
  } catch (const base::Failure& failure) {
    CHECK(failure.error().code == base::ErrorCode::not_found);
    CHECK(failure.error().message == "there is no index at /nonexistent/index");
    CHECK(failure.error().hint == "make one with: labtrail-index ingest --index DIR PATH...");
  }
}

TEST_CASE("the change list says that a changed record became retracted, and where a merged one went") {
  Bench bench;
  std::vector<corpus::Paper> works;
  for (const char* id : {"openalex:W1", "openalex:W2", "openalex:W3"}) works.push_back(paper(id, "work"));
  works[2].retracted = true;
  bench.ingest(works);
  CHECK(bench.changes(1) == "added\topenalex:W1\nadded\topenalex:W2\nadded\topenalex:W3\n");
  works[0].retracted = true;
  works[2].title = "retracted before";
  bench.ingest(works);
  CHECK(bench.changes(2) == "changed\topenalex:W1\nretracted\topenalex:W1\nchanged\topenalex:W3\n");
  const auto list = bench.folder.path() / "deleted_ids.csv";
  base::write_file_atomically(list, "merge_date,id,merge_into_id\n2022-06-01,W2,W1\n2022-06-01,W3,\n");
  indexer::IngestOptions options;
  options.index = bench.index;
  options.paths = {list};
  CHECK(indexer::ingest(options).deleted == 2);
  CHECK(bench.changes(3) == "removed\topenalex:W2\nmerged\topenalex:W2\topenalex:W1\nremoved\topenalex:W3\n");
}
