// Query text -> tree (grammar in contract.md, "Query language"). One recursive-descent parser with hard caps, so that no
// input is expensive: time and stack are bounded by the caps before anything is looked up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/query/tree.h"

namespace labtrail::query {

struct Limits {
  std::size_t bytes = 4096;
  std::size_t leaves = 64;
  std::size_t nesting = 16;
  std::size_t phrase_words = 32;
  std::size_t wildcards = 4;
  std::size_t wildcard_letters = 3;  ///< leading characters before `*`; 1 is enough for Han and Kana
  unsigned near_distance = 100;
};

enum class Mode : std::uint8_t {
  strict,   ///< API, command line: the first syntax error is returned
  lenient,  ///< search box: errors become diagnostics and the text is read as words; caps still refuse
  plain,    ///< batch: no operators, any word may match (one `any_of` of words)
};

struct ParsedQuery {
  Node tree;
  std::vector<Diagnostic> diagnostics;
  std::vector<std::string> tokens;  ///< lexical tokens, as printed by `explain`
};

/// Errors: bad_query with position and hint; too_large for caps (in every mode). NUL, control characters, ill-formed UTF-8
/// and unbalanced bidi controls are bad_query in every mode; balanced bidi marks and ZWNJ pass.
base::Result<ParsedQuery> parse_query(std::string_view text, Mode mode, const Limits& limits = {});

}  // namespace labtrail::query
