// Through which parts of a question papers match: the leaves of the query and the values of filter clauses.
// What stands under NOT is no part; of alternatives those count that the paper really meets.
#pragma once

#include <string>
#include <vector>

#include "searcher/question.h"

namespace labtrail::searcher {

struct MetPart {
  std::string text;  ///< as in the query text; one value of a clause as `field:value`
  MatchSets papers;
};

/// The parts of an evaluated question that any of its matches meets, in the order of query and filter.
std::vector<MetPart> parts_met(Question& asked);

}  // namespace labtrail::searcher
