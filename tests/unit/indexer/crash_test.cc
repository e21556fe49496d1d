// What the promises are worth: the real program is killed at random moments, its disk is filled, two writers
// meet, and every kind of damage is done to the files. LABTRAIL_CRASH_ROUNDS and LABTRAIL_DAMAGE_ROUNDS set
// the number of rounds.
#include <sys/mount.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <random>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "indexer/format/snapshot.h"
#include "indexer/ingest.h"
#include "indexer/inspect.h"
#include "tests/support/papers.h"
#include "tests/support/program.h"
#include "tests/support/real_data.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
namespace fs = std::filesystem;

namespace {

unsigned rounds(const char* variable, unsigned otherwise) {
  const char* given = std::getenv(variable);
  return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : otherwise;
}

std::string dump(const fs::path& index) {
  std::string out;
  indexer::dump(index, [&](std::string_view json) { (out += json) += '\n'; });
  return out;
}

/// Two files: real papers where there are some, else a few thousand made ones.
std::pair<fs::path, fs::path> two_files(const tests::TemporaryFolder& folder, std::string_view test) {
  if (const auto real = tests::real_data("papers", test))
    return {*real / "corl2023.json.gz", *real / "acl2022.json.gz"};
  std::vector<corpus::Paper> first;
  std::vector<corpus::Paper> second;
  for (int i = 0; i < 3000; ++i) {
    first.push_back(tests::paper("a" + std::to_string(i), "swarm robots of kind " + std::to_string(i)));
    second.push_back(tests::paper(i % 5 == 0 ? "a" + std::to_string(i) : "b" + std::to_string(i),
                                  "之江实验室 " + std::to_string(i * 7)));
  }
  return {tests::write_jsonl(folder.path() / "one.jsonl", first),
          tests::write_jsonl(folder.path() / "two.jsonl", second)};
}

std::vector<std::string> ingest_command(const fs::path& index, const std::vector<fs::path>& paths) {
  std::vector<std::string> command = {LABTRAIL_INDEX,     "ingest", "--index", index.string(),
                                      "--segment-papers", "150",    "--json"};
  for (const fs::path& path : paths) command.push_back(path.string());
  return command;
}

void copy_index(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

}  // namespace

TEST_CASE(
    "killed at any moment: the last generation answers, and the run repeated gives what an undisturbed one "
    "gives") {
  const tests::TemporaryFolder folder;
  const auto [one, two] = two_files(folder, "crash");
  const fs::path base = folder.path() / "base";
  const fs::path whole = folder.path() / "whole";
  const fs::path index = folder.path() / "index";
  REQUIRE(tests::run_program(ingest_command(base, {one})).exit == 0);
  copy_index(base, whole);
  const auto started = std::chrono::steady_clock::now();
  REQUIRE(tests::run_program(ingest_command(whole, {one, two})).exit == 0);
  const auto full =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
  const std::string before = dump(base);
  const std::string after = dump(whole);
  REQUIRE(before != after);

  std::mt19937 random(20261124);
  std::uniform_int_distribution<long> moment(0, static_cast<long>(full.count()));
  copy_index(base, index);
  unsigned killed = 0;
  unsigned finished = 0;
  const unsigned wanted = rounds("LABTRAIL_CRASH_ROUNDS", 100);
  while (killed < wanted && finished < wanted * 4) {
    tests::Program program(ingest_command(index, {one, two}));
    const auto wait = std::chrono::milliseconds(moment(random) / 1000);
    if (program.ends_within(wait)) {
      REQUIRE(program.wait().exit == 0);
      REQUIRE(dump(index) == after);
      ++finished;
      copy_index(base, index);
      continue;
    }
    program.kill();
    ++killed;
    const std::string now = dump(index);
    const bool one_of_both = now == before || now == after;
    REQUIRE(one_of_both);
    REQUIRE(indexer::verify(index).faults.empty());
    if (now == after) copy_index(base, index);
  }
  const auto last = tests::run_program(ingest_command(index, {one, two}));
  CHECK(last.exit == 0);
  CHECK(dump(index) == after);
  CHECK(indexer::verify(index).faults.empty());
  std::cout << "killed " << killed << " times, finished between " << finished << " times\n";
  CHECK(killed == wanted);
}

TEST_CASE(
    "a full disk fails the run with its reason, keeps the last generation, and the run goes through once "
    "there is room") {
  const tests::TemporaryFolder folder;
  const auto [one, two] = two_files(folder, "full disk");
  const fs::path disk = folder.path() / "disk";
  fs::create_directories(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=6m") != 0) {
    std::cout << "SKIPPED: full disk (no right to mount a tmpfs)\n";
    return;
  }
  struct Unmount {
    fs::path disk;
    ~Unmount() { ::umount2(disk.c_str(), MNT_DETACH); }
  } unmount{disk};
  const fs::path index = disk / "index";
  REQUIRE(tests::run_program(ingest_command(index, {one})).exit == 0);
  const std::string before = dump(index);
  // Leave less and less room, so that the fault meets every stage of a run.
  for (const std::size_t room : {3000U, 2000U, 1200U, 600U, 300U, 120U, 40U, 8U}) {
    const auto free = fs::space(disk).available;
    if (free > room * 1024)
      base::write_file_atomically(disk / "ballast", std::string(free - room * 1024, 'x'));
    const auto result = tests::run_program(ingest_command(index, {one, two}));
    if (result.exit != 0) {
      CHECK(result.exit == 1);
      CHECK(result.err.find("labtrail-index: ") != std::string::npos);
      CHECK(dump(index) == before);
    }
    fs::remove(disk / "ballast");
    fs::remove(disk / "ballast.new");
    if (result.exit == 0) break;
  }
  REQUIRE(::mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=200m") == 0);
  CHECK(tests::run_program(ingest_command(index, {one, two})).exit == 0);
  const fs::path other = folder.path() / "other";
  REQUIRE(tests::run_program(ingest_command(other, {one, two})).exit == 0);
  CHECK(dump(index) == dump(other));
  CHECK(indexer::verify(index).faults.empty());
}

TEST_CASE("two ingests at once: one does the work, the other is told why not") {
  const tests::TemporaryFolder folder;
  const auto [one, two] = two_files(folder, "two writers");
  const fs::path index = folder.path() / "index";
  tests::Program first(ingest_command(index, {one, two}));
  tests::Program second(ingest_command(index, {one, two}));
  const auto a = first.wait();
  const auto b = second.wait();
  CHECK((a.exit == 0 || b.exit == 0));
  for (const auto& result : {a, b}) {
    if (result.exit != 0) {
      CHECK(result.exit == 1);
      CHECK(result.err == "labtrail-index: another process is writing to " + index.string() +
                              "\n  wait until it has finished; searching goes on meanwhile\n");
    }
  }
  const fs::path other = folder.path() / "other";
  REQUIRE(tests::run_program(ingest_command(other, {one, two})).exit == 0);
  CHECK(dump(index) == dump(other));
}

TEST_CASE("every bit flip, truncation and zeroed block is found by verify, and never served") {
  const tests::TemporaryFolder folder;
  std::vector<corpus::Paper> papers;
  for (int i = 0; i < 400; ++i)
    papers.push_back(tests::paper("p" + std::to_string(i), "swarm robots 之江实验室 " + std::to_string(i)));
  const fs::path index = folder.path() / "index";
  for (int run = 0; run < 3; ++run) {  // three generations, with replaced papers
    for (int i = run; i < 400; i += 3) papers[static_cast<std::size_t>(i)].title += " again";
    indexer::IngestOptions options;
    options.index = index;
    options.paths = {tests::write_jsonl(folder.path() / "papers.jsonl", papers)};
    options.segment_papers = 300;
    indexer::ingest(options);
  }
  const std::string whole = dump(index);
  REQUIRE(indexer::verify(index).faults.empty());
  std::vector<fs::path> files;
  std::vector<double> sizes;
  for (const auto& entry : fs::recursive_directory_iterator(index)) {
    if (!entry.is_regular_file() || entry.file_size() == 0) continue;
    files.push_back(entry.path());
    sizes.push_back(static_cast<double>(entry.file_size()));
  }
  std::mt19937 random(7);
  std::discrete_distribution<std::size_t> by_size(sizes.begin(), sizes.end());
  std::uniform_int_distribution<std::size_t> any_file(0, files.size() - 1);
  unsigned found = 0;
  unsigned refused = 0;
  const unsigned wanted = rounds("LABTRAIL_DAMAGE_ROUNDS", 500);
  for (unsigned round = 0; round < wanted; ++round) {
    const fs::path& file = files[round % 2 == 0 ? by_size(random) : any_file(random)];
    const std::string good = base::read_file(file);
    std::string bad = good;
    while (bad == good) {
      const std::size_t at = std::uniform_int_distribution<std::size_t>(0, bad.size() - 1)(random);
      switch (round % 3) {
        case 0:
          bad[at] = static_cast<char>(bad[at] ^ (1U << (random() % 8)));
          break;
        case 1:
          bad.resize(at);
          break;
        default:
          std::fill(bad.begin() + static_cast<std::ptrdiff_t>(at),
                    bad.begin() + static_cast<std::ptrdiff_t>(std::min(bad.size(), at + 512)), '\0');
      }
    }
    base::write_file_atomically(file, bad);
    const auto verification = indexer::verify(index);
    if (!verification.faults.empty()) {
      ++found;
    } else {
      UNSCOPED_INFO("not found: round " << round << " in " << file);
    }
    try {
      if (dump(index) != whole) FAIL_CHECK("damaged bytes were served: " << file);
    } catch (const base::Failure&) {
      ++refused;
    }
    base::write_file_atomically(file, good);
  }
  std::cout << "damaged " << wanted << " times: verify found " << found << ", opening refused " << refused
            << " (the others hit older generations)\n";
  CHECK(found == wanted);
  CHECK(dump(index) == whole);
}
