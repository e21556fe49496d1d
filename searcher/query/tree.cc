#include "searcher/query/tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "corpus/base/text.h"
#include "searcher/query/characters.h"
#include "searcher/query/modifiers.h"
#include "searcher/query/values.h"

namespace labtrail::query {
namespace {

std::string_view kind_name(NodeKind kind) {
  switch (kind) {
    case NodeKind::everything:
      return "everything";
    case NodeKind::word:
      return "word";
    case NodeKind::exact:
      return "exact";
    case NodeKind::phrase:
      return "phrase";
    case NodeKind::whole:
      return "whole";
    case NodeKind::prefix:
      return "prefix";
    case NodeKind::fuzzy:
      return "fuzzy";
    case NodeKind::near:
      return "near";
    case NodeKind::all_of:
      return "and";
    case NodeKind::any_of:
      return "or";
    case NodeKind::none_of:
      return "not";
    case NodeKind::same:
      return "same";
    case NodeKind::filter:
      return "filter";
    case NodeKind::id:
      return "id";
  }
  return "";
}

bool is_number(const Node& node) {
  return node.filter_field && format::row(*node.filter_field).kind == format::Kind::number;
}

bool is_safe(char c, std::string_view also) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         also.find(c) != std::string_view::npos;
}

/// Only letters, digits, characters beyond ASCII without a meaning of their own, and `also`.
bool is_simple(std::string_view text, std::string_view also) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const char32_t c = base::next_code_point(text, offset);
    if (c < 0x80 ? !is_safe(static_cast<char>(c), also) : syntax_of(c) != 0 || is_bidi_control(c))
      return false;
  }
  return !text.empty();
}

bool is_operator(std::string_view text) {
  if (text == "AND" || text == "OR" || text == "NOT" || text == "NEAR") return true;
  if (text.substr(0, 5) != "NEAR/") return false;
  return text.find_first_not_of("0123456789", 5) == std::string_view::npos;
}

/// Whether a word without field, typed as it is, would be read as an operator or lose its first character.
bool needs_plus(std::string_view text) {
  if (is_operator(text)) return true;
  if (text.size() < 2) return false;
  return text[0] == '+' || (text[0] == '-' && text[1] != '-');
}

std::string symbol(std::string_view text) {
  return is_simple(text, "-_.:/'&+=|*~,;!?<>@#$%^{}[]`") ? std::string(text) : quoted(text);
}

std::string sexp_leaf(const Node& node) {
  std::string out = fmt::format("({}", kind_name(node.kind));
  if (node.distance != 0) out += fmt::format("~{}", node.distance);
  if (node.field) out += fmt::format(" {}", format::name(*node.field));
  return out + ' ' +
         (node.kind == NodeKind::phrase || node.kind == NodeKind::whole ? quoted(node.text)
                                                                        : symbol(node.text)) +
         ')';
}

std::string sexp_filter(const Node& node) {
  std::string out = "(filter";
  for (const std::string& modifier : modifier_texts(node.scope)) out += ' ' + modifier;
  if (node.any_organisation) return out + ')';
  out += fmt::format(" {}", format::name(node.filter_field.value_or(format::FacetField::year)));
  for (const FilterValue& value : node.filter_values) {
    out += ' ';
    out += is_number(node) ? number_text(value, "..") : symbol(value.text);
  }
  if (node.filter_none) out += " (none)";
  return out + ')';
}

std::string filter_query(const Node& node) {
  std::string out = fmt::format("{}:", format::name(node.filter_field.value_or(format::FacetField::year)));
  bool first = true;
  const auto add = [&](const std::string& value) {
    if (!first) out += '|';
    first = false;
    out += value;
  };
  for (const FilterValue& value : node.filter_values) {
    if (is_number(node)) {
      add(number_text(value, ".."));
    } else {
      add(is_simple(value.text, "-_.:/") ? value.text : quoted(value.text));
    }
  }
  if (node.filter_none) add("(none)");
  return out;
}

std::string exact_text(std::string_view text) {
  return exact_needs_quotes(text) ? quoted(text) : std::string(text);
}

/// A leaf with its field, which inside same(...) is left out where the text reads the same without.
std::string leaf_query(const Node& node, bool inside_same) {
  std::string body;
  switch (node.kind) {
    case NodeKind::exact:
      body = '=' + exact_text(node.text);
      break;
    case NodeKind::phrase:
      body = quoted(node.text);
      if (node.distance != 0) body += fmt::format("~{}", node.distance);
      break;
    case NodeKind::prefix:
      body = node.text + '*';
      break;
    case NodeKind::fuzzy:
      body = node.text + fmt::format("~{}", node.distance);
      break;
    default:
      body = node.text;
  }
  const bool bare =
      node.kind == NodeKind::word || node.kind == NodeKind::prefix || node.kind == NodeKind::fuzzy;
  if (inside_same && (!bare || (is_simple(node.text, "") && !is_operator(node.text)))) return body;
  if (node.field) return fmt::format("{}:{}", format::name(*node.field), body);
  return bare && needs_plus(body) ? '+' + body : body;
}

