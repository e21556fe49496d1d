// A small invented dossier and matrix that fill every slot of their pages.
#pragma once

#include "searcher/dossier.h"
#include "searcher/matrix.h"
#include "tests/unit/web/samples.h"

namespace labtrail::tests {

inline searcher::CollaborationBucket sample_bucket(const std::string& value, const std::string& label,
                                                   const std::string& filter) {
  searcher::CollaborationBucket bucket;
  bucket.value = value;
  bucket.label = label;
  bucket.counts = {6, 3, 2, 1};
  bucket.fractional = 2.5;
  bucket.first_year = 2020;
  bucket.last_year = 2021;
  bucket.years = {{2020, 2}, {2021, 4}};
  bucket.filter = filter;
  return bucket;
}

inline searcher::Collaborations sample_partners(searcher::Partners by,
                                                std::vector<searcher::CollaborationBucket> buckets) {
  searcher::Collaborations out;
  out.generation = {7, "2026-11-24T03:05:00Z", 88000};
  out.subject = "lab:zhejiang-lab";
  out.subject_label = "Zhejiang Lab";
  out.by = by;
  out.papers = 10;
  out.joint = {6, 3, 2, 1};
  out.papers_filter = "lab:zhejiang-lab";
  out.joint_filter = "joint:lab:zhejiang-lab";
  out.distinct = buckets.size();
  out.buckets = std::move(buckets);
  return out;
}

inline searcher::OrganisationProfile sample_profile(const Text& text) {
  searcher::OrganisationProfile out;
  out.id = "zhejiang-lab";
  out.value = "ror:02m2h7991";
  out.kind = "lab";
  out.name = text("name");
  out.country = "CN";
  out.ror = "02m2h7991";
  out.wikidata = "Q1";
  out.founded = 2017;
  out.note = text("note");
  out.note_source = text("note source");
  for (int i = 0; i < 8; ++i)
    out.names.push_back(
        {text("name " + std::to_string(i)), "name", i == 0 ? "en" : "zh", text("name source")});
  out.parents = {{"ror:1", "ror:1", text("parent")}};
  out.parts = {{"ror:2", "ror:2", text("part")}};
  out.lists = {{"some-list", text("list"), text("issuer"), "2025-01-15", "https://example.org/list",
                text("printed"), "2020-05-22", "", text("citation")}};
  out.decoys = {{text("decoy"), text("why")}};
  return out;
}

inline searcher::Dossier sample_dossier(const Text& text) {
  using format::FacetField;
  using searcher::Partners;
  searcher::Dossier out;
  out.generation = {7, "2026-11-24T03:05:00Z", 88000};
  out.subject = "lab:zhejiang-lab";
  out.label = text("label");
  out.papers_filter = "lab:zhejiang-lab";
  out.profile = sample_profile(text);
  out.papers = 10;
  out.candidates = 2;
  out.candidates_filter = "lab:zhejiang-lab,state:candidate";
  out.whole_index = 88000;
  const auto facet = [&](FacetField field, const std::string& value, const std::string& label) {
    searcher::Facet made;
    made.field = field;
    made.distinct = 1;
    made.buckets = {{value, label, 5, false, false}};
    return made;
  };
  out.years.field = FacetField::year;
  out.years.distinct = 2;
  out.years.none = 1;
  out.years.buckets = {{"2020", "2020", 4, false, false}, {"2021", "2021", 5, false, false}};
  out.topics = facet(FacetField::topic, text("topic id"), text("topic"));
  out.venues = facet(FacetField::venue, text("venue"), text("venue"));
  out.types = facet(FacetField::type, "article", "article");
  const auto joint = [](const std::string& other) {
    return query::to_string({query::joint_clause({"lab:zhejiang-lab", other, ""})});
  };
  out.partners =
      sample_partners(Partners::institution,
                      {sample_bucket("ror:042nb2s44", text("partner"), joint("institution:ror:042nb2s44"))});
  out.countries = sample_partners(Partners::country, {sample_bucket("US", "US", joint("country:US"))});
  out.labs =
      sample_partners(Partners::lab, {sample_bucket("other-lab", text("lab"), joint("lab:other-lab"))});
  out.funders =
      sample_partners(Partners::funder,
                      {sample_bucket(text("funder id"), text("funder"), "joint:lab:zhejiang-lab,funder:x")});
  out.joint_years =
      sample_partners(Partners::year, {sample_bucket("2021", "2021", "joint:lab:zhejiang-lab,year:2021")});
  out.topic_years.rows = {{text("topic id"), text("topic"), 5}};
  out.topic_years.columns = {{"2020", "2020", 4}, {"2021", "2021", 5}};
  out.topic_years.cells = {{2, 3}};
  out.topic_years.cell_filters = {
      {"lab:zhejiang-lab,topic:x,year:2020", "lab:zhejiang-lab,topic:x,year:2021"}};
  out.strings = {10, 1, 9, {}};
  for (int i = 0; i < 9; ++i)
    out.strings.strings.push_back(
        {text("string " + std::to_string(i)), 1, "printed:x", text("paper id"), {sample_mention(4)}});
  return out;
}

inline searcher::Matrix sample_matrix(const Text& text) {
  searcher::Matrix out;
  out.generation = {7, "2026-11-24T03:05:00Z", 88000};
  out.total = 88000;
  out.rows = {{"a", "lab:a", text("row"), 5, "lab:a"}};
  out.columns = {{"b", "lab:b", text("column"), 6, "lab:b"}, {"US", "country:US", "US", 9, "country:US"}};
  out.cells = {{{{4, 2, 1, 1}, "lab:a,lab:b"}, {{0, 0, 0, 0}, "lab:a,country:US"}}};
  return out;
}

}  // namespace labtrail::tests
