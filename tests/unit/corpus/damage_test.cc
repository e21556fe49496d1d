// Input as it comes: cut off, broken, mixed up. Every fault is one entry with its line, every other record is
// kept.
#include <catch2/catch.hpp>

#include "corpus/paper_json.h"
#include "tests/unit/corpus/read_all.h"

using namespace labtrail;
using namespace labtrail::tests;
using Strings = std::vector<std::string>;

namespace {

/// 100 rows of a conference list, one of them replaced; line 5 * i + 2 is where row i starts.
std::string list_with(std::size_t place, const std::string& broken) {
  std::string text = "[\n";
  for (std::size_t i = 0; i < 100; ++i) {
    if (i > 0) text += ",\n";
    text += i == place ? broken : row(std::to_string(i));
  }
  return text + "\n]\n";
}

Strings titles_except(std::size_t place) {
  Strings out;
  for (std::size_t i = 0; i < 100; ++i) {
    if (i != place) out.push_back("T" + std::to_string(i));
  }
  return out;
}

constexpr std::string_view kMisplaced =
    "not valid JSON: a comma, colon, quote or bracket is missing or out of place";
constexpr std::string_view kUnbalanced = "not valid JSON: a quote or bracket is missing in this record";

}  // namespace

TEST_CASE("a broken record in the middle of a list costs only itself") {
  struct Row {
    std::string what;
    std::string broken;
    std::string_view reason;
  };
  const Row rows[] = {
      {"missing colon", "{\n\"id\" \"50\",\n\"title\": \"T50\"\n}", kMisplaced},
      {"missing comma", "{\n\"id\": \"50\"\n\"title\": \"T50\"\n}", kMisplaced},
      {"bare word", "{\n\"id\": \"50\",\n\"title\": None,\n\"author\": \"A\"\n}", kMisplaced},
      {"another bare word", "{\n\"id\": \"50\",\n\"title\": tru,\n\"author\": \"A\"\n}",
       "not valid JSON: a bare word is neither true, false nor null"},
      {"quote never closed", "{\n\"id\": \"50\",\n\"title\": \"T50,\n\"author\": \"A\"\n}", kUnbalanced},
      {"quote never opened", "{\n\"id\": \"50\",\n\"title\": T50\",\n\"author\": \"A\"\n}", kUnbalanced},
      {"quote in the text", "{\n\"id\": \"50\",\n\"title\": \"a \"quoted word\",\n\"author\": \"A\"\n}",
       kUnbalanced},
      {"bracket never closed", "{\n\"id\": \"50\",\n\"title\": \"T50\",\n\"aff\": [\"A\"\n", kUnbalanced},
      {"object never closed", "{\n\"id\": \"50\",\n\"title\": \"T50\"\n", kUnbalanced},
      {"bad escape", "{\n\"id\": \"50\",\n\"title\": \"\\q\"\n}",
       "not valid JSON: a string has a bad escape"},
      {"backslash at the end", "{\n\"id\": \"50\",\n\"title\": \"T50\\\"\n}", kUnbalanced},
      {"no object", "{\n\"id\": \"50\",\n\"title\"\n}", kMisplaced},
      {"nested deep", "{\"id\": " + std::string(500, '[') + std::string(500, ']') + "}",
       "not valid JSON: nested too deep"},
      {"no title", "{\n\"id\": \"50\",\n\"author\": \"A\"\n}", "no title"},
      {"empty title", "{\n\"id\": \"50\",\n\"title\": \" \",\n\"author\": \"A\"\n}", "no title"},
      {"a word between records", "xyz", "text that is no record"},
  };
  for (const Row& row : rows) {
    for (const std::size_t place : {std::size_t{0}, std::size_t{50}, std::size_t{99}}) {
      CAPTURE(row.what, place);
      const auto result = read_text(list_with(place, row.broken), "conf2024.json");
      CHECK(result.titles() == titles_except(place));
      // A bracket that is never closed in the last record of a file is a file that ends too early.
      const bool at_end = place == 99 && row.reason == kUnbalanced;
      REQUIRE(result.rejected.size() == 1);
      if (!at_end)
        CHECK(result.rejected[0] == std::to_string(5 * place + 2) + ": " + std::string(row.reason));
      CHECK(result.warnings.empty());
    }
  }
}

TEST_CASE("a broken record in a list without line breaks costs only itself") {
  std::string text = "[";
  for (int i = 0; i < 50; ++i) {
    const std::string id = std::to_string(i);
    if (i > 0) text += ", ";
    text += i == 20 ? R"({"id":"20","title":"T20,"author":"A"})"
                    : R"({"id":")" + id + R"(","title":"T)" + id + R"(","author":"A"})";
  }
  const auto result = read_text(text + "]", "conf2024.json");
  CHECK(result.papers.size() == 49);
  CHECK(result.rejected.size() == 1);
}

