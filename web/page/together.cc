#include "web/page/together.h"

#include <algorithm>
#include <array>

#include "web/page/dossier_page.h"
#include "web/page/frame.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;

std::string search_of(const FacetContext& context, const std::string& filter) {
  return url_with(context.state, clauses_of(filter));
}

void append_list(Html& html, const FacetContext& context, const searcher::Collaborations& found,
                 FacetField field) {
  if (found.buckets.empty()) return;
  html.open("div");
  html.element("h3", {}, field == FacetField::country ? "Countries" : "Institutions");
  html.open("ul", {{"class", "with"}});
  for (const searcher::CollaborationBucket& bucket : found.buckets) {
    const std::string name = value_name(field, bucket.value, bucket.label);
    html.open("li");
    html.open("a", {{"href", search_of(context, bucket.filter)},
                    {"rel", "nofollow"},
                    {"aria-label", spoken(name, bucket.counts.papers) + " together"}});
    html.element("span", {{"class", "name"}, {"dir", "auto"}}, name);
    html.text(" ").element("span", {{"class", "count"}}, grouped(bucket.counts.papers));
    html.close().close();
  }
  html.close().close();
}

}  // namespace

std::optional<searcher::CollaborationRequest> together_request(const SearchState& state,
                                                               const searcher::Response& response) {
  constexpr std::array kFields{FacetField::lab, FacetField::institution, FacetField::list,
                               FacetField::country};
  for (const FacetField field : kFields) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < response.clauses.size(); ++i) {
      if (query::is_on(response.clauses[i], field) && !response.clauses[i].negated) found.push_back(i);
    }
    if (found.empty()) continue;
    const query::Clause& clause = response.clauses[found.front()];
    // Of several bodies, or of mentions in doubt, nobody is the one side.
    if (found.size() != 1 || clause.values.size() != 1 || clause.none || scope_of(response.clauses).given())
      return std::nullopt;
    searcher::CollaborationRequest request;
    request.request.query = state.query;
    request.request.mode = query::Mode::lenient;
    Clauses rest = response.clauses;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(found.front()));
    request.request.filter = query::to_string(rest);
    request.subject = query::to_string({clause});
    request.limit = kTogether;
    return request;
  }
  return std::nullopt;
}

void append_together(Html& html, const FacetContext& context, const Together& together) {
  const searcher::Collaborations& institutions = together.institutions;
  if (institutions.papers == 0) return;
  html.open("section", {{"class", "together"}, {"aria-labelledby", "together-title"}});
  html.element("h2", {{"id", "together-title"}}, "On these papers with");
  if (institutions.buckets.empty() && together.countries.buckets.empty()) {
    html.element("p", {{"class", "note"}},
                 "Nobody else: no other institution, lab or country is identified.");
  } else {
    html.open("div", {{"class", "together-lists"}});
    append_list(html, context, institutions, FacetField::institution);
    append_list(html, context, together.countries, FacetField::country);
    html.close();
  }
  const std::string whole = dossier_url(institutions.subject, {}, {});
  if (!whole.empty()) {
    html.open("p", {{"class", "more"}});
    html.element("a", {{"href", whole}}, "Dossier of " + institutions.subject_label);
    if (!context.response->query.empty() || !institutions.filter.empty()) {
      html.text(" ");
      html.element("a",
                   {{"href", dossier_url(institutions.subject, context.response->query, institutions.filter)},
                    {"rel", "nofollow"}},
                   "Dossier of this result only");
    }
    html.close();
  }
  html.close();
}

}  // namespace labtrail::web
