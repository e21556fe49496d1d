// Conference lists ("paperlists"): one JSON array a file, one flat object of strings a paper, the venue and
// the year in the file's name. Institutions and countries come as parallel lists with index strings that
// repeat the shape of the affiliation list: `aff` "A + B; C" with `aff_unique_index` "0+1;2" ties A to the
// institution 0 of `aff_unique_norm`, and so on; `aff_country_unique_index` does the same for countries,
// leaving out institutions whose country is unknown. Where the shapes disagree nothing is tied.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "corpus/base/hash.h"
#include "corpus/base/identifier.h"
#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"
#include "corpus/readers/author_list.h"
#include "corpus/readers/country_names.h"
#include "corpus/readers/formats.h"

namespace labtrail::corpus {
namespace {

using Kind = JsonValue::Kind;
using Groups = std::vector<std::vector<int>>;  // by part, by piece; -1 = not a number

constexpr std::array<std::string_view, 23> kModelled{"id",
                                                     "title",
                                                     "author",
                                                     "authors",
                                                     "aff",
                                                     "affs",
                                                     "abstract",
                                                     "status",
                                                     "site",
                                                     "keywords",
                                                     "doi",
                                                     "arxiv",
                                                     "aff_unique_norm",
                                                     "aff_unique_dep",
                                                     "aff_unique_index",
                                                     "aff_country_unique",
                                                     "aff_country_unique_index",
                                                     "venue",
                                                     "year",
                                                     "aff_domain",
                                                     "email",
                                                     "emails",
                                                     "author_site"};

/// Words that stand where an institution should and name none.
bool is_placeholder(std::string_view name) {
  constexpr std::array<std::string_view, 14> kNone{"unknown",
                                                   "unknown institution",
                                                   "unknown affiliation",
                                                   "unknown university",
                                                   "not specified",
                                                   "institution not specified",
                                                   "university affiliation not specified",
                                                   "unaffiliated",
                                                   "independent",
                                                   "independent researcher",
                                                   "independent consultant",
                                                   "independent contributor",
                                                   "n/a",
                                                   "none"};
  return std::find(kNone.begin(), kNone.end(), base::ascii_lower(name)) != kNone.end();
}

std::optional<int> to_int(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Groups read_groups(std::string_view text) {
  Groups groups;
  if (text.empty()) return groups;
  for (const std::string_view part : split(text, ';')) {
    std::vector<int> group;
    for (const std::string_view piece : split(part, '+')) group.push_back(to_int(piece).value_or(-1));
    groups.push_back(std::move(group));
  }
  return groups;
}

class Row {
 public:
  Row(const JsonValue& record, const PaperlistsName& name)
      : record_(record), name_(name), clean_(paper_.originals) {}

  base::Result<Paper> build() {
    paper_.title = clean_.markup("title", record_["title"].string());
    if (paper_.title.empty()) return base::fail(base::ErrorCode::bad_record, "no title");
    paper_.abstract = clean_.markup("abstract", record_["abstract"].string());
    identify();
    paper_.year = name_.year;
    paper_.venue = name_.venue;
    if (paper_.venue.empty()) paper_.venue = clean_.plain("venue", record_["venue"].string());
    if (paper_.year == 0) paper_.year = year_of(record_["year"]);
    paper_.type = "article";
    paper_.status = clean_.plain("status", record_["status"].string());
    read_institutions();
    read_authors();
    for (const std::string_view keyword : split(record_["keywords"].string(), ';')) {
      paper_.keywords.push_back(clean_.plain("keywords", keyword));
    }
    make_distinct(paper_.keywords);
    read_links();
    keep_the_rest();
    return std::move(paper_);
  }

 private:
  static int year_of(const JsonValue& value) {
    const auto year = value.is(Kind::string) ? to_int(value.string()) : to_int(value.number());
    return year && *year > 0 && *year <= 9999 ? *year : 0;
  }

  void identify() {
    const JsonValue id = record_["id"];
    const std::string_view own = base::trim(id.is(Kind::number) ? id.number() : id.string());
    std::string key(own);
    if (own.empty()) {
      const std::string text = fmt::format("{}\n{}", record_["title"].string(), author_text());
      key = fmt::format("~{:.16}", base::hex(base::hash128(text)));
    }
    paper_.id = fmt::format("paperlists:{}/{}", name_.stem, key);
    paper_.source = {"paperlists", own.empty() ? name_.stem : fmt::format("{}/{}", name_.stem, own), {}};
  }

  [[nodiscard]] std::string_view author_text() const {
    const std::string_view text = record_["author"].string();
    return text.empty() ? record_["authors"].string() : text;
  }
  [[nodiscard]] std::string_view affiliation_text() const {
    const std::string_view text = record_["aff"].string();
    return text.empty() ? record_["affs"].string() : text;
  }

  void read_institutions() {
    for (const std::string_view text : split(record_["aff_unique_norm"].string(), ';')) {
      std::string name = clean_.plain("institutions", text);
      if (is_placeholder(name)) name.clear();
      institution_names_.push_back(std::move(name));
    }
    groups_ = read_groups(record_["aff_unique_index"].string());

    const std::string_view country_text = record_["aff_country_unique"].string();
    std::vector<std::string> codes;
    bool all_known = true;
    for (const std::string_view text : split(country_text, ';')) {
      codes.emplace_back(country_code(text));
      if (codes.back().empty() && !text.empty() && base::ascii_lower(text) != "unknown") all_known = false;
      add_distinct(paper_.countries, codes.back());
    }
    if (!all_known) {
      std::string json;
      base::append_json_string(json, clean_.plain("extra", country_text));
      paper_.extra.emplace_back("aff_country_unique", std::move(json));
    }
    const std::vector<std::string> country_of = countries_by_institution(codes);
    std::unordered_set<std::string_view> seen;
    for (std::size_t i = 0; i < institution_names_.size(); ++i) {
      const std::string& name = institution_names_[i];
      if (name.empty() || !seen.insert(name).second) continue;
      paper_.institutions.push_back({name, name, {}, country_of[i], {}, {}});
    }
  }

  /// The country of each institution, where both index strings have the same shape once institutions without
  /// a name are left out, and where every mention of the institution has the same country.
  [[nodiscard]] std::vector<std::string> countries_by_institution(
      const std::vector<std::string>& codes) const {
    std::vector<std::string> out(institution_names_.size());
    std::vector<int> institutions;
    std::vector<int> named;
    for (const auto& group : groups_) {
      for (const int index : group) {
        institutions.push_back(index);
        if (is_institution(index)) named.push_back(index);
      }
    }
    std::vector<int> countries;
    for (const auto& group : read_groups(record_["aff_country_unique_index"].string())) {
      countries.insert(countries.end(), group.begin(), group.end());
    }
    const std::vector<int>& aligned = institutions.size() == countries.size() ? institutions : named;
    if (aligned.size() != countries.size()) return out;
    std::vector<bool> contradicted(out.size());
    for (std::size_t i = 0; i < aligned.size(); ++i) {
      if (!is_institution(aligned[i])) continue;
      if (countries[i] < 0 || static_cast<std::size_t>(countries[i]) >= codes.size()) continue;
      const auto institution = static_cast<std::size_t>(aligned[i]);
      const std::string& code = codes[static_cast<std::size_t>(countries[i])];
      if (!out[institution].empty() && out[institution] != code) contradicted[institution] = true;
      out[institution] = code;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (contradicted[i]) out[i].clear();
    }
    return out;
  }

  [[nodiscard]] bool is_institution(int index) const {
    return index >= 0 && static_cast<std::size_t>(index) < institution_names_.size() &&
           !institution_names_[static_cast<std::size_t>(index)].empty();
  }

  /// The group of index numbers for each part of the affiliation list, or nothing where they do not align.
  [[nodiscard]] std::vector<const std::vector<int>*> groups_by_part(std::string_view affiliations) const {
    const std::vector<std::string_view> parts = split(affiliations, ';');
    std::vector<const std::vector<int>*> out(parts.size(), nullptr);
    const auto filled = static_cast<std::size_t>(
        std::count_if(parts.begin(), parts.end(), [](std::string_view part) { return !part.empty(); }));
    const bool every = groups_.size() == parts.size();
    if (!every && groups_.size() != filled) return out;
    std::size_t next = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (every || !parts[i].empty()) out[i] = &groups_[next++];
    }
    return out;
  }

  [[nodiscard]] std::vector<Affiliation> affiliations_of(
      const AffiliationPart& part, const std::vector<const std::vector<int>*>& groups) const {
    std::vector<Affiliation> out;
    for (std::size_t i = 0; i < part.pieces.size(); ++i) {
      Affiliation affiliation{part.pieces[i], {}};
      for (const int at : part.groups) {
        const std::vector<int>* group = groups[static_cast<std::size_t>(at)];
        if (group == nullptr) continue;
        // One piece made of several parts has all their institutions; else piece by piece, in order.
        const auto tie = [&](int index) {
          if (!is_institution(index)) return;
          affiliation.institutions.push_back(institution_names_[static_cast<std::size_t>(index)]);
        };
        if (part.groups.size() > 1) {
          if (part.pieces.size() == 1) std::for_each(group->begin(), group->end(), tie);
        } else if (group->size() == part.published) {
          tie((*group)[part.ordinal[i]]);
        }
      }
      make_distinct(affiliation.institutions);
      out.push_back(std::move(affiliation));
    }
    return out;
  }

  void read_authors() {
    const AuthorList list = split_authors(clean_.plain("authors", author_text(), true));
    const std::string affiliation_list = clean_.plain("affiliations", affiliation_text(), true);
    // A part that starts with a comma is the rest of the one before, unless the parts count out as they are.
    std::vector<AffiliationPart> parts = split_affiliations(affiliation_list, false);
    if (parts.size() != list.names.size()) parts = split_affiliations(affiliation_list, true);
    // The index strings count the parts as published, before addresses were taken out.
    std::vector<const std::vector<int>*> groups = groups_by_part(affiliation_text());
    if (groups.size() != split(affiliation_list, ';').size())
      groups.assign(split(affiliation_list, ';').size(), nullptr);

    const bool any =
        std::any_of(parts.begin(), parts.end(), [](const auto& part) { return !part.pieces.empty(); });
    const auto named = static_cast<std::size_t>(std::count_if(
        list.names.begin(), list.names.end(), [](const std::string& name) { return !name.empty(); }));
    const bool by_place = parts.size() == list.names.size();
    bool paired = by_place || (named == parts.size() && named > 0);
    // Affiliations of comma lists are a set, unless they repeat as they do when there is one for each author.
    if (paired && list.comma_separated && !repeats(parts)) paired = false;
    if (list.names.size() == 1 && named == 1) paired = true;

    std::size_t next = 0;
    for (std::size_t i = 0; i < list.names.size(); ++i) {
      Author author{list.names[i], {}, {}};
      if (any && paired) {
        if (list.names.size() == 1) {
          for (const AffiliationPart& part : parts) {
            for (Affiliation& each : affiliations_of(part, groups))
              author.affiliations.push_back(std::move(each));
          }
        } else if (by_place || !author.name.empty()) {
          author.affiliations = affiliations_of(parts[by_place ? i : next++], groups);
        }
      }
      if (!author.name.empty() || !author.affiliations.empty()) paper_.authors.push_back(std::move(author));
    }
    if (!any || paired) return;
    paper_.unpaired = true;
    for (const AffiliationPart& part : parts) {
      for (Affiliation& each : affiliations_of(part, groups)) add_affiliation(std::move(each));
    }
  }

  static bool repeats(const std::vector<AffiliationPart>& parts) {
    std::unordered_set<std::string> seen;
    for (const AffiliationPart& part : parts) {
      if (!part.pieces.empty() && !seen.insert(fmt::format("{}", fmt::join(part.pieces, "+"))).second)
        return true;
    }
    return false;
  }

  void add_affiliation(Affiliation&& affiliation) {
    const auto [known, is_new] = affiliation_places_.emplace(affiliation.raw, paper_.affiliations.size());
    if (is_new) {
      paper_.affiliations.push_back(std::move(affiliation));
      return;
    }
    std::vector<std::string>& institutions = paper_.affiliations[known->second].institutions;
    for (const std::string& id : affiliation.institutions) add_distinct(institutions, id);
  }

  void read_links() {
    const std::string_view site = record_["site"].string();
    if (site.substr(0, 4) == "http") paper_.url = clean_.plain("url", site);
    const std::string doi = base::bare_doi(record_["doi"].string());
    if (!doi.empty()) paper_.ids.emplace_back("doi", doi);
    std::string_view arxiv = base::trim(record_["arxiv"].string());
    constexpr std::string_view kPrefix = "arXiv:";
    if (arxiv.substr(0, kPrefix.size()) == kPrefix) arxiv.remove_prefix(kPrefix.size());
    const std::size_t version = arxiv.rfind('v');
    if (version != std::string_view::npos && version > 0 && to_int(arxiv.substr(version + 1))) {
      arxiv = arxiv.substr(0, version);
    }
    if (!arxiv.empty()) paper_.ids.emplace_back("arxiv", arxiv);
    if (doi.empty()) keep("doi", record_["doi"]);
    if (paper_.url.empty()) keep("site", record_["site"]);
  }

  void keep(std::string_view name, const JsonValue& value) {
    if (value.absent() || (value.is(Kind::string) && base::trim(value.string()).empty())) return;
    std::string json;
    append_clean_json(json, value, clean_);
    paper_.extra.emplace_back(name, std::move(json));
  }

  void keep_the_rest() {
    std::unordered_set<std::string_view> seen;
    for (const JsonValue member : record_) {
      const bool modelled = std::find(kModelled.begin(), kModelled.end(), member.key()) != kModelled.end();
      if (!modelled && seen.insert(member.key()).second) keep(member.key(), member);
    }
  }

  JsonValue record_;
  const PaperlistsName& name_;
  Paper paper_;
  FieldCleaner clean_;
  std::vector<std::string> institution_names_;  ///< by the source's index; empty where none is named
  Groups groups_;
  std::unordered_map<std::string, std::size_t> affiliation_places_;  ///< of an unpaired paper, by raw string
};

}  // namespace

PaperlistsName paperlists_name(std::string_view file_name) {
  PaperlistsName out;
  std::string_view stem = file_name;
  for (const std::string_view ending : {".gz", ".zst", ".json", ".jsonl"}) {
    if (stem.size() > ending.size() && stem.substr(stem.size() - ending.size()) == ending) {
      stem.remove_suffix(ending.size());
    }
  }
  out.stem = stem == "-" ? "stdin" : std::string(stem);
  if (stem.size() < 5) return out;
  // "ai4x2025", "3dv2025": digits may be anywhere, the year is the four that end the name.
  const std::string_view tail = stem.substr(stem.size() - 4);
  const auto year = to_int(tail);
  if (!year || *year < 1900 || *year > 2100) return out;
  std::string_view venue = stem.substr(0, stem.size() - 4);
  while (!venue.empty() && (venue.back() == '-' || venue.back() == '_' || venue.back() == ' '))
    venue.remove_suffix(1);
  const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  if (std::none_of(venue.begin(), venue.end(), is_letter) || (venue.back() >= '0' && venue.back() <= '9'))
    return out;
  // Names of two words, which the files write as one.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kPrinted{
      {{"siggraphasia", "SIGGRAPH ASIA"}, {"thewebconf", "THE WEB CONFERENCE"}}};
  out.year = *year;
  for (const auto& [name, printed] : kPrinted) {
    if (base::ascii_lower(venue) == name) out.venue = printed;
  }
  if (out.venue.empty()) out.venue = base::ascii_upper(venue);
  return out;
}

bool is_paperlists(const JsonValue& record) {
  if (!record.is(Kind::object)) return false;
  const auto text = [&](std::string_view name) { return record[name].is(Kind::string); };
  const bool listed =
      text("author") || text("aff") || text("affs") || text("status") || text("track") || text("site");
  return listed && !record["authors"].is(Kind::array) && !record["affiliations"].is(Kind::array) &&
         (text("title") || text("id") || text("aff") || text("author"));
}

base::Result<Paper> paper_from_paperlists(const JsonValue& record, const PaperlistsName& name) {
  return Row(record, name).build();
}

}  // namespace labtrail::corpus
