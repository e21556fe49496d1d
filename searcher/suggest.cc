#include "searcher/suggest.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "corpus/base/text.h"
#include "searcher/evaluator.h"
#include "searcher/plan.h"
#include "searcher/query/filter.h"
#include "searcher/query/parser.h"

namespace labtrail::searcher {

using format::FacetField;

namespace {

constexpr std::array kFields{FacetField::institution, FacetField::lab, FacetField::venue, FacetField::topic,
                             FacetField::funder};
/// Words from the end of the text that may begin a name.
constexpr std::size_t kTail = 6;
constexpr std::uint32_t kNoName = 0xFFFFFFFF;

/// A value that was found.
struct Found {
  bool at_start;
  std::uint64_t count;
  FacetField field;
  std::uint32_t ordinal;
  std::uint32_t name;  ///< in the aliases, or kNoName where the label or the value itself was found
};

std::string_view value(const View& view, const Found& found) {
  return view.snapshot().dictionary(found.field).values[found.ordinal];
}

/// Names that begin so before those of which a word does, then the commonest.
bool before(const View& view, const Found& a, const Found& b) {
  if (a.at_start != b.at_start) return a.at_start;
  if (a.count != b.count) return a.count > b.count;
  if (a.field != b.field) return a.field < b.field;
  return value(view, a) < value(view, b);
}

Suggestion suggestion(const View& view, const Found& found) {
  Suggestion out;
  out.kind = format::name(found.field);
  out.value = value(view, found);
  out.label = view.snapshot().dictionary(found.field).labels[found.ordinal];
  out.count = found.count;
  if (found.name != kNoName) out.name = view.aliases().name(found.name);
  out.filter = query::to_string({query::value_clause(found.field, out.value)});
  return out;
}

std::vector<Suggestion> values(const View& view, const std::string& prefix, std::size_t limit) {
  std::vector<Found> found;
  for (const FacetField field : kFields) {
    const std::vector<std::uint64_t>& counts = view.value_counts(field);
    for (const LabelMatch& match : view.labels(field).find(prefix)) {
      if (counts[match.ordinal] > 0)
        found.push_back({match.at_start, counts[match.ordinal], field, match.ordinal, kNoName});
    }
  }
  // Under any other name: in whatever script, former, short.
  std::set<std::pair<FacetField, std::uint32_t>> known;
  for (const Found& one : found) known.emplace(one.field, one.ordinal);
  for (const Aliases::Match& match : view.aliases().find(prefix)) {
    const std::uint64_t count = view.value_counts(match.field)[match.ordinal];
    if (count > 0 && known.emplace(match.field, match.ordinal).second)
      found.push_back({match.at_start, count, match.field, match.ordinal, match.name});
  }
  const std::size_t listed = std::min(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(listed), found.end(),
                    [&](const Found& a, const Found& b) { return before(view, a, b); });
  std::vector<Suggestion> out;
  for (std::size_t i = 0; i < listed; ++i) out.push_back(suggestion(view, found[i]));
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
      out.push_back({"word", word, word, papers, {}, {}, {}});
  }
  return out;
}

}  // namespace

std::vector<Suggestion> suggest(const View& view, std::string_view text, std::size_t limit,
                                format::Analyzer& analyzer, Deadline& deadline) {
  std::vector<format::Token> tokens;
  analyzer.analyze_names(text, tokens);
  if (tokens.empty() || limit == 0) return {};
  const std::string last(tokens.back().word);
  std::vector<Suggestion> out = values(view, format::fold(text), limit);
  const std::size_t tail = tokens.size() - std::min(tokens.size(), kTail + 1);
  for (std::size_t t = std::max<std::size_t>(tail, 1); out.empty() && t < tokens.size(); ++t) {
    const std::string_view rest = base::trim(text.substr(0, tokens[t].begin));
    // A name that is part of a phrase, of a field or of what an operator takes is none of the filter.
    if (!query::parse_query(rest, query::Mode::strict)) continue;
    out = values(view, format::fold(text.substr(tokens[t].begin)), limit);
    for (Suggestion& one : out) one.query = rest;
  }
  // Words only while the last one is still being typed.
  const bool typing = tokens.back().end == text.size() && !tokens.back().ideograph;
  std::vector<Suggestion> more;
  if (typing) more = words(view, last, std::max<std::size_t>(1, limit / 2), analyzer, deadline);
  for (Suggestion& one : more) one.query = std::string(text.substr(0, tokens.back().begin)) + one.value;
  if (out.size() + more.size() > limit) out.resize(limit - std::min(limit, more.size()));
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::vector<Suggestion> named(const View& view, std::string_view name) {
  const std::string folded = format::fold(name);
  if (folded.empty()) return {};
  std::vector<Found> found;
  std::set<std::pair<FacetField, std::uint32_t>> known;
  const auto add = [&](FacetField field, std::uint32_t ordinal, std::uint32_t alias) {
    const std::uint64_t count = view.value_counts(field)[ordinal];
    if (count > 0 && known.emplace(field, ordinal).second)
      found.push_back({true, count, field, ordinal, alias});
  };
  for (const FacetField field : {FacetField::lab, FacetField::institution, FacetField::funder}) {
    const format::FacetDictionary& dictionary = view.snapshot().dictionary(field);
    for (const LabelMatch& match : view.labels(field).find(folded)) {
      if (match.at_start && (format::fold(dictionary.labels[match.ordinal]) == folded ||
                             format::fold(dictionary.values[match.ordinal]) == folded))
        add(field, match.ordinal, kNoName);
    }
  }
  // The shortest name that begins so is the name itself, where there is one.
  for (const Aliases::Match& match : view.aliases().find(folded)) {
    if (format::fold(view.aliases().name(match.name)) == folded) add(match.field, match.ordinal, match.name);
  }
  std::sort(found.begin(), found.end(), [&](const Found& a, const Found& b) { return before(view, a, b); });
  std::vector<Suggestion> all;
  for (const Found& one : found) all.push_back(suggestion(view, one));
  std::vector<Suggestion> out;
  for (const Suggestion& one : all) {
    const bool is_lab =
        one.kind == "institution" && std::any_of(all.begin(), all.end(), [&](const auto& other) {
          return other.kind == "lab" && other.label == one.label;
        });
    if (!is_lab) out.push_back(one);
  }
  return out;
}

}  // namespace labtrail::searcher
