#include "searcher/http/encode.h"

#include <fmt/format.h>

#include "corpus/base/json_writer.h"
#include "corpus/paper_json.h"
#include "searcher/evidence_json.h"

namespace labtrail::http {
namespace {

using base::JsonWriter;

void number(JsonWriter& json, std::string_view name, std::uint64_t value) {
  json.field(name, value);
}

void write_generation(JsonWriter& json, const searcher::GenerationInfo& generation) {
  number(json, "generation", generation.number);
  json.field("generation_date", generation.date);
  number(json, "papers", generation.papers);
}

void write_affiliations(JsonWriter& json, const std::vector<corpus::Affiliation>& affiliations) {
  json.key("affiliations").begin_array();
  for (const corpus::Affiliation& affiliation : affiliations) json.string(affiliation.raw);
  json.end_array();
}

void write_authors(JsonWriter& json, const corpus::Paper& paper) {
  const std::size_t listed = std::min(paper.authors.size(), kAuthorsListed);
  json.key("authors").begin_array();
  for (std::size_t i = 0; i < listed; ++i) {
    json.begin_object().field("name", paper.authors[i].name);
    write_affiliations(json, paper.authors[i].affiliations);
    json.end_object();
  }
  json.end_array();
  if (listed < paper.authors.size()) {
    json.field("authors_cut", true);
    number(json, "authors_count", paper.authors.size());
  }
  if (paper.unpaired) {
    json.field("unpaired", true);
    write_affiliations(json, paper.affiliations);
  }
}

void write_span(JsonWriter& json, const searcher::Span& span) {
  json.begin_array()
      .integer(static_cast<std::int64_t>(span.begin))
      .integer(static_cast<std::int64_t>(span.end))
      .end_array();
}

void write_highlight(JsonWriter& json, const searcher::Highlight& highlight) {
  json.begin_object()
      .field("field", highlight.field)
      .field("text", highlight.text)
      .key("spans")
      .begin_array();
  for (const searcher::Span& span : highlight.spans) write_span(json, span);
  json.end_array();
  if (highlight.cut_before) json.field("cut_before", true);
  if (highlight.cut_after) json.field("cut_after", true);
  json.end_object();
}

void write_hit(JsonWriter& json, const searcher::Hit& hit) {
  const corpus::Paper& paper = hit.paper;
  json.begin_object().field("id", paper.id).field("title", paper.title).key("year");
  if (paper.year == 0) {
    json.null();
  } else {
    json.integer(paper.year);
  }
  json.field_or_null("date", paper.date);
  json.field_or_null("venue", paper.venue);
  json.field_or_null("type", paper.type);
  json.field_or_null("status", paper.status);
  json.field_or_null("language", paper.language);
  json.field_or_null("url", paper.url);
  if (paper.retracted) json.field("retracted", true);
  write_authors(json, paper);
  json.key("institutions").begin_array();
  for (const corpus::Institution& institution : paper.institutions) {
    json.begin_object().field("id", institution.id).field("name", institution.name);
    json.field_or_null("country", institution.country);
    json.end_object();
  }
  json.end_array().key("countries").begin_array();
  for (const std::string& country : paper.countries) json.string(country);
  json.end_array().field("score", hit.score).key("highlights").begin_array();
  for (const searcher::Highlight& highlight : hit.highlights) write_highlight(json, highlight);
  json.end_array().end_object();
}

void write_facet(JsonWriter& json, const searcher::Facet& facet) {
  json.key(format::name(facet.field)).begin_object();
  number(json, "distinct", facet.distinct);
  number(json, "none", facet.none);
  json.key("buckets").begin_array();
  for (const searcher::FacetBucket& bucket : facet.buckets) {
    json.begin_object().field("value", bucket.value).field("label", bucket.label);
    number(json, "count", bucket.count);
    json.field("selected", bucket.selected);
    if (bucket.excluded) json.field("excluded", true);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_diagnostics(JsonWriter& json, const std::vector<query::Diagnostic>& diagnostics) {
  json.key("diagnostics").begin_array();
  for (const query::Diagnostic& diagnostic : diagnostics) {
    const bool error = diagnostic.severity == query::Diagnostic::Severity::error;
    json.begin_object().field("severity", error ? "error" : "warning").field("message", diagnostic.message);
    if (!diagnostic.hint.empty()) json.field("hint", diagnostic.hint);
    number(json, "position", diagnostic.offset);
    number(json, "length", diagnostic.length);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string paper_body(const corpus::Paper& paper, const searcher::PaperEvidence& evidence) {
  std::string out = corpus::to_json(paper);
  out.back() = ',';  // was the brace that closes the paper
  out += "\"evidence\":";
  std::string added;
  JsonWriter json(added);
  json.begin_object().field("registry", evidence.registry);
  searcher::write_evidence(json, evidence);
  json.end_object();
  return out + added + '}';
}

std::string search_body(const searcher::Request& request, const searcher::Response& response) {
  std::string out;
  out.reserve(2048 + response.hits.size() * 4096);
  JsonWriter json(out);
  json.begin_object().key("meta").begin_object();
  number(json, "count", response.total);
  if (response.candidates) number(json, "candidates", *response.candidates);
  json.field("unit", "papers");
  number(json, "per_page", request.limit);
  json.field_or_null("next_cursor", response.next_cursor);
  write_generation(json, response.generation);
  json.field("query", response.query)
      .field("filter", response.filter)
      .field("sort", searcher::name(response.sort));
  write_diagnostics(json, response.diagnostics);
  json.key("spelling");
  if (response.spelling) {
    json.begin_object().field("query", response.spelling->query);
    number(json, "count", response.spelling->count);
    json.end_object();
  } else {
    json.null();
  }
  json.end_object().key("results").begin_array();
  for (const searcher::Hit& hit : response.hits) write_hit(json, hit);
  json.end_array().key("facets").begin_object();
  for (const searcher::Facet& facet : response.facets) write_facet(json, facet);
  json.end_object().end_object();
  return out;
}

std::string facet_body(const searcher::Request& request, std::string_view prefix,
                       const searcher::Facet& facet, const searcher::GenerationInfo& generation) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("meta").begin_object();
  json.field("field", format::name(facet.field)).field("prefix", prefix).field("unit", "papers");
  write_generation(json, generation);
  json.field("query", request.query).field("filter", request.filter).end_object();
  json.key("facets").begin_object();
  write_facet(json, facet);
  json.end_object().end_object();
  return out;
}

std::string suggest_body(std::string_view text, const std::vector<searcher::Suggestion>& suggestions,
                         const searcher::GenerationInfo& generation) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("meta").begin_object().field("query", text).field("unit", "papers");
  write_generation(json, generation);
  json.end_object().key("suggestions").begin_array();
  for (const searcher::Suggestion& suggestion : suggestions) {
    json.begin_object().field("kind", suggestion.kind).field("value", suggestion.value);
    json.field("label", suggestion.label);
    number(json, "count", suggestion.count);
    json.field("name", suggestion.name).field("query", suggestion.query).field("filter", suggestion.filter);
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace labtrail::http
