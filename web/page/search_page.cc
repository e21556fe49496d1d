// The search page: how many, over what, from when; filters; years; papers; and, when something went wrong or
// nothing was found, what to do about it.
#include <algorithm>
#include <array>

#include "corpus/base/identifier.h"
#include "web/page/diagnosis.h"
#include "web/page/downloads.h"
#include "web/page/facets.h"
#include "web/page/frame.h"
#include "web/page/page.h"
#include "web/page/parts.h"
#include "web/page/reading.h"
#include "web/page/results.h"
#include "web/page/saved.h"
#include "web/page/scope.h"
#include "web/page/together.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;

void append_sort(Html& html, const SearchState& state) {
  struct Choice {
    searcher::Sort sort;
    std::string_view text;
  };
  constexpr std::array kChoices{Choice{searcher::Sort::relevance, "Relevance"},
                                Choice{searcher::Sort::newest, "Newest"},
                                Choice{searcher::Sort::oldest, "Oldest"}};
  html.open("nav", {{"class", "sort"}, {"aria-label", "Sort order"}});
  html.element("span", {{"class", "sort-label"}}, "Sort by");
  for (const Choice& choice : kChoices) {
    SearchState next = state;
    next.sort = choice.sort;
    next.page = 1;
    html.open("a", {{"href", search_url(next)},
                    {"data-key", "sort " + std::string(choice.text)},
                    {"rel", "nofollow"},
                    Attribute("aria-current", "true").when(state.sort == choice.sort)});
    html.text(choice.text).close();
  }
  html.close();
}

std::string summary_line(const FacetContext& context) {
  std::string out = context.response->total == 0 ? std::string() : period(context);
  if (!out.empty()) out += " · ";
  return out + generation_words(context.response->generation);
}

/// Freezing makes a file and changes nothing here, so that a plain form does. What is frozen is read
/// strictly: not offered where the box was read leniently.
void append_freeze(Html& html, const FacetContext& context) {
  if (!context.response->diagnostics.empty()) return;
  html.open("details", {{"class", "freeze"}, {"data-keep", "freeze"}});
  html.element("summary", {{"data-key", "freeze"}}, "Freeze as evidence");
  html.open("form", {{"action", "/evidence/bundle.zip"}, {"method", "get"}});
  html.lone("input", {{"type", "hidden"}, {"name", "q"}, {"value", context.state.query}});
  html.lone("input", {{"type", "hidden"}, {"name", "filter"}, {"value", context.state.filter}});
  html.element(
      "p", {{"class", "about"}},
      "One file with these papers, why each is here, and a page that needs no server; what is in it can be "
      "proved later.");
  html.open("label").text("Title ");
  html.lone("input", {{"type", "text"}, {"name", "title"}, {"maxlength", "200"}});
  html.close().open("label").text("Note ");
  html.open("textarea", {{"name", "note"}, {"rows", "2"}}).close().close();
  html.element("button", {{"type", "submit"}}, "Download the bundle");
  html.close().close();
}

/// What every number of the page is: unit, period, generation, and what it leaves out.
void append_about(Html& html, const FacetContext& context) {
  const searcher::Response& response = *context.response;
  html.open("details", {{"class", "reading about-these"}, {"data-keep", "about"}});
  html.element("summary", {{"data-key", "about"}}, "About these numbers");
  const searcher::Facet* years = context.facet(FacetField::year);
  const std::string range = response.total == 0 ? std::string() : period(context);
  Facts facts{
      {"Unit",
       "papers, each counted once. A number beside a filter is how many papers of this result bear it, "
       "with the other filters on that field left out; a paper may bear several values."}};
  if (!range.empty()) {
    const std::string none =
        years == nullptr || years->none == 0 ? std::string() : "; " + papers(years->none) + " without a year";
    facts.emplace_back("Period", "published " + range + none + ".");
  }
  facts.emplace_back("Generation", generation_words(response.generation) + ".");
  facts.emplace_back(
      "Matches",
      scope_of(context.clauses).given()
          ? "as chosen by the filters on match and role."
          : "labs, institutions and funders count where they are asserted; matches in doubt are shown "
            "apart and never added.");
  facts.emplace_back("Coverage",
                     "Absence is not evidence of absence: about 47 % of works list an affiliation in open "
                     "data, and this index "
                     "holds only what it was given.");
  append_facts(html, facts);
  html.close();
}

