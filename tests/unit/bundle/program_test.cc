// labtrail-search evidence as a user runs it, and killed while it freezes.
#include <iostream>
#include <random>

#include "support.h"
#include "tests/support/program.h"

using namespace labtrail;
using tests::BundleBench;
using tests::ProgramResult;
using tests::run_program;
namespace fs = std::filesystem;

namespace {

ProgramResult evidence(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {LABTRAIL_SEARCH, "evidence"});
  return run_program(arguments);
}

unsigned rounds(const char* variable, unsigned otherwise) {
  const char* given = std::getenv(variable);
  return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : otherwise;
}

std::string id_in(const std::string& text) {
  const std::size_t at = text.find("\nid ");
  return at == std::string::npos ? "" : text.substr(at + 4, 64);
}

}  // namespace

TEST_CASE("freeze, verify and diff on the command line") {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  const std::string index = bench.index().string();
  const std::string file = bench.file("b.zip").string();
  const ProgramResult frozen = evidence({"freeze", "--index", index, "--filter", "lab:north-lab", "--title",
                                         "T", "--note", "N", "--output", file, "glass"});
  const std::string id = id_in(frozen.out);
  CHECK(frozen.exit == 0);
  CHECK(frozen.err.empty());
  CHECK(frozen.out == file + ": 2 papers of generation 1 (2025-11-24T16:00:00Z)\nid " + id + "\n");

  const ProgramResult again = evidence({"freeze", "--index", index, "--output", file, "glass"});
  CHECK(again.exit == 2);
  CHECK(again.err == "labtrail-search: " + file +
                         " exists already\n  evidence is not overwritten unless you say --force\n");
  CHECK(evidence({"freeze", "--index", index, "--output", file, "auther:x"}).exit == 2);

  CHECK(evidence({"verify", file}).out ==
        file + ": whole; 2 papers of generation 1 (2025-11-24T16:00:00Z)\nid " + id + "\n");
  CHECK(evidence({"verify", "--id", id, file}).exit == 0);
  CHECK(evidence({"verify", "--id", std::string(64, '0'), file}).exit == 1);
  CHECK(evidence({"verify", bench.file("none.zip").string()}).exit == 1);
  CHECK(evidence({"verify"}).exit == 2);
  CHECK(evidence({"verify", bench.folder().string()}).err ==
        "labtrail-search: " + bench.folder().string() + " is not a file\n");

  // Somewhere else, without the index.
  const fs::path index_elsewhere = bench.folder() / "moved";
  fs::rename(bench.index(), index_elsewhere);
  CHECK(evidence({"verify", file}).exit == 0);
  fs::rename(index_elsewhere, bench.index());

  bench.ingest({tests::paper("openalex:W9", "A glass", {.affiliations = {"North Star Laboratory"}})});
  const ProgramResult differs = evidence({"diff", "--index", index, file});
  CHECK(differs.exit == 0);
  CHECK(differs.out ==
        "frozen: 2 papers of generation 1 (2025-11-24T16:00:00Z)\nid " + id +
            "\nnow: 3 papers of generation 2 (2025-11-24T16:00:01Z); 2 unchanged\n"
            "\nadded: 1 paper\n  openalex:W9  A glass\n    new record: the index did not hold it then\n"
            "\nremoved: 0 papers\n\nchanged: 0 papers\n");
  CHECK(evidence({"diff", "--json", "--index", index, file})
            .out.find("\"same\":2,\"added\":[{\"id\":\"openalex:W9\"") != std::string::npos);

  std::string bytes = base::read_file(file);
  bytes[bytes.size() - 30] ^= 1;
  base::write_file_atomically(file, bytes);
  const ProgramResult damaged = evidence({"verify", file});
  CHECK(damaged.exit == 1);
  CHECK(damaged.out.empty());
  CHECK(damaged.err.find("the directory at byte ") != std::string::npos);
  CHECK(evidence({"diff", "--index", index, file}).exit == 1);
}

TEST_CASE("killed at any moment while freezing: under the name there is a whole bundle or none") {
  BundleBench bench;
  std::vector<corpus::Paper> papers;
  for (int i = 0; i < 3000; ++i)
    papers.push_back(tests::paper("openalex:W" + std::to_string(i), "glass of kind " + std::to_string(i),
                                  {.affiliations = {"North Star Laboratory"}}));
  bench.ingest(papers);
  const fs::path folder = bench.folder() / "out";
  fs::create_directories(folder);
  const fs::path file = folder / "b.zip";
  const std::vector<std::string> command{
      LABTRAIL_SEARCH, "evidence",    "freeze",  "--index", bench.index().string(),
      "--output",      file.string(), "--force", "glass"};
  const auto started = std::chrono::steady_clock::now();
  REQUIRE(run_program(command).exit == 0);
  const auto full =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started)
          .count();
  const std::string whole = base::read_file(file);
  const std::string older = bench.freeze("older.zip", {.query = "glass", .note = "older"});
  std::mt19937_64 random(4);
  unsigned killed = 0;
  unsigned before = 0;
  for (unsigned i = 0; i < rounds("LABTRAIL_CRASH_ROUNDS", 40); ++i) {
    // Every second round nothing stands there before, the others replace an older bundle.
    fs::remove(file);
    if (i % 2 == 1) base::write_file_atomically(file, older);
    tests::Program program(command);
    const auto moment = std::chrono::microseconds(static_cast<std::int64_t>(random() % (full * 5 / 4)));
    if (!program.ends_within(std::chrono::duration_cast<std::chrono::milliseconds>(moment))) ++killed;
    program.kill();
    const std::string now = fs::exists(file) ? base::read_file(file) : std::string();
    REQUIRE((now == whole || now == (i % 2 == 0 ? std::string() : older)));
    if (now != whole) ++before;
  }
  std::cout << killed << " killed, " << before << " of them before the bundle was there\n";
  CHECK(killed > 0);
  CHECK(before > 0);
  CHECK(run_program(command).exit == 0);
  CHECK(base::read_file(file) == whole);
}
