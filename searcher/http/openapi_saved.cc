// The part of the API's description that is about saved searches and alerts.
#include "searcher/http/openapi_saved.h"

namespace labtrail::http {
namespace {

constexpr std::string_view kPaths = R"json(
 "/api/v1/saved": {
  "get": {"operationId": "listSaved", "summary": "Saved searches, by name.", "security": [{"token": []}],
   "parameters": [{"name": "which", "in": "query", "schema": {"type": "string", "enum": ["live", "archived", "all"],
    "default": "live"}}],
   "responses": {"200": {"description": "Saved searches",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SavedList"}}}},
    "401": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"}}},
  "post": {"operationId": "saveSearch", "security": [{"token": []}],
   "summary": "Save a search. What it matches now is no news; alerts begin with the next papers.",
   "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Draft"}}}},
   "responses": {"201": {"description": "Saved",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SavedAnswer"}}}},
    "400": {"$ref": "#/components/responses/Problem"}, "401": {"$ref": "#/components/responses/Problem"},
    "403": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/saved/export": {"get": {"operationId": "exportSaved", "security": [{"token": []}],
  "summary": "Every saved search with all its versions and counts, as one JSON text that import takes back.",
  "responses": {"200": {"description": "The export", "content": {"application/json": {"schema": {"type": "object"}}}},
   "401": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/saved/import": {"post": {"operationId": "importSaved", "security": [{"token": []}],
  "summary": "An export, all or nothing. A search that is here already with other contents is refused, or with copies=1 comes in under a new id.",
  "parameters": [{"name": "copies", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 1, "default": 0}}],
  "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object"}}}},
  "responses": {"200": {"description": "How many came in",
   "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Imported"}}}},
   "400": {"$ref": "#/components/responses/Problem"}, "401": {"$ref": "#/components/responses/Problem"},
   "403": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/saved/{id}": {
  "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
  "get": {"operationId": "getSaved", "security": [{"token": []}],
   "summary": "One saved search with its versions, its history of counts and the addresses of its feeds.",
   "responses": {"200": {"description": "The saved search",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SavedAnswer"}}}},
    "401": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"}}},
  "put": {"operationId": "editSaved", "security": [{"token": []}],
   "summary": "A further version; earlier ones are kept. `version` is the one that was seen: when it is no longer the current one, 400. `archived` false brings an archived search back.",
   "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Draft"}}}},
   "responses": {"200": {"description": "As it is now",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SavedAnswer"}}}},
    "400": {"$ref": "#/components/responses/Problem"}, "401": {"$ref": "#/components/responses/Problem"},
    "403": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"}}},
  "delete": {"operationId": "archiveSaved", "security": [{"token": []}],
   "summary": "Archive: it is kept whole, but not run any more. Nothing is ever deleted.",
   "responses": {"200": {"description": "As it is now",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SavedAnswer"}}}},
    "401": {"$ref": "#/components/responses/Problem"}, "403": {"$ref": "#/components/responses/Problem"},
    "404": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/saved/{id}/run": {
  "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
  "post": {"operationId": "runSaved", "security": [{"token": []}],
   "summary": "Run it over the generation that answers now; alerts are made as after an ingest.",
   "responses": {"200": {"description": "The saved search and what the run found",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SavedAnswer"}}}},
    "401": {"$ref": "#/components/responses/Problem"}, "403": {"$ref": "#/components/responses/Problem"},
    "404": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/saved/{id}/duplicate": {
  "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
  "post": {"operationId": "duplicateSaved", "security": [{"token": []}],
   "summary": "A new saved search with the same question; its history is its own.",
   "requestBody": {"content": {"application/json": {"schema": {"type": "object",
    "properties": {"name": {"type": "string"}}}}}},
   "responses": {"201": {"description": "The copy",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SavedAnswer"}}}},
    "401": {"$ref": "#/components/responses/Problem"}, "403": {"$ref": "#/components/responses/Problem"},
    "404": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/alerts": {"get": {"operationId": "listAlerts", "security": [{"token": []}],
  "summary": "What changed for saved searches, newest first: each with its cause.",
  "parameters": [{"name": "saved", "in": "query", "schema": {"type": "string"}, "description": "Of one saved search."},
   {"name": "unread", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 1, "default": 0}},
   {"name": "before", "in": "query", "schema": {"type": "integer", "minimum": 1},
    "description": "meta.next_before of the answer before."},
   {"name": "per_page", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}}],
  "responses": {"200": {"description": "Alerts",
   "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AlertList"}}}},
   "401": {"$ref": "#/components/responses/Problem"}, "404": {"$ref": "#/components/responses/Problem"}}}},
 "/api/v1/alerts/read": {"post": {"operationId": "markAlerts", "security": [{"token": []}],
  "summary": "Mark alerts: single ones by number, as read or unread; or all, or all of one saved search, up to a number.",
  "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": {
   "numbers": {"type": "array", "items": {"type": "integer"}}, "read": {"type": "boolean", "default": true},
   "saved": {"type": "string"}, "up_to": {"type": "integer"}}}}}},
  "responses": {"200": {"description": "How many are unread now",
   "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AlertsMarked"}}}},
   "400": {"$ref": "#/components/responses/Problem"}, "401": {"$ref": "#/components/responses/Problem"},
   "403": {"$ref": "#/components/responses/Problem"}}}})json";

