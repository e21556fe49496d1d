#include "searcher/saved/change_set.h"

#include <algorithm>

namespace labtrail::saved {

using Kind = searcher::PaperChange::Kind;

ChangeSet::ChangeSet(const std::vector<std::vector<searcher::PaperChange>>& lists, bool complete)
    : complete_(complete) {
  for (const auto& list : lists) {
    for (const searcher::PaperChange& change : list) {
      const auto [at, fresh] = papers_.try_emplace(change.id);
      Net& net = at->second;
      if (fresh) net.before = change.kind != Kind::added;
      switch (change.kind) {
        case Kind::added:
          net.record = true;
          net.after = true;
          net.merged = false;
          break;
        case Kind::changed:
          net.record = true;
          break;
        case Kind::removed:
          net.after = false;
          break;
        case Kind::retagged:
          net.tags = true;
          break;
        case Kind::corrected:
          net.corrected = true;
          break;
        case Kind::retracted:
          net.retracted = true;
          break;
        case Kind::merged:
          net.merged = true;
          break;
      }
    }
  }
}

std::vector<std::string> ChangeSet::ids() const {
  std::vector<std::string> out;
  out.reserve(papers_.size());
  for (const auto& [id, net] : papers_) out.push_back(id);
  std::sort(out.begin(), out.end());
  return out;
}

const ChangeSet::Net* ChangeSet::find(std::string_view id) const {
  const auto at = papers_.find(std::string(id));
  return at == papers_.end() ? nullptr : &at->second;
}

Cause ChangeSet::of_change(const Net& net) {
  if (net.record) return Cause::changed_record;
  return net.corrected && !net.tags ? Cause::correction : Cause::registry_change;
}

Cause ChangeSet::of_match(std::string_view id) const {
  const Net* net = find(id);
  if (net == nullptr) return otherwise();
  if (!net->before) return Cause::new_record;
  return of_change(*net);
}

Cause ChangeSet::of_removal(std::string_view id, bool there) const {
  const Net* net = find(id);
  if (!there) return net != nullptr && net->merged ? Cause::merged_record : Cause::removed_record;
  if (net == nullptr) return otherwise();
  if (net->retracted) return Cause::retraction;
  return of_change(*net);
}

}  // namespace labtrail::saved
