#include "searcher/http/matrix_routes.h"

#include <algorithm>
#include <array>

#include "searcher/http/likely.h"
#include "searcher/http/problem.h"
#include "searcher/http/reply.h"
#include "searcher/matrix.h"
#include "web/page/matrix_page.h"

namespace labtrail::http {
namespace {

using format::FacetField;

constexpr std::size_t kExampleIds = 4;
/// Cells that one page counts; the API and the command line take more.
constexpr std::size_t kPageCells = 400;

searcher::MatrixRequest read_matrix(const Parameters& parameters) {
  searcher::MatrixRequest request;
  request.request.query = parameters.get("q");
  request.request.filter = parameters.get("filter");
  request.rows = searcher::read_ids(parameters.get("rows"));
  request.columns = searcher::read_ids(parameters.get("columns"));
  return request;
}

std::vector<std::string> commonest(const searcher::Searcher& searcher, FacetField field,
                                   std::string_view prefix) {
  searcher::Request request;
  request.limit = 0;
  request.facets = {{field, kExampleIds}};
  std::vector<std::string> out;
  const auto answer = searcher.search(request);
  if (!answer) return out;
  for (const searcher::FacetBucket& bucket : answer->facets.front().buckets)
    out.push_back(std::string(prefix) + bucket.value);
  return out;
}

}  // namespace

Reply matrix_page(const searcher::Searcher& searcher, const std::string& site, const Parameters& parameters) {
  web::MatrixPage page;
  page.site = {site};
  page.rows = parameters.get("rows");
  page.columns = parameters.get("columns");
  page.query = parameters.get("q");
  page.filter = parameters.get("filter");
  page.generation = searcher.generation();
  const searcher::MatrixRequest request = read_matrix(parameters);
  if (request.rows.empty() || request.columns.empty()) {
    page.example_rows = commonest(searcher, FacetField::lab, "");
    page.example_columns = commonest(searcher, FacetField::country, "country:");
    return page_reply(200, web::render_matrix(page));
  }
  const auto refuse = [&](const base::Error& error) {
    page.error = &error;
    return page_reply(base::http_status(error.code), web::render_matrix(page));
  };
  if (request.rows.size() * request.columns.size() > kPageCells)
    return refuse({base::ErrorCode::too_large,
                   "a matrix on this page has at most " + std::to_string(kPageCells) + " cells",
                   "labtrail-search matrix and the API count larger ones", 0, 0});
  for (const auto* ids : {&request.rows, &request.columns}) {
    for (const std::string& id : *ids) {
      const auto clause = searcher::organisation_clause(searcher, id);
      if (!clause) page.unknown.push_back({id, clause.error().message, likely_organisations(searcher, id)});
    }
  }
  if (!page.unknown.empty()) return page_reply(200, web::render_matrix(page));
  const auto matrix = searcher::make_matrix(searcher, request);
  if (!matrix) return refuse(matrix.error());
  page.matrix = &*matrix;
  page.generation = matrix->generation;
  return page_reply(200, web::render_matrix(page));
}

Reply matrix_csv(const searcher::Searcher& searcher, const Parameters& parameters) {
  constexpr std::array<std::string_view, 4> kKnown{"rows", "columns", "q", "filter"};
  if (auto checked = parameters.check(kKnown, kKnown); !checked) return problem(checked.error());
  const auto matrix = searcher::make_matrix(searcher, read_matrix(parameters));
  if (!matrix) return problem(matrix.error());
  return content_reply("text/csv; charset=utf-8", searcher::to_csv(*matrix));
}

}  // namespace labtrail::http
