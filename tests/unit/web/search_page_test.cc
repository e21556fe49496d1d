#include <catch2/catch.hpp>

#include "tests/unit/web/samples.h"
#include "tests/unit/web/structure.h"
#include "web/page/page.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;
using format::FacetField;

namespace {

const Site kSite{"http://127.0.0.1:8080"};

std::string page(const searcher::Response& response, SearchState state = {}) {
  if (state.filter.empty()) state.filter = query::to_string(response.clauses);
  return render_search({kSite, state, &response, nullptr, nullptr});
}

searcher::Response with_filter(std::string_view filter) {
  searcher::Response response = sample_response(harmless);
  auto clauses = query::parse_filter(filter);
  REQUIRE(clauses);
  response.clauses = *clauses;
  return response;
}

}  // namespace

TEST_CASE("the heading says how many papers; under it period, generation and size of the index") {
  SearchState state;
  state.query = "swarm";
  const std::string html = page(sample_response(harmless), state);
  CHECK(text_of(html, "<h1") == "1,234 papers for swarm");
  CHECK(text_of(html, "<p class=\"provenance\"") ==
        "2019–2021 · generation 7 of 24 Nov 2026, 88,000 papers in this index");
  CHECK(text_of(html, "<title") == "1,234 papers for swarm · Labtrail");
}

TEST_CASE("one paper is one paper") {
  searcher::Response response = sample_response(harmless);
  response.total = 1;
  CHECK(text_of(page(response), "<h1") == "1 paper");
}

TEST_CASE("absence of an institution is counted and said") {
  const std::string html = page(sample_response(harmless));
  CHECK(
      text_of(html, "<p class=\"coverage\"") ==
      "Absence is not evidence of absence. For 12 papers of this result no institution is identified: "
      "an institution is what the source asserts or what is read in a printed affiliation, and sources often "
      "leave affiliations out. Show them");
  CHECK(link(html, "Show them") == "/search?q=&filter=institution:(none)");
}

TEST_CASE("a facet value is a link that adds it; its name says count and state") {
  const std::string html = page(with_filter("country:CN"));
  CHECK(link(html, "China, 163 papers, selected") == "/search?q=");
  CHECK(link(html, "United Kingdom, 126 papers") == "/search?q=&filter=country:CN%7CGB");
  CHECK(link(html, "Exclude United Kingdom") == "/search?q=&filter=country:CN,country:!GB");
  CHECK(link(html, "Exclude China") == "/search?q=&filter=country:!CN");
}

TEST_CASE("an excluded value stays in the panel and says so") {
  searcher::Response response = with_filter("country:!CN");
  response.facets[2].buckets[0].count = 0;
  response.facets[2].buckets[0].excluded = true;
  const std::string html = page(response);
  CHECK(link(html, "China, excluded") == "/search?q=");
  CHECK(link(html, "Exclude China") == "(none)");
}

TEST_CASE("each active value is a chip that takes only itself away") {
  const std::string html = page(with_filter("country:CN|GB,year:2019-2021,institution:!\"abcd facet a\""));
  CHECK(link(html, "Remove filter Country China") ==
        "/search?q=&filter=country:GB,year:2019-2021,institution:!abcd%20facet%20a");
  CHECK(link(html, "Remove filter Year 2019–2021") ==
        "/search?q=&filter=country:CN%7CGB,institution:!abcd%20facet%20a");
  CHECK(link(html, "Remove filter Not Institution abcd facet a") ==
        "/search?q=&filter=country:CN%7CGB,year:2019-2021");
  CHECK(link(html, "Clear all filters") == "/search?q=");
  CHECK(text_of(html, "<li class=\"between\"") == "or");
}

TEST_CASE("a bar of the years sets them, and a second press takes them away") {
  CHECK(link(page(with_filter("country:CN")), "2019, 163 papers") ==
        "/search?q=&filter=country:CN,year:2019");
  CHECK(link(page(with_filter("country:CN,year:2019")), "2019, 163 papers, selected") ==
        "/search?q=&filter=country:CN");
}

TEST_CASE("show more asks for a longer facet and keeps the rest of the state") {
  SearchState state;
  state.query = "swarm";
  const std::string html = page(sample_response(harmless), state);
  CHECK(link(html, "Show all 40 institutions") == "/search?q=swarm&facets=institution:50");
  CHECK(link(html, "Show fewer institutions") == "(none)");
  state.longer = {{FacetField::institution, 50}};
  CHECK(link(page(sample_response(harmless), state), "Show fewer institutions") == "/search?q=swarm");
}

