// The list of papers found: title, authors, where published, what matched, and the affiliations as printed.
#pragma once

#include "searcher/export/reference.h"
#include "web/page/html.h"
#include "web/page/links.h"
#include "web/page/page.h"

namespace labtrail::web {

struct Results {
  const SearchState& state;
  const searcher::Response& response;
  const Clauses& clauses;
  const std::vector<searcher::PaperEvidence>* evidence = nullptr;  ///< as SearchPage::evidence
};
/// Affiliations that the query met, or that a filter on lab, institution or country asks for, come first,
/// with the words marked that made the paper count.
void append_results(Html& html, const Results& results);
/// Links to the pages before and after; nothing when there is one page only.
void append_paging(Html& html, const SearchState& state, std::uint64_t total);

/// Retracted, rejected, status and type as small marks; used on the paper's page too.
void append_badges(Html& html, const corpus::Paper& paper);
using exporting::status_note;

/// The distinct raw affiliation strings of a paper, in its order.
std::vector<std::string_view> raw_affiliations(const corpus::Paper& paper);

}  // namespace labtrail::web
