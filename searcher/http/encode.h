// Answers as JSON: what the API sends and what `labtrail-search query --json` prints, the same bytes for the
// same question. No time, no host name, nothing that differs between two runs over one generation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/search.h"

namespace labtrail::http {

/// Authors listed in a result; a result with more says so (`authors_cut`), and the paper itself has them all.
inline constexpr std::size_t kAuthorsListed = 100;

/// {"meta":{...},"results":[...],"facets":{...}}, without a line break at the end.
std::string search_body(const searcher::Request& request, const searcher::Response& response);

/// The paper as `corpus::to_json` writes it, and behind it
/// "evidence":{"registry","strings":[{"kind","raw","mentions":[ as `labtrail-index resolve
/// --json`]}],"topics":[{"id","name","through","term","field","value","span"}]}.
std::string paper_body(const corpus::Paper& paper, const searcher::PaperEvidence& evidence);

/// {"meta":{...},"facets":{"country":{...}}}: values of one facet that begin with `prefix`.
std::string facet_body(const searcher::Request& request, std::string_view prefix,
                       const searcher::Facet& facet, const searcher::GenerationInfo& generation);

/// {"meta":{...},"suggestions":[{"kind","value","label","count","name","query","filter"}]}
std::string suggest_body(std::string_view text, const std::vector<searcher::Suggestion>& suggestions,
                         const searcher::GenerationInfo& generation);

}  // namespace labtrail::http
