#include "searcher/paper_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "corpus/paper_json.h"
#include "indexer/format/changes.h"
#include "searcher/filters.h"
#include "searcher/parts.h"
#include "searcher/question.h"

namespace labtrail::searcher {
namespace {

using base::Error;
using base::Result;

constexpr std::size_t kMostKept = 16;  ///< more generations than an index ever keeps

bool has_expansions(const Plan& plan) {
  return any_node(plan, [](const Plan& node) {
    return std::any_of(node.patterns.begin(), node.patterns.end(), [](const Pattern& pattern) {
      return std::any_of(pattern.words.begin(), pattern.words.end(), [](const WordPattern& word) {
        return word.kind == WordPattern::Kind::prefix || word.kind == WordPattern::Kind::fuzzy;
      });
    });
  });
}

/// The values that names of organisations stand for, which other papers and the registry decide.
class Meaning {
 public:
  explicit Meaning(const format::Snapshot& names) : names_(names) {}
  void add(const query::Clause& clause) {
    if (clause.any_organisation) return;
    if (!query::is_entity(clause) && clause.field != format::FacetField::lineage) return;
    for (const query::FilterValue& value : clause.values) {
      text_ += column_value(names_, clause.field, value.text);
      text_ += '\n';
      // A funder that is mentioned in another role counts as an institution or a lab there.
      if (clause.field != format::FacetField::funder || !clause.scope.given()) continue;
      text_ += column_value(names_, format::FacetField::institution, value.text);
      text_ += '\n';
      text_ += column_value(names_, format::FacetField::lab, value.text);
      text_ += '\n';
    }
  }
  [[nodiscard]] std::uint64_t hash() const { return text_.empty() ? 0 : base::hash64(text_); }

 private:
  const format::Snapshot& names_;
  std::string text_;
};

PaperChange::Kind kind_of(format::ChangeKind kind) {
  return static_cast<PaperChange::Kind>(kind);
}
static_assert(static_cast<int>(PaperChange::Kind::corrected) ==
              static_cast<int>(format::ChangeKind::corrected));

std::vector<PaperChange> changes_of(format::GenerationChanges&& list) {
  std::vector<PaperChange> out;
  out.reserve(list.changes.size());
  for (format::Change& change : list.changes) out.push_back({kind_of(change.kind), std::move(change.id)});
  return out;
}

class IndexPaperSelection final : public PaperSelection {
 public:
  IndexPaperSelection(std::filesystem::path index, std::shared_ptr<const View> whole)
      : index_(std::move(index)), whole_(std::move(whole)), view_(whole_) {
    for (std::uint32_t s = 0; s < whole_->segments().size(); ++s) segments_.push_back(s);
  }
  IndexPaperSelection(const IndexPaperSelection& of, const format::Snapshot::Part& part)
      : index_(of.index_),
        whole_(of.whole_),
        view_(std::make_shared<const View>(part.snapshot, of.whole_->shared_snapshot())),
        segments_(part.segments) {}

  GenerationInfo generation() const override {
    const format::Snapshot& snapshot = whole_->snapshot();
    return {snapshot.number(), snapshot.date(), snapshot.papers()};
  }
  std::string mark() const override { return base::hex(whole_->snapshot().identity()); }

  Result<SelectionAnswer> matching(const Request& request, bool parts) const override {
    try {
      auto question = Question::read(request, view_);
      if (!question) return tl::unexpected<Error>(std::move(question.error()));
      Question& asked = **question;
      if (view_ != whole_ && has_expansions(asked.plan())) {
        const Evaluator refuses_too_many(*whole_, asked.plan(), asked.deadline());
      }
      asked.evaluate({});
      SelectionAnswer out;
      out.papers.reserve(asked.total());
      each_number(asked.matches(), [&](PaperNumber paper) { out.papers.push_back(paper); });
      Meaning meaning(whole_->snapshot());
      for (const query::Clause& clause : asked.clauses()) meaning.add(clause);
      any_node(asked.plan(), [&](const Plan& node) {
        if (node.kind == Plan::Kind::filter) meaning.add(node.clause);
        return false;
      });
      out.meaning = meaning.hash();
      if (parts) add_parts(asked, out);
      return out;
    } catch (Refusal& refusal) {
      return tl::unexpected<Error>(std::move(refusal.error));
    }
  }

  std::string_view id(PaperNumber paper) const override {
    return whole_->segments()[segment_of(paper)].segment->ids().id(document_of(paper));
  }

  bool has(std::string_view id) const override { return whole_->snapshot().find(id).has_value(); }

