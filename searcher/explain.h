// A query as Xapian would see it: the candidate query of a plan over posting terms, a superset of the match
// set that equals it where nothing has to be proved in the columns. It answers nothing by itself; it shows
// people what is looked up, and a test holds it against the match set.
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "searcher/evaluator.h"
#include "searcher/plan.h"

namespace labtrail::searcher {

/// Expansions of prefix and fuzzy words are those of all segments together.
Xapian::Query candidate_query(const Plan& plan, Evaluator& evaluator);
/// True when the candidates of this node are its matches in live papers.
bool is_exact(const Plan& plan, Evaluator& evaluator);
/// One line for each leaf: its terms with their numbers of papers, and what is proved where.
std::vector<std::string> notes(const Plan& plan, Evaluator& evaluator);

}  // namespace labtrail::searcher
