#include "searcher/question.h"

#include <fmt/format.h>

#include <algorithm>

#include "searcher/proximity.h"

namespace labtrail::searcher {

format::Analyzer& thread_analyzer() {
  thread_local format::Analyzer analyzer;
  return analyzer;
}

Question::Question(Request request, std::shared_ptr<const View> view)
    : request_(std::move(request)), view_(std::move(view)), deadline_(request_.deadline) {}

base::Result<std::unique_ptr<Question>> Question::read(const Request& request,
                                                       std::shared_ptr<const View> view) {
  std::unique_ptr<Question> question(new Question(request, std::move(view)));
  auto parsed = query::parse_query(request.query, request.mode);
  if (!parsed) return tl::unexpected<base::Error>(std::move(parsed.error()));
  auto clauses = query::parse_filter(request.filter);
  if (!clauses) return tl::unexpected<base::Error>(std::move(clauses.error()));
  auto compiled = compile(parsed->tree, request.mode, thread_analyzer());
  if (!compiled) return tl::unexpected<base::Error>(std::move(compiled.error()));
  question->parsed_ = std::move(*parsed);
  question->clauses_ = std::move(*clauses);
  question->compiled_ = std::move(*compiled);
  return question;
}

template <typename Wanted>
void Question::apply(MatchSets& sets, Wanted&& wanted) const {
  apply(clauses_, sets, wanted);
}

template <typename Wanted>
void Question::apply(const std::vector<query::Clause>& clauses, MatchSets& sets, Wanted&& wanted) const {
  for (const query::Clause& clause : clauses) {
    if (!wanted(clause)) continue;
    const auto filter = view_->filter_sets(clause);
    for (std::size_t s = 0; s < sets.size(); ++s) {
      if (clause.negated) {
        sets[s].subtract((*filter)[s]);
      } else {
        sets[s] &= (*filter)[s];
      }
    }
  }
}

void Question::evaluate(const std::vector<format::FacetField>& open_fields) {
  open_fields_ = open_fields;
  const auto is_open = [&](const query::Clause& clause) {
    return !clause.negated &&
           std::any_of(open_fields_.begin(), open_fields_.end(),
                       [&](format::FacetField field) { return query::is_on(clause, field); });
  };
  MatchSets within;
  for (const format::LiveSegment& live : view_->segments()) within.push_back(live.live);
  apply(within, [&](const query::Clause& clause) { return !is_open(clause); });
  evaluator_ = std::make_unique<Evaluator>(*view_, compiled_.plan, deadline_);
  for (std::size_t s = 0; s < within.size(); ++s) {
    deadline_.look();
    base_.push_back(evaluator_->matches(s, within[s]));
  }
  matches_ = base_;
  apply(matches_, is_open);
  for (const format::Bitmap& set : matches_) total_ += set.count();
}

MatchSets Question::matches_without_own(format::FacetField field) const {
  const bool own = std::any_of(clauses_.begin(), clauses_.end(), [&](const query::Clause& clause) {
    return !clause.negated && query::is_on(clause, field);
  });
  if (!own) return matches_;
  MatchSets sets = base_;
  apply(sets, [&](const query::Clause& clause) {
    return !clause.negated && !query::is_on(clause, field) &&
           std::any_of(open_fields_.begin(), open_fields_.end(),
                       [&](format::FacetField open) { return query::is_on(clause, open); });
  });
  apply(modifiers_without_own(field), sets, [](const query::Clause&) { return true; });
  return sets;
}

std::vector<query::Clause> Question::modifiers_without_own(format::FacetField field) const {
  query::Clause any;
  any.any_organisation = true;
  for (const query::Clause& clause : clauses_) {
    if (!query::is_entity(clause) || clause.negated) continue;
    if (!query::is_on(clause, field)) return {};
    any.scope = clause.scope;
  }
  if (!any.scope.given()) return {};
  return {any};
}

std::vector<Place> Question::first(std::size_t limit, const std::optional<After>& after) {
  if (limit == 0 || total_ == 0) return {};
  std::vector<std::vector<float>> scores(matches_.size());
  if (request_.sort == Sort::relevance) {
    Scorer scorer(*view_, scoring_words(compiled_.plan), *evaluator_);
    for (std::size_t s = 0; s < matches_.size() && scorer.scores_anything(); ++s) {
      deadline_.look();
      scores[s] = scorer.scores(s, matches_[s]);
    }
    add_proximity(*view_, scorer, *evaluator_, matches_, scores);
  }
  return first_places(*view_, matches_, request_.sort, scores, limit, after);
}

MatchSets Question::filtered_papers() const {
  return filtered_papers(clauses_);
}

MatchSets Question::filtered_papers(const std::vector<query::Clause>& clauses) const {
  MatchSets sets;
  for (const format::LiveSegment& live : view_->segments()) sets.push_back(live.live);
  apply(clauses, sets, [](const query::Clause&) { return true; });
  return sets;
}

std::optional<std::uint64_t> Question::candidates() {
  constexpr std::uint8_t kAlso = 1U << static_cast<unsigned>(format::State::asserted) |
                                 1U << static_cast<unsigned>(format::State::candidate);
  bool any = false;
  bool state_is_said = false;
  const auto widen = [&](query::Clause& clause) {
    if (!query::is_entity(clause)) return;
    any = true;
    state_is_said = state_is_said || clause.scope.states != 0;
    clause.scope.states = kAlso;
  };
  std::vector<query::Clause> clauses = clauses_;
  std::for_each(clauses.begin(), clauses.end(), widen);
  const bool in_filter = any;
  any = false;
  Plan plan = compiled_.plan;
  each_node(plan, [&](Plan& node) {
    if (node.kind == Plan::Kind::filter) widen(node.clause);
  });
  if (!(any || in_filter) || state_is_said) return std::nullopt;
  MatchSets further = filtered_papers(clauses);
  std::optional<Evaluator> wider;
  if (any) wider.emplace(*view_, plan, deadline_);
  std::uint64_t papers = 0;
  for (std::size_t s = 0; s < further.size(); ++s) {
    deadline_.look();
    further[s].subtract(matches_[s]);
    if (further[s].any()) papers += (wider ? *wider : *evaluator_).matches(s, further[s]).count();
  }
  return papers;
}

std::uint64_t Question::count(const query::Node& tree) {
  const auto compiled = compile(tree, request_.mode, thread_analyzer());
  if (!compiled) return 0;
  Evaluator evaluator(*view_, compiled->plan, deadline_);
  const MatchSets within = filtered_papers();
  std::uint64_t papers = 0;
  for (std::size_t s = 0; s < within.size(); ++s) papers += evaluator.matches(s, within[s]).count();
  return papers;
}

std::vector<query::Diagnostic> Question::diagnostics() {
  std::vector<query::Diagnostic> out = parsed_.diagnostics;
  out.insert(out.end(), compiled_.diagnostics.begin(), compiled_.diagnostics.end());
  const Plan* same = nullptr;
  any_node(compiled_.plan, [&](const Plan& node) {
    if (node.kind == Plan::Kind::same) same = &node;
    return same != nullptr;
  });
  if (same == nullptr) return out;
  std::uint64_t undecided = 0;
  const MatchSets within = filtered_papers();
  for (std::size_t s = 0; s < within.size(); ++s) undecided += evaluator_->undecided(s, within[s]);
  if (undecided > 0) {
    out.push_back({query::Diagnostic::Severity::warning,
                   fmt::format("same(...) cannot be decided for {} {}: the source does not say which author "
                               "lists which affiliation",
                               undecided, undecided == 1 ? "paper" : "papers"),
                   "without same(...) they are found by affiliation:...", same->offset, same->length});
  }
  return out;
}

}  // namespace labtrail::searcher
