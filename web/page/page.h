// The pages, as functions from plain structs to HTML text. Everything the browser shows is rendered here, on
// the server, from the same Response that the API sends: without JavaScript every page, link and form works;
// the client only fetches these very pages and swaps parts of them, so that a number is the same wherever it
// is shown.
//
// A route does four steps and nothing else:
//   state = read_state(parameters) -> response = searcher.search(search_request(*state))
//   -> inside = searcher.facet_values(...) when state->inside is set -> render_search({...})
// The pages need this content security policy and no more: default-src 'none'; script-src 'self'; style-src
// 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'. No
// page holds an inline script, a style attribute or an address of another host that a browser would fetch.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/paper.h"
#include "searcher/search.h"

namespace labtrail::searcher {
struct ReadPart;  // reading.h
}

namespace labtrail::web {

/// Results on one page.
inline constexpr std::size_t kResultsPerPage = 20;

/// "Search inside" one facet: only values that start with `prefix` are listed.
struct FacetSearch {
  format::FacetField field = format::FacetField::institution;
  std::string prefix;
  bool operator==(const FacetSearch&) const = default;
};

/// All state of the search page; nothing of it is kept anywhere but in the URL.
struct SearchState {
  std::string query;   ///< `q`, as typed
  std::string filter;  ///< `filter`, as given (canonical once it went through a link of the page)
  searcher::Sort sort = searcher::Sort::relevance;
  std::size_t page = 1;                     ///< from 1
  std::vector<query::FacetRequest> longer;  ///< `facets`: facets shown longer than usual ("institution:50")
  std::optional<FacetSearch> inside;        ///< `inside` and `prefix`
  bool redirect =
      false;  ///< parameters of a form were folded in (`from`, `to`): answer 303 to search_url(state)
  bool operator==(const SearchState&) const = default;
};

/// Reads the parameters `q filter sort page facets inside prefix years from to`; `parameter(name)` gives the
/// decoded value or "" when absent. Unknown parameters are ignored. `from` and `to` (years, both optional)
/// replace the year clause of the filter; `years=1` says that their form was sent, even empty. Errors:
/// bad_request (sort, page, facets, inside, from, to), bad_filter (only where the years are folded in).
base::Result<SearchState> read_state(const std::function<std::string(std::string_view)>& parameter);

/// "/search?q=...": the page with that state; defaults are left out.
std::string search_url(const SearchState& state);

/// The same search in the API: "/api/v1/papers?search=...".
std::string api_url(const SearchState& state);

/// Every match of a search as a file: "/api/v1/export?search=...&format=csv".
std::string export_url(std::string_view query, std::string_view filter, std::string_view format);
/// One paper as a citation: "/api/v1/citations/openalex:W1?format=ris".
std::string citation_path(std::string_view id, std::string_view format);

/// What the search page asks the searcher for: lenient query, the page's facets, one page of results.
searcher::Request search_request(const SearchState& state);
/// Whether results can show which string a filter on organisations met, so that SearchPage::evidence is worth
/// having.
bool wants_evidence(const searcher::Response& response);
/// What the start page asks for: no results, facets that describe the index.
searcher::Request home_request();
/// How many values of a facet are shown before "show more".
inline constexpr std::size_t kShortFacet = 8;
/// How many values `facet_values` should give for `SearchState::inside`.
inline constexpr std::size_t kInsideLimit = 50;

/// Path of the page of one paper, percent-encoded ("/papers/openalex:W1"). The route takes everything behind
/// "/papers/", decoded, as the id.
std::string paper_path(std::string_view id);
/// Path of the same paper in the API.
std::string paper_api_path(std::string_view id);

/// Path of the dossier of a facet value ("/labs/zhejiang-lab", "/institutions/ror:..."): labs, institutions,
/// lists and countries have one; empty for other fields.
std::string dossier_path(format::FacetField field, std::string_view value);

/// What every page needs to know about the server it stands on.
struct Site {
  std::string
      base_url;  ///< "http://127.0.0.1:8080", without a slash at the end; for absolute links in metadata
};

/// Who stands on the papers of the one body that a result is narrowed to.
struct Together {
  searcher::Collaborations institutions;
  searcher::Collaborations countries;
};
/// Partners of one kind on the search page.
inline constexpr std::size_t kTogether = 5;
/// What to ask for that (by institution; ask by country as well); nothing where the filter names no one body.
std::optional<searcher::CollaborationRequest> together_request(const SearchState& state,
                                                               const searcher::Response& response);

/// The search page: results, or an error in the same frame (an error never becomes an empty result).
struct SearchPage {
  Site site;
  SearchState state;
  const searcher::Response* response = nullptr;  ///< null when there is an error
  const base::Error* error = nullptr;            ///< null when there is a response
  const searcher::Facet* inside = nullptr;       ///< the answer to state.inside, or null
  /// Of the hits, in their order, or null: marks the affiliation that a filter on organisations met.
  const std::vector<searcher::PaperEvidence>* evidence = nullptr;
  const Together* together = nullptr;           ///< the answers to together_request, or null
  const searcher::ReadPart* reading = nullptr;  ///< the parts of the query, or null
};
std::string render_search(const SearchPage& page);

/// The start page: what is in this index, what is missing from it, where to begin.
struct HomePage {
  Site site;
  const searcher::Response* response = nullptr;  ///< answer to home_request(); null: only the search box
};
std::string render_home(const HomePage& page);

/// The page of one paper: everything the source says, and what it does not say.
struct PaperPage {
  Site site;
  const corpus::Paper* paper = nullptr;  ///< never null
  searcher::GenerationInfo generation;
  const searcher::PaperEvidence* evidence = nullptr;  ///< null: nothing is marked
};
std::string render_paper(const PaperPage& page);

/// Any error outside of a search (unknown page, unknown paper, the index is broken), in the frame of the
/// other pages.
struct ErrorPage {
  Site site;
  int status = 500;  ///< HTTP status, shown small
  base::Error error;
  std::string query;    ///< kept in the search box
  std::string heading;  ///< instead of the one that goes with the error's code
};
std::string render_error(const ErrorPage& page);

/// The document behind GET /opensearch.xml (application/opensearchdescription+xml).
std::string opensearch_description(const Site& site);

}  // namespace labtrail::web