TEST_CASE("searching inside a facet lists what was found and the way back") {
  SearchState state;
  state.inside = FacetSearch{FacetField::institution, "zh"};
  const searcher::Response response = sample_response(harmless);
  const searcher::Facet found = sample_facet(FacetField::institution, {"Zhejiang Lab"});
  const std::string html = render_search({kSite, state, &response, nullptr, &found});
  CHECK(link(html, "Zhejiang Lab, 63 papers") == "/search?q=&filter=institution:Zhejiang%20Lab");
  CHECK(link(html, "abcd facet a, 163 papers") == "(none)");
  CHECK(link(html, "Back to all institutions") == "/search?q=");

  const searcher::Facet nothing = sample_facet(FacetField::institution, {});
  CHECK(text_of(render_search({kSite, state, &response, nullptr, &nothing}), "<p class=\"more\"") ==
        "No Institution in this result has a word that starts with “zh”. Back to all institutions");
}

TEST_CASE("the same result is offered by the API, unless only the search box could read the query") {
  searcher::Response response = with_filter("country:CN");
  SearchState state;
  state.query = "swarm";
  state.sort = searcher::Sort::newest;
  CHECK(link(page(response, state), "This result as JSON") ==
        "/api/v1/papers?search=swarm&filter=country:CN&sort=newest");
  response.diagnostics.push_back({query::Diagnostic::Severity::error, "m", "", 0, 1});
  CHECK(link(page(response, state), "This result as JSON") == "(none)");
}

TEST_CASE("pages of results have a way on and a way back, and end with an explanation") {
  searcher::Response response = sample_response(harmless);
  SearchState state;
  state.page = 2;
  std::string html = page(response, state);
  CHECK(link(html, "← Previous page") == "/search?q=");
  CHECK(link(html, "Next → page") == "/search?q=&page=3");
  response.total = 200'000;
  state.page = 5000;
  html = page(response, state);
  CHECK(link(html, "Next → page") == "(none)");
  CHECK(text_of(html, "<p class=\"note\"") ==
        "Pages end at result 100,000. Narrow the search, or export it: an export has every match.");
}

TEST_CASE("an empty result explains itself and offers ways out") {
  searcher::Response response = with_filter("country:CN");
  response.total = 0;
  response.hits.clear();
  SearchState state;
  state.query = "frobnication";
  const std::string html = page(response, state);
  CHECK(text_of(html, "<h1") == "No papers for frobnication");
  CHECK(text_of(html, "<h2 id=\"empty-title\"") == "Nothing in this index matches");
  CHECK(link(html, "Search without filters") == "/search?q=frobnication");
  CHECK(link(html, "Show every paper of this index") == "/search?q=");
  CHECK(contains(html, "Try fewer words"));
  CHECK_FALSE(contains(html, "Only papers known by"));
}

TEST_CASE("where no paper is known by a pasted DOI, the page says what was looked for") {
  searcher::Response response = with_filter("country:CN");
  response.total = 0;
  response.hits.clear();
  SearchState state;
  state.query = "https://doi.org/10.1000/X";
  const std::string html = page(response, state);
  CHECK(contains(html, "Only papers known by <code dir=\"auto\">doi:10.1000/x</code> were looked for."));
  CHECK_FALSE(contains(html, "Try fewer words"));
}

TEST_CASE("without any value to choose there is no filter panel to unfold") {
  searcher::Response response = sample_response(harmless);
  CHECK(contains(page(response), "<aside class=\"panel\""));
  response.total = 0;
  response.hits.clear();
  for (searcher::Facet& facet : response.facets) facet.buckets.clear();
  CHECK_FALSE(contains(page(response), "<aside class=\"panel\""));
}

TEST_CASE("a page behind the last is not called empty") {
  searcher::Response response = sample_response(harmless);
  response.hits.clear();
  SearchState state;
  state.page = 400;
  const std::string html = page(response, state);
  CHECK(text_of(html, "<h2 id=\"empty-title\"") == "This search has no page 400");
  CHECK(link(html, "Go to the first page of this search") == "/search?q=");
  CHECK_FALSE(contains(html, "Nothing in this index matches"));
}

TEST_CASE("what the lenient reading could not understand is shown at its place") {
  searcher::Response response = sample_response(harmless);
  response.diagnostics.push_back(
      {query::Diagnostic::Severity::error, "unknown field 'auther'", "did you mean 'author'?", 5, 6});
  SearchState state;
  state.query = "snow auther:wang";
  const std::string html = page(response, state);
  CHECK(text_of(html, "<section class=\"diagnostics\"") ==
        "Unknown field 'auther'. Did you mean 'author'? snow auther:wang");
  CHECK(contains(html, "snow <mark>auther</mark>:wang"));
}

