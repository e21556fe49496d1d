// A small invented answer that fills every slot of a page with texts made by a given function.
#pragma once

#include <functional>
#include <string>

#include "searcher/search.h"

namespace labtrail::tests {

/// `text(name)` gives the text of each slot.
using Text = std::function<std::string(const std::string& name)>;

inline corpus::Paper sample_paper(const Text& text) {
  corpus::Paper paper;
  paper.id = text("id");
  paper.title = text("title");
  paper.abstract = text("abstract");
  paper.language = "en";
  paper.year = 2021;
  paper.venue = text("venue");
  paper.type = text("type");
  paper.status = text("status");
  paper.authors = {{text("author"), "", {{text("raw"), {text("institution id")}}}},
                   {text("second author"), "", {}}};
  paper.institutions = {{text("institution id"), text("institution"), "", "CN", "", {}}};
  paper.countries = {"CN"};
  paper.funders = {{text("funder"), text("funder id"), text("award")}};
  paper.funding_text = text("funding");
  paper.keywords = {text("keyword")};
  paper.topics = {{text("topic id"), text("topic")}};
  paper.ids = {{"doi", text("doi")}, {text("scheme"), text("other id")}};
  paper.source = {text("source"), text("record"), ""};
  paper.originals = {{text("original field"), text("original")}};
  return paper;
}

inline searcher::Facet sample_facet(format::FacetField field, const std::vector<std::string>& values,
                                    std::uint64_t distinct = 0) {
  searcher::Facet facet;
  facet.field = field;
  std::uint64_t count = 100 * values.size();
  for (const std::string& value : values) facet.buckets.push_back({value, value, count -= 37, false, false});
  facet.distinct = distinct == 0 ? values.size() : distinct;
  return facet;
}

inline searcher::Response sample_response(const Text& text) {
  searcher::Response response;
  response.total = 1234;
  response.generation = {7, "2026-11-24T03:05:00Z", 88000};
  searcher::Hit hit;
  hit.paper = sample_paper(text);
  const auto highlight = [&](const char* field, const std::string& slot) {
    hit.highlights.push_back({field, text(slot), {{0, 1}, {3, 4}}, true, true});
  };
  highlight("title", "title");
  highlight("abstract", "abstract");
  highlight("affiliation", "raw");
  highlight("author", "author");
  highlight("venue", "venue");
  highlight("keyword", "keyword");
  highlight("funding", "funding");
  response.hits = {hit};
  response.facets = {sample_facet(format::FacetField::year, {"2019", "2021"}),
                     sample_facet(format::FacetField::institution, {text("facet a"), text("facet b")}, 40),
                     sample_facet(format::FacetField::country, {"CN", "GB"})};
  response.facets[1].none = 12;
  return response;
}

inline std::string harmless(const std::string& name) {
  return "abcd " + name;
}

}  // namespace labtrail::tests
