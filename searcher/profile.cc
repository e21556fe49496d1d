#include "searcher/profile.h"

#include <simdjson.h>

namespace labtrail::searcher {
namespace {

namespace dom = simdjson::dom;

std::string text(const dom::object& object, std::string_view key) {
  std::string_view value;
  return object[key].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

template <typename Visit>
void each(const dom::object& object, std::string_view key, Visit&& visit) {
  dom::array items;
  if (object[key].get(items) != simdjson::SUCCESS) return;
  for (const dom::element item : items) {
    dom::object one;
    if (item.get(one) == simdjson::SUCCESS) visit(one);
  }
}

}  // namespace

OrganisationProfile read_profile(const Organisations& known, const Organisations::Entry& entry) {
  const simdjson::padded_string json(known.profile(entry));
  dom::parser parser;
  dom::object object;
  if (parser.parse(json).get(object) != simdjson::SUCCESS) {
    throw base::Failure(base::ErrorCode::corrupt, "the profile of an organisation cannot be read",
                        "run: labtrail-index verify");
  }
  OrganisationProfile out;
  out.id = text(object, "id");
  out.value = text(object, "value");
  out.kind = text(object, "kind");
  out.name = text(object, "name");
  out.country = text(object, "country");
  out.ror = text(object, "ror");
  out.wikidata = text(object, "wikidata");
  std::int64_t founded = 0;
  if (object["founded"].get(founded) == simdjson::SUCCESS) out.founded = static_cast<int>(founded);
  out.note = text(object, "note");
  out.note_source = text(object, "note_source");
  each(object, "names", [&](const dom::object& name) {
    out.names.push_back(
        {text(name, "text"), text(name, "kind"), text(name, "language"), text(name, "source")});
  });
  each(object, "parents", [&](const dom::object& parent) {
    out.parents.push_back({text(parent, "id"), text(parent, "value"), text(parent, "name")});
  });
  for (const Organisations::Entry* part : known.parts_of(entry)) {
    const simdjson::padded_string part_json(known.profile(*part));
    dom::object part_object;
    if (parser.parse(part_json).get(part_object) != simdjson::SUCCESS) continue;
    out.parts.push_back({std::string(part->id), std::string(part->value), text(part_object, "name")});
  }
  each(object, "lists", [&](const dom::object& list) {
    out.lists.push_back({text(list, "list"), text(list, "name"), text(list, "issuer"), text(list, "edition"),
                         text(list, "url"), text(list, "printed"), text(list, "entered"), text(list, "ended"),
                         text(list, "citation")});
  });
  each(object, "decoys", [&](const dom::object& decoy) {
    out.decoys.push_back({text(decoy, "text"), text(decoy, "why")});
  });
  return out;
}

}  // namespace labtrail::searcher
