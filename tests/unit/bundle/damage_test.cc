// A thousand changes of a bundle, each found; forged bundles whose sums fit and whose contents do not; and
// files made to do harm.
#include <random>

#include "searcher/bundle/container.h"
#include "searcher/bundle/sha256.h"
#include "support.h"
#include "tests/support/archive.h"

using namespace labtrail;
using namespace labtrail::bundle;
using tests::BundleBench;

namespace {

using Contents = tests::ArchiveContents;
using tests::archive;

Contents contents_of(const std::string& bytes) {
  Contents out;
  for (const StoredPart& part : read_archive(bytes).parts) out.emplace_back(part.name, part.bytes);
  return out;
}

/// The same parts with a manifest that fits them: what somebody can do who has this source code.
std::string forged(Contents contents, const std::function<void(Manifest&)>& change = {}) {
  Manifest manifest = parse_manifest(contents.front().second).value();
  manifest.parts.clear();
  for (std::size_t i = 1; i < contents.size(); ++i)
    manifest.parts.push_back({contents[i].first, contents[i].second.size(), sha256(contents[i].second)});
  if (change) change(manifest);
  contents.front().second = to_text(manifest);
  return archive(contents);
}

std::string whole_bundle() {
  BundleBench bench;
  bench.ingest(tests::lab_papers());
  return bench.freeze("one.zip", {.query = "glass", .title = "Swarms"});
}

std::string without_first_line(const std::string& text) {
  return text.substr(text.find('\n') + 1);
}

}  // namespace

TEST_CASE("a thousand random changes of a bundle are all found") {
  const std::string whole = whole_bundle();
  REQUIRE(verify(whole).faults.empty());
  const Contents contents = contents_of(whole);
  std::mt19937_64 random(20261125);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
  int made = 0;
  while (made < 1000) {
    std::string bytes = whole;
    switch (made % 8) {
      case 0:
        bytes[below(bytes.size())] ^= static_cast<char>(1U << below(8));
        break;
      case 1:
        bytes.resize(below(bytes.size()));
        break;
      case 2: {
        const std::size_t at = below(bytes.size());
        const std::size_t length = std::min(bytes.size() - at, 1 + below(512));
        bytes.replace(at, length, length, '\0');
        break;
      }
      case 3:
        bytes.insert(below(bytes.size() + 1), 1 + below(16), static_cast<char>(random()));
        break;
      case 4:
        bytes.erase(below(bytes.size()), 1 + below(16));
        break;
      case 5:
        std::swap(bytes[below(bytes.size())], bytes[below(bytes.size())]);
        break;
      case 6: {  // packed anew, one part altered
        Contents changed = contents;
        std::string& part = changed[below(changed.size())].second;
        part[below(part.size())] ^= static_cast<char>(1U << below(8));
        bytes = archive(changed);
        break;
      }
      default: {  // packed anew: a part gone, twice, under another name, or in another place
        Contents changed = contents;
        const std::size_t which = below(changed.size());
        const std::size_t other = below(changed.size());
        if (made % 3 == 0) changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(which));
        if (made % 3 == 1) changed.push_back({made % 2 == 0 ? "extra.txt" : changed[which].first, "x"});
        if (made % 3 == 2) std::swap(changed[which], changed[other]);
        bytes = archive(changed);
        break;
      }
    }
    if (bytes == whole) continue;  // swapped with itself, or zeroes over zeroes
    INFO("change " << made);
    REQUIRE_FALSE(verify(bytes).faults.empty());
    ++made;
  }
}

TEST_CASE("every single byte of a bundle counts") {
  const std::string whole = whole_bundle();
  std::string bytes = whole;
  for (std::size_t at = 0; at < bytes.size(); at += 7) {
    bytes[at] ^= 0x20;
    if (verify(bytes).faults.empty()) FAIL("byte " << at << " may be changed unseen");
    bytes[at] = whole[at];
  }
}

