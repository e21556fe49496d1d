// The container can be written in one way only; other programs read it, and whatever is done to it is a
// fault.
#include "searcher/bundle/container.h"

#include <zip.h>

#include <catch2/catch.hpp>
#include <numeric>

#include "corpus/base/file.h"
#include "searcher/bundle/sha256.h"
#include "tests/support/archive.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using namespace labtrail::bundle;

namespace {

using Contents = tests::ArchiveContents;
using tests::archive;

std::vector<std::string> faults(const std::string& bytes) {
  return read_archive(bytes).faults;
}

const Contents kTwo{{"a.txt", "first"}, {"b", ""}};

}  // namespace

TEST_CASE("SHA-256 is that of FIPS 180-4, in one piece or in many") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 sum;
  for (int i = 0; i < 1000; ++i) sum.add(std::string(1000, 'a'));
  CHECK(sum.take() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(sum.add("abc").take() == sha256("abc"));
}

TEST_CASE("an archive comes back as it was written") {
  const std::string bytes = archive(kTwo);
  const Reading reading = read_archive(bytes);
  CHECK(reading.faults.empty());
  REQUIRE(reading.parts.size() == 2);
  CHECK(reading.parts[0].name == "a.txt");
  CHECK(reading.parts[0].bytes == "first");
  CHECK(reading.parts[1].name == "b");
  CHECK(reading.parts[1].bytes.empty());
  CHECK(archive_size({{"a.txt", 5, 0}, {"b", 0, 0}}) == bytes.size());
  CHECK(faults(archive({})) == std::vector<std::string>{});
}

TEST_CASE("another program reads the same parts, stored, of 1 January 1980") {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "two.zip";
  base::write_file_atomically(path, archive(kTwo));
  int code = 0;
  zip_t* zip = ::zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code);
  REQUIRE(zip != nullptr);
  REQUIRE(::zip_get_num_entries(zip, 0) == 2);
  for (zip_uint64_t i = 0; i < 2; ++i) {
    zip_stat_t info;
    REQUIRE(::zip_stat_index(zip, i, 0, &info) == 0);
    CHECK(std::string(info.name) == kTwo[i].first);
    CHECK(info.size == kTwo[i].second.size());
    CHECK(info.comp_method == ZIP_CM_STORE);
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    CHECK(::zip_file_get_external_attributes(zip, i, 0, &system, &attributes) == 0);
    CHECK(system == ZIP_OPSYS_UNIX);
    CHECK(attributes >> 16 == 0100644);
    std::string content(info.size, '\0');
    zip_file_t* file = ::zip_fopen_index(zip, i, 0);
    REQUIRE(file != nullptr);
    CHECK(::zip_fread(file, content.data(), content.size()) == static_cast<zip_int64_t>(content.size()));
    CHECK(content == kTwo[i].second);
    ::zip_fclose(file);
  }
  ::zip_discard(zip);
}

TEST_CASE("a part has a plain name, and no other") {
  for (const char* name : {"index.html", "a", "a-b_c.9", "manifest.json"}) CHECK(is_part_name(name));
  for (const std::string& name :
       {std::string(), std::string("../a"), std::string("/etc/passwd"), std::string("a/b"),
        std::string("a\\b"), std::string("."), std::string(".."), std::string(".a"), std::string("A"),
        std::string("1"), std::string("a b"), std::string("a\n"), std::string("a\0b", 3), std::string("ä"),
        std::string("c:a"), std::string(65, 'a')}) {
    INFO(name);
    CHECK_FALSE(is_part_name(name));
    CHECK(faults(archive({{name, "x"}})).size() == 1);
  }
}

TEST_CASE("what is wrong with an archive is said in a sentence") {
  const std::string whole = archive(kTwo);
  const std::size_t second = 30 + 5 + 5;  // where the second part begins
  std::string packed = whole;
  packed[8] = 8;
  std::string huge = whole;
  huge[18] = huge[22] = huge[19] = huge[23] = huge[20] = huge[24] = '\x7F';
  std::string crc = whole;
  crc[35] = 'F';
  std::string time = whole;
  time[10] = 1;
  std::string listed = whole;
  listed[second + 31 + 46] = 'A';
  Contents many;
  for (int i = 0; i < 65; ++i) many.emplace_back("a" + std::to_string(i), "");
  struct Row {
    std::string bytes;
    std::vector<std::string> faults;
  };
  for (const Row& row : std::vector<Row>{
           {"", {"this is not a bundle: it does not begin with a part"}},
           {"hello", {"this is not a bundle: it does not begin with a part"}},
           {whole.substr(0, 10), {"the file ends inside the header of a part"}},
           {whole.substr(0, 33), {"the file ends inside the name of a part"}},
           {whole.substr(0, 38), {"the file ends inside part 'a.txt': 2 bytes are missing"}},
           {whole.substr(0, whole.size() - 3), {"the end of the file is cut off: 3 bytes are missing"}},
           {whole + "PK", {"2 bytes too many stand behind the end"}},
           {whole + whole, {std::to_string(whole.size()) + " bytes too many stand behind the end"}},
           {" " + whole, {"this is not a bundle: it does not begin with a part"}},
           {packed, {"part 'a.txt' is packed or encrypted; a bundle's parts are stored as they are"}},
           {time, {"the header of part 'a.txt' was changed"}},
           {huge, {"the file ends inside part 'a.txt': 8355555 bytes are missing"}},
           {crc, {"the checksum of part 'a.txt' does not fit"}},
           {listed, {"the directory at byte 71 is not the one that belongs to the parts before it"}},
           {archive({{"a", "x"}, {"a", "y"}}), {"part 'a' is there twice"}},
           {archive({{"../a", "x"}}), {"the name of part 1 is not one that a bundle may hold"}},
           {archive(many), {"there are more than 64 parts"}},
       }) {
    INFO(row.bytes.size());
    CHECK(faults(row.bytes) == row.faults);
  }
}
