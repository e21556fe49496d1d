#include "corpus/registry/file_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <regex>
#include <span>
#include <unordered_map>
#include <utility>

namespace labtrail::corpus {
namespace {

using Need = Table::Need;

template <typename Enum>
struct Word {
  std::string_view text;
  Enum value;
};
constexpr auto kOrganisationKinds = std::to_array<Word<OrganisationKind>>({
    {"lab", OrganisationKind::lab},
    {"institution", OrganisationKind::institution},
    {"funder", OrganisationKind::funder},
});
constexpr auto kNameKinds = std::to_array<Word<NameKind>>({
    {"name", NameKind::name},
    {"acronym", NameKind::acronym},
    {"former", NameKind::former},
    {"front", NameKind::front},
    {"informal", NameKind::informal},
    {"unit", NameKind::unit},
});

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_ror(std::string_view text) {
  return text.size() == 9 && text.front() == '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c); });
}
bool is_country(std::string_view text) {
  return text.size() == 2 && is_upper(text[0]) && is_upper(text[1]);
}
bool is_language(std::string_view text) {
  return text.size() == 2 && is_lower(text[0]) && is_lower(text[1]);
}
bool is_wikidata(std::string_view text) {
  return text.size() > 1 && text[0] == 'Q' && digits(text.substr(1));
}
bool is_reference(std::string_view text) {
  return is_slug(text) || is_ror_reference(text);
}

class FileReading {
 public:
  FileReading(std::string_view file, Complaints& complaints) : file_(file), complaints_(complaints) {}

  FileDraft read(const TomlValue& root) {
    Table table(root, file_, "a registry file", {"source", "organisation", "list", "topic"}, complaints_);
    for (const TomlValue* source : table.tables("source")) read_source(*source);
    FileDraft out;
    for (const TomlValue* item : table.tables("organisation"))
      out.organisations.push_back(organisation(*item));
    for (const TomlValue* item : table.tables("list")) out.lists.push_back(list(*item));
    for (const TomlValue* item : table.tables("topic")) out.topics.push_back(topic(*item));
    return out;
  }

 private:
  using Check = bool (*)(std::string_view);

  /// A string of a certain form; `form` ends the sentence "'id' must be ...".
  static std::string formed(Table& table, std::string_view key, Check check, std::string_view form,
                            Need need = Need::optional) {
    std::string text = table.string(key, need);
    if (!text.empty() && !check(text)) {
      table.complain(key, fmt::format("'{}' must be {}, not '{}'", key, form, text));
    }
    return text;
  }
  static std::string slug(Table& table) {
    return formed(table, "id", is_slug, "lower-case letters, digits and hyphens", Need::required);
  }
  static std::string date(Table& table, std::string_view key, Need need) {
    return formed(table, key, is_date, "a date as YYYY-MM-DD", need);
  }

  template <typename Enum>
  static std::optional<Enum> word(Table& table, std::string_view key, std::span<const Word<Enum>> words,
                                  std::string_view choices) {
    const std::string text = table.string(key);
    if (text.empty()) return std::nullopt;
    for (const auto& [name, value] : words) {
      if (name == text) return value;
    }
    table.complain(key, fmt::format("'{}' must be {}, not '{}'", key, choices, text));
    return std::nullopt;
  }

  std::vector<Place> places(const Table& table, std::string_view key, std::size_t count) const {
    std::vector<Place> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(table.place(key, i));
    return out;
  }

  void read_source(const TomlValue& value) {
    Table table(value, file_, "a source", {"key", "text"}, complaints_);
    const std::string key = table.string("key", Need::required);
    const auto [known, added] =
        sources_.try_emplace(key, Source{table.string("text", Need::required), value.line});
    if (!added) {
      table.complain("key", fmt::format("source '{}' stands in this file twice, first in line {}", key,
                                        known->second.line));
    }
  }

  /// The text of the source that `key` names.
  std::string source(Table& table, std::string_view key) {
    const std::string name = table.string(key, Need::required);
    if (name.empty()) return {};
    const auto found = sources_.find(name);
    if (found != sources_.end()) return found->second.text;
    std::vector<std::string_view> keys;
    for (const auto& [known, source] : sources_) keys.push_back(known);
    std::sort(keys.begin(), keys.end());
    std::string hint = did_you_mean(name, keys);
    if (hint.empty()) hint = "a [[source]] of this file has to have that key";
    table.complain(key, fmt::format("unknown source '{}'", name), std::move(hint));
    return {};
  }

