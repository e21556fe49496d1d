#include "searcher/query/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "corpus/base/text.h"
#include "searcher/query/characters.h"
#include "searcher/query/lexer.h"
#include "searcher/query/modifiers.h"

namespace labtrail::query {
namespace {

using base::Error;
using base::ErrorCode;
using format::TextField;
using Kind = Token::Kind;

/// Children of the same kind are taken in; one child stands for itself.
std::optional<Node> combine(NodeKind kind, std::vector<Node> parts) {
  if (parts.empty()) return std::nullopt;
  if (parts.size() == 1) return std::move(parts.front());
  Node node;
  node.kind = kind;
  // Modifiers stand last in a group, wherever they were typed.
  node.offset = parts.front().offset;
  std::size_t end = 0;
  for (const Node& part : parts) {
    node.offset = std::min(node.offset, part.offset);
    end = std::max(end, part.offset + part.length);
  }
  node.length = end - node.offset;
  for (Node& part : parts) {
    if (part.kind == kind && kind != NodeKind::near) {
      for (Node& child : part.children) node.children.push_back(std::move(child));
    } else {
      node.children.push_back(std::move(part));
    }
  }
  return node;
}

class Parser {
 public:
  Parser(std::string_view text, std::vector<Token> tokens, const Limits& limits, Diagnostics& diagnostics)
      : text_(text), tokens_(std::move(tokens)), limits_(limits), diagnostics_(diagnostics) {}

  base::Result<Node> run() {
    drop_unopened();
    std::optional<Node> node = alternatives();
    if (refusal_) return tl::unexpected<Error>(std::move(*refusal_));
    assert(position_ == tokens_.size());
    return std::move(node).value_or(Node{});
  }

 private:
  void drop_unopened() {
    std::size_t open = 0;
    std::vector<Token> kept;
    kept.reserve(tokens_.size());
    for (Token& token : tokens_) {
      if (token.kind == Kind::close && open == 0) {
        error(token, "')' closes nothing", "remove it");
        continue;
      }
      if (token.kind == Kind::open) ++open;
      if (token.kind == Kind::close) --open;
      kept.push_back(std::move(token));
    }
    tokens_ = std::move(kept);
  }
  bool is(Kind kind) const { return position_ < tokens_.size() && tokens_[position_].kind == kind; }
  bool operand_follows() const {
    return !refusal_ && (is(Kind::leaf) || is(Kind::modifier) || is(Kind::unknown) || is(Kind::field) ||
                         is(Kind::same) || is(Kind::open) || is(Kind::negate));
  }
  void error(const Token& token, std::string message, std::string hint = {}) {
    diagnostics_.error(token.offset, token.length, std::move(message), std::move(hint));
  }
  void error(const Node& node, std::string message, std::string hint = {}) {
    diagnostics_.error(node.offset, node.length, std::move(message), std::move(hint));
  }
  std::string typed(const Token& token) const {
    return std::string(text_.substr(token.offset, token.length));
  }

  /// Counts parentheses and negations around what is read; the cap is checked before anything recurses.
  bool enter(const Token& token) {
    if (++depth_ <= limits_.nesting) return true;
    if (!refusal_) {
      refusal_ = Error{ErrorCode::too_large,
                       fmt::format("parentheses and negations are nested more than {} deep", limits_.nesting),
                       "", token.offset, token.length};
    }
    return false;
  }

  /// Takes a binary operator and says so when a side of it is missing.
  const Token& take_operator() {
    const Token& token = tokens_[position_];
    const bool left = position_ > 0 && tokens_[position_ - 1].kind != Kind::open;
    ++position_;
    if (!left) {
      error(token, fmt::format("'{}' has nothing on its left", typed(token)));
    } else if (!operand_follows()) {
      error(token, fmt::format("'{}' has nothing on its right", typed(token)));
    }
    return token;
  }

  std::optional<Node> alternatives() {
    std::vector<Node> parts;
    for (;;) {
      if (auto node = conjunction()) parts.push_back(std::move(*node));
      if (refusal_ || !is(Kind::disjunction)) return combine(NodeKind::any_of, std::move(parts));
      take_operator();
    }
  }

