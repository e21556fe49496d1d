// What a click does to the filter: every facet value is a link to the same page with one value more or less.
// Pure functions from clauses to clauses; the text comes from query::to_string, so that a link is always
// canonical. Modifiers (`state:`, `role:`) belong to the whole filter: every function here keeps them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/query/filter.h"
#include "web/page/page.h"

namespace labtrail::web {

using Clauses = std::vector<query::Clause>;

/// A facet value as a filter names it; `none` is the reserved "(none)".
struct FacetValue {
  format::FacetField field = format::FacetField::institution;
  std::string_view text;
  bool none = false;
};

/// Named by a positive clause, by a negated one, or not at all.
enum class ValueState : std::uint8_t { off, selected, excluded };
ValueState value_state(const Clauses& clauses, const FacetValue& value);

/// OR within the field: the value joins the field's last positive clause, or starts one. An exclusion of it
/// goes.
Clauses selecting(Clauses clauses, const FacetValue& value);
/// The value joins the field's negated clause, or starts one. A selection of it goes.
Clauses excluding(Clauses clauses, const FacetValue& value);
/// The value is in no clause of its field; clauses left empty go.
Clauses dropping(Clauses clauses, const FacetValue& value);
/// Without one value of the clause at `index`; its `(none)` when `value` is the number of its values.
Clauses without_value(Clauses clauses, std::size_t index, std::size_t value);
/// What `state:` and `role:` say in these clauses.
query::MentionScope scope_of(const Clauses& clauses);
/// The same clauses with other modifiers; where no clause on an organisation narrows, they stand for
/// themselves.
Clauses with_scope(Clauses clauses, query::MentionScope scope);
/// No positive clause of the field.
Clauses dropping_field(Clauses clauses, format::FacetField field);
/// Exactly the years `low` to `high` (inclusive; nullopt = open); both open drops the clause.
Clauses with_years(Clauses clauses, std::optional<int> low, std::optional<int> high);
/// Whether a year passes all year clauses, positive and negated.
bool year_passes(const Clauses& clauses, int year);
/// Whether the only positive year clause is exactly `low` to `high`.
bool only_years(const Clauses& clauses, int low, int high);
bool has_positive(const Clauses& clauses, format::FacetField field);

/// The clauses of a filter text; none when it cannot be read.
Clauses clauses_of(std::string_view filter);

/// "institution:50,venue:50": the parameter `facets`.
std::string facets_text(const std::vector<query::FacetRequest>& facets);

/// URL of the search page with another filter, from its first page, nothing searched inside.
std::string url_with(const SearchState& state, const Clauses& clauses);

}  // namespace labtrail::web
