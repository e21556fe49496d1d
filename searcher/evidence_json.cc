#include "searcher/evidence_json.h"

#include <fmt/format.h>

#include <string_view>

namespace labtrail::searcher {
namespace {

using base::JsonWriter;

void write_span(JsonWriter& json, const Span& span) {
  json.begin_array()
      .integer(static_cast<std::int64_t>(span.begin))
      .integer(static_cast<std::int64_t>(span.end))
      .end_array();
}

}  // namespace

void write_mention(JsonWriter& json, const Mention& mention) {
  json.begin_object()
      .field("id", mention.id)
      .field("kind", format::name(mention.kind))
      .field("name", mention.name);
  json.field_or_null("ror", mention.ror.empty() ? "" : "https://ror.org/" + mention.ror);
  json.field_or_null("country", mention.country);
  json.field("state", format::name(mention.state)).field("role", format::name(mention.role));
  json.key("score").raw(fmt::format("{:.2f}", mention.score));
  json.field_or_null("alias", mention.alias);
  json.field_or_null("alias_source", mention.alias_source);
  json.field("rule", format::name(mention.rule));
  if (mention.edits > 0) json.field("edits", mention.edits);
  if (mention.roll_up) json.field("roll_up", true);
  json.key("span");
  if (mention.span) {
    write_span(json, *mention.span);
  } else {
    json.null();
  }
  json.end_object();
}

void write_evidence(JsonWriter& json, const PaperEvidence& evidence) {
  json.key("strings").begin_array();
  for (const StringEvidence& string : evidence.strings) {
    const bool funding = string.kind == format::EvidenceText::funding;
    json.begin_object().field("kind", funding ? "funding" : "affiliation").field("raw", string.raw);
    json.key("mentions").begin_array();
    for (const Mention& mention : string.mentions) write_mention(json, mention);
    json.end_array().end_object();
  }
  json.end_array().key("topics").begin_array();
  for (const TopicEvidence& topic : evidence.topics) {
    json.begin_object().field("id", topic.id).field("name", topic.name);
    json.field_or_null("through", topic.through);
    json.field("term", topic.term).field("field", topic.field);
    json.field("value", static_cast<std::uint64_t>(topic.value)).key("span");
    write_span(json, topic.span);
    json.end_object();
  }
  json.end_array();
}

void write_matched(JsonWriter& json, const std::vector<Highlight>& highlights) {
  json.key("matched").begin_array();
  for (const Highlight& highlight : highlights) {
    if (highlight.spans.empty()) continue;
    json.begin_object().field("field", highlight.field).field("text", highlight.text);
    json.key("spans").begin_array();
    for (const Span& span : highlight.spans) write_span(json, span);
    json.end_array();
    if (highlight.cut_before) json.field("cut_before", true);
    if (highlight.cut_after) json.field("cut_after", true);
    json.end_object();
  }
  json.end_array();
}

}  // namespace labtrail::searcher
