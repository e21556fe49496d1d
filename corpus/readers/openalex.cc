// OpenAlex works, as the snapshot and the API print them (documentation: developers.openalex.org, "Work
// object"). The raw affiliation strings are the text to trust; `affiliations` ties each of them to the
// institutions that OpenAlex saw in it, which is what this source asserts.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "corpus/base/identifier.h"
#include "corpus/base/text.h"
#include "corpus/readers/formats.h"

namespace labtrail::corpus {
namespace {

using Kind = JsonValue::Kind;

/// One list of words by position; gaps (the source cuts abstracts) close up.
std::string rebuild_abstract(const JsonValue& index) {
  struct Word {
    std::int64_t position;
    std::string_view text;
  };
  std::vector<Word> words;
  std::size_t bytes = 0;
  for (const JsonValue word : index) {
    for (const JsonValue position : word) {
      if (const auto at = position.integer()) {
        words.push_back({*at, word.key()});
        bytes += word.key().size() + 1;
      }
    }
  }
  std::stable_sort(words.begin(), words.end(),
                   [](const Word& a, const Word& b) { return a.position < b.position; });
  std::string out;
  out.reserve(bytes);
  for (const Word& word : words) {
    if (!out.empty()) out += ' ';
    out += word.text;
  }
  return out;
}

/// "ror:05a0dhs15" if the source knows a ROR id, else "openalex:I123", else the name.
std::string entity_id(std::string_view ror, std::string_view url, std::string_view name) {
  if (!ror.empty()) return "ror:" + std::string(ror);
  if (!url.empty()) return "openalex:" + std::string(last_segment(url));
  return std::string(name);
}

std::string bare_ror(const JsonValue& value) {
  return base::ascii_lower(last_segment(value.string()));
}

/// Builds one paper; holds what several members share.
class Work {
 public:
  explicit Work(const JsonValue& record) : record_(record), clean_(paper_.originals) {}

  base::Result<Paper> build() {
    const std::string id = openalex_work_id(record_["id"].string());
    if (id.empty()) return base::fail(base::ErrorCode::bad_record, "no OpenAlex work id");
    std::string_view title = record_["title"].string();
    if (title.empty()) title = record_["display_name"].string();
    paper_.title = clean_.markup("title", title);
    if (paper_.title.empty()) return base::fail(base::ErrorCode::bad_record, "no title");
    paper_.id = "openalex:" + id;
    paper_.source = {"openalex", id, {}};
    std::string abstract = rebuild_abstract(record_["abstract_inverted_index"]);
    if (abstract.empty()) abstract = record_["abstract"].string();
    paper_.abstract = clean_.markup("abstract", abstract);
    describe();
    for (const JsonValue authorship : record_["authorships"]) add_author(authorship);
    add_funding();
    for (const JsonValue topic : record_["topics"]) {
      const std::string_view topic_id = topic["id"].string();
      if (topic_id.empty()) continue;
      paper_.topics.push_back({"openalex:" + std::string(last_segment(topic_id)),
                               clean_.plain("topics", topic["display_name"].string())});
    }
    for (const JsonValue keyword : record_["keywords"]) {
      const std::string_view name =
          keyword.is(Kind::string) ? keyword.string() : keyword["display_name"].string();
      paper_.keywords.push_back(clean_.plain("keywords", name));
    }
    make_distinct(paper_.keywords);
    add_ids(id);
    return std::move(paper_);
  }

 private:
  void describe() {
    const std::string language = base::ascii_lower(record_["language"].string());
    if (language.size() == 2 || (language.size() > 2 && language[2] == '-'))
      paper_.language = language.substr(0, 2);
    const auto year = record_["publication_year"].integer();
    if (year && *year > 0 && *year <= 9999) paper_.year = static_cast<int>(*year);
    const std::string_view date = record_["publication_date"].string();
    if (date.size() >= 10) paper_.date = date.substr(0, 10);
    paper_.type = record_["type"].string();
    paper_.retracted = record_["is_retracted"].is_true();
    const JsonValue location = record_["primary_location"];
    const JsonValue source = location["source"];
    std::string_view venue = source["display_name"].string();
    if (venue.empty()) venue = location["raw_source_name"].string();
    if (venue.empty()) venue = record_["host_venue"]["display_name"].string();
    paper_.venue = clean_.markup("venue", venue);
    paper_.url = location["landing_page_url"].string();
    if (paper_.url.empty()) paper_.url = record_["doi"].string();
    if (paper_.url.empty()) paper_.url = record_["id"].string();
    add_extra("biblio", record_["biblio"]);
    add_extra("publisher", source["host_organization_name"]);
    add_extra("issn", source["issn_l"]);
    add_extra("pdf", record_["best_oa_location"]["pdf_url"]);
    if (record_["is_paratext"].is_true()) add_extra("paratext", record_["is_paratext"]);
  }

