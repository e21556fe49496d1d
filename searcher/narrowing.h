// Filters that open a part of a count: one value more, or only the papers on which the two sides are brought
// in one way. A number and the search behind its link are made from the same text.
#pragma once

#include <string>
#include <string_view>

#include "indexer/format/schema.h"

namespace labtrail::searcher {

/// The filter and the clause `field:value`; the filter as it is when it cannot be read.
std::string narrowed(std::string_view filter, format::FacetField field, std::string_view value);
/// The filter of a collaboration (CollaborationBucket::filter, Collaborations::joint_filter), of its papers
/// only those that count as `pairing`: "two_authors", "one_author", "unpaired".
std::string narrowed_to_pairing(std::string_view filter, std::string_view pairing);

}  // namespace labtrail::searcher
