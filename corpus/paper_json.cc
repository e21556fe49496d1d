#include "corpus/paper_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "corpus/base/json_writer.h"
#include "corpus/json_tree.h"
#include "corpus/readers/author_list.h"

namespace labtrail::corpus {
namespace {

using Kind = JsonValue::Kind;

// ---------------------------------------------------------------------------------------------- writing

/// Writes members that may be absent: an empty value is not written at all.
class MemberWriter {
 public:
  explicit MemberWriter(std::string& out) : json_(out) {}
  base::JsonWriter& json() { return json_; }

  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) json_.field(name, value);
  }
  void texts(std::string_view name, const std::vector<std::string>& values) {
    list(name, values, [&](const std::string& value) { json_.string(value); });
  }
  template <typename T, typename Write>
  void list(std::string_view name, const std::vector<T>& values, Write&& write) {
    if (values.empty()) return;
    json_.key(name).begin_array();
    for (const T& value : values) write(value);
    json_.end_array();
  }
  void affiliations(std::string_view name, const std::vector<Affiliation>& values) {
    list(name, values, [&](const Affiliation& affiliation) {
      json_.begin_object().field("raw", affiliation.raw);
      texts("institutions", affiliation.institutions);
      json_.end_object();
    });
  }

 private:
  base::JsonWriter json_;
};

void append(std::string& out, const Paper& paper, bool with_retrieved) {
  MemberWriter w(out);
  base::JsonWriter& json = w.json();
  json.begin_object().field("id", paper.id).field("title", paper.title);
  w.text("abstract", paper.abstract);
  w.text("language", paper.language);
  if (paper.year != 0) json.field("year", paper.year);
  w.text("date", paper.date);
  w.text("venue", paper.venue);
  w.text("type", paper.type);
  w.text("status", paper.status);
  w.list("authors", paper.authors, [&](const Author& author) {
    json.begin_object().field("name", author.name);
    w.text("orcid", author.orcid);
    w.affiliations("affiliations", author.affiliations);
    json.end_object();
  });
  if (paper.unpaired) json.field("unpaired", true);
  w.affiliations("affiliations", paper.affiliations);
  w.list("institutions", paper.institutions, [&](const Institution& institution) {
    json.begin_object().field("id", institution.id);
    w.text("name", institution.name);
    w.text("ror", institution.ror);
    w.text("country", institution.country);
    w.text("type", institution.type);
    w.texts("lineage", institution.lineage);
    json.end_object();
  });
  w.texts("countries", paper.countries);
  w.list("funders", paper.funders, [&](const Funder& funder) {
    json.begin_object().field("name", funder.name);
    w.text("id", funder.id);
    w.text("award", funder.award);
    json.end_object();
  });
  w.text("funding_text", paper.funding_text);
  w.texts("keywords", paper.keywords);
  w.list("topics", paper.topics, [&](const Topic& topic) {
    json.begin_object().field("id", topic.id);
    w.text("name", topic.name);
    json.end_object();
  });
  if (!paper.ids.empty()) {
    json.key("ids").begin_object();
    for (const auto& [name, value] : paper.ids) json.field(name, value);
    json.end_object();
  }
  w.text("url", paper.url);
  if (paper.retracted) json.field("retracted", true);
  const std::string_view retrieved =
      with_retrieved ? std::string_view(paper.source.retrieved) : std::string_view{};
  if (!paper.source.name.empty() || !paper.source.record.empty() || !retrieved.empty()) {
    json.key("source").begin_object();
    w.text("name", paper.source.name);
    w.text("record", paper.source.record);
    w.text("retrieved", retrieved);
    json.end_object();
  }
  w.list("originals", paper.originals, [&](const Original& original) {
    json.begin_object().field("field", original.field).field("text", original.text).end_object();
  });
  if (!paper.extra.empty()) {
    json.key("extra").begin_object();
    for (const auto& [name, value] : paper.extra) json.key(name).raw(value);
    json.end_object();
  }
  json.end_object();
}