  /// Keeps a member that the paper has no place for; nulls say nothing.
  void add_extra(std::string_view name, const JsonValue& value) {
    if (value.absent()) return;
    if (value.is(Kind::object)) {
      bool says_something = false;
      for (const JsonValue member : value) says_something = says_something || !member.absent();
      if (!says_something) return;
    }
    std::string json;
    append_clean_json(json, value, clean_);
    paper_.extra.emplace_back(name, std::move(json));
  }

  void add_author(const JsonValue& authorship) {
    Author author;
    std::string_view name = authorship["author"]["display_name"].string();
    if (name.empty()) name = authorship["raw_author_name"].string();
    author.name = clean_.plain("authors", name);
    author.orcid = last_segment(authorship["author"]["orcid"].string());

    std::vector<std::string> all;  // every institution of this author
    for (const JsonValue institution : authorship["institutions"])
      all.push_back(add_institution(institution));
    make_distinct(all);
    std::unordered_set<std::string> tied;
    for (const JsonValue affiliation : authorship["affiliations"]) {
      Affiliation out{clean_.plain("affiliations", affiliation["raw_affiliation_string"].string()), {}};
      for (const JsonValue url : affiliation["institution_ids"]) {
        const auto known = institutions_.find(std::string(url.string()));
        if (known == institutions_.end()) continue;
        out.institutions.push_back(known->second);
        tied.insert(known->second);
      }
      make_distinct(out.institutions);
      if (!out.raw.empty() || !out.institutions.empty()) author.affiliations.push_back(std::move(out));
    }
    if (author.affiliations.empty()) {
      // Older drops have the strings alone: with a single one there is only one way to tie.
      for (const JsonValue raw : authorship["raw_affiliation_strings"]) {
        Affiliation out{clean_.plain("affiliations", raw.string()), {}};
        if (!out.raw.empty()) author.affiliations.push_back(std::move(out));
      }
      if (author.affiliations.size() == 1) {
        author.affiliations[0].institutions = all;
        tied.insert(all.begin(), all.end());
      }
    }
    // Institutions of the author that no string accounts for: an affiliation without text.
    Affiliation rest;
    for (const std::string& id : all) {
      if (tied.count(id) == 0) rest.institutions.push_back(id);
    }
    if (!rest.institutions.empty()) author.affiliations.push_back(std::move(rest));
    for (const JsonValue country : authorship["countries"]) add_country(country.string());
    if (!author.name.empty() || !author.affiliations.empty()) paper_.authors.push_back(std::move(author));
  }

  std::string add_institution(const JsonValue& value) {
    const std::string url(value["id"].string());
    if (const auto known = institutions_.find(url); !url.empty() && known != institutions_.end())
      return known->second;
    Institution out;
    out.ror = bare_ror(value["ror"]);
    out.name = clean_.plain("institutions", value["display_name"].string());
    out.id = entity_id(out.ror, url, out.name);
    out.country = base::ascii_upper(value["country_code"].string());
    out.type = value["type"].string();
    for (const JsonValue parent : value["lineage"]) {
      // The source lists the institution itself, too.
      if (parent.string() != url && !parent.string().empty()) {
        out.lineage.push_back("openalex:" + std::string(last_segment(parent.string())));
      }
    }
    if (out.id.empty()) return {};
    add_country(out.country);
    std::string id = out.id;
    if (institution_ids_.insert(id).second) paper_.institutions.push_back(std::move(out));
    if (!url.empty()) institutions_.emplace(url, id);
    return id;
  }