TEST_CASE("a spelling that has matches is offered with its count") {
  searcher::Response response = sample_response(harmless);
  response.spelling = searcher::Spelling{"snow lidar", 31};
  SearchState state;
  state.query = "snow lidr";
  state.filter = "country:CN";
  const std::string html = page(response, state);
  CHECK(text_of(html, "<p class=\"spelling\"") == "Did you mean snow lidar? 31 papers");
  CHECK(link(html, "snow lidar") == "/search?q=snow%20lidar&filter=country:CN");
}

TEST_CASE("an error is a page that says what and where, never an empty result") {
  SearchState state;
  state.query = "robots";
  state.filter = "year:2020,contry:CN";
  const base::Error error{base::ErrorCode::bad_filter, "unknown field 'contry'", "did you mean 'country'?",
                          10, 6};
  const std::string html = render_search({kSite, state, nullptr, &error, nullptr});
  CHECK(text_of(html, "<h1") == "This filter cannot be read");
  CHECK(text_of(html, "<p class=\"message\"") == "Unknown field 'contry'.");
  CHECK(text_of(html, "<p class=\"hint\"") == "Did you mean 'country'?");
  CHECK(contains(html, "year:2020,<mark>contry</mark>:CN"));
  CHECK(link(html, "Search without filters") == "/search?q=robots");
  CHECK_FALSE(contains(html, "papers for"));
}

TEST_CASE("a result shows its affiliations as printed, the matched ones first") {
  searcher::Response response = sample_response(harmless);
  corpus::Paper& paper = response.hits[0].paper;
  paper.authors = {{"A", "", {{"First University", {}}}},
                   {"B", "", {{"Second University", {}}}},
                   {"C", "", {{"Third University", {}}}},
                   {"D", "", {{"Zhejiang Lab, Hangzhou", {}}}},
                   {"E", "", {{"First University", {}}}}};
  response.hits[0].highlights = {{"affiliation", "Zhejiang Lab, Hangzhou", {{0, 12}}, false, false}};
  const std::string html = page(response);
  CHECK(text_of(html, "<div class=\"hit-affiliations\"") ==
        "This paper lists these affiliationsZhejiang Lab, HangzhouFirst UniversitySecond Universityand 1 "
        "more affiliation");
  CHECK(contains(html, "<mark>Zhejiang Lab</mark>, Hangzhou"));
}

TEST_CASE("affiliations that a filter asks for come first, though no word of them was typed") {
  searcher::Response response = with_filter("institution:b");
  corpus::Paper& paper = response.hits[0].paper;
  paper.institutions = {{"a", "A", "", "US", "", {}}, {"b", "B", "", "CN", "", {}}};
  paper.authors = {{"X", "", {{"First", {"a"}}, {"Second", {}}}}, {"Y", "", {{"Third, China", {"b"}}}}};
  response.hits[0].highlights.clear();
  const std::string expected =
      "<li dir=\"auto\" class=\"met\">Third, China</li><li dir=\"auto\" class=\"unmet\">First</li>";
  CHECK(contains(page(response), expected));
  response.clauses = *query::parse_filter("country:CN");
  CHECK(contains(page(response), expected));
}

TEST_CASE("long lists of authors are cut, but an author that the query met is shown") {
  searcher::Response response = sample_response(harmless);
  corpus::Paper& paper = response.hits[0].paper;
  paper.authors.clear();
  for (int i = 1; i <= 9; ++i) paper.authors.push_back({"Author " + std::to_string(i), "", {}});
  response.hits[0].highlights = {{"author", "Author 8", {{0, 6}}, false, false}};
  CHECK(text_of(page(response), "<p class=\"hit-authors\"") ==
        "Author 1, Author 2, Author 3, Author 4, Author 5, Author 6, … Author 8 and 2 more");
}

TEST_CASE("an abstract that the query did not meet is shown by its beginning, cut behind a word") {
  searcher::Response response = sample_response(harmless);
  response.hits[0].highlights.clear();
  corpus::Paper& paper = response.hits[0].paper;
  paper.abstract = "Short.";
  CHECK(text_of(page(response), "<p class=\"hit-excerpt\"") == "Short.");
  paper.abstract.clear();
  CHECK(text_of(page(response), "<p class=\"hit-excerpt\"") == "(none)");
  for (int i = 0; i < 100; ++i) paper.abstract += "word ";
  CHECK(text_of(page(response), "<p class=\"hit-excerpt\"").ends_with("word word …"));
  paper.abstract.clear();
  for (int i = 0; i < 300; ++i) paper.abstract += "雪";
  CHECK(text_of(page(response), "<p class=\"hit-excerpt\"").size() == 220 * 3 + std::string(" …").size());
}

