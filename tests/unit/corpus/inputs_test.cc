#include <catch2/catch.hpp>

#include "tests/unit/corpus/read_all.h"

using namespace labtrail;
using namespace labtrail::tests;
namespace fs = std::filesystem;

namespace {

/// Paths relative to `root`, in order, or the error.
std::vector<std::string> listed(const fs::path& root, const std::vector<fs::path>& paths) {
  const auto inputs = corpus::list_inputs(paths, corpus::Format::automatic);
  if (!inputs) {
    std::string message = inputs.error().message;
    for (std::size_t at = message.find(root.string()); at != std::string::npos;
         at = message.find(root.string())) {
      message.replace(at, root.string().size() + 1, "");
    }
    return {"error: " + message};
  }
  std::vector<std::string> out;
  for (const corpus::Input& input : *inputs) {
    out.push_back(input.path == "-" ? "-" : input.path.lexically_relative(root).string());
  }
  return out;
}

std::string entry(const std::string& path, std::size_t bytes) {
  return R"({"url":"s3://openalex/data/jsonl/)" + path + R"(","meta":{"content_length":)" +
         std::to_string(bytes) + R"(,"record_count":1}})";
}

}  // namespace

TEST_CASE("folders are read recursively by name, without hidden files; deletion lists come last") {
  const TemporaryFolder folder;
  const fs::path root = folder.path();
  for (const char* name : {"b.json", "a/2.gz", "a/1.gz", "deleted_ids.csv", "c.jsonl", ".hidden", "a/.x/y"}) {
    write_bytes(root / name, "x");
  }
  using Strings = std::vector<std::string>;
  CHECK(listed(root, {root}) == Strings{"a/1.gz", "a/2.gz", "b.json", "c.jsonl", "deleted_ids.csv"});
  CHECK(listed(root, {root / "c.jsonl", "-", root / "a"}) == Strings{"c.jsonl", "-", "a/1.gz", "a/2.gz"});
  CHECK(listed(root, {root / "c.jsonl", root / "none"}) == Strings{"error: no file or folder none"});
  fs::create_directories(root / "empty");
  CHECK(listed(root, {root / "empty"}) == Strings{"error: no file to read in empty"});
}

TEST_CASE("a file of an unknown kind is a warning in a folder and a rejection when it is named") {
  const TemporaryFolder folder;
  write_bytes(folder.path() / "notes.txt", "hello");
  const auto found = corpus::list_inputs({folder.path()}, corpus::Format::automatic);
  const auto named = corpus::list_inputs({folder.path() / "notes.txt"}, corpus::Format::automatic);
  REQUIRE(found);
  REQUIRE(named);
  for (const auto* inputs : {&*found, &*named}) {
    corpus::read_input(inputs->at(0), [&](corpus::Event&& event) {
      const auto& rejection = std::get<corpus::Rejection>(event.what);
      CHECK((rejection.severity == corpus::Rejection::Severity::warning) == (inputs == &*found));
      CHECK(event.line == 0);
      return true;
    });
  }
}

TEST_CASE("an OpenAlex snapshot is read by its manifest: works only, checked, deletions last") {
  const TemporaryFolder folder;
  const fs::path root = folder.path();
  const fs::path jsonl = root / "data" / "jsonl";
  const std::string one = "works/updated_date=2026-06-24/part_0000.gz";
  const std::string two = "works/updated_date=2026-06-25/part_0000.gz";
  write_bytes(jsonl / one, "12345");
  write_bytes(jsonl / two, "123");
  write_bytes(jsonl / "works/updated_date=2026-06-25/part_0009.gz", "not listed");
  write_bytes(jsonl / "works/deleted_ids.csv.gz", "x");
  write_bytes(jsonl / "authors/updated_date=2026-06-24/part_0000.gz", "x");
  write_bytes(jsonl / "manifest.json", R"({"date":"2026-06","entities":[{"name":"works","files":[)" +
                                           entry(two, 3) + "," + entry(one, 5) +
                                           R"(]},{"name":"authors","files":[)" +
                                           entry("authors/updated_date=2026-06-24/part_0000.gz", 1) + "]}]}");
  const std::vector<std::string> expected{"data/jsonl/" + one, "data/jsonl/" + two,
                                          "data/jsonl/works/deleted_ids.csv.gz"};
  CHECK(listed(root, {root}) == expected);
  CHECK(listed(root, {jsonl}) == expected);
  CHECK(listed(root, {jsonl / "works"}) == expected);
  CHECK(listed(root, {jsonl / "manifest.json"}) == expected);

  write_bytes(jsonl / two, "1234");
  CHECK(listed(root, {root}) == std::vector<std::string>{"error: data/jsonl/" + two +
                                                         " has 4 bytes, data/jsonl/manifest.json says 3"});
  fs::remove(jsonl / two);
  CHECK(listed(root, {root}) == std::vector<std::string>{"error: data/jsonl/manifest.json lists data/jsonl/" +
                                                         two + ", which is missing"});
}

TEST_CASE("the layout before 2026 is read by the manifest of its works, merged ids last") {
  const TemporaryFolder folder;
  const fs::path root = folder.path();
  write_bytes(root / "works/updated_date=2022-01-01/part_000.gz", "12");
  write_bytes(
      root / "works/manifest",
      R"({"entries":[{"url":"s3://openalex/data/works/updated_date=2022-01-01/part_000.gz","meta":{"content_length":2,"record_count":1}}],"meta":{"content_length":2}})");
  write_bytes(root / "authors/updated_date=2022-01-01/part_000.gz", "12");
  write_bytes(root / "merged_ids/works/2022-06-01.csv.gz", "x");
  write_bytes(root / "merged_ids/authors/2022-06-01.csv.gz", "x");
  const std::vector<std::string> expected{"works/updated_date=2022-01-01/part_000.gz",
                                          "merged_ids/works/2022-06-01.csv.gz"};
  CHECK(listed(root, {root}) == expected);
  CHECK(listed(root, {root / "works"}) == expected);
}

TEST_CASE(
    "a manifest cannot point outside of its folder, and another program's manifest is a file like others") {
  const TemporaryFolder folder;
  const fs::path root = folder.path();
  write_bytes(root / "a.jsonl", "x");
  write_bytes(root / "manifest.json",
              R"({"entries":[{"url":"s3://x/works/../../etc/x.gz"},{"url":"/etc/works//etc/x.gz"}]})");
  CHECK(listed(root, {root}) == std::vector<std::string>{"a.jsonl", "manifest.json"});
}

TEST_CASE("formats have names") {
  for (const auto format : {corpus::Format::openalex, corpus::Format::paperlists, corpus::Format::jsonl}) {
    CHECK(corpus::parse_format(corpus::name(format)) == format);
  }
  const auto unknown = corpus::parse_format("openalx");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().message == "unknown format 'openalx'");
  CHECK(unknown.error().hint == "did you mean 'openalex'?");
}
