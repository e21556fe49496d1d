// From a subject to its partners: which institutions, countries, labs and funders stand on its papers beside
// it, in which years, and whether different authors bring the two sides. Meanings: contract.md,
// "Collaborations".
//
// Every number can be opened: a bucket, its three parts and the totals carry the filter that finds exactly
// their papers (`joint:` clauses, query/filter.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "searcher/question.h"
#include "searcher/search.h"
#include "searcher/sides.h"

namespace labtrail::searcher {

/// Counts the papers of `asked`, which has been evaluated, from the subject's side. Errors: as
/// parse_subject; not_found when the index knows no such subject. Throws Refusal (deadline).
base::Result<Collaborations> collaborate(Question& asked, const CollaborationRequest& request);

/// Body of the API and of `--json`.
std::string to_json(const Collaborations& collaborations);
/// Tab-separated with a line of heads, for people and for spreadsheets.
std::string to_tsv(const Collaborations& collaborations);

/// The papers that a `joint:` clause means, by segment (query/filter.h, `JointClause`).
std::vector<format::Bitmap> joint_papers(const View& view, const query::JointClause& joint);

}  // namespace labtrail::searcher
