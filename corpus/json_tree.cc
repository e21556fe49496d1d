#include "corpus/json_tree.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>
#include <string>
#include <vector>

#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"

namespace labtrail::corpus {
namespace {

using Kind = JsonValue::Kind;

/// Deeper than any record of any source, shallow enough for every stack.
constexpr std::size_t kMaxDepth = 64;

int hex_value(std::string_view text, std::size_t offset) {
  int value = 0;
  for (std::size_t i = offset; i < offset + 4; ++i) {
    if (i >= text.size()) return -1;
    const char c = text[i];
    value *= 16;
    if (c >= '0' && c <= '9') {
      value += c - '0';
    } else if (c >= 'a' && c <= 'f') {
      value += c - 'a' + 10;
    } else if (c >= 'A' && c <= 'F') {
      value += c - 'A' + 10;
    } else {
      return -1;
    }
  }
  return value;
}

/// Replaces \uD800..\uDFFF without its partner by \ufffd, in place. True if there was one.
bool repair_surrogates(std::string& text) {
  bool repaired = false;
  for (std::size_t i = 0; i + 5 < text.size(); ++i) {
    if (text[i] != '\\') continue;
    if (text[i + 1] != 'u') {
      ++i;
      continue;
    }
    const int first = hex_value(text, i + 2);
    if (first < 0xD800 || first > 0xDFFF) {
      i += 5;
      continue;
    }
    if (first < 0xDC00 && i + 11 < text.size() && text[i + 6] == '\\' && text[i + 7] == 'u') {
      const int second = hex_value(text, i + 8);
      if (second >= 0xDC00 && second <= 0xDFFF) {
        i += 11;
        continue;
      }
    }
    text.replace(i + 2, 4, "fffd");
    i += 5;
    repaired = true;
  }
  return repaired;
}

bool has_surrogate_escape(std::string_view text) {
  for (std::size_t i = text.find("\\u"); i != std::string_view::npos; i = text.find("\\u", i + 2)) {
    if (i + 2 < text.size() && (text[i + 2] == 'd' || text[i + 2] == 'D')) return true;
  }
  return false;
}

std::string_view in_words(simdjson::error_code code) {
  switch (code) {
    case simdjson::UNCLOSED_STRING:
      return "a string has no closing quote";
    case simdjson::STRING_ERROR:
      return "a string has a bad escape";
    case simdjson::EMPTY:
      return "nothing there";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
      return "a bare word is neither true, false nor null";
    case simdjson::NUMBER_ERROR:
      return "a number is malformed or too large";
    case simdjson::DEPTH_ERROR:
      return "nested too deep";
    default:
      return "a comma, colon, quote or bracket is missing or out of place";
  }
}

}  // namespace

struct JsonTree::Parser {
  simdjson::dom::parser parser;
  std::string buffer;
  std::vector<JsonValue::Node> nodes;
  std::string numbers;  ///< the text of every number, one after the other
  struct NumberText {
    std::size_t node;
    std::size_t offset;
    std::size_t length;
  };
  std::vector<NumberText> number_texts;

  /// Parses `buffer`, which gets the padding that simdjson reads beyond the end.
  simdjson::simdjson_result<simdjson::dom::element> parse() {
    if (buffer.size() > parser.capacity()) {
      const simdjson::error_code error = parser.allocate(buffer.size() + buffer.size() / 2, kMaxDepth);
      if (error != simdjson::SUCCESS) return error;
    }
    buffer.reserve(buffer.size() + simdjson::SIMDJSON_PADDING);
    return parser.parse(reinterpret_cast<const std::uint8_t*>(buffer.data()), buffer.size(), false);
  }

  template <typename Number>
  void add_number(Number number) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    number_texts.push_back({nodes.size(), numbers.size(), static_cast<std::size_t>(end - text)});
    numbers.append(text, end);
    nodes.back().kind = Kind::number;
  }

