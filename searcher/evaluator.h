// Plan -> exact match set, segment by segment. Totals, facets, ranking and export all start from this set; it
// is a pure function of the live papers and does not depend on how they are spread over segments.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "searcher/lookup.h"
#include "searcher/plan.h"
#include "searcher/view.h"

namespace labtrail::searcher {

class Evaluator {
 public:
  /// Looks the plan's words up in every segment. Throws Refusal for expansions beyond the cap. The arguments
  /// must outlive the evaluator.
  Evaluator(const View& view, const Plan& plan, Deadline& deadline);

  [[nodiscard]] std::size_t segments() const { return lookups_.size(); }
  Lookup& lookup(std::size_t segment) { return lookups_[segment]; }

  /// The papers of `within` (a subset of the segment's live papers) that match.
  format::Bitmap matches(std::size_t segment, const format::Bitmap& within);
  /// The papers of `within` that match one node of the plan.
  format::Bitmap matches(const Plan& node, std::size_t segment, const format::Bitmap& within);
  /// How many papers of `within` would enter or leave the result if every paper whose authors and
  /// affiliations are not aligned had one author with all of them: what same() cannot decide. 0 without
  /// same().
  std::uint64_t undecided(std::size_t segment, const format::Bitmap& within);

 private:
  format::Bitmap evaluate(const Plan& plan, std::size_t segment, const format::Bitmap& within);
  format::Bitmap all_of(const Plan& plan, std::size_t segment, const format::Bitmap& within);
  format::Bitmap leaf(const Plan& plan, std::size_t segment, const format::Bitmap& within);

  const View& view_;
  const Plan& plan_;
  std::vector<Lookup> lookups_;
  bool has_same_ = false;
  /// For queries with same(), which are evaluated twice: leaves over all live papers of a segment.
  struct Known {
    format::Bitmap certain;
    format::Bitmap possible;
  };
  std::vector<std::map<const Plan*, Known>> known_;
  bool assume_possible_ = false;
};

}  // namespace labtrail::searcher
