#include "searcher/order.h"

#include <algorithm>

namespace labtrail::searcher {
namespace {

std::string_view id_of(const View& view, const Place& place) {
  return view.segments()[place.segment].segment->ids().id(place.doc);
}

/// Keeps the first `limit` places of those offered.
class Best {
 private:
  auto compare() const {
    return [this](const Place& a, const Place& b) { return before(a, b); };
  }

 public:
  Best(const View& view, std::size_t limit, const std::optional<After>& after)
      : view_(view), limit_(limit), after_(after) {}

  void offer(const Place& place) {
    if (limit_ == 0) return;
    if (heap_.size() == limit_ && place.key < heap_.front().key) return;
    if (after_ && !is_after(place)) return;
    if (heap_.size() == limit_) {
      if (!before(place, heap_.front())) return;
      std::pop_heap(heap_.begin(), heap_.end(), compare());
      heap_.back() = place;
    } else {
      heap_.push_back(place);
    }
    std::push_heap(heap_.begin(), heap_.end(), compare());
  }
  std::vector<Place> take() {
    std::sort_heap(heap_.begin(), heap_.end(), compare());
    return std::move(heap_);
  }

 private:
  [[nodiscard]] bool before(const Place& a, const Place& b) const {
    if (a.key != b.key) return a.key > b.key;
    return id_of(view_, a) < id_of(view_, b);
  }
  [[nodiscard]] bool is_after(const Place& place) const {
    if (place.key != after_->key) return place.key < after_->key;
    return id_of(view_, place) > after_->id;
  }
  const View& view_;
  std::size_t limit_;
  const std::optional<After>& after_;
  std::vector<Place> heap_;  ///< the last of the best in front
};

}  // namespace

double date_key(std::uint32_t date, Sort sort) {
  if (sort == Sort::newest) return static_cast<double>(date);
  return date == 0 ? -1e9 : -static_cast<double>(date);
}

std::vector<Place> first_places(const View& view, const MatchSets& sets, Sort sort,
                                const std::vector<std::vector<float>>& scores, std::size_t limit,
                                const std::optional<After>& after) {
  if (limit == 0) return {};
  const bool has_scores = sort == Sort::relevance &&
                          std::any_of(scores.begin(), scores.end(), [](const auto& s) { return !s.empty(); });
  if (sort == Sort::id || (sort == Sort::relevance && !has_scores)) {
    std::vector<Place> places;
    each_by_id(view, sets, [&](std::uint32_t segment, std::uint32_t doc) {
      const Place place{0, segment, doc};
      if (!after || id_of(view, place) > after->id) places.push_back(place);
      return places.size() < limit;
    });
    return places;
  }
  Best best(view, limit, after);
  for (std::uint32_t s = 0; s < sets.size(); ++s) {
    const format::Segment& segment = *view.segments()[s].segment;
    sets[s].each([&](std::uint32_t doc) {
      const double key =
          sort == Sort::relevance ? static_cast<double>(scores[s][doc]) : date_key(segment.date(doc), sort);
      best.offer({key, s, doc});
    });
  }
  return best.take();
}

void each_by_id(const View& view, const MatchSets& sets,
                const std::function<bool(std::uint32_t segment, std::uint32_t doc)>& visit) {
  // Each segment knows its documents in order of ids; the heads are merged. A segment of which only few match
  // sorts those instead of walking past all others.
  struct Head {
    std::vector<std::uint32_t> few;
    std::span<const std::uint32_t> docs;
    std::size_t at = 0;
  };
  std::vector<Head> heads(sets.size());
  const auto ids = [&](std::size_t s) -> const format::IdTable& { return view.segments()[s].segment->ids(); };
  const auto settle = [&](std::size_t s) {
    Head& head = heads[s];
    while (head.at < head.docs.size() && !sets[s].test(head.docs[head.at])) ++head.at;
  };
  for (std::size_t s = 0; s < sets.size(); ++s) {
    constexpr std::uint32_t kFew = 16;
    if (sets[s].count() < sets[s].size() / kFew) {
      sets[s].each([&](std::uint32_t doc) { heads[s].few.push_back(doc); });
      std::sort(heads[s].few.begin(), heads[s].few.end(),
                [&](std::uint32_t a, std::uint32_t b) { return ids(s).id(a) < ids(s).id(b); });
      heads[s].docs = heads[s].few;
    } else {
      heads[s].docs = ids(s).by_id();
    }
    settle(s);
  }
  for (;;) {
    std::optional<std::size_t> next;
    std::string_view least;
    for (std::size_t s = 0; s < heads.size(); ++s) {
      if (heads[s].at == heads[s].docs.size()) continue;
      const std::string_view id = ids(s).id(heads[s].docs[heads[s].at]);
      if (next && least <= id) continue;
      next = s;
      least = id;
    }
    if (!next) return;
    Head& head = heads[*next];
    const std::uint32_t doc = head.docs[head.at++];
    settle(*next);
    if (!visit(static_cast<std::uint32_t>(*next), doc)) return;
  }
}

}  // namespace labtrail::searcher