constexpr std::string_view kSchemas = R"json(
  "Draft": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "note": {"type": "string"},
   "case": {"type": "string"}, "query": {"type": "string"}, "filter": {"type": "string"},
   "sort": {"type": "string", "enum": ["relevance", "newest", "oldest", "id"], "default": "newest"},
   "facets": {"type": "string"}, "version": {"type": "integer"}, "archived": {"type": "boolean"}}},
  "Answering": {"type": "object", "required": ["generation", "generation_date", "papers"], "properties": {
   "generation": {"type": "integer"}, "generation_date": {"type": "string", "format": "date-time"},
   "papers": {"type": "integer", "description": "Papers in this generation of the index."}}},
  "SavedSearch": {"type": "object", "required": ["id", "name", "query", "filter", "sort", "archived", "version", "unread",
   "last_run"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "case": {"type": "string"},
   "note": {"type": "string"}, "query": {"type": "string"}, "filter": {"type": "string"}, "sort": {"type": "string"},
   "facets": {"type": "string"}, "archived": {"type": "boolean"}, "version": {"type": "integer"},
   "grammar": {"type": "integer"}, "created": {"type": "string"}, "changed": {"type": "string"},
   "unread": {"type": "integer", "description": "Alerts not read yet."},
   "last_run": {"type": ["object", "null"], "required": ["generation", "generation_date", "version", "count", "error"],
    "properties": {"generation": {"type": "integer"}, "generation_date": {"type": "string"},
     "version": {"type": "integer"}, "count": {"type": "integer", "description": "Papers."},
     "error": {"type": ["object", "null"], "properties": {"type": {"type": "string"}, "detail": {"type": "string"},
      "hint": {"type": "string"}}}}}}},
  "SavedList": {"type": "object", "required": ["meta", "results"], "properties": {
   "meta": {"allOf": [{"$ref": "#/components/schemas/Answering"}, {"type": "object", "required": ["count", "unit",
    "unread_alerts"], "properties": {"count": {"type": "integer"}, "unit": {"type": "string"},
    "unread_alerts": {"type": "integer"}}}]},
   "results": {"type": "array", "items": {"$ref": "#/components/schemas/SavedSearch"}}}},
  "SavedAnswer": {"type": "object", "required": ["meta", "saved", "versions", "counts", "feeds"], "properties": {
   "meta": {"$ref": "#/components/schemas/Answering"}, "saved": {"$ref": "#/components/schemas/SavedSearch"},
   "versions": {"type": "array", "items": {"type": "object", "properties": {"version": {"type": "integer"},
    "date": {"type": "string"}, "name": {"type": "string"}, "note": {"type": "string"}, "case": {"type": "string"},
    "query": {"type": "string"}, "filter": {"type": "string"}, "sort": {"type": "string"},
    "facets": {"type": "string"}}}},
   "counts": {"type": "array", "items": {"type": "object", "properties": {"count": {"type": "integer"},
    "unit": {"type": "string"}, "candidates": {"type": ["integer", "null"]}, "version": {"type": "integer"},
    "generation": {"type": "integer"}, "generation_date": {"type": "string"}}}},
   "feeds": {"type": "object", "description": "Addresses with a key that opens this feed and nothing else.",
    "properties": {"atom": {"type": "string"}, "json": {"type": "string"}}},
   "run": {"$ref": "#/components/schemas/Run"}}},
  "Alert": {"type": "object", "required": ["number", "search", "search_name", "kind", "cause", "paper", "title", "retracted",
   "parts", "version", "generation", "generation_date", "read"], "properties": {
   "number": {"type": "integer", "description": "Rising, never used twice."}, "search": {"type": "string"},
   "search_name": {"type": "string"}, "kind": {"type": "string", "enum": ["match", "removal", "retraction"]},
   "cause": {"type": "string", "description": "Why now: new-record, changed-record, registry-change, correction, retraction, removed-record, merged-record, unrecorded."},
   "paper": {"type": "string"}, "title": {"type": "string", "description": "At the time of the alert."},
   "retracted": {"type": "boolean"}, "parts": {"type": "array", "items": {"type": "string"},
    "description": "Of the query and filter, those that the paper met."},
   "version": {"type": "integer"}, "generation": {"type": "integer"}, "generation_date": {"type": "string"},
   "read": {"type": "boolean"}}},
  "Run": {"type": "object", "required": ["generation", "generation_date", "papers", "searches", "up_to_date", "matches",
   "removals", "retractions", "baselines", "errors", "news"], "properties": {"generation": {"type": "integer"},
   "generation_date": {"type": "string"}, "papers": {"type": "integer"}, "searches": {"type": "integer"},
   "up_to_date": {"type": "integer"}, "matches": {"type": "integer"}, "removals": {"type": "integer"},
   "retractions": {"type": "integer"}, "baselines": {"type": "integer"}, "errors": {"type": "integer"},
   "seconds": {"type": "number"}, "news": {"type": "array", "items": {"type": "object", "required": ["search", "name",
    "count"], "properties": {"search": {"type": "string"}, "name": {"type": "string"}, "count": {"type": "integer"},
    "matches": {"type": "integer"}, "removals": {"type": "integer"}, "retractions": {"type": "integer"},
    "baseline": {"type": "boolean"}, "error": {"type": "object", "properties": {"type": {"type": "string"},
     "detail": {"type": "string"}, "hint": {"type": "string"}}}}}}}},
  "AlertList": {"type": "object", "required": ["meta", "results"], "properties": {
   "meta": {"allOf": [{"$ref": "#/components/schemas/Answering"}, {"type": "object", "required": ["unread", "unit",
    "per_page", "next_before"], "properties": {"unread": {"type": "integer"}, "unit": {"type": "string"},
    "per_page": {"type": "integer"}, "next_before": {"type": ["integer", "null"]}}}]},
   "results": {"type": "array", "items": {"$ref": "#/components/schemas/Alert"}}}},
  "Imported": {"type": "object", "required": ["added", "unchanged", "unit", "ids"], "properties": {
   "added": {"type": "integer"}, "unchanged": {"type": "integer"}, "unit": {"type": "string"},
   "ids": {"type": "array", "items": {"type": "string"}}}},
  "AlertsMarked": {"type": "object", "required": ["unread_before", "unread", "unit"], "properties": {
   "unread_before": {"type": "integer"}, "unread": {"type": "integer"}, "unit": {"type": "string"}}})json";

}  // namespace

std::string_view saved_paths() {
  return kPaths;
}

std::string_view saved_schemas() {
  return kSchemas;
}

}  // namespace labtrail::http
