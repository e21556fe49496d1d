// Filter text -> clauses (grammar in contract.md, "Filters and facets" and "Filter grammar"):
// `field:value,field:value` is AND, `a|b` OR within a field, `!` negates (`!a|b` is neither a nor b), a
// positive field twice is AND, numbers take `2019-2023`, `>2019`, `>=2019`, `<2019`, `<=2019`; `(none)` =
// papers without a value; values may stand in "..." with \ escapes.
//
// `state:` and `role:` are modifiers of the clauses on lab, institution and funder, wherever they stand:
// `a|b` and `!` (all others) say which mentions count; beside them `(none)` is papers that have such mentions
// of other organisations only. Where every such clause is negated, or there is none, the paper must have a
// mention of some organisation of that state and role: a clause `any_organisation`, the last one. So a
// further clause never adds papers.
//
// `joint:` clauses (joint.h) are about two sides of a paper at once; they have no counts of their own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/query/joint.h"
#include "searcher/query/tree.h"

namespace labtrail::query {

struct Clause {
  format::FacetField field = format::FacetField::year;
  bool negated = false;
  std::vector<FilterValue> values;  ///< text "(none)" unquoted is the reserved value: `none` is set
  bool none = false;                ///< `(none)` is among the alternatives
  std::size_t offset = 0;
  std::size_t length = 0;
  MentionScope scope;  ///< fields lab, institution, funder: as said by state: and role:
  bool any_organisation =
      false;  ///< only `scope` counts: a mention of whatever organisation; no field, no values
  /// A `joint:` clause: no field and no modifiers; its text is the one value, for whoever shows it.
  std::optional<JointClause> joint;
  bool operator==(const Clause&) const = default;
};

/// A clause on lab, institution or funder, or on any of them.
bool is_entity(const Clause& clause);
/// A clause on values of this field.
inline bool is_on(const Clause& clause, format::FacetField field) {
  return !clause.any_organisation && !clause.joint && clause.field == field;
}

/// The clause `field:text`; for a field of numbers the text is one number.
Clause value_clause(format::FacetField field, std::string_view text);
/// The clause `joint:...`.
Clause joint_clause(JointClause joint);

struct FilterLimits {
  std::size_t bytes = 16384;
  std::size_t clauses = 64;
  std::size_t values = 1000;  ///< alternatives in all
};

/// Errors: bad_filter with position and hint ("unknown field 'contry', did you mean 'country'?"), too_large
/// for caps. An empty text is no clauses. Same rules for every mode: a filter is never read leniently.
base::Result<std::vector<Clause>> parse_filter(std::string_view text, const FilterLimits& limits = {});
/// The canonical text that parses to the same clauses (quotes only where needed), modifiers last. There is
/// one of each for the whole text: of clauses put together by hand, the first scope that says something is
/// written.
std::string to_string(const std::vector<Clause>& clauses);
/// Reads `field:N` items of a facets parameter: "country,institution:50".
struct FacetRequest {
  format::FacetField field = format::FacetField::year;
  std::size_t limit = 20;
  bool operator==(const FacetRequest&) const = default;
};
base::Result<std::vector<FacetRequest>> parse_facets(std::string_view text);

}  // namespace labtrail::query