  void each(const std::vector<PaperNumber>& papers,
            const std::function<void(PaperNumber, const corpus::Paper&)>& sink) const override {
    constexpr std::uint64_t kNear = 16;  ///< papers of one block, mostly
    for (std::size_t i = 0; i < papers.size();) {
      std::size_t end = i + 1;
      while (end < papers.size() && papers[end] - papers[end - 1] <= kNear) ++end;
      const format::RecordStore& records = whole_->segments()[segment_of(papers[i])].segment->records();
      std::size_t next = i;
      records.each(document_of(papers[i]), document_of(papers[end - 1]) + 1,
                   [&](std::uint32_t doc, std::string_view json) {
                     if (next == end || document_of(papers[next]) != doc) return;
                     auto paper = corpus::from_json(json);
                     if (!paper)
                       throw base::Failure(base::ErrorCode::corrupt,
                                           "a stored paper cannot be read: " + paper.error().message,
                                           "run: labtrail-index verify");
                     sink(papers[next++], *paper);
                   });
      i = end;
    }
  }

  std::shared_ptr<const PaperSelection> only(const std::vector<std::string>& ids) const override {
    std::vector<format::Bitmap> wanted;
    for (const format::LiveSegment& live : whole_->segments()) wanted.emplace_back(live.segment->size());
    for (const std::string& id : ids) {
      if (const auto place = whole_->snapshot().find(id)) wanted[place->segment].set(place->doc);
    }
    return std::make_shared<const IndexPaperSelection>(*this,
                                                       format::Snapshot::part(whole_->snapshot(), wanted));
  }

  std::optional<std::vector<std::vector<PaperChange>>> changes_since(std::uint64_t generation,
                                                                     std::string_view mark) const override {
    const format::Snapshot& now = whole_->snapshot();
    if (generation == now.number() && mark == this->mark()) return std::vector<std::vector<PaperChange>>{};
    if (generation >= now.number() || now.number() - generation > kMostKept) return std::nullopt;
    const auto before = format::read_changes(index_, generation);
    if (!before || base::hex(before->identity) != mark) return std::nullopt;
    std::vector<std::vector<PaperChange>> out;
    for (std::uint64_t number = generation + 1; number <= now.number(); ++number) {
      auto list = format::read_changes(index_, number);
      if (!list || (number == now.number() && list->identity != now.identity())) return std::nullopt;
      out.push_back(changes_of(std::move(*list)));
    }
    return out;
  }

  bool is_followed_by(std::uint64_t generation, std::string_view mark) const override {
    if (generation <= whole_->snapshot().number()) return false;
    const auto later = format::read_changes(index_, generation);
    return later && base::hex(later->identity) == mark;
  }

  std::vector<std::vector<PaperChange>> kept_changes() const override {
    const format::Snapshot& now = whole_->snapshot();
    std::vector<std::vector<PaperChange>> out;
    for (std::uint64_t number = now.number(); number > 0 && out.size() < kMostKept; --number) {
      auto list = format::read_changes(index_, number);
      if (!list || (number == now.number() && list->identity != now.identity())) break;
      out.push_back(changes_of(std::move(*list)));
    }
    std::reverse(out.begin(), out.end());
    return out;
  }

 private:
  static std::uint32_t segment_of(PaperNumber paper) { return static_cast<std::uint32_t>(paper >> 32); }
  static std::uint32_t document_of(PaperNumber paper) { return static_cast<std::uint32_t>(paper); }

  template <typename Visit>
  void each_number(const MatchSets& sets, Visit&& visit) const {
    for (std::size_t s = 0; s < sets.size(); ++s) {
      const PaperNumber segment = PaperNumber{segments_[s]} << 32;
      sets[s].each([&](std::uint32_t doc) { visit(segment | doc); });
    }
  }

  void add_parts(Question& asked, SelectionAnswer& out) const {
    for (MetPart& part : parts_met(asked)) {
      SelectionAnswer::Part& met = out.parts.emplace_back();
      met.text = std::move(part.text);
      std::size_t place = 0;
      each_number(part.papers, [&](PaperNumber paper) {
        while (out.papers[place] != paper) ++place;
        met.papers.push_back(static_cast<std::uint32_t>(place));
      });
    }
  }

  std::filesystem::path index_;
  std::shared_ptr<const View> whole_;
  std::shared_ptr<const View> view_;
  std::vector<std::uint32_t> segments_;  ///< [segment of view_] -> segment of whole_
};

}  // namespace

std::shared_ptr<const PaperSelection> select_all(std::filesystem::path index,
                                                 std::shared_ptr<const View> view) {
  return std::make_shared<const IndexPaperSelection>(std::move(index), std::move(view));
}

}  // namespace labtrail::searcher
