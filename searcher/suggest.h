// Suggestions while typing: institutions, labs, venues and topics by a word of their label, institutions and
// labs also by a word of any other name that the registry has for them, and words of the vocabulary that go
// on from the last word typed. Where the whole text begins no name, its last words may: `swarm zhej` is the
// word swarm and the beginning of a name. Counts are papers, exact: those that the value bears, those that
// the word matches.
#pragma once

#include <string_view>
#include <vector>

#include "searcher/deadline.h"
#include "searcher/search.h"
#include "searcher/view.h"

namespace labtrail::searcher {

/// Values first, then words; `limit` of both together.
std::vector<Suggestion> suggest(const View& view, std::string_view text, std::size_t limit,
                                format::Analyzer& analyzer, Deadline& deadline);

/// Labs, institutions and funders that have exactly this name, folded, or are this id; commonest first. An
/// institution that is counted as a lab too is the lab. All that have it, where it is the name of several.
std::vector<Suggestion> named(const View& view, std::string_view name);

}  // namespace labtrail::searcher
