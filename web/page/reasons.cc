#include "web/page/reasons.h"

#include <algorithm>
#include <array>

#include "web/page/marks.h"

namespace labtrail::web {
namespace {

using format::FacetField;
using format::Role;
using format::Rule;
using format::State;
using searcher::Mention;

constexpr std::array kStates{State::asserted, State::candidate, State::refused};
constexpr std::array kRoles{Role::affiliation, Role::funder, Role::mention};

std::string in_quotes(std::string_view text) {
  return "“" + std::string(text) + "”";
}

/// What the string prints at the mention's place; the alias where there is no place.
std::string printed(const Mention& mention, std::string_view raw) {
  if (mention.span) {
    const std::vector<searcher::Span> span = clean_spans(raw, {*mention.span});
    if (!span.empty())
      return std::string(raw.substr(span.front().begin, span.front().end - span.front().begin));
  }
  return mention.alias;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : " or ") + part;
  return out;
}

/// `state:` and `role:` as they stand when nothing is said.
bool lets_through(query::MentionScope scope, FacetField field, const Mention& mention) {
  const bool state = scope.states == 0 ? mention.state == State::asserted : scope.has(mention.state);
  const Role usual = field == FacetField::funder ? Role::funder : Role::affiliation;
  return state && (scope.roles == 0 ? mention.role == usual : scope.has(mention.role));
}

bool is_named(const Mention& mention, std::string_view value) {
  constexpr std::string_view kAddress = "https://ror.org/";
  if (value == mention.id) return true;
  if (mention.ror.empty()) return false;
  if (value.starts_with("ror:")) return value.substr(4) == mention.ror;
  return value.starts_with(kAddress) && value.substr(kAddress.size()) == mention.ror;
}

/// Whether a mention is one of the two sides that a `joint:` clause asks for.
bool is_side(const Mention& mention, const query::JointClause& joint) {
  if (mention.state != State::asserted || mention.role != Role::affiliation) return false;
  for (const std::string* side : {&joint.subject, &joint.other}) {
    const auto clauses = query::parse_filter(*side);
    if (!clauses) continue;
    for (const query::Clause& clause : *clauses) {
      for (const query::FilterValue& value : clause.values) {
        if (clause.field == FacetField::country ? mention.country == value.text
                                                : is_named(mention, value.text))
          return true;
      }
    }
  }
  return false;
}

}  // namespace

std::string_view state_words(State state) {
  switch (state) {
    case State::asserted:
      return "asserted";
    case State::candidate:
      return "candidate: in doubt";
    case State::refused:
      return "refused";
  }
  return {};
}

std::string_view role_words(Role role) {
  switch (role) {
    case Role::affiliation:
      return "as affiliation";
    case Role::funder:
      return "as funder";
    case Role::mention:
      return "mentioned only";
  }
  return {};
}

std::string scope_states(query::MentionScope scope) {
  std::vector<std::string> parts;
  for (const State state : kStates) {
    if (scope.has(state))
      parts.emplace_back(state == State::candidate ? "candidate (in doubt)" : format::name(state));
  }
  return joined(parts);
}

std::string scope_roles(query::MentionScope scope) {
  std::vector<std::string> parts;
  for (const Role role : kRoles) {
    if (scope.has(role)) parts.emplace_back(format::name(role));
  }
  return joined(parts);
}

std::string reason(const Mention& mention, std::string_view raw) {
  const std::string here = printed(mention, raw);
  const std::string it = in_quotes(here);
  const std::string alias = mention.alias == here ? std::string() : " " + in_quotes(mention.alias);
  switch (mention.rule) {
    case Rule::source:
      return "the paper’s source says so";
    case Rule::decision:
      return "a user of this index decided so";
    case Rule::exact:
      return mention.alias == here ? it + " is printed exactly as its name"
                                   : it + " is another way to write its name" + alias;
    case Rule::acronym:
      return it + " is a short name of it" + (alias.empty() ? "" : "," + alias) +
             ", supported by the rest of the string";
    case Rule::unit:
      return it + " is a unit of it" + (alias.empty() ? "" : ":" + alias);
    case Rule::reordered:
      return it + " is its name" + alias + " in another order";
    case Rule::abbreviated:
      return it + " is its name" + alias + ", cut short";
    case Rule::fuzzy:
      return it + " differs by " + std::to_string(mention.edits) +
             (mention.edits == 1 ? " letter" : " letters") + " from its name" + alias;
    case Rule::ambiguous:
      return "several organisations bear the name " + it + ", and the string does not tell which is meant";
    case Rule::context:
      return it + " alone is too short or too common, and nothing else in the string supports it";
    case Rule::decoy:
      return it + " looks like it and is something else";
    case Rule::place:
      return it + " would fit, but the string names another country";
    case Rule::boundary:
      return it + " is only a part of a longer name";
  }
  return {};
}

FacetField counted_field(const Mention& mention) {
  if (mention.role == Role::funder) return FacetField::funder;
  const bool lab = mention.kind == format::OrganisationKind::lab;
  return lab ? FacetField::lab : FacetField::institution;
}

std::string counted_value(const Mention& mention) {
  const bool by_slug = counted_field(mention) == FacetField::lab || mention.ror.empty();
  return by_slug ? mention.id : "ror:" + mention.ror;
}

std::string papers_url(const Mention& mention) {
  const std::string value = counted_value(mention);
  query::MentionScope scope;
  // Together with the sure ones: elsewhere on the same paper the organisation may be asserted.
  if (mention.state == State::candidate)
    scope.states = static_cast<std::uint8_t>(1U << static_cast<unsigned>(State::asserted) |
                                             1U << static_cast<unsigned>(State::candidate));
  if (mention.role == Role::mention)
    scope.roles = static_cast<std::uint8_t>(1U << static_cast<unsigned>(mention.role));
  return url_with({}, with_scope(selecting({}, {counted_field(mention), value}), scope));
}

bool is_asked_for(const Mention& mention, const Clauses& clauses) {
  return std::any_of(clauses.begin(), clauses.end(), [&](const query::Clause& clause) {
    if (clause.joint && !clause.negated) return is_side(mention, *clause.joint);
    if (clause.negated || !query::is_entity(clause)) return false;
    if (clause.any_organisation) {
      return (clause.scope.states == 0 || clause.scope.has(mention.state)) &&
             (clause.scope.roles == 0 || clause.scope.has(mention.role));
    }
    return lets_through(clause.scope, clause.field, mention) &&
           std::any_of(clause.values.begin(), clause.values.end(),
                       [&](const query::FilterValue& value) { return is_named(mention, value.text); });
  });
}

}  // namespace labtrail::web
