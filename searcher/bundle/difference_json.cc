#include <string_view>

#include "corpus/base/json_writer.h"
#include "searcher/bundle/difference.h"

namespace labtrail::bundle {
namespace {

void write_texts(base::JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

void write_changes(base::JsonWriter& json, std::string_view name, const std::vector<PaperChange>& changes) {
  json.key(name).begin_array();
  for (const PaperChange& change : changes) {
    json.begin_object().field("id", change.id).field("title", change.title);
    json.field("cause", bundle::name(change.cause)).field("why", change.why);
    write_texts(json, "fields", change.fields);
    write_texts(json, "gained", change.gained);
    write_texts(json, "lost", change.lost);
    json.end_object();
  }
  json.end_array();
}

void write_side(base::JsonWriter& json, std::uint64_t count, const searcher::GenerationInfo& generation,
                const std::vector<std::string>& registries) {
  json.field("unit", "papers").field("count", count);
  json.field("generation", generation.number).field("generation_date", generation.date);
  write_texts(json, "registries", registries);
}

}  // namespace

std::string to_json(const Difference& difference) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("bundle").begin_object();
  json.field("id", difference.then.id).field("title", difference.then.title);
  json.field("query", difference.then.query).field("filter", difference.then.filter);
  write_side(json, difference.then.count, difference.then.generation, difference.then.registries);
  json.end_object().key("now").begin_object();
  write_side(json, difference.count_now, difference.now, difference.registries_now);
  json.end_object().field("same", difference.same);
  write_changes(json, "added", difference.added);
  write_changes(json, "removed", difference.removed);
  write_changes(json, "changed", difference.changed);
  json.end_object();
  return out;
}

}  // namespace labtrail::bundle
