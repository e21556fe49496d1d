#include "corpus/registry/ror.h"

#include <zip.h>

#include <algorithm>

#include "corpus/base/file.h"
#include "corpus/readers/byte_source.h"
#include "tests/support/real_data.h"
#include "tests/unit/corpus/read_all.h"
#include "tests/unit/registry/support.h"

using namespace labtrail;
using namespace labtrail::corpus;
using namespace labtrail::tests;
namespace fs = std::filesystem;

namespace {

const std::string kRecord = R"({"admin": {"x": "]}"}, "id": "https://ror.org/05A28rw58", "status": "Active",
 "names": [{"lang": "en", "types": ["ror_display", "label"], "value": "ETH  \"Zürich\"\\"},
           {"lang": null, "types": ["acronym", "alias"], "value": "ETH"}, {"lang": "de", "types": [], "value": " "}],
 "types": ["Education", "funder"],
 "locations": [{"geonames_details": {"country_code": "ch", "country_subdivision_name": "Zurich", "name": "Zürich"}},
               {"geonames_details": {"country_code": "SG", "country_subdivision_name": "x", "name": "Singapore"}},
               {"geonames_details": {"country_code": "CH", "name": "Zürich"}}],
 "relationships": [{"label": "A", "type": "Parent", "id": "https://ror.org/000000001"},
                   {"label": "B", "type": "child", "id": "https://ror.org/000000002"},
                   {"label": "C", "type": "related", "id": "https://ror.org/000000003"},
                   {"label": "D", "type": "Successor", "id": "https://ror.org/000000004"}]})";
const std::string kOther =
    R"({"id": "https://ror.org/000000005", "status": "withdrawn", "names": [{"value": "Other"}]})";
const std::string kOld =
    R"({"id": "https://ror.org/000000005", "name": "Old", "country": {"country_code": "CN"}})";

struct RorResult {
  std::vector<RorOrganisation> organisations;
  std::size_t count = 0;
  std::string error = "fine";
  base::ErrorCode code{};
};

RorResult read(const fs::path& file) {
  RorResult out;
  const auto count =
      read_ror(file, [&](RorOrganisation&& it) { out.organisations.push_back(std::move(it)); });
  if (count) {
    out.count = *count;
  } else {
    // Without the folder, which is another one each time.
    const std::string& message = count.error().message;
    const std::string folder = file.parent_path().string() + "/";
    out.error = one_line(count.error());
    if (message.compare(0, folder.size(), folder) == 0) out.error.erase(0, folder.size());
    out.code = count.error().code;
  }
  return out;
}

RorResult read_bytes(std::string_view bytes, const std::string& name = "ror.json") {
  const TemporaryFolder folder;
  write_bytes(folder.path() / name, bytes);
  return read(folder.path() / name);
}

struct Packed {
  std::string name;
  std::string text;
};

void write_zip(const fs::path& path, const std::vector<Packed>& files) {
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  REQUIRE(archive != nullptr);
  for (const Packed& file : files) {
    zip_source_t* source = zip_source_buffer(archive, file.text.data(), file.text.size(), 0);
    REQUIRE(zip_file_add(archive, file.name.c_str(), source, 0) >= 0);
  }
  REQUIRE(zip_close(archive) == 0);
}

RorResult read_zip(const std::vector<Packed>& files) {
  const TemporaryFolder folder;
  write_zip(folder.path() / "ror.zip", files);
  return read(folder.path() / "ror.zip");
}

}  // namespace

TEST_CASE("a record of schema v2 is read whole") {
  const RorResult result = read_bytes("[\n" + kRecord + ",\n" + kOther + "\n]\n");
  CHECK(result.error == "fine");
  CHECK(result.count == 2);
  REQUIRE(result.organisations.size() == 2);
  const RorOrganisation& it = result.organisations[0];
  CHECK(it.id == "05a28rw58");
  CHECK(it.status == "active");
  CHECK(it.types == std::vector<std::string>{"education", "funder"});
  REQUIRE(it.names.size() == 2);
  CHECK(it.names[0].text == "ETH \"Zürich\"\\");
  CHECK(it.names[0].language == "en");
  CHECK(it.names[0].display);
  CHECK(it.names[0].label);
  CHECK_FALSE(it.names[0].alias);
  CHECK(it.names[1].language.empty());
  CHECK(it.names[1].acronym);
  CHECK(it.names[1].alias);
  CHECK(it.country == "CH");
  CHECK(it.region == "Zurich");
  CHECK(it.cities == std::vector<std::string>{"Zürich", "Singapore"});
  CHECK(it.countries == std::vector<std::string>{"CH", "SG"});
  CHECK(it.parents == std::vector<std::string>{"000000001"});
  CHECK(it.children == std::vector<std::string>{"000000002"});
  CHECK(it.successors == std::vector<std::string>{"000000004"});
  CHECK(result.organisations[1].status == "withdrawn");
  CHECK(result.organisations[1].country.empty());
}

TEST_CASE("a dump is told by its bytes, not by its name: plain, gzip, zstd, zip") {
  const std::string text = "[" + kRecord + "," + kOther + "]";
  CHECK(read_bytes("\xEF\xBB\xBF" + text, "a.zip").count == 2);
  CHECK(read_bytes(gzip(text), "a.json").count == 2);
  CHECK(read_bytes(zstd(text), "a.json").count == 2);
  CHECK(read_bytes("[ ]").error == "fine");
  CHECK(read_zip({{"readme.txt", "x"}, {"v2.json", text}}).count == 2);
  CHECK(read_zip({{"a/v1-ror-data.json", "[" + kOld + "]"}, {"a/v1-ror-data_schema_v2.json", text}}).count ==
        2);
  CHECK(read_zip({{"__MACOSX/x.json", "x"}, {"x.json", text}}).count == 2);
}

