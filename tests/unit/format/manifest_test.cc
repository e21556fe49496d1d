#include "indexer/format/manifest.h"

#include <catch2/catch.hpp>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "indexer/format/schema.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;

namespace {

format::GenerationManifest sample() {
  format::GenerationManifest manifest;
  manifest.format = format::kFormatVersion;
  manifest.number = 7;
  manifest.date = "2026-11-24T08:00:00Z";
  manifest.papers = 3;
  manifest.segments = {{"7-1", 4, 3, base::hash128("manifest")}};
  manifest.files = {{"7.live", 24, base::hash128("live")}, {"7.changes", 0, base::hash128("")}};
  return manifest;
}

}  // namespace

TEST_CASE("a generation manifest reads back as it was written") {
  const std::string text = format::to_text(sample());
  const format::GenerationManifest again = format::parse_generation_manifest(text, "7.json");
  CHECK(again.number == 7);
  CHECK(again.papers == 3);
  CHECK(again.date == "2026-11-24T08:00:00Z");
  REQUIRE(again.segments.size() == 1);
  CHECK(again.segments[0].name == "7-1");
  CHECK(again.segments[0].live == 3);
  CHECK(again.files == sample().files);
  CHECK(format::to_text(again) == text);
}

TEST_CASE("every single bit of a manifest is guarded by its check line") {
  const std::string text = format::to_text(sample());
  for (std::size_t byte = 0; byte < text.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string damaged = text;
      damaged[byte] = static_cast<char>(damaged[byte] ^ (1U << bit));
      CHECK_THROWS_AS(format::parse_generation_manifest(damaged, "7.json"), base::Failure);
    }
  }
}

TEST_CASE("a manifest of another format version is refused with what to do") {
  std::string body = format::to_text(sample());
  body = body.substr(0, body.find('\n'));
  const std::string version = "\"format\":" + std::to_string(format::kFormatVersion);
  body.replace(body.find(version), version.size(), "\"format\":99");
  try {
    (void)format::parse_generation_manifest(format::with_check_line(body), "7.json");
    FAIL("expected a refusal");
  } catch (const base::Failure& failure) {
    CHECK(failure.error().code == base::ErrorCode::unsupported);
    CHECK(failure.error().message == "7.json is of index format 99, this program reads format " +
                                         std::to_string(format::kFormatVersion));
  }
}

TEST_CASE("missing, short and changed files are told apart") {
  const tests::TemporaryFolder folder;
  for (const char* name : {"same", "short", "changed"})
    base::write_file_atomically(folder.path() / name, "0123456789");
  std::vector<format::FileEntry> files;
  for (const char* name : {"same", "short", "changed"})
    files.push_back(format::describe_file(folder.path(), name));
  files.push_back({"gone", 1, {}});
  base::write_file_atomically(folder.path() / "short", "012345678");
  base::write_file_atomically(folder.path() / "changed", "0123456780");
  const std::string at = folder.path().string();
  CHECK(format::check_files(folder.path(), files) ==
        std::vector<std::string>{at + "/short has 9 bytes instead of 10",
                                 at + "/changed does not fit its checksum", at + "/gone is missing"});
}