  std::optional<Node> conjunction() {
    std::vector<Node> parts;
    std::optional<Node> modifiers;
    for (;;) {
      if (modifier_follows()) {
        take_modifier(modifiers);
      } else if (operand_follows()) {
        if (auto node = proximity()) parts.push_back(std::move(*node));
      } else if (!refusal_ && (is(Kind::conjunction) || is(Kind::near))) {
        take_operator();
      } else {
        if (modifiers) bind(std::move(*modifiers), parts);
        return combine(NodeKind::all_of, std::move(parts));
      }
    }
  }

  /// state: or role:, excluded or not.
  bool modifier_follows() const {
    std::size_t i = position_;
    while (i < tokens_.size() && tokens_[i].kind == Kind::negate) ++i;
    return !refusal_ && i < tokens_.size() && tokens_[i].kind == Kind::modifier;
  }

  /// Joins a modifier to those of the conjunction read before; NOT takes the other values.
  void take_modifier(std::optional<Node>& modifiers) {
    const std::size_t begin = tokens_[position_].offset;
    bool negated = false;
    for (; is(Kind::negate); ++position_) negated = !negated;
    Node fresh = leaf(tokens_[position_++]);
    fresh.length = fresh.offset + fresh.length - begin;
    fresh.offset = begin;
    if (is(Kind::near)) error(fresh, "NEAR joins words, phrases and prefixes only");
    const Modifier kind = fresh.scope.states != 0 ? Modifier::state : Modifier::role;
    std::uint8_t& bits = bits_of(fresh.scope, kind);
    if (negated) bits = complement(kind, bits);
    if (bits == 0) return error(fresh, nothing_left(kind), values_hint(kind));
    if (!modifiers) {
      modifiers = std::move(fresh);
      return;
    }
    std::uint8_t& known = bits_of(modifiers->scope, kind);
    if (known != 0) return error(fresh, given_twice(kind), several_hint(kind));
    known = bits;
  }

  /// Gives the modifiers to the entity clauses of the conjunction that have none; where none of those
  /// narrows, any organisation must.
  void bind(Node modifiers, std::vector<Node>& parts) {
    std::vector<Node*> reached;
    bool some = false;
    for (Node& part : parts) {
      collect_entities(part, reached);
      some = some || has_entity(part);
    }
    if (reached.empty() && some) {
      diagnostics_.warn(modifiers.offset, modifiers.length,
                        "this does not reach into the parentheses and means any organisation",
                        "write it beside the clause it belongs to: (lab:... state:...)");
    }
    std::erase_if(reached, [](const Node* node) { return node->scope.given(); });
    for (Node* node : reached) node->scope = modifiers.scope;
    const auto bound = [&](const Node& node) {
      return std::find(reached.begin(), reached.end(), &node) != reached.end();
    };
    const bool narrowed =
        std::any_of(parts.begin(), parts.end(), [&](const Node& part) { return narrows(part, bound); });
    if (!narrowed) parts.push_back(std::move(modifiers));
  }

  std::optional<Node> proximity() {
    std::optional<Node> first = negation();
    if (!first || !is(Kind::near)) return first;
    std::vector<Node> parts;
    parts.push_back(std::move(*first));
    unsigned distance = 0;
    bool sound = true;
    while (!refusal_ && is(Kind::near)) {
      const Token& token = take_operator();
      if (!operand_follows()) break;
      if (distance != 0 && token.distance != distance) {
        error(token, "a chain of NEAR has one distance", "write (a NEAR/5 b) (b NEAR/3 c)");
        sound = false;
      }
      distance = token.distance;
      std::optional<Node> next = negation();
      if (!next) break;
      parts.push_back(std::move(*next));
    }
    if (parts.size() < 2) return combine(NodeKind::all_of, std::move(parts));
    for (const Node& part : parts) {
      if (!stands_near(part)) sound = false;
    }
    if (sound) sound = same_fields(parts);
    std::optional<Node> node = combine(sound ? NodeKind::near : NodeKind::all_of, std::move(parts));
    if (sound) node->distance = distance;
    return node;
  }

  bool stands_near(const Node& part) {
    const NodeKind kind = part.kind;
    if (kind == NodeKind::word || kind == NodeKind::exact || kind == NodeKind::prefix) return true;
    if (kind == NodeKind::phrase && part.distance == 0) return true;
    error(part, "NEAR joins words, phrases and prefixes only");
    return false;
  }

