// A table of counts: the values of one facet against those of another ("papers per lab and year"). Every cell
// is the count of one search and carries the filter of that search, so that it can be opened.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "searcher/search.h"

namespace labtrail::searcher {

struct TableRequest {
  std::string query;
  std::string filter;
  query::FacetRequest rows;     ///< how many values at most; the commonest ones
  query::FacetRequest columns;  ///< likewise; years stand in order
};

struct TableHead {
  std::string value;
  std::string label;
  std::uint64_t count = 0;  ///< papers of the whole result that bear it
};

struct Table {
  GenerationInfo generation;
  std::string query;   ///< canonical
  std::string filter;  ///< canonical
  std::uint64_t total = 0;
  std::vector<TableHead> rows;
  std::vector<TableHead> columns;
  std::vector<std::vector<std::uint64_t>> cells;  ///< [row][column], papers
  std::vector<std::vector<std::string>>
      cell_filters;  ///< [row][column], canonical: finds exactly the papers of the cell
};

/// Errors: as Searcher::search; bad_request when both fields are the same one.
base::Result<Table> make_table(const Searcher& searcher, const TableRequest& request);

/// Tab-separated, with a line of heads, totals last; line breaks and tabs of labels become spaces.
std::string to_tsv(const Table& table, format::FacetField rows);
std::string to_json(const Table& table);

}  // namespace labtrail::searcher
