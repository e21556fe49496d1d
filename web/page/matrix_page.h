// The matrix page: two lists of organisations, and how many papers bear one of each. A form that works
// without script; what is no id is answered with what it may mean, one by one.
#pragma once

#include <string>
#include <vector>

#include "searcher/matrix.h"
#include "web/page/page.h"

namespace labtrail::web {

/// An entry of the form that is no id, and what it may mean.
struct UnknownId {
  std::string text;
  std::string message;
  std::vector<searcher::Suggestion> suggestions;  ///< those that a matrix can count
};

struct MatrixPage {
  Site site;
  std::string rows;  ///< as typed
  std::string columns;
  std::string query;
  std::string filter;
  searcher::GenerationInfo generation;
  const searcher::Matrix* matrix = nullptr;  ///< null while there is nothing to count
  std::vector<UnknownId> unknown;            ///< instead of a matrix
  const base::Error* error = nullptr;        ///< instead of a matrix: of the query, the filter, a cap
  /// Ids that this index counts, for the example of the empty page.
  std::vector<std::string> example_rows;
  std::vector<std::string> example_columns;
};
std::string render_matrix(const MatrixPage& page);

/// "/matrix?rows=...&columns=..."; `ending` is "" or ".csv".
std::string matrix_url(const MatrixPage& page, std::string_view ending = {});

}  // namespace labtrail::web
