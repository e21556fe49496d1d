// The facet panel. A value is a link that toggles it (OR within the field), with a second link that excludes
// it; both work without JavaScript. State and count are text in the link, so that a screen reader says what
// others see.
#include "web/page/facets.h"

#include <algorithm>
#include <array>

#include "searcher/query/values.h"
#include "web/page/frame.h"
#include "web/page/scope.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;

/// What "show more" leads to, one step after another.
constexpr std::array<std::size_t, 3> kLonger{50, 200, 1000};

std::size_t limit_of(const SearchState& state, FacetField field) {
  for (const query::FacetRequest& facet : state.longer) {
    if (facet.field == field) return facet.limit;
  }
  return kShortFacet;
}

SearchState with_limit(SearchState state, FacetField field, std::size_t limit) {
  std::erase_if(state.longer, [&](const query::FacetRequest& facet) { return facet.field == field; });
  if (limit != kShortFacet) state.longer.push_back({field, limit});
  return state;
}

std::string key(FacetField field, std::string_view role, std::string_view value) {
  return std::string(format::name(field)) + " " + std::string(role) + " " + std::string(value);
}

std::string_view state_word(ValueState state) {
  return state == ValueState::selected ? "selected" : state == ValueState::excluded ? "excluded" : "";
}

/// What a bucket is called. A source without ids knows organisations by name only: beside the organisation of
/// that name it says whose word it is.
std::string bucket_name(FacetField field, const std::vector<searcher::FacetBucket>& all,
                        const searcher::FacetBucket& bucket) {
  const std::string name = value_name(field, bucket.value, bucket.label);
  const bool twin = bucket.value == name && std::any_of(all.begin(), all.end(), [&](const auto& other) {
                      return other.value != bucket.value && other.label == name;
                    });
  return twin ? name + " (by name, in a source without ids)" : name;
}

/// A row: value, count, exclusion.
void append_value(Html& html, const FacetContext& context, FacetField field,
                  const searcher::FacetBucket& bucket, std::string_view shown_name, std::uint64_t most) {
  const FacetValue value{field, context.written(field, bucket)};
  const ValueState state = value_state(context.clauses, value);
  const std::string name(shown_name);
  html.open("li", {{"class", state == ValueState::selected   ? "value selected"
                             : state == ValueState::excluded ? "value excluded"
                                                             : "value"}});
  const bool off = state == ValueState::off;
  html.open("a",
            {{"class", "toggle"},
             {"href", url_with(context.state,
                               off ? selecting(context.clauses, value) : dropping(context.clauses, value))},
             {"data-key", key(field, "value", bucket.value)},
             {"rel", "nofollow"},
             {"aria-label", state == ValueState::excluded ? name + ", excluded"
                                                          : spoken(name, bucket.count, state_word(state))},
             Attribute("aria-current", "true").when(state == ValueState::selected)});
  html.open("span", {{"class", "tick"}});
  if (state == ValueState::selected) append_icon(html, Icon::check);
  if (state == ValueState::excluded) append_icon(html, Icon::minus);
  html.close();
  html.element("span", {{"class", "name"}, {"dir", "auto"}}, name);
  html.text(" ");
  html.element("span", {{"class", "count"}},
               state == ValueState::excluded ? "excluded" : grouped(bucket.count));
  html.close();
  if (state != ValueState::excluded) {
    html.open("a", {{"class", "exclude"},
                    {"href", url_with(context.state, excluding(context.clauses, value))},
                    {"data-key", key(field, "exclude", bucket.value)},
                    {"rel", "nofollow"},
                    {"title", "Exclude " + name}});
    append_icon(html, Icon::minus);
    append_hidden_text(html, "Exclude " + name);
    html.close();
  }
  if (const std::string dossier = dossier_path(field, bucket.value); !dossier.empty()) {
    html.open("a", {{"class", "exclude to-dossier"},
                    {"href", dossier},
                    {"data-key", key(field, "dossier", bucket.value)},
                    {"title", "Dossier of " + name}});
    append_icon(html, Icon::arrow);
    append_hidden_text(html, "Dossier of " + name);
    html.close();
  }
  if (state != ValueState::excluded && most > 0 && bucket.count > 0) {
    const std::uint64_t permille = std::max<std::uint64_t>(bucket.count * 1000 / most, 5);
    html.open("svg", {{"class", "share"},
                      {"viewBox", "0 0 1000 1"},
                      {"preserveAspectRatio", "none"},
                      {"aria-hidden", "true"},
                      {"focusable", "false"}});
    html.lone("rect", {{"width", permille}, {"height", "1"}});
    html.close();
  }
  html.close();
}

/// Papers without a value, as a filter of their own.
void append_none(Html& html, const FacetContext& context, const searcher::Facet& facet) {
  const FacetValue value{facet.field, {}, true};
  const ValueState state = value_state(context.clauses, value);
  if (facet.none == 0 && state == ValueState::off) return;
  html.open("p", {{"class", state == ValueState::off ? "none" : "none selected"}});
  html.open("a",
            {{"href", url_with(context.state, state == ValueState::off ? selecting(context.clauses, value)
                                                                       : dropping(context.clauses, value))},
             {"data-key", key(facet.field, "none", "")},
             {"rel", "nofollow"},
             {"aria-label", spoken(none_name(facet.field), facet.none, state_word(state))},
             Attribute("aria-current", "true").when(state == ValueState::selected)});
  html.text(none_name(facet.field));
  html.text(" ").element("span", {{"class", "count"}}, grouped(facet.none));
  html.close().close();
}

