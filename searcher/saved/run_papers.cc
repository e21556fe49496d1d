#include "searcher/saved/run_papers.h"

#include <algorithm>

namespace labtrail::saved {

using searcher::PaperNumber;
using searcher::SelectionAnswer;

void RunPapers::read(const std::vector<const SelectionAnswer*>& answers) {
  std::vector<PaperNumber> unknown;
  for (const SelectionAnswer* answer : answers) {
    for (const PaperNumber paper : answer->papers) {
      if (facts_.try_emplace(paper).second) unknown.push_back(paper);
    }
  }
  std::sort(unknown.begin(), unknown.end());
  all_->each(unknown, [&](PaperNumber number, const corpus::Paper& paper) {
    Fact& fact = facts_[number];
    fact.retracted = paper.retracted;
    fact.title = paper.title;
  });
  fresh_.insert(fresh_.end(), unknown.begin(), unknown.end());
}

void RunPapers::write(Connection& connection) {
  Statement find = connection.prepare("SELECT number, title FROM papers WHERE id = ?1");
  Statement insert = connection.prepare("INSERT INTO papers (id, title) VALUES (?1, ?2)");
  Statement rename = connection.prepare("UPDATE papers SET title = ?2 WHERE number = ?1");
  for (const PaperNumber paper : fresh_) {
    Fact& fact = facts_[paper];
    find.with(all_->id(paper));
    if (find.step()) {
      fact.key = find.small(0);
      if (find.bytes(1) != fact.title) rename.with(fact.key, fact.title).run();
    } else {
      insert.with(all_->id(paper), fact.title).run();
      fact.key = static_cast<PaperKey>(connection.last_row());
    }
    find.reset();
    fact.title = {};
  }
  fresh_.clear();
}

Cause RunPapers::cause_of_match(PaperNumber paper, const ChangeSet& changes) {
  Fact& fact = facts_.at(paper);
  if (fact.cause_by != &changes) {
    fact.cause_by = &changes;
    fact.cause = changes.of_match(all_->id(paper));
  }
  return fact.cause;
}

}  // namespace labtrail::saved
