// Filter clauses against columns: which documents bear one of a clause's values. A clause on lab, institution
// or funder looks at the mentions of the states and roles that it names; all others at the field's own
// column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/bitmap.h"
#include "indexer/format/snapshot.h"
#include "searcher/query/filter.h"

namespace labtrail::searcher {

/// "ror:05a28rw58" for all the ways in which a ROR id is written, else the text itself.
std::string organisation_id(std::string_view text);

/// The value under which a text is counted in the columns of a field: countries are upper case, languages
/// lower case; organisations have one value for all their names (slug, "ror:...", "https://ror.org/...", a
/// source's id).
std::string column_value(const format::Snapshot& snapshot, format::FacetField field, std::string_view text);

/// The values that a clause names, as the columns of one field spell them.
class NamedValues {
 public:
  NamedValues(const format::Snapshot& snapshot, format::FacetField field, const query::Clause& clause);
  /// Is this one of them? (`(none)` names no value.)
  [[nodiscard]] bool has(std::string_view value) const;
  /// In the order of the clause, each once; single numbers only.
  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }

 private:
  struct Range {
    int low;
    int high;
  };
  bool numbers_;
  std::vector<Range> ranges_;
  std::vector<std::string> texts_;
};

/// By segment: documents with one of the clause's values, or without any value if `(none)` is among them; the
/// clause's negation is left to the caller. `names`: the whole generation, where `snapshot` is a part of it.
std::vector<format::Bitmap> filter_sets(const format::Snapshot& snapshot, const format::Snapshot& names,
                                        const query::Clause& clause);

/// What people call a value that the dictionary of its field does not know: as mentions of another state or
/// role have it, else the value itself.
std::string mention_label(const format::Snapshot& snapshot, format::FacetField field, std::string_view value);

}  // namespace labtrail::searcher