void append_inside(Html& html, const FacetContext& context, const searcher::Facet& facet) {
  const std::string id = "inside-" + std::string(format::name(facet.field));
  const bool active = context.state.inside && context.state.inside->field == facet.field;
  html.open("form", {{"class", "inside"}, {"action", "/search"}, {"method", "get"}});
  append_hidden(html, context.state, {});
  html.lone("input", {{"type", "hidden"}, {"name", "inside"}, {"value", format::name(facet.field)}});
  html.element("label", {{"class", "unseen"}, {"for", id}},
               "Search inside " + std::string(plural(facet.field)));
  html.lone("input", {{"id", id},
                      {"name", "prefix"},
                      {"type", "search"},
                      {"value", active ? context.state.inside->prefix : std::string()},
                      {"placeholder", "Find among " + grouped(facet.distinct)},
                      {"autocomplete", "off"},
                      {"spellcheck", "false"},
                      {"dir", "auto"},
                      {"data-key", key(facet.field, "inside", "")}});
  html.element("button", {{"type", "submit"}}, "Find");
  html.close();
}

void append_more(Html& html, const FacetContext& context, const searcher::Facet& facet, std::size_t shown) {
  const std::size_t limit = limit_of(context.state, facet.field);
  const std::string what(plural(facet.field));
  html.open("p", {{"class", "more"}});
  if (facet.distinct > shown) {
    for (const std::size_t longer : kLonger) {
      if (longer <= limit) continue;
      const std::uint64_t left = facet.distinct - shown;
      const std::uint64_t step = std::min<std::uint64_t>(longer - shown, left);
      html.open("a", {{"href", search_url(with_limit(context.state, facet.field, longer))},
                      {"data-key", key(facet.field, "more", "")},
                      {"rel", "nofollow"}});
      html.text(step == left ? "Show all " + grouped(facet.distinct) + " "
                             : "Show " + grouped(step) + " more ");
      append_hidden_text(html, what);
      html.close();
      break;
    }
  }
  if (limit > kShortFacet) {
    html.open("a", {{"href", search_url(with_limit(context.state, facet.field, kShortFacet))},
                    {"data-key", key(facet.field, "fewer", "")},
                    {"rel", "nofollow"}});
    html.text("Show fewer");
    append_hidden_text(html, " " + what);
    html.close();
  }
  html.close();
}

void append_facet(Html& html, const FacetContext& context, const searcher::Facet& facet) {
  const bool searched =
      context.state.inside && context.state.inside->field == facet.field && context.inside != nullptr;
  const std::string id = "facet-" + std::string(format::name(facet.field));
  html.open("section",
            {{"class", "facet"}, {"aria-labelledby", id}, {"data-field", format::name(facet.field)}});
  html.open("h3", {{"id", id}});
  html.text(title(facet.field));
  html.close();
  if (!about(facet.field).empty()) html.element("p", {{"class", "about"}}, about(facet.field));
  if (facet.distinct > kShortFacet || searched) append_inside(html, context, facet);

  const std::vector<searcher::FacetBucket>& buckets = searched ? context.inside->buckets : facet.buckets;
  std::uint64_t most = 0;
  for (const searcher::FacetBucket& bucket : buckets) most = std::max(most, bucket.count);
  html.open("ul", {{"class", "values"}});
  for (const searcher::FacetBucket& bucket : buckets) {
    append_value(html, context, facet.field, bucket, bucket_name(facet.field, buckets, bucket), most);
  }
  html.close();
  if (searched) {
    html.open("p", {{"class", "more"}, {"data-found", std::uint64_t{buckets.size()}}});
    if (buckets.empty()) {
      html.text("No " + std::string(title(facet.field)) + " in this result has a word that starts with “");
      html.element("bdi", {}, context.state.inside->prefix).text("”. ");
    } else if (context.inside->distinct > buckets.size()) {
      html.text("The first " + grouped(buckets.size()) + " of " + grouped(context.inside->distinct) + ". ");
    }
    SearchState whole = context.state;
    whole.inside.reset();
    html.open(
        "a", {{"href", search_url(whole)}, {"data-key", key(facet.field, "whole", "")}, {"rel", "nofollow"}});
    html.text("Back to all ").text(plural(facet.field));
    html.close().close();
  } else {
    append_more(html, context, facet, buckets.size());
    append_none(html, context, facet);
  }
  html.close();
}

/// The words before the values of a clause: "Country", "not Country".
std::string clause_title(const query::Clause& clause) {
  if (clause.joint) return clause.negated ? "Not together" : "Together";
  return clause.negated ? "Not " + std::string(title(clause.field)) : std::string(title(clause.field));
}

