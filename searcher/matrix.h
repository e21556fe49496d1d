// Two lists of organisations and the papers that bear one of each: "20 universities x 12 labs". Every cell is
// counted by the same path as a dossier's partners, and carries the filter that finds exactly its papers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/search.h"

namespace labtrail::searcher {

struct MatrixRequest {
  Request request;                   ///< query, filter, mode and deadline
  std::vector<std::string> rows;     ///< "mit", "zhejiang-lab", "ror:...", or with a field: "list:..."
  std::vector<std::string> columns;  ///< likewise
};
/// Rows times columns, at most.
inline constexpr std::size_t kMaxMatrixCells = 10'000;

struct MatrixHead {
  std::string id;      ///< as asked for
  std::string clause;  ///< "lab:zhejiang-lab": what is counted
  std::string label;
  std::uint64_t papers = 0;  ///< of the result, that bear it
  std::string filter;
};

struct MatrixCell {
  PairCounts counts;
  std::string filter;
};

struct Matrix {
  GenerationInfo generation;
  std::string query;   ///< canonical
  std::string filter;  ///< canonical
  std::uint64_t total = 0;
  std::vector<MatrixHead> rows;
  std::vector<MatrixHead> columns;
  std::vector<std::vector<MatrixCell>> cells;  ///< [row][column]
};

/// An id of the command line or a CSV as a clause: a lab where the index counts it as one, else an
/// institution; "field:value" as it stands. Errors: bad_request (empty, not one of those fields), not_found
/// (nothing in the index bears it).
base::Result<std::string> organisation_clause(const Searcher& searcher, std::string_view id);

/// Errors: as organisation_clause and Searcher::search; too_large beyond kMaxMatrixCells.
base::Result<Matrix> make_matrix(const Searcher& searcher, const MatrixRequest& request);

/// The ids of a list: parted by commas, line breaks, or the first column of a CSV; each once, in order; a
/// heading "id" or "organisation" is left out.
std::vector<std::string> read_ids(std::string_view text);

/// Tab-separated, with totals of rows and columns.
std::string to_tsv(const Matrix& matrix);
/// One row a cell: row, column, papers, how they are brought, filter; the totals of rows and columns have no
/// other side.
std::string to_csv(const Matrix& matrix);
std::string to_json(const Matrix& matrix);

}  // namespace labtrail::searcher
