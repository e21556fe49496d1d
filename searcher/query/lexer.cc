#include "searcher/query/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "corpus/base/identifier.h"
#include "corpus/base/text.h"
#include "searcher/query/characters.h"
#include "searcher/query/fields.h"
#include "searcher/query/modifiers.h"
#include "searcher/query/query_text.h"
#include "searcher/query/values.h"

namespace labtrail::query {
namespace {

using base::Error;
using base::ErrorCode;
using format::FacetField;
using format::TextField;
using Kind = Token::Kind;

class Lexer {
 public:
  Lexer(std::string_view text, const Limits& limits, Diagnostics& diagnostics)
      : source_(text), limits_(limits), diagnostics_(diagnostics) {}

  base::Result<std::vector<Token>> run() {
    while (position_ < source_.size() && !refusal_) step();
    if (refusal_) return tl::unexpected<Error>(std::move(*refusal_));
    return std::move(tokens_);
  }

 private:
  void error(std::size_t begin, std::size_t end, std::string message, std::string hint = {}) {
    diagnostics_.error(source_.byte(begin), source_.length(begin, end), std::move(message), std::move(hint));
  }
  void refuse(std::size_t begin, std::size_t end, std::string message, std::string hint = {}) {
    if (refusal_) return;
    refusal_ = Error{ErrorCode::too_large, std::move(message), std::move(hint), source_.byte(begin),
                     source_.length(begin, end)};
  }

  Token& push(Kind kind, std::size_t begin, std::size_t end) {
    Token token;
    token.kind = kind;
    token.offset = source_.byte(begin);
    token.length = source_.length(begin, end);
    tokens_.push_back(std::move(token));
    return tokens_.back();
  }

  void push_leaf(std::size_t begin, std::size_t end, Node node, Kind kind = Kind::leaf) {
    // Modifiers cost nothing, and canonical text may repeat them.
    if (kind != Kind::modifier && ++leaves_ > limits_.leaves) {
      return refuse(begin, end, fmt::format("the query has more than {} words and phrases", limits_.leaves));
    }
    const bool expands = node.kind == NodeKind::prefix || node.kind == NodeKind::fuzzy;
    if (expands && ++wildcards_ > limits_.wildcards) {
      return refuse(begin, end,
                    fmt::format("the query has more than {} words with '*' or '~'", limits_.wildcards));
    }
    // An exact word with other signs in it is written in quotes again, and has to fit there.
    const bool needs_quotes = node.kind == NodeKind::exact && exact_needs_quotes(node.text);
    const bool in_quotes = node.kind != NodeKind::whole &&
                           (node.kind == NodeKind::phrase || needs_quotes || source_.at(end - 1) == '"');
    const bool is_text = node.kind != NodeKind::filter && node.kind != NodeKind::id;
    const std::size_t words = is_text ? count_words(node.text) : 0;
    if (in_quotes && words > limits_.phrase_words) {
      return refuse(begin, end, fmt::format("a phrase has more than {} words", limits_.phrase_words));
    }
    if (words > limits_.word_pieces) {
      return refuse(begin, end, fmt::format("a word has more than {} parts", limits_.word_pieces),
                    "put spaces between words");
    }
    node.offset = source_.byte(begin);
    node.length = source_.length(begin, end);
    push(kind, begin, end).leaf = std::move(node);
  }

  static Node text_node(NodeKind kind, std::optional<TextField> field, std::string text,
                        unsigned distance = 0) {
    Node node;
    node.kind = kind;
    node.field = field;
    node.text = std::move(text);
    node.distance = distance;
    return node;
  }

  void step() {
    const char c = source_.at(position_);
    if (c == ' ') {
      ++position_;
    } else if (c == '(' || c == ')') {
      push(c == '(' ? Kind::open : Kind::close, position_, position_ + 1);
      ++position_;
      plain_ = false;
    } else {
      operand();
    }
  }

  /// `-` negates at the start of a word only, and never before another hyphen: a dash typed as -- is no
  /// operator.
  bool negates(std::size_t i) const {
    const bool at_start = i == 0 || source_.at(i - 1) == ' ' || source_.at(i - 1) == '(';
    return source_.at(i) == '-' && at_start && !source_.ends_clause(i + 1) && source_.at(i + 1) != '-';
  }

