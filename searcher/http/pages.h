// The routes that people see: parameters -> searcher -> HTML of web/page. Lenient where a person types, but
// an error is always shown as an error, with its status.
#pragma once

#include <string>
#include <string_view>

#include "corpus/base/error.h"
#include "searcher/http/head.h"
#include "searcher/http/message.h"
#include "searcher/http/parameters.h"
#include "searcher/search.h"

namespace labtrail::http {

/// GET /
Reply home_page(const searcher::Searcher& searcher, const std::string& site);
/// GET /search?q=&filter=&sort=&page=
Reply search_page(const searcher::Searcher& searcher, const std::string& site, const Parameters& parameters);
/// GET /papers/{id}
Reply paper_page(const searcher::Searcher& searcher, const std::string& site, std::string_view id);
/// Any error in the frame of the other pages.
Reply error_page(const std::string& site, const base::Error& error);

/// The server itself refuses to answer: the same frame.
Reply refusal_page(const std::string& site, const Refusal& refusal);

}  // namespace labtrail::http
