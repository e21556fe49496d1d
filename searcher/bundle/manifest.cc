#include "searcher/bundle/manifest.h"

#include <fmt/format.h>

#include "corpus/base/json_writer.h"
#include "corpus/json_tree.h"
#include "searcher/bundle/sha256.h"

namespace labtrail::bundle {
namespace {

constexpr std::size_t kIdDigits = 64;
constexpr std::string_view kBefore = "{\"labtrail_evidence\":1,\"id\":\"";
static_assert(kFormat == 1);

using corpus::JsonValue;

/// Reads members and remembers the first one that is not what it should be.
class Members {
 public:
  explicit Members(JsonValue object) : object_(object) {}

  std::string text(std::string_view name) {
    const JsonValue value = object_[name];
    if (!value.is(JsonValue::Kind::string)) wrong(name);
    return std::string(value.string());
  }
  std::uint64_t number(std::string_view name) {
    const auto value = object_[name].integer();
    if (!value || *value < 0) wrong(name);
    return static_cast<std::uint64_t>(value.value_or(0));
  }
  std::optional<std::uint64_t> number_or_null(std::string_view name) {
    if (object_[name].is(JsonValue::Kind::null)) return std::nullopt;
    return number(name);
  }
  JsonValue list(std::string_view name) {
    const JsonValue value = object_[name];
    if (!value.is(JsonValue::Kind::array)) wrong(name);
    return value;
  }
  JsonValue object(std::string_view name) {
    const JsonValue value = object_[name];
    if (!value.is(JsonValue::Kind::object)) wrong(name);
    return value;
  }
  void wrong(std::string_view name) {
    if (wrong_.empty()) wrong_ = name;
  }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  JsonValue object_;
  std::string wrong_;
};

void write_year(base::JsonWriter& json, std::string_view name, int year) {
  json.key(name);
  if (year == 0) {
    json.null();
  } else {
    json.integer(year);
  }
}

}  // namespace

std::string to_text(const Manifest& manifest) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("labtrail_evidence", kFormat).field("id", std::string(kIdDigits, '0'));
  json.field("title", manifest.title).field("note", manifest.note);
  json.field("query", manifest.query).field("filter", manifest.filter).field("order", "id");
  json.field("generation", manifest.generation.number);
  json.field("generation_date", manifest.generation.date)
      .field("papers_in_index", manifest.generation.papers);
  json.field("unit", "papers").field("count", manifest.count).key("candidates");
  if (manifest.candidates) {
    json.integer(static_cast<std::int64_t>(*manifest.candidates));
  } else {
    json.null();
  }
  json.key("period").begin_object();
  write_year(json, "first_year", manifest.period.first);
  write_year(json, "last_year", manifest.period.last);
  json.field("without_year", manifest.period.without).end_object();
  json.key("registries").begin_array();
  for (const std::string& version : manifest.registries) json.string(version);
  json.end_array().field("program", manifest.program).key("parts").begin_array();
  for (const Part& part : manifest.parts) {
    json.begin_object().field("name", part.name).field("size", part.size).field("sha256", part.sha256);
    json.end_object();
  }
  json.end_array().end_object();
  out += '\n';
  return out.replace(kBefore.size(), kIdDigits, sha256(out));
}

std::string id_of_text(std::string_view text) {
  if (!text.starts_with(kBefore) || text.size() < kBefore.size() + kIdDigits) return sha256(text);
  return Sha256()
      .add(kBefore)
      .add(std::string(kIdDigits, '0'))
      .add(text.substr(kBefore.size() + kIdDigits))
      .take();
}

base::Result<Manifest> parse_manifest(std::string_view text) {
  using base::ErrorCode;
  if (text.size() > kMostManifestBytes)
    return base::fail(ErrorCode::too_large,
                      fmt::format("the manifest is larger than {} bytes", kMostManifestBytes));
  corpus::JsonTree tree;
  const auto root = tree.parse(text);
  if (!root) return base::fail(ErrorCode::bad_record, "the manifest is not JSON: " + root.error().message);
  const auto format = (*root)["labtrail_evidence"].integer();
  if (!format) return base::fail(ErrorCode::bad_record, "the manifest is not one of frozen evidence");
  if (*format != kFormat)
    return base::fail(ErrorCode::unsupported,
                      fmt::format("the bundle has format {}, this program reads format {}", *format, kFormat),
                      "use the program that the bundle's manifest names");
  Members members(*root);
  Manifest out;
  out.id = members.text("id");
  out.title = members.text("title");
  out.note = members.text("note");
  out.query = members.text("query");
  out.filter = members.text("filter");
  out.generation = {members.number("generation"), members.text("generation_date"),
                    members.number("papers_in_index")};
  out.count = members.number("count");
  out.candidates = members.number_or_null("candidates");
  Members period(members.object("period"));
  out.period.first = static_cast<int>(period.number_or_null("first_year").value_or(0));
  out.period.last = static_cast<int>(period.number_or_null("last_year").value_or(0));
  out.period.without = period.number("without_year");
  for (const JsonValue version : members.list("registries")) out.registries.emplace_back(version.string());
  out.program = members.text("program");
  for (const JsonValue item : members.list("parts")) {
    Members part(item);
    out.parts.push_back({part.text("name"), part.number("size"), part.text("sha256")});
    if (!part.wrong().empty()) members.wrong("parts");
  }
  if (!period.wrong().empty()) members.wrong("period");
  if (!members.wrong().empty())
    return base::fail(ErrorCode::bad_record,
                      fmt::format("'{}' of the manifest is missing or not readable", members.wrong()));
  return out;
}

}  // namespace labtrail::bundle