  void operand() {
    bool plain = std::exchange(plain_, false);
    if (!plain && negates(position_)) {
      push(Kind::negate, position_, position_ + 1);
      ++position_;
      plain = true;
    }
    if (source_.at(position_) == '+' && !source_.ends_clause(position_ + 1)) {
      ++position_;
      plain = true;
    }
    plain = skip_stray(position_) || plain;
    if (source_.at(position_) == ' ' || source_.at(position_) == '(' || source_.at(position_) == ')') return;
    value(position_, std::nullopt, plain);
  }

  /// Stars and tildes where no word stands before them. True when there were any.
  bool skip_stray(std::size_t& i) {
    const std::size_t begin = i;
    while (source_.at(i) == '*' || source_.at(i) == '~') ++i;
    if (i == begin) return false;
    const std::string mark = source_.slice(begin, begin + 1);
    error(begin, i, fmt::format("'{}' has no word before it", mark),
          mark == "*" ? "a star ends the beginning of a word: robo*"
                      : "a tilde follows a word or a phrase: robot~1");
    return true;
  }

  /// A leaf whose field, if it has one, is already read; `begin` is where the leaf starts, field included.
  void value(std::size_t begin, std::optional<TextField> field, bool plain) {
    if (source_.at(position_) == '"') return phrase(begin, field, false);
    if (source_.at(position_) == '=') {
      if (source_.at(position_ + 1) == '"') {
        ++position_;
        return phrase(begin, field, true);
      }
      if (source_.at(position_ + 1) == '(') {
        error(position_, position_ + 1, "'=' takes a word or a phrase, not parentheses", "write =a =b");
        ++position_;
        if (field) open_group(begin, *field);
        return;
      }
      if (!source_.ends_word(position_ + 1)) return exact_word(begin, field);
    }
    word(begin, field, plain);
  }

  void phrase(std::size_t begin, std::optional<TextField> field, bool exact) {
    const std::size_t quote = position_;
    std::size_t end = 0;
    const std::optional<std::string> inside = source_.read_quoted(quote, end);
    if (!inside) {
      error(quote, quote + 1, "the quotation mark is not closed", "add a closing '\"'");
      position_ = quote + 1;
      plain_ = true;
      if (!field) return;
      skip_stray(position_);
      if (!source_.ends_word(position_)) value(begin, field, true);
      return;
    }
    position_ = end;
    const std::string text = base::squeeze_space(*inside);
    unsigned distance = 0;
    if (source_.at(position_) == '~') distance = slop(exact);
    if (text.empty()) {
      error(quote, end, "nothing stands between the quotation marks");
      return;
    }
    if (!exact) warn_star(quote, end);
    push_leaf(begin, position_, text_node(exact ? NodeKind::exact : NodeKind::phrase, field, text, distance));
  }

  /// `~5` behind a phrase; position_ stands on the tilde.
  unsigned slop(bool exact) {
    const std::size_t tilde = position_++;
    while (is_digit(source_.at(position_))) ++position_;
    if (exact) {
      error(tilde, position_, "an exact phrase takes no '~'");
      return 0;
    }
    if (position_ == tilde + 1) {
      error(tilde, position_, "the number of words after '~' is missing", "write \"...\"~5");
      return 0;
    }
    const unsigned words = source_.number(tilde + 1, position_);
    if (words <= limits_.near_distance) return words;
    error(tilde, position_,
          fmt::format("a phrase may be loosened by at most {} words", limits_.near_distance));
    return limits_.near_distance;
  }

  void warn_star(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (source_.at(i) != '*' || source_.at(i - 1) == ' ' || source_.at(i - 1) == '"' ||
          (source_.at(i + 1) != ' ' && source_.at(i + 1) != '"'))
        continue;
      diagnostics_.warn(source_.byte(i), 1, "'*' has no meaning inside quotation marks",
                        "write swarm NEAR/1 contr*");
      return;
    }
  }

  void exact_word(std::size_t begin, std::optional<TextField> field) {
    const std::size_t first = position_ + 1;
    position_ = source_.word_end(first);
    const std::string text = source_.slice(first, position_);
    if (text.find('*') != std::string::npos || source_.tilde_in(first, position_) != position_) {
      error(begin, position_, "'=' takes a word as it is, without '*' or '~'",
            "put a word that contains them in quotes");
    }
    push_leaf(begin, position_, text_node(NodeKind::exact, field, text));
  }

