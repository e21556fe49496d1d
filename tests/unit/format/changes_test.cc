// Change lists: lines that read back as they were, whatever an id holds.
#include "indexer/format/changes.h"

#include <catch2/catch.hpp>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "indexer/format/manifest.h"
#include "indexer/format/schema.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using format::Change;
using format::ChangeKind;
namespace fs = std::filesystem;

namespace {

/// Generation 7 with this change list.
void write_generation(const fs::path& index, const std::string& lines) {
  const fs::path folder = format::layout::generations(index);
  fs::create_directories(folder);
  base::write_file_atomically(folder / "7.changes", lines);
  format::GenerationManifest manifest;
  manifest.format = format::kFormatVersion;
  manifest.number = 7;
  manifest.files = {format::describe_file(folder, "7.changes")};
  base::write_file_atomically(format::layout::generation(index, 7), format::to_text(manifest));
}

}  // namespace

TEST_CASE("every kind of change and every id reads back as it was written") {
  const std::vector<Change> changes{{ChangeKind::added, "a", {}},
                                    {ChangeKind::changed, "tab\there", {}},
                                    {ChangeKind::retracted, "line\nbreak", {}},
                                    {ChangeKind::removed, "back\\slash \\t \\n", {}},
                                    {ChangeKind::merged, "with\ttab", "in\tto\\"},
                                    {ChangeKind::retagged, "之江", {}},
                                    {ChangeKind::corrected, "a", {}}};
  std::string lines;
  for (const Change& change : changes) format::append_change(lines, change.kind, change.id, change.into);
  CHECK(lines ==
        "added\ta\nchanged\ttab\\there\nretracted\tline\\nbreak\nremoved\tback\\\\slash \\\\t \\\\n\n"
        "merged\twith\\ttab\tin\\tto\\\\\nretagged\t之江\ncorrected\ta\n");
  const tests::TemporaryFolder folder;
  write_generation(folder.path(), lines);
  const auto read = format::read_changes(folder.path(), 7);
  REQUIRE(read.has_value());
  CHECK(read->number == 7);
  CHECK(read->changes == changes);
}

TEST_CASE("a generation that is gone has no list; a damaged list is no list of fewer changes") {
  const tests::TemporaryFolder folder;
  write_generation(folder.path(), "added\ta\nadded\tb\n");
  CHECK(!format::read_changes(folder.path(), 6).has_value());
  base::write_file_atomically(format::layout::generations(folder.path()) / "7.changes", "added\ta\n");
  CHECK_THROWS_AS(format::read_changes(folder.path(), 7), base::Failure);
  for (const char* line : {"vanished\ta\n", "added a\n", "merged\ta\n"}) {
    write_generation(folder.path(), line);
    CHECK_THROWS_AS(format::read_changes(folder.path(), 7), base::Failure);
  }
}
