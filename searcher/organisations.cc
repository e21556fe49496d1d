#include "searcher/organisations.h"

#include <algorithm>

namespace labtrail::searcher {

bool has_word(std::string_view text, std::string_view word) {
  bool found = false;
  each_word(text, [&](std::string_view one) { found = found || one == word; });
  return found;
}

Organisations::Organisations(const format::Snapshot& snapshot) {
  const auto take = [&](const format::ProfileStore& store) {
    for (std::uint32_t i = 0; i < store.size(); ++i)
      entries_.push_back(
          {store.id(i), store.value(i), store.country(i), store.parents(i), store.lists(i), &store, i});
  };
  take(snapshot.registry_profiles());
  for (const format::LiveSegment& live : snapshot.segments()) take(live.segment->profiles());
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.id < b.id; });
  entries_.erase(std::unique(entries_.begin(), entries_.end(),
                             [](const Entry& a, const Entry& b) { return a.id == b.id; }),
                 entries_.end());
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    by_name_.try_emplace(entries_[i].id, i);
    by_name_.try_emplace(entries_[i].value, i);
  }
}

const Organisations::Entry* Organisations::find(std::string_view id) const {
  const auto at = by_name_.find(id);
  return at == by_name_.end() ? nullptr : &entries_[at->second];
}

std::string Organisations::profile(const Entry& entry) {
  return entry.store->json(entry.number);
}

bool Organisations::is_part_of(const Entry& entry, const Entry& above) const {
  std::vector<const Entry*> open{&entry};
  std::vector<const Entry*> seen{&entry};
  while (!open.empty()) {
    const Entry* one = open.back();
    open.pop_back();
    bool found = false;
    each_word(one->parents, [&](std::string_view id) {
      const Entry* parent = find(id);
      if (parent == nullptr || std::find(seen.begin(), seen.end(), parent) != seen.end()) return;
      found = found || parent == &above;
      seen.push_back(parent);
      open.push_back(parent);
    });
    if (found) return true;
  }
  return false;
}

std::vector<const Organisations::Entry*> Organisations::parts_of(const Entry& entry) const {
  std::vector<const Entry*> out;
  for (const Entry& one : entries_) {
    if (has_word(one.parents, entry.id) || (entry.value != entry.id && has_word(one.parents, entry.value)))
      out.push_back(&one);
  }
  return out;
}

}  // namespace labtrail::searcher
