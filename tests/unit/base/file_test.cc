#include "corpus/base/file.h"

#include <catch2/catch.hpp>

#include "corpus/base/error.h"
#include "corpus/base/hash.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;

TEST_CASE("an atomic write leaves either the old or the new bytes, and reads back") {
  const tests::TemporaryFolder folder;
  base::write_file_atomically(folder.path() / "f", "one");
  base::write_file_atomically(folder.path() / "f", "two");
  CHECK(base::read_file(folder.path() / "f") == "two");
  CHECK_FALSE(std::filesystem::exists(folder.path() / "f.new"));
}

TEST_CASE("a missing file is an io failure that names the path") {
  try {
    base::MappedFile("/nonexistent/labtrail");
    FAIL("expected a failure");
  } catch (const base::Failure& failure) {
    CHECK(failure.error().code == base::ErrorCode::io);
    CHECK(failure.error().message == "cannot open /nonexistent/labtrail: No such file or directory");
  }
}

TEST_CASE("a map outlives the name of its file") {
  const tests::TemporaryFolder folder;
  base::write_file_atomically(folder.path() / "f", "still here");
  const base::MappedFile map(folder.path() / "f");
  std::filesystem::remove(folder.path() / "f");
  CHECK(map.bytes() == "still here");
}

TEST_CASE("hashes differ by one bit of input and print as 32 digits") {
  CHECK(base::hash128("a") != base::hash128("b"));
  CHECK(base::hex(base::hash128("")) == "99aa06d3014798d86001c324468d497f");
}