  void add_country(std::string_view code) {
    if (code.size() == 2) add_distinct(paper_.countries, base::ascii_upper(code));
  }

  void add_funding() {
    struct Known {
      Funder funder;
      bool has_award = false;
    };
    std::vector<Known> known;  // in the source's order
    std::unordered_map<std::string, std::size_t> places;
    for (const JsonValue funder : record_["funders"]) {
      const std::string_view url = funder["id"].string();
      std::string name = clean_.plain("funders", funder["display_name"].string());
      if (!url.empty()) places.emplace(url, known.size());
      known.push_back({{std::move(name), entity_id(bare_ror(funder["ror"]), url, {}), {}}, false});
    }
    std::unordered_set<std::string> seen;
    const auto add = [&](Funder&& funder) {
      if (funder.name.empty() && funder.id.empty()) return;
      if (seen.insert(funder.name + '\n' + funder.id + '\n' + funder.award).second)
        paper_.funders.push_back(std::move(funder));
    };
    const auto add_award = [&](const JsonValue& url, const JsonValue& name, const JsonValue& award) {
      Funder out{clean_.plain("funders", name.string()), entity_id({}, url.string(), {}),
                 clean_.plain("funders", award.string())};
      if (const auto place = places.find(std::string(url.string())); place != places.end()) {
        Known& funder = known[place->second];
        funder.has_award = true;
        out.id = funder.funder.id;
        if (out.name.empty()) out.name = funder.funder.name;
      }
      add(std::move(out));
    };
    for (const JsonValue award : record_["awards"]) {
      add_award(award["funder_id"], award["funder_display_name"], award["funder_award_id"]);
    }
    for (const JsonValue grant : record_["grants"]) {  // until 2025
      add_award(grant["funder"], grant["funder_display_name"], grant["award_id"]);
    }
    for (Known& funder : known) {
      if (!funder.has_award) add(std::move(funder.funder));
    }
  }

  void add_ids(std::string_view id) {
    std::string_view doi_text = record_["doi"].string();
    if (doi_text.empty()) doi_text = record_["ids"]["doi"].string();
    const std::string doi = base::bare_doi(doi_text);
    if (!doi.empty()) paper_.ids.emplace_back("doi", doi);
    paper_.ids.emplace_back("openalex", id);
    constexpr std::string_view kArxiv = "10.48550/arxiv.";
    if (doi.compare(0, kArxiv.size(), kArxiv) == 0)
      paper_.ids.emplace_back("arxiv", doi.substr(kArxiv.size()));
    for (const std::string_view name : {"pmid", "pmcid", "mag"}) {
      const JsonValue value = record_["ids"][name];
      const std::string_view text = value.is(Kind::number) ? value.number() : last_segment(value.string());
      if (!text.empty()) paper_.ids.emplace_back(name, text);
    }
  }

  JsonValue record_;
  Paper paper_;
  FieldCleaner clean_;
  std::unordered_map<std::string, std::string> institutions_;  ///< the source's url -> our id
  std::unordered_set<std::string> institution_ids_;            ///< those in paper_.institutions
};

}  // namespace

std::string openalex_work_id(std::string_view text) {
  constexpr std::string_view kHost = "openalex.org/";
  std::size_t at = text.find(kHost);
  at = at == std::string_view::npos ? 0 : at + kHost.size();
  if (text.compare(at, 6, "works/") == 0) at += 6;
  while (at < text.size() && (text[at] == ' ' || text[at] == '"')) ++at;
  if (at >= text.size() || (text[at] != 'W' && text[at] != 'w')) return {};
  std::size_t end = at + 1;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  const bool whole =
      end > at + 1 && (end == text.size() || text[end] == '"' || text[end] == ' ' || text[end] == ',');
  return whole ? base::ascii_upper(text.substr(at, end - at)) : std::string{};
}

bool is_openalex(const JsonValue& record) {
  constexpr std::string_view kWork = "https://openalex.org/W";
  return record["id"].string().substr(0, kWork.size()) == kWork &&
         (!record["display_name"].is(Kind::missing) || !record["title"].is(Kind::missing));
}

base::Result<Paper> paper_from_openalex(const JsonValue& record) {
  return Work(record).build();
}

}  // namespace labtrail::corpus