  bool same_fields(const std::vector<Node>& parts) {
    std::optional<TextField> field;
    for (const Node& part : parts) {
      if (field && part.field && *field != *part.field) {
        error(part, fmt::format("words of '{}' and '{}' are never near each other", format::name(*field),
                                format::name(*part.field)));
        return false;
      }
      if (part.field) field = part.field;
    }
    return true;
  }

  std::optional<Node> negation() {
    std::vector<std::size_t> starts;
    while (is(Kind::negate)) {
      const Token& token = tokens_[position_++];
      starts.push_back(token.offset);
      if (!enter(token)) return std::nullopt;
      if (!operand_follows()) error(token, fmt::format("'{}' has nothing to exclude", typed(token)));
    }
    std::optional<Node> node;
    if (operand_follows()) node = primary();
    depth_ -= starts.size();
    for (auto start = starts.rbegin(); node && start != starts.rend(); ++start) {
      Node outer;
      outer.kind = NodeKind::none_of;
      outer.offset = *start;
      outer.length = node->offset + node->length - *start;
      outer.children.push_back(std::move(*node));
      node = std::move(outer);
    }
    return node;
  }

  std::optional<Node> primary() {
    switch (tokens_[position_].kind) {
      case Kind::leaf:
      case Kind::modifier:
        return leaf(tokens_[position_++]);
      case Kind::unknown:
        return unknown();
      case Kind::same:
        return same();
      case Kind::field: {
        const Token& token = tokens_[position_++];
        check_field(token.offset, token.length, format::name(token.field), token.field);
        const auto outer = std::exchange(field_, token.field);
        std::optional<Node> node = group();
        field_ = outer;
        return node;
      }
      default:
        return group();
    }
  }

  /// A field inside field:(...) is an error; read leniently, the inner one counts.
  void check_field(std::size_t offset, std::size_t length, std::string_view name,
                   std::optional<TextField> inner) {
    if (!field_ || field_ == inner) return;
    diagnostics_.error(offset, length,
                       fmt::format("'{}:' stands inside '{}:(...)'", name, format::name(*field_)),
                       "write it outside the parentheses");
  }

  Node leaf(Token& token) {
    Node node = std::move(token.leaf);
    if (node.any_organisation) {
      check_field(node.offset, node.length, name(node.scope.states != 0 ? Modifier::state : Modifier::role),
                  std::nullopt);
    } else if (node.kind == NodeKind::filter && node.filter_field) {
      check_field(node.offset, node.length, format::name(*node.filter_field), std::nullopt);
    } else if (node.kind == NodeKind::id) {
      check_field(node.offset, node.length, "id", std::nullopt);
    } else if (node.kind == NodeKind::whole) {
      check_field(node.offset, node.length, "printed", std::nullopt);
    } else if (node.field) {
      check_field(node.offset, node.length, format::name(*node.field), node.field);
    } else {
      node.field = field_;
    }
    return node;
  }

  /// The names that are no fields, as words, together with what followed the last colon: one operand.
  std::optional<Node> unknown() {
    if (!enter(tokens_[position_])) return std::nullopt;
    std::vector<Node> parts;
    while (is(Kind::unknown)) parts.push_back(leaf(tokens_[position_++]));
    if (operand_follows() && !is(Kind::negate)) {
      if (auto node = primary()) parts.push_back(std::move(*node));
    }
    --depth_;
    return combine(NodeKind::all_of, std::move(parts));
  }

  std::optional<Node> group() {
    const Token& open = tokens_[position_];
    if (!enter(open)) return std::nullopt;
    ++position_;
    check_empty(open);
    std::optional<Node> node = alternatives();
    close(open);
    --depth_;
    return node;
  }

  /// What was left out with an error of its own is not nothing.
  void check_empty(const Token& open) {
    if (!is(Kind::close)) return;
    const std::size_t inside = open.offset + open.length;
    if (!base::squeeze_space(text_.substr(inside, tokens_[position_].offset - inside)).empty()) return;
    error(open, "nothing stands between the parentheses");
  }

  void close(const Token& open) {
    if (refusal_) return;
    if (is(Kind::close)) {
      ++position_;
    } else {
      error(open, "the parenthesis is not closed", "add ')'");
    }
  }

