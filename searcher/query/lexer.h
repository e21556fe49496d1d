// Query text -> tokens. Everything that can be decided word by word is decided here, so that a token is
// either an operator or a finished leaf of the tree: quotes, prefixes, edits, field names and the values of
// filter clauses. Not for use outside the parser.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/query/parser.h"
#include "searcher/query/tree.h"

namespace labtrail::query {

struct Token {
  enum class Kind : std::uint8_t {
    leaf,      ///< a finished node
    modifier,  ///< state: or role:, as a clause on any organisation
    unknown,   ///< a name that is no field, as a word; its value follows
    field,     ///< text field before an opening parenthesis
    same,      ///< the word `same` before an opening parenthesis
    open,
    close,
    negate,  ///< NOT or -
    conjunction,
    disjunction,
    near,
  };
  Kind kind = Kind::leaf;
  Node leaf;
  format::TextField field = format::TextField::title;
  unsigned distance = 0;
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// Diagnostics of one text; the first hundred are kept.
class Diagnostics {
 public:
  void error(std::size_t offset, std::size_t length, std::string message, std::string hint = {});
  void warn(std::size_t offset, std::size_t length, std::string message, std::string hint = {});
  /// In the order of the text.
  std::vector<Diagnostic> take();

 private:
  void add(Diagnostic diagnostic);
  std::vector<Diagnostic> found_;
};

/// Errors: too_large when leaves, wildcards or the words of a phrase exceed their caps. `text` has passed
/// check_size and check_characters.
base::Result<std::vector<Token>> tokenize(std::string_view text, const Limits& limits,
                                          Diagnostics& diagnostics);

}  // namespace labtrail::query
