// The strings behind a count: what the papers print, where the words stand that were read, and by which rule.
// And what the numbers of a dossier are and are not.
#include <algorithm>
#include <vector>

#include "web/page/dossier_parts.h"
#include "web/page/frame.h"
#include "web/page/marks.h"
#include "web/page/page.h"
#include "web/page/reasons.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using searcher::Dossier;
using searcher::PrintedString;

constexpr std::size_t kOpenStrings = 8;

/// The search for the dossier's papers that print just these words.
std::string words_url(const Dossier& dossier, const PrintedString& one) {
  if (one.query.empty()) return {};
  SearchState state;
  state.query = one.query;
  state.filter = dossier.papers_filter;
  return search_url(state);
}

void append_string(Html& html, const Dossier& dossier, const PrintedString& one) {
  html.open("li");
  std::vector<searcher::Span> spans;
  for (const searcher::Mention& mention : one.mentions) {
    if (mention.span) spans.push_back(*mention.span);
  }
  html.open("p", {{"class", "printed"}, {"dir", "auto"}});
  append_marked(html, one.raw, spans);
  html.close();
  html.open("p", {{"class", "said-by"}});
  if (const std::string url = words_url(dossier, one); url.empty()) {
    html.text(papers(one.papers));
  } else {
    html.element("a",
                 {{"href", url}, {"rel", "nofollow"}, {"aria-label", papers(one.papers) + ": " + one.raw}},
                 papers(one.papers));
  }
  html.text(one.papers == 1 ? ": " : ", the first by id: ");
  html.element("a", {{"href", paper_path(one.paper)}, {"dir", "auto"}}, one.paper);
  html.close();
  for (const searcher::Mention& mention : one.mentions) {
    html.open("p", {{"class", "said-by"}});
    html.element("bdi", {}, reason(mention, one.raw));
    if (!mention.alias_source.empty()) html.text(" · source: ").element("bdi", {}, mention.alias_source);
    html.close();
  }
  html.close();
}

}  // namespace

void append_strings(Html& html, const Dossier& dossier) {
  const searcher::PrintedStrings& strings = dossier.strings;
  if (strings.distinct == 0 && strings.source_only == 0) return;
  open_part(html, "strings", "How the papers print it");
  html.open("p", {{"class", "note"}});
  html.text(grouped(strings.distinct) + (strings.distinct == 1 ? " string is" : " different strings are") +
            " read as it; the words that were read are marked. Strings that differ in case, accents or "
            "punctuation only are one.");
  if (strings.source_only > 0)
    html.text(" On " + papers(strings.source_only) +
              " no printed string was read as it: there the source itself says so.");
  html.close();
  const std::size_t open = std::min(strings.strings.size(), kOpenStrings);
  html.open("ol", {{"class", "printed-strings"}});
  for (std::size_t i = 0; i < open; ++i) append_string(html, dossier, strings.strings[i]);
  html.close();
  if (open < strings.strings.size()) {
    html.open("details", {{"class", "rest"}});
    html.element("summary", {},
                 grouped(strings.strings.size() - open) +
                     (strings.strings.size() - open == 1 ? " more string" : " more strings"));
    html.open("ol", {{"class", "printed-strings"}});
    for (std::size_t i = open; i < strings.strings.size(); ++i)
      append_string(html, dossier, strings.strings[i]);
    html.close().close();
  }
  if (strings.strings.size() < strings.distinct)
    html.element(
        "p", {{"class", "note"}},
        "The commonest " + grouped(strings.strings.size()) + " of " + grouped(strings.distinct) + ".");
  html.close();
}

void append_about_numbers(Html& html, const Dossier& dossier) {
  const std::string period = period_of(dossier);
  Facts facts{
      {"Unit", "papers, each counted once; every number opens exactly its papers."},
      {"Period", period.empty()
                     ? std::string("no paper here has a year.")
                     : "published " + period + " (" + papers(dossier.years.none) + " without a year)."},
      {"Generation", generation_words(dossier.generation) + "."},
      {"Wording", "A paper counts because it lists this affiliation. Nothing is said about its authors."}};
  if (dossier.candidates > 0)
    facts.emplace_back("In doubt",
                       papers(dossier.candidates) +
                           " more print words that may mean it; they are shown apart and never added.");
  facts.emplace_back(
      "Coverage",
      "Absence is not evidence of absence: about 47 % of works list an affiliation in open data, and this "
      "index "
      "holds only what it was given. A small number may mean little work or few affiliations printed.");
  append_about_numbers(html, facts);
}

}  // namespace labtrail::web
