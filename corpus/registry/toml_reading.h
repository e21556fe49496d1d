// TOML as plain values with the line of each, and tables that are read strictly: every key is known, every
// value has the type that is asked for, and the first thing that is wrong becomes one message with file and
// line. toml++ itself is a heavy header; it stays in toml_reading.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"

namespace labtrail::corpus {

/// A line of a registry file. `file` is borrowed.
struct Place {
  std::string_view file;
  std::uint32_t line = 0;
};
/// "organisations/x.toml:12".
std::string to_string(const Place& place);

/// Keeps the first complaint; whoever reads goes on with empty values and asks at the end.
class Complaints {
 public:
  void add(const Place& place, std::string_view message, std::string hint = {});
  [[nodiscard]] const std::optional<base::Error>& first() const { return first_; }

 private:
  std::optional<base::Error> first_;
};

struct TomlValue {
  enum class Kind : std::uint8_t { string, integer, boolean, array, table, other };
  Kind kind = Kind::other;
  std::uint32_t line = 0;
  std::uint32_t key_line = 0;    ///< inside a table: line of the key
  std::string key;               ///< inside a table: the key
  std::string text;              ///< string
  std::int64_t number = 0;       ///< integer; boolean: 0 or 1
  std::vector<TomlValue> items;  ///< array; table: its members in the order of the file
};

/// The top-level table of a file. Errors: bad_record, "x.toml:3: not valid TOML: ...".
base::Result<TomlValue> parse_toml(std::string_view file, std::string_view text);

/// "did you mean 'name'?" for the candidate nearest to `word`; empty when none is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);

/// One table and the keys that it may have. Complains about any other key at once.
class Table {
 public:
  enum class Need : bool { optional, required };

  /// `what` names the table in messages ("an organisation"). `value` and `complaints` must outlive it.
  Table(const TomlValue& value, std::string_view file, std::string_view what,
        std::vector<std::string_view> keys, Complaints& complaints);

  /// Empty when absent; a string that is there but blank is complained about.
  std::string string(std::string_view key, Need need = Need::optional);
  std::optional<std::int64_t> integer(std::string_view key);
  bool boolean(std::string_view key);  ///< false when absent
  std::vector<std::string> strings(std::string_view key);
  /// The tables of an array of tables, inline or not.
  std::vector<const TomlValue*> tables(std::string_view key, Need need = Need::optional);

  /// Where a key stands; the table's own place when it is absent.
  [[nodiscard]] Place place(std::string_view key) const;
  /// Where the item of an array stands.
  [[nodiscard]] Place place(std::string_view key, std::size_t item) const;
  [[nodiscard]] Place place() const { return {file_, value_.line}; }
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  void complain(std::string_view key, std::string_view message, std::string hint = {});

 private:
  [[nodiscard]] const TomlValue* find(std::string_view key) const;
  const TomlValue* get(std::string_view key, TomlValue::Kind kind, std::string_view form,
                       Need need = Need::optional);

  const TomlValue& value_;
  std::string_view file_;
  std::string_view what_;
  Complaints& complaints_;
};

}  // namespace labtrail::corpus
