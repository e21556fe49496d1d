// Sets of papers as bytes.
#include "searcher/saved/memory.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "searcher/saved/schema.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using saved::PaperKey;
using saved::Remembered;

TEST_CASE("a chunk of any filling comes back as it went in, in at most a kilobyte and a bit") {
  std::mt19937 random(7);
  for (const unsigned percent : {0U, 1U, 5U, 6U, 7U, 30U, 99U, 100U}) {
    std::vector<std::uint16_t> offsets;
    for (unsigned i = 0; i < saved::kChunkPapers; ++i) {
      if (random() % 100 < percent) offsets.push_back(static_cast<std::uint16_t>(i));
    }
    const std::string bytes = saved::pack_chunk(offsets);
    CHECK(saved::unpack_chunk(bytes) == offsets);
    CHECK(bytes.size() <= 1 + saved::kChunkPapers / 8);
  }
}

TEST_CASE("damaged chunks are refused, never read as other papers") {
  const std::string list = saved::pack_chunk({3, 9});
  for (const std::string& bytes : {std::string("\x07", 1), list.substr(0, 4), std::string("\x02short"),
                                   list + list.substr(1, 2), std::string("\x01\xff\xff", 3)}) {
    CHECK_THROWS_AS(saved::unpack_chunk(bytes), base::Failure);
  }
}

TEST_CASE("changing a few chunks equals writing everything anew") {
  const tests::TemporaryFolder folder;
  const saved::Database database(folder.path() / "labtrail.db", saved::migrations());
  saved::Database::Writing writing(database);
  writing->execute("INSERT INTO searches (number, id, created, changed, version) VALUES (1, 'a', 0, 0, 1)");
  std::mt19937 random(11);
  std::set<PaperKey> papers;
  std::set<PaperKey> retracted;
  saved::remember(*writing, 1, {});
  for (int round = 0; round < 60; ++round) {
    std::set<PaperKey> moved;
    for (int i = 0; i < 40; ++i) {
      const PaperKey key = random() % 100'000;
      if (!moved.insert(key).second) continue;
      if (papers.erase(key) == 0) {
        papers.insert(key);
        if (random() % 5 == 0) retracted.insert(key);
      } else {
        retracted.erase(key);
      }
    }
    const std::vector<PaperKey> keys(moved.begin(), moved.end());
    Remembered around = saved::recall_around(*writing, 1, keys);
    // What the chunks should hold now.
    Remembered now;
    std::set<PaperKey> chunks;
    for (const PaperKey key : keys) chunks.insert(key / saved::kChunkPapers);
    for (const PaperKey key : papers) {
      if (chunks.contains(key / saved::kChunkPapers)) now.papers.push_back(key);
    }
    for (const PaperKey key : retracted) {
      if (chunks.contains(key / saved::kChunkPapers)) now.retracted.push_back(key);
    }
    saved::remember_around(*writing, 1, keys, now);
    const Remembered all = saved::recall(*writing, 1);
    REQUIRE(all.papers == std::vector<PaperKey>(papers.begin(), papers.end()));
    REQUIRE(all.retracted == std::vector<PaperKey>(retracted.begin(), retracted.end()));
  }
}