// ---------------------------------------------------------------------------------------------- reading

/// A member of the wrong type; carried up to from_json, which makes an Error of it.
struct WrongMember {
  std::string message;
};

/// Where a value stands, for messages: "authors[3].name".
struct Place {
  const Place* parent = nullptr;
  std::string_view member;
  std::size_t index = 0;

  [[nodiscard]] std::string path() const {
    std::string out = parent == nullptr ? std::string{} : parent->path();
    if (member.empty()) return out + fmt::format("[{}]", index);
    if (!out.empty()) out += '.';
    return out.append(member);
  }
  [[noreturn]] void fail(std::string_view what) const {
    throw WrongMember{fmt::format("'{}' {}", path(), what)};
  }
};

std::string read_text(const JsonValue& value, const Place& place) {
  if (value.absent()) return {};
  if (!value.is(Kind::string)) place.fail("is not a string");
  return std::string(value.string());
}

bool read_flag(const JsonValue& value, const Place& place) {
  if (value.absent()) return false;
  if (!value.is(Kind::boolean)) place.fail("is neither true nor false");
  return value.is_true();
}

int read_year(const JsonValue& value, const Place& place) {
  if (value.absent()) return 0;
  if (!value.is(Kind::number)) place.fail("is not a number");
  const auto year = value.integer();
  if (!year || *year < 0 || *year > 9999) place.fail("is not a year between 0 and 9999");
  return static_cast<int>(*year);
}

template <typename T, typename Read>
std::vector<T> read_list(const JsonValue& value, const Place& place, Read&& read) {
  std::vector<T> out;
  if (value.absent()) return out;
  if (!value.is(Kind::array)) place.fail("is not a list");
  std::size_t index = 0;
  for (const JsonValue item : value) out.push_back(read(item, Place{&place, {}, index++}));
  return out;
}

std::vector<std::string> read_texts(const JsonValue& value, const Place& place) {
  return read_list<std::string>(value, place, [](const JsonValue& item, const Place& at) {
    if (!item.is(Kind::string)) at.fail("is not a string");
    return std::string(item.string());
  });
}

/// Members of an object by name; anything but an object is an error.
class Members {
 public:
  Members(const JsonValue& value, const Place& place) : value_(value), place_(place) {
    if (!value.is(Kind::object)) place.fail("is not an object");
  }
  [[nodiscard]] std::string text(std::string_view name) const { return read_text(value_[name], at(name)); }
  [[nodiscard]] std::string required(std::string_view name) const {
    std::string out = text(name);
    if (out.empty()) at(name).fail("is missing");
    return out;
  }
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const {
    return read_texts(value_[name], at(name));
  }
  [[nodiscard]] JsonValue operator[](std::string_view name) const { return value_[name]; }
  [[nodiscard]] Place at(std::string_view name) const { return Place{&place_, name, 0}; }

 private:
  JsonValue value_;
  const Place& place_;
};

Affiliation read_affiliation(const JsonValue& value, const Place& place) {
  if (value.is(Kind::string)) return {std::string(value.string()), {}};
  if (!value.is(Kind::object)) place.fail("is neither a string nor an object");
  const Members members(value, place);
  return {members.text("raw"), members.texts("institutions")};
}

std::vector<Affiliation> read_affiliations(const JsonValue& value, const Place& place) {
  return read_list<Affiliation>(value, place, read_affiliation);
}

Author read_author(const JsonValue& value, const Place& place) {
  if (value.is(Kind::string)) return {std::string(value.string()), {}, {}};
  if (!value.is(Kind::object)) place.fail("is neither a string nor an object");
  const Members members(value, place);
  const Place affiliations = members.at("affiliations");
  return {members.text("name"), members.text("orcid"),
          read_affiliations(members["affiliations"], affiliations)};
}

/// A list of authors, or one string of names between ";" or, without one, between ",".
std::vector<Author> read_authors(const JsonValue& value, const Place& place) {
  if (!value.is(Kind::string)) return read_list<Author>(value, place, read_author);
  std::vector<Author> out;
  for (std::string& name : split_authors(value.string()).names) {
    if (!name.empty()) out.push_back({std::move(name), {}, {}});
  }
  return out;
}

