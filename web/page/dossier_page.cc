#include "web/page/dossier_page.h"

#include <algorithm>

#include "searcher/narrowing.h"
#include "web/page/diagnosis.h"
#include "web/page/dossier_parts.h"
#include "web/page/frame.h"
#include "web/page/links.h"
#include "web/page/picture.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;
using searcher::Dossier;

std::string kind_words(const Dossier& dossier) {
  const Clauses subject = clauses_of(dossier.subject);
  if (subject.empty()) return "Dossier";
  switch (subject.front().field) {
    case FacetField::country:
      return "Country";
    case FacetField::list:
      return "Public list";
    case FacetField::lab:
      return "Lab";
    case FacetField::lineage:
      return "Institution with its parts";
    default:
      return dossier.profile && dossier.profile->kind == "funder" ? "Funder" : "Institution";
  }
}

std::string name_of(const Dossier& dossier) {
  if (dossier.profile && !dossier.profile->name.empty()) return dossier.profile->name;
  const Clauses subject = clauses_of(dossier.subject);
  if (!subject.empty() && subject.front().field == FacetField::country) return country_name(dossier.label);
  return dossier.label;
}

/// What the papers of the subject do, in a sentence that claims no more.
std::string unit_words(const Dossier& dossier) {
  const Clauses subject = clauses_of(dossier.subject);
  if (subject.empty()) return "papers";
  switch (subject.front().field) {
    case FacetField::country:
      return "that list an affiliation in this country";
    case FacetField::list:
      return "that list an affiliation of a body on this list";
    default:
      return "that list this affiliation";
  }
}

void append_figure(Html& html, const Dossier& dossier, std::uint64_t count, std::string_view filter,
                   std::string_view unit) {
  html.open("div", {{"class", "figure"}});
  html.element("dt", {}, unit);
  html.open("dd");
  append_count(html, dossier, count, filter, unit);
  html.close().close();
}

void append_figures(Html& html, const Dossier& dossier) {
  html.open("dl", {{"class", "figures"}});
  append_figure(html, dossier, dossier.papers, dossier.papers_filter, "papers " + unit_words(dossier));
  const searcher::PairCounts& joint = dossier.partners.joint;
  append_figure(html, dossier, joint.papers, dossier.partners.joint_filter,
                "of them also list another institution, lab or country");
  if (dossier.candidates > 0)
    append_figure(html, dossier, dossier.candidates, dossier.candidates_filter,
                  "further papers where the match is in doubt, not counted");
  html.close();
}

/// What narrows the dossier, with the way back, and the form that narrows it further.
void append_narrowing(Html& html, const Dossier& dossier) {
  const bool narrowed = !dossier.query.empty() || !dossier.filter.empty();
  const std::string path = dossier_url(dossier.subject, {}, {});
  if (narrowed) {
    html.open("p", {{"class", "narrowed"}});
    html.text("Only papers that match ");
    if (!dossier.query.empty()) html.open("code", {{"dir", "auto"}}).text(dossier.query).close();
    if (!dossier.query.empty() && !dossier.filter.empty()) html.text(" and ");
    if (!dossier.filter.empty()) html.open("code", {{"dir", "auto"}}).text(dossier.filter).close();
    html.text(". ");
    if (!path.empty()) html.element("a", {{"href", path}}, "Show the dossier of all its papers");
    html.close();
  }
  if (path.empty()) return;
  html.open("details", {{"class", "narrow-fold"}});
  html.element("summary", {}, "Narrow this dossier");
  html.open("form", {{"class", "narrow"}, {"action", path}, {"method", "get"}});
  append_question_field(html, "q", "Words", dossier.query, "radar OR \"remote sensing\"");
  append_question_field(html, "filter", "Filter", dossier.filter, "year:2020-2024,country:US");
  html.element("button", {{"type", "submit"}}, "Narrow");
  html.close().close();
}

void append_tools(Html& html, const Dossier& dossier) {
  html.open("p", {{"class", "machine"}});
  html.open("a", {{"href", search_of(dossier, dossier.papers_filter)}});
  html.text("Search these papers").close();
  const std::string json = dossier_url(dossier.subject, dossier.query, dossier.filter, ".json");
  if (!json.empty()) {
    html.text(" · ");
    html.element("a", {{"href", json}}, "This dossier as JSON");
    html.text(" · ");
    html.element("a", {{"href", dossier_url(dossier.subject, dossier.query, dossier.filter, ".csv")}},
                 "as CSV");
  }
  html.close();
}