TEST_CASE("a broken work in the middle of a page costs only itself") {
  const auto work = [](int i) {
    return R"({"id":"https://openalex.org/W)" + std::to_string(i) +
           R"(","title":"T","topics":[{"id":"https://openalex.org/T1","display_name":"x"}]})";
  };
  std::string text = R"({"meta":{"count":9},"results":[)";
  for (int i = 0; i < 50; ++i) {
    std::string one = work(i);
    if (i == 20) one.replace(one.find("\"title\":\"T\""), 11, "\"title\":\"T");
    text += (i == 0 ? "" : ",") + one;
  }
  const auto result = read_text(text + R"(],"group_by":[]})", "page.json");
  CHECK(result.papers.size() == 49);
  CHECK(result.rejected.size() == 1);
}

TEST_CASE("a broken line costs only itself") {
  struct Row {
    std::string broken;
    std::string reason;
  };
  const Row rows[] = {
      {R"({"id":"x","title":"T)", "2: not valid JSON: a string has no closing quote"},
      {R"({"id":"x","title":"T"}})", "2: " + std::string(kMisplaced)},
      {R"({"id":"x","title":"T"} {"id":"y","title":"U"})", "2: " + std::string(kMisplaced)},
      {"garbage", "2: " + std::string(kMisplaced)},
      {R"({"id":"x","title":7})", "2: 'title' is not a string"},
      {R"({"id":"x","title":"T","year":"2021"})", "2: 'year' is not a number"},
      {R"(["id","x"])", "2: the record is not an object"},
      {R"({"id":"x"})", "2: no title"},
      {R"({"title":"x"})", "2: 'id' is missing"},
      {std::string("\0\0\0\0", 4), "2: " + std::string(kMisplaced)},
  };
  for (const Row& row : rows) {
    CAPTURE(row.broken);
    const auto result = read_text(line("a") + row.broken + "\n" + line("b"));
    CHECK(result.titles() == Strings{"Ta", "Tb"});
    REQUIRE(result.rejected.size() == 1);
    CHECK(result.rejected[0].substr(0, 3) == row.reason.substr(0, 3));
    if (row.broken[0] == '{') CHECK(result.rejected[0] == row.reason);
    CHECK(result.paper_lines == std::vector<std::uint64_t>{1, 3});
  }
}

TEST_CASE("a first line that is broken does not hide what the file is") {
  const auto result = read_text("{\"id\":\"x\",\"title\":\"T\n" + line("a") + line("b"));
  CHECK(result.titles() == Strings{"Ta", "Tb"});
  CHECK(result.rejected == Strings{"1: not valid JSON: a string has no closing quote"});
}

TEST_CASE("compressed data that is cut off or damaged gives what lies before, and one entry") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += line("id" + std::to_string(i * 7919 % 20000));
  struct Row {
    std::string what;
    std::string bytes;
    std::string reason;
  };
  const std::string gz = gzip(text);
  const std::string zst = zstd(text);
  std::string flipped = gz;
  flipped[gz.size() / 2] = static_cast<char>(flipped[gz.size() / 2] ^ 0x55);
  std::string zst_flipped = zst;
  zst_flipped[zst.size() - 20] = static_cast<char>(zst_flipped[zst.size() - 20] ^ 0x55);
  const Row rows[] = {
      {"gzip cut", gz.substr(0, gz.size() / 2), "the gzip data is cut off here"},
      {"gzip without its last bytes", gz.substr(0, gz.size() - 3), "the gzip data is cut off here"},
      {"gzip damaged", flipped, "the gzip checksum does not match: records before this line may be wrong"},
      {"gzip followed by something else", gz + "hello", "bytes that are no gzip data follow the end"},
      {"zstd cut", zst.substr(0, zst.size() / 2), "the zstd data is cut off here"},
      {"zstd damaged", zst_flipped, "the zstd data is damaged here"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto result = read_text(row.bytes, "papers.jsonl.gz");
    REQUIRE(result.rejected.size() >= 1);
    CHECK(result.rejected.back().find(row.reason) != std::string::npos);
    // Damage inside may garble much before the checksum at the end tells.
    if (row.what.find("damaged") == std::string::npos) {
      CHECK(result.rejected.size() == 1);
      CHECK(result.papers.size() > 5000);
      const std::uint64_t at = std::stoull(result.rejected[0]);
      CHECK(at == result.papers.size() + 1);
    }
  }
}