  std::optional<Node> same() {
    const Token name = tokens_[position_++];
    if (field_) check_field(name.offset, name.length, "same", std::nullopt);
    const Token& open = tokens_[position_];
    if (!enter(open)) return std::nullopt;
    ++position_;
    check_empty(open);
    Node node;
    node.kind = NodeKind::same;
    node.offset = name.offset;
    std::size_t inner = 0;  // parentheses inside are an error already reported; only their balance matters
    while (position_ < tokens_.size() && (inner > 0 || !is(Kind::close))) {
      Token& token = tokens_[position_++];
      if (token.kind == Kind::open) ++inner;
      if (token.kind == Kind::close) --inner;
      if (token.kind == Kind::leaf || token.kind == Kind::unknown) {
        same_part(std::move(token.leaf), node);
      } else if (token.kind != Kind::conjunction && token.kind != Kind::close) {
        error(token, "same(...) takes words, phrases and prefixes only");
        if (token.kind == Kind::negate && is(Kind::leaf)) ++position_;
      }
    }
    const Token& last = tokens_[std::min(position_, tokens_.size() - 1)];
    node.length = last.offset + last.length - node.offset;
    close(open);
    --depth_;
    if (node.children.empty()) return std::nullopt;
    return node;
  }

  void same_part(Node part, Node& same) {
    const bool fits = part.kind == NodeKind::word || part.kind == NodeKind::exact ||
                      part.kind == NodeKind::phrase || part.kind == NodeKind::prefix;
    if (!fits) {
      error(part, "same(...) takes words, phrases and prefixes only");
      return;
    }
    if (part.field && *part.field != TextField::affiliation) {
      error(part, fmt::format("'{}:' stands inside same(...), which reads affiliations only",
                              format::name(*part.field)));
    }
    part.field = TextField::affiliation;
    same.children.push_back(std::move(part));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  const Limits& limits_;
  Diagnostics& diagnostics_;
  std::optional<Error> refusal_;
  std::optional<TextField> field_;  ///< of the field:(...) around
  std::size_t position_ = 0;
  std::size_t depth_ = 0;
};

base::Result<ParsedQuery> parse_plain(std::string_view text, const Limits& limits) {
  ParsedQuery parsed;
  std::vector<Node> words;
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t begin = offset;
    std::size_t end = offset;
    while (offset < text.size() && !is_space(base::next_code_point(text, offset))) end = offset;
    if (end == begin) continue;
    if (words.size() == limits.plain_words) {
      return base::fail_at(ErrorCode::too_large,
                           fmt::format("the query has more than {} words", limits.plain_words), begin,
                           end - begin);
    }
    Node node;
    node.kind = NodeKind::word;
    node.text = std::string(text.substr(begin, end - begin));
    node.offset = begin;
    node.length = end - begin;
    parsed.tokens.push_back(node.text);
    words.push_back(std::move(node));
  }
  parsed.tree = combine(NodeKind::any_of, std::move(words)).value_or(Node{});
  return parsed;
}

}  // namespace

base::Result<ParsedQuery> parse_query(std::string_view text, Mode mode, const Limits& limits) {
  const std::size_t most = mode == Mode::plain ? limits.plain_bytes : limits.bytes;
  if (auto refused = check_size(text, most, "query")) return tl::unexpected<Error>(std::move(*refused));
  if (auto refused = check_characters(text, ErrorCode::bad_query, "query"))
    return tl::unexpected<Error>(std::move(*refused));
  if (mode == Mode::plain) return parse_plain(text, limits);

  Diagnostics diagnostics;
  auto tokens = tokenize(text, limits, diagnostics);
  if (!tokens) return tl::unexpected<Error>(std::move(tokens.error()));
  ParsedQuery parsed;
  for (const Token& token : *tokens) parsed.tokens.emplace_back(text.substr(token.offset, token.length));
  auto tree = Parser(text, std::move(*tokens), limits, diagnostics).run();
  if (!tree) return tl::unexpected<Error>(std::move(tree.error()));
  parsed.tree = std::move(*tree);
  parsed.diagnostics = diagnostics.take();
  if (mode == Mode::strict) {
    for (const Diagnostic& found : parsed.diagnostics) {
      if (found.severity != Diagnostic::Severity::error) continue;
      return base::fail_at(ErrorCode::bad_query, found.message, found.offset, found.length, found.hint);
    }
  }
  return parsed;
}

}  // namespace labtrail::query