TEST_CASE("a part that is missing, extra, twice or changed is named") {
  const Contents whole = contents_of(whole_bundle());
  const auto with = [&](const std::function<void(Contents&)>& change) {
    Contents changed = whole;
    change(changed);
    return verify(archive(changed)).faults;
  };
  using Faults = std::vector<std::string>;
  CHECK(with([](Contents& c) { c.pop_back(); }) == Faults{"part 'counts.json' is missing"});
  CHECK(with([](Contents& c) { c.emplace_back("notes.txt", "x"); }) ==
        Faults{"part 'notes.txt' is not in the manifest"});
  CHECK(with([](Contents& c) { c.push_back(c.back()); }).front() == "part 'counts.json' is there twice");
  CHECK(with([](Contents& c) { std::swap(c[1], c[2]); }) ==
        Faults{"the parts stand in another order than in the manifest"});
  CHECK(with([](Contents& c) { c[1].second[20] ^= 1; }) ==
        Faults{"part 'index.html' was changed: its SHA-256 does not fit"});
  CHECK(with([](Contents& c) { std::swap(c[0], c[1]); }) ==
        Faults{"the first part is 'index.html', not the manifest"});
  CHECK(with([](Contents& c) { c.resize(0); }) == Faults{"there are no parts"});
  CHECK(with([](Contents& c) { c[0].second.replace(30, 1, c[0].second[30] == '0' ? "1" : "0"); }) ==
        Faults{"the id does not belong to the manifest: one of them was changed"});
  CHECK(with([](Contents& c) { c[0].second = "{\"a\":1}"; }) ==
        Faults{"the manifest is not one of frozen evidence"});
  CHECK(with([](Contents& c) { c[0].second = "{\"labtrail_evidence\":2}"; }) ==
        Faults{"the bundle has format 2, this program reads format 1"});
  CHECK(with([](Contents& c) { c[0].second = std::string((1 << 20) + 1, ' '); }) ==
        Faults{"the manifest is larger than 1048576 bytes"});
}

TEST_CASE("contents that do not belong together are found though every sum fits") {
  const Contents whole = contents_of(whole_bundle());
  REQUIRE(verify(forged(whole)).faults.empty());
  const auto with = [&](const std::function<void(Contents&)>& change) {
    Contents changed = whole;
    change(changed);
    return verify(forged(changed)).faults;
  };
  using Faults = std::vector<std::string>;
  CHECK(with([](Contents& c) { c[2].second = without_first_line(c[2].second); }) ==
        Faults{"line 1 of evidence.jsonl is about another paper than that of papers.jsonl",
               "papers.jsonl holds 2 papers, the manifest counts 3"});
  CHECK(with([](Contents& c) {
          c[2].second = without_first_line(c[2].second);
          c[4].second = without_first_line(c[4].second);
        }) == Faults{"papers.jsonl holds 2 papers, the manifest counts 3",
                     "evidence.jsonl holds 2 papers, the manifest counts 3"});
  CHECK(with([](Contents& c) { c[3].second = without_first_line(c[3].second); }) ==
        Faults{"papers.csv holds 2 papers, the manifest counts 3"});
  CHECK(with([](Contents& c) { c[1].second += "<article id=\"p4\">"; }) ==
        Faults{"index.html holds 4 papers, the manifest counts 3"});
  CHECK(with([](Contents& c) { c[5].second = "{}"; }) ==
        Faults{"counts.json counts other papers than the manifest"});
  CHECK(with([](Contents& c) { c[2].second = "[]\n" + without_first_line(c[2].second); }).size() == 1);
  CHECK(with([](Contents& c) {
          const std::string line = c[2].second.substr(0, c[2].second.find('\n') + 1);
          c[2].second = without_first_line(c[2].second) + line;
          const std::string other = c[4].second.substr(0, c[4].second.find('\n') + 1);
          c[4].second = without_first_line(c[4].second) + other;
        }) == Faults{"line 3 of papers.jsonl is out of order"});
  const std::string more = forged(whole, [](Manifest& manifest) { manifest.count = 9'000'000'000'000; });
  CHECK(verify(more).faults.size() == 5);
  const std::string hostile = forged(whole, [](Manifest& manifest) {
    manifest.parts.push_back({"../../etc/passwd", 1, "x"});
  });
  CHECK(verify(hostile).faults == Faults{"the manifest does not list the parts that a bundle has",
                                         "the manifest lists a part by a name that no part may have"});
}

TEST_CASE("a manifest that says the same in other words is not the manifest") {
  Contents contents = contents_of(whole_bundle());
  std::string& text = contents.front().second;
  text.insert(text.size() - 2, " ");
  text.replace(text.find("\"id\":\"") + 6, 64, id_of_text(text));
  CHECK(verify(archive(contents)).faults ==
        std::vector<std::string>{"the manifest is not written as a manifest is"});
}

TEST_CASE("noise is no bundle, and harms nothing") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 500; ++i) {
    std::string bytes(random() % 400, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    if (i % 2 == 0) bytes = "PK\x03\x04" + bytes;
    REQUIRE_FALSE(verify(bytes).faults.empty());
  }
}

TEST_CASE("a bundle of format 1 that was frozen long ago is still proved") {
  const Verification found =
      verify(base::read_file(std::string(LABTRAIL_SOURCE_DIR) + "/tests/fuzz/corpus/bundle/whole"));
  CHECK(found.faults == std::vector<std::string>{});
  REQUIRE(found.manifest.has_value());
  CHECK(found.manifest->id == "8181e2d275198e74e2b86c135145d1f92bbe847e5110b24b56eb268d98cc3045");
}
