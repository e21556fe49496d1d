#include "indexer/format/bytes.h"

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.h"

using namespace labtrail;

TEST_CASE("varints of every length read back") {
  const std::uint32_t values[] = {0,       1,       127,       128,       16383,     16384,
                                  2097151, 2097152, 268435455, 268435456, 0xFFFFFFFF};
  std::string bytes;
  for (const std::uint32_t value : values) format::append_varint(bytes, value);
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  for (const std::uint32_t value : values) CHECK(format::read_varint(at, end) == value);
  CHECK(at == end);
}

TEST_CASE("a varint that is cut short never reads behind the end") {
  const std::string bytes = "\xFF\xFF";
  const char* at = bytes.data();
  format::read_varint(at, bytes.data() + bytes.size());
  CHECK(at == bytes.data() + bytes.size());
}

TEST_CASE("sections are found by name, aligned, and read back") {
  const tests::TemporaryFolder folder;
  {
    format::SectionWriter writer(folder.path() / "f");
    writer.add("odd", "abc");
    writer.add_array("numbers", std::vector<std::uint64_t>{1, 2, 3});
    writer.begin("long");
    writer.append("first ");
    writer.append("second");
    writer.end();
    writer.add("empty", "");
    format::StringTableWriter table;
    table.add("");
    table.add("之江");
    table.write(writer, "strings");
    writer.close();
  }
  const format::SectionFile file(folder.path() / "f");
  CHECK(file.section("odd") == "abc");
  CHECK(file.section("long") == "first second");
  CHECK(file.section("empty").empty());
  const auto numbers = file.array<std::uint64_t>("numbers");
  REQUIRE(numbers.size() == 3);
  CHECK(numbers[2] == 3);
  CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % 8 == 0);
  const format::StringTable table(file, "strings");
  CHECK(table.size() == 2);
  CHECK(table[1] == "之江");
  CHECK_THROWS_WITH(file.section("none"), "an index file lacks its section 'none'");
}

TEST_CASE("a file that is cut anywhere is refused, not misread") {
  const tests::TemporaryFolder folder;
  {
    format::SectionWriter writer(folder.path() / "whole");
    writer.add("one", std::string(100, 'x'));
    writer.close();
  }
  const std::string whole = base::read_file(folder.path() / "whole");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    base::write_file_atomically(folder.path() / "cut", std::string_view(whole).substr(0, size));
    bool refused = false;
    try {
      const format::SectionFile file(folder.path() / "cut");
      refused = file.section("one") != std::string(100, 'x');
    } catch (const base::Failure& failure) {
      refused = failure.error().code == base::ErrorCode::corrupt;
    }
    CHECK(refused);
  }
}
