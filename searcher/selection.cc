#include "searcher/selection.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "corpus/paper_json.h"
#include "searcher/evidence.h"
#include "searcher/facets.h"
#include "searcher/highlights.h"

namespace labtrail::searcher {
namespace {

/// A paper, and where it is stored.
using PlacedSink = std::function<bool(corpus::Paper, const format::Segment&, std::uint32_t doc)>;

/// What the facet columns say of one paper.
CountedValues counted_values(const format::Segment& segment, std::uint32_t doc) {
  const auto values = [&](format::FacetField field) {
    const format::FacetColumn& column = segment.facet(field);
    std::vector<std::string> out;
    for (const std::uint32_t ordinal : column.of(doc)) out.emplace_back(column.value(ordinal));
    return out;
  };
  return {values(format::FacetField::institution), values(format::FacetField::lab)};
}

/// Records in the order of ids without unpacking a block for each: papers are taken in stretches, the papers
/// of a stretch that lie near each other in a segment are read in one go.
class RecordRun {
 public:
  RecordRun(const View& view, const PlacedSink& sink) : view_(view), sink_(sink) {}

  bool add(std::uint32_t segment, std::uint32_t doc) {
    places_.push_back({segment, doc, static_cast<std::uint32_t>(places_.size())});
    return places_.size() < kStretch || flush();
  }
  /// False when the sink has had enough.
  bool flush() {
    std::vector<std::string> records(places_.size());
    const std::vector<Wanted> in_order = places_;
    std::sort(places_.begin(), places_.end(), [](const Wanted& a, const Wanted& b) {
      return a.segment != b.segment ? a.segment < b.segment : a.doc < b.doc;
    });
    for (std::size_t i = 0; i < places_.size();) {
      std::size_t end = i + 1;
      while (end < places_.size() && places_[end].segment == places_[i].segment &&
             places_[end].doc - places_[end - 1].doc <= kNear)
        ++end;
      read(i, end, records);
      i = end;
    }
    places_.clear();
    for (const Wanted& one : in_order) {
      ++given_;
      const format::Segment& segment = *view_.segments()[one.segment].segment;
      if (!sink_(parse_record(records[one.number]), segment, one.doc)) return false;
    }
    return true;
  }
  [[nodiscard]] std::uint64_t given() const { return given_; }

 private:
  static constexpr std::size_t kStretch = 4096;
  static constexpr std::uint32_t kNear = 8;  ///< about a block's papers
  struct Wanted {
    std::uint32_t segment;
    std::uint32_t doc;
    std::uint32_t number;
  };
  void read(std::size_t begin, std::size_t end, std::vector<std::string>& records) const {
    std::size_t next = begin;
    view_.segments()[places_[begin].segment].segment->records().each(
        places_[begin].doc, places_[end - 1].doc + 1, [&](std::uint32_t doc, std::string_view json) {
          if (doc == places_[next].doc) records[places_[next++].number] = json;
        });
  }
  const View& view_;
  const PlacedSink& sink_;
  std::vector<Wanted> places_;
  std::uint64_t given_ = 0;
};

/// The matches of an evaluated question in id order.
std::uint64_t give_papers(const Question& question, const PlacedSink& sink) {
  RecordRun run(question.view(), sink);
  bool more = true;
  each_by_id(question.view(), question.matches(), [&](std::uint32_t segment, std::uint32_t doc) {
    more = run.add(segment, doc);
    return more;
  });
  if (more) run.flush();
  return run.given();
}

/// Segments may have been read with different versions; usually there is one.
std::string registry_versions(const View& view) {
  std::set<std::string_view> versions;
  for (const format::LiveSegment& live : view.segments()) {
    if (const std::string_view version = live.segment->evidence().version(); !version.empty())
      versions.insert(version);
  }
  std::string out;
  for (const std::string_view version : versions) {
    if (!out.empty()) out += "; ";
    out += version;
  }
  return out;
}

class IndexSelection final : public Selection {
 public:
  explicit IndexSelection(std::unique_ptr<Question> question) : question_(std::move(question)) {
    const Request& request = question_->request();
    facts_.total = question_->total();
    facts_.candidates = question_->candidates();
    facts_.generation = info(question_->view());
    facts_.query =
        request.mode == query::Mode::plain ? request.query : query::to_query(question_->parsed().tree);
    facts_.filter = query::to_string(question_->clauses());
    facts_.registry = registry_versions(question_->view());
    count_years();
    for (const query::FacetRequest& facet : request.facets) {
      const ValueCounts counted =
          count_values(question_->view(), facet.field, question_->matches(), question_->deadline());
      facts_.facets.push_back(
          make_facet(question_->view(), facet.field, counted, facet.limit, question_->clauses(), nullptr));
    }
  }
  [[nodiscard]] const SelectionFacts& facts() const override { return facts_; }
  [[nodiscard]] std::uint64_t each(const Sink& sink) const override {
    return give_papers(*question_,
                       [&](const corpus::Paper& paper, const format::Segment& segment, std::uint32_t doc) {
                         return sink(paper, counted_values(segment, doc));
                       });
  }
  [[nodiscard]] std::uint64_t each_match(const MatchSink& sink) const override {
    Highlighter highlighter(question_->plan(), thread_analyzer());
    return give_papers(*question_,
                       [&](corpus::Paper paper, const format::Segment& segment, std::uint32_t doc) {
                         Match match;
                         match.counted = counted_values(segment, doc);
                         match.evidence = paper_evidence(segment, doc, paper);
                         if (question_->request().highlights)
                           match.highlights = highlighter.highlights(paper);
                         match.paper = std::move(paper);
                         return sink(match);
                       });
  }

 private:
  void count_years() {
    const View& view = question_->view();
    const ValueCounts counted =
        count_values(view, format::FacetField::year, question_->matches(), question_->deadline());
    facts_.without_year = counted.none;
    const format::FacetDictionary& dictionary = view.snapshot().dictionary(format::FacetField::year);
    for (std::size_t ordinal = 0; ordinal < counted.counts.size(); ++ordinal) {
      if (counted.counts[ordinal] == 0) continue;
      const std::string_view value = dictionary.values[ordinal];
      int year = 0;
      std::from_chars(value.data(), value.data() + value.size(), year);
      if (year == 0) continue;
      if (facts_.first_year == 0 || year < facts_.first_year) facts_.first_year = year;
      facts_.last_year = std::max(facts_.last_year, year);
    }
  }

  std::unique_ptr<Question> question_;
  SelectionFacts facts_;
};

}  // namespace

GenerationInfo info(const View& view) {
  return {view.snapshot().number(), view.snapshot().date(), view.snapshot().papers()};
}

corpus::Paper parse_record(std::string_view json) {
  auto paper = corpus::from_json(json);
  if (!paper) {
    throw base::Failure(base::ErrorCode::corrupt, "a stored paper cannot be read: " + paper.error().message,
                        "run: labtrail-index verify");
  }
  return std::move(*paper);
}

base::Result<std::unique_ptr<Selection>> make_selection(const Request& request,
                                                        std::shared_ptr<const View> view) {
  auto question = Question::read(request, std::move(view));
  if (!question) return tl::unexpected<base::Error>(std::move(question.error()));
  (*question)->evaluate({});
  return std::make_unique<IndexSelection>(std::move(*question));
}

}  // namespace labtrail::searcher