void append_chip(Html& html, const FacetContext& context, const query::Clause& clause, std::string_view name,
                 const Clauses& rest) {
  html.open("li", {{"class", clause.negated ? "chip negated" : "chip"}});
  const std::string_view kind = clause.joint ? "joint" : format::name(clause.field);
  html.open("a", {{"href", url_with(context.state, rest)},
                  {"data-key", "chip " + std::string(kind) + " " + std::string(name)},
                  {"rel", "nofollow"}});
  append_hidden_text(html, "Remove filter ");
  html.element("span", {{"class", "chip-field"}}, clause_title(clause));
  html.text(" ").element("span", {{"class", "chip-value"}, {"dir", "auto"}}, name);
  append_icon(html, Icon::close);
  html.close().close();
}

/// Values of one clause are alternatives; clauses hold together.
void append_between(Html& html, const query::Clause& clause) {
  html.element("li", {{"class", "between"}}, clause.negated ? "nor" : "or");
}

/// "Zhejiang Lab", "Zhejiang Lab or Peng Cheng Laboratory": the values of one clause.
std::string side_words(const FacetContext& context, std::string_view text) {
  std::string out;
  for (const query::Clause& clause : clauses_of(text)) {
    for (const query::FilterValue& value : clause.values)
      out += (out.empty() ? "" : " or ") + context.name_of(clause.field, value.text);
  }
  return out.empty() ? std::string(text) : out;
}

}  // namespace

std::string joint_words(const FacetContext& context, const query::JointClause& joint) {
  std::string out = side_words(context, joint.subject) + " with ";
  out += joint.other.empty() ? std::string("anybody else") : side_words(context, joint.other);
  if (joint.pairing == "two_authors") out += ", different authors";
  if (joint.pairing == "one_author") out += ", one author lists both";
  if (joint.pairing == "unpaired") out += ", not told which author lists which";
  return out;
}

const searcher::Facet* FacetContext::facet(FacetField field) const {
  if (response == nullptr) return nullptr;
  for (const searcher::Facet& facet : response->facets) {
    if (facet.field == field) return &facet;
  }
  return nullptr;
}

std::string_view FacetContext::written(FacetField field, const searcher::FacetBucket& bucket) const {
  if (!bucket.selected && !bucket.excluded) return bucket.value;
  const searcher::Facet* known = facet(field);
  std::vector<std::string_view> unknown;  // values of clauses that no bucket has
  for (const query::Clause& clause : clauses) {
    if (!query::is_on(clause, field)) continue;
    for (const query::FilterValue& value : clause.values) {
      if (value.text == bucket.value) return bucket.value;
      const bool listed =
          known != nullptr && std::any_of(known->buckets.begin(), known->buckets.end(),
                                          [&](const auto& one) { return one.value == value.text; });
      if (!listed) unknown.push_back(value.text);
    }
  }
  return unknown.size() == 1 ? unknown.front() : std::string_view(bucket.value);
}

std::string FacetContext::name_of(FacetField field, std::string_view value) const {
  for (const searcher::Facet* found : {facet(field), inside}) {
    if (found == nullptr || found->field != field) continue;
    for (const searcher::FacetBucket& bucket : found->buckets) {
      if (bucket.value == value || written(field, bucket) == value)
        return value_name(field, bucket.value, bucket.label);
    }
  }
  return value_name(field, value, {});
}

void append_facets(Html& html, const FacetContext& context) {
  if (context.response == nullptr) return;
  for (const searcher::Facet& facet : context.response->facets) {
    if (facet.field == FacetField::year) continue;
    const bool searched = context.state.inside && context.state.inside->field == facet.field;
    if (facet.buckets.empty() && !searched) continue;
    append_facet(html, context, facet);
  }
}

void append_chips(Html& html, const FacetContext& context) {
  if (context.clauses.empty()) return;
  html.open("section", {{"class", "chips"}, {"aria-label", "Active filters"}});
  html.open("ul");
  for (std::size_t i = 0; i < context.clauses.size(); ++i) {
    const query::Clause& clause = context.clauses[i];
    if (clause.any_organisation) continue;
    if (clause.joint) {
      append_chip(html, context, clause, joint_words(context, *clause.joint),
                  without_value(context.clauses, i, 0));
      continue;
    }
    for (std::size_t v = 0; v < clause.values.size(); ++v) {
      if (v > 0) append_between(html, clause);
      const query::FilterValue& value = clause.values[v];
      const bool number = format::row(clause.field).kind == format::Kind::number;
      const std::string name =
          number ? query::number_text(value, "–") : context.name_of(clause.field, value.text);
      append_chip(html, context, clause, name, without_value(context.clauses, i, v));
    }
    if (clause.none) {
      if (!clause.values.empty()) append_between(html, clause);
      append_chip(html, context, clause, none_name(clause.field),
                  without_value(context.clauses, i, clause.values.size()));
    }
  }
  append_scope_chips(html, context);
  html.close();
  html.open("a", {{"class", "clear"},
                  {"href", url_with(context.state, {})},
                  {"data-key", "clear"},
                  {"rel", "nofollow"}});
  html.text("Clear all");
  append_hidden_text(html, " filters");
  html.close().close();
}

}  // namespace labtrail::web