  void check_parents(Table& table, const std::vector<std::string>& parents, Check check,
                     std::string_view form) {
    for (std::size_t i = 0; i < parents.size(); ++i) {
      if (check(parents[i])) continue;
      complaints_.add(table.place("parents", i),
                      fmt::format("a parent must be {}, not '{}'", form, parents[i]));
    }
  }

  OrganisationName organisation_name(const TomlValue& value, bool unit) {
    Table table(value, file_, unit ? "a unit" : "a name",
                {"text", "lang", "kind", "source", "needs", "excludes", "whole_part", "case"}, complaints_);
    OrganisationName out;
    out.text = table.string("text", Need::required);
    out.language = formed(table, "lang", is_language, "two letters of ISO 639-1");
    // Units have a table of their own, so "unit", the last word, is never written.
    const auto kinds = std::span(kNameKinds).first<kNameKinds.size() - 1>();
    const auto kind =
        word<NameKind>(table, "kind", kinds, "'name', 'acronym', 'former', 'front' or 'informal'");
    out.kind = unit ? NameKind::unit : kind.value_or(NameKind::name);
    out.source = source(table, "source");
    out.needs = table.strings("needs");
    for (std::size_t i = 0; i < out.needs.size(); ++i) {
      const std::string& need = out.needs[i];
      if (need.empty() || need[0] != '@' || need == "@place" || need == "@self") continue;
      complaints_.add(table.place("needs", i),
                      fmt::format("unknown context '{}' (there are @place and @self)", need));
    }
    out.excludes = table.strings("excludes");
    out.whole_part = table.boolean("whole_part");
    out.match_case = table.boolean("case");
    return out;
  }

  Decoy decoy(const TomlValue& value) {
    Table table(value, file_, "a decoy", {"text", "why"}, complaints_);
    Decoy out;
    out.text = table.string("text", Need::required);
    out.why = table.string("why", Need::required);
    return out;
  }

  OrganisationDraft organisation(const TomlValue& value) {
    Table table(value, file_, "an organisation",
                {"id", "kind", "name", "country", "cities", "ror", "wikidata", "crossref", "parents",
                 "founded", "note", "note_source", "names", "units", "decoys", "awards"},
                complaints_);
    OrganisationDraft out;
    Organisation& it = out.value;
    it.id = slug(table);
    out.kind = word<OrganisationKind>(table, "kind", kOrganisationKinds, "'lab', 'institution' or 'funder'");
    it.name = table.string("name");
    it.country = formed(table, "country", is_country, "two capital letters of ISO 3166-1");
    it.cities = table.strings("cities");
    it.ror = formed(table, "ror", is_ror, "a bare ROR id like '05a28rw58'");
    it.wikidata = formed(table, "wikidata", is_wikidata, "a Wikidata item like 'Q49108'");
    it.crossref = formed(table, "crossref", digits, "a Crossref Funder ID in digits, without '10.13039/'");
    it.parents = table.strings("parents");
    check_parents(table, it.parents, is_reference, "the id of an organisation or 'ror:' with a ROR id");
    if (const auto year = table.integer("founded")) {
      it.founded = static_cast<int>(std::clamp<std::int64_t>(*year, 0, 9999));
      if (*year < 1 || *year > 2100) table.complain("founded", "'founded' must be a year");
    }
    it.note = table.string("note");
    if (!it.note.empty() && !table.has("note_source")) table.complain("note", "a note without 'note_source'");
    if (table.has("note_source")) it.note_source = source(table, "note_source");
    for (const TomlValue* item : table.tables("names")) {
      it.names.push_back(organisation_name(*item, false));
      out.name_places.push_back({file_, item->line});
    }
    for (const TomlValue* item : table.tables("units")) {
      it.names.push_back(organisation_name(*item, true));
      out.name_places.push_back({file_, item->line});
    }
    for (const TomlValue* item : table.tables("decoys")) it.decoys.push_back(decoy(*item));
    it.awards = table.strings("awards");
    check_awards(table, it.awards);
    out.place = table.place();
    out.name_place = table.place("name");
    out.ror_place = table.place("ror");
    out.parent_places = places(table, "parents", it.parents.size());
    return out;
  }

  void check_awards(Table& table, const std::vector<std::string>& awards) {
    for (std::size_t i = 0; i < awards.size(); ++i) {
      try {
        const std::regex expression(awards[i]);
      } catch (const std::regex_error&) {
        complaints_.add(table.place("awards", i),
                        fmt::format("not a regular expression (ECMAScript): '{}'", awards[i]));
      }
    }
  }