  void word(std::size_t begin, std::optional<TextField> field, bool plain) {
    const std::size_t first = position_;
    const std::size_t end = source_.word_end(first);
    if (!field) {
      if (identifier(first)) return;
      if (named(first, end)) return;
      if (source_.at(end) == '(' && source_.slice(first, end) == "same") {
        push(Kind::same, first, end);
        position_ = end;
        return;
      }
      if (!plain && operator_word(first, end)) return;
    }
    position_ = end;
    if (const std::size_t star = source_.star_in(first, end); star < end)
      return prefix(begin, first, star, end, field);
    const std::size_t tilde = source_.tilde_in(first, end);
    if (tilde == end)
      return push_leaf(begin, end, text_node(NodeKind::word, field, source_.slice(first, end)));
    const unsigned edits = tilde + 1 == end ? 1 : source_.number(tilde + 1, end);
    if (edits == 1 || edits == 2) {
      return push_leaf(begin, end, text_node(NodeKind::fuzzy, field, source_.slice(first, tilde), edits));
    }
    error(tilde, end, "a word may differ by 1 or 2 letters", "write ~1 or ~2");
    push_leaf(begin, end, as_word(field, source_.slice(first, tilde)));
  }

  void prefix(std::size_t begin, std::size_t first, std::size_t star, std::size_t end,
              std::optional<TextField> field) {
    std::size_t behind = star;
    while (behind < end && source_.at(behind) == '*') ++behind;
    if (behind < end) {
      error(star, behind, "'*' may only end a word", "put a word that contains '*' in quotes");
      return push_leaf(begin, end, text_node(NodeKind::phrase, field, source_.slice(first, end)));
    }
    if (behind > star + 1) error(star, behind, "one '*' is enough");
    std::size_t letters = 0;
    bool ideograph = false;
    for (std::size_t i = first; i < star; ++i) {
      const QueryText::Character& c = source_[i];
      letters += c.code >= 0x80 || is_letter(c.syntax) || is_digit(c.syntax) ? 1 : 0;
      ideograph = ideograph || is_ideograph(c.code);
    }
    if (letters < limits_.wildcard_letters && !ideograph) {
      error(first, end, fmt::format("'{}' is too short for '*'", source_.slice(first, star)),
            fmt::format("type at least {} letters before '*'", limits_.wildcard_letters));
      return push_leaf(begin, end, as_word(field, source_.slice(first, star)));
    }
    push_leaf(begin, end, text_node(NodeKind::prefix, field, source_.slice(first, star)));
  }

  /// What is left of a word after an error; as a phrase when it would not be read as a word again.
  Node as_word(std::optional<TextField> field, std::string text) const {
    std::size_t i = text.size();
    while (i > 0 && is_digit(text[i - 1])) --i;
    const bool like_fuzzy = i > 0 && text[i - 1] == '~';
    const bool like_identifier = !field && !base::pasted_identifier(text).empty();
    return text_node(like_fuzzy || like_identifier ? NodeKind::phrase : NodeKind::word, field,
                     std::move(text));
  }

  bool operator_word(std::size_t begin, std::size_t end) {
    const std::string text = source_.slice(begin, end);
    if (text == "or")
      diagnostics_.warn(source_.byte(begin), 2, "'or' is read as a word", "write OR for either of two words");
    std::optional<Kind> kind;
    if (text == "AND") kind = Kind::conjunction;
    if (text == "OR") kind = Kind::disjunction;
    if (text == "NOT") kind = Kind::negate;
    if (text == "NEAR") kind = Kind::near;
    unsigned distance = 10;
    if (text.substr(0, 5) == "NEAR/" && source_.all_digits(begin + 5, end)) {
      kind = Kind::near;
      const unsigned written = source_.number(begin + 5, end);
      if (begin + 5 == end) {
        error(begin, end, "the number of words after 'NEAR/' is missing", "write NEAR/5");
      } else if (written < 1 || written > limits_.near_distance) {
        error(begin, end, fmt::format("the distance of NEAR is 1 to {} words", limits_.near_distance));
        distance = written < 1 ? 1 : limits_.near_distance;
      } else {
        distance = written;
      }
    }
    if (!kind) return false;
    push(*kind, begin, end).distance = distance;
    position_ = end;
    return true;
  }

  /// A DOI, an arXiv number, an address of either: the paper, not its letters. False: it is something else.
  /// "doi" in front of one belongs to it; in front of a number, which is a word by itself, it is a word too,
  /// so that canonical text has one reading.
  bool identifier(std::size_t begin) {
    // Longer ones are nobody's, and a text of many words must not be read to its end for each.
    constexpr std::size_t kLongestLabel = 8;
    constexpr std::size_t kLongest = 400;
    std::size_t first = begin;
    if (const std::size_t end = source_.clause_end(begin, kLongestLabel);
        base::is_identifier_label(source_.slice(begin, end))) {
      first = end;
      while (source_.at(first) == ' ' && first < source_.size()) ++first;
    }
    // Parentheses may be its own, or those of the query: pmid:1234567(robot).
    const std::size_t clause = source_.clause_end(first, kLongest);
    for (const std::size_t end : {clause, source_.word_end(first)}) {
      if (end - first >= kLongest) continue;
      std::string text = base::pasted_identifier(source_.slice(first, end));
      if (text.empty() || source_.tilde_in(first, end) != end) continue;
      position_ = end;
      push_leaf(begin, end, text_node(NodeKind::id, std::nullopt, std::move(text)));
      return true;
    }
    return false;
  }

