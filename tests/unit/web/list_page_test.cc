// The list page: entries that open their papers, say how they were read, or why not.
#include "web/page/list_page.h"

#include <catch2/catch.hpp>

#include "tests/unit/web/sample_list.h"
#include "tests/unit/web/structure.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;

TEST_CASE("an entry opens its papers and its dossier, and says how it was read") {
  const searcher::ListAnswer answer = sample_list(harmless);
  ListPage page;
  page.entries = "a\nb";
  page.answer = &answer;
  page.generation = answer.generation;
  const std::string html = render_list(page);
  const std::string body = harmless("body");
  CHECK(link(html, "58 papers: " + body) == "/search?q=&filter=lab:zhejiang-lab");
  CHECK(link(html, body) == "/labs/zhejiang-lab");
  CHECK(link(html, "3 papers: " + harmless("two")) == "/search?q=&filter=institution:ror:1");
  CHECK(link(html, harmless("one")) == "/institutions/ror:1");
  CHECK(contains(html, "2 of 4 entries find papers"));
  CHECK(contains(html, "1 could not be counted; each says why."));
  CHECK(contains(html, "No lab, institution or funder of this index has this name. As printed"));
  CHECK(contains(html, "Not counted: "));
  CHECK(link(html, "This list as CSV") == "/list.csv?entries=a%0Ab&as=name");
  CHECK(contains(html, "Generation"));
}

TEST_CASE("the empty form says what to paste; an error stands in the place of the counts") {
  CHECK(contains(render_list({}), "Paste a column of names, titles or queries."));
  const base::Error error{base::ErrorCode::bad_filter, "unknown field 'contry'", "country?", 0, 0};
  ListPage page;
  page.error = &error;
  CHECK(contains(render_list(page), "unknown field &#39;contry&#39;"));
  CHECK_FALSE(contains(render_list(page), "<table"));
}
