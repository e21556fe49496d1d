#include "web/page/downloads.h"

#include <array>

#include "searcher/export/reference.h"
#include "web/page/marks.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

struct Choice {
  std::string_view format;
  std::string_view text;
  std::string_view more;  ///< behind the URL
};

constexpr std::array kExports{
    Choice{"xlsx", "Excel", ""},
    Choice{"csv", "CSV", ""},
    Choice{"csv", "CSV for Excel", "&bom=1"},
    Choice{"csv", "CSV with provenance", "&provenance=1"},
    Choice{"jsonl", "JSON Lines", ""},
    Choice{"ris", "RIS", ""},
    Choice{"bibtex", "BibTeX", "&provenance=1"},
    Choice{"csl", "CSL-JSON", ""},
};

constexpr std::array kCitations{
    Choice{"bibtex", "BibTeX", ""},
    Choice{"ris", "RIS", ""},
    Choice{"csl", "CSL-JSON", ""},
    Choice{"text", "plain text", ""},
};

void append_link(Html& html, const std::string& url, std::string_view text) {
  html.open("li");
  html.element("a", {{"href", url}, {"rel", "nofollow"}, Attribute("download")}, text);
  html.close();
}

}  // namespace

void append_exports(Html& html, const SearchState& state, const searcher::Response& response) {
  if (response.total == 0) return;
  // Exports read strictly: where the search box was read leniently, they are given what was searched.
  const std::string& query = response.diagnostics.empty() ? state.query : response.query;
  html.open("nav", {{"class", "exports"}, {"aria-labelledby", "exports-title"}});
  html.element("h2", {{"id", "exports-title"}},
               response.total == 1 ? "Export this paper" : "Export all " + papers(response.total));
  html.open("ul");
  for (const Choice& choice : kExports) {
    append_link(html, export_url(query, state.filter, choice.format) + std::string(choice.more), choice.text);
  }
  html.close();
  html.element("p", {{"class", "note"}},
               "Every match, ordered by id. Excel and BibTeX say inside where they come from: query, filter, "
               "generation, registry.");
  html.close();
}

void append_cite(Html& html, const corpus::Paper& paper) {
  html.open("section", {{"class", "part"}, {"id", "cite"}, {"aria-labelledby", "cite-title"}});
  html.element("h2", {{"id", "cite-title"}}, "Cite");
  html.element("p", {{"class", "citation"}, {"dir", "auto"}, {"data-copy", "citation"}},
               exporting::plain_citation(paper));
  html.open("ul", {{"class", "cite-as"}, {"aria-label", "This citation as a file"}});
  for (const Choice& choice : kCitations)
    append_link(html, citation_path(paper.id, choice.format), choice.text);
  html.close().close();
}

}  // namespace labtrail::web
