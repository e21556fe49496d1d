// The query as a tree: what the parser makes of the text and what the compiler reads. Plain values,
// printable, no Xapian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/schema.h"

namespace labtrail::format {
enum class State : std::uint8_t;  // evidence.h
enum class Role : std::uint8_t;
}  // namespace labtrail::format

namespace labtrail::query {

enum class NodeKind : std::uint8_t {
  everything,  ///< the empty query: every paper
  word,        ///< `text` as typed; the compiler analyses it (one word may become a phrase: state-of-the-art,
               ///< 之江实验室)
  exact,       ///< `=text`: no stemming, folded
  phrase,      ///< `"text"`; `distance` = slop (0 = exactly in order and adjacent)
  whole,       ///< `printed:"text"`: an affiliation of just these words, unstemmed; `field` is affiliation
  prefix,      ///< `text*`, text without the star
  fuzzy,       ///< `text~N`; `distance` = edits (1 or 2)
  near,        ///< children within `distance` words of each other, any order; children are
               ///< word/exact/phrase(0)/prefix
  all_of,      ///< AND
  any_of,      ///< OR
  none_of,     ///< NOT children[0]
  same,    ///< children (word, exact, phrase, prefix; each with field affiliation) hold within one author's
           ///< affiliations
  filter,  ///< facet clause inside the query (lab:x, country:CN|US, year:2019..2023); `filter_values`,
           ///< `filter_none`; `scope` and `any_organisation` come from state: and role:
  id,      ///< id:...; the paper with that id
};

/// One value of a filter clause. For number fields `low`..`high` inclusive; for others `text` as typed.
struct FilterValue {
  std::string text;
  int low = 0;
  int high = 0;
  std::size_t offset = 0;  ///< bytes in the filter (or query) text
  std::size_t length = 0;
  bool operator==(const FilterValue&) const = default;
};

/// Which mentions of organisations a clause looks at, as said by `state:` and `role:`: bits by number of
/// format::State and format::Role. 0: not said, which means asserted, and the role of the clause's own field.
struct MentionScope {
  std::uint8_t states = 0;
  std::uint8_t roles = 0;
  [[nodiscard]] bool given() const { return states != 0 || roles != 0; }
  [[nodiscard]] bool has(format::State state) const {
    return (states >> static_cast<unsigned>(state) & 1) != 0;
  }
  [[nodiscard]] bool has(format::Role role) const { return (roles >> static_cast<unsigned>(role) & 1) != 0; }
  bool operator==(const MentionScope&) const = default;
};

struct Node {
  NodeKind kind = NodeKind::everything;
  std::optional<format::TextField> field;          ///< words, phrases: restricted to this field
  std::optional<format::FacetField> filter_field;  ///< kind filter
  std::string text;
  unsigned distance = 0;
  std::vector<FilterValue> filter_values;  ///< kind filter: OR of these
  bool filter_none = false;  ///< kind filter: `(none)`, papers without a value, is among the alternatives
  MentionScope scope;        ///< kind filter on lab, institution, funder
  bool any_organisation =
      false;  ///< kind filter without field and values: a mention of whatever organisation
  std::vector<Node> children;
  std::size_t offset = 0;  ///< bytes in the query text
  std::size_t length = 0;
};

/// S-expression on one line: (and (word robot) (phrase title "swarm control")). The field, when there is one,
/// stands before the text; distances behind the kind: (phrase~5 "a b"), (fuzzy~1 robot), (near/10 (word a)
/// (word b)); what state: and role: say behind `filter`: (filter state:candidate lab zhejiang-lab).
std::string to_string(const Node& node);
/// The canonical query text that parses to the same tree (trees of the strict and lenient modes). It may be
/// longer than the text typed, because fields of a group are written out at each word.
std::string to_query(const Node& node);
/// The query for these words, one behind the other, in one field.
std::string phrase_query(format::TextField field, std::string_view words);

/// Can an exact word with this text be written in canonical text only as `="..."`?
bool exact_needs_quotes(std::string_view text);

/// `robot` and `robots` typed by a person mean one thing; this is what a parse reports about doubtful text.
struct Diagnostic {
  enum class Severity : std::uint8_t { warning, error };
  Severity severity = Severity::warning;
  std::string message;  ///< "unknown field 'auther'"
  std::string hint;     ///< "did you mean 'author'?"
  std::size_t offset = 0;
  std::size_t length = 0;
  bool operator==(const Diagnostic&) const = default;
};

}  // namespace labtrail::query