  void walk(simdjson::dom::element value, std::string_view key) {
    using Type = simdjson::dom::element_type;
    const std::size_t index = nodes.size();
    nodes.push_back({Kind::null, 1, key, {}});
    switch (value.type()) {
      case Type::ARRAY: {
        nodes[index].kind = Kind::array;
        const simdjson::dom::array items = value.get_array().value_unsafe();
        for (const auto item : items) walk(item, {});
        break;
      }
      case Type::OBJECT: {
        nodes[index].kind = Kind::object;
        const simdjson::dom::object members = value.get_object().value_unsafe();
        for (const auto [name, member] : members) walk(member, name);
        break;
      }
      case Type::STRING:
        nodes[index].kind = Kind::string;
        nodes[index].text = value.get_string().value_unsafe();
        break;
      case Type::INT64:
        add_number(value.get_int64().value_unsafe());
        break;
      case Type::UINT64:
        add_number(value.get_uint64().value_unsafe());
        break;
      case Type::DOUBLE:
        add_number(value.get_double().value_unsafe());
        break;
      case Type::BOOL:
        nodes[index].kind = Kind::boolean;
        nodes[index].text = value.get_bool().value_unsafe() ? "true" : "false";
        break;
      case Type::NULL_VALUE:
        break;
    }
    nodes[index].count = static_cast<std::uint32_t>(nodes.size() - index);
  }
};

JsonTree::JsonTree() : parser_(std::make_unique<Parser>()) {}
JsonTree::~JsonTree() = default;

base::Result<JsonValue> JsonTree::parse(std::string_view text) {
  repairs_ = {};
  Parser& p = *parser_;
  p.nodes.clear();
  p.numbers.clear();
  p.number_texts.clear();
  p.buffer.assign(text);
  if (!simdjson::validate_utf8(p.buffer)) {
    p.buffer = base::repair_utf8(p.buffer);
    repairs_.utf8 = true;
  }
  if (has_surrogate_escape(p.buffer) && repair_surrogates(p.buffer)) repairs_.utf8 = true;
  auto root = p.parse();
  if (root.error() == simdjson::UNESCAPED_CHARS) {
    for (char& c : p.buffer) {
      if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    repairs_.controls = true;
    root = p.parse();
  }
  std::string_view reason;
  if (root.error() != simdjson::SUCCESS) {
    reason = in_words(root.error());
  } else if (!root.is_object() && !root.is_array()) {
    reason = "neither an object nor a list";
  }
  if (!reason.empty())
    return base::fail(base::ErrorCode::bad_record, fmt::format("not valid JSON: {}", reason));
  p.walk(root.value_unsafe(), {});
  for (const auto& [node, offset, length] : p.number_texts) {
    p.nodes[node - 1].text = std::string_view(p.numbers).substr(offset, length);
  }
  return JsonValue(p.nodes.data());
}

std::optional<std::int64_t> JsonValue::integer() const {
  const std::string_view text = number();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

JsonValue JsonValue::operator[](std::string_view name) const {
  if (!is(Kind::object)) return {};
  for (const JsonValue member : *this) {
    if (member.key() == name) return member;
  }
  return {};
}

void append_json(std::string& out, const JsonValue& value) {
  bool first = true;
  switch (value.kind()) {
    case Kind::missing:
    case Kind::null:
      out += "null";
      break;
    case Kind::boolean:
      out += value.is_true() ? "true" : "false";
      break;
    case Kind::number:
      out += value.number();
      break;
    case Kind::string:
      base::append_json_string(out, value.string());
      break;
    case Kind::array:
      out += '[';
      for (const JsonValue item : value) {
        if (!first) out += ',';
        first = false;
        append_json(out, item);
      }
      out += ']';
      break;
    case Kind::object:
      out += '{';
      for (const JsonValue member : value) {
        if (!first) out += ',';
        first = false;
        base::append_json_string(out, member.key());
        out += ':';
        append_json(out, member);
      }
      out += '}';
      break;
  }
}

}  // namespace labtrail::corpus