  /// `name:` at the start of a word. False: it is plain text.
  bool named(std::size_t begin, std::size_t end) {
    const std::size_t colon = source_.name_end(begin, end);
    if (colon == begin || source_.at(colon) != ':') return false;
    const std::string name = source_.slice(begin, colon);
    // A dot belongs to a few names only; elsewhere it is text, as in example.org:80.
    const bool dotted = name.find('.') != std::string::npos;
    if (dotted && nearest_field(name).find('.') == std::string::npos) return false;
    const FieldName field = query_field(name);
    const bool empty = source_.ends_clause(colon + 1);
    if (field.kind == FieldName::Kind::unknown) return unknown_field(begin, colon, name, empty);
    position_ = colon + 1;
    if (empty) {
      const bool space = source_.at(position_) == ' ' && position_ < source_.size();
      error(begin, colon + 1, fmt::format("nothing follows '{}:'", base::ascii_lower(name)),
            space ? "write the value directly behind the colon" : "");
      return true;
    }
    switch (field.kind) {
      case FieldName::Kind::text:
        text_field(begin, field.text);
        break;
      case FieldName::Kind::facet:
        clause(begin, field.facet);
        break;
      case FieldName::Kind::modifier:
        modifier(begin, field.modifier);
        break;
      case FieldName::Kind::printed:
        whole_value(begin, NodeKind::whole, "printed", TextField::affiliation);
        break;
      default:
        whole_value(begin, NodeKind::id, "id", std::nullopt);
    }
    return true;
  }

  bool unknown_field(std::size_t begin, std::size_t colon, const std::string& name, bool empty) {
    if (is_identifier_scheme(name) || (source_.at(colon + 1) == '/' && source_.at(colon + 2) == '/'))
      return false;
    // "Deep learning: a survey" is prose; "auther: wang" is a slip.
    if (empty && (name.size() < 4 || nearest_field(name).empty())) return false;
    error(begin, colon, fmt::format("unknown field '{}'", name), query_field_hint(name));
    position_ = colon + 1;
    plain_ = true;
    push_leaf(begin, colon, text_node(NodeKind::word, std::nullopt, name), Kind::unknown);
    return true;
  }

  void open_group(std::size_t begin, TextField field) { push(Kind::field, begin, position_).field = field; }

  void text_field(std::size_t begin, TextField field) {
    if (source_.at(position_) == '(') return open_group(begin, field);
    skip_stray(position_);
    if (source_.ends_word(position_) && source_.at(position_) != '"') return;
    value(begin, field, true);
  }

  /// One text behind `name:`, in quotes or up to the next space.
  void whole_value(std::size_t begin, NodeKind kind, std::string_view name, std::optional<TextField> field) {
    std::string text;
    if (source_.at(position_) == '"') {
      std::size_t end = 0;
      const auto inside = source_.read_quoted(position_, end);
      if (inside) {
        text = *inside;
        position_ = end;
      } else {
        error(position_, position_ + 1, "the quotation mark is not closed", "add a closing '\"'");
        ++position_;
      }
    }
    if (text.empty() && source_.at(position_) == '(') {
      error(position_, position_ + 1, fmt::format("'{}:' takes one value, not parentheses", name),
            fmt::format("write {0}:a OR {0}:b", name));
      return;
    }
    if (text.empty()) {
      const std::size_t end = source_.clause_end(position_);
      text = source_.slice(position_, end);
      position_ = end;
    }
    if (base::squeeze_space(text).empty()) {
      error(begin, position_, fmt::format("nothing follows '{}:'", name));
      return;
    }
    push_leaf(begin, position_, text_node(kind, field, text));
  }

