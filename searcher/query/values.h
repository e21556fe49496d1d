// Values of filter clauses, the part that filter text and clauses inside a query share: numbers and their
// ranges.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>
#include "searcher/query/tree.h"

namespace labtrail::query {

/// Years that can be asked for; an open range (`>2019`) ends here.
inline constexpr int kLeastNumber = 0;
inline constexpr int kGreatestNumber = 9999;

/// Why a value cannot be read; the caller knows where it stands.
struct Problem {
  std::string message;
  std::string hint;
};

/// `2019`, `2019-2023`, `2019..2023` (inclusive), `2019..`, `..2023`, `>2019`, `>=2019`, `<2019`, `<=2019`.
/// Fills low and high; text stays empty.
tl::expected<FilterValue, Problem> parse_number(std::string_view field, std::string_view text);

/// The same value as text: `2019`, `>=2019`, `<=2019`, or both ends joined by `between` ("-" or "..").
std::string number_text(const FilterValue& value, std::string_view between);

/// `text` in quotes, quotation marks and backslashes escaped by a backslash.
std::string quoted(std::string_view text);

}  // namespace labtrail::query
