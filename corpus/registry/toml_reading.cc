#include "corpus/registry/toml_reading.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "corpus/base/text.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace labtrail::corpus {
namespace {

using Kind = TomlValue::Kind;

TomlValue to_value(const toml::node& node) {
  TomlValue out;
  out.line = node.source().begin.line;
  if (const auto* string = node.as_string()) {
    out.kind = Kind::string;
    out.text = string->get();
  } else if (const auto* integer = node.as_integer()) {
    out.kind = Kind::integer;
    out.number = integer->get();
  } else if (const auto* boolean = node.as_boolean()) {
    out.kind = Kind::boolean;
    out.number = boolean->get() ? 1 : 0;
  } else if (const auto* array = node.as_array()) {
    out.kind = Kind::array;
    for (const toml::node& item : *array) out.items.push_back(to_value(item));
  } else if (const auto* table = node.as_table()) {
    out.kind = Kind::table;
    std::vector<std::pair<toml::source_position, TomlValue>> members;
    for (const auto& [key, member] : *table) {
      TomlValue value = to_value(member);
      value.key = key.str();
      value.key_line = key.source().begin.line;
      members.emplace_back(key.source().begin, std::move(value));
    }
    // toml++ keeps members by name; messages should come in the order of the file.
    std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) {
      return std::pair(a.first.line, a.first.column) < std::pair(b.first.line, b.first.column);
    });
    for (auto& [position, value] : members) out.items.push_back(std::move(value));
  }
  return out;
}

}  // namespace

std::string to_string(const Place& place) {
  return fmt::format("{}:{}", place.file, place.line);
}

void Complaints::add(const Place& place, std::string_view message, std::string hint) {
  if (first_) return;
  first_ = base::Error{base::ErrorCode::bad_record, fmt::format("{}: {}", to_string(place), message),
                       std::move(hint), 0, 0};
}

namespace {

/// The first byte that no registry file holds: ill-formed UTF-8, and control characters, which toml++ 3.3
/// meets with an assertion instead of an error.
std::size_t find_unreadable(std::string_view text) {
  const std::size_t invalid = base::find_invalid_utf8(text);
  for (std::size_t i = 0; i < std::min(invalid, text.size()); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) return i;
  }
  return invalid;
}

/// The line (from 1) of the first table head that is not `[[name]]`, or 0. No file of the registry has
/// others, and toml++ 3.3 meets some of them ("[[[x]]") with an assertion instead of an error.
std::uint32_t find_odd_head(std::string_view text) {
  constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = base::trim(text.substr(at, end - at));
    at = end + 1;
    ++number;
    if (line.empty() || line.front() != '[') continue;
    const std::size_t close = line.find_first_not_of(kName, 2);
    if (!line.starts_with("[[") || close == 2 || close == std::string_view::npos ||
        line.substr(close, 2) != "]]")
      return number;
  }
  return 0;
}

}  // namespace

base::Result<TomlValue> parse_toml(std::string_view file, std::string_view text) {
  if (const std::size_t at = find_unreadable(text); at != std::string_view::npos) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    return base::fail(base::ErrorCode::bad_record,
                      fmt::format("{}: not valid TOML: a control character or ill-formed UTF-8",
                                  to_string({file, static_cast<std::uint32_t>(line)})));
  }
  if (const std::uint32_t line = find_odd_head(text); line != 0) {
    return base::fail(base::ErrorCode::bad_record,
                      fmt::format("{}: not valid here: a table head is [[name]]", to_string({file, line})));
  }
  const toml::parse_result result = toml::parse(text);
  if (!result) {
    const toml::parse_error& error = result.error();
    return base::fail(base::ErrorCode::bad_record,
                      fmt::format("{}: not valid TOML: {}", to_string({file, error.source().begin.line}),
                                  error.description()));
  }
  return to_value(result.table());
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::u32string typed = base::to_u32(word);
  std::string_view nearest;
  std::size_t limit = typed.size() < 4 ? 1 : 2;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = base::edit_distance(typed, base::to_u32(candidate), limit);
    if (distance > limit) continue;
    nearest = candidate;
    if (distance == 0) break;
    limit = distance - 1;  // only a nearer one counts from now on
  }
  return nearest.empty() ? std::string{} : fmt::format("did you mean '{}'?", nearest);
}

