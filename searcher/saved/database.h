// SQLite behind few functions: one file, several connections. Readers never wait (WAL); writers of one
// process queue at a mutex, those of several at SQLite's lock. What is committed is on the disk
// (synchronous=FULL).
//
// The schema is a list of migrations; PRAGMA user_version counts those that were applied. Before a file that
// holds something is migrated, a copy of it is written beside it (NAME.backup-V, V being the schema of the
// copy). A file of a schema that this program does not know is refused: a newer program has written what this
// one would lose.
//
// Every fault of SQLite is a base::Failure: locked, corrupt or io.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corpus/base/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace labtrail::saved {

/// A statement of a connection, ready to be bound and stepped; reset when it goes. One at a time for each SQL
/// text of a connection.
class Statement {
 public:
  Statement(Statement&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  /// Parameters in order, from the first one.
  template <typename... Values>
  Statement& with(const Values&... values) {
    int place = 0;
    (bind(++place, values), ...);
    return *this;
  }
  void bind(int place, std::int64_t value);
  void bind(int place, std::uint64_t value) { bind(place, static_cast<std::int64_t>(value)); }
  void bind(int place, int value) { bind(place, std::int64_t{value}); }
  void bind(int place, std::uint32_t value) { bind(place, std::int64_t{value}); }
  void bind(int place, bool value) { bind(place, std::int64_t{value ? 1 : 0}); }
  void bind(int place, std::string_view text);
  void bind(int place, const std::string& text) { bind(place, std::string_view(text)); }
  void bind(int place, const char* text) { bind(place, std::string_view(text)); }
  void bind_blob(int place, std::string_view bytes);
  void bind_null(int place);
  template <typename Value>
  void bind(int place, const std::optional<Value>& value) {
    if (value) {
      bind(place, *value);
    } else {
      bind_null(place);
    }
  }

  /// True while there is a row.
  bool step();
  /// For statements without rows; afterwards it can be bound again.
  void run();
  void reset();

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::uint64_t number(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  [[nodiscard]] std::uint32_t small(int column) const { return static_cast<std::uint32_t>(integer(column)); }
  [[nodiscard]] std::string text(int column) const { return std::string(bytes(column)); }
  /// Valid until the next step.
  [[nodiscard]] std::string_view bytes(int column) const;

 private:
  friend class Connection;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  sqlite3_stmt* statement_;
};

class Connection {
 public:
  explicit Connection(const std::filesystem::path& file);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Prepared once and kept.
  Statement prepare(std::string_view sql);
  /// Any number of statements, without parameters.
  void execute(const std::string& sql);
  /// Rows that the last statement changed.
  [[nodiscard]] int changed() const;
  [[nodiscard]] std::int64_t last_row() const;

 private:
  sqlite3* database_ = nullptr;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

class Database {
 public:
  /// Opens or makes the file and applies what is missing of `migrations` (SQL; number i leads to schema i +
  /// 1).
  Database(std::filesystem::path file, std::span<const std::string_view> migrations);
  ~Database();

  /// A connection in one read transaction: everything is read from one state of the file.
  class Reading {
   public:
    explicit Reading(const Database& database);
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading();
    Connection* operator->() { return connection_.get(); }
    Connection& operator*() { return *connection_; }

   private:
    const Database& database_;
    std::unique_ptr<Connection> connection_;
  };
  /// A connection in one write transaction, undone unless it is committed.
  class Writing {
   public:
    explicit Writing(const Database& database);
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;
    ~Writing();
    Connection* operator->() { return connection_.get(); }
    Connection& operator*() { return *connection_; }
    void commit();

   private:
    const Database& database_;
    std::unique_lock<std::mutex> lock_;
    std::unique_ptr<Connection> connection_;
    bool open_ = true;
  };

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  void migrate(std::span<const std::string_view> migrations);
  std::unique_ptr<Connection> take() const;
  void give_back(std::unique_ptr<Connection> connection) const;

  std::filesystem::path file_;
  mutable std::mutex writing_;
  mutable std::mutex idle_mutex_;
  mutable std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace labtrail::saved
