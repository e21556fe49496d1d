// The tree with its words analysed: what the evaluator, the ranking and the highlights read. Knows nothing of
// a segment yet.
//
// What words mean. A typed word is analysed as a paper's text is; several tokens make a phrase
// (state-of-the-art, 之江实验室). A single word w then meets a paper's token t, stemmed by s, when
//   stemmed  stem(w, s) == stem(t, s): both have one posting term
//   exact    t is w
//   prefix   t begins with w
//   fuzzy    t is within so many edits of w (code points; a swap of neighbours is one edit); ideographs as
//   they are
// A part without a single token (`???`) is left out of the query with a warning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "corpus/base/error.h"
#include "indexer/format/analyzer.h"
#include "indexer/format/schema.h"
#include "searcher/query/filter.h"
#include "searcher/query/parser.h"
#include "searcher/query/tree.h"

namespace labtrail::searcher {

struct WordPattern {
  enum class Kind : std::uint8_t { stemmed, exact, prefix, fuzzy };
  Kind kind = Kind::stemmed;
  std::string word;  ///< folded
  unsigned edits = 0;
  bool ideograph = false;
  std::vector<std::string> terms;  ///< stemmed and exact: the posting terms it may stand under
  bool operator==(const WordPattern&) const = default;
};
/// A name for caches: equal for patterns that match the same tokens.
std::string key(const WordPattern& word);
/// The posting list of two neighbouring ideographs, as a pattern for ranking and candidates (it has no
/// token).
WordPattern bigram(const WordPattern& first, const WordPattern& second);

/// Words in order within one value of one field. slop 0: neighbours; slop k: with at most k other positions
/// between them altogether.
struct Pattern {
  std::vector<WordPattern> words;  ///< never empty
  unsigned slop = 0;
  bool whole = false;  ///< the words are all that the value holds
};

struct Plan {
  enum class Kind : std::uint8_t {
    everything,
    nothing,  ///< nothing of the query is a word
    pattern,  ///< patterns[0], in `field` or any text field
    near,     ///< patterns within one value of one field; see matcher.h
    same,     ///< patterns held together by one author's affiliations
    filter,   ///< clause, never negated
    id,
    all_of,
    any_of,
    none_of,  ///< children[0]
  };
  Kind kind = Kind::everything;
  std::vector<Pattern> patterns;
  std::optional<format::TextField> field;
  unsigned distance = 0;
  query::Clause clause;
  std::string id;          ///< as typed
  std::string identifier;  ///< `id` in its one spelling (corpus/base/identifier.h), or empty
  std::vector<Plan> children;
  std::size_t offset = 0;  ///< in the query text
  std::size_t length = 0;
};

/// True when `visit` is true for this node or one below it.
template <typename Visit>
bool any_node(const Plan& plan, Visit&& visit) {
  if (visit(plan)) return true;
  for (const Plan& child : plan.children) {
    if (any_node(child, visit)) return true;
  }
  return false;
}

/// Visits this node and all below it.
template <typename Visit>
void each_node(Plan& plan, Visit&& visit) {
  visit(plan);
  for (Plan& child : plan.children) each_node(child, visit);
}

struct Compiled {
  Plan plan;
  std::vector<query::Diagnostic> diagnostics;
};

/// Errors: bad_query when strict and nothing of a query that is not empty is a word; too_large for phrases
/// that no caller types. In plain mode every word is an alternative of its own, runs of ideographs are taken
/// apart into their bigrams, and the commonest English words are left out when there are others.
base::Result<Compiled> compile(const query::Node& tree, query::Mode mode, format::Analyzer& analyzer);

}  // namespace labtrail::searcher