void append_summary(Html& html, const FacetContext& context, const searcher::ReadPart* reading) {
  const searcher::Response& response = *context.response;
  html.open("div", {{"class", "summary"}});
  html.open("h1", {{"id", "total"}, {"data-total", response.total}});
  html.element("span", {{"class", "number"}}, response.total == 0 ? "No" : grouped(response.total));
  html.text(response.total == 1 ? " paper" : " papers");
  if (!context.state.query.empty()) {
    html.open("span", {{"class", "for"}});
    html.text(" for ");
    html.element("strong", {{"dir", "auto"}}, context.state.query);
    html.close();
  }
  html.close();
  append_doubt(html, context);
  html.element("p", {{"class", "provenance"}}, summary_line(context));
  append_freeze(html, context);
  html.open("p", {{"class", "keep"}});
  html.open("a", {{"href", save_url(context.state)}, {"data-key", "save"}, {"rel", "nofollow"}});
  html.text("Save this search").close().close();
  append_diagnostics(html, context.state.query, response.diagnostics);
  if (response.spelling) {
    SearchState corrected = context.state;
    corrected.query = response.spelling->query;
    corrected.page = 1;
    corrected.inside.reset();
    html.open("p", {{"class", "spelling"}});
    html.text("Did you mean ");
    html.open("a", {{"href", search_url(corrected)}, {"data-key", "spelling"}, {"dir", "auto"}});
    html.text(response.spelling->query).close();
    html.text("? ").element("span", {{"class", "count"}}, papers(response.spelling->count));
    html.close();
  }
  append_chips(html, context);
  append_roles(html, context);
  if (reading != nullptr) append_reading(html, context, *reading);
  append_about(html, context);
  html.close();
}

void append_coverage(Html& html, const FacetContext& context) {
  const searcher::Facet* facet = context.facet(FacetField::institution);
  html.open("p", {{"class", "coverage"}});
  // With a filter on institutions `none` counts what the result would be without it.
  if (facet != nullptr && facet->none > 0 && !has_positive(context.clauses, FacetField::institution)) {
    html.element("strong", {}, "Absence is not evidence of absence.");
    html.text(
        " For " + papers(facet->none) +
        " of this result no institution is identified: an institution is what the source asserts or what "
        "is read in a printed affiliation, and sources often leave affiliations out. ");
    const FacetValue none{FacetField::institution, {}, true};
    if (value_state(context.clauses, none) == ValueState::off) {
      html.element("a",
                   {{"href", url_with(context.state, selecting(context.clauses, none))}, {"rel", "nofollow"}},
                   "Show them");
    }
  } else {
    html.text(
        "Absence is not evidence of absence: a source may leave affiliations out. An institution is what the "
        "source asserts or what is read in a printed affiliation.");
  }
  html.close();
}

/// A page number behind the last one: there are papers, only not here.
void append_behind(Html& html, const FacetContext& context) {
  SearchState first = context.state;
  first.page = 1;
  html.open("section", {{"class", "empty"}, {"aria-labelledby", "empty-title"}});
  html.element("h2", {{"id", "empty-title"}}, "This search has no page " + grouped(context.state.page));
  html.open("p").text("It found " + papers(context.response->total) + ". ");
  html.element("a", {{"href", search_url(first)}}, "Go to the first page of this search");
  html.close().close();
}

void append_empty(Html& html, const FacetContext& context) {
  html.open("section", {{"class", "empty"}, {"aria-labelledby", "empty-title"}});
  html.element("h2", {{"id", "empty-title"}}, "Nothing in this index matches");
  html.element("p", {},
               "That means: no paper in this index matches all of these words and filters at once. It does "
               "not mean that "
               "no such paper exists.");
  html.open("ul");
  if (!context.clauses.empty()) {
    html.open("li");
    html.element("a", {{"href", url_with(context.state, {})}, {"data-key", "empty clear"}},
                 "Search without filters");
    html.text(", or take one away above").close();
  }
  const std::string identifier = base::pasted_identifier(context.state.query);
  if (!identifier.empty()) {
    html.open("li").text("Only papers known by ").element("code", {{"dir", "auto"}}, identifier);
    html.text(" were looked for. Its source may give the paper without it: search for words of its title")
        .close();
  } else if (!context.state.query.empty()) {
    html.open("li").text("Try fewer words, another spelling, or the name in another script").close();
    html.open("li").text("Use ").element("code", {}, "OR").text(" between names: ");
    html.element("code", {}, "\"Zhejiang Lab\" OR 之江实验室").close();
    html.open("li").text("Use ").element("code", {}, "prefix*").text(" for words that begin alike").close();
  }
  html.open("li").element("a", {{"href", "/search?q="}}, "Show every paper of this index").close();
  html.close().close();
}

