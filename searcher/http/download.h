// The routes that give files: every match of a search in the formats of other programs, streamed, and one
// paper as a citation. The formats themselves are searcher/export's.
#pragma once

#include <functional>
#include <string_view>

#include "searcher/http/message.h"
#include "searcher/http/parameters.h"
#include "searcher/search.h"

namespace labtrail::http {

/// GET /api/v1/export?search=&filter=&format=&bom=&provenance=
/// Errors of the question are problems; what breaks while papers are read ends the stream and is told to
/// `warn`.
Reply export_papers(const searcher::Searcher& searcher, const Parameters& parameters,
                    const std::function<void(std::string_view)>& warn);
/// GET /api/v1/citations/{id}?format=
Reply citation(const searcher::Searcher& searcher, std::string_view id, const Parameters& parameters);

}  // namespace labtrail::http
