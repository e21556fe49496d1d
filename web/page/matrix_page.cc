#include "web/page/matrix_page.h"

#include <algorithm>

#include "corpus/base/text.h"
#include "web/page/diagnosis.h"
#include "web/page/dossier_page.h"
#include "web/page/frame.h"
#include "web/page/links.h"
#include "web/page/parts.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using searcher::Matrix;
using searcher::MatrixCell;
using searcher::MatrixHead;

std::string search_of(const Matrix& matrix, std::string_view filter) {
  SearchState state;
  state.query = matrix.query;
  state.filter = filter;
  return search_url(state);
}

void append_count(Html& html, const Matrix& matrix, std::uint64_t count, std::string_view filter,
                  std::string_view label) {
  append_number(html, count, search_of(matrix, filter), label);
}

std::string name_of(const MatrixHead& head) {
  const Clauses clauses = clauses_of(head.clause);
  if (!clauses.empty() && clauses.front().field == format::FacetField::country)
    return country_name(head.label);
  return head.label.empty() ? head.id : head.label;
}

void append_head_cell(Html& html, const MatrixHead& head, std::string_view scope) {
  html.open("th", {{"scope", scope}, {"dir", "auto"}});
  const std::string url = dossier_url(head.clause, {}, {});
  if (url.empty()) {
    html.text(name_of(head));
  } else {
    html.element("a", {{"href", url}}, name_of(head));
  }
  html.close();
}

std::string pairing_words(const MatrixCell& cell) {
  return "different authors " + grouped(cell.counts.two_authors) + ", one author " +
         grouped(cell.counts.one_author) + ", not told apart " + grouped(cell.counts.unpaired);
}

