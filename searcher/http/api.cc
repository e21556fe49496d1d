#include "searcher/http/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corpus/base/text.h"
#include "searcher/collaborations.h"
#include "searcher/http/encode.h"
#include "searcher/http/problem.h"
#include "searcher/http/reply.h"
#include "searcher/matrix.h"

namespace labtrail::http {
namespace {

constexpr std::size_t kResults = 20;
constexpr std::size_t kBuckets = 20;
constexpr std::size_t kSuggestions = 10;
constexpr std::size_t kMostSuggestions = 50;
constexpr std::size_t kPartners = 50;
constexpr std::size_t kMostPartners = 10'000;
constexpr std::size_t kSuggestBytes = 200;

/// Which parameter an error of the searcher is about.
std::string_view parameter_of(const base::Error& error) {
  switch (error.code) {
    case base::ErrorCode::bad_query:
      return "search";
    case base::ErrorCode::bad_filter:
      return "filter";
    case base::ErrorCode::gone:
      return "cursor";
    default:
      return "";
  }
}

tl::unexpected<ParameterError> fail(std::string_view parameter, base::Error error) {
  return tl::unexpected<ParameterError>({std::move(error), std::string(parameter)});
}

/// Query and filter: the part that all routes over a result share.
searcher::Request read_question(const Parameters& parameters) {
  searcher::Request request;
  request.query = parameters.get("search");
  request.filter = parameters.get("filter");
  request.mode = query::Mode::strict;
  return request;
}

}  // namespace

Checked<searcher::Request> read_request(const Parameters& parameters) {
  constexpr std::array<std::string_view, 7> kKnown{"search",   "filter", "facets", "sort",
                                                   "per_page", "page",   "cursor"};
  constexpr std::array<std::string_view, 2> kFreeText{"search", "filter"};
  if (auto checked = parameters.check(kKnown, kFreeText); !checked) return tl::unexpected(checked.error());
  searcher::Request request = read_question(parameters);
  const auto limit = parameters.number("per_page", kResults, 0, searcher::kMaxLimit);
  if (!limit) return tl::unexpected(limit.error());
  request.limit = *limit;
  const std::size_t last_page = searcher::kMaxOffset / std::max<std::size_t>(request.limit, 1) + 1;
  auto page = parameters.number("page", 1, 1, last_page);
  if (!page) {
    page.error().error.hint = "to go further, follow meta.next_cursor, or use labtrail-search export";
    return tl::unexpected(page.error());
  }
  request.offset = (*page - 1) * request.limit;
  request.cursor = parameters.get("cursor");
  if (!request.cursor.empty() && parameters.has("page")) {
    return fail("page", {base::ErrorCode::bad_request, "'page' and 'cursor' exclude each other",
                         "give one of them", 0, 0});
  }
  if (parameters.has("sort")) {
    const auto sort = searcher::parse_sort(parameters.get("sort"));
    if (!sort) return fail("sort", sort.error());
    request.sort = *sort;
  }
  auto facets = query::parse_facets(parameters.get("facets"));
  if (!facets) return fail("facets", facets.error());
  request.facets = std::move(*facets);
  return request;
}

Reply papers(const searcher::Searcher& searcher, const Parameters& parameters) {
  const auto request = read_request(parameters);
  if (!request) return problem(request.error());
  const auto response = searcher.search(*request);
  if (!response) return problem(response.error(), parameter_of(response.error()));
  return json_reply(search_body(*request, *response));
}

Reply paper(const searcher::Searcher& searcher, std::string_view id, const Parameters& parameters) {
  if (auto checked = parameters.check({}); !checked) return problem(checked.error());
  const auto found = searcher.paper(id);
  if (!found) return problem(found.error());
  const auto evidence = searcher.evidence(id);
  if (!evidence) return problem(evidence.error());
  return json_reply(paper_body(*found, *evidence));
}

Reply facet(const searcher::Searcher& searcher, std::string_view field, const Parameters& parameters) {
  constexpr std::array<std::string_view, 4> kKnown{"prefix", "search", "filter", "limit"};
  constexpr std::array<std::string_view, 2> kFreeText{"search", "filter"};
  if (auto checked = parameters.check(kKnown, kFreeText); !checked) return problem(checked.error());
  const auto known = format::facet_field(field);
  if (!known) {
    std::string names;
    for (std::size_t i = 0; i < format::kFacetFields; ++i) {
      names += fmt::format("{}{}", i == 0 ? "" : ", ", format::name(static_cast<format::FacetField>(i)));
    }
    return problem(base::Error{base::ErrorCode::not_found,
                               fmt::format("no facet '{}'", base::repair_utf8(field)),
                               fmt::format("facets are {}", names), 0, 0});
  }
  const auto limit = parameters.number("limit", kBuckets, 1, searcher::kMaxLimit);
  if (!limit) return problem(limit.error());
  const searcher::Request request = read_question(parameters);
  // A facet does not say which generation it was counted over; when one arrives meanwhile, count again.
  searcher::GenerationInfo generation = searcher.generation();
  for (;;) {
    const auto found = searcher.facet_values(*known, parameters.get("prefix"), *limit, request);
    if (!found) return problem(found.error(), parameter_of(found.error()));
    searcher::GenerationInfo after = searcher.generation();
    if (after.number == generation.number) {
      return json_reply(facet_body(request, parameters.get("prefix"), *found, generation));
    }
    generation = std::move(after);
  }
}

Reply collaborations(const searcher::Searcher& searcher, const Parameters& parameters) {
  constexpr std::array<std::string_view, 5> kKnown{"subject", "by", "search", "filter", "limit"};
  constexpr std::array<std::string_view, 3> kFreeText{"search", "filter", "subject"};
  if (auto checked = parameters.check(kKnown, kFreeText); !checked) return problem(checked.error());
  const auto limit = parameters.number("limit", kPartners, 1, kMostPartners);
  if (!limit) return problem(limit.error());
  searcher::CollaborationRequest request;
  request.request = read_question(parameters);
  request.subject = parameters.get("subject");
  request.limit = *limit;
  if (parameters.has("by")) {
    const auto by = searcher::parse_partners(parameters.get("by"));
    if (!by) return problem(by.error(), "by");
    request.by = *by;
  }
  const auto found = searcher.collaborations(request);
  if (!found) {
    const std::string_view parameter = parameter_of(found.error());
    const bool subject = found.error().code == base::ErrorCode::bad_request ||
                         found.error().code == base::ErrorCode::not_found;
    return problem(found.error(), subject ? "subject" : parameter);
  }
  return json_reply(searcher::to_json(*found));
}

Reply matrix(const searcher::Searcher& searcher, const Parameters& parameters) {
  constexpr std::array<std::string_view, 4> kKnown{"rows", "columns", "search", "filter"};
  constexpr std::array<std::string_view, 4> kFreeText{"rows", "columns", "search", "filter"};
  if (auto checked = parameters.check(kKnown, kFreeText); !checked) return problem(checked.error());
  searcher::MatrixRequest request;
  request.request = read_question(parameters);
  request.rows = searcher::read_ids(parameters.get("rows"));
  request.columns = searcher::read_ids(parameters.get("columns"));
  const auto made = searcher::make_matrix(searcher, request);
  if (!made) return problem(made.error(), parameter_of(made.error()));
  return json_reply(searcher::to_json(*made));
}

Reply suggest(const searcher::Searcher& searcher, const Parameters& parameters) {
  constexpr std::array<std::string_view, 2> kKnown{"q", "limit"};
  if (auto checked = parameters.check(kKnown); !checked) return problem(checked.error());
  const auto limit = parameters.number("limit", kSuggestions, 1, kMostSuggestions);
  if (!limit) return problem(limit.error());
  const std::string_view text = parameters.get("q");
  if (text.size() > kSuggestBytes) {
    return problem(ParameterError{
        {base::ErrorCode::too_large, fmt::format("'q' is longer than {} bytes", kSuggestBytes), "", 0, 0},
        "q"});
  }
  const auto found = searcher.suggest(text, *limit);
  if (!found) return problem(found.error(), "q");
  return json_reply(suggest_body(text, *found, searcher.generation()));
}

}  // namespace labtrail::http