Table::Table(const TomlValue& value, std::string_view file, std::string_view what,
             std::vector<std::string_view> keys, Complaints& complaints)
    : value_(value), file_(file), what_(what), complaints_(complaints) {
  for (const TomlValue& member : value_.items) {
    if (std::find(keys.begin(), keys.end(), member.key) != keys.end()) continue;
    std::string hint = did_you_mean(member.key, keys);
    if (hint.empty()) hint = fmt::format("the keys of {} are {}", what_, fmt::join(keys, ", "));
    complaints_.add({file_, member.key_line}, fmt::format("unknown key '{}'", member.key), std::move(hint));
  }
}

const TomlValue* Table::find(std::string_view key) const {
  for (const TomlValue& member : value_.items) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

const TomlValue* Table::get(std::string_view key, Kind kind, std::string_view form, Need need) {
  const TomlValue* member = find(key);
  if (member == nullptr) {
    if (need == Need::required) complaints_.add(place(), fmt::format("{} without '{}'", what_, key));
    return nullptr;
  }
  if (member->kind == kind) return member;
  complaints_.add({file_, member->key_line}, fmt::format("'{}' must be {}", key, form));
  return nullptr;
}

std::string Table::string(std::string_view key, Need need) {
  const TomlValue* member = get(key, Kind::string, "a string", need);
  if (member == nullptr) return {};
  if (base::squeeze_space(member->text).empty()) complain(key, fmt::format("'{}' is empty", key));
  return member->text;
}

std::optional<std::int64_t> Table::integer(std::string_view key) {
  const TomlValue* member = get(key, Kind::integer, "a whole number");
  return member == nullptr ? std::nullopt : std::optional(member->number);
}

bool Table::boolean(std::string_view key) {
  const TomlValue* member = get(key, Kind::boolean, "true or false");
  return member != nullptr && member->number != 0;
}

std::vector<std::string> Table::strings(std::string_view key) {
  constexpr std::string_view kForm = "an array of strings";
  std::vector<std::string> out;
  const TomlValue* member = get(key, Kind::array, kForm);
  if (member == nullptr) return out;
  for (const TomlValue& item : member->items) {
    if (item.kind != Kind::string) {
      complaints_.add({file_, item.line}, fmt::format("'{}' must be {}", key, kForm));
    } else if (base::squeeze_space(item.text).empty()) {
      complaints_.add({file_, item.line}, fmt::format("'{}' has an empty string", key));
    }
    out.push_back(item.text);
  }
  return out;
}

std::vector<const TomlValue*> Table::tables(std::string_view key, Need need) {
  constexpr std::string_view kForm = "an array of tables";
  std::vector<const TomlValue*> out;
  const TomlValue* member = get(key, Kind::array, kForm, need);
  if (member == nullptr) return out;
  for (const TomlValue& item : member->items) {
    if (item.kind == Kind::table) {
      out.push_back(&item);
    } else {
      complaints_.add({file_, item.line}, fmt::format("'{}' must be {}", key, kForm));
    }
  }
  return out;
}

Place Table::place(std::string_view key) const {
  const TomlValue* member = find(key);
  return member == nullptr ? place() : Place{file_, member->key_line};
}

Place Table::place(std::string_view key, std::size_t item) const {
  const TomlValue* member = find(key);
  return member == nullptr || item >= member->items.size() ? place(key)
                                                           : Place{file_, member->items[item].line};
}

void Table::complain(std::string_view key, std::string_view message, std::string hint) {
  complaints_.add(place(key), message, std::move(hint));
}

}  // namespace labtrail::corpus
