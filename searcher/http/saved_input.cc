#include "searcher/http/saved_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "corpus/base/text.h"
#include "corpus/json_tree.h"

namespace labtrail::http {
namespace {

using corpus::JsonValue;
using Kind = JsonValue::Kind;

tl::unexpected<base::Error> bad(std::string message, std::string hint = {}) {
  return base::fail(base::ErrorCode::bad_request, std::move(message), std::move(hint));
}

/// Where a draft keeps what has which name.
struct Field {
  std::string_view name;
  std::string saved::Draft::*text;
};
constexpr std::array kFields{
    Field{"name", &saved::Draft::name},     Field{"note", &saved::Draft::note},
    Field{"case", &saved::Draft::case_},    Field{"query", &saved::Draft::query},
    Field{"filter", &saved::Draft::filter}, Field{"sort", &saved::Draft::sort},
    Field{"facets", &saved::Draft::facets},
};

/// The object that a body is. An empty body is an empty object. The tree must outlive the value.
base::Result<JsonValue> object_of(corpus::JsonTree& tree, std::string_view body) {
  if (!base::is_utf8(body)) return bad("the body is not valid UTF-8");
  const auto value = tree.parse(base::trim(body).empty() ? std::string_view("{}") : body);
  if (!value) return bad("the body is no JSON: " + value.error().message);
  if (tree.repairs().utf8 || tree.repairs().controls) {
    return bad("a string of the body holds half a character or a bare control character");
  }
  if (!value->is(Kind::object)) return bad("the body is not a JSON object");
  return *value;
}

base::Error unknown_member(std::string_view name, std::string_view known) {
  constexpr std::size_t kLongest = 60;
  return {
      base::ErrorCode::bad_request,
      fmt::format("unknown member '{}'", base::squeeze_space(base::repair_utf8(name.substr(0, kLongest)))),
      fmt::format("known are {}", known), 0, 0};
}

/// An integer of at least `low`.
base::Result<std::uint64_t> number_of(const JsonValue& value, std::int64_t low,
                                      std::int64_t high = std::numeric_limits<std::int64_t>::max()) {
  const auto number = value.integer();
  if (!number || *number < low || *number > high) {
    return bad(fmt::format("'{}' is not a whole number from {} on", value.key(), low));
  }
  return static_cast<std::uint64_t>(*number);
}

std::string with_line_feeds(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      out += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0) return std::nullopt;
  return value;
}

base::Result<SentDraft> draft_of_json(std::string_view body) {
  corpus::JsonTree tree;
  const auto object = object_of(tree, body);
  if (!object) return tl::unexpected(object.error());
  SentDraft sent;
  std::vector<std::string_view> seen;
  for (const JsonValue member : *object) {
    if (std::find(seen.begin(), seen.end(), member.key()) != seen.end()) {
      return bad(fmt::format("member '{}' is given twice", base::squeeze_space(member.key())));
    }
    seen.push_back(member.key());
    if (member.key() == "version") {
      const auto version = number_of(member, 1, std::numeric_limits<std::uint32_t>::max());
      if (!version) return tl::unexpected(version.error());
      sent.version = static_cast<std::uint32_t>(*version);
      continue;
    }
    if (member.key() == "archived") {
      if (!member.is(Kind::boolean)) return bad("'archived' is neither true nor false");
      sent.archived = member.is_true();
      continue;
    }
    const auto field = std::find_if(kFields.begin(), kFields.end(),
                                    [&](const Field& known) { return known.name == member.key(); });
    if (field == kFields.end()) {
      return tl::unexpected(
          unknown_member(member.key(), "name, note, case, query, filter, sort, facets, version, archived"));
    }
    if (!member.is(Kind::string)) return bad(fmt::format("'{}' is not a string", field->name));
    sent.draft.*field->text = member.string();
  }
  return sent;
}

base::Result<SentDraft> draft_of_form(const Parameters& form) {
  constexpr std::array<std::string_view, 9> kKnown{"name", "note",   "case",    "query", "filter",
                                                   "sort", "facets", "version", "csrf"};
  // Their own parsers judge query and filter, with positions; a note has lines.
  constexpr std::array<std::string_view, 3> kFree{"note", "query", "filter"};
  if (const auto checked = form.check(kKnown, kFree); !checked) {
    return tl::unexpected(checked.error().error);
  }
  SentDraft sent;
  for (const Field& field : kFields) {
    if (form.has(field.name)) sent.draft.*field.text = form.get(field.name);
  }
  sent.draft.note = with_line_feeds(sent.draft.note);
  if (!base::is_utf8(sent.draft.note)) return bad("the note is not valid UTF-8");
  if (form.has("version")) {
    const auto version = whole_number(form.get("version"));
    if (!version) return bad("'version' is not a whole number");
    sent.version = static_cast<std::uint32_t>(*version);
  }
  return sent;
}

base::Result<std::string> name_of_json(std::string_view body) {
  corpus::JsonTree tree;
  const auto object = object_of(tree, body);
  if (!object) return tl::unexpected(object.error());
  std::string name;
  for (const JsonValue member : *object) {
    if (member.key() != "name") return tl::unexpected(unknown_member(member.key(), "name"));
    if (!member.is(Kind::string)) return bad("'name' is not a string");
    name = member.string();
  }
  return name;
}

base::Result<Marking> marking_of_json(std::string_view body) {
  corpus::JsonTree tree;
  const auto object = object_of(tree, body);
  if (!object) return tl::unexpected(object.error());
  Marking marking;
  bool single = false;
  bool together = false;
  for (const JsonValue member : *object) {
    if (member.key() == "numbers") {
      if (!member.is(Kind::array)) return bad("'numbers' is not an array");
      single = true;
      for (const JsonValue item : member) {
        const auto number = number_of(item, 1);
        if (!number) return bad("'numbers' holds something else than numbers of alerts");
        marking.numbers.push_back(*number);
      }
    } else if (member.key() == "read") {
      if (!member.is(Kind::boolean)) return bad("'read' is neither true nor false");
      marking.read = member.is_true();
    } else if (member.key() == "saved") {
      if (!member.is(Kind::string)) return bad("'saved' is not a string");
      together = true;
      marking.search = member.string();
    } else if (member.key() == "up_to") {
      const auto number = number_of(member, 0);
      if (!number) return tl::unexpected(number.error());
      together = true;
      marking.up_to = *number;
    } else {
      return tl::unexpected(unknown_member(member.key(), "numbers, read, saved, up_to"));
    }
  }
  if (single && together) return bad("'numbers' excludes 'saved' and 'up_to'");
  if (!single && !marking.read)
    return bad("only single alerts can be marked as unread", "name their numbers");
  if (single && marking.numbers.empty()) return bad("'numbers' is empty", "leave it out to mark all");
  return marking;
}

}  // namespace labtrail::http
