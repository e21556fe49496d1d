#include "searcher/query/modifiers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "corpus/base/text.h"
#include "indexer/format/evidence.h"

namespace labtrail::query {
namespace {

// In the order of format::State and format::Role; the parser does not link the index format that names them.
constexpr std::array<std::string_view, format::kStates> kStateNames{"asserted", "candidate", "refused"};
constexpr std::array<std::string_view, format::kRoles> kRoleNames{"affiliation", "funder", "mention"};

std::span<const std::string_view> names_of(Modifier modifier) {
  if (modifier == Modifier::state) return kStateNames;
  return kRoleNames;
}

bool is_entity(const Node& node) {
  return node.kind == NodeKind::filter && !node.any_organisation && node.filter_field &&
         takes_modifiers(*node.filter_field);
}

/// An entity clause, its exclusion, or alternatives of nothing else.
bool all_entities(const Node& node) {
  if (node.kind != NodeKind::none_of && node.kind != NodeKind::any_of) return is_entity(node);
  return !node.children.empty() && std::all_of(node.children.begin(), node.children.end(), all_entities);
}

void collect(Node& node, std::vector<Node*>& out) {
  if (is_entity(node)) out.push_back(&node);
  for (Node& child : node.children) collect(child, out);
}

}  // namespace

std::string_view name(Modifier modifier) {
  return modifier == Modifier::state ? "state" : "role";
}

std::string values_hint(Modifier modifier) {
  return fmt::format("the {}s are {}", name(modifier), fmt::join(names_of(modifier), ", "));
}

std::uint8_t& bits_of(MentionScope& scope, Modifier modifier) {
  return modifier == Modifier::state ? scope.states : scope.roles;
}

std::optional<std::uint8_t> parse_modifier(Modifier modifier, std::string_view value) {
  const std::string lower = base::ascii_lower(base::trim(value));
  const auto names = names_of(modifier);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == lower) return static_cast<std::uint8_t>(1U << i);
  }
  return std::nullopt;
}

std::uint8_t complement(Modifier modifier, std::uint8_t bits) {
  const unsigned all = (1U << names_of(modifier).size()) - 1;
  return static_cast<std::uint8_t>(all & ~static_cast<unsigned>(bits));
}

std::vector<std::string> modifier_texts(const MentionScope& scope) {
  std::vector<std::string> out;
  for (const Modifier modifier : {Modifier::state, Modifier::role}) {
    MentionScope copy = scope;
    const std::uint8_t bits = bits_of(copy, modifier);
    if (bits == 0) continue;
    std::string text = fmt::format("{}:", name(modifier));
    const auto names = names_of(modifier);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if ((bits >> i & 1) == 0) continue;
      if (text.back() != ':') text += '|';
      text += names[i];
    }
    out.push_back(std::move(text));
  }
  return out;
}

void collect_entities(Node& part, std::vector<Node*>& out) {
  if (part.kind == NodeKind::all_of) {
    for (Node& child : part.children) collect_entities(child, out);
  } else if (all_entities(part)) {
    collect(part, out);
  }
}

bool narrows(const Node& part, const std::function<bool(const Node&)>& counts) {
  const auto each = [&](const Node& child) { return narrows(child, counts); };
  switch (part.kind) {
    case NodeKind::all_of:
      return std::any_of(part.children.begin(), part.children.end(), each);
    case NodeKind::any_of:
      return std::all_of(part.children.begin(), part.children.end(), each);
    default:
      return is_entity(part) && counts(part);
  }
}

bool has_entity(const Node& part) {
  return is_entity(part) || std::any_of(part.children.begin(), part.children.end(), has_entity);
}

std::string unknown_value(Modifier modifier, std::string_view value) {
  return fmt::format("'{}' is no {}", value, name(modifier));
}
std::string nothing_left(Modifier modifier) {
  return fmt::format("no {} is left", name(modifier));
}
std::string given_twice(Modifier modifier) {
  return fmt::format("'{}' stands beside the same clauses twice", name(modifier));
}
std::string several_hint(Modifier modifier) {
  const auto names = names_of(modifier);
  return fmt::format("write {}:{}|{} for either of two", name(modifier), names[0], names[1]);
}

}  // namespace labtrail::query
