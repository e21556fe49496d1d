#include "corpus/readers/formats.h"

#include <algorithm>
#include <unordered_set>

#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"

namespace labtrail::corpus {

std::string_view last_segment(std::string_view url) {
  while (!url.empty() && url.back() == '/') url.remove_suffix(1);
  return url.substr(url.rfind('/') + 1);
}

void append_clean_json(std::string& out, const JsonValue& value, FieldCleaner& clean) {
  using Kind = JsonValue::Kind;
  bool first = true;
  const auto separate = [&] {
    if (!first) out += ',';
    first = false;
  };
  switch (value.kind()) {
    case Kind::string:
      base::append_json_string(out, clean.plain("extra", value.string()));
      break;
    case Kind::array:
      out += '[';
      for (const JsonValue item : value) {
        separate();
        append_clean_json(out, item, clean);
      }
      out += ']';
      break;
    case Kind::object:
      out += '{';
      for (const JsonValue member : value) {
        separate();
        base::append_json_string(out, member.key());
        out += ':';
        append_clean_json(out, member, clean);
      }
      out += '}';
      break;
    default:
      append_json(out, value);
  }
}

void add_distinct(std::vector<std::string>& list, std::string_view value) {
  if (value.empty() || std::find(list.begin(), list.end(), value) != list.end()) return;
  list.emplace_back(value);
}

void make_distinct(std::vector<std::string>& list) {
  std::unordered_set<std::string> seen;
  const auto end = std::remove_if(list.begin(), list.end(), [&](const std::string& value) {
    return value.empty() || !seen.insert(value).second;
  });
  list.erase(end, list.end());
}

}  // namespace labtrail::corpus