TEST_CASE("whole compressed files are read, also in several members and with padding") {
  const std::string one = line("a");
  const std::string two = line("b");
  for (const std::string& bytes : {gzip(one + two), gzip(one) + gzip(two), zstd(one) + zstd(two),
                                   gzip(one) + gzip("") + gzip(two) + std::string(512, '\0')}) {
    const auto result = read_text(bytes, "no-ending");
    CHECK(result.titles() == Strings{"Ta", "Tb"});
    CHECK(result.rejected.empty());
  }
}

TEST_CASE("plain text is read whatever its name says, and what is neither is one entry for the file") {
  CHECK(read_text(line("a"), "papers.jsonl.gz").titles() == Strings{"Ta"});
  std::string noise;
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>(i * 131 % 251);
  CHECK(read_text(noise, "x.gz").rejected ==
        Strings{"0: no known format: neither JSON papers nor a deletion list"});
  CHECK(read_text("{\"a\":1}\n{\"a\":2}\n").rejected ==
        Strings{"0: no known format: JSON, but not of papers"});
  CHECK(read_text("topic_id,topic_name\n10001,X\n", "t.csv").rejected ==
        Strings{"0: no known format: neither JSON papers nor a deletion list"});
  CHECK(read_text("\xFF\xFE{\0", "x").rejected == Strings{"0: UTF-16 text; only UTF-8 can be read"});
  CHECK(read_text(" \n\n").rejected == Strings{"0: nothing but white space"});
  CHECK(read_text("").warnings == Strings{"0: the file is empty"});
  CHECK(read_all("/nonexistent/x").rejected == Strings{"0: cannot be opened: No such file or directory"});
  const TemporaryFolder folder;
  CHECK(read_all(folder.path()).rejected == Strings{"0: is a folder, not a file"});
}

TEST_CASE("a file that ends in the middle of a record says so") {
  CHECK(read_text(line("a") + R"({"id":"b","title":"T)").rejected ==
        Strings{"2: the file ends in the middle of this record"});
  CHECK(read_text("[\n" + row("a") + ",\n{\n\"id\": \"b\",\n\"ti", "c2024.json").rejected ==
        Strings{"7: the file ends in the middle of this record"});
  CHECK(read_text(R"({"results":[{"id":"https://openalex.org/W1","title":"T"},{"id":"https)").rejected ==
        Strings{"1: the file ends in the middle of this record"});
}

TEST_CASE("ill-formed UTF-8 and half surrogates are replaced, with a warning") {
  const auto result = read_text(line("a") + "{\"id\":\"b\",\"title\":\"x\xE4\xB9 y\"}\n" +
                                R"({"id":"c","title":"\ud83d z"})" + "\n");
  CHECK(result.titles() == Strings{"Ta", "x\uFFFD y", "\uFFFD z"});
  CHECK(result.warnings ==
        Strings{"2: ill-formed UTF-8 was replaced by U+FFFD", "3: ill-formed UTF-8 was replaced by U+FFFD"});
  CHECK(result.rejected.empty());
}

TEST_CASE("a bare line break or tab inside a string is a space") {
  const auto result =
      read_text("[\n{\n\"id\": \"1\",\n\"title\": \"two\nlines\tand tab\",\n\"author\": \"A\"\n},\n" +
                    row("2") + "\n]\n",
                "c2024.json");
  CHECK(result.titles() == Strings{"two lines and tab", "T2"});
  CHECK(result.rejected.empty());
}

TEST_CASE("a record of 50 MB is rejected unread, in every shape, and the rest is kept") {
  const std::string big(std::size_t{50} << 20, 'x');
  const std::string reason = ": longer than 16 MB: not read";
  SECTION("line") {
    const auto result = read_text(line("a") + R"({"id":"big","title":")" + big + "\"}\n" + line("b"));
    CHECK(result.titles() == Strings{"Ta", "Tb"});
    CHECK(result.rejected == Strings{"2" + reason});
    CHECK(result.records[0].size() <= 200);
    CHECK(result.paper_lines == std::vector<std::uint64_t>{1, 3});
  }
  SECTION("compressed line") {
    const auto result = read_text(gzip(line("a") + R"({"id":"big","title":")" + big + "\"}\n" + line("b")));
    CHECK(result.titles() == Strings{"Ta", "Tb"});
    CHECK(result.rejected == Strings{"2" + reason});
  }
  SECTION("row of a list") {
    const auto result = read_text(
        "[\n" + row("a") + ",\n" + row("c", ",\n\"abstract\": \"" + big + "\"") + ",\n" + row("b") + "\n]",
        "c2024.json");
    CHECK(result.titles() == Strings{"Ta", "Tb"});
    CHECK(result.rejected == Strings{"7" + reason});
    CHECK(result.paper_lines == std::vector<std::uint64_t>{2, 13});
  }
  SECTION("last line, without an end") {
    const auto result = read_text(line("a") + R"({"id":"big","title":")" + big);
    CHECK(result.titles() == Strings{"Ta"});
    CHECK(result.rejected == Strings{"2" + reason});
  }
  SECTION("brackets that never close") {
    const auto result =
        read_text("[\n" + row("a") + ",\n{\"id\": " + std::string(std::size_t{40} << 20, '['), "c2024.json");
    CHECK(result.titles() == Strings{"Ta"});
    CHECK(result.rejected == Strings{"7" + reason});
  }
}

