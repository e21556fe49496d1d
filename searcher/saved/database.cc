#include "searcher/saved/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

namespace labtrail::saved {

namespace fs = std::filesystem;

namespace {

constexpr int kBusyMilliseconds = 30'000;
constexpr std::size_t kMostIdle = 8;

[[noreturn]] void fail(sqlite3* database, int code, std::string_view what) {
  const std::string reason = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  const std::string message = fmt::format("the saved searches cannot be {}: {}", what, reason);
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw base::Failure(base::ErrorCode::locked, message, "another program is writing to them; try again");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw base::Failure(base::ErrorCode::corrupt, message, "put a backup of labtrail.db back in its place");
    default:
      throw base::Failure(base::ErrorCode::io, message);
  }
}

void check(sqlite3* database, int code, std::string_view what) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) fail(database, code, what);
}

std::int64_t single(Connection& connection, std::string_view sql) {
  Statement statement = connection.prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

/// A name that no file has yet: what an earlier attempt left is kept.
fs::path backup_path(const fs::path& file, std::int64_t schema) {
  fs::path path = file.string() + fmt::format(".backup-{}", schema);
  for (unsigned n = 2; fs::exists(path); ++n) path = file.string() + fmt::format(".backup-{}.{}", schema, n);
  return path;
}

}  // namespace

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Statement::bind(int place, std::int64_t value) {
  check(sqlite3_db_handle(statement_), sqlite3_bind_int64(statement_, place, value), "asked");
}

void Statement::bind(int place, std::string_view text) {
  check(sqlite3_db_handle(statement_),
        sqlite3_bind_text64(statement_, place, text.empty() ? "" : text.data(), text.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8),
        "asked");
}

void Statement::bind_blob(int place, std::string_view bytes) {
  check(sqlite3_db_handle(statement_),
        sqlite3_bind_blob64(statement_, place, bytes.empty() ? "" : bytes.data(), bytes.size(),
                            SQLITE_TRANSIENT),
        "asked");
}

void Statement::bind_null(int place) {
  check(sqlite3_db_handle(statement_), sqlite3_bind_null(statement_, place), "asked");
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code != SQLITE_ROW && code != SQLITE_DONE) fail(sqlite3_db_handle(statement_), code, "read or written");
  return code == SQLITE_ROW;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return data == nullptr ? std::string_view{} : std::string_view(static_cast<const char*>(data), size);
}

Connection::Connection(const fs::path& file) {
  const int code = sqlite3_open_v2(file.c_str(), &database_,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  try {
    check(database_, code, "opened");
    sqlite3_extended_result_codes(database_, 1);
    sqlite3_busy_timeout(database_, kBusyMilliseconds);
    execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA "
        "cache_size=-16000; PRAGMA wal_autocheckpoint=4000;");
  } catch (...) {
    sqlite3_close(database_);
    throw;
  }
}

Connection::~Connection() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(database_);
}

Statement Connection::prepare(std::string_view sql) {
  const auto known = statements_.find(std::string(sql));
  if (known != statements_.end()) return Statement(known->second);
  sqlite3_stmt* statement = nullptr;
  check(database_,
        sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr),
        "asked");
  statements_.emplace(sql, statement);
  return Statement(statement);
}

void Connection::execute(const std::string& sql) {
  check(database_, sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr), "read or written");
}

int Connection::changed() const {
  return sqlite3_changes(database_);
}

std::int64_t Connection::last_row() const {
  return sqlite3_last_insert_rowid(database_);
}

Database::Database(fs::path file, std::span<const std::string_view> migrations) : file_(std::move(file)) {
  std::error_code error;
  // What somebody follows is nobody else's business: a folder that we make is for its owner alone.
  if (fs::create_directories(file_.parent_path(), error)) {
    fs::permissions(file_.parent_path(), fs::perms::owner_all, error);
  }
  if (error) {
    throw base::Failure(base::ErrorCode::io, fmt::format("cannot make the data folder {}: {}",
                                                         file_.parent_path().string(), error.message()));
  }
  migrate(migrations);
}

Database::~Database() = default;

void Database::migrate(std::span<const std::string_view> migrations) {
  auto connection = take();
  const auto newest = static_cast<std::int64_t>(migrations.size());
  const std::int64_t found = single(*connection, "PRAGMA user_version");
  if (found > newest) {
    throw base::Failure(base::ErrorCode::unsupported,
                        fmt::format("{} was written by a newer Labtrail (schema {}; this program knows {})",
                                    file_.string(), found, newest),
                        "use the newer program");
  }
  if (found < newest) {
    if (found > 0) {
      Statement backup = connection->prepare("VACUUM INTO ?1");
      backup.with(backup_path(file_, found).string()).run();
    }
    connection->execute("BEGIN IMMEDIATE");
    try {
      // Another process may have been faster.
      Statement now = connection->prepare("PRAGMA user_version");
      now.step();
      const std::int64_t schema = now.integer(0);
      now.reset();
      for (std::int64_t next = schema; next < newest; ++next) {
        connection->execute(std::string(migrations[static_cast<std::size_t>(next)]));
        connection->execute(fmt::format("PRAGMA user_version = {}", next + 1));
      }
      connection->execute("COMMIT");
    } catch (...) {
      connection->execute("ROLLBACK");
      throw;
    }
  }
  give_back(std::move(connection));
}

std::unique_ptr<Connection> Database::take() const {
  {
    const std::lock_guard lock(idle_mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return std::make_unique<Connection>(file_);
}

void Database::give_back(std::unique_ptr<Connection> connection) const {
  const std::lock_guard lock(idle_mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(connection));
}

Database::Reading::Reading(const Database& database) : database_(database), connection_(database.take()) {
  connection_->execute("BEGIN");
}

Database::Reading::~Reading() {
  try {
    connection_->execute("COMMIT");
    database_.give_back(std::move(connection_));
  } catch (const base::Failure&) {
    // Nothing was written; the connection is closed.
  }
}

Database::Writing::Writing(const Database& database)
    : database_(database), lock_(database.writing_), connection_(database.take()) {
  connection_->execute("BEGIN IMMEDIATE");
}

Database::Writing::~Writing() {
  try {
    if (open_) connection_->execute("ROLLBACK");
    database_.give_back(std::move(connection_));
  } catch (const base::Failure&) {
    // The connection is closed, which rolls back.
  }
}

void Database::Writing::commit() {
  connection_->execute("COMMIT");
  open_ = false;
}

}  // namespace labtrail::saved
