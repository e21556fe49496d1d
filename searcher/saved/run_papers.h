// The papers of one run of alerts: each record is read once, each paper is looked up in the file once,
// however many searches match it.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "searcher/saved/change_set.h"
#include "searcher/saved/database.h"
#include "searcher/saved/memory.h"
#include "searcher/search.h"

namespace labtrail::saved {

class RunPapers {
 public:
  explicit RunPapers(std::shared_ptr<const searcher::PaperSelection> all) : all_(std::move(all)) {}

  struct Fact {
    PaperKey key = 0;  ///< once it is written
    bool retracted = false;
    std::string title;  ///< until it is written
    /// Why it matches, by these changes: the same for all searches that were last run in one generation.
    const ChangeSet* cause_by = nullptr;
    Cause cause = Cause::unrecorded;
  };

  /// Reads the records of those that are not known yet.
  void read(const std::vector<const searcher::SelectionAnswer*>& answers);
  /// Gives those that were read since the last time a number in the file, and the file their titles.
  void write(Connection& connection);

  [[nodiscard]] const Fact& of(searcher::PaperNumber paper) const { return facts_.at(paper); }
  Cause cause_of_match(searcher::PaperNumber paper, const ChangeSet& changes);

 private:
  std::shared_ptr<const searcher::PaperSelection> all_;
  std::unordered_map<searcher::PaperNumber, Fact> facts_;
  std::vector<searcher::PaperNumber> fresh_;
};

}  // namespace labtrail::saved
