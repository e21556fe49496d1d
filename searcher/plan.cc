#include "searcher/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "corpus/base/identifier.h"

namespace labtrail::searcher {
namespace {

using query::Node;
using query::NodeKind;
using Kind = WordPattern::Kind;

/// The cap of the parser counts roughly; this one is for what the analyzer really makes of a text.
constexpr std::size_t kMostWords = 1024;
/// Phrases with gaps and parts of NEAR and same() are held in one machine word.
constexpr std::size_t kMostLooseWords = 63;

/// Words of topic descriptions that carry no topic.
constexpr std::array<std::string_view, 61> kStopWords{
    "a",     "about", "all",  "also", "an",    "and",  "any",  "are",  "as",    "at",   "be",
    "been",  "but",   "by",   "can",  "do",    "does", "for",  "from", "had",   "has",  "have",
    "how",   "i",     "if",   "in",   "into",  "is",   "it",   "its",  "me",    "my",   "no",
    "not",   "of",    "on",   "or",   "our",   "such", "that", "the",  "their", "them", "then",
    "there", "these", "they", "this", "those", "to",   "was",  "we",   "were",  "what", "when",
    "which", "who",   "will", "with", "would", "you",
};
static_assert(std::is_sorted(kStopWords.begin(), kStopWords.end()));

class Compiler {
 public:
  Compiler(query::Mode mode, format::Analyzer& analyzer) : mode_(mode), analyzer_(analyzer) {}

  base::Result<Compiled> run(const Node& tree) {
    std::optional<Plan> plan = mode_ == query::Mode::plain ? plain(tree) : node(tree);
    if (error_) return tl::unexpected<base::Error>(std::move(*error_));
    if (!plan) {
      if (mode_ == query::Mode::strict && !diagnostics_.empty()) {
        const query::Diagnostic& first = diagnostics_.front();
        return base::fail_at(base::ErrorCode::bad_query, "nothing in the query is a word", first.offset,
                             first.length, "type letters or digits");
      }
      plan.emplace().kind = Plan::Kind::nothing;
    }
    return Compiled{std::move(*plan), std::move(diagnostics_)};
  }

 private:
  std::vector<format::Token> tokens(std::string_view text) {
    std::vector<format::Token> out;
    analyzer_.analyze_names(text, out);
    return out;
  }

  WordPattern word(const format::Token& token, Kind kind, unsigned edits = 0) {
    WordPattern out;
    out.kind = token.ideograph ? Kind::stemmed : kind;  // an ideograph has no stem, beginning or near-miss
    out.word = std::string(token.word);
    out.edits = out.kind == Kind::fuzzy ? edits : 0;
    out.ideograph = token.ideograph;
    if (out.kind == Kind::stemmed || out.kind == Kind::exact) {
      for (const format::Stemmer stemmer : format::possible_stemmers(out.word)) {
        out.terms.push_back(format::posting_term(stemmer, analyzer_.stem(out.word, stemmer)));
      }
      std::sort(out.terms.begin(), out.terms.end());
      out.terms.erase(std::unique(out.terms.begin(), out.terms.end()), out.terms.end());
    }
    return out;
  }

  std::optional<Pattern> pattern(const Node& node) {
    Pattern out;
    const std::vector<format::Token> found = tokens(node.text);
    for (std::size_t i = 0; i < found.size(); ++i) {
      Kind kind = Kind::stemmed;
      if (node.kind == NodeKind::exact || node.kind == NodeKind::whole) kind = Kind::exact;
      if (node.kind == NodeKind::fuzzy) kind = Kind::fuzzy;
      if (node.kind == NodeKind::prefix && i + 1 == found.size()) kind = Kind::prefix;
      out.words.push_back(word(found[i], kind, node.distance));
    }
    if (node.kind == NodeKind::phrase && out.words.size() > 1) out.slop = node.distance;
    out.whole = node.kind == NodeKind::whole;
    if (out.words.empty()) {
      diagnostics_.push_back({query::Diagnostic::Severity::warning,
                              fmt::format("'{}' holds no letter or digit and is left out", node.text), "",
                              node.offset, node.length});
      return std::nullopt;
    }
    check(node, out.words.size(), out.slop == 0 ? kMostWords : kMostLooseWords);
    return out;
  }

  void check(const Node& node, std::size_t words, std::size_t most) {
    if (words <= most || error_) return;
    error_ = base::Error{base::ErrorCode::too_large, fmt::format("a phrase has more than {} words", most), "",
                         node.offset, node.length};
  }

  static Plan at(const Node& node, Plan::Kind kind) {
    Plan plan;
    plan.kind = kind;
    plan.field = node.field;
    plan.distance = node.distance;
    plan.offset = node.offset;
    plan.length = node.length;
    return plan;
  }

