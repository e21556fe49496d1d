// Suggestions while typing: institutions, labs, venues and topics by a word of their label, and words of the
// vocabulary that go on from the last word typed. Counts are papers, exact: what a click will show.
#pragma once

#include <string_view>
#include <vector>

#include "searcher/deadline.h"
#include "searcher/search.h"
#include "searcher/view.h"

namespace labtrail::searcher {

std::vector<Suggestion> suggest(const View& view, std::string_view text, std::size_t limit,
                                format::Analyzer& analyzer, Deadline& deadline);

}  // namespace labtrail::searcher
