// Field names as people type them: what a name means in a query and in a filter, and what a wrong one was
// meant to be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/format/schema.h"
#include "searcher/query/modifiers.h"

namespace labtrail::query {

struct FieldName {
  enum class Kind : std::uint8_t {
    unknown,
    text,      ///< words of a text field
    facet,     ///< a filter clause
    id,        ///< the paper with that id
    printed,   ///< an affiliation, as printed, of just these words
    modifier,  ///< state, role: which mentions of organisations count
  };
  Kind kind = Kind::unknown;
  format::TextField text = format::TextField::title;
  format::FacetField facet = format::FacetField::year;
  Modifier modifier = Modifier::state;
};

/// A name before the colon in a query; ASCII case does not matter. `venue` is the text field here.
FieldName query_field(std::string_view name);
/// A name before the colon in a filter; `venue` is the facet here. Kinds `text`, `id` and `printed` mean:
/// that name is no filter field.
FieldName filter_field(std::string_view name);

/// The field name nearest to a mistyped one within two edits (one for names of up to three letters), or "".
std::string nearest_field(std::string_view name);

/// "did you mean 'author'?", else the list of fields.
std::string query_field_hint(std::string_view name);
std::string filter_field_hint(std::string_view name);

/// Names of identifiers and URLs (doi, https, ...): `doi:10.1000/x` in a query is text, not a mistyped field.
bool is_identifier_scheme(std::string_view name);

}  // namespace labtrail::query
