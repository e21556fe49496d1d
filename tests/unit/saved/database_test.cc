// The file itself: migrations with their backup, refusals, several connections.
#include "searcher/saved/database.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <thread>

#include "corpus/base/file.h"
#include "searcher/saved/schema.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using saved::Database;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string_view> kFirst{"CREATE TABLE notes (text TEXT NOT NULL) STRICT"};
const std::vector<std::string_view> kSecond{"CREATE TABLE notes (text TEXT NOT NULL) STRICT",
                                            "ALTER TABLE notes ADD COLUMN read INTEGER NOT NULL DEFAULT 0"};

std::string notes(const Database& database) {
  Database::Reading reading(database);
  saved::Statement rows = reading->prepare("SELECT text FROM notes ORDER BY rowid");
  std::string out;
  while (rows.step()) out += rows.text(0) + ";";
  return out;
}

void add_note(const Database& database, std::string_view text) {
  Database::Writing writing(database);
  writing->prepare("INSERT INTO notes (text) VALUES (?1)").with(text).run();
  writing.commit();
}

base::Error failure(const std::function<void()>& work) {
  try {
    work();
  } catch (const base::Failure& failure) {
    return failure.error();
  }
  return {base::ErrorCode::bad_request, "no failure", {}, 0, 0};
}

std::vector<std::string> files(const fs::path& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with("-wal") && !name.ends_with("-shm")) out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

TEST_CASE("a new file gets the schema at once, without a backup of nothing") {
  const tests::TemporaryFolder folder;
  const Database database(folder.path() / "deep" / "notes.db", kSecond);
  add_note(database, "one");
  CHECK(notes(database) == "one;");
  CHECK(files(folder.path() / "deep") == std::vector<std::string>{"notes.db"});
}

TEST_CASE("a migration keeps what is there and leaves a backup that an older program can open") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "notes.db";
  {
    const Database database(file, kFirst);
    add_note(database, "one");
  }
  {
    const Database database(file, kSecond);
    add_note(database, "two");
    CHECK(notes(database) == "one;two;");
  }
  CHECK(files(folder.path()) == std::vector<std::string>{"notes.db", "notes.db.backup-1"});
  const Database older(folder.path() / "notes.db.backup-1", kFirst);
  CHECK(notes(older) == "one;");
}

TEST_CASE("a migration that fails changes nothing, and the next backup does not overwrite the first") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "notes.db";
  {
    const Database database(file, kFirst);
    add_note(database, "one");
  }
  const std::vector<std::string_view> broken{kFirst[0], "ALTER TABLE notes ADD COLUMN read INTEGER",
                                             "DROP TABLE missing"};
  const base::Error error = failure([&] { Database(file, broken); });
  CHECK(error.code == base::ErrorCode::io);
  CHECK(error.message == "the saved searches cannot be read or written: no such table: missing");
  {
    const Database database(file, kFirst);
    CHECK(notes(database) == "one;");
  }
  const Database database(file, kSecond);
  CHECK(notes(database) == "one;");
  CHECK(files(folder.path()) ==
        std::vector<std::string>{"notes.db", "notes.db.backup-1", "notes.db.backup-1.2"});
}

TEST_CASE("a file of a newer schema is refused and not touched") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "notes.db";
  { const Database database(file, kSecond); }
  const base::Error error = failure([&] { Database(file, kFirst); });
  CHECK(error.code == base::ErrorCode::unsupported);
  CHECK(error.message == file.string() + " was written by a newer Labtrail (schema 2; this program knows 1)");
  CHECK(error.hint == "use the newer program");
  CHECK(files(folder.path()) == std::vector<std::string>{"notes.db"});
}

TEST_CASE("a file that is no database is a corrupt one, not an empty one") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "notes.db";
  base::write_file_atomically(file, std::string(8192, 'x'));
  CHECK(failure([&] { Database(file, kFirst); }).code == base::ErrorCode::corrupt);
}

TEST_CASE("what is not committed is undone; readers see one state") {
  const tests::TemporaryFolder folder;
  const Database database(folder.path() / "notes.db", kFirst);
  add_note(database, "one");
  Database::Reading reading(database);
  saved::Statement count = reading->prepare("SELECT count(*) FROM notes");
  REQUIRE(count.step());
  CHECK(count.integer(0) == 1);
  count.reset();
  {
    Database::Writing writing(database);
    writing->prepare("INSERT INTO notes (text) VALUES ('lost')").run();
  }
  add_note(database, "two");
  REQUIRE(count.step());
  CHECK(count.integer(0) == 1);
  CHECK(notes(database) == "one;two;");
}

TEST_CASE("many threads over two handles write without losing anything") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "notes.db";
  const Database one(file, kFirst);
  const Database two(file, kFirst);
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) add_note(t % 2 == 0 ? one : two, "x");
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::string expected;
  for (int i = 0; i < 160; ++i) expected += "x;";
  CHECK(notes(one) == expected);
}

TEST_CASE("threads that open a new file at the same time all find it whole") {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "notes.db";
  std::vector<std::thread> threads;
  std::atomic<int> well{0};
  for (int t = 0; t < 12; ++t) {
    threads.emplace_back([&] {
      const Database database(file, kSecond);
      add_note(database, "x");
      ++well;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(well == 12);
  CHECK(notes(Database(file, kSecond)).size() == 24);
}

TEST_CASE("the shipped schema holds what its file promises: full syncs and foreign keys") {
  const tests::TemporaryFolder folder;
  const Database database(folder.path() / "labtrail.db", saved::migrations());
  Database::Reading reading(database);
  const auto pragma = [&](const char* sql) {
    saved::Statement row = reading->prepare(sql);
    return row.step() ? row.text(0) : std::string();
  };
  CHECK(pragma("PRAGMA journal_mode") == "wal");
  CHECK(pragma("PRAGMA synchronous") == "2");
  CHECK(pragma("PRAGMA foreign_keys") == "1");
  CHECK(pragma("PRAGMA integrity_check") == "ok");
}
