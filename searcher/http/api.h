// The routes under /api/v1: parameters -> searcher -> JSON. Strict: what is not understood is an error with a
// position.
#pragma once

#include <string_view>

#include "searcher/http/message.h"
#include "searcher/http/parameters.h"
#include "searcher/search.h"

namespace labtrail::http {

/// GET /api/v1/papers?search=&filter=&facets=&sort=&per_page=&page=&cursor=
Reply papers(const searcher::Searcher& searcher, const Parameters& parameters);
/// GET /api/v1/papers/{id}
Reply paper(const searcher::Searcher& searcher, std::string_view id, const Parameters& parameters);
/// GET /api/v1/facets/{field}?prefix=&search=&filter=&limit=
Reply facet(const searcher::Searcher& searcher, std::string_view field, const Parameters& parameters);
/// GET /api/v1/suggest?q=&limit=
Reply suggest(const searcher::Searcher& searcher, const Parameters& parameters);

/// GET /api/v1/collaborations?subject=&by=&search=&filter=&limit=
Reply collaborations(const searcher::Searcher& searcher, const Parameters& parameters);
/// GET /api/v1/matrix?rows=&columns=&search=&filter=
Reply matrix(const searcher::Searcher& searcher, const Parameters& parameters);

/// Reads the parameters of a search; `labtrail-search` uses the same limits and messages.
Checked<searcher::Request> read_request(const Parameters& parameters);

}  // namespace labtrail::http
