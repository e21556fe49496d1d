// A pasted list for people and programs: the page with its form, and the same counts as CSV and JSON.
#pragma once

#include <string>

#include "searcher/http/message.h"
#include "searcher/http/parameters.h"
#include "searcher/search.h"

namespace labtrail::http {

/// GET /list?entries=&as=&filter=
Reply list_page(const searcher::Searcher& searcher, const std::string& site, const Parameters& parameters);
/// GET /list.csv with the same parameters
Reply list_csv(const searcher::Searcher& searcher, const Parameters& parameters);
/// GET /api/v1/list with the same parameters
Reply list(const searcher::Searcher& searcher, const Parameters& parameters);

}  // namespace labtrail::http
