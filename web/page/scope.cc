#include "web/page/scope.h"

#include <algorithm>
#include <array>

#include "searcher/query/modifiers.h"
#include "web/page/frame.h"
#include "web/page/reasons.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::Role;
using format::State;
using query::MentionScope;
using query::Node;
using query::NodeKind;

template <typename Enum>
constexpr std::uint8_t bit(Enum value) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(value));
}

std::string url_with_scope(const FacetContext& context, MentionScope scope) {
  return url_with(context.state, with_scope(context.clauses, scope));
}

bool is_entity_node(const Node& node) {
  return node.kind == NodeKind::filter && query::has_entity(node);
}

/// The entity clauses of a query that `state:` written behind it would reach; nothing when it would miss one.
std::optional<std::vector<const Node*>> reachable(const Node& tree) {
  std::vector<const Node*> out;
  if (is_entity_node(tree)) {
    out.push_back(&tree);
  } else if (tree.kind == NodeKind::all_of) {
    for (const Node& child : tree.children) {
      if (is_entity_node(child)) {
        out.push_back(&child);
      } else if (query::has_entity(child)) {
        return std::nullopt;
      }
    }
  } else if (query::has_entity(tree)) {
    return std::nullopt;
  }
  return out;
}

bool names_one(const std::vector<query::FilterValue>& values, bool none) {
  return values.size() == 1 && !none;
}

bool narrows(const query::Clause& clause) {
  return query::is_entity(clause) && !clause.negated && !clause.any_organisation;
}

}  // namespace

std::optional<DoubtSearch> doubt_search(const FacetContext& context) {
  const auto inside = reachable(context.response->tree);
  if (!inside) return std::nullopt;
  std::vector<const query::Clause*> clauses;
  for (const query::Clause& clause : context.clauses) {
    if (query::is_entity(clause)) clauses.push_back(&clause);
  }
  DoubtSearch out{context.state, false};
  out.state.page = 1;
  out.state.inside.reset();
  // One value sought in one place is either asserted or in doubt on a paper; of several, each may be.
  out.alone = clauses.size() + inside->size() == 1 &&
              (inside->empty()
                   ? narrows(*clauses.front()) && names_one(clauses.front()->values, clauses.front()->none)
                   : names_one(inside->front()->filter_values, inside->front()->filter_none));
  MentionScope scope = scope_of(context.clauses);
  scope.states = out.alone ? bit(State::candidate)
                           : static_cast<std::uint8_t>(bit(State::asserted) | bit(State::candidate));
  if (!clauses.empty()) out.state.filter = query::to_string(with_scope(context.clauses, scope));
  if (!inside->empty()) out.state.query += out.alone ? " state:candidate" : " state:asserted|candidate";
  return out;
}

void append_doubt(Html& html, const FacetContext& context) {
  const std::uint64_t total = context.response->total;
  const MentionScope scope = scope_of(context.clauses);
  const bool entity = std::any_of(context.clauses.begin(), context.clauses.end(), narrows);
  if (entity && scope.states == bit(State::candidate)) {
    MentionScope sure = scope;
    sure.states = 0;
    html.open("p", {{"class", "doubt-line"}});
    html.text(total == 0   ? "No paper is in doubt here. "
              : total == 1 ? "In this paper the match is in doubt. "
                           : "In all of these the match is in doubt. ");
    html.open("a", {{"href", url_with_scope(context, sure)}, {"data-key", "doubt"}, {"rel", "nofollow"}});
    html.text("Show the papers where it is asserted").close().close();
    return;
  }
  const std::uint64_t count = context.response->candidates.value_or(0);
  if (count == 0) return;
  const auto search = doubt_search(context);
  html.open("p", {{"class", "doubt-line"}, {"data-candidates", count}});
  if (search && search->alone) {
    html.text("and ");
    html.open("a", {{"href", search_url(search->state)}, {"data-key", "doubt"}, {"rel", "nofollow"}});
    html.text(grouped(count) + " more " + (count == 1 ? "paper" : "papers")).close();
    html.text(" where the match is in doubt").close();
    return;
  }
  html.text("and " + grouped(count) + " more " + (count == 1 ? "paper" : "papers") +
            " if matches in doubt counted too");
  if (search) {
    html.text(". ");
    html.open("a", {{"href", search_url(search->state)}, {"data-key", "doubt"}, {"rel", "nofollow"}});
    html.text("Show all " + grouped(total + count) + " together").close();
  }
  html.close();
}

void append_roles(Html& html, const FacetContext& context) {
  struct Choice {
    Role role;
    std::string_view text;
  };
  constexpr std::array kChoices{Choice{Role::affiliation, "as affiliation"},
                                Choice{Role::funder, "as funder"},
                                Choice{Role::mention, "otherwise mentioned"}};
  const bool asked = std::any_of(context.clauses.begin(), context.clauses.end(), [](const auto& clause) {
    return narrows(clause) && clause.field != format::FacetField::funder && !clause.values.empty();
  });
  if (!asked) return;
  const MentionScope now = scope_of(context.clauses);
  html.open("nav", {{"class", "sort roles"}, {"aria-label", "How the organisation is named"}});
  html.element("span", {{"class", "sort-label"}}, "Named");
  for (const Choice& choice : kChoices) {
    MentionScope scope = now;
    scope.roles = choice.role == Role::affiliation ? 0 : bit(choice.role);
    const bool current = choice.role == Role::affiliation ? now.roles == 0 || now.roles == bit(choice.role)
                                                          : now.roles == bit(choice.role);
    html.open("a", {{"href", url_with_scope(context, scope)},
                    {"data-key", "role " + std::string(format::name(choice.role))},
                    {"rel", "nofollow"},
                    Attribute("aria-current", "true").when(current)});
    html.text(choice.text).close();
  }
  html.close();
}

void append_scope_chips(Html& html, const FacetContext& context) {
  const MentionScope scope = scope_of(context.clauses);
  const auto chip = [&](std::string_view field, std::string_view words, MentionScope rest) {
    html.open("li", {{"class", "chip"}});
    html.open("a", {{"href", url_with_scope(context, rest)},
                    {"data-key", "chip " + std::string(field)},
                    {"rel", "nofollow"}});
    append_hidden_text(html, "Remove filter ");
    html.element("span", {{"class", "chip-field"}}, field);
    html.text(" ").element("span", {{"class", "chip-value"}}, words);
    append_icon(html, Icon::close);
    html.close().close();
  };
  if (scope.states != 0) chip("Match", scope_states(scope), {0, scope.roles});
  if (scope.roles != 0) chip("Role", scope_roles(scope), {scope.states, 0});
}

}  // namespace labtrail::web
