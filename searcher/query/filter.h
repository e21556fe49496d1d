// Filter text -> clauses (grammar in contract.md, "Filters and facets" and "Filter grammar"):
// `field:value,field:value` is AND, `a|b` OR within a field, `!` negates (`!a|b` is neither a nor b), a
// positive field twice is AND, numbers take `2019-2023`, `>2019`, `>=2019`, `<2019`, `<=2019`; `(none)` =
// papers without a value; values may stand in "..." with \ escapes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/query/tree.h"

namespace labtrail::query {

struct Clause {
  format::FacetField field = format::FacetField::year;
  bool negated = false;
  std::vector<FilterValue> values;  ///< text "(none)" unquoted is the reserved value: `none` is set
  bool none = false;                ///< `(none)` is among the alternatives
  std::size_t offset = 0;
  std::size_t length = 0;
  bool operator==(const Clause&) const = default;
};

struct FilterLimits {
  std::size_t bytes = 16384;
  std::size_t clauses = 64;
  std::size_t values = 1000;  ///< alternatives in all
};

/// Errors: bad_filter with position and hint ("unknown field 'contry', did you mean 'country'?"), too_large
/// for caps. An empty text is no clauses. Same rules for every mode: a filter is never read leniently.
base::Result<std::vector<Clause>> parse_filter(std::string_view text, const FilterLimits& limits = {});
/// The canonical text that parses to the same clauses (quotes only where needed).
std::string to_string(const std::vector<Clause>& clauses);
/// Reads `field:N` items of a facets parameter: "country,institution:50".
struct FacetRequest {
  format::FacetField field = format::FacetField::year;
  std::size_t limit = 20;
  bool operator==(const FacetRequest&) const = default;
};
base::Result<std::vector<FacetRequest>> parse_facets(std::string_view text);

}  // namespace labtrail::query