std::string query_text(const Node& node, bool inside_same);
std::string joined(const Node& node, std::string_view between, bool inside_same = false);

bool has_modifiers(const Node& node) {
  return node.kind == NodeKind::filter && node.scope.given();
}

/// The modifiers that can be written once for a whole conjunction, because its clauses share them and none
/// stands for itself that would not be read so again.
MentionScope shared_scope(Node& node) {
  std::vector<Node*> entities;
  collect_entities(node, entities);
  const Node& last = node.children.back();
  const MentionScope scope = entities.empty() ? last.scope : entities.front()->scope;
  const auto shares = [&](const Node* entity) { return entity->scope == scope; };
  const auto alone = std::count_if(node.children.begin(), node.children.end(),
                                   [](const Node& child) { return child.any_organisation; });
  const bool narrowed = narrows(node, [](const Node&) { return true; });
  const bool told = narrowed ? alone == 0 : alone == 1 && last.any_organisation && last.scope == scope;
  return told && std::all_of(entities.begin(), entities.end(), shares) ? scope : MentionScope{};
}

std::string conjunction(const Node& node) {
  Node plain = node;
  const MentionScope scope = shared_scope(plain);
  if (scope.given()) {
    std::vector<Node*> entities;
    collect_entities(plain, entities);
    for (Node* entity : entities) entity->scope = {};
    if (plain.children.back().any_organisation) plain.children.pop_back();
  }
  std::string out = joined(plain, " ");
  for (const std::string& modifier : modifier_texts(scope)) out += ' ' + modifier;
  return out;
}

std::string query_text(const Node& node, bool inside_same) {
  switch (node.kind) {
    case NodeKind::everything:
      return "";
    case NodeKind::near:
      return joined(node, fmt::format(" NEAR/{} ", node.distance));
    case NodeKind::all_of:
      return conjunction(node);
    case NodeKind::any_of:
      return joined(node, " OR ");
    case NodeKind::same:
      return "same(" + joined(node, " ", true) + ")";
    case NodeKind::filter: {
      std::string out = node.any_organisation ? "" : filter_query(node);
      for (const std::string& modifier : modifier_texts(node.scope))
        out += (out.empty() ? "" : " ") + modifier;
      return out;
    }
    case NodeKind::whole:
      return "printed:" + quoted(node.text);
    case NodeKind::id:
      return "id:" + (is_simple(node.text, "-_.:/~") ? node.text : quoted(node.text));
    case NodeKind::none_of: {
      if (node.children.empty()) return "";
      const Node& child = node.children[0];
      const bool group = child.kind == NodeKind::near || child.kind == NodeKind::all_of ||
                         child.kind == NodeKind::any_of || has_modifiers(child);
      const std::string inner = query_text(child, false);
      return group ? "NOT (" + inner + ")" : "NOT " + inner;
    }
    default:
      return leaf_query(node, inside_same);
  }
}

std::string joined(const Node& node, std::string_view between, bool inside_same) {
  std::string out;
  for (const Node& child : node.children) {
    if (!out.empty()) out += between;
    const bool group =
        node.kind == NodeKind::all_of && (child.kind == NodeKind::any_of || has_modifiers(child));
    if (group) out += '(';
    out += query_text(child, inside_same);
    if (group) out += ')';
  }
  return out;
}

}  // namespace

bool exact_needs_quotes(std::string_view text) {
  return !is_simple(text, "-_./");
}

std::string to_string(const Node& node) {
  switch (node.kind) {
    case NodeKind::everything:
      return "(everything)";
    case NodeKind::filter:
      return sexp_filter(node);
    case NodeKind::near:
    case NodeKind::all_of:
    case NodeKind::any_of:
    case NodeKind::none_of:
    case NodeKind::same: {
      std::string out = fmt::format("({}", kind_name(node.kind));
      if (node.kind == NodeKind::near) out += fmt::format("/{}", node.distance);
      for (const Node& child : node.children) out += ' ' + to_string(child);
      return out + ')';
    }
    default:
      return sexp_leaf(node);
  }
}

std::string to_query(const Node& node) {
  return query_text(node, false);
}

std::string phrase_query(format::TextField field, std::string_view words) {
  Node node;
  node.kind = NodeKind::phrase;
  node.field = field;
  node.text = words;
  return to_query(node);
}

}  // namespace labtrail::query