  std::optional<Plan> node(const Node& node) {
    switch (node.kind) {
      case NodeKind::everything:
        return at(node, Plan::Kind::everything);
      case NodeKind::word:
      case NodeKind::exact:
      case NodeKind::phrase:
      case NodeKind::whole:
      case NodeKind::prefix:
      case NodeKind::fuzzy:
        return leaf(node);
      case NodeKind::near:
      case NodeKind::same:
        return several(node);
      case NodeKind::all_of:
      case NodeKind::any_of:
        return group(node);
      case NodeKind::none_of: {
        std::optional<Plan> child = node.children.empty() ? std::nullopt : this->node(node.children[0]);
        if (!child) return std::nullopt;
        Plan plan = at(node, Plan::Kind::none_of);
        plan.children.push_back(std::move(*child));
        return plan;
      }
      case NodeKind::filter: {
        Plan plan = at(node, Plan::Kind::filter);
        plan.clause.field = node.filter_field.value_or(format::FacetField::year);
        plan.clause.values = node.filter_values;
        plan.clause.none = node.filter_none;
        plan.clause.scope = node.scope;
        plan.clause.any_organisation = node.any_organisation;
        return plan;
      }
      case NodeKind::id: {
        Plan plan = at(node, Plan::Kind::id);
        plan.id = node.text;
        plan.identifier = base::pasted_identifier(node.text);
        return plan;
      }
    }
    return std::nullopt;
  }

  std::optional<Plan> leaf(const Node& node) {
    std::optional<Pattern> found = pattern(node);
    if (!found) return std::nullopt;
    Plan plan = at(node, Plan::Kind::pattern);
    plan.distance = 0;
    plan.patterns.push_back(std::move(*found));
    return plan;
  }

  std::optional<Plan> several(const Node& node) {
    Plan plan = at(node, node.kind == NodeKind::near ? Plan::Kind::near : Plan::Kind::same);
    if (node.kind == NodeKind::same) plan.field = format::TextField::affiliation;
    for (const Node& child : node.children) {
      std::optional<Pattern> found = pattern(child);
      if (!found) continue;
      check(child, found->words.size(), kMostLooseWords);
      if (node.kind == NodeKind::near && child.field) plan.field = child.field;
      plan.patterns.push_back(std::move(*found));
    }
    if (plan.patterns.empty()) return std::nullopt;
    if (plan.kind == Plan::Kind::near && plan.patterns.size() == 1) plan.kind = Plan::Kind::pattern;
    return plan;
  }

  std::optional<Plan> group(const Node& node) {
    Plan plan = at(node, node.kind == NodeKind::all_of ? Plan::Kind::all_of : Plan::Kind::any_of);
    for (const Node& child : node.children) {
      if (std::optional<Plan> part = this->node(child)) plan.children.push_back(std::move(*part));
    }
    if (plan.children.empty()) return std::nullopt;
    if (plan.children.size() == 1) return std::move(plan.children.front());
    return plan;
  }

  void add_plain(const Node& node, Plan& words, Plan& stop_words) {
    const std::vector<format::Token> found = tokens(node.text);
    const auto add = [&](std::vector<WordPattern> pattern, Plan& to) {
      Plan leaf = at(node, Plan::Kind::pattern);
      leaf.distance = 0;
      leaf.patterns.push_back({std::move(pattern), 0});
      to.children.push_back(std::move(leaf));
    };
    for (std::size_t i = 0; i < found.size(); ++i) {
      const bool after = i > 0 && found[i - 1].ideograph;
      const bool before = i + 1 < found.size() && found[i + 1].ideograph;
      if (!found[i].ideograph) {
        const bool stop = std::binary_search(kStopWords.begin(), kStopWords.end(), found[i].word);
        add({word(found[i], Kind::stemmed)}, stop ? stop_words : words);
      } else if (before) {
        add({word(found[i], Kind::stemmed), word(found[i + 1], Kind::stemmed)}, words);
      } else if (!after) {
        add({word(found[i], Kind::stemmed)}, words);
      }
    }
  }

  std::optional<Plan> plain(const Node& tree) {
    if (tree.kind == NodeKind::everything) return at(tree, Plan::Kind::everything);
    Plan words = at(tree, Plan::Kind::any_of);
    Plan stop_words = at(tree, Plan::Kind::any_of);
    if (tree.kind == NodeKind::any_of) {
      for (const Node& child : tree.children) add_plain(child, words, stop_words);
    } else {
      add_plain(tree, words, stop_words);
    }
    Plan& plan = words.children.empty() ? stop_words : words;
    if (plan.children.empty()) return std::nullopt;
    return std::move(plan);
  }

  query::Mode mode_;
  format::Analyzer& analyzer_;
  std::vector<query::Diagnostic> diagnostics_;
  std::optional<base::Error> error_;
};

}  // namespace

std::string key(const WordPattern& word) {
  std::string out(1, static_cast<char>('0' + static_cast<int>(word.kind)));
  out += static_cast<char>('0' + word.edits);
  // Two words with the same terms match the same tokens, and a bigram has no word.
  return out + (word.kind == Kind::stemmed ? fmt::format("{}", fmt::join(word.terms, "\n")) : word.word);
}

WordPattern bigram(const WordPattern& first, const WordPattern& second) {
  WordPattern out;
  out.word = first.word + second.word;
  out.ideograph = true;
  out.terms = {format::bigram_term(first.word, second.word)};
  return out;
}

base::Result<Compiled> compile(const query::Node& tree, query::Mode mode, format::Analyzer& analyzer) {
  return Compiler(mode, analyzer).run(tree);
}

}  // namespace labtrail::searcher
