// What several change lists, one after the other, make of each paper: the cause that an alert names. A paper
// that was added and then changed is new; one that was removed and added again has changed.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "searcher/saved/alerts.h"
#include "searcher/search.h"

namespace labtrail::saved {

class ChangeSet {
 public:
  ChangeSet() = default;
  /// Oldest list first. `complete`: nothing happened but what they say.
  ChangeSet(const std::vector<std::vector<searcher::PaperChange>>& lists, bool complete);

  /// Every paper on the lists, in byte order.
  [[nodiscard]] std::vector<std::string> ids() const;

  /// Why a paper matches that did not.
  [[nodiscard]] Cause of_match(std::string_view id) const;
  /// Why a paper matches no longer; `there`: the index still has it.
  [[nodiscard]] Cause of_removal(std::string_view id, bool there) const;

 private:
  struct Net {
    bool before = true;  ///< the paper was there before the first list
    bool after = true;
    bool record = false;     ///< its record changed
    bool tags = false;       ///< registry or topics changed what it counts for
    bool corrected = false;  ///< the user's decisions did
    bool retracted = false;
    bool merged = false;
  };
  /// Of a paper that was there before and after, and on a list.
  [[nodiscard]] static Cause of_change(const Net& net);
  [[nodiscard]] const Net* find(std::string_view id) const;
  /// Of a paper that no list names.
  [[nodiscard]] Cause otherwise() const { return complete_ ? Cause::registry_change : Cause::unrecorded; }

  bool complete_ = false;
  std::unordered_map<std::string, Net> papers_;
};

}  // namespace labtrail::saved
