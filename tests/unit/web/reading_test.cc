// How a query was read, partners on the search page, joint: clauses in words.
#include "web/page/reading.h"

#include <catch2/catch.hpp>

#include "searcher/query/parser.h"
#include "tests/unit/web/samples.h"
#include "tests/unit/web/structure.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;

namespace {

query::Node tree_of(const std::string& text) {
  const auto parsed = query::parse_query(text, query::Mode::strict);
  INFO(text);
  REQUIRE(parsed.has_value());
  return parsed->tree;
}

struct Words {
  SearchState state;
  Clauses clauses;
  searcher::Response response;
  FacetContext context{state, clauses, &response};
};

}  // namespace

TEST_CASE("each part of a query has its words") {
  struct Row {
    const char* query;
    const char* words;
  };
  Words words;
  for (const Row& row : std::vector<Row>{
           {"robot", "“robot” in any of its forms"},
           {"title:robot", "“robot” in any of its forms in titles"},
           {"=robot", "exactly “robot”"},
           {"\"swarm control\"", "the phrase “swarm control”"},
           {"\"swarm control\"~3", "the phrase “swarm control”, up to 3 words apart"},
           {R"(printed:"zhejiang lab, hangzhou")",
            "an affiliation of just the words “zhejiang lab, hangzhou”"},
           {"robo*", "words that begin with “robo”"},
           {"robot~1", "“robot” or a word that differs by up to 1 letter"},
           {"swarm NEAR/5 control",
            "within 5 words of each other: “swarm” in any of its forms, “control” in any of its forms"},
           {"year:2019..2021", "Year: 2019–2021"},
           {"country:CN|GB", "Country: China or United Kingdom"},
           {"lab:x state:candidate", "Lab: x; match candidate (in doubt)"},
           {"a OR b", "any of these"},
           {"a b", "all of these"}}) {
    INFO(row.query);
    CHECK(part_words(words.context, tree_of(row.query)) == row.words);
  }
}

TEST_CASE("a part is shown with its papers, and a link leaves it out") {
  Words words;
  words.state.query = "a b";
  words.state.filter = "year:2020";
  words.clauses = clauses_of(words.state.filter);
  searcher::ReadPart whole;
  whole.node = tree_of("a b");
  whole.node.children.clear();
  whole.query = "a b";
  whole.papers = 2;
  searcher::ReadPart first;
  first.node = tree_of("a");
  first.query = "a";
  first.papers = 1200;
  first.without = "b";
  searcher::ReadPart uncounted = first;
  uncounted.papers.reset();
  whole.children = {first, uncounted};
  Html html;
  append_reading(html, words.context, whole);
  const std::string out = html.take();
  CHECK(text_of(out, "<ul class=\"read-parts\"") ==
        "all of these 2 papers“a” in any of its forms 1,200 papers leave out “a” in any of its forms“a” in "
        "any of "
        "its forms not counted leave out “a” in any of its forms");
  CHECK(link(out, "1,200 papers: “a” in any of its forms") == "/search?q=a&filter=year:2020");
  CHECK(link(out, "leave out “a” in any of its forms") == "/search?q=b&filter=year:2020");
}

TEST_CASE("joint: clauses are chips in words") {
  Words words;
  for (const auto& [filter, expected] :
       {std::pair("joint:lab:zhejiang-lab", "zhejiang-lab with anybody else"),
        std::pair("joint:lab:zhejiang-lab/country:US/two_authors",
                  "zhejiang-lab with United States, different authors"),
        std::pair("joint:\"lab:a|b/lab:c/one_author\"", "a or b with c, one author lists both"),
        std::pair("joint:country:CN/country:US/unpaired",
                  "China with United States, not told which author lists which")}) {
    INFO(filter);
    const Clauses clauses = clauses_of(filter);
    REQUIRE(clauses.size() == 1);
    CHECK(joint_words(words.context, *clauses.front().joint) == expected);
  }
  Words chips;
  chips.state.filter = "joint:lab:a/country:US,year:2020";
  chips.clauses = clauses_of(chips.state.filter);
  Html html;
  append_chips(html, chips.context);
  const std::string out = html.take();
  CHECK(text_of(out, "<ul") == "Remove filter Together a with United StatesRemove filter Year 2020");
  CHECK(link(out, "Remove filter Together a with United States") == "/search?q=&filter=year:2020");
}

TEST_CASE("a joint: clause is no year in the form of years") {
  Words words;
  words.state.filter = "joint:lab:a";
  words.clauses = clauses_of(words.state.filter);
  searcher::Facet years;
  years.field = format::FacetField::year;
  years.buckets = {{"2020", "2020", 3, false, false}, {"2021", "2021", 3, false, false}};
  words.response.facets = {years};
  Html html;
  append_years(html, words.context);
  CHECK(attributes(html.take(), "value") == std::vector<std::string>{"", "joint:lab:a", "1", "", ""});
}

TEST_CASE("partners are asked for where the filter names one body") {
  struct Row {
    const char* filter;
    const char* subject;
    const char* rest;
  };
  for (const Row& row :
       {Row{"lab:a", "lab:a", ""}, Row{"country:US,lab:a,year:2020", "lab:a", "country:US,year:2020"},
        Row{"country:US", "country:US", ""}, Row{"list:x,type:y", "list:x", "type:y"}}) {
    INFO(row.filter);
    searcher::Response response;
    response.clauses = clauses_of(row.filter);
    const auto request = together_request({}, response);
    REQUIRE(request.has_value());
    CHECK(request->subject == row.subject);
    CHECK(request->request.filter == row.rest);
  }
  for (const char* filter :
       {"", "lab:a|b", "lab:!a", "lab:a,lab:b", "lab:a,state:candidate", "joint:lab:a", "year:2020"}) {
    INFO(filter);
    searcher::Response response;
    response.clauses = clauses_of(filter);
    CHECK_FALSE(together_request({}, response).has_value());
  }
}
