// All of the real data that lies beside the source tree: every row becomes a paper or an entry with a reason.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>
#include <map>

#include "corpus/paper_json.h"
#include "tests/unit/corpus/read_all.h"

using namespace labtrail;
namespace fs = std::filesystem;

namespace {

/// Folder of the real data, or empty.
fs::path data_folder() {
  if (const char* folder = std::getenv("LABTRAIL_DATA")) return folder;
  const fs::path beside = fs::path(LABTRAIL_SOURCE_DIR) / ".." / "shared" / "data";
  return fs::is_directory(beside) ? beside : fs::path{};
}

struct Counts {
  std::size_t papers = 0;
  std::size_t unpaired = 0;
  std::size_t with_affiliation = 0;
  std::size_t not_stable = 0;  ///< papers that change when written and read again
  std::map<std::string, std::size_t> reasons;
};

Counts count(const fs::path& path) {
  const auto inputs = corpus::list_inputs({path}, corpus::Format::automatic);
  REQUIRE(inputs);
  Counts counts;
  for (const corpus::Input& input : *inputs) {
    corpus::read_input(input, [&](corpus::Event&& event) {
      if (const auto* paper = std::get_if<corpus::Paper>(&event.what)) {
        ++counts.papers;
        if (paper->unpaired) ++counts.unpaired;
        bool any = !paper->affiliations.empty();
        for (const auto& author : paper->authors) any = any || !author.affiliations.empty();
        if (any) ++counts.with_affiliation;
        const auto again = corpus::from_json(corpus::to_json(*paper));
        if (!again || !(*again == *paper)) ++counts.not_stable;
      } else {
        ++counts.reasons[std::get<corpus::Rejection>(event.what).reason];
      }
      return true;
    });
  }
  std::cout << path.filename().string() << ": " << counts.papers << " papers, " << counts.with_affiliation
            << " with affiliations, of these " << counts.unpaired << " unpaired\n";
  for (const auto& [reason, number] : counts.reasons) std::cout << "  " << number << " x " << reason << "\n";
  return counts;
}

}  // namespace

TEST_CASE("every row of the real conference lists is a paper or has a reason") {
  const fs::path folder = data_folder();
  if (folder.empty() || !fs::is_directory(folder / "papers")) {
    WARN("skipped: no real data (conference lists)");
    return;
  }
  const Counts counts = count(folder / "papers");
  CHECK(counts.papers == 87902);
  CHECK(counts.reasons == std::map<std::string, std::size_t>{{"no title", 90}});
  CHECK(counts.not_stable == 0);
  CHECK(counts.unpaired * 50 < counts.with_affiliation);
}

TEST_CASE("every real OpenAlex work is a paper") {
  const fs::path folder = data_folder();
  if (folder.empty() || !fs::is_directory(folder / "openalex")) {
    WARN("skipped: no real data (OpenAlex)");
    return;
  }
  const Counts counts = count(folder / "openalex");
  CHECK(counts.papers == 2643);
  CHECK(counts.reasons ==
        std::map<std::string, std::size_t>{{"no known format: neither JSON papers nor a deletion list", 1}});
  CHECK(counts.not_stable == 0);
}