Institution read_institution(const JsonValue& value, const Place& place) {
  Institution out;
  if (value.is(Kind::string)) {
    out.id = out.name = value.string();
  } else if (value.is(Kind::object)) {
    const Members members(value, place);
    out = {members.text("id"),      members.text("name"), members.text("ror"),
           members.text("country"), members.text("type"), members.texts("lineage")};
  } else {
    place.fail("is neither a string nor an object");
  }
  if (out.id.empty()) out.id = out.ror.empty() ? out.name : "ror:" + out.ror;
  if (out.id.empty()) place.fail("has neither id nor name");
  return out;
}

Funder read_funder(const JsonValue& value, const Place& place) {
  if (value.is(Kind::string)) return {std::string(value.string()), {}, {}};
  if (!value.is(Kind::object)) place.fail("is neither a string nor an object");
  const Members members(value, place);
  return {members.text("name"), members.text("id"), members.text("award")};
}

Topic read_topic(const JsonValue& value, const Place& place) {
  if (value.is(Kind::string)) return {std::string(value.string()), std::string(value.string())};
  if (!value.is(Kind::object)) place.fail("is neither a string nor an object");
  const Members members(value, place);
  return {members.required("id"), members.text("name")};
}

Original read_original(const JsonValue& value, const Place& place) {
  const Members members(value, place);
  return {members.required("field"), members.text("text")};
}

std::vector<std::pair<std::string, std::string>> read_ids(const JsonValue& value, const Place& place) {
  std::vector<std::pair<std::string, std::string>> out;
  if (value.absent()) return out;
  if (!value.is(Kind::object)) place.fail("is not an object");
  for (const JsonValue member : value) {
    std::string id = read_text(member, Place{&place, member.key(), 0});
    if (!id.empty()) out.emplace_back(member.key(), std::move(id));
  }
  return out;
}

void add_extra(Paper& paper, const JsonValue& value) {
  std::string json;
  append_json(json, value);
  paper.extra.emplace_back(value.key(), std::move(json));
}

void read_extra(Paper& paper, const JsonValue& value, const Place& place) {
  if (value.absent()) return;
  if (!value.is(Kind::object)) place.fail("is not an object");
  for (const JsonValue member : value) add_extra(paper, member);
}

Provenance read_source(const JsonValue& value, const Place& place) {
  if (value.absent()) return {};
  const Members members(value, place);
  return {members.text("name"), members.text("record"), members.text("retrieved")};
}

struct Reading {
  std::string_view name;
  void (*read)(Paper&, const JsonValue&, const Place&);
};

