#include "searcher/filters.h"

#include <charconv>
#include <vector>

#include "corpus/base/text.h"

namespace labtrail::searcher {

using format::FacetField;

namespace {

/// Decimal value of a number column; -1 when it is none.
int number(std::string_view value) {
  int out = -1;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
  return error == std::errc{} && end == value.data() + value.size() ? out : -1;
}

}  // namespace

std::string canonical_value(FacetField field, std::string_view text) {
  std::string out = base::ascii_lower(text);
  if (field == FacetField::language) return out;
  if (field != FacetField::country) return std::string(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

bool names(const query::Clause& clause, std::string_view value) {
  const bool is_number = format::row(clause.field).kind == format::Kind::number;
  const int as_number = is_number ? number(value) : -1;
  for (const query::FilterValue& wanted : clause.values) {
    if (is_number) {
      if (as_number >= wanted.low && as_number <= wanted.high) return true;
    } else if (canonical_value(clause.field, wanted.text) == value) {
      return true;
    }
  }
  return false;
}

format::Bitmap filter_set(const format::Segment& segment, const query::Clause& clause) {
  const format::FacetColumn& column = segment.facet(clause.field);
  std::vector<std::uint8_t> wanted(column.values(), 0);
  if (format::row(clause.field).kind == format::Kind::number) {
    for (std::uint32_t ordinal = 0; ordinal < column.values(); ++ordinal)
      wanted[ordinal] = names(clause, column.value(ordinal)) ? 1 : 0;
  } else {
    for (const query::FilterValue& value : clause.values) {
      if (const auto ordinal = column.find(canonical_value(clause.field, value.text))) wanted[*ordinal] = 1;
    }
  }
  format::Bitmap set(segment.size());
  for (std::uint32_t doc = 0; doc < segment.size(); ++doc) {
    const auto ordinals = column.of(doc);
    bool bears = ordinals.empty() && clause.none;
    for (const std::uint32_t ordinal : ordinals) bears = bears || wanted[ordinal] != 0;
    if (bears) set.set(doc);
  }
  return set;
}

}  // namespace labtrail::searcher
