// The state of the search page: URL parameters -> SearchState -> URL, and what is asked of the searcher for
// it.
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "corpus/base/text.h"
#include "searcher/query/filter.h"
#include "web/page/links.h"
#include "web/page/page.h"

namespace labtrail::web {
namespace {

using base::ErrorCode;
using base::fail;
using format::FacetField;

/// Years on the histogram at most; more would not be readable and no corpus has them.
constexpr std::size_t kYears = 500;

/// In the order of the panel.
constexpr std::array kPageFacets{
    FacetField::lab,   FacetField::list,  FacetField::institution, FacetField::country, FacetField::funder,
    FacetField::topic, FacetField::venue, FacetField::type,        FacetField::status,  FacetField::language};

template <typename Number>
base::Result<Number> number(std::string_view parameter, std::string_view text, Number least, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
    return fail(
        ErrorCode::bad_request,
        "'" + std::string(text) + "' is no value for '" + std::string(parameter) + "'",
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected");
  }
  return value;
}

base::Result<std::optional<int>> year(std::string_view parameter, std::string_view text) {
  text = base::trim(text);
  if (text.empty()) return std::optional<int>{};
  return number<int>(parameter, text, 0, 9999).map([](int value) { return std::optional<int>(value); });
}

/// Percent-encodes for a query string, but leaves what a reader of the URL likes to see as it is.
std::string encoded(std::string_view text) {
  std::string out;
  std::size_t plain = 0;
  const auto is_kept = [](char c) {
    return c == ':' || c == ',' || c == '/' || c == '!' || c == '(' || c == ')';
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_kept(text[at])) continue;
    out += base::percent_encode(text.substr(plain, at - plain));
    out += text[at];
    plain = at + 1;
  }
  return out += base::percent_encode(text.substr(plain));
}

/// Slashes of an id stay slashes unless a browser or a proxy would then rewrite the path (`//`, `/../`).
std::string encoded_path(std::string_view id) {
  const std::string framed = "/" + std::string(id) + "/";
  for (const std::string_view risky : {"//", "/./", "/../"}) {
    if (framed.find(risky) != std::string::npos) return base::percent_encode(id);
  }
  return encoded(id);
}

void append(std::string& url, std::string_view name, std::string_view value) {
  url += url.find('?') == std::string::npos ? '?' : '&';
  url += name;
  url += '=';
  url += encoded(value);
}

}  // namespace

base::Result<SearchState> read_state(const std::function<std::string(std::string_view)>& parameter) {
  SearchState state;
  state.query = parameter("q");
  state.filter = parameter("filter");
  if (const std::string sort = parameter("sort"); !sort.empty()) {
    const auto parsed = searcher::parse_sort(sort);
    if (!parsed) return tl::unexpected(parsed.error());
    state.sort = *parsed;
  }
  if (const std::string page = parameter("page"); !page.empty()) {
    const auto parsed = number<std::size_t>("page", page, 1, searcher::kMaxOffset / kResultsPerPage);
    if (!parsed) return tl::unexpected(parsed.error());
    state.page = *parsed;
  }
  if (const std::string facets = parameter("facets"); !facets.empty()) {
    const auto parsed = query::parse_facets(facets);
    if (!parsed) return tl::unexpected(parsed.error());
    state.longer = *parsed;
  }
  if (const std::string inside = parameter("inside"); !inside.empty()) {
    const auto field = format::facet_field(inside);
    if (!field) return fail(ErrorCode::bad_request, "unknown facet '" + inside + "'");
    const std::string prefix = parameter("prefix");
    if (!base::trim(prefix).empty()) state.inside = FacetSearch{*field, prefix};
  }
  const std::string from = parameter("from");
  const std::string to = parameter("to");
  if (parameter("years").empty() && from.empty() && to.empty()) return state;

  auto low = year("from", from);
  if (!low) return tl::unexpected(low.error());
  auto high = year("to", to);
  if (!high) return tl::unexpected(high.error());
  if (*low && *high && **low > **high) std::swap(*low, *high);
  auto clauses = query::parse_filter(state.filter);
  if (!clauses) return tl::unexpected(clauses.error());
  state.filter = query::to_string(with_years(std::move(*clauses), *low, *high));
  state.page = 1;
  state.redirect = true;
  return state;
}

std::string search_url(const SearchState& state) {
  std::string url = "/search";
  append(url, "q", state.query);
  if (!state.filter.empty()) append(url, "filter", state.filter);
  if (state.sort != searcher::Sort::relevance) append(url, "sort", searcher::name(state.sort));
  if (state.page > 1) append(url, "page", std::to_string(state.page));
  if (!state.longer.empty()) append(url, "facets", facets_text(state.longer));
  if (state.inside) {
    append(url, "inside", format::name(state.inside->field));
    append(url, "prefix", state.inside->prefix);
  }
  return url;
}

std::string api_url(const SearchState& state) {
  std::string url = "/api/v1/papers";
  append(url, "search", state.query);
  if (!state.filter.empty()) append(url, "filter", state.filter);
  if (state.sort != searcher::Sort::relevance) append(url, "sort", searcher::name(state.sort));
  return url;
}

std::string export_url(std::string_view query, std::string_view filter, std::string_view format) {
  std::string url = "/api/v1/export";
  append(url, "search", query);
  if (!filter.empty()) append(url, "filter", filter);
  append(url, "format", format);
  return url;
}

searcher::Request search_request(const SearchState& state) {
  searcher::Request request;
  request.query = state.query;
  request.filter = state.filter;
  request.mode = query::Mode::lenient;
  request.sort = state.sort;
  request.limit = kResultsPerPage;
  request.offset = (state.page - 1) * kResultsPerPage;
  request.facets.push_back({FacetField::year, kYears});
  const auto ask_for = [&](FacetField field) {
    const auto longer = std::find_if(state.longer.begin(), state.longer.end(),
                                     [&](const query::FacetRequest& facet) { return facet.field == field; });
    request.facets.push_back({field, longer == state.longer.end() ? kShortFacet : longer->limit});
  };
  for (const FacetField field : kPageFacets) ask_for(field);
  // The roll-up is opt-in: it shows only where the filter uses it.
  const Clauses clauses = clauses_of(state.filter);
  const bool rolled_up = std::any_of(clauses.begin(), clauses.end(), [](const query::Clause& clause) {
    return query::is_on(clause, FacetField::lineage);
  });
  if (rolled_up) ask_for(FacetField::lineage);
  return request;
}

searcher::Request home_request() {
  searcher::Request request = search_request({});
  request.limit = 0;
  request.highlights = false;
  request.suggest_spelling = false;
  return request;
}

std::string paper_path(std::string_view id) {
  return "/papers/" + encoded_path(id);
}
std::string dossier_path(FacetField field, std::string_view value) {
  switch (field) {
    case FacetField::lab:
      return "/labs/" + encoded_path(value);
    case FacetField::institution:
      return "/institutions/" + encoded_path(value);
    case FacetField::list:
      return "/lists/" + encoded_path(value);
    case FacetField::country:
      return "/countries/" + encoded_path(value);
    default:
      return {};
  }
}
std::string citation_path(std::string_view id, std::string_view format) {
  return "/api/v1/citations/" + encoded_path(id) + "?format=" + std::string(format);
}
std::string paper_api_path(std::string_view id) {
  return "/api/v1/papers/" + encoded_path(id);
}

}  // namespace labtrail::web
