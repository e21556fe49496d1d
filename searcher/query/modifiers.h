// `state:` and `role:`: which mentions of an organisation a clause looks at. They are no clauses of their
// own; they bind to the entity clauses (lab, institution, funder) beside them: in a filter to all of them, in
// a query to those of the same AND group (parser.h).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/query/tree.h"

namespace labtrail::query {

enum class Modifier : std::uint8_t { state, role };
std::string_view name(Modifier modifier);
/// "the states are asserted, candidate, refused"
std::string values_hint(Modifier modifier);

/// Fields whose clauses mean mentions of organisations in a state and a role: lab, institution, funder.
constexpr bool takes_modifiers(format::FacetField field) {
  return field == format::FacetField::lab || field == format::FacetField::institution ||
         field == format::FacetField::funder;
}

/// The bits of one modifier of a scope.
std::uint8_t& bits_of(MentionScope& scope, Modifier modifier);

/// The bit of a value; ASCII case does not matter. Nothing: there is no such value.
std::optional<std::uint8_t> parse_modifier(Modifier modifier, std::string_view value);
/// All bits but these; 0 when none is left.
std::uint8_t complement(Modifier modifier, std::uint8_t bits);
/// "state:asserted|candidate", "role:funder": what the scope says, in this order.
std::vector<std::string> modifier_texts(const MentionScope& scope);

// In a tree. A conjunction's modifiers reach the entity clauses that stand in it: also excluded ones, and
// alternatives that are nothing but such clauses; not those that have modifiers of their own.
/// The entity clauses of a part of a conjunction, modified or not, in order.
void collect_entities(Node& part, std::vector<Node*>& out);
/// Whether the part cannot match a paper without a mention of an organisation, by entity clauses for which
/// `counts`.
bool narrows(const Node& part, const std::function<bool(const Node&)>& counts);
/// Whether an entity clause stands anywhere in the part.
bool has_entity(const Node& part);

/// Says why a modifier cannot be read; the caller knows where it stands.
std::string unknown_value(Modifier modifier, std::string_view value);
std::string nothing_left(Modifier modifier);
std::string given_twice(Modifier modifier);
/// How to write several values.
std::string several_hint(Modifier modifier);

}  // namespace labtrail::query
