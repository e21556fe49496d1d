// The list of papers found: title, authors, where published, what matched, and the affiliations as printed.
#pragma once

#include "web/page/html.h"
#include "web/page/links.h"
#include "web/page/page.h"

namespace labtrail::web {

/// `clauses` put the affiliations first that a filter on institution or country asks for.
void append_results(Html& html, const SearchState& state, const searcher::Response& response,
                    const Clauses& clauses);
/// Links to the pages before and after; nothing when there is one page only.
void append_paging(Html& html, const SearchState& state, std::uint64_t total);

/// Retracted, rejected, status and type as small marks; used on the paper's page too.
void append_badges(Html& html, const corpus::Paper& paper);
/// "Rejected submission: not a publication." or empty.
std::string status_note(const corpus::Paper& paper);

/// The distinct raw affiliation strings of a paper, in its order.
std::vector<std::string_view> raw_affiliations(const corpus::Paper& paper);

}  // namespace labtrail::web