  /// What cannot stand behind the colon of a clause; true when it does.
  bool misplaced(std::string_view name) {
    if (source_.at(position_) == '(' &&
        source_.slice(position_, std::min(position_ + 6, source_.size())) != "(none)") {
      error(position_, position_ + 1, fmt::format("'{}:' takes values, not parentheses", name),
            fmt::format("write {}:a|b for either of two", name));
      return true;
    }
    if (source_.at(position_) != '!') return false;
    error(position_, position_ + 1, "'!' negates in filters only",
          fmt::format("write -{}:... in a query", name));
    position_ = source_.behind_value(position_ + 1);
    return true;
  }

  void clause(std::size_t begin, FacetField field) {
    if (misplaced(format::name(field))) return;
    Node node;
    node.kind = NodeKind::filter;
    node.filter_field = field;
    for (;;) {
      one_value(field, node);
      if (source_.at(position_) != '|') break;
      ++position_;
    }
    if (!node.filter_values.empty() || node.filter_none) push_leaf(begin, position_, std::move(node));
  }

  void modifier(std::size_t begin, Modifier modifier) {
    if (misplaced(name(modifier))) return;
    Node node;
    node.kind = NodeKind::filter;
    node.any_organisation = true;
    std::uint8_t& bits = bits_of(node.scope, modifier);
    for (;;) {
      const std::size_t first = position_;
      std::string text;
      if (one_text(text)) {
        const auto bit = parse_modifier(modifier, text);
        if (!bit) error(first, position_, unknown_value(modifier, text), values_hint(modifier));
        bits |= bit.value_or(0);
      }
      if (source_.at(position_) != '|') break;
      ++position_;
    }
    if (bits != 0) push_leaf(begin, position_, std::move(node), Kind::modifier);
  }

  /// A value as typed, without its quotes; position_ is then behind it. False after an error.
  bool one_text(std::string& text) {
    const std::size_t begin = position_;
    if (source_.at(position_) != '"') {
      position_ = source_.value_end(position_);
      text = source_.slice(begin, position_);
      return true;
    }
    std::size_t end = 0;
    const auto inside = source_.read_quoted(position_, end);
    if (!inside) {
      error(position_, position_ + 1, "the quotation mark is not closed", "add a closing '\"'");
      ++position_;
      return false;
    }
    text = *inside;
    position_ = end;
    return true;
  }

  void one_value(FacetField field, Node& node) {
    const std::string name(format::name(field));
    FilterValue value;
    const std::size_t begin = position_;
    const bool quoted = source_.at(begin) == '"';
    if (!one_text(value.text)) return;
    if (!quoted && value.text == "(none)") {
      node.filter_none = true;
      return;
    }
    if (const std::size_t odd = value.text.find_first_of(",*"); !quoted && odd != std::string::npos) {
      error(begin, position_, fmt::format("the value '{}' contains '{}'", value.text, value.text[odd]),
            fmt::format("write {}:a|b for either of two values, and quotes around one value", name));
      return;
    }
    if (base::squeeze_space(value.text).empty()) {
      error(begin, position_, fmt::format("a value of '{}:' is empty", name));
      return;
    }
    if (format::row(field).kind == format::Kind::number) {
      const auto parsed = parse_number(name, value.text);
      if (!parsed) {
        error(begin, position_, parsed.error().message, parsed.error().hint);
        return;
      }
      value = *parsed;
    }
    value.offset = source_.byte(begin);
    value.length = source_.length(begin, position_);
    node.filter_values.push_back(std::move(value));
  }

  const QueryText source_;
  const Limits& limits_;
  Diagnostics& diagnostics_;
  std::vector<Token> tokens_;
  std::optional<Error> refusal_;
  std::size_t position_ = 0;
  std::size_t leaves_ = 0;
  std::size_t wildcards_ = 0;
  bool plain_ = false;  ///< the next word is no operator: it follows something that was not understood
};

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
  constexpr std::size_t kMost = 100;
  if (found_.size() < kMost) found_.push_back(std::move(diagnostic));
}
void Diagnostics::error(std::size_t offset, std::size_t length, std::string message, std::string hint) {
  add({Diagnostic::Severity::error, std::move(message), std::move(hint), offset, length});
}
void Diagnostics::warn(std::size_t offset, std::size_t length, std::string message, std::string hint) {
  add({Diagnostic::Severity::warning, std::move(message), std::move(hint), offset, length});
}
std::vector<Diagnostic> Diagnostics::take() {
  std::stable_sort(found_.begin(), found_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.offset < b.offset; });
  return std::move(found_);
}

base::Result<std::vector<Token>> tokenize(std::string_view text, const Limits& limits,
                                          Diagnostics& diagnostics) {
  return Lexer(text, limits, diagnostics).run();
}

}  // namespace labtrail::query