void append_table(Html& html, const MatrixPage& page) {
  const Matrix& matrix = *page.matrix;
  open_part(html, "counts", "Papers that list both");
  html.open(
      "div",
      {{"class", "table-box"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", "Table of the counts"}});
  html.open("table", {{"class", "cells"}}).open("thead").open("tr");
  html.open("td").close();
  for (const MatrixHead& column : matrix.columns) append_head_cell(html, column, "col");
  html.element("th", {{"scope", "col"}}, "All its papers");
  html.close().close().open("tbody");
  for (std::size_t r = 0; r < matrix.rows.size(); ++r) {
    const MatrixHead& row = matrix.rows[r];
    html.open("tr");
    append_head_cell(html, row, "row");
    for (std::size_t c = 0; c < matrix.columns.size(); ++c) {
      const MatrixCell& cell = matrix.cells[r][c];
      html.open("td", {Attribute("title", pairing_words(cell)).when(cell.counts.papers > 0)});
      append_count(html, matrix, cell.counts.papers, cell.filter,
                   name_of(row) + " and " + name_of(matrix.columns[c]) + ", " + pairing_words(cell));
      html.close();
    }
    html.open("td", {{"class", "all"}});
    append_count(html, matrix, row.papers, row.filter, name_of(row));
    html.close().close();
  }
  html.open("tr").element("th", {{"scope", "row"}}, "All its papers");
  for (const MatrixHead& column : matrix.columns) {
    html.open("td", {{"class", "all"}});
    append_count(html, matrix, column.papers, column.filter, name_of(column));
    html.close();
  }
  html.open("td", {{"class", "all"}});
  append_count(html, matrix, matrix.total, matrix.filter, "all papers that are looked at");
  html.close().close();
  html.close().close().close();
  html.open("p", {{"class", "machine"}});
  html.element("a", {{"href", matrix_url(page, ".csv")}}, "This matrix as CSV").close();
  html.close();
}

void append_about(Html& html, const Matrix& matrix) {
  const bool years = has_positive(clauses_of(matrix.filter), format::FacetField::year);
  append_about_numbers(
      html,
      {{"Unit",
        "papers that list an affiliation of both, each counted once in a cell; a paper may stand in several "
        "cells, "
        "so rows do not add up."},
       {"Period", years ? "the years of the filter." : "all years of the index."},
       {"Generation", generation_words(matrix.generation) + "."},
       {"Zero",
        "No paper of this index lists both. That is not evidence that there is none: sources often leave "
        "affiliations out."}});
}

void append_form(Html& html, const MatrixPage& page) {
  html.open("form", {{"class", "matrix-form"}, {"action", "/matrix"}, {"method", "get"}});
  const auto area = [&](std::string_view name, std::string_view label, std::string_view value) {
    html.open("label");
    html.element("span", {}, label);
    html.open("textarea", {{"name", name},
                           {"rows", std::uint64_t{6}},
                           {"dir", "auto"},
                           {"spellcheck", "false"},
                           {"autocomplete", "off"}});
    // A line break right behind the tag is not part of the text.
    html.text("\n" + std::string(value)).close().close();
  };
  area("rows", "Rows: ids or names, one a line", page.rows);
  area("columns", "Columns: ids or names, one a line", page.columns);
  append_question_field(html, "q", "Only papers with these words", page.query, "radar OR \"remote sensing\"");
  append_question_field(html, "filter", "Filter", page.filter, "year:2020-2024");
  html.element("button", {{"type", "submit"}}, "Count");
  html.close();
}

void append_unknown(Html& html, const MatrixPage& page) {
  html.open("section", {{"class", "part"}, {"aria-labelledby", "unknown-title"}});
  html.element("h2", {{"id", "unknown-title"}}, "Not counted yet: these are no ids of this index");
  html.open("ul", {{"class", "unknown-ids"}});
  for (const UnknownId& one : page.unknown) {
    html.open("li");
    html.open("p").element("strong", {{"dir", "auto"}}, one.text).close();
    if (one.suggestions.empty()) {
      html.element("p", {{"class", "said-by"}},
                   one.message +
                       ". No name of this index begins like it and no paper prints it; look for it in a "
                       "search and take the id from its dossier.");
    } else {
      html.element("p", {{"class", "said-by"}},
                   "Names that begin like it, and the commonest bodies on papers that print it. Take the one "
                   "that is meant:");
      html.open("ul");
      for (const searcher::Suggestion& suggestion : one.suggestions) {
        const auto field = format::facet_field(suggestion.kind);
        MatrixPage next = page;
        const std::string clause = query::to_string({query::value_clause(*field, suggestion.value)});
        const std::string id = *field == format::FacetField::lab || suggestion.value.starts_with("ror:")
                                   ? suggestion.value
                                   : clause;
        const auto swap = [&](std::string& text) {
          std::string out;
          for (const std::string& item : searcher::read_ids(text))
            out += (out.empty() ? "" : "\n") + (item == one.text ? id : item);
          text = out;
        };
        swap(next.rows);
        swap(next.columns);
        html.open("li");
        html.element("a", {{"href", matrix_url(next)}, {"rel", "nofollow"}, {"dir", "auto"}},
                     value_name(*field, suggestion.value, suggestion.label));
        html.text(" ").element("code", {}, id);
        html.text(" ").element("span", {{"class", "count"}}, papers(suggestion.count)).close();
      }
      html.close();
    }
    html.close();
  }
  html.close().close();
}

std::string lines(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : "\n") + item;
  return out;
}

void append_empty(Html& html, const MatrixPage& page) {
  html.open("section", {{"class", "part"}, {"aria-labelledby", "empty-title"}});
  html.element("h2", {{"id", "empty-title"}}, "How to ask");
  html.element(
      "p", {},
      "Write labs, institutions, countries or lists into both boxes: slugs (zhejiang-lab), ROR ids "
      "(ror:…), clauses (country:US, list:…), or names. A column of a spreadsheet can be pasted as it "
      "is. Each cell then counts the papers that list both, and opens them.");
  if (!page.example_rows.empty() && !page.example_columns.empty()) {
    MatrixPage example;
    example.rows = lines(page.example_rows);
    example.columns = lines(page.example_columns);
    html.open("p").element("a", {{"href", matrix_url(example)}},
                           "An example of this index: its commonest labs and countries");
    html.close();
  }
  html.close();
}

}  // namespace

std::string matrix_url(const MatrixPage& page, std::string_view ending) {
  std::string url = "/matrix" + std::string(ending);
  char separator = '?';
  for (const auto& [name, value] : {std::pair("rows", &page.rows), std::pair("columns", &page.columns),
                                    std::pair("q", &page.query), std::pair("filter", &page.filter)}) {
    if (value->empty()) continue;
    url += separator + std::string(name) + "=" + base::percent_encode(*value);
    separator = '&';
  }
  return url;
}

std::string render_matrix(const MatrixPage& page) {
  Frame frame;
  frame.title = "Matrix";
  frame.generation = page.generation;
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "matrix"}});
    html.element("p", {{"class", "kicker"}}, "Who with whom");
    html.element("h1", {}, "Matrix");
    append_form(html, page);
    if (page.error != nullptr) {
      append_uncounted(html, *page.error);
    } else if (!page.unknown.empty()) {
      append_unknown(html, page);
    } else if (page.matrix != nullptr) {
      append_table(html, page);
      append_about(html, *page.matrix);
    } else {
      append_empty(html, page);
    }
    html.close();
  });
}

}  // namespace labtrail::web
