#include "searcher/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace labtrail::searcher {
namespace {

using Kind = Plan::Kind;

struct Terms {
  std::set<std::string> terms;
  bool whole = true;  ///< every token under these terms is wanted
};

Terms terms_of(const WordPattern& word, Evaluator& evaluator) {
  Terms out;
  for (std::size_t s = 0; s < evaluator.segments(); ++s) {
    const Lookup::Word& found = evaluator.lookup(s).word(word);
    out.terms.insert(found.whole.begin(), found.whole.end());
    out.terms.insert(found.partial.begin(), found.partial.end());
    out.whole = out.whole && found.partial.empty();
  }
  if (word.kind == WordPattern::Kind::stemmed) return out;
  // A term that another segment brings in may stand for other words here.
  for (std::size_t s = 0; s < evaluator.segments(); ++s) {
    const std::vector<format::TokenId>& wanted = evaluator.lookup(s).word(word).tokens;
    for (const std::string& term : out.terms) {
      for (const format::TokenId token : evaluator.lookup(s).segment().vocabulary().find_term(term))
        out.whole = out.whole && std::binary_search(wanted.begin(), wanted.end(), token);
    }
  }
  return out;
}

Xapian::Query any_of(const std::set<std::string>& terms) {
  std::vector<Xapian::Query> queries;
  for (const std::string& term : terms) queries.emplace_back(term);
  return {Xapian::Query::OP_OR, queries.begin(), queries.end()};
}

Xapian::Query words_query(const Plan& plan, Evaluator& evaluator) {
  std::vector<Xapian::Query> all;
  for (const Pattern& pattern : plan.patterns) {
    for (std::size_t i = 0; i < pattern.words.size(); ++i) {
      const bool pair = pattern.slop == 0 && i + 1 < pattern.words.size() && pattern.words[i].ideograph &&
                        pattern.words[i + 1].ideograph;
      if (pair) all.emplace_back(bigram(pattern.words[i], pattern.words[i + 1]).terms.front());
      all.push_back(any_of(terms_of(pattern.words[i], evaluator).terms));
    }
  }
  return {Xapian::Query::OP_AND, all.begin(), all.end()};
}

std::uint64_t papers(const std::string& term, Evaluator& evaluator) {
  std::uint64_t sum = 0;
  for (std::size_t s = 0; s < evaluator.segments(); ++s) sum += evaluator.lookup(s).document_count(term);
  return sum;
}

void word_note(const WordPattern& word, Evaluator& evaluator, std::vector<std::string>& out) {
  constexpr std::size_t kMostListed = 8;
  const Terms found = terms_of(word, evaluator);
  std::string line = word.word;
  if (word.kind == WordPattern::Kind::exact) line = "=" + line;
  if (word.kind == WordPattern::Kind::prefix) line += "*";
  if (word.kind == WordPattern::Kind::fuzzy) line += fmt::format("~{}", word.edits);
  line += ":";
  if (found.terms.empty()) line += " in no paper";
  std::size_t listed = 0;
  for (const std::string& term : found.terms) {
    if (listed++ == kMostListed) {
      line += fmt::format(" and {} more terms", found.terms.size() - kMostListed);
      break;
    }
    line += fmt::format(" {} ({} papers)", term, papers(term, evaluator));
  }
  if (!found.whole) line += "; each paper is looked up for the word itself";
  out.push_back(std::move(line));
}

}  // namespace

bool is_exact(const Plan& plan, Evaluator& evaluator) {
  switch (plan.kind) {
    case Kind::everything:
    case Kind::nothing:
      return true;
    case Kind::pattern: {
      const Pattern& pattern = plan.patterns.front();
      if (plan.field || pattern.whole) return false;
      if (pattern.words.size() == 1) return terms_of(pattern.words.front(), evaluator).whole;
      return pattern.words.size() == 2 && pattern.slop == 0 && pattern.words[0].ideograph &&
             pattern.words[1].ideograph;
    }
    case Kind::near:
    case Kind::same:
    case Kind::filter:
    case Kind::id:
      return false;
    case Kind::all_of:
    case Kind::any_of:
    case Kind::none_of:
      return std::all_of(plan.children.begin(), plan.children.end(),
                         [&](const Plan& child) { return is_exact(child, evaluator); });
  }
  return false;
}

Xapian::Query candidate_query(const Plan& plan, Evaluator& evaluator) {
  switch (plan.kind) {
    case Kind::everything:
    case Kind::filter:
    case Kind::id:
      return Xapian::Query::MatchAll;
    case Kind::nothing:
      return {};
    case Kind::pattern:
    case Kind::near:
    case Kind::same:
      return words_query(plan, evaluator);
    case Kind::all_of:
    case Kind::any_of: {
      std::vector<Xapian::Query> queries;
      for (const Plan& child : plan.children) queries.push_back(candidate_query(child, evaluator));
      const auto op = plan.kind == Kind::all_of ? Xapian::Query::OP_AND : Xapian::Query::OP_OR;
      return {op, queries.begin(), queries.end()};
    }
    case Kind::none_of: {
      // Only what is surely a match may be taken away.
      const Plan& child = plan.children.front();
      if (!is_exact(child, evaluator)) return Xapian::Query::MatchAll;
      return {Xapian::Query::OP_AND_NOT, Xapian::Query::MatchAll, candidate_query(child, evaluator)};
    }
  }
  return {};
}

std::vector<std::string> notes(const Plan& plan, Evaluator& evaluator) {
  std::vector<std::string> out;
  any_node(plan, [&](const Plan& node) {
    for (const Pattern& pattern : node.patterns) {
      for (const WordPattern& word : pattern.words) word_note(word, evaluator, out);
      if (pattern.whole)
        out.emplace_back("that the affiliation holds nothing else is proved in the forward column");
      else if (pattern.words.size() > 1 && node.kind == Kind::pattern && !is_exact(node, evaluator))
        out.emplace_back("the phrase is proved in the forward column");
    }
    if (node.kind == Kind::near)
      out.push_back(fmt::format("nearness within {} words is proved in the forward column", node.distance));
    if (node.kind == Kind::same)
      out.emplace_back("that one author lists all parts is proved in the author column");
    if (node.field && node.kind != Kind::same)
      out.push_back(
          fmt::format("only in the field '{}', by the counts of the postings", format::name(*node.field)));
    if (node.kind == Kind::filter) {
      const std::string clause = query::to_string({node.clause});
      if (node.clause.any_organisation || node.clause.scope.given()) {
        out.push_back(fmt::format("{}: papers of the columns of mentions", clause));
      } else {
        out.push_back(
            fmt::format("{}: papers of the facet column '{}'", clause, format::name(node.clause.field)));
      }
    }
    if (node.kind == Kind::id) {
      out.push_back(fmt::format("id:{}: the table of ids", node.id));
      if (!node.identifier.empty())
        out.push_back(fmt::format("{}: the table of other identifiers", node.identifier));
    }
    return false;
  });
  return out;
}

}  // namespace labtrail::searcher
