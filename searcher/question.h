// One request under way: parsed, compiled and evaluated against one generation. The steps that search,
// facets, ranking and export share, so that a number is the same wherever it comes from.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "searcher/deadline.h"
#include "searcher/evaluator.h"
#include "searcher/order.h"
#include "searcher/plan.h"
#include "searcher/ranking.h"
#include "searcher/search.h"
#include "searcher/view.h"

namespace labtrail::searcher {

class Question {
 public:
  /// Reads query and filter. Errors as parse_query, parse_filter and compile.
  static base::Result<std::unique_ptr<Question>> read(const Request& request,
                                                      std::shared_ptr<const View> view);

  /// Finds the matches. `open_fields`: fields of which `matches_without_own` will be asked. Throws Refusal.
  void evaluate(const std::vector<format::FacetField>& open_fields);

  [[nodiscard]] const MatchSets& matches() const { return matches_; }
  [[nodiscard]] std::uint64_t total() const { return total_; }
  /// The result without the positive clauses of one field: what the counts of its facet are made from.
  [[nodiscard]] MatchSets matches_without_own(format::FacetField field) const;
  /// The first papers in the request's order, with their scores as keys.
  std::vector<Place> first(std::size_t limit, const std::optional<After>& after);
  /// How many papers would match that do not, if candidates counted as asserted mentions do in every clause
  /// on lab, institution or funder. Nothing when there is no such clause, or when `state:` says what counts.
  std::optional<std::uint64_t> candidates();
  /// Exact number of papers another tree matches under the same filter; 0 when it cannot be compiled.
  std::uint64_t count(const query::Node& tree);
  /// Diagnostics of parser and compiler, and what same() could not decide.
  std::vector<query::Diagnostic> diagnostics();

  [[nodiscard]] const View& view() const { return *view_; }
  [[nodiscard]] const query::ParsedQuery& parsed() const { return parsed_; }
  [[nodiscard]] const std::vector<query::Clause>& clauses() const { return clauses_; }
  [[nodiscard]] const Plan& plan() const { return compiled_.plan; }
  [[nodiscard]] const Request& request() const { return request_; }
  Evaluator& evaluator() { return *evaluator_; }
  Deadline& deadline() { return deadline_; }

 private:
  Question(Request request, std::shared_ptr<const View> view);
  /// Intersects the sets with every clause for which `wanted` is true.
  template <typename Wanted>
  void apply(MatchSets& sets, Wanted&& wanted) const;
  /// What state: and role: mean where the clauses of this field, which they belong to, are left out: any
  /// organisation.
  [[nodiscard]] std::vector<query::Clause> modifiers_without_own(format::FacetField field) const;
  template <typename Wanted>
  void apply(const std::vector<query::Clause>& clauses, MatchSets& sets, Wanted&& wanted) const;
  [[nodiscard]] MatchSets filtered_papers() const;
  [[nodiscard]] MatchSets filtered_papers(const std::vector<query::Clause>& clauses) const;

  Request request_;
  std::shared_ptr<const View> view_;
  Deadline deadline_;
  query::ParsedQuery parsed_;
  std::vector<query::Clause> clauses_;
  Compiled compiled_;
  std::unique_ptr<Evaluator> evaluator_;
  std::vector<format::FacetField> open_fields_;
  MatchSets base_;     ///< without the positive clauses of open fields
  MatchSets matches_;  ///< with all clauses
  std::uint64_t total_ = 0;
};

/// The thread's own analyzer.
format::Analyzer& thread_analyzer();

}  // namespace labtrail::searcher
