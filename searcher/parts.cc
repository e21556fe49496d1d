#include "searcher/parts.h"

#include <algorithm>

namespace labtrail::searcher {
namespace {

bool any(const MatchSets& sets) {
  return std::any_of(sets.begin(), sets.end(), [](const format::Bitmap& set) { return set.any(); });
}

class Collector {
 public:
  explicit Collector(Question& asked) : asked_(asked) {}

  void query(const Plan& plan, const MatchSets& within) {
    using Kind = Plan::Kind;
    switch (plan.kind) {
      case Kind::everything:
      case Kind::nothing:
      case Kind::none_of:
        return;
      case Kind::pattern:
      case Kind::near:
      case Kind::same:
      case Kind::id:
        add(std::string(asked_.request().query.substr(plan.offset, plan.length)), within);
        return;
      case Kind::filter:
        clause(plan.clause, within);
        return;
      case Kind::all_of:
        for (const Plan& child : plan.children) query(child, within);
        return;
      case Kind::any_of:
        for (const Plan& child : plan.children) {
          MatchSets met;
          for (std::size_t s = 0; s < within.size(); ++s)
            met.push_back(asked_.evaluator().matches(child, s, within[s]));
          if (any(met)) query(child, met);
        }
        return;
    }
  }

  /// Papers of `within` have one of the clause's values: which?
  void clause(const query::Clause& clause, const MatchSets& within) {
    const std::size_t values = clause.values.size() + (clause.none ? 1 : 0);
    if (values <= 1) return add(query::to_string({clause}), within);
    query::Clause one = clause;
    for (std::size_t v = 0; v < values; ++v) {
      one.none = v == clause.values.size();
      one.values.clear();
      if (!one.none) one.values.push_back(clause.values[v]);
      const auto filter = asked_.view().filter_sets(one);
      MatchSets met = within;
      for (std::size_t s = 0; s < met.size(); ++s) met[s] &= (*filter)[s];
      if (any(met)) add(query::to_string({one}), met);
    }
  }

  std::vector<MetPart> take() { return std::move(parts_); }

 private:
  void add(std::string text, const MatchSets& papers) {
    for (MetPart& known : parts_) {
      if (known.text != text) continue;
      for (std::size_t s = 0; s < papers.size(); ++s) known.papers[s] |= papers[s];
      return;
    }
    parts_.push_back({std::move(text), papers});
  }

  Question& asked_;
  std::vector<MetPart> parts_;
};

}  // namespace

std::vector<MetPart> parts_met(Question& asked) {
  if (asked.total() == 0) return {};
  Collector collector(asked);
  collector.query(asked.plan(), asked.matches());
  for (const query::Clause& clause : asked.clauses()) {
    if (!clause.negated) collector.clause(clause, asked.matches());
  }
  return collector.take();
}

}  // namespace labtrail::searcher
