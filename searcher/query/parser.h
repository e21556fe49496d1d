// Query text -> tree. One recursive-descent parser with hard caps, so that no input is expensive: time and
// stack are bounded by the caps before anything is looked up.
//
//   robot arm            all words          robot OR arm        either               -arm, NOT arm without
//   "swarm control"      the phrase         "swarm control"~5   with up to 5 words between its words
//   a NEAR/5 b NEAR/5 c  within 5 words     robo*               prefix               robott~1          1 or 2
//   edits =robots  ="the lab"  without stemming   title:x  title:"x y"  title:(x OR y)     in one field
//   country:CN|US        filter field       year:2019..2023     same(zhejiang "intelligent robot")
//   printed:"..."        an affiliation of just these words, whatever its case and punctuation
//   id:...               that paper         +AND                the word itself, not an operator
//   lab:x state:candidate role:funder       which mentions of x count; -state:refused takes all others
//
// Binding, tightest first: NOT and -, then NEAR, then words side by side (AND may be written), then OR. So `a
// OR b c` is a OR (b AND c). Operators are upper case; `-` negates only at the start of a word
// (state-of-the-art is one word). A backslash inside quotes takes the next character as it is. Curly quotes
// and full-width colon and parentheses count as their ASCII forms; ideographic punctuation separates words;
// direction marks are dropped from words.
//
// state: and role: belong to the clauses on lab, institution and funder of their AND group, also to excluded
// ones and to alternatives of nothing else, (lab:x OR lab:y) state:candidate; clauses in parentheses that
// have modifiers of their own keep those: (lab:x state:candidate) (lab:y state:asserted). Where no such
// clause narrows by itself, the paper must also have a mention of some organisation of that state and role,
// as in filters (filter.h).
//
// Both modes read errors the same way: each becomes a Diagnostic with a position and reading goes on. Strict
// mode then returns the first of them; lenient mode keeps the tree. In it, operators without an operand,
// empty clauses and clauses with an unreadable value are left out, an unclosed parenthesis closes at the end,
// an unclosed quote is ignored, a name that is no field is a word, and NEAR between parts that cannot stand
// there is AND.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/query/tree.h"

namespace labtrail::query {

/// Raised when a text that was valid would be read otherwise: kept beside saved queries.
inline constexpr std::uint32_t kGrammarVersion = 1;

struct Limits {
  std::size_t bytes = 4096;
  std::size_t leaves = 64;
  std::size_t nesting = 16;
  std::size_t phrase_words = 32;
  std::size_t wildcards = 4;
  std::size_t wildcard_letters = 3;  ///< leading characters before `*`; 1 is enough for Han and Kana
  unsigned near_distance = 100;
  std::size_t word_pieces = 256;    ///< ideographs and hyphenated parts of one word without quotes
  std::size_t plain_bytes = 65536;  ///< plain mode has caps of its own: a topic description is long but cheap
  std::size_t plain_words = 512;
};

enum class Mode : std::uint8_t {
  strict,   ///< API, command line: the first syntax error is returned
  lenient,  ///< search box: errors become diagnostics and the rest is read as words; caps still refuse
  plain,    ///< batch: no operators, any word may match (one `any_of` of words)
};

struct ParsedQuery {
  Node tree;
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string> tokens;  ///< lexical tokens as typed, as printed by `explain`
};

/// Errors: bad_query with position and hint; too_large for caps (in every mode). NUL, control characters,
/// ill-formed UTF-8 and unbalanced bidi controls are bad_query in every mode; balanced bidi marks and ZWNJ
/// pass.
base::Result<ParsedQuery> parse_query(std::string_view text, Mode mode, const Limits& limits = {});

}  // namespace labtrail::query