/// In the order in which they are written.
constexpr std::array kMembers{
    Reading{"id", [](Paper& p, const JsonValue& v, const Place& at) { p.id = read_text(v, at); }},
    Reading{"title", [](Paper& p, const JsonValue& v, const Place& at) { p.title = read_text(v, at); }},
    Reading{"abstract", [](Paper& p, const JsonValue& v, const Place& at) { p.abstract = read_text(v, at); }},
    Reading{"language", [](Paper& p, const JsonValue& v, const Place& at) { p.language = read_text(v, at); }},
    Reading{"year", [](Paper& p, const JsonValue& v, const Place& at) { p.year = read_year(v, at); }},
    Reading{"date", [](Paper& p, const JsonValue& v, const Place& at) { p.date = read_text(v, at); }},
    Reading{"venue", [](Paper& p, const JsonValue& v, const Place& at) { p.venue = read_text(v, at); }},
    Reading{"type", [](Paper& p, const JsonValue& v, const Place& at) { p.type = read_text(v, at); }},
    Reading{"status", [](Paper& p, const JsonValue& v, const Place& at) { p.status = read_text(v, at); }},
    Reading{"authors",
            [](Paper& p, const JsonValue& v, const Place& at) { p.authors = read_authors(v, at); }},
    Reading{"unpaired", [](Paper& p, const JsonValue& v, const Place& at) { p.unpaired = read_flag(v, at); }},
    Reading{"affiliations",
            [](Paper& p, const JsonValue& v, const Place& at) { p.affiliations = read_affiliations(v, at); }},
    Reading{"institutions",
            [](Paper& p, const JsonValue& v, const Place& at) {
              p.institutions = read_list<Institution>(v, at, read_institution);
            }},
    Reading{"countries",
            [](Paper& p, const JsonValue& v, const Place& at) { p.countries = read_texts(v, at); }},
    Reading{"funders", [](Paper& p, const JsonValue& v,
                          const Place& at) { p.funders = read_list<Funder>(v, at, read_funder); }},
    Reading{"funding_text",
            [](Paper& p, const JsonValue& v, const Place& at) { p.funding_text = read_text(v, at); }},
    Reading{"keywords",
            [](Paper& p, const JsonValue& v, const Place& at) { p.keywords = read_texts(v, at); }},
    Reading{"topics", [](Paper& p, const JsonValue& v,
                         const Place& at) { p.topics = read_list<Topic>(v, at, read_topic); }},
    Reading{"ids", [](Paper& p, const JsonValue& v, const Place& at) { p.ids = read_ids(v, at); }},
    Reading{"url", [](Paper& p, const JsonValue& v, const Place& at) { p.url = read_text(v, at); }},
    Reading{"retracted",
            [](Paper& p, const JsonValue& v, const Place& at) { p.retracted = read_flag(v, at); }},
    Reading{"source", [](Paper& p, const JsonValue& v, const Place& at) { p.source = read_source(v, at); }},
    Reading{"originals", [](Paper& p, const JsonValue& v,
                            const Place& at) { p.originals = read_list<Original>(v, at, read_original); }},
    Reading{"extra", read_extra},
};

Paper read_paper(const JsonValue& value) {
  if (!value.is(Kind::object)) throw WrongMember{"the record is not an object"};
  Paper paper;
  std::array<bool, kMembers.size()> seen{};
  std::size_t expected = 0;  // members usually come in the order in which we write them
  for (const JsonValue member : value) {
    std::size_t found = kMembers.size();
    for (std::size_t i = 0; i < kMembers.size(); ++i) {
      const std::size_t at = (expected + i) % kMembers.size();
      if (kMembers[at].name == member.key()) {
        found = at;
        break;
      }
    }
    if (found == kMembers.size()) {
      add_extra(paper, member);
      continue;
    }
    const Place place{nullptr, member.key(), 0};
    if (seen[found]) place.fail("occurs twice");
    seen[found] = true;
    expected = found + 1;
    kMembers[found].read(paper, member, place);
  }
  for (const std::string_view name : {"id", "title"}) {
    if ((name == "id" ? paper.id : paper.title).empty()) Place{nullptr, name, 0}.fail("is missing");
  }
  std::unordered_set<std::string_view> names;
  for (const auto& [name, value] : paper.extra) {
    if (!names.insert(name).second) Place{nullptr, name, 0}.fail("occurs twice");
  }
  return paper;
}

}  // namespace

void append_json(std::string& out, const Paper& paper) {
  append(out, paper, true);
}

std::string to_json(const Paper& paper) {
  std::string out;
  append_json(out, paper);
  return out;
}

base::Result<Paper> from_json(std::string_view json) {
  thread_local JsonTree tree;
  const auto value = tree.parse(json);
  if (!value) return tl::unexpected<base::Error>(value.error());
  return from_json(*value);
}

base::Result<Paper> from_json(const JsonValue& value) {
  try {
    return read_paper(value);
  } catch (const WrongMember& wrong) {
    return base::fail(base::ErrorCode::bad_record, wrong.message);
  }
}

base::Hash128 content_hash(const Paper& paper) {
  thread_local std::string canonical;
  canonical.clear();
  append(canonical, paper, false);
  return base::hash128(canonical);
}

}  // namespace labtrail::corpus
