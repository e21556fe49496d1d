#include "indexer/format/bytes.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

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

TEST_CASE("a packed file keeps small what shrinks, and reads back the same") {
  const tests::TemporaryFolder folder;
  std::vector<std::uint32_t> rising(20'000);
  for (std::uint32_t i = 0; i < rising.size(); ++i) rising[i] = i / 7;
  std::string noise;
  std::mt19937 random(7);
  for (int i = 0; i < 40'000; ++i) noise += static_cast<char>(random());
  for (const auto sections : {format::Sections::mapped, format::Sections::packed}) {
    format::SectionWriter writer(folder.path() / "f", sections);
    writer.add_array("rising", rising);
    writer.add("noise", noise);
    writer.add("small", std::string(100, 'x'));
    writer.close();
    const format::SectionFile file(folder.path() / "f");
    const auto numbers = file.array<std::uint32_t>("rising");
    CHECK(std::equal(numbers.begin(), numbers.end(), rising.begin(), rising.end()));
    CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % 8 == 0);
    CHECK(file.section("noise") == noise);
    CHECK(file.section("small") == std::string(100, 'x'));
    const std::size_t plain = rising.size() * 4 + noise.size() + 100;
    const std::size_t size = std::filesystem::file_size(folder.path() / "f");
    if (sections == format::Sections::mapped) {
      CHECK(size > plain);
    } else {
      CHECK(size < plain - rising.size() * 2);
      CHECK(size > noise.size());
    }
  }
}

TEST_CASE("a packed section whose directory or frame is damaged is refused, whatever size it claims") {
  const tests::TemporaryFolder folder;
  const std::string text(100'000, 'x');
  {
    format::SectionWriter writer(folder.path() / "whole", format::Sections::packed);
    writer.add("one", text);
    writer.close();
  }
  const std::string whole = base::read_file(folder.path() / "whole");
  int refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xFF);
    base::write_file_atomically(folder.path() / "damaged", damaged);
    try {
      const format::SectionFile file(folder.path() / "damaged");
      (void)file.section("one");  // the checksums of the segment find what zstd cannot
    } catch (const base::Failure& failure) {
      CHECK(failure.error().code == base::ErrorCode::corrupt);
      ++refused;
    }
  }
  CHECK(refused > 40);
}
