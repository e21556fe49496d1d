// Doubt stands apart from the total and opens its own papers; modifiers are chips; every link keeps them.
#include "web/page/scope.h"

#include <catch2/catch.hpp>

#include "tests/unit/web/samples.h"
#include "tests/unit/web/structure.h"
#include "web/page/page.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;
using format::FacetField;

namespace {

searcher::Response response_to(const std::string& query, std::string_view filter) {
  searcher::Response response = sample_response(harmless);
  response.clauses = *query::parse_filter(filter);
  auto parsed = query::parse_query(query, {});
  response.tree = parsed->tree;
  return response;
}

std::string page(const searcher::Response& response, const std::string& query = {}) {
  SearchState state;
  state.query = query;
  state.filter = query::to_string(response.clauses);
  return render_search({{"http://127.0.0.1:8080"}, state, &response, nullptr, nullptr});
}

}  // namespace

TEST_CASE(
    "papers in doubt are counted beside the total and lead to exactly themselves where that can be asked") {
  searcher::Response response = response_to("", "lab:zhejiang-lab,country:CN");
  response.candidates = 3;
  std::string html = page(response);
  CHECK(text_of(html, "<h1") == "1,234 papers");
  CHECK(text_of(html, "<p class=\"doubt-line\"") == "and 3 more papers where the match is in doubt");
  CHECK(link(html, "3 more papers") == "/search?q=&filter=lab:zhejiang-lab,country:CN,state:candidate");
  response.candidates = 1;
  CHECK(text_of(page(response), "<p class=\"doubt-line\"") == "and 1 more paper where the match is in doubt");
  response.candidates = 0;
  CHECK(text_of(page(response), "<p class=\"doubt-line\"") == "(none)");
  response.candidates.reset();
  CHECK(text_of(page(response), "<p class=\"doubt-line\"") == "(none)");
}

TEST_CASE("where doubt about one and certainty about another meet, both are shown together, with their sum") {
  for (const char* filter : {"lab:a|b", "lab:a,institution:b", "lab:a,lab:!b"}) {
    INFO(filter);
    searcher::Response response = response_to("", filter);
    response.candidates = 3;
    const std::string html = page(response);
    CHECK(text_of(html, "<p class=\"doubt-line\"") ==
          "and 3 more papers if matches in doubt counted too. Show all 1,237 together");
    CHECK(contains(link(html, "Show all 1,237 together"), ",state:asserted%7Ccandidate"));
  }
}

TEST_CASE("doubt about a clause of the query is asked for in the query, where a modifier can reach it") {
  struct Row {
    const char* query;
    const char* filter;
    const char* url;
  };
  const Row rows[] = {
      {"lab:a", "", "/search?q=lab:a%20state:candidate"},
      {"swarm lab:a", "country:CN", "/search?q=swarm%20lab:a%20state:candidate&filter=country:CN"},
      {"lab:a institution:b", "", "/search?q=lab:a%20institution:b%20state:asserted%7Ccandidate"},
      {"lab:a", "institution:b",
       "/search?q=lab:a%20state:asserted%7Ccandidate&filter=institution:b,state:asserted%7Ccandidate"},
      {"swarm OR lab:a", "", ""},
      {"swarm (robot OR lab:a)", "", ""},
  };
  for (const Row& row : rows) {
    INFO(row.query);
    searcher::Response response = response_to(row.query, row.filter);
    response.candidates = 2;
    SearchState state;
    state.query = row.query;
    state.filter = row.filter;
    const auto found = doubt_search({state, response.clauses, &response});
    CHECK((found ? search_url(found->state) : std::string()) == row.url);
    if (found) continue;
    CHECK(text_of(page(response, row.query), "<p class=\"doubt-line\"") ==
          "and 2 more papers if matches in doubt counted too");
  }
}

TEST_CASE("a result of doubt alone says so and leads back") {
  const std::string html = page(response_to("", "lab:a,state:candidate"));
  CHECK(text_of(html, "<p class=\"doubt-line\"") ==
        "In all of these the match is in doubt. Show the papers where it is asserted");
  CHECK(link(html, "Show the papers where it is asserted") == "/search?q=&filter=lab:a");
}

TEST_CASE("modifiers are chips that go one by one, and stay when the clause they belong to goes") {
  const std::string html = page(response_to("", "lab:a,state:asserted|candidate,role:funder"));
  CHECK(link(html, "Remove filter Match asserted or candidate (in doubt)") ==
        "/search?q=&filter=lab:a,role:funder");
  CHECK(link(html, "Remove filter Role funder") == "/search?q=&filter=lab:a,state:asserted%7Ccandidate");
  CHECK(link(html, "Remove filter Lab a") == "/search?q=&filter=state:asserted%7Ccandidate,role:funder");
  CHECK(contains(text_of(html, "<summary>"), "Filters (3 active)"));
  const std::string alone = page(response_to("", "state:refused"));
  CHECK(link(alone, "Remove filter Match refused") == "/search?q=");
}

