// The matrix for people: the page with its form, and the same counts as CSV.
#pragma once

#include <string>

#include "searcher/http/message.h"
#include "searcher/http/parameters.h"
#include "searcher/search.h"

namespace labtrail::http {

/// GET /matrix?rows=&columns=&q=&filter=
Reply matrix_page(const searcher::Searcher& searcher, const std::string& site, const Parameters& parameters);
/// GET /matrix.csv with the same parameters
Reply matrix_csv(const searcher::Searcher& searcher, const Parameters& parameters);

}  // namespace labtrail::http
