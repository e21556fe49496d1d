// What labtrail-search shows on a terminal. Texts of papers come from strangers: whatever could steer a
// terminal is taken out first.
#pragma once

#include <string>
#include <string_view>

#include "corpus/base/error.h"
#include "searcher/search.h"

namespace labtrail::console {

/// Control characters (C0, C1) become spaces, ill-formed UTF-8 U+FFFD.
std::string printable(std::string_view text);
/// Columns on a terminal: two for wide characters, none for combining marks.
std::size_t width(std::string_view text);

/// "labtrail-search: message", the text with carets under the place when there is one, and the hint.
std::string describe(const base::Error& error, std::string_view query, std::string_view filter);
/// A result as a table, with its facets.
std::string table(const searcher::Response& response);
/// The three steps of a query.
std::string table(const searcher::Explanation& explanation);

}  // namespace labtrail::console
