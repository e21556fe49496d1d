#include "searcher/http/openapi.h"

#include "corpus/base/json_writer.h"

namespace labtrail::http {
namespace {

// Written by hand and kept in step by a test that walks the routes and the answers with it.
constexpr std::string_view kPaths = R"json({
 "/api/v1/papers": {"get": {"operationId": "searchPapers",
  "summary": "Search, filter, count and page through papers. Totals and facet counts are exact.",
  "parameters": [
   {"$ref": "#/components/parameters/search"}, {"$ref": "#/components/parameters/filter"},
   {"name": "facets", "in": "query", "schema": {"type": "string"}, "example": "country,institution:50",
    "description": "Fields to count, each with an optional number of values."},
   {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["relevance", "newest", "oldest", "id"],
    "default": "relevance"}},
   {"name": "per_page", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 200, "default": 20},
    "description": "0 gives counts only."},
   {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "default": 1},
    "description": "Reaches the first 100,000 results; beyond, follow next_cursor. Excludes cursor."},
   {"name": "cursor", "in": "query", "schema": {"type": "string"},
    "description": "meta.next_cursor of the answer before; stays with its generation of the index."}],
  "responses": {"200": {"description": "Results",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Search"}}}},
   "400": {"$ref": "#/components/responses/Problem"}, "410": {"$ref": "#/components/responses/Problem"},
   "503": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/papers/{id}": {"get": {"operationId": "getPaper",
  "summary": "One paper, everything the source says. The id may hold ':' and '/'.",
  "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"},
   "example": "openalex:W2741809807"}],
  "responses": {"200": {"description": "The paper",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Paper"}}}},
   "404": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/facets/{field}": {"get": {"operationId": "searchFacet",
  "summary": "Search inside a facet: values that begin with a prefix, counted over the result.",
  "parameters": [{"name": "field", "in": "path", "required": true, "schema": {"type": "string", "enum": ["year",
    "venue", "type", "language", "status", "country", "institution", "funder", "topic", "lab", "list"]}},
   {"name": "prefix", "in": "query", "schema": {"type": "string"},
    "description": "Case, accents and script variants do not matter."},
   {"$ref": "#/components/parameters/search"}, {"$ref": "#/components/parameters/filter"},
   {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 20}}],
  "responses": {"200": {"description": "Values with counts",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/FacetValues"}}}},
   "400": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/suggest": {"get": {"operationId": "suggest",
  "summary": "Suggestions while typing.",
  "parameters": [{"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 200}},
   {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}}],
  "responses": {"200": {"description": "Suggestions",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Suggestions"}}}},
   "400": {"$ref": "#/components/responses/Problem"}}}},
 "/healthz": {"get": {"operationId": "healthz", "summary": "200 while the process lives.",
  "responses": {"200": {"description": "ok", "content": {"text/plain": {"schema": {"type": "string"}}}}}}},
 "/readyz": {"get": {"operationId": "readyz", "summary": "200 while an index is open; which generation answers.",
  "responses": {"200": {"description": "ready",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Ready"}}}}}}},
 "/metrics": {"get": {"operationId": "metrics", "summary": "Counters in the text format of Prometheus.",
  "responses": {"200": {"description": "metrics", "content": {"text/plain": {"schema": {"type": "string"}}}}}}}
})json";

constexpr std::string_view kComponents = R"json({
 "parameters": {
  "search": {"name": "search", "in": "query", "schema": {"type": "string", "maxLength": 4096},
   "example": "\"swarm control\" AND robot*", "description": "The query language; empty matches every paper."},
  "filter": {"name": "filter", "in": "query", "schema": {"type": "string"}, "example": "country:CN|HK,year:2019-2023",
   "description": "field:value,field:value is AND, a|b is OR within a field, ! negates, (none) is papers without a value."}},
 "responses": {"Problem": {"description": "What is wrong, and where",
  "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}},
 "schemas": {
  "Problem": {"type": "object", "required": ["type", "title", "status", "detail"], "properties": {
   "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
   "parameter": {"type": "string"}, "hint": {"type": "string"},
   "position": {"type": "integer", "description": "UTF-8 byte offset into the value of the parameter."},
   "length": {"type": "integer"}}},
  "Generation": {"type": "object", "required": ["generation", "generation_date", "papers", "unit"], "properties": {
   "generation": {"type": "integer"}, "generation_date": {"type": "string", "format": "date-time"},
   "papers": {"type": "integer", "description": "Papers in this generation of the index."},
   "unit": {"type": "string", "const": "papers"}}},
  "Diagnostic": {"type": "object", "required": ["severity", "message", "position", "length"], "properties": {
   "severity": {"type": "string", "enum": ["warning", "error"]}, "message": {"type": "string"},
   "hint": {"type": "string"}, "position": {"type": "integer"}, "length": {"type": "integer"}}},
  "Search": {"type": "object", "required": ["meta", "results", "facets"], "properties": {
   "meta": {"allOf": [{"$ref": "#/components/schemas/Generation"}, {"type": "object",
    "required": ["count", "per_page", "next_cursor", "query", "filter", "sort", "diagnostics", "spelling"],
    "properties": {"count": {"type": "integer"}, "per_page": {"type": "integer"},
     "next_cursor": {"type": ["string", "null"]}, "query": {"type": "string"}, "filter": {"type": "string"},
     "sort": {"type": "string"}, "diagnostics": {"type": "array", "items": {"$ref": "#/components/schemas/Diagnostic"}},
     "spelling": {"type": ["object", "null"], "required": ["query", "count"], "properties": {
      "query": {"type": "string"}, "count": {"type": "integer"}}}}}]},
   "results": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
   "facets": {"$ref": "#/components/schemas/Facets"}}},
  "Result": {"type": "object", "required": ["id", "title", "year", "venue", "authors", "score", "highlights"],
   "properties": {"id": {"type": "string"}, "title": {"type": "string"}, "year": {"type": ["integer", "null"]},
    "date": {"type": ["string", "null"]}, "venue": {"type": ["string", "null"]}, "type": {"type": ["string", "null"]},
    "status": {"type": ["string", "null"]}, "language": {"type": ["string", "null"]}, "url": {"type": ["string", "null"]},
    "retracted": {"type": "boolean"},
    "authors": {"type": "array", "maxItems": 100, "items": {"type": "object", "required": ["name", "affiliations"],
     "properties": {"name": {"type": "string"}, "affiliations": {"type": "array", "items": {"type": "string"}}}}},
    "authors_cut": {"type": "boolean", "description": "More authors than listed; the paper itself has them all."},
    "authors_count": {"type": "integer"},
    "unpaired": {"type": "boolean", "description": "The source does not say which author bears which affiliation."},
    "affiliations": {"type": "array", "items": {"type": "string"}},
    "institutions": {"type": "array", "items": {"type": "object", "required": ["id", "name", "country"], "properties": {
     "id": {"type": "string"}, "name": {"type": "string"}, "country": {"type": ["string", "null"]}}}},
    "countries": {"type": "array", "items": {"type": "string"}}, "score": {"type": "number"},
    "highlights": {"type": "array", "items": {"$ref": "#/components/schemas/Highlight"}}}},
  "Highlight": {"type": "object", "required": ["field", "text", "spans"], "properties": {"field": {"type": "string"},
   "text": {"type": "string"}, "spans": {"type": "array", "description": "Half-open UTF-8 byte offsets into text.",
    "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "integer"}}},
   "cut_before": {"type": "boolean"}, "cut_after": {"type": "boolean"}}},
  "Facets": {"type": "object", "additionalProperties": {"type": "object", "required": ["distinct", "none", "buckets"],
   "properties": {"distinct": {"type": "integer", "description": "Values with a count above zero."},
    "none": {"type": "integer", "description": "Papers of the result without a value."},
    "buckets": {"type": "array", "items": {"type": "object", "required": ["value", "label", "count", "selected"],
     "properties": {"value": {"type": "string"}, "label": {"type": "string"}, "count": {"type": "integer"},
      "selected": {"type": "boolean"}, "excluded": {"type": "boolean"}}}}}}},
  "FacetValues": {"type": "object", "required": ["meta", "facets"], "properties": {
   "meta": {"allOf": [{"$ref": "#/components/schemas/Generation"}, {"type": "object", "required": ["field", "prefix",
    "query", "filter"], "properties": {"field": {"type": "string"}, "prefix": {"type": "string"},
    "query": {"type": "string"}, "filter": {"type": "string"}}}]},
   "facets": {"$ref": "#/components/schemas/Facets"}}},
  "Suggestions": {"type": "object", "required": ["meta", "suggestions"], "properties": {
   "meta": {"allOf": [{"$ref": "#/components/schemas/Generation"}, {"type": "object", "properties": {
    "query": {"type": "string"}}}]},
   "suggestions": {"type": "array", "items": {"type": "object", "required": ["kind", "value", "label", "count"],
    "properties": {"kind": {"type": "string"}, "value": {"type": "string"}, "label": {"type": "string"},
     "count": {"type": "integer"}}}}}},
  "Ready": {"type": "object", "required": ["ready", "generation", "generation_date", "papers"], "properties": {
   "ready": {"type": "boolean"}, "generation": {"type": "integer"}, "generation_date": {"type": "string"},
   "papers": {"type": "integer"}, "refresh_error": {"type": "string"}}},
  "Paper": {"type": "object", "required": ["id", "title"], "description": "Absent members: the source says nothing.",
   "properties": {"id": {"type": "string"}, "title": {"type": "string"}, "abstract": {"type": "string"},
    "language": {"type": "string"}, "year": {"type": "integer"}, "date": {"type": "string"}, "venue": {"type": "string"},
    "type": {"type": "string"}, "status": {"type": "string"},
    "authors": {"type": "array", "items": {"type": "object", "required": ["name"], "properties": {
     "name": {"type": "string"}, "orcid": {"type": ["string", "null"]},
     "affiliations": {"type": "array", "items": {"$ref": "#/components/schemas/Affiliation"}}}}},
    "unpaired": {"type": "boolean"},
    "affiliations": {"type": "array", "items": {"$ref": "#/components/schemas/Affiliation"}},
    "institutions": {"type": "array", "items": {"type": "object"}},
    "countries": {"type": "array", "items": {"type": "string"}},
    "funders": {"type": "array", "items": {"type": "object"}}, "funding_text": {"type": "string"},
    "keywords": {"type": "array", "items": {"type": "string"}}, "topics": {"type": "array", "items": {"type": "object"}},
    "ids": {"type": "object", "additionalProperties": {"type": "string"}}, "url": {"type": "string"},
    "retracted": {"type": "boolean"}, "source": {"type": "object"}, "originals": {"type": "array"},
    "extra": {"type": "object"}}},
  "Affiliation": {"type": "object", "required": ["raw"], "properties": {
   "raw": {"type": "string", "description": "As published."},
   "institutions": {"type": "array", "items": {"type": "string"}}}}
 }
})json";

}  // namespace

std::string openapi_document(const std::string& server) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("openapi", "3.1.0").key("info").begin_object();
  json.field("title", "Labtrail").field("version", "1");
  json.field("description",
             "Full-text search over research papers and the institutions on them. Every number names the "
             "generation of the index that it was counted over; the same question over one generation gives "
             "the same bytes.");
  json.end_object().key("servers").begin_array().begin_object().field("url", server).end_object().end_array();
  json.key("paths").raw(kPaths).key("components").raw(kComponents).end_object();
  out += '\n';
  return out;
}

}  // namespace labtrail::http
