#include "web/page/links.h"

#include <algorithm>
#include <charconv>

#include "searcher/query/values.h"

namespace labtrail::web {
namespace {

using format::FacetField;

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_number(FacetField field) {
  return format::row(field).kind == format::Kind::number;
}

bool names(const query::FilterValue& held, const FacetValue& value) {
  if (value.none) return false;
  if (!is_number(value.field)) return held.text == value.text;
  const std::optional<int> wanted = number(value.text);
  return wanted && held.low == *wanted && held.high == *wanted;
}

bool names(const query::Clause& clause, const FacetValue& value) {
  if (!query::is_on(clause, value.field)) return false;
  if (value.none) return clause.none;
  return std::any_of(clause.values.begin(), clause.values.end(),
                     [&](const query::FilterValue& held) { return names(held, value); });
}

void add(query::Clause& clause, const FacetValue& value) {
  if (value.none) {
    clause.none = true;
    return;
  }
  query::FilterValue held;
  if (is_number(value.field)) {
    held.low = held.high = number(value.text).value_or(0);
  } else {
    held.text = std::string(value.text);
  }
  clause.values.push_back(std::move(held));
}

void add(Clauses& clauses, const FacetValue& value, bool negated) {
  const auto home = std::find_if(clauses.rbegin(), clauses.rend(), [&](const query::Clause& clause) {
    return query::is_on(clause, value.field) && clause.negated == negated;
  });
  if (home != clauses.rend()) {
    add(*home, value);
    return;
  }
  query::Clause clause;
  clause.field = value.field;
  clause.negated = negated;
  add(clause, value);
  clauses.push_back(std::move(clause));
}

/// Clauses that were left without any value say nothing.
void drop_empty(Clauses& clauses) {
  std::erase_if(clauses, [](const query::Clause& clause) {
    return clause.values.empty() && !clause.none && !clause.any_organisation;
  });
}

bool year_in(const query::Clause& clause, int year) {
  return std::any_of(clause.values.begin(), clause.values.end(),
                     [&](const query::FilterValue& held) { return held.low <= year && year <= held.high; });
}

}  // namespace

ValueState value_state(const Clauses& clauses, const FacetValue& value) {
  ValueState state = ValueState::off;
  for (const query::Clause& clause : clauses) {
    if (!names(clause, value)) continue;
    if (clause.negated) return ValueState::excluded;
    state = ValueState::selected;
  }
  return state;
}

query::MentionScope scope_of(const Clauses& clauses) {
  for (const query::Clause& clause : clauses) {
    if (query::is_entity(clause) && clause.scope.given()) return clause.scope;
  }
  return {};
}

Clauses with_scope(Clauses clauses, query::MentionScope scope) {
  std::erase_if(clauses, [](const query::Clause& clause) { return clause.any_organisation; });
  bool narrowed = false;
  for (query::Clause& clause : clauses) {
    if (!query::is_entity(clause)) continue;
    clause.scope = scope;
    narrowed = narrowed || !clause.negated;
  }
  if (narrowed || !scope.given()) return clauses;
  query::Clause any;
  any.any_organisation = true;
  any.field = FacetField::institution;
  any.scope = scope;
  clauses.push_back(std::move(any));
  return clauses;
}

Clauses dropping(Clauses clauses, const FacetValue& value) {
  const query::MentionScope scope = scope_of(clauses);
  for (query::Clause& clause : clauses) {
    if (!query::is_on(clause, value.field)) continue;
    if (value.none) clause.none = false;
    std::erase_if(clause.values, [&](const query::FilterValue& held) { return names(held, value); });
  }
  drop_empty(clauses);
  return with_scope(std::move(clauses), scope);
}

Clauses selecting(Clauses clauses, const FacetValue& value) {
  const query::MentionScope scope = scope_of(clauses);
  clauses = dropping(std::move(clauses), value);
  add(clauses, value, false);
  return with_scope(std::move(clauses), scope);
}

Clauses excluding(Clauses clauses, const FacetValue& value) {
  const query::MentionScope scope = scope_of(clauses);
  clauses = dropping(std::move(clauses), value);
  add(clauses, value, true);
  return with_scope(std::move(clauses), scope);
}

Clauses without_value(Clauses clauses, std::size_t index, std::size_t value) {
  const query::MentionScope scope = scope_of(clauses);
  query::Clause& clause = clauses[index];
  if (value < clause.values.size()) {
    clause.values.erase(clause.values.begin() + static_cast<std::ptrdiff_t>(value));
  } else {
    clause.none = false;
  }
  drop_empty(clauses);
  return with_scope(std::move(clauses), scope);
}

Clauses dropping_field(Clauses clauses, FacetField field) {
  const query::MentionScope scope = scope_of(clauses);
  std::erase_if(clauses,
                [&](const query::Clause& clause) { return query::is_on(clause, field) && !clause.negated; });
  return with_scope(std::move(clauses), scope);
}

Clauses with_years(Clauses clauses, std::optional<int> low, std::optional<int> high) {
  clauses = dropping_field(std::move(clauses), FacetField::year);
  if (!low && !high) return clauses;
  query::FilterValue held;
  held.low = low.value_or(query::kLeastNumber);
  held.high = high.value_or(query::kGreatestNumber);
  query::Clause clause;
  clause.field = FacetField::year;
  clause.values.push_back(std::move(held));
  clauses.push_back(std::move(clause));
  return clauses;
}

bool year_passes(const Clauses& clauses, int year) {
  return std::all_of(clauses.begin(), clauses.end(), [&](const query::Clause& clause) {
    return !query::is_on(clause, FacetField::year) || year_in(clause, year) != clause.negated;
  });
}

bool only_years(const Clauses& clauses, int low, int high) {
  bool found = false;
  for (const query::Clause& clause : clauses) {
    if (!query::is_on(clause, FacetField::year) || clause.negated) continue;
    const bool same = clause.values.size() == 1 && !clause.none && clause.values.front().low == low &&
                      clause.values.front().high == high;
    if (found || !same) return false;
    found = true;
  }
  return found;
}

bool has_positive(const Clauses& clauses, FacetField field) {
  return std::any_of(clauses.begin(), clauses.end(), [&](const query::Clause& clause) {
    return query::is_on(clause, field) && !clause.negated;
  });
}

Clauses clauses_of(std::string_view filter) {
  return query::parse_filter(filter).value_or(Clauses{});
}

std::string facets_text(const std::vector<query::FacetRequest>& facets) {
  std::string out;
  for (const query::FacetRequest& facet : facets) {
    if (!out.empty()) out += ',';
    out += std::string(format::name(facet.field)) + ":" + std::to_string(facet.limit);
  }
  return out;
}

std::string url_with(const SearchState& state, const Clauses& clauses) {
  SearchState next = state;
  next.filter = query::to_string(clauses);
  next.page = 1;
  next.inside.reset();
  return search_url(next);
}

}  // namespace labtrail::web
