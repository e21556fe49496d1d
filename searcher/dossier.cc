#include "searcher/dossier.h"

#include <fmt/format.h>

#include <algorithm>

#include "corpus/base/csv.h"
#include "corpus/base/json_writer.h"
#include "searcher/collaborations.h"
#include "searcher/evidence_json.h"
#include "searcher/matrix.h"
#include "searcher/narrowing.h"
#include "searcher/query/filter.h"
#include "searcher/query/modifiers.h"
#include "searcher/sides.h"

namespace labtrail::searcher {

using format::FacetField;

namespace {

constexpr std::size_t kPartners = 25;
constexpr std::size_t kCountries = 300;
constexpr std::size_t kLabs = 15;
constexpr std::size_t kFunders = 15;
constexpr std::size_t kTopics = 15;
constexpr std::size_t kVenues = 15;
constexpr std::size_t kTypes = 10;
constexpr std::size_t kYears = 1000;
constexpr std::size_t kHeatTopics = 12;
constexpr std::size_t kStrings = 25;

/// In order of time.
void sort_years(Facet& years) {
  std::sort(years.buckets.begin(), years.buckets.end(), [](const FacetBucket& a, const FacetBucket& b) {
    return std::stoi(a.value) < std::stoi(b.value);
  });
}

/// The filter of exactly the papers in doubt: where the subject is the one organisation asked for.
std::string candidates_filter(const Response& answer) {
  std::vector<query::Clause> clauses = answer.clauses;
  const auto entities = std::count_if(clauses.begin(), clauses.end(),
                                      [](const query::Clause& clause) { return query::is_entity(clause); });
  if (entities != 1 || query::has_entity(answer.tree)) return {};
  const auto subject = std::find_if(clauses.begin(), clauses.end(),
                                    [](const query::Clause& clause) { return query::is_entity(clause); });
  if (subject->negated || subject->any_organisation || subject->scope.given() ||
      subject->values.size() != 1 || subject->none)
    return {};
  subject->scope.states = static_cast<std::uint8_t>(1U << static_cast<unsigned>(format::State::candidate));
  return query::to_string(clauses);
}

base::Result<Dossier> count_once(const Searcher& searcher, const DossierRequest& request,
                                 const query::Clause& subject) {
  Dossier out;
  CollaborationRequest asked;
  asked.request.query = request.query;
  asked.request.filter = request.filter;
  asked.request.deadline = request.deadline;
  asked.subject = request.subject;
  struct Part {
    Partners by;
    std::size_t limit;
    Collaborations* into;
  };
  for (const Part& part :
       {Part{Partners::institution, kPartners, &out.partners},
        Part{Partners::country, kCountries, &out.countries}, Part{Partners::lab, kLabs, &out.labs},
        Part{Partners::funder, kFunders, &out.funders}, Part{Partners::year, kYears, &out.joint_years}}) {
    asked.by = part.by;
    asked.limit = part.limit;
    auto found = searcher.collaborations(asked);
    if (!found) return tl::unexpected<base::Error>(std::move(found.error()));
    *part.into = std::move(*found);
  }
  // A country is brought by every string that names a place in it: those are nobody's names.
  if (subject.field != FacetField::country) {
    asked.limit = kStrings;
    auto strings = searcher.printed(asked);
    if (!strings) return tl::unexpected<base::Error>(std::move(strings.error()));
    out.strings = std::move(*strings);
  }

  Request papers = asked.request;
  papers.filter = out.partners.papers_filter;
  papers.limit = 0;
  papers.suggest_spelling = false;
  papers.facets_within = true;  // a dossier counts the papers that it is about
  papers.facets = {{FacetField::year, kYears},
                   {FacetField::topic, kTopics},
                   {FacetField::venue, kVenues},
                   {FacetField::type, kTypes}};
  auto answer = searcher.search(papers);
  if (!answer) return tl::unexpected<base::Error>(std::move(answer.error()));
  out.papers = answer->total;
  out.candidates = answer->candidates.value_or(0);
  out.years = std::move(answer->facets[0]);
  out.topics = std::move(answer->facets[1]);
  out.venues = std::move(answer->facets[2]);
  out.types = std::move(answer->facets[3]);
  out.generation = answer->generation;
  out.whole_index = answer->generation.papers;
  out.query = answer->query;
  out.filter = out.partners.filter;
  out.subject = out.partners.subject;
  out.label = out.partners.subject_label;
  out.papers_filter = out.partners.papers_filter;
  for (Facet* facet : {&out.years, &out.topics, &out.venues, &out.types})
    std::erase_if(facet->buckets, [](const FacetBucket& bucket) { return bucket.count == 0; });
  sort_years(out.years);
  auto table = make_table(
      searcher, {papers.query, papers.filter, {FacetField::topic, kHeatTopics}, {FacetField::year, kYears}});
  if (!table) return tl::unexpected<base::Error>(std::move(table.error()));
  out.topic_years = std::move(*table);

  if (query::is_entity(subject) || subject.field == FacetField::lineage) {
    if (auto profile = searcher.organisation(subject.values.front().text);
        profile && subject.values.size() == 1)
      out.profile = std::move(*profile);
    out.candidates_filter = candidates_filter(*answer);
  }
  return out;
}

bool is_whole(const Dossier& dossier) {
  const std::uint64_t number = dossier.generation.number;
  return dossier.partners.generation.number == number && dossier.countries.generation.number == number &&
         dossier.labs.generation.number == number && dossier.funders.generation.number == number &&
         dossier.joint_years.generation.number == number && dossier.topic_years.generation.number == number;
}

/// The filter of one value of a facet of the subject's papers.
std::string value_filter(const Dossier& dossier, FacetField field, std::string_view value) {
  return narrowed(dossier.papers_filter, field, value);
}

void write_facet(base::JsonWriter& json, const Dossier& dossier, std::string_view name, const Facet& facet) {
  json.key(name).begin_object().field("distinct", facet.distinct).field("none", facet.none);
  json.key("buckets").begin_array();
  for (const FacetBucket& bucket : facet.buckets) {
    json.begin_object().field("value", bucket.value).field("label", bucket.label);
    json.field("papers", bucket.count).field("filter", value_filter(dossier, facet.field, bucket.value));
    json.end_object();
  }
  json.end_array().end_object();
}

void write_profile(base::JsonWriter& json, const OrganisationProfile& profile) {
  json.begin_object().field("id", profile.id).field("kind", profile.kind).field("name", profile.name);
  json.field_or_null("country", profile.country);
  json.field_or_null("ror", profile.ror.empty() ? std::string() : "https://ror.org/" + profile.ror);
  json.field_or_null("wikidata", profile.wikidata);
  json.field_or_null("founded", profile.founded);
  json.field_or_null("note", profile.note);
  json.field_or_null("note_source", profile.note_source);
  json.key("names").begin_array();
  for (const OrganisationName& name : profile.names) {
    json.begin_object().field("text", name.text).field("kind", name.kind);
    json.field_or_null("language", name.language);
    json.field("source", name.source).end_object();
  }
  json.end_array();
  for (const auto& [key, related] :
       {std::pair("parents", &profile.parents), std::pair("parts", &profile.parts)}) {
    json.key(key).begin_array();
    for (const RelatedOrganisation& one : *related)
      json.begin_object().field("id", one.id).field("name", one.name).end_object();
    json.end_array();
  }
  json.key("lists").begin_array();
  for (const ListMembership& list : profile.lists) {
    json.begin_object().field("list", list.list).field("name", list.name).field("issuer", list.issuer);
    json.field("edition", list.edition).field("printed", list.printed).field("entered", list.entered);
    json.field_or_null("ended", list.ended);
    json.field("citation", list.citation).field("url", list.url).end_object();
  }
  json.end_array().key("decoys").begin_array();
  for (const OrganisationProfile::Decoy& decoy : profile.decoys)
    json.begin_object().field("text", decoy.text).field("why", decoy.why).end_object();
  json.end_array().end_object();
}

void write_strings(base::JsonWriter& json, const PrintedStrings& strings) {
  json.begin_object().field("distinct", strings.distinct).field("source_only", strings.source_only);
  json.key("strings").begin_array();
  for (const PrintedString& one : strings.strings) {
    json.begin_object().field("raw", one.raw).field("papers", one.papers).field("paper", one.paper);
    json.field("query", one.query).key("mentions").begin_array();
    for (const Mention& mention : one.mentions) write_mention(json, mention);
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

}  // namespace

base::Result<std::string> dossier_subject(const Searcher& searcher, std::string_view id) {
  return organisation_clause(searcher, id);
}

base::Result<std::string> dossier_subject(const Searcher& searcher, FacetField family, std::string_view id) {
  std::vector<FacetField> fields{family};
  if (family == FacetField::lab) fields.push_back(FacetField::institution);
  if (family == FacetField::institution) fields.push_back(FacetField::lab);
  for (const FacetField field : fields) {
    Request request;
    request.filter = query::to_string({query::value_clause(field, id)});
    request.limit = 0;
    const auto answer = searcher.search(request);
    if (!answer) return tl::unexpected<base::Error>(answer.error());
    if (answer->total > 0) return answer->filter;
  }
  if (fields.size() > 1) {
    const auto known = searcher.organisation(id);
    if (!known) return tl::unexpected<base::Error>(known.error());
    const FacetField field = known->kind == "lab" ? FacetField::lab : FacetField::institution;
    return query::to_string({query::value_clause(field, known->id)});
  }
  return base::fail(
      base::ErrorCode::not_found,
      fmt::format("no paper of this index bears '{}'", query::to_string({query::value_clause(family, id)})),
      "the facets of a search list what it knows");
}

base::Result<Dossier> make_dossier(const Searcher& searcher, const DossierRequest& request) {
  const auto subject = parse_subject(request.subject);
  if (!subject) return tl::unexpected<base::Error>(subject.error());
  for (;;) {
    auto dossier = count_once(searcher, request, *subject);
    // A generation may arrive in between: then once more, over the new one.
    if (!dossier || is_whole(*dossier)) return dossier;
  }
}

std::string to_json(const Dossier& dossier) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("meta").begin_object();
  json.field("query", dossier.query).field("filter", dossier.filter).field("unit", "papers");
  json.field("generation", dossier.generation.number).field("generation_date", dossier.generation.date);
  json.field("papers_in_index", dossier.whole_index).end_object();
  json.key("subject").begin_object().field("clause", dossier.subject).field("label", dossier.label);
  json.field("papers_filter", dossier.papers_filter).key("profile");
  dossier.profile ? write_profile(json, *dossier.profile) : static_cast<void>(json.null());
  json.end_object();
  json.field("papers", dossier.papers).field("candidates", dossier.candidates);
  json.field_or_null("candidates_filter", dossier.candidates_filter);
  json.field("joint", dossier.partners.joint.papers);
  write_facet(json, dossier, "years", dossier.years);
  for (const auto& [name, part] :
       {std::pair("institutions", &dossier.partners), std::pair("countries", &dossier.countries),
        std::pair("labs", &dossier.labs), std::pair("funders", &dossier.funders),
        std::pair("joint_years", &dossier.joint_years)})
    json.key(name).raw(to_json(*part));
  write_facet(json, dossier, "topics", dossier.topics);
  write_facet(json, dossier, "venues", dossier.venues);
  write_facet(json, dossier, "types", dossier.types);
  json.key("topic_years").raw(to_json(dossier.topic_years));
  json.key("printed");
  write_strings(json, dossier.strings);
  json.end_object();
  return out;
}

std::string to_csv(const Dossier& dossier) {
  std::string out;
  base::append_csv_row(out, {"section", "value", "label", "papers", "two_authors", "one_author", "unpaired",
                             "fractional", "first_year", "last_year", "filter"});
  const auto number = [](std::uint64_t count) { return std::to_string(count); };
  const auto plain = [&](std::string_view section, std::string_view value, std::string_view label,
                         std::uint64_t papers, const std::string& filter) {
    base::append_csv_row(out, {std::string(section),
                               std::string(value),
                               std::string(label),
                               number(papers),
                               {},
                               {},
                               {},
                               {},
                               {},
                               {},
                               filter});
  };
  base::append_csv_row(out, {"generation",
                             number(dossier.generation.number),
                             dossier.generation.date,
                             number(dossier.whole_index),
                             {},
                             {},
                             {},
                             {},
                             {},
                             {},
                             dossier.filter});
  plain("papers", dossier.subject, dossier.label, dossier.papers, dossier.papers_filter);
  plain("candidates", dossier.subject, dossier.label, dossier.candidates, dossier.candidates_filter);
  const PairCounts& joint = dossier.partners.joint;
  base::append_csv_row(out, {"joint",
                             dossier.subject,
                             dossier.label,
                             number(joint.papers),
                             number(joint.two_authors),
                             number(joint.one_author),
                             number(joint.unpaired),
                             {},
                             {},
                             {},
                             dossier.partners.joint_filter});
  const auto facet = [&](std::string_view section, const Facet& values) {
    for (const FacetBucket& bucket : values.buckets)
      plain(section, bucket.value, bucket.label, bucket.count,
            value_filter(dossier, values.field, bucket.value));
  };
  facet("year", dossier.years);
  for (const auto& [section, part] :
       {std::pair("institution", &dossier.partners), std::pair("country", &dossier.countries),
        std::pair("lab", &dossier.labs), std::pair("funder", &dossier.funders)}) {
    for (const CollaborationBucket& bucket : part->buckets) {
      const auto year = [](int value) { return value == 0 ? std::string() : std::to_string(value); };
      base::append_csv_row(out, {section, bucket.value, bucket.label, number(bucket.counts.papers),
                                 number(bucket.counts.two_authors), number(bucket.counts.one_author),
                                 number(bucket.counts.unpaired), fmt::format("{:.4f}", bucket.fractional),
                                 year(bucket.first_year), year(bucket.last_year), bucket.filter});
    }
  }
  for (const CollaborationBucket& bucket : dossier.countries.buckets) {
    for (const auto& [year, papers] : bucket.years) {
      const std::string text = std::to_string(year);
      base::append_csv_row(out, {"country_year",
                                 bucket.value,
                                 bucket.label,
                                 number(papers),
                                 {},
                                 {},
                                 {},
                                 {},
                                 text,
                                 text,
                                 narrowed(bucket.filter, FacetField::year, text)});
    }
  }
  facet("topic", dossier.topics);
  const Table& heat = dossier.topic_years;
  for (std::size_t r = 0; r < heat.rows.size(); ++r) {
    for (std::size_t c = 0; c < heat.columns.size(); ++c) {
      if (heat.cells[r][c] == 0) continue;
      const std::string& year = heat.columns[c].value;
      base::append_csv_row(out, {"topic_year",
                                 heat.rows[r].value,
                                 heat.rows[r].label,
                                 number(heat.cells[r][c]),
                                 {},
                                 {},
                                 {},
                                 {},
                                 year,
                                 year,
                                 heat.cell_filters[r][c]});
    }
  }
  facet("venue", dossier.venues);
  facet("type", dossier.types);
  for (const PrintedString& one : dossier.strings.strings)
    plain("printed", one.raw, one.paper, one.papers, {});
  return out;
}

}  // namespace labtrail::searcher