TEST_CASE("every link of the panel keeps the modifiers") {
  const std::string html = page(response_to("", "state:candidate"));
  CHECK(link(html, "China, 163 papers") == "/search?q=&filter=country:CN,state:candidate");
  CHECK(link(html, "abcd facet a, 163 papers") ==
        "/search?q=&filter=institution:abcd%20facet%20a,state:candidate");
  CHECK(link(html, "2019, 163 papers") == "/search?q=&filter=year:2019,state:candidate");
  CHECK(link(html, "Exclude China") == "/search?q=&filter=country:!CN,state:candidate");
}

TEST_CASE("beside a lab stands in which role it is named") {
  const std::string html = page(response_to("", "lab:a,country:CN"));
  CHECK(link(html, "as affiliation") == "/search?q=&filter=lab:a,country:CN");
  CHECK(link(html, "as funder") == "/search?q=&filter=lab:a,country:CN,role:funder");
  CHECK(link(html, "otherwise mentioned") == "/search?q=&filter=lab:a,country:CN,role:mention");
  CHECK(link(page(response_to("", "country:CN")), "as funder") == "(none)");
  CHECK(link(page(response_to("", "funder:a")), "as funder") == "(none)");
}

TEST_CASE("a value written as a synonym is the bucket that it selects: chip, panel and toggle say so") {
  searcher::Response response = response_to("", "lab:ror:02m2h7991,year:2019");
  response.facets.push_back(sample_facet(FacetField::lab, {"zhejiang-lab", "other"}));
  response.facets.back().buckets[0].label = "Zhejiang Lab";
  response.facets.back().buckets[0].selected = true;
  const std::string html = page(response);
  CHECK(link(html, "Remove filter Lab Zhejiang Lab") == "/search?q=&filter=year:2019");
  CHECK(link(html, "Zhejiang Lab, 163 papers, selected") == "/search?q=&filter=year:2019");
}

TEST_CASE("a name that a source without ids gives is told apart from the organisation of that name") {
  searcher::Response response = sample_response(harmless);
  searcher::Facet& facet = response.facets[1];
  facet = sample_facet(FacetField::institution, {"ror:02n96ep67", "East China Normal University"});
  facet.buckets[0].label = "East China Normal University";
  const std::string html = page(response);
  CHECK(link(html, "East China Normal University, 163 papers") ==
        "/search?q=&filter=institution:ror:02n96ep67");
  CHECK(link(html, "East China Normal University (by name, in a source without ids), 126 papers") ==
        "/search?q=&filter=institution:East%20China%20Normal%20University");
}

TEST_CASE("labs and lists come first; the roll-up only where it is used") {
  const auto fields = [](const char* filter) {
    SearchState state;
    state.filter = filter;
    std::string out;
    for (const query::FacetRequest& facet : search_request(state).facets)
      out += std::string(format::name(facet.field)) + " ";
    return out;
  };
  CHECK(fields("") == "year lab list institution country funder topic venue type status language ");
  CHECK(fields("institution.lineage:cas") ==
        "year lab list institution country funder topic venue type status language institution.lineage ");
}

TEST_CASE("a result shows the string that the filter met, first and with the words marked") {
  searcher::Response response = response_to("", "lab:zhejiang-lab");
  corpus::Paper& paper = response.hits[0].paper;
  response.hits[0].highlights.clear();
  paper.authors = {{"A", "", {{"One University", {}}, {"Zhejiang Lab, Hangzhou", {}}}}};
  searcher::PaperEvidence evidence;
  evidence.strings = {{format::EvidenceText::affiliation, "One University", {}},
                      {format::EvidenceText::affiliation, "Zhejiang Lab, Hangzhou", {sample_mention()}}};
  std::vector<searcher::PaperEvidence> all{evidence};
  const auto shown = [&] {
    SearchState state;
    state.filter = query::to_string(response.clauses);
    return render_search({{"http://127.0.0.1"}, state, &response, nullptr, nullptr, &all});
  };
  CHECK(contains(shown(), "<li dir=\"auto\" class=\"met\"><mark>Zhejiang Lab</mark>, Hangzhou</li>"));
  CHECK(text_of(shown(), "<div class=\"hit-affiliations\"") ==
        "This paper lists these affiliationsZhejiang Lab, HangzhouOne University");

  response.clauses = *query::parse_filter("funder:zhejiang-lab");
  searcher::Mention funder = sample_mention();
  funder.role = format::Role::funder;
  const std::string words(300, 'x');
  funder.span = searcher::Span{words.size() + 1, words.size() + 13};
  all[0].strings = {{format::EvidenceText::funding, words + " Zhejiang Lab " + words, {funder}}};
  CHECK(text_of(shown(), "<p class=\"hit-matched\"") == "Funding … Zhejiang Lab …");
}
