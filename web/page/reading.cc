#include "web/page/reading.h"

#include "searcher/query/values.h"
#include "web/page/frame.h"
#include "web/page/reasons.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using query::Node;
using query::NodeKind;
using searcher::ReadPart;

std::string in_quotes(std::string_view text) {
  return "“" + std::string(text) + "”";
}

std::string in_field(const Node& node) {
  if (!node.field) return {};
  switch (*node.field) {
    case format::TextField::title:
      return " in titles";
    case format::TextField::abstract:
      return " in abstracts";
    case format::TextField::affiliation:
      return " in affiliations as printed";
    case format::TextField::author:
      return " among the authors";
    default:
      return " in the field " + std::string(format::name(*node.field));
  }
}

std::string between(std::string_view word, const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : std::string(word)) + item;
  return out;
}

std::string filter_words(const FacetContext& context, const Node& node) {
  std::string out;
  if (node.any_organisation || !node.filter_field) {
    out = "Any organisation";
  } else {
    std::vector<std::string> values;
    const bool number = format::row(*node.filter_field).kind == format::Kind::number;
    for (const query::FilterValue& value : node.filter_values)
      values.push_back(number ? query::number_text(value, "–")
                              : context.name_of(*node.filter_field, value.text));
    if (node.filter_none) values.push_back(none_name(*node.filter_field));
    out = std::string(title(*node.filter_field)) + ": " + between(" or ", values);
  }
  if (node.scope.states != 0) out += "; match " + scope_states(node.scope);
  if (node.scope.roles != 0) out += "; named as " + scope_roles(node.scope);
  return out;
}

std::string children_words(const FacetContext& context, const Node& node) {
  std::vector<std::string> items;
  for (const Node& child : node.children) items.push_back(part_words(context, child));
  return between(", ", items);
}

/// The query box with another text, under the same filter.
std::string url_with_query(const FacetContext& context, const std::string& query) {
  SearchState next = context.state;
  next.query = query;
  next.page = 1;
  next.inside.reset();
  return search_url(next);
}

void append_papers(Html& html, const FacetContext& context, const std::optional<std::uint64_t>& count,
                   const std::string& query, std::string_view words) {
  if (!count) {
    html.text(" ").element("span", {{"class", "count"}}, "not counted");
    return;
  }
  html.text(" ");
  html.element("a",
               {{"href", url_with_query(context, query)},
                {"class", "count"},
                {"rel", "nofollow"},
                {"aria-label", papers(*count) + ": " + std::string(words)}},
               papers(*count));
}

void append_part(Html& html, const FacetContext& context, const ReadPart& part, bool is_whole) {
  std::string words = part_words(context, part.node);
  // One thing that is left out is one line; its number is what it is found on.
  const bool is_plain_negation = part.node.kind == NodeKind::none_of && part.children.size() == 1 &&
                                 part.children.front().children.empty() &&
                                 part.children.front().values.empty();
  if (is_plain_negation) words = "not " + part_words(context, part.children.front().node);
  html.open("li");
  html.element("span", {{"class", "read-words"}, {"dir", "auto"}}, words);
  if (part.node.kind != NodeKind::none_of || is_plain_negation)
    append_papers(html, context, part.papers, part.query, words);
  if (!is_whole) {
    html.text(" ");
    html.open(
        "a", {{"class", "switch-off"}, {"href", url_with_query(context, part.without)}, {"rel", "nofollow"}});
    html.text("leave out");
    append_hidden_text(html, " " + words);
    html.close();
  }
  if (!is_plain_negation && (!part.values.empty() || !part.children.empty())) {
    html.open("ul");
    for (const searcher::ReadValue& value : part.values) {
      html.open("li");
      const std::string name =
          part.node.filter_field ? context.name_of(*part.node.filter_field, value.value) : value.value;
      html.element("span", {{"class", "read-words"}, {"dir", "auto"}}, name);
      append_papers(html, context, value.papers, value.query, name);
      html.close();
    }
    for (const ReadPart& child : part.children) append_part(html, context, child, false);
    html.close();
  }
  html.close();
}

}  // namespace

std::string part_words(const FacetContext& context, const Node& node) {
  switch (node.kind) {
    case NodeKind::everything:
      return "every paper";
    case NodeKind::word:
      return in_quotes(node.text) + " in any of its forms" + in_field(node);
    case NodeKind::exact:
      return "exactly " + in_quotes(node.text) + in_field(node);
    case NodeKind::phrase:
      return "the phrase " + in_quotes(node.text) +
             (node.distance > 0 ? ", up to " + std::to_string(node.distance) + " words apart" : "") +
             in_field(node);
    case NodeKind::whole:
      return "an affiliation of just the words " + in_quotes(node.text);
    case NodeKind::prefix:
      return "words that begin with " + in_quotes(node.text) + in_field(node);
    case NodeKind::fuzzy:
      return in_quotes(node.text) + " or a word that differs by up to " + std::to_string(node.distance) +
             (node.distance == 1 ? " letter" : " letters") + in_field(node);
    case NodeKind::near:
      return "within " + std::to_string(node.distance) +
             " words of each other: " + children_words(context, node);
    case NodeKind::same:
      return "within the affiliations of one author: " + children_words(context, node);
    case NodeKind::all_of:
      return "all of these";
    case NodeKind::any_of:
      return "any of these";
    case NodeKind::none_of:
      return "none that match";
    case NodeKind::filter:
      return filter_words(context, node);
    case NodeKind::id:
      return "the paper known as " + in_quotes(node.text);
  }
  return {};
}

void append_reading(Html& html, const FacetContext& context, const ReadPart& whole) {
  html.open("details", {{"class", "reading"}, {"data-keep", "reading"}});
  html.element("summary", {{"data-key", "reading"}}, "How this query was read");
  html.open("ul", {{"class", "read-parts"}});
  append_part(html, context, whole, true);
  html.close();
  std::string note = "Each part is counted alone";
  note += context.clauses.empty() ? "." : ", under the same filters.";
  html.element("p", {{"class", "note"}}, note + " Canonical text of the whole:");
  html.open("p").open("code", {{"dir", "auto"}}).text(context.response->query).close().close();
  html.close();
}

}  // namespace labtrail::web
