#include "searcher/printed.h"

#include <algorithm>
#include <unordered_map>

#include "corpus/base/hash.h"
#include "corpus/paper_json.h"
#include "searcher/evidence.h"
#include "searcher/filters.h"
#include "searcher/query/parser.h"
#include "searcher/sides.h"

namespace labtrail::searcher {
namespace {

struct Printed {
  std::uint64_t papers = 0;   ///< that print it
  bool brings = false;        ///< whether it brings the subject, on some paper
  std::uint32_t segment = 0;  ///< the first paper by id on which it does
  std::uint32_t doc = 0;
  std::uint32_t affiliation = 0;  ///< ordinal among the paper's distinct strings
};

/// The stretches of the affiliation field, one a value.
void split_values(const std::vector<format::TokenId>& tokens,
                  std::vector<std::pair<std::size_t, std::size_t>>& out) {
  out.clear();
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    if (i < tokens.size() && tokens[i] != format::kGap) continue;
    out.emplace_back(begin, i);
    begin = i + 1;
  }
}

class Collector {
 public:
  Collector(Question& asked, const query::Clause& subject)
      : asked_(asked), view_(asked.view()), subject_(subject), sides_(view_, subject) {}

  void run(PrintedStrings& out) {
    const auto bearing = view_.filter_sets(subject_);
    for (std::uint32_t s = 0; s < view_.segments().size(); ++s) {
      format::Bitmap papers = asked_.matches()[s];
      papers &= (*bearing)[s];
      papers.each([&](std::uint32_t doc) {
        asked_.deadline().spend(64);
        ++out.papers;
        if (!add(s, doc)) ++out.source_only;
      });
    }
  }
  [[nodiscard]] std::vector<Printed> sorted() const {
    std::vector<Printed> all;
    for (const auto& [key, printed] : found_) {
      if (printed.brings) all.push_back(printed);
    }
    std::sort(all.begin(), all.end(), [&](const Printed& a, const Printed& b) {
      if (a.papers != b.papers) return a.papers > b.papers;
      const std::string_view first = id(a);
      const std::string_view second = id(b);
      return first != second ? first < second : a.affiliation < b.affiliation;
    });
    return all;
  }
  [[nodiscard]] const Subject& subject() const { return sides_.subject(); }
  [[nodiscard]] std::string_view id(const Printed& printed) const {
    return view_.segments()[printed.segment].segment->ids().id(printed.doc);
  }

 private:
  struct Hash {
    std::size_t operator()(const base::Hash128& key) const { return static_cast<std::size_t>(key.low); }
  };

  /// Whether any printed string of the paper brings the subject.
  bool add(std::uint32_t segment, std::uint32_t doc) {
    const format::Segment& stored = *view_.segments()[segment].segment;
    stored.brought().read(doc, sets_);
    stored.forward().read(doc, format::TextField::affiliation, tokens_);
    split_values(tokens_, values_);
    keys_.clear();
    bool brings = false;
    for (std::uint32_t affiliation = 0; affiliation < values_.size(); ++affiliation) {
      const base::Hash128 key = key_of(segment, values_[affiliation]);
      // Two spellings of one paper are one paper.
      Printed& known = found_.try_emplace(key).first->second;
      if (std::find(keys_.begin(), keys_.end(), key) == keys_.end()) {
        keys_.push_back(key);
        ++known.papers;
      }
      if (affiliation >= sets_.size() || !sides_.brings_subject(segment, sets_[affiliation])) continue;
      brings = true;
      const Printed fresh{known.papers, true, segment, doc, affiliation};
      if (!known.brings || id(fresh) < id(known)) known = fresh;
    }
    return brings;
  }

  /// Token ids are the segment's own: the words are what segments have in common.
  base::Hash128 key_of(std::uint32_t segment, std::pair<std::size_t, std::size_t> value) {
    const format::Vocabulary& vocabulary = view_.segments()[segment].segment->vocabulary();
    std::string& words = words_;
    words.clear();
    for (std::size_t i = value.first; i < value.second; ++i) {
      words += vocabulary.word(tokens_[i]);
      words += ' ';
    }
    return base::hash128(words);
  }

  Question& asked_;
  const View& view_;
  const query::Clause& subject_;
  Sides sides_;
  std::unordered_map<base::Hash128, Printed, Hash> found_;
  std::vector<std::uint32_t> sets_;
  std::vector<format::TokenId> tokens_;
  std::vector<std::pair<std::size_t, std::size_t>> values_;
  std::vector<base::Hash128> keys_;  ///< of one paper
  std::string words_;
};

/// The query and the affiliation of just these words; empty where the query language has no room for it.
std::string query_for(const query::Node& tree, std::string_view raw) {
  query::Node node;
  node.kind = query::NodeKind::whole;
  node.field = format::TextField::affiliation;
  node.text = raw;
  std::string out = query::to_query(node);
  if (tree.kind != query::NodeKind::everything) out = "(" + query::to_query(tree) + ") " + out;
  return query::parse_query(out, query::Mode::strict) ? out : std::string();
}

/// The paper's distinct affiliation strings in order of first appearance.
std::vector<std::string> distinct_affiliations(const corpus::Paper& paper) {
  std::vector<std::string> out;
  const auto add = [&](const corpus::Affiliation& one) {
    if (std::find(out.begin(), out.end(), one.raw) == out.end()) out.push_back(one.raw);
  };
  for (const corpus::Author& author : paper.authors) {
    for (const corpus::Affiliation& one : author.affiliations) add(one);
  }
  for (const corpus::Affiliation& one : paper.affiliations) add(one);
  return out;
}

}  // namespace

base::Result<PrintedStrings> printed_strings(Question& asked, const CollaborationRequest& request) {
  const auto subject = parse_subject(request.subject);
  if (!subject) return tl::unexpected<base::Error>(subject.error());
  const View& view = asked.view();
  PrintedStrings out;
  Collector collector(asked, *subject);
  collector.run(out);
  const std::vector<Printed> sorted = collector.sorted();
  out.distinct = sorted.size();
  for (const Printed& one : sorted) {
    if (out.strings.size() == request.limit) break;
    const format::Segment& segment = *view.segments()[one.segment].segment;
    auto paper = corpus::from_json(segment.records().read(one.doc));
    if (!paper) {
      throw base::Failure(base::ErrorCode::corrupt, "a stored paper cannot be read: " + paper.error().message,
                          "run: labtrail-index verify");
    }
    const std::vector<std::string> strings = distinct_affiliations(*paper);
    if (one.affiliation >= strings.size()) continue;
    PrintedString& printed = out.strings.emplace_back();
    printed.raw = strings[one.affiliation];
    printed.papers = one.papers;
    printed.query = query_for(asked.parsed().tree, printed.raw);
    printed.paper = paper->id;
    for (const StringEvidence& evidence : paper_evidence(segment, one.doc, *paper).strings) {
      if (evidence.kind != format::EvidenceText::affiliation || evidence.raw != printed.raw) continue;
      for (const Mention& mention : evidence.mentions) {
        if (mention.state != format::State::asserted || !collector.subject().stands_for_subject(mention.id))
          continue;
        printed.mentions.push_back(mention);
      }
    }
  }
  return out;
}

}  // namespace labtrail::searcher