TEST_CASE("retractions and rejected submissions are marked") {
  struct Row {
    const char* status;
    bool retracted;
    const char* text;
  };
  const Row rows[] = {
      {"Poster", false, "V · 2021 Poster"},
      {"Reject", false, "V · 2021 Rejected submission, not a publication"},
      {"Desk Reject", false, "V · 2021 Rejected before review: a submission, not a publication"},
      {"Withdraw", false, "V · 2021 Withdrawn submission, not a publication"},
      {"", true, "V · 2021 Retracted"},
  };
  for (const Row& row : rows) {
    searcher::Response response = sample_response(harmless);
    response.hits[0].paper.venue = "V";
    response.hits[0].paper.type = "article";
    response.hits[0].paper.status = row.status;
    response.hits[0].paper.retracted = row.retracted;
    response.hits[0].highlights.clear();
    CHECK(text_of(page(response), "<p class=\"hit-where\"") == row.text);
  }
}

TEST_CASE("a paper without affiliations says that it lists none") {
  searcher::Response response = sample_response(harmless);
  response.hits[0].paper.authors = {{"A", "", {}}};
  CHECK(text_of(page(response), "<p class=\"hit-no-affiliation\"") == "This paper lists no affiliation.");
}

TEST_CASE("papers in a language written from right to left run that way") {
  searcher::Response response = sample_response(harmless);
  response.hits[0].paper.language = "ar";
  CHECK(contains(page(response), "<article dir=\"rtl\">"));
}

TEST_CASE("the start page says what the index holds and what it lacks") {
  const searcher::Response response = sample_response(harmless);
  const std::string html = render_home({kSite, &response});
  CHECK(text_of(html, "<dl class=\"figures\"") == "papers1,234published2019–2021institutions40countries2");
  CHECK(contains(text_of(html, "<section class=\"holdings\""),
                 "For 12 papers of 1,234 here no institution is identified."));
  CHECK(link(html, "China, 163 papers") == "/search?q=&filter=country:CN");
}

TEST_CASE("the start page works without an answer of the searcher") {
  const std::string html = render_home({kSite, nullptr});
  CHECK(contains(html, "name=\"q\""));
  CHECK_FALSE(contains(html, "What is in this index"));
}

TEST_CASE("the OpenSearch description points at this server") {
  const std::string xml = opensearch_description(kSite);
  CHECK(contains(xml, "template=\"http://127.0.0.1:8080/search?q={searchTerms}\""));
  CHECK(contains(xml, "per_page={count?}"));
  CHECK_FALSE(contains(opensearch_description({"http://\"><x"}), "<x"));
}

TEST_CASE("the whole result can be taken away in every format, as it was asked for") {
  SearchState state;
  state.query = "swarm & more";
  state.page = 3;
  state.sort = searcher::Sort::newest;
  const std::string html = page(with_filter("country:CN|US"), state);
  CHECK(text_of(html, "<h2 id=\"exports-title\"") == "Export all 1,234 papers");
  const std::string question = "/api/v1/export?search=swarm%20%26%20more&filter=country:CN%7CUS&format=";
  CHECK(link(html, "Excel") == question + "xlsx");
  CHECK(link(html, "CSV") == question + "csv");
  CHECK(link(html, "CSV for Excel") == question + "csv&bom=1");
  CHECK(link(html, "CSV with provenance") == question + "csv&provenance=1");
  CHECK(link(html, "JSON Lines") == question + "jsonl");
  CHECK(link(html, "RIS") == question + "ris");
  CHECK(link(html, "BibTeX") == question + "bibtex&provenance=1");
  CHECK(link(html, "CSL-JSON") == question + "csl");
}

TEST_CASE("where the search box was read leniently, an export is given what was searched") {
  searcher::Response response = sample_response(harmless);
  response.query = "swarm";
  response.diagnostics = {{query::Diagnostic::Severity::error, "an open quote", "", 0, 1}};
  SearchState state;
  state.query = "\"swarm";
  CHECK(link(page(response, state), "CSV") == "/api/v1/export?search=swarm&format=csv");
}

TEST_CASE("nothing found is nothing to export") {
  searcher::Response response = sample_response(harmless);
  response.total = 0;
  response.hits.clear();
  CHECK(page(response).find("exports") == std::string::npos);
}
