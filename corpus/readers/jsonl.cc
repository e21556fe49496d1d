// Papers in the form that Labtrail itself writes (paper_json.h): what `dump` prints and what people make by
// script. Reading a dump gives the same papers again, so cleaning here is only what changes nothing the
// second time: white space, e-mail addresses, the printed forms of ROR ids, ORCID iDs and DOIs.
#include "corpus/base/identifier.h"
#include "corpus/base/text.h"
#include "corpus/paper_json.h"
#include "corpus/readers/formats.h"

namespace labtrail::corpus {
namespace {

using Kind = JsonValue::Kind;

constexpr std::string_view kRor = "https://ror.org/";

/// "https://ror.org/05a0dhs15" and "ror:05A0DHS15" as ids; everything else stays.
std::string institution_id(std::string id) {
  if (id.compare(0, kRor.size(), kRor) == 0) return "ror:" + base::ascii_lower(last_segment(id));
  return id;
}

class Cleaning {
 public:
  explicit Cleaning(Paper& paper) : paper_(paper) {}

  void run() {
    for (std::string* text : {&paper_.title, &paper_.abstract, &paper_.venue, &paper_.type, &paper_.status,
                              &paper_.funding_text}) {
      clean(*text);
    }
    for (Author& author : paper_.authors) {
      clean(author.name);
      author.orcid = last_segment(author.orcid);
      for (Affiliation& affiliation : author.affiliations) clean(affiliation);
    }
    for (Affiliation& affiliation : paper_.affiliations) clean(affiliation);
    for (Institution& institution : paper_.institutions) {
      const bool is_name = institution.id == institution.name;
      clean(institution.name);
      institution.ror = base::ascii_lower(last_segment(institution.ror));
      institution.id = is_name ? institution.name : institution_id(institution.id);
      institution.country = base::ascii_upper(institution.country);
    }
    for (std::string& country : paper_.countries) country = base::ascii_upper(country);
    for (Funder& funder : paper_.funders) {
      clean(funder.name);
      clean(funder.award);
      funder.id = institution_id(funder.id);
    }
    for (std::string& keyword : paper_.keywords) clean(keyword);
    for (Topic& topic : paper_.topics) clean(topic.name);
    for (Original& original : paper_.originals) clean(original.text);
    for (auto& [name, value] : paper_.ids) {
      const std::string doi = name == "doi" ? base::bare_doi(value) : std::string{};
      if (!doi.empty()) value = doi;
    }
  }

 private:
  static void clean(std::string& text) {
    if (text.empty()) return;
    text = base::squeeze_space(strip_emails(text));
  }
  static void clean(Affiliation& affiliation) {
    clean(affiliation.raw);
    for (std::string& id : affiliation.institutions) id = institution_id(std::move(id));
  }

  Paper& paper_;
};

/// A DOI beside the title, as many scripts write it, belongs to the ids.
void move_doi(Paper& paper) {
  for (const auto& [name, value] : paper.ids) {
    if (name == "doi") return;
  }
  for (auto extra = paper.extra.begin(); extra != paper.extra.end(); ++extra) {
    if (extra->first != "doi" || extra->second.size() < 2) continue;
    const std::string doi =
        base::bare_doi(std::string_view(extra->second).substr(1, extra->second.size() - 2));
    if (!doi.empty()) paper.ids.insert(paper.ids.begin(), {"doi", doi});
    if (!doi.empty() || extra->second == "\"\"") paper.extra.erase(extra);
    return;
  }
}

}  // namespace

bool is_jsonl(const JsonValue& record) {
  return record["id"].is(Kind::string) && record["title"].is(Kind::string);
}

base::Result<Paper> paper_from_jsonl(const JsonValue& record) {
  auto paper = from_json(record);
  if (!paper) {
    if (paper.error().message == "'title' is missing") paper.error().message = "no title";
    return paper;
  }
  Cleaning(*paper).run();
  // Extra values hold text of strangers, too.
  if (!paper->extra.empty()) {
    JsonTree tree;
    std::vector<Original> ignored;
    FieldCleaner clean(ignored);
    for (auto& [name, value] : paper->extra) {
      if (value.find('@') == std::string::npos) continue;
      const auto parsed = tree.parse("[" + value + "]");
      if (!parsed) continue;
      std::string cleaned;
      for (const JsonValue item : *parsed) append_clean_json(cleaned, item, clean);
      value = std::move(cleaned);
    }
  }
  move_doi(*paper);
  if (paper->title.empty()) return base::fail(base::ErrorCode::bad_record, "no title");
  return paper;
}

}  // namespace labtrail::corpus