void append_head(Html& html, const Dossier& dossier) {
  html.open("header", {{"class", "dossier-head"}});
  html.element("p", {{"class", "kicker"}}, kind_words(dossier) + " · dossier");
  html.element("h1", {{"dir", "auto"}}, name_of(dossier));
  append_identity(html, dossier);
  append_narrowing(html, dossier);
  append_figures(html, dossier);
  html.open("p", {{"class", "provenance"}});
  const std::string period = period_of(dossier);
  html.text(period.empty() ? std::string() : "Published " + period + " · ");
  html.text(generation_words(dossier.generation)).text(" · ");
  html.element("a", {{"href", "#about-numbers"}}, "About these numbers").close();
  append_tools(html, dossier);
  html.close();
}

/// Where the printed page comes from.
void append_print_line(Html& html, const DossierPage& page) {
  const Dossier& dossier = *page.dossier;
  html.open("p", {{"class", "print-line"}});
  html.text(page.site.base_url + dossier_url(dossier.subject, dossier.query, dossier.filter) + " · " +
            generation_words(dossier.generation));
  html.close();
}

}  // namespace

std::string search_of(const Dossier& dossier, std::string_view filter) {
  SearchState state;
  state.query = dossier.query;
  state.filter = filter;
  return search_url(state);
}

void append_count(Html& html, const Dossier& dossier, std::uint64_t count, std::string_view filter,
                  std::string_view what) {
  append_number(html, count, filter.empty() ? std::string() : search_of(dossier, filter), what);
}

std::string period_of(const Dossier& dossier) {
  const auto& years = dossier.years.buckets;
  if (years.empty()) return {};
  if (years.size() == 1) return years.front().value;
  return years.front().value + "–" + years.back().value;
}

std::string dossier_url(std::string_view subject, std::string_view query, std::string_view filter,
                        std::string_view ending) {
  const Clauses clauses = clauses_of(subject);
  if (clauses.size() != 1 || clauses.front().values.size() != 1) return {};
  std::string path = dossier_path(clauses.front().field, clauses.front().values.front().text);
  if (path.empty()) return {};
  path += ending;
  SearchState state;
  state.query = query;
  state.filter = filter;
  const std::string search = search_url(state);
  const std::size_t parameters = search.find('?');
  if (query.empty() && filter.empty()) return path;
  return path + search.substr(parameters);
}

std::string render_dossier(const DossierPage& page) {
  const Dossier& dossier = *page.dossier;
  Frame frame;
  frame.title = name_of(dossier) + ": dossier";
  frame.generation = dossier.generation;
  frame.head = [&](Html& html) {
    for (const auto& [type, ending] :
         {std::pair("application/json", ".json"), std::pair("text/csv", ".csv")}) {
      const std::string url = dossier_url(dossier.subject, dossier.query, dossier.filter, ending);
      if (!url.empty()) html.lone("link", {{"rel", "alternate"}, {"type", type}, {"href", url}});
    }
  };
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "dossier"}});
    append_head(html, dossier);
    append_papers_by_year(html, dossier);
    append_memberships(html, dossier);
    append_partners(html, dossier);
    append_subjects(html, dossier);
    append_strings(html, dossier);
    append_decoys(html, dossier);
    append_about_numbers(html, dossier);
    append_print_line(html, page);
    html.close();
  });
}

std::string render_no_dossier(const NoDossierPage& page) {
  Frame frame;
  frame.title = "No dossier";
  frame.state.query = page.id;
  frame.head = [](Html& html) { html.lone("meta", {{"name", "robots"}, {"content", "noindex"}}); };
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "search broken"}});
    html.open("div", {{"class", "found problem"}});
    html.element("h1", {}, "No dossier under this id");
    html.open("p", {{"class", "message"}});
    html.text("This index knows nothing under ");
    html.open("code", {{"dir", "auto"}}).text(page.id).close();
    html.text(". A dossier is found by an id of the registry (“zhejiang-lab”) or a ROR id (“ror:…”).");
    html.close();
    std::vector<const searcher::Suggestion*> known;
    for (const searcher::Suggestion& one : page.suggestions) {
      const auto field = format::facet_field(one.kind);
      if (field && !dossier_path(*field, one.value).empty()) known.push_back(&one);
    }
    if (!known.empty()) {
      html.element("h2", {}, "Did you mean");
      html.open("ul", {{"class", "ways-out"}});
      for (const searcher::Suggestion* one : known) {
        const FacetField field = *format::facet_field(one->kind);
        html.open("li");
        html.element("a", {{"href", dossier_path(field, one->value)}, {"dir", "auto"}},
                     value_name(field, one->value, one->label));
        html.text(" ").element("span", {{"class", "count"}}, papers(one->count)).close();
      }
      html.close();
    }
    html.open("ul", {{"class", "ways-out"}});
    SearchState words;
    words.query = page.id;
    html.open("li").element("a", {{"href", search_url(words)}}, "Search papers for these words").close();
    html.open("li").element("a", {{"href", "/"}}, "Go to the start page").close();
    html.close();
    html.element("p", {{"class", "provenance"}}, "HTTP status 404");
    html.close().close();
  });
}

}  // namespace labtrail::web
