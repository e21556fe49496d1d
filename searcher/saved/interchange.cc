#include "searcher/saved/interchange.h"

#include <fmt/format.h>

#include <cstdio>
#include <ctime>

#include "corpus/base/json_writer.h"
#include "corpus/json_tree.h"

namespace labtrail::saved {
namespace {

using base::ErrorCode;
using corpus::JsonValue;
using Kind = JsonValue::Kind;

void write(base::JsonWriter& json, const Version& version) {
  const Draft& draft = version.draft;
  json.begin_object().field("version", version.number).field("date", base::iso8601(version.date));
  json.field("grammar", version.grammar).field("name", draft.name).field("case", draft.case_);
  json.field("note", draft.note).field("query", draft.query).field("filter", draft.filter);
  json.field("sort", draft.sort).field("facets", draft.facets).end_object();
}

void write(base::JsonWriter& json, const Count& count) {
  json.begin_object().field("version", count.version).field("generation", count.generation);
  json.field("date", count.generation_date).field("count", count.count);
  if (count.candidates) json.field("candidates", *count.candidates);
  json.end_object();
}

/// What is wrong with a text, thrown in the middle of reading it.
struct Fault {
  std::string message;
};

/// An object of the text; `place` names it for people.
class Reader {
 public:
  Reader(JsonValue value, std::string place) : value_(value), place_(std::move(place)) {
    if (!value_.is(Kind::object)) fail("is no object");
  }
  [[nodiscard]] std::string text(const char* name) const {
    const JsonValue value = value_[name];
    if (!value.is(Kind::string)) fail(fmt::format("has no text '{}'", name));
    return std::string(value.string());
  }
  [[nodiscard]] std::int64_t number(const char* name) const {
    const auto number = value_[name].integer();
    if (!number || *number < 0) fail(fmt::format("has no number '{}'", name));
    return *number;
  }
  [[nodiscard]] std::uint32_t small(const char* name) const {
    const std::int64_t value = number(name);
    if (value > 1'000'000'000) fail(fmt::format("has too large a number '{}'", name));
    return static_cast<std::uint32_t>(value);
  }
  [[nodiscard]] std::optional<std::uint64_t> number_if_there(const char* name) const {
    if (value_[name].absent()) return std::nullopt;
    return static_cast<std::uint64_t>(number(name));
  }
  [[nodiscard]] bool boolean(const char* name) const {
    if (!value_[name].is(Kind::boolean)) fail(fmt::format("has no '{}'", name));
    return value_[name].is_true();
  }
  /// Seconds since 1970 of "2026-11-24T08:15:00Z".
  [[nodiscard]] std::int64_t date(const char* name) const {
    const std::string given = text(name);
    std::tm parts{};
    const char* end = ::strptime(given.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    const std::int64_t seconds = end != nullptr ? ::timegm(&parts) : 0;
    if (end == nullptr || base::iso8601(seconds) != given) fail(fmt::format("has no date '{}'", name));
    return seconds;
  }
  [[nodiscard]] std::vector<Reader> objects(const char* name, const char* each) const {
    if (!value_[name].is(Kind::array)) fail(fmt::format("has no list '{}'", name));
    std::vector<Reader> out;
    for (const JsonValue value : value_[name])
      out.emplace_back(value, fmt::format("{}, {} {}", place_, each, out.size() + 1));
    return out;
  }
  [[noreturn]] void fail(std::string_view what) const { throw Fault{fmt::format("{} {}", place_, what)}; }

 private:
  JsonValue value_;
  std::string place_;
};

Version read_version(const Reader& in) {
  Version out;
  out.number = in.small("version");
  out.date = in.date("date");
  out.grammar = in.small("grammar");
  out.draft.name = in.text("name");
  out.draft.case_ = in.text("case");
  out.draft.note = in.text("note");
  out.draft.query = in.text("query");
  out.draft.filter = in.text("filter");
  out.draft.sort = in.text("sort");
  out.draft.facets = in.text("facets");
  if (out.draft.name.empty() || out.draft.name.size() > kMostName || out.draft.note.size() > kMostNote ||
      out.draft.case_.size() > kMostName)
    in.fail("has no name, or texts that are too long");
  return out;
}

Count read_count(const Reader& in) {
  return {in.small("version"), static_cast<std::uint64_t>(in.number("generation")), in.text("date"),
          static_cast<std::uint64_t>(in.number("count")), in.number_if_there("candidates")};
}

KeptSearch read_search(const Reader& in) {
  KeptSearch out;
  out.id = in.text("id");
  const bool simple = out.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
  if (out.id.empty() || out.id.size() > 32 || !simple)
    in.fail("has an id that is none (small letters and digits)");
  out.archived = in.boolean("archived");
  out.created = in.date("created");
  out.changed = in.date("changed");
  for (const Reader& version : in.objects("versions", "version")) {
    out.versions.push_back(read_version(version));
    if (out.versions.back().number != out.versions.size()) version.fail("is out of order");
  }
  if (out.versions.empty()) in.fail("has no version");
  for (const Reader& count : in.objects("counts", "count")) out.counts.push_back(read_count(count));
  return out;
}

}  // namespace

std::string export_text(const std::vector<KeptSearch>& searches) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("format", kExportFormat).field("version", kExportVersion);
  json.key("searches").begin_array();
  for (const KeptSearch& search : searches) {
    out += '\n';
    json.begin_object().field("id", search.id).field("archived", search.archived);
    json.field("created", base::iso8601(search.created)).field("changed", base::iso8601(search.changed));
    json.key("versions").begin_array();
    for (const Version& version : search.versions) write(json, version);
    json.end_array().key("counts").begin_array();
    for (const Count& count : search.counts) write(json, count);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  out += '\n';
  return out;
}

base::Result<std::vector<KeptSearch>> read_export(std::string_view text) {
  corpus::JsonTree tree;
  const auto parsed = tree.parse(text);
  if (!parsed) return base::fail(ErrorCode::bad_record, "this is no JSON: " + parsed.error().message);
  if ((*parsed)["format"].string() != kExportFormat) {
    return base::fail(
        ErrorCode::unsupported, "these are no saved searches",
        fmt::format("a text with \"format\":\"{}\" is needed, as export writes it", kExportFormat));
  }
  if ((*parsed)["version"].integer() != kExportVersion) {
    return base::fail(ErrorCode::unsupported,
                      "these saved searches are written in another version of the format",
                      fmt::format("this program reads version {}", kExportVersion));
  }
  if (tree.repairs().utf8 || tree.repairs().controls)
    return base::fail(ErrorCode::bad_record, "the text holds ill-formed UTF-8 or bare control characters");
  try {
    std::vector<KeptSearch> out;
    for (const Reader& search : Reader(*parsed, "the file").objects("searches", "search"))
      out.push_back(read_search(search));
    return out;
  } catch (const Fault& fault) {
    return base::fail(ErrorCode::bad_record, fault.message);
  }
}

}  // namespace labtrail::saved
