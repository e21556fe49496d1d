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

/// A mention of "Zhejiang Lab" by its name, in the first `length` bytes of a string.
inline searcher::Mention sample_mention(std::size_t length = 12) {
  searcher::Mention mention;
  mention.id = "zhejiang-lab";
  mention.name = "Zhejiang Lab";
  mention.ror = "02m2h7991";
  mention.country = "CN";
  mention.kind = format::OrganisationKind::lab;
  mention.state = format::State::asserted;
  mention.score = 0.98;
  mention.alias = "Zhejiang Lab";
  mention.alias_source = "its web site";
  mention.span = searcher::Span{0, length};
  return mention;
}

/// Evidence of sample_paper(text): a string with every state, a funding text, topics in each field.
inline searcher::PaperEvidence sample_evidence(const Text& text) {
  searcher::PaperEvidence out;
  const auto mention = [&](const std::string& slot, format::State state, format::Rule rule) {
    searcher::Mention one = sample_mention(4);
    one.id = text(slot + " id");
    one.name = text(slot);
    one.ror = text(slot + " ror");
    one.state = state;
    one.rule = rule;
    one.alias = text(slot + " alias");
    one.alias_source = text(slot + " source");
    return one;
  };
  searcher::StringEvidence affiliation{format::EvidenceText::affiliation, text("raw"), {}};
  affiliation.mentions = {mention("sure", format::State::asserted, format::Rule::fuzzy),
                          mention("either", format::State::candidate, format::Rule::ambiguous),
                          mention("or", format::State::candidate, format::Rule::context),
                          mention("not", format::State::refused, format::Rule::decoy)};
  searcher::StringEvidence funding{format::EvidenceText::funding, text("funding"), {}};
  funding.mentions = {mention("giver", format::State::asserted, format::Rule::exact)};
  funding.mentions[0].role = format::Role::funder;
  out.strings = {affiliation, {format::EvidenceText::affiliation, text("unknown raw"), {}}, funding};
  out.topics = {{text("topic"), text("topic name"), "", text("term"), "title", 0, {0, 4}},
                {text("wide"), text("wide name"), text("topic"), text("term"), "abstract", 0, {0, 4}},
                {text("third"), text("third name"), "", text("term"), "keyword", 0, {0, 4}}};
  out.registry = text("registry");
  return out;
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
