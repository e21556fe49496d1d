// The matrix page: cells that open their papers, entries that are no ids, the empty form.
#include "web/page/matrix_page.h"

#include <catch2/catch.hpp>

#include "tests/unit/web/sample_dossier.h"
#include "tests/unit/web/structure.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;

TEST_CASE("a cell opens its papers and says who brings the sides; nothing opens nothing") {
  const searcher::Matrix matrix = sample_matrix(harmless);
  MatrixPage page;
  page.rows = "a";
  page.columns = "b\nUS";
  page.matrix = &matrix;
  page.generation = matrix.generation;
  const std::string html = render_matrix(page);
  CHECK(text_of(html, "<table") == "abcd columnUnited StatesAll its papersabcd row405All its papers6988,000");
  CHECK(link(html,
             "4 papers: abcd row and abcd column, different authors 2, one author 1, not told apart "
             "1") == "/search?q=&filter=lab:a,lab:b");
  CHECK(link(html, "abcd row") == "/labs/a");
  CHECK(link(html, "United States") == "/countries/US");
  CHECK(link(html, "This matrix as CSV") == "/matrix.csv?rows=a&columns=b%0AUS");
  CHECK(contains(html, "Generation"));
}

TEST_CASE("an entry that is no id offers what it may mean, each with the whole matrix behind it") {
  MatrixPage page;
  page.rows = "a\nMIT, x";
  page.columns = "b";
  page.unknown = {{"MIT",
                   "this index knows no organisation 'MIT'",
                   {{"institution", "ror:042nb2s44", "Massachusetts Institute of Technology", 12}}},
                  {"Nowhere", "this index knows no organisation 'Nowhere'", {}}};
  const std::string html = render_matrix(page);
  CHECK(link(html, "Massachusetts Institute of Technology") == "/matrix?rows=a%0Aror%3A042nb2s44&columns=b");
  CHECK(contains(html, "No name of this index begins like it and no paper prints it"));
  CHECK_FALSE(contains(html, "<table"));
}

TEST_CASE("the empty form shows an example of this index") {
  MatrixPage page;
  page.example_rows = {"a", "b"};
  page.example_columns = {"country:US"};
  const std::string html = render_matrix(page);
  CHECK(link(html, "An example of this index: its commonest labs and countries") ==
        "/matrix?rows=a%0Ab&columns=country%3AUS");
  CHECK(link(render_matrix({}), "An example of this index: its commonest labs and countries") == "(none)");
}