TEST_CASE("records are cut right wherever a chunk ends") {
  // One record after the other shifts by a byte against the chunks, escapes included.
  std::string text = "[";
  std::size_t records = 0;
  while (text.size() < 3 * ByteSource::kChunk) {
    text += R"({"id": "https://ror.org/000000005", "status": "active", "names": [{"value": "\\\"{[\\)" +
            std::string(records % 7, 'x') + R"("}]},)";
    ++records;
  }
  text.back() = ']';
  CHECK(read_bytes(text).count == records);
  CHECK(read_bytes(gzip(text)).count == records);
  CHECK(read_zip({{"x.json", text}}).count == records);
  for (std::size_t shift = 0; shift < 24; ++shift) {
    const std::string filler(ByteSource::kChunk - 80 - shift, ' ');
    CHECK(read_bytes("[" + filler + text.substr(1)).count == records);
  }
}

TEST_CASE("a broken dump is an error with the record's number") {
  struct Row {
    std::string text;
    std::string_view error;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"", "ror.json: the file is empty"},
           {"{}", "ror.json: not a ROR dump: it does not begin with '['"},
           {"[", "ror.json: record 1: the file ends in the middle of the list"},
           {"[" + kOther, "ror.json: record 2: the file ends in the middle of the list"},
           {"[" + kOther + ",", "ror.json: record 2: the file ends in the middle of the list"},
           {"[" + kOther + "," + kRecord.substr(0, 300),
            "ror.json: record 2: the file ends in the middle of this record"},
           {"[" + kOther + kOther + "]", "ror.json: record 2: a comma or ']' is missing before this record"},
           {"[" + kOther + ", 7]", "ror.json: record 2: not an object"},
           {"[" + kOther + ",]", "ror.json: record 2: not an object"},
           {"[" + kOther + "] x", "ror.json: text follows the end of the list"},
           {"[{\"id\" 1}]",
            "ror.json: record 1: not valid JSON: a comma, colon, quote or bracket is missing or out of "
            "place"},
           {"[{\"id\": \"x\"}]", "ror.json: record 1: no ROR id in 'id'"},
           {"[{\"id\": \"https://ror.org/000000005\", \"names\": []}]",
            "ror.json: record 1: no name in 'names'"},
           {"[{\"id\": \"https://ror.org/000000005\", \"names\": [{\"value\": \"x\"}]}]",
            "ror.json: record 1: no 'status'"},
       }) {
    INFO(row.text);
    const RorResult result = read_bytes(row.text);
    CHECK(result.error == row.error);
    CHECK(result.code == base::ErrorCode::bad_record);
  }
}

TEST_CASE("a dump of schema v1 is refused as such") {
  const RorResult result = read_bytes("[" + kOld + "]");
  CHECK(result.error == "ror.json: this is a dump of schema v1; take the file named ..._schema_v2.json");
  CHECK(result.code == base::ErrorCode::unsupported);
}

TEST_CASE("damaged and unsuitable archives are errors") {
  const std::string text = "[" + kRecord + "]";
  CHECK(read_zip({{"a.txt", "x"}}).error == "ror.zip: the zip archive holds no .json file");
  CHECK(read_zip({{"a.json", text}, {"b.json", text}}).error ==
        "ror.zip: the zip archive holds 2 .json files that could be meant: 'a.json', 'b.json' | unpack it "
        "and give "
        "the file itself");
  CHECK(read_bytes("PK\x03\x04 and no more", "ror.zip").error ==
        "ror.zip: the zip archive cannot be read: Not a zip archive");
  std::string packed = gzip(text);
  packed.resize(packed.size() / 2);
  CHECK(read_bytes(packed).error == "ror.json: record 1: the gzip data is cut off here");

  const TemporaryFolder folder;
  const fs::path path = folder.path() / "ror.zip";
  write_zip(path, {{"x.json", text}});
  std::string bytes = base::read_file(path);
  bytes[40] = static_cast<char>(bytes[40] ^ 0x55);  // inside the compressed data, behind the entry's header
  write_bytes(path, bytes);
  CHECK(read(path).error == "ror.zip: the zip data is damaged here: Zlib error: data error");
}

TEST_CASE("a file that is not there is an error of the system") {
  const TemporaryFolder folder;
  const RorResult none = read(folder.path() / "none");
  CHECK(none.error == "none: cannot be opened: No such file or directory");
  CHECK(none.code == base::ErrorCode::io);
}

TEST_CASE("every record of the real dump is read") {
  const auto file = real_data("ror/ror-v2-subset.json.gz", "every record of the real dump is read");
  if (!file) return;
  std::size_t withdrawn = 0;
  std::size_t without_country = 0;
  std::size_t without_display = 0;
  const auto count = read_ror(*file, [&](RorOrganisation&& it) {
    if (it.status == "withdrawn") ++withdrawn;
    if (it.country.empty()) ++without_country;
    const auto shown = [](const RorName& name) { return name.display; };
    if (std::none_of(it.names.begin(), it.names.end(), shown)) ++without_display;
  });
  REQUIRE(count);
  CHECK(*count == 51370);
  CHECK(withdrawn == 1374);
  CHECK(without_country == 0);
  CHECK(without_display == 0);
}
