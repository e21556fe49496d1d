#include "searcher/filters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "corpus/base/text.h"
#include "searcher/query/modifiers.h"

namespace labtrail::searcher {

using format::FacetColumn;
using format::FacetField;
using format::Role;
using format::State;

namespace {

constexpr std::array kOrganisationFields{FacetField::lab, FacetField::institution, FacetField::funder};

/// Decimal value of a number column; -1 when it is none.
int number(std::string_view value) {
  int out = -1;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
  return error == std::errc{} && end == value.data() + value.size() ? out : -1;
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string organisation_value(const format::Snapshot& snapshot, FacetField field, std::string_view text) {
  if (snapshot.dictionary(field).find(text)) return std::string(text);
  const std::string id = organisation_id(text);
  const std::string key = field == FacetField::lab ? "lab:" + id : id;
  // A segment knows the synonyms of what its own papers mention, and may count a parent that only others
  // mention.
  for (const format::LiveSegment& live : snapshot.segments()) {
    if (const auto value = live.segment->evidence().value_of(key)) return std::string(*value);
  }
  return id;
}

using Column = std::pair<FacetField, const FacetColumn*>;

/// The columns that a clause looks at.
std::vector<Column> columns_of(const format::Segment& segment, FacetField field, query::MentionScope scope) {
  if (!query::takes_modifiers(field)) return {{field, &segment.facet(field)}};
  if (scope.states == 0) scope.states = 1U << static_cast<unsigned>(State::asserted);
  if (scope.roles == 0)
    scope.roles = static_cast<std::uint8_t>(1U << static_cast<unsigned>(format::own_role(field)));
  std::vector<Column> out;
  const auto add = [&](FacetField mentioned, State state, Role role) {
    const FacetColumn& column = segment.mentions(mentioned, state, role);
    if (column.values() > 0) out.emplace_back(mentioned, &column);
  };
  for (std::size_t s = 0; s < format::kStates; ++s) {
    for (std::size_t r = 0; r < format::kRoles; ++r) {
      const auto state = static_cast<State>(s);
      const auto role = static_cast<Role>(r);
      if (!scope.has(state) || !scope.has(role)) continue;
      if (field == FacetField::funder && role != Role::funder) {
        // A funder that is mentioned otherwise is an institution or a lab there.
        add(FacetField::institution, state, role);
        add(FacetField::lab, state, role);
      } else {
        add(field, state, role);
      }
    }
  }
  return out;
}

/// The columns of whatever organisation.
std::vector<Column> any_columns_of(const format::Segment& segment, query::MentionScope scope) {
  std::vector<Column> out;
  for (const FacetField field : kOrganisationFields) {
    for (const Column& column : columns_of(segment, field, scope)) out.push_back(column);
  }
  return out;
}

std::vector<Column> columns_of(const format::Segment& segment, const query::Clause& clause) {
  return clause.any_organisation ? any_columns_of(segment, clause.scope)
                                 : columns_of(segment, clause.field, clause.scope);
}

void add_bearing(const FacetColumn& column, format::Bitmap& set) {
  for (std::uint32_t doc = 0; doc < set.size(); ++doc) {
    if (!column.of(doc).empty()) set.set(doc);
  }
}

void add_named(const FacetColumn& column, const NamedValues& values, bool numbers, format::Bitmap& set) {
  std::vector<std::uint8_t> wanted(column.values(), 0);
  bool any = false;
  const auto want = [&](std::uint32_t ordinal) {
    wanted[ordinal] = 1;
    any = true;
  };
  if (numbers) {
    for (std::uint32_t ordinal = 0; ordinal < column.values(); ++ordinal) {
      if (values.has(column.value(ordinal))) want(ordinal);
    }
  } else {
    for (const std::string& value : values.texts()) {
      if (const auto ordinal = column.find(value)) want(*ordinal);
    }
  }
  if (!any) return;
  for (std::uint32_t doc = 0; doc < set.size(); ++doc) {
    bool bears = false;
    for (const std::uint32_t ordinal : column.of(doc)) bears = bears || wanted[ordinal] != 0;
    if (bears) set.set(doc);
  }
}

}  // namespace

std::string organisation_id(std::string_view text) {
  const std::string lower = base::ascii_lower(text);
  for (const std::string_view head : {"https://ror.org/", "http://ror.org/", "ror.org/", "ror:"}) {
    if (!lower.starts_with(head)) continue;
    std::string id = lower.substr(head.size());
    while (id.ends_with('/')) id.pop_back();
    return "ror:" + id;
  }
  return std::string(text);
}

std::string column_value(const format::Snapshot& snapshot, FacetField field, std::string_view text) {
  if (field == FacetField::language) return base::ascii_lower(text);
  if (field == FacetField::country) return upper(std::string(text));
  if (query::takes_modifiers(field) || field == FacetField::lineage)
    return organisation_value(snapshot, field, text);
  return std::string(text);
}

NamedValues::NamedValues(const format::Snapshot& snapshot, FacetField field, const query::Clause& clause)
    : numbers_(format::row(field).kind == format::Kind::number) {
  for (const query::FilterValue& value : clause.values) {
    if (numbers_) ranges_.push_back({value.low, value.high});
    if (numbers_ && value.low != value.high) continue;
    std::string text = numbers_ ? std::to_string(value.low) : column_value(snapshot, field, value.text);
    if (std::find(texts_.begin(), texts_.end(), text) == texts_.end()) texts_.push_back(std::move(text));
  }
}

bool NamedValues::has(std::string_view value) const {
  if (!numbers_) return std::find(texts_.begin(), texts_.end(), value) != texts_.end();
  const int wanted = number(value);
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [&](const Range& range) { return wanted >= range.low && wanted <= range.high; });
}

std::vector<format::Bitmap> filter_sets(const format::Snapshot& snapshot, const format::Snapshot& names,
                                        const query::Clause& clause) {
  const bool numbers = !clause.any_organisation && format::row(clause.field).kind == format::Kind::number;
  std::array<std::optional<NamedValues>, format::kFacetFields> known;
  std::vector<format::Bitmap> sets;
  for (const format::LiveSegment& live : snapshot.segments()) {
    const std::vector<Column> columns = columns_of(*live.segment, clause);
    format::Bitmap set(live.segment->size());
    if (clause.none) {
      format::Bitmap bearing(live.segment->size());
      for (const auto& [field, column] : columns) add_bearing(*column, bearing);
      if (clause.scope.given()) {
        for (const auto& [field, column] : any_columns_of(*live.segment, clause.scope))
          add_bearing(*column, set);
      } else {
        set.set_all();
      }
      set.subtract(bearing);
    }
    for (const auto& [field, column] : columns) {
      if (clause.any_organisation) {
        add_bearing(*column, set);
        continue;
      }
      std::optional<NamedValues>& values = known[static_cast<std::size_t>(field)];
      if (!values) values.emplace(names, field, clause);
      add_named(*column, *values, numbers, set);
    }
    sets.push_back(std::move(set));
  }
  return sets;
}

std::string mention_label(const format::Snapshot& snapshot, FacetField field, std::string_view value) {
  if (!query::takes_modifiers(field)) return std::string(value);
  query::MentionScope everywhere;
  everywhere.states = (1U << format::kStates) - 1;
  everywhere.roles = (1U << format::kRoles) - 1;
  for (const format::LiveSegment& live : snapshot.segments()) {
    for (const auto& [mentioned, column] : columns_of(*live.segment, field, everywhere)) {
      if (const auto ordinal = column->find(value); ordinal && column->label(*ordinal) != value)
        return std::string(column->label(*ordinal));
    }
  }
  return std::string(value);
}

}  // namespace labtrail::searcher
