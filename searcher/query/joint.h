// `joint:` clauses of a filter: the papers of a subject that also bear somebody else. What the counts of
// collaborations are links to.
//
//   joint:lab:zhejiang-lab                            with any other institution, lab or country
//   joint:lab:zhejiang-lab/country:US                 with this one
//   joint:lab:zhejiang-lab/country:US/two_authors     ... brought by different authors
//   joint:"lab:a|b/one_author"                        a subject of several values stands in quotes
#pragma once

#include <string>
#include <string_view>

#include "corpus/base/error.h"

namespace labtrail::query {

struct JointClause {
  std::string subject;  ///< filter text of one positive clause on lab, institution, country, list, lineage
  std::string other;  ///< filter text of one positive clause on institution, lab or country; empty = anybody
  std::string pairing;  ///< "two_authors", "one_author", "unpaired"; empty = whoever brings them
  bool operator==(const JointClause&) const = default;
};

/// Takes the text behind `joint:` apart; that its parts are clauses is not looked at. Errors: bad_filter
/// without a position.
base::Result<JointClause> parse_joint(std::string_view text);
/// "lab:zhejiang-lab/country:US/two_authors".
std::string to_string(const JointClause& joint);

}  // namespace labtrail::query
