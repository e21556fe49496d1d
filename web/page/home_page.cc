// The start page: a search box, what this index holds and what it lacks, and searches to begin with.
#include <algorithm>
#include <array>

#include "web/page/facets.h"
#include "web/page/frame.h"
#include "web/page/page.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;

struct Example {
  std::string_view query;
  std::string_view what;
};

constexpr std::array kExamples{
    Example{"swarm", "one word, in titles, abstracts, affiliations, funding"},
    Example{"affiliation:\"laboratory\"", "only in the affiliations that papers list"},
    Example{"\"remote sensing\" OR radar", "a phrase, or another word"},
    Example{"title:robot* year:2020..2024", "words that begin alike, some years"},
};

void append_figure(Html& html, std::string_view number, std::string_view unit) {
  html.open("div", {{"class", "figure"}});
  html.element("dt", {}, unit).element("dd", {}, number);
  html.close();
}

void append_holdings(Html& html, const FacetContext& context) {
  const searcher::Response& response = *context.response;
  html.open("section", {{"class", "holdings"}, {"aria-labelledby", "holdings-title"}});
  html.element("h2", {{"id", "holdings-title"}}, "What is in this index");
  html.open("dl", {{"class", "figures"}});
  append_figure(html, grouped(response.total), response.total == 1 ? "paper" : "papers");
  if (const std::string years = period(context); !years.empty()) append_figure(html, years, "published");
  for (const FacetField field : {FacetField::lab, FacetField::institution, FacetField::country,
                                 FacetField::venue, FacetField::funder}) {
    const searcher::Facet* facet = context.facet(field);
    if (facet != nullptr && facet->distinct > 0) append_figure(html, grouped(facet->distinct), plural(field));
  }
  html.close();
  html.open("p", {{"class", "coverage"}});
  html.element("strong", {}, "Absence is not evidence of absence.");
  const searcher::Facet* institutions = context.facet(FacetField::institution);
  if (institutions != nullptr && institutions->none > 0) {
    html.text(" For " + papers(institutions->none) + " of " + grouped(response.total) +
              " here no institution is identified.");
  }
  html.text(" An index holds what its sources say: " + generation_words(response.generation) + ".");
  html.close();
  html.close();
  append_years(html, context);
}

void append_doors(Html& html, const FacetContext& context) {
  html.open("section", {{"class", "doors"}, {"aria-labelledby", "doors-title"}});
  html.element("h2", {{"id", "doors-title"}}, "Start from");
  html.open("div", {{"class", "door-columns"}});
  for (const FacetField field : {FacetField::lab, FacetField::institution, FacetField::country,
                                 FacetField::venue, FacetField::topic, FacetField::funder}) {
    const searcher::Facet* facet = context.facet(field);
    if (facet == nullptr || facet->buckets.empty()) continue;
    html.open("div", {{"class", "door"}});
    html.element("h3", {}, title(field));
    html.open("ul", {{"class", "plain"}});
    for (std::size_t i = 0; i < std::min<std::size_t>(facet->buckets.size(), 6); ++i) {
      const searcher::FacetBucket& bucket = facet->buckets[i];
      html.open("li");
      const std::string name = value_name(field, bucket.value, bucket.label);
      html.open("a", {{"href", url_with(context.state, selecting({}, {field, bucket.value}))},
                      {"aria-label", spoken(name, bucket.count)}});
      html.element("span", {{"class", "name"}, {"dir", "auto"}}, name);
      html.text(" ");
      html.element("span", {{"class", "count"}}, grouped(bucket.count));
      html.close().close();
    }
    html.close().close();
  }
  html.close().close();
}

void append_examples(Html& html) {
  html.open("section", {{"class", "examples"}, {"aria-labelledby", "examples-title"}});
  html.element("h2", {{"id", "examples-title"}}, "How to ask");
  html.open("ul", {{"class", "plain"}});
  for (const Example& example : kExamples) {
    SearchState state;
    state.query = example.query;
    html.open("li");
    html.open("a", {{"href", search_url(state)}}).element("code", {}, example.query).close();
    html.open("span", {{"class", "what"}}).text(example.what).close();
    html.close();
  }
  html.close().close();
}

}  // namespace

std::string render_home(const HomePage& page) {
  Frame frame;
  frame.description =
      "Full-text search over research papers, for people who follow institutions through them.";
  frame.with_box = false;
  if (page.response != nullptr) frame.generation = page.response->generation;
  const Clauses clauses;
  const SearchState state;
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "home"}});
    html.open("div", {{"class", "welcome"}});
    html.element("h1", {}, "Follow an institution through research papers");
    append_search_form(html, state, true);
    html.open("p", {{"class", "lead"}});
    html.text("Search titles, abstracts, affiliations as printed and funding statements. ");
    html.open("span", {Attribute("data-needs-client"), Attribute("hidden")});
    html.text("Press ")
        .element("kbd", {}, "/")
        .text(" to search, ")
        .element("kbd", {}, "?")
        .text(" for all keys.");
    html.close();
    html.close();
    html.close();
    if (page.response != nullptr) {
      const FacetContext context{state, clauses, page.response};
      append_holdings(html, context);
      append_doors(html, context);
    }
    append_examples(html);
    html.close();
  });
}

}  // namespace labtrail::web
