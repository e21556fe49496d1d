#include "searcher/query/fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corpus/base/text.h"

namespace labtrail::query {
namespace {

using Kind = FieldName::Kind;

constexpr std::array kModifiers{Modifier::state, Modifier::role};
constexpr std::array<std::string_view, 12> kSchemes{
    "doi", "arxiv", "openalex", "paperlists", "ror", "orcid", "pmid", "http", "https", "ftp", "isbn", "issn"};

FieldName find(std::string_view typed, bool facets_first) {
  const std::string name = base::ascii_lower(typed);
  FieldName found;
  const auto text = format::text_field(name);
  const auto facet = format::facet_field(name);
  if (text) found.text = *text;
  if (facet) found.facet = *facet;
  if (text && facet) {
    found.kind = facets_first ? Kind::facet : Kind::text;
  } else if (text || facet) {
    found.kind = text ? Kind::text : Kind::facet;
  } else if (name == "id") {
    found.kind = Kind::id;
  } else if (name == "printed") {
    found.kind = Kind::printed;
  }
  for (const Modifier modifier : kModifiers) {
    if (name != query::name(modifier)) continue;
    found.kind = Kind::modifier;
    found.modifier = modifier;
  }
  return found;
}

std::string names(bool facets_only) {
  std::string list;
  for (std::size_t i = facets_only ? format::kTextFields : 0; i < format::kSchema.size(); ++i) {
    const format::SchemaRow& row = format::kSchema[i];
    if (facets_only && row.kind == format::Kind::key) continue;
    if (!facets_only && i >= format::kTextFields && format::text_field(row.name)) continue;
    if (!list.empty()) list += ", ";
    list += row.name;
  }
  if (!facets_only) list += ", printed";
  for (const Modifier modifier : kModifiers) list += fmt::format(", {}", name(modifier));
  return list;
}

}  // namespace

FieldName query_field(std::string_view name) {
  return find(name, false);
}
FieldName filter_field(std::string_view name) {
  return find(name, true);
}

std::string nearest_field(std::string_view typed) {
  if (typed.size() > 32) return {};
  const std::u32string name = base::to_u32(base::ascii_lower(typed));
  const std::size_t limit = name.size() <= 3 ? 1 : 2;
  std::size_t best = limit + 1;
  std::string_view nearest;
  const auto consider = [&](std::string_view known, std::size_t most) {
    const std::size_t distance = base::edit_distance(name, base::to_u32(known), most);
    if (distance >= best || distance > most) return;
    best = distance;
    nearest = known;
  };
  for (const format::SchemaRow& row : format::kSchema) consider(row.name, limit);
  consider("printed", 1);
  // Short and near many words of prose ("Note: ...", "Static: ..."): one edit only.
  for (const Modifier modifier : kModifiers) consider(query::name(modifier), 1);
  return std::string(nearest);
}

std::string query_field_hint(std::string_view name) {
  const std::string nearest = nearest_field(name);
  if (!nearest.empty()) return fmt::format("did you mean '{}'?", nearest);
  return fmt::format("the fields are {}; text that contains ':' goes in quotes", names(false));
}

std::string filter_field_hint(std::string_view name) {
  const std::string nearest = nearest_field(name);
  if (nearest.empty()) return fmt::format("the fields are {}", names(true));
  const Kind kind = filter_field(nearest).kind;
  if (kind == Kind::facet || kind == Kind::modifier) return fmt::format("did you mean '{}'?", nearest);
  return fmt::format("did you mean '{0}'? that is a field of queries: write {0}:... in the query", nearest);
}

bool is_identifier_scheme(std::string_view name) {
  return std::find(kSchemes.begin(), kSchemes.end(), base::ascii_lower(name)) != kSchemes.end();
}

}  // namespace labtrail::query
