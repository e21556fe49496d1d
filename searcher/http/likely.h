// What somebody may mean who wrote a name where an id is expected: bodies whose name begins like it, and
// where there is none, bodies on the papers that print these words, in whatever script. Never taken without
// asking: a count must not rest on a guess.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/search.h"

namespace labtrail::http {

/// At most ten labs, institutions, countries or lists, each with the papers that a click will count.
std::vector<searcher::Suggestion> likely_organisations(const searcher::Searcher& searcher,
                                                       std::string_view text);

}  // namespace labtrail::http