TEST_CASE("what a file is shows in its first record, however long that is") {
  const std::string abstract(std::size_t{1} << 20, 'x');
  const auto result =
      read_text("[{\"id\":\"1\",\"title\":\"T\",\"abstract\":\"" + abstract + "\",\"author\":\"A B; C D\"}]",
                "c2024.json");
  REQUIRE(result.papers.size() == 1);
  CHECK(result.papers[0].id == "paperlists:c2024/1");
}

TEST_CASE("a record made to be slow is not: every step is linear") {
  const auto fill = [](std::string_view unit, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += unit;
    return out;
  };
  for (const std::string_view unit : {"<!--",      "<annotation>",
                                      "<i>",       "a@bc.de ",
                                      "@",         "&",
                                      "&amp;",     "([{<",
                                      ";",         "+",
                                      ",",         "a@b@",
                                      "{a,b}@",    "a@1.1.",
                                      "Ã",         "UniversitÃ¤t ",
                                      ";x@yz.org", "a1k;",
                                      "a1k+",      "[at]"}) {
    CAPTURE(unit);
    const std::string text = fill(unit, std::size_t{1} << 20);
    const auto result = read_text("[{\"id\":\"1\",\"title\":\"T " + text + "\",\"author\":\"" + text +
                                      "\",\"aff\":\"" + text + "x\",\"keywords\":\"" + text + "\"}]",
                                  "c2024.json");
    CHECK(result.papers.size() == 1);
  }
  std::string list;
  for (int i = 0; i < 100000; ++i) list += (i == 0 ? "" : ";") + std::to_string(i) + "k";
  CHECK(read_text("[{\"id\":\"1\",\"title\":\"T\",\"author\":\"A;B\",\"aff\":\"" + list +
                      "\",\"keywords\":\"" + list + "\"}]",
                  "c2024.json")
            .papers.size() == 1);
}

TEST_CASE("10,000 authors are kept") {
  std::string authors;
  std::string affiliations;
  for (int i = 0; i < 10000; ++i) {
    authors += (i == 0 ? "" : "; ") + std::string("A B") + std::to_string(i + 100);
    affiliations += (i == 0 ? "" : "; ") + std::string("Lab ") + std::to_string(i);
  }
  const auto result =
      read_text(R"([{"id":"1","title":"T","author":")" + authors + R"(","aff":")" + affiliations + "\"}]",
                "c2024.json");
  REQUIRE(result.papers.size() == 1);
  CHECK(result.papers[0].authors.size() == 10000);
  CHECK(result.papers[0].authors[9999].affiliations[0].raw == "Lab 9999");
}

TEST_CASE("ids that repeat are the business of whoever collects: each record is reported") {
  const auto result = read_text(line("a") + line("a"));
  CHECK(result.titles() == Strings{"Ta", "Ta"});
}

TEST_CASE("reports are one line, valid UTF-8, without addresses, and at most 200 bytes") {
  const auto result =
      read_text(line("a") + "{\"id\":\"x\",\n" + R"({"id":"y","by":"jane@example.org","text":")" +
                std::string(500, 'z') + "之\xFF\n" + line("b"));
  REQUIRE(result.records.size() == 2);
  CHECK(result.records[0] == "{\"id\":\"x\",");
  CHECK(result.records[1].size() == 200);
  CHECK(result.records[1].find("jane@") == std::string::npos);
}

TEST_CASE("the reader stops when it is told to") {
  const TemporaryFolder folder;
  write_bytes(folder.path() / "f", line("a") + line("b") + line("c"));
  corpus::Input input;
  input.path = folder.path() / "f";
  int events = 0;
  corpus::read_input(input, [&](corpus::Event&&) { return ++events < 2; });
  CHECK(events == 2);
}

TEST_CASE("progress counts the bytes of the file, in rising order, to its end") {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 50000; ++i) text += line(std::to_string(i));
  const std::string bytes = gzip(text);
  write_bytes(folder.path() / "f", bytes);
  corpus::Input input;
  input.path = folder.path() / "f";
  std::vector<std::uint64_t> seen;
  corpus::read_input(
      input, [](corpus::Event&&) { return true; }, [&](std::uint64_t at) { seen.push_back(at); });
  REQUIRE(!seen.empty());
  CHECK(std::is_sorted(seen.begin(), seen.end()));
  CHECK(seen.back() == bytes.size());
}
