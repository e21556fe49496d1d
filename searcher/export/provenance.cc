#include "searcher/export/provenance.h"

#include "corpus/base/plain.h"

namespace labtrail::exporting {

Provenance make_provenance(const searcher::SelectionFacts& facts) {
  ProvenanceRows rows;
  const auto add = [&](const char* name, std::string_view value) {
    rows.emplace_back(name, base::plain_line(value));
  };
  add("program", "Labtrail " LABTRAIL_VERSION);
  add("query", facts.query.empty() ? "(every paper)" : facts.query);
  add("filter", facts.filter.empty() ? "(none)" : facts.filter);
  add("papers", std::to_string(facts.total));
  add("unit", "papers");
  std::string period = facts.first_year == facts.last_year
                           ? std::to_string(facts.first_year)
                           : std::to_string(facts.first_year) + "-" + std::to_string(facts.last_year);
  if (facts.first_year == 0) period = "(no years)";
  if (facts.without_year > 0) period += ", and " + std::to_string(facts.without_year) + " without a year";
  add("period", period);
  if (facts.candidates) add("candidates_not_included", std::to_string(*facts.candidates));
  add("generation", std::to_string(facts.generation.number));
  add("generation_date", facts.generation.date);
  add("papers_in_generation", std::to_string(facts.generation.papers));
  add("registry", facts.registry.empty() ? "(none)" : facts.registry);
  add("licence", "as stated by the source of each paper");
  add("meaning",
      "an institution is what the source asserts or what is read in a printed affiliation; a missing "
      "affiliation is no evidence that there was none");
  return {facts, std::move(rows)};
}

std::string provenance_line(const ProvenanceRows& rows) {
  std::string out = "Exported from ";
  for (const auto& [name, value] : rows) {
    if (name == "meaning" || name == "unit") continue;
    if (name == "program") {
      out += value;
    } else {
      out += "; ";
      out += name;
      out += ": ";
      out += value;
    }
  }
  return out;
}

}  // namespace labtrail::exporting
