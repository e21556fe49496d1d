// Writes JSON by appending to a string: no tree, no allocation per value. Keys and values are escaped; the
// writer keeps track of commas. Misuse (a value without a key inside an object) is a bug, caught by asserts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace labtrail::base {

class JsonWriter {
 public:
  /// Appends to `out`, which must outlive the writer.
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& string(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& number(double value);  ///< shortest form that reads back the same; not finite becomes null
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  /// `json` must be one valid JSON value; copied as it is.
  JsonWriter& raw(std::string_view json);

  JsonWriter& field(std::string_view name, std::string_view value) { return key(name).string(value); }
  JsonWriter& field(std::string_view name, const char* value) { return key(name).string(value); }
  JsonWriter& field(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonWriter& field(std::string_view name, std::uint64_t value) {
    return key(name).integer(static_cast<std::int64_t>(value));
  }
  JsonWriter& field(std::string_view name, int value) { return key(name).integer(value); }
  JsonWriter& field(std::string_view name, unsigned value) { return key(name).integer(value); }
  JsonWriter& field(std::string_view name, double value) { return key(name).number(value); }
  JsonWriter& field(std::string_view name, bool value) { return key(name).boolean(value); }
  /// Null for an empty text, and for 0.
  JsonWriter& field_or_null(std::string_view name, std::string_view value) {
    key(name);
    return value.empty() ? null() : string(value);
  }
  JsonWriter& field_or_null(std::string_view name, int value) {
    key(name);
    return value == 0 ? null() : integer(value);
  }

 private:
  void separate();
  std::string& out_;
  std::vector<bool> has_items_;
  bool after_key_ = false;
};

/// `text` with JSON escapes and quotes, appended to `out`. Ill-formed UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace labtrail::base
