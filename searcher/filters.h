// Filter clauses against facet columns: which documents of a segment bear one of a clause's values.
#pragma once

#include <string>

#include "indexer/format/bitmap.h"
#include "indexer/format/segment.h"
#include "searcher/query/filter.h"

namespace labtrail::searcher {

/// The value as the columns spell it: countries are upper case, languages lower case.
std::string canonical_value(format::FacetField field, std::string_view text);

/// Does one of the clause's values name this value of its field? (`(none)` names no value.)
bool names(const query::Clause& clause, std::string_view value);

/// Documents with one of the clause's values, or without any value if `(none)` is among them; the clause's
/// negation is left to the caller.
format::Bitmap filter_set(const format::Segment& segment, const query::Clause& clause);

}  // namespace labtrail::searcher
