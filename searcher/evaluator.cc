#include "searcher/evaluator.h"

#include <algorithm>

#include "searcher/phrases.h"

namespace labtrail::searcher {

using format::Bitmap;
using Kind = Plan::Kind;

namespace {

/// What is cheap goes first, so that what has to look into papers looks into few.
int cost(const Plan& plan) {
  switch (plan.kind) {
    case Kind::everything:
    case Kind::nothing:
    case Kind::id:
      return 0;
    case Kind::filter:
      return 1;
    case Kind::pattern:
      return plan.patterns.front().words.size() == 1 && !plan.patterns.front().whole ? 2 : 4;
    case Kind::near:
    case Kind::same:
      return 5;
    case Kind::all_of:
    case Kind::any_of:
    case Kind::none_of: {
      int most = 3;
      for (const Plan& child : plan.children) most = std::max(most, cost(child));
      return most;
    }
  }
  return 0;
}

}  // namespace

Evaluator::Evaluator(const View& view, const Plan& plan, Deadline& deadline) : view_(view), plan_(plan) {
  for (std::size_t s = 0; s < view.segments().size(); ++s) lookups_.emplace_back(view, s, deadline);
  check_expansions(plan, lookups_);
  has_same_ = any_node(plan, [](const Plan& node) { return node.kind == Kind::same; });
  known_.resize(lookups_.size());
}

Bitmap Evaluator::matches(std::size_t segment, const Bitmap& within) {
  assume_possible_ = false;
  return evaluate(plan_, segment, within);
}

Bitmap Evaluator::matches(const Plan& node, std::size_t segment, const Bitmap& within) {
  assume_possible_ = false;
  return evaluate(node, segment, within);
}

std::uint64_t Evaluator::undecided(std::size_t segment, const Bitmap& within) {
  if (!has_same_) return 0;
  assume_possible_ = true;
  Bitmap possible = evaluate(plan_, segment, within);
  assume_possible_ = false;
  const Bitmap certain = evaluate(plan_, segment, within);
  for (std::size_t i = 0; i < possible.words().size(); ++i) possible.words()[i] ^= certain.words()[i];
  return possible.count();
}

Bitmap Evaluator::evaluate(const Plan& plan, std::size_t segment, const Bitmap& within) {
  switch (plan.kind) {
    case Kind::everything:
      return within;
    case Kind::nothing:
      return Bitmap(within.size());
    case Kind::pattern:
    case Kind::near:
    case Kind::same:
      return leaf(plan, segment, within);
    case Kind::filter: {
      Bitmap out = within;
      out &= (*view_.filter_sets(plan.clause))[segment];
      return out;
    }
    case Kind::id: {
      Bitmap out(within.size());
      for (const std::string& id : {plan.id, plan.identifier}) {
        const auto place = view_.snapshot().find(id);
        if (place && place->segment == segment && within.test(place->doc)) out.set(place->doc);
      }
      if (plan.identifier.empty()) return out;
      for (const std::uint32_t doc : view_.segments()[segment].segment->ids().identified(plan.identifier)) {
        if (within.test(doc)) out.set(doc);
      }
      return out;
    }
    case Kind::all_of:
      return all_of(plan, segment, within);
    case Kind::any_of: {
      Bitmap out(within.size());
      for (const Plan& child : plan.children) out |= evaluate(child, segment, within);
      return out;
    }
    case Kind::none_of: {
      Bitmap out = within;
      out.subtract(evaluate(plan.children.front(), segment, within));
      return out;
    }
  }
  return Bitmap(within.size());
}

Bitmap Evaluator::all_of(const Plan& plan, std::size_t segment, const Bitmap& within) {
  std::vector<const Plan*> order;
  for (const Plan& child : plan.children) order.push_back(&child);
  std::stable_sort(order.begin(), order.end(),
                   [](const Plan* a, const Plan* b) { return cost(*a) < cost(*b); });
  Bitmap out = within;
  for (const Plan* child : order) {
    out = evaluate(*child, segment, out);
    if (!out.any()) break;
  }
  return out;
}

Bitmap Evaluator::leaf(const Plan& plan, std::size_t segment, const Bitmap& within) {
  Lookup& lookup = lookups_[segment];
  if (!has_same_) return match_words(plan, lookup, within);
  const auto [at, fresh] = known_[segment].try_emplace(&plan);
  Known& known = at->second;
  if (fresh && plan.kind == Kind::same) {
    SameMatch match = match_same(plan, lookup, lookup.live());
    known.certain = std::move(match.together);
    known.possible = std::move(match.undecided);
    known.possible |= known.certain;
  } else if (fresh) {
    known.certain = match_words(plan, lookup, lookup.live());
    known.possible = known.certain;
  }
  Bitmap out = within;
  out &= assume_possible_ ? known.possible : known.certain;
  return out;
}

}  // namespace labtrail::searcher