  ListEntry list_entry(const TomlValue& value) {
    Table table(value, file_, "an entry", {"organisation", "printed", "entered", "ended", "citation"},
                complaints_);
    ListEntry out;
    out.organisation = formed(table, "organisation", is_reference,
                              "the id of an organisation or 'ror:' with a ROR id", Need::required);
    out.printed = table.string("printed", Need::required);
    out.entered = date(table, "entered", Need::required);
    out.ended = date(table, "ended", Need::optional);
    if (!out.ended.empty() && out.ended < out.entered) table.complain("ended", "'ended' is before 'entered'");
    out.citation = table.string("citation", Need::required);
    return out;
  }

  ListDraft list(const TomlValue& value) {
    Table table(value, file_, "a list", {"id", "name", "issuer", "edition", "url", "note", "entries"},
                complaints_);
    ListDraft out;
    out.value.id = slug(table);
    out.value.name = table.string("name", Need::required);
    out.value.issuer = table.string("issuer", Need::required);
    out.value.edition = date(table, "edition", Need::required);
    out.value.url = table.string("url", Need::required);
    out.value.note = table.string("note");
    for (const TomlValue* item : table.tables("entries")) {
      out.value.entries.push_back(list_entry(*item));
      out.entry_places.push_back({file_, item->line});
    }
    out.place = table.place();
    return out;
  }

  TopicTerm term(const TomlValue& value) {
    Table table(value, file_, "a term", {"text", "lang", "broad", "weak", "case"}, complaints_);
    TopicTerm out;
    out.text = table.string("text", Need::required);
    out.language = formed(table, "lang", is_language, "two letters of ISO 639-1");
    const bool broad = table.boolean("broad");
    const bool weak = table.boolean("weak");
    if (broad && weak) table.complain("weak", "a term is either broad or weak, not both");
    if (broad) out.strength = TermStrength::broad;
    if (weak) out.strength = TermStrength::weak;
    out.match_case = table.boolean("case");
    return out;
  }

  TopicDraft topic(const TomlValue& value) {
    Table table(value, file_, "a topic", {"id", "name", "zh", "parents", "note", "terms", "with", "not"},
                complaints_);
    TopicDraft out;
    TechnologyTopic& it = out.value;
    it.id = slug(table);
    it.name = table.string("name", Need::required);
    it.chinese = table.string("zh");
    it.parents = table.strings("parents");
    check_parents(table, it.parents, is_slug, "the id of a topic");
    it.note = table.string("note");
    it.with = table.strings("with");
    it.not_when = table.strings("not");
    for (const TomlValue* item : table.tables("terms")) {
      it.terms.push_back(term(*item));
      if (it.terms.back().strength != TermStrength::broad || !it.with.empty()) continue;
      complaints_.add({file_, item->line},
                      fmt::format("'{}' is broad, but the topic has no 'with'", it.terms.back().text));
    }
    out.place = table.place();
    out.parent_places = places(table, "parents", it.parents.size());
    return out;
  }

  struct Source {
    std::string text;
    std::uint32_t line;
  };
  std::string_view file_;
  Complaints& complaints_;
  std::unordered_map<std::string, Source> sources_;
};

}  // namespace

FileDraft read_registry_file(const TomlValue& root, std::string_view file, Complaints& complaints) {
  return FileReading(file, complaints).read(root);
}

std::string_view name(OrganisationKind kind) {
  for (const auto& [text, value] : kOrganisationKinds) {
    if (value == kind) return text;
  }
  return {};
}

std::string_view name(NameKind kind) {
  for (const auto& [text, value] : kNameKinds) {
    if (value == kind) return text;
  }
  return {};
}

bool is_slug(std::string_view text) {
  if (text.empty() || text.front() == '-' || text.back() == '-') return false;
  if (text.find("--") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_ror_reference(std::string_view text) {
  return text.substr(0, 4) == "ror:" && is_ror(text.substr(4));
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const std::string_view year = text.substr(0, 4);
  const std::string_view month = text.substr(5, 2);
  const std::string_view day = text.substr(8, 2);
  if (!digits(year) || !digits(month) || !digits(day)) return false;
  const auto number = [](std::string_view two) {
    return static_cast<unsigned>((two[0] - '0') * 10 + two[1] - '0');
  };
  const std::chrono::year_month_day date{
      std::chrono::year{static_cast<int>(number(year.substr(0, 2)) * 100 + number(year.substr(2)))},
      std::chrono::month{number(month)}, std::chrono::day{number(day)}};
  return date.ok();
}

}  // namespace labtrail::corpus