void append_found(Html& html, const FacetContext& context, const Together* together) {
  const searcher::Response& response = *context.response;
  html.open("div", {{"class", "found"}, {"id", "results"}, {"tabindex", "-1"}});
  append_years(html, context);
  if (together != nullptr) append_together(html, context, *together);
  if (response.hits.empty() && response.total > 0) {
    append_behind(html, context);
  } else if (response.hits.empty()) {
    append_empty(html, context);
  } else {
    html.open("div", {{"class", "results-head"}});
    html.element("h2", {{"class", "unseen"}}, "Results");
    const std::uint64_t first = (context.state.page - 1) * kResultsPerPage + 1;
    html.element(
        "p", {{"class", "shown"}},
        grouped(first) + "–" + grouped(first + response.hits.size() - 1) + " of " + grouped(response.total));
    append_sort(html, context.state);
    html.close();
    append_results(html, {context.state, response, context.clauses, context.evidence});
    append_paging(html, context.state, response.total);
  }
  append_exports(html, context.state, response);
  append_coverage(html, context);
  if (response.diagnostics.empty() && response.total > 0) {  // the API reads strictly
    html.open("p", {{"class", "machine"}});
    html.element("a", {{"href", api_url(context.state)}}, "This result as JSON").close();
  }
  html.close();
}

/// Clauses, and modifiers as one each.
std::size_t active_filters(const Clauses& clauses) {
  const query::MentionScope scope = scope_of(clauses);
  const auto on_values = std::count_if(clauses.begin(), clauses.end(),
                                       [](const query::Clause& clause) { return !clause.any_organisation; });
  return static_cast<std::size_t>(on_values) + (scope.states != 0 ? 1 : 0) + (scope.roles != 0 ? 1 : 0);
}

void append_panel(Html& html, const FacetContext& context) {
  const std::vector<searcher::Facet>& facets = context.response->facets;
  const bool any = std::any_of(facets.begin(), facets.end(), [](const searcher::Facet& facet) {
    return facet.field != FacetField::year && !facet.buckets.empty();
  });
  if (!any && !context.state.inside) return;
  html.open("aside", {{"class", "panel"}, {"aria-labelledby", "panel-title"}});
  html.open("details", {{"class", "panel-fold"}, {"data-keep", "panel"}});
  html.open("summary");
  html.text("Filters");
  if (!context.clauses.empty()) html.text(" (" + grouped(active_filters(context.clauses)) + " active)");
  html.close();
  html.element("h2", {{"id", "panel-title"}, {"class", "unseen"}}, "Filters");
  if (scope_of(context.clauses).given()) {
    html.element(
        "p", {{"class", "about of-panel"}},
        "Counts in this panel are of asserted affiliations, whatever matches the result was found by.");
  }
  append_facets(html, context);
  html.close().close();
}

void append_problem(Html& html, const SearchPage& page, const Clauses& clauses) {
  const base::Error& error = *page.error;
  html.open("div", {{"class", "found problem"}, {"id", "results"}, {"tabindex", "-1"}});
  append_error(html, error, page.state);
  html.open("ul", {{"class", "ways-out"}});
  if (!page.state.filter.empty()) {
    html.open("li").element("a", {{"href", url_with(page.state, {})}}, "Search without filters").close();
  }
  html.open("li").element("a", {{"href", "/"}}, "Start again").close();
  html.close();
  FacetContext context{page.state, clauses};
  append_chips(html, context);
  html.close();
}

std::string page_title(const SearchPage& page) {
  std::string title = page.response == nullptr ? std::string("Error") : papers(page.response->total);
  if (!page.state.query.empty()) title += " for " + page.state.query;
  return title;
}

}  // namespace

std::string render_search(const SearchPage& page) {
  const Clauses clauses = page.response != nullptr ? page.response->clauses : clauses_of(page.state.filter);
  Frame frame;
  frame.title = page_title(page);
  frame.state = page.state;
  frame.state.page = 1;
  frame.state.inside.reset();
  frame.skip_target = "results";
  frame.skip_text = "Skip to results";
  frame.head = [](Html& html) { html.lone("meta", {{"name", "robots"}, {"content", "noindex"}}); };
  if (page.response != nullptr) frame.generation = page.response->generation;
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", page.response == nullptr ? "search broken" : "search"}});
    if (page.response != nullptr) {
      const FacetContext context{page.state, clauses, page.response, page.inside, page.evidence};
      append_summary(html, context, page.reading);
      append_panel(html, context);
      append_found(html, context, page.together);
    } else if (page.error != nullptr) {
      append_problem(html, page, clauses);
    }
    html.close();
  });
}

}  // namespace labtrail::web
