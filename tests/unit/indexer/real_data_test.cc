// All real papers in one ingest: every record accounted for, nothing changed by a second run, nothing lost by
// the way through the index and back. Prints the figures that the foundation is held to.
#include <fmt/format.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <iostream>

#include "corpus/base/file.h"
#include "corpus/paper_json.h"
#include "indexer/format/manifest.h"
#include "indexer/ingest.h"
#include "indexer/inspect.h"
#include "tests/support/real_data.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
namespace fs = std::filesystem;

namespace {

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

indexer::IngestSummary ingest(const fs::path& index, const std::vector<fs::path>& paths,
                              const fs::path& rejects) {
  indexer::IngestOptions options;
  options.index = index;
  options.paths = paths;
  options.reject_file = rejects;
  auto summary = indexer::ingest(options);
  CHECK(summary.read ==
        summary.added + summary.replaced + summary.unchanged + summary.deleted + summary.rejected);
  return summary;
}

/// Title, abstract, author names, and each paper's distinct affiliation strings.
std::uint64_t raw_text_bytes(const fs::path& index) {
  std::uint64_t bytes = 0;
  indexer::dump(index, [&](std::string_view json) {
    const auto paper = corpus::from_json(json);
    REQUIRE(paper.has_value());
    std::vector<std::string_view> affiliations;
    for (const auto& one : paper->affiliations) affiliations.push_back(one.raw);
    for (const auto& author : paper->authors) {
      bytes += author.name.size();
      for (const auto& one : author.affiliations) affiliations.push_back(one.raw);
    }
    std::sort(affiliations.begin(), affiliations.end());
    affiliations.erase(std::unique(affiliations.begin(), affiliations.end()), affiliations.end());
    for (const std::string_view raw : affiliations) bytes += raw.size();
    bytes += paper->title.size() + paper->abstract.size();
  });
  return bytes;
}

}  // namespace

TEST_CASE("all real papers go in, each record is accounted for, and the same run again changes nothing") {
  const auto papers = tests::real_data("papers", "real data");
  const auto works = tests::real_data("openalex", "real data");
  if (!papers || !works) return;
  const tests::TemporaryFolder folder;
  const fs::path index = folder.path() / "index";
  const double before = cpu_seconds();
  const auto first = ingest(index, {*papers, *works}, folder.path() / "rejects.jsonl");
  const double first_seconds = cpu_seconds() - before;
  CHECK(first.read == 87'992 + 2'643);
  CHECK(first.added + first.unchanged + first.rejected == first.read);
  for (const auto& [reason, count] : first.reasons) std::cout << "  " << count << " x " << reason << '\n';

  const double between = cpu_seconds();
  const auto second = ingest(index, {*papers, *works}, folder.path() / "rejects.jsonl");
  const double second_seconds = cpu_seconds() - between;
  CHECK(second.added == 0);
  CHECK(second.replaced == 0);
  CHECK(second.unchanged == first.added + first.unchanged);
  CHECK(second.rejected == first.rejected);
  CHECK(second.generation == first.generation);
  CHECK(second_seconds < first_seconds / 3);

  const std::uint64_t raw = raw_text_bytes(index);
  std::cout << fmt::format(
      "read {}: added {}, unchanged {}, rejected {}\n{:.1f} CPU s ({:.0f} papers a CPU second), again {:.1f} "
      "CPU s\n",
      first.read, first.added, first.unchanged, first.rejected, first_seconds,
      static_cast<double>(first.read) / first_seconds, second_seconds);
  // Everything that the folder holds, change list and evidence included.
  std::uint64_t size = 0;
  for (const auto& entry : fs::recursive_directory_iterator(index))
    size += entry.is_regular_file() ? entry.file_size() : 0;
  std::cout << fmt::format("index {:.1f} MB, raw text {:.1f} MB, {:.3f}\n", static_cast<double>(size) / 1e6,
                           static_cast<double>(raw) / 1e6,
                           static_cast<double>(size) / static_cast<double>(raw));
  CHECK(static_cast<double>(size) < 1.2 * static_cast<double>(raw));
  CHECK(indexer::verify(index).faults.empty());
}

TEST_CASE("a dump read back gives the same index: no field of a real paper is lost") {
  const auto papers = tests::real_data("papers", "lossless dump");
  const auto works = tests::real_data("openalex", "lossless dump");
  if (!papers || !works) return;
  const tests::TemporaryFolder folder;
  ingest(
      folder.path() / "one",
      {*papers / "aaai2022.json.gz", *papers / "siggraph2021.json.gz", *papers / "icra2018.json.gz", *works},
      folder.path() / "rejects.jsonl");
  std::string dump;
  indexer::dump(folder.path() / "one", [&](std::string_view json) {
    const auto paper = corpus::from_json(json);
    REQUIRE(paper.has_value());
    REQUIRE(corpus::to_json(*paper) == json);
    (dump += json) += '\n';
  });
  base::write_file_atomically(folder.path() / "dump.jsonl", dump);
  const auto again =
      ingest(folder.path() / "two", {folder.path() / "dump.jsonl"}, folder.path() / "rejects.jsonl");
  CHECK(again.rejected == 0);
  CHECK(again.warnings == 0);
  std::string second;
  indexer::dump(folder.path() / "two", [&](std::string_view json) { (second += json) += '\n'; });
  CHECK(second == dump);
  CHECK(ingest(folder.path() / "one", {folder.path() / "dump.jsonl"}, folder.path() / "rejects.jsonl")
            .unchanged == again.added);
}
