#include "searcher/suggest.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "searcher/evaluator.h"
#include "searcher/plan.h"

namespace labtrail::searcher {

using format::FacetField;

namespace {

constexpr std::array kFields{FacetField::institution, FacetField::lab, FacetField::venue, FacetField::topic};

std::vector<Suggestion> values(const View& view, const std::string& prefix, std::size_t limit) {
  struct Found {
    bool at_start;
    std::uint64_t count;
    FacetField field;
    std::uint32_t ordinal;
  };
  std::vector<Found> found;
  for (const FacetField field : kFields) {
    const std::vector<std::uint64_t>& counts = view.value_counts(field);
    for (const LabelMatch& match : view.labels(field).find(prefix)) {
      if (counts[match.ordinal] > 0)
        found.push_back({match.at_start, counts[match.ordinal], field, match.ordinal});
    }
  }
  const auto value = [&](const Found& one) {
    return view.snapshot().dictionary(one.field).values[one.ordinal];
  };
  const auto before = [&](const Found& a, const Found& b) {
    if (a.at_start != b.at_start) return a.at_start;
    if (a.count != b.count) return a.count > b.count;
    if (a.field != b.field) return a.field < b.field;
    return value(a) < value(b);
  };
  const std::size_t listed = std::min(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(listed), found.end(), before);
  std::vector<Suggestion> out;
  for (std::size_t i = 0; i < listed; ++i) {
    out.push_back({std::string(format::name(found[i].field)), std::string(value(found[i])),
                   std::string(view.snapshot().dictionary(found[i].field).labels[found[i].ordinal]),
                   found[i].count});
  }
  return out;
}

std::uint64_t papers_with(const View& view, const std::string& word, format::Analyzer& analyzer,
                          std::set<std::string>& known, Deadline& deadline) {
  query::Node node;
  node.kind = query::NodeKind::word;
  node.text = word;
  const auto compiled = compile(node, query::Mode::lenient, analyzer);
  if (!compiled || compiled->plan.kind != Plan::Kind::pattern) return 0;
  Evaluator evaluator(view, compiled->plan, deadline);
  // robot and robots stand mostly under one term: one of them is enough.
  std::map<std::string, std::uint64_t> terms;
  for (std::size_t s = 0; s < evaluator.segments(); ++s) {
    for (const std::string& term :
         evaluator.lookup(s).word(compiled->plan.patterns.front().words.front()).whole)
      terms[term] += evaluator.lookup(s).document_count(term);
  }
  const auto most = std::max_element(terms.begin(), terms.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == terms.end() || !known.insert(most->first).second) return 0;
  std::uint64_t papers = 0;
  for (std::size_t s = 0; s < evaluator.segments(); ++s)
    papers += evaluator.matches(s, view.segments()[s].live).count();
  return papers;
}

std::vector<Suggestion> words(const View& view, const std::string& prefix, std::size_t limit,
                              format::Analyzer& analyzer, Deadline& deadline) {
  std::unordered_map<std::string_view, std::uint64_t> counts;
  for (const format::LiveSegment& live : view.segments()) {
    const format::Vocabulary& vocabulary = live.segment->vocabulary();
    for (const format::TokenId token : vocabulary.find_prefix(prefix))
      counts[vocabulary.word(token)] += vocabulary.document_count(token);
  }
  std::vector<std::pair<std::uint64_t, std::string_view>> ranked;
  for (const auto& [word, count] : counts) ranked.emplace_back(count, word);
  const auto before = [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  const std::size_t looked_at = std::min(ranked.size(), limit * 3);
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(looked_at), ranked.end(),
                    before);
  std::vector<Suggestion> out;
  std::set<std::string> known;
  for (std::size_t i = 0; i < looked_at && out.size() < limit; ++i) {
    const std::string word(ranked[i].second);
    if (const std::uint64_t papers = papers_with(view, word, analyzer, known, deadline); papers > 0)
      out.push_back({"word", word, word, papers});
  }
  return out;
}

}  // namespace

std::vector<Suggestion> suggest(const View& view, std::string_view text, std::size_t limit,
                                format::Analyzer& analyzer, Deadline& deadline) {
  const std::string folded = format::fold(text);
  if (folded.empty() || limit == 0) return {};
  std::vector<format::Token> tokens;
  analyzer.analyze_names(text, tokens);
  const std::string last(tokens.back().word);
  std::vector<Suggestion> out = values(view, folded, limit);
  // Words only while the last one is still being typed.
  const bool typing = tokens.back().end == text.size() && !tokens.back().ideograph;
  std::vector<Suggestion> more;
  if (typing) more = words(view, last, std::max<std::size_t>(1, limit / 2), analyzer, deadline);
  if (out.size() + more.size() > limit) out.resize(limit - std::min(limit, more.size()));
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace labtrail::searcher
