// Hostile text in every slot of every page: it may be seen, it may never become markup. The page is rendered
// once with harmless words and once with hostile ones; tags and attribute names must be the same, one by one.
#include <catch2/catch.hpp>

#include "tests/unit/web/sample_dossier.h"
#include "tests/unit/web/sample_list.h"
#include "tests/unit/web/samples.h"
#include "tests/unit/web/structure.h"
#include "web/page/dossier_page.h"
#include "web/page/list_page.h"
#include "web/page/matrix_page.h"
#include "web/page/page.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;

namespace {

const std::string kHostile[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' autofocus onfocus='alert(1)",
    "</title></main><script src=//evil.example/x.js></script>",
    "javascript:alert(1)",
    "&lt;script&gt; &amp; &#60;b&#62;",
    std::string("NUL \0 and \x1b control", 19),
    "broken utf-8 \xC0\xAF \xE4\xB9 \xED\xA0\x80 end",
    "\u202Ereversed\u202C <b> \uFEFF",
    "]]><!-- --><style>*{display:none}</style>",
};

std::string search_page(const Text& text) {
  searcher::Response response = sample_response(text);
  response.clauses = {{format::FacetField::institution, false, {{text("facet a"), 0, 0, 0, 0}}, false, 0, 0},
                      {format::FacetField::venue, true, {{text("venue"), 0, 0, 0, 0}}, false, 0, 0}};
  response.spelling = searcher::Spelling{text("spelling"), 3};
  response.diagnostics.push_back({query::Diagnostic::Severity::error, text("message"), text("hint"), 2, 3});
  SearchState state;
  state.query = text("query");
  state.filter = query::to_string(response.clauses);
  state.inside = FacetSearch{format::FacetField::institution, text("prefix")};
  const searcher::Facet inside = sample_facet(format::FacetField::institution, {text("inside")});
  response.candidates = 3;
  response.clauses.push_back(
      {format::FacetField::funder, false, {{text("giver id"), 0, 0, 0, 0}}, false, 0, 0});
  response.clauses.push_back({format::FacetField::lab, false, {{text("sure id"), 0, 0, 0, 0}}, false, 0, 0});
  const std::vector<searcher::PaperEvidence> evidence{sample_evidence(text)};
  return render_search({{"http://127.0.0.1"}, state, &response, nullptr, &inside, &evidence});
}

std::string broken_page(const Text& text) {
  SearchState state;
  state.query = text("query");
  state.filter = text("filter");
  const base::Error error{base::ErrorCode::bad_filter, text("message"), text("hint"), 2, 3};
  return render_search({{"http://127.0.0.1"}, state, nullptr, &error, nullptr});
}

std::string home_page(const Text& text) {
  const searcher::Response response = sample_response(text);
  return render_home({{"http://127.0.0.1"}, &response});
}

std::string paper_page(const Text& text) {
  const corpus::Paper paper = sample_paper(text);
  const searcher::PaperEvidence evidence = sample_evidence(text);
  return render_paper({{"http://127.0.0.1"}, &paper, {7, "2026-11-24T03:05:00Z", 88000}, &evidence});
}

std::string error_page(const Text& text) {
  return render_error({{"http://127.0.0.1"},
                       404,
                       {base::ErrorCode::not_found, text("message"), text("hint"), 0, 0},
                       text("query")});
}

std::string dossier_page(const Text& text) {
  searcher::Dossier dossier = sample_dossier(text);
  dossier.query = text("query");
  dossier.filter = text("filter");
  return render_dossier({{"http://127.0.0.1"}, &dossier});
}

std::string no_dossier_page(const Text& text) {
  return render_no_dossier({{"http://127.0.0.1"},
                            text("id"),
                            {base::ErrorCode::not_found, text("message"), text("hint"), 0, 0},
                            {{"lab", text("lab id"), text("lab"), 3}}});
}

std::string matrix_page(const Text& text) {
  const searcher::Matrix matrix = sample_matrix(text);
  MatrixPage page;
  page.rows = text("rows");
  page.columns = text("columns");
  page.query = text("query");
  page.filter = text("filter");
  page.matrix = &matrix;
  return render_matrix(page);
}

std::string unknown_ids_page(const Text& text) {
  MatrixPage page;
  page.rows = text("rows");
  page.columns = text("columns");
  page.unknown = {{text("name"), text("message"), {{"institution", text("value"), text("label"), 2}}},
                  {text("other"), text("message"), {}}};
  return render_matrix(page);
}

std::string list_page(const Text& text) {
  const searcher::ListAnswer answer = sample_list(text);
  ListPage page;
  page.entries = text("entries");
  page.filter = text("filter");
  page.answer = &answer;
  return render_list(page);
}

}  // namespace

TEST_CASE("hostile text changes no markup of any page") {
  const std::pair<const char*, std::string (*)(const Text&)> pages[] = {{"search", search_page},
                                                                        {"broken search", broken_page},
                                                                        {"home", home_page},
                                                                        {"paper", paper_page},
                                                                        {"error", error_page},
                                                                        {"dossier", dossier_page},
                                                                        {"no dossier", no_dossier_page},
                                                                        {"matrix", matrix_page},
                                                                        {"unknown ids", unknown_ids_page},
                                                                        {"list", list_page}};
  for (const auto& [name, page] : pages) {
    const auto expected = structure(page(harmless));
    for (const std::string& text : kHostile) {
      INFO(name << ": " << text);
      const std::string html = page([&](const std::string& slot) { return "abcd " + text + slot; });
      CHECK(structure(html) == expected);
    }
  }
}

TEST_CASE("no page holds an inline script, a style attribute or an event handler") {
  for (const std::string& html :
       {search_page(harmless), broken_page(harmless), home_page(harmless), paper_page(harmless),
        error_page(harmless), dossier_page(harmless), no_dossier_page(harmless), matrix_page(harmless),
        unknown_ids_page(harmless), list_page(harmless)}) {
    for (const std::string& line : structure(html)) {
      CHECK_FALSE(contains(line, " style"));
      CHECK_FALSE(contains(line, " on"));
      CHECK(line.rfind("style", 0) != 0);
    }
    CHECK(text_of(html, "<script") == (contains(html, "<script") ? "" : "(none)"));
  }
}

TEST_CASE("nothing on a page is fetched from another host") {
  for (const std::string& html : {search_page(harmless), home_page(harmless), paper_page(harmless)}) {
    for (const std::string& address : attributes(html, "src")) CHECK(address.front() == '/');
  }
}

TEST_CASE("an address that is not http or https never becomes a link") {
  corpus::Paper paper = sample_paper(harmless);
  for (const char* url :
       {"javascript:alert(1)", "data:text/html,x", " javascript:x", "file:///etc/passwd", "//evil.example"}) {
    paper.url = url;
    const std::string html = render_paper({{"http://127.0.0.1"}, &paper, {}});
    for (const std::string& address : attributes(html, "href")) CHECK(address != url);
  }
  paper.url = "https://example.org/paper";
  const std::string html = render_paper({{"http://127.0.0.1"}, &paper, {}});
  CHECK(link(html, "https://example.org/paper") == "https://example.org/paper");
}
