#include "searcher/narrowing.h"

#include <algorithm>

#include "searcher/query/filter.h"

namespace labtrail::searcher {

std::string narrowed(std::string_view filter, format::FacetField field, std::string_view value) {
  auto clauses = query::parse_filter(filter);
  if (!clauses) return std::string(filter);
  clauses->push_back(query::value_clause(field, value));
  return query::to_string(*clauses);
}

std::string narrowed_to_pairing(std::string_view filter, std::string_view pairing) {
  auto clauses = query::parse_filter(filter);
  if (!clauses) return std::string(filter);
  // The last one is the collaboration's; those before it are the user's.
  const auto joint = std::find_if(clauses->rbegin(), clauses->rend(),
                                  [](const query::Clause& clause) { return clause.joint.has_value(); });
  if (joint == clauses->rend()) return std::string(filter);
  query::JointClause narrow = *joint->joint;
  narrow.pairing = pairing;
  *joint = query::joint_clause(std::move(narrow));
  return query::to_string(*clauses);
}

}  // namespace labtrail::searcher
