#include "searcher/http/routes.h"

#include <fmt/format.h>

#include <array>
#include <exception>

#include "corpus/base/hash.h"
#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"
#include "searcher/http/api.h"
#include "searcher/http/dossier_routes.h"
#include "searcher/http/download.h"
#include "searcher/http/list_routes.h"
#include "searcher/http/matrix_routes.h"
#include "searcher/http/openapi.h"
#include "searcher/http/pages.h"
#include "searcher/http/problem.h"
#include "web/assets.h"
#include "web/page/page.h"

namespace labtrail::http {
namespace {

constexpr std::string_view kApiPaper = "/api/v1/papers/";
constexpr std::string_view kApiFacet = "/api/v1/facets/";
constexpr std::string_view kApiCitation = "/api/v1/citations/";
constexpr std::string_view kPaper = "/papers/";
constexpr std::string_view kAssets = "/assets/";
constexpr std::string_view kSaved = "/saved/";
constexpr std::string_view kApiSaved = "/api/v1/saved/";

/// Routes whose answer is made from the index, by parameters alone.
bool is_answer(Route route) {
  return route < Route::opensearch;
}

bool is_page(Route route, std::string_view path) {
  return route == Route::home || route == Route::search_page || route == Route::paper_page ||
         route == Route::matrix_page || route == Route::list_page ||
         (route == Route::dossier && is_dossier_page(path)) ||
         (route >= Route::saved_list && route <= Route::alerts_read && route != Route::saved_feed);
}

/// An import may hold many searches with all their versions.
constexpr std::size_t kImportBytes = std::size_t{4} << 20;

bool is_saved(Route route) {
  return route >= Route::saved_list && route <= Route::api_alerts_read;
}

/// "/saved/ab12/run" -> what is behind the id; nothing for a path of another shape.
struct Tail {
  std::string_view path;
  Route route;
};
constexpr std::array kSavedTails{
    Tail{"run", Route::saved_action},     Tail{"duplicate", Route::saved_action},
    Tail{"archive", Route::saved_action}, Tail{"unarchive", Route::saved_action},
    Tail{"edit", Route::saved_action},    Tail{"feed.atom", Route::saved_feed},
    Tail{"feed.json", Route::saved_feed},
};
constexpr std::array kApiSavedTails{
    Tail{"run", Route::api_saved_run},
    Tail{"duplicate", Route::api_saved_duplicate},
};

template <std::size_t N>
Route find_below(std::string_view rest, Route whole, const std::array<Tail, N>& tails) {
  const std::size_t slash = rest.find('/');
  if (slash == std::string_view::npos) return rest.empty() ? Route::none : whole;
  for (const Tail& tail : tails) {
    if (slash > 0 && rest.substr(slash + 1) == tail.path) return tail.route;
  }
  return Route::none;
}

Reply plain(std::string content_type, std::string body) {
  Reply reply;
  reply.content_type = std::move(content_type);
  reply.body = std::move(body);
  return reply;
}

Reply document(std::string content_type, std::string body) {
  Reply reply = plain(std::move(content_type), std::move(body));
  reply.etag = fmt::format("\"{}\"", base::hex(base::hash128(reply.body)));
  reply.caching = Caching::revalidate;
  return reply;
}

Reply not_modified(const Reply& whole) {
  Reply reply;
  reply.status = 304;
  reply.etag = whole.etag;
  reply.caching = whole.caching;
  return reply;
}

}  // namespace

bool matches(std::string_view header, std::string_view etag) {
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    std::string_view item = base::trim(header.substr(0, comma));
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
    if (item == "*") return true;
    if (item.starts_with("W/")) item.remove_prefix(2);
    constexpr std::string_view kGzip = "-gz\"";
    if (item == etag) return true;
    if (item.ends_with(kGzip) &&
        item.substr(0, item.size() - kGzip.size()) == etag.substr(0, etag.size() - 1)) {
      return true;
    }
  }
  return false;
}

Routes::Routes(const searcher::Searcher& searcher, Surroundings surroundings)
    : searcher_(searcher), surroundings_(std::move(surroundings)) {}

Route Routes::find(std::string_view path) {
  struct Row {
    std::string_view path;
    Route route;
  };
  constexpr std::array kExact{
      Row{"/", Route::home},
      Row{"/search", Route::search_page},
      Row{"/api/v1/papers", Route::api_papers},
      Row{"/api/v1/export", Route::api_export},
      Row{"/api/v1/suggest", Route::api_suggest},
      Row{"/api/v1/collaborations", Route::api_collaborations},
      Row{"/api/v1/matrix", Route::api_matrix},
      Row{"/api/v1/list", Route::api_list},
      Row{"/list", Route::list_page},
      Row{"/list.csv", Route::list_csv},
      Row{"/matrix", Route::matrix_page},
      Row{"/matrix.csv", Route::matrix_csv},
      Row{"/evidence/bundle.zip", Route::evidence_bundle},
      Row{"/opensearch.xml", Route::opensearch},
      Row{"/openapi.json", Route::openapi},
      Row{"/healthz", Route::healthz},
      Row{"/readyz", Route::readyz},
      Row{"/metrics", Route::metrics},
      Row{"/saved", Route::saved_list},
      Row{"/saved/new", Route::saved_new},
      Row{"/saved/export.json", Route::saved_export},
      Row{"/saved/import", Route::saved_import},
      Row{"/alerts", Route::alerts_page},
      Row{"/session/end", Route::session_end},
      Row{"/alerts/read", Route::alerts_read},
      Row{"/api/v1/saved", Route::api_saved},
      Row{"/api/v1/saved/export", Route::api_saved_export},
      Row{"/api/v1/saved/import", Route::api_saved_import},
      Row{"/api/v1/alerts", Route::api_alerts},
      Row{"/api/v1/alerts/read", Route::api_alerts_read},
  };
  constexpr std::array kFamilies{
      Row{kApiPaper, Route::api_paper},
      Row{kApiFacet, Route::api_facet},
      Row{kApiCitation, Route::api_citation},
      Row{kPaper, Route::paper_page},
      Row{kAssets, Route::asset},
  };
  for (const Row& row : kExact) {
    if (path == row.path) return row.route;
  }
  for (const Row& row : kFamilies) {
    if (path.starts_with(row.path) && path.size() > row.path.size()) return row.route;
  }
  if (path.starts_with(kSaved)) {
    return find_below(path.substr(kSaved.size()), Route::saved_one, kSavedTails);
  }
  if (path.starts_with(kApiSaved)) {
    return find_below(path.substr(kApiSaved.size()), Route::api_saved_one, kApiSavedTails);
  }
  return is_dossier_path(path) ? Route::dossier : Route::none;
}

Accepts Routes::accepts(Route route) {
  switch (route) {
    case Route::saved_list:
      return {true, "POST", BodyKind::form};
    case Route::saved_import:
      return {true, "POST", BodyKind::form, kImportBytes};
    case Route::api_saved_import:
      return {false, "POST", BodyKind::json, kImportBytes};
    case Route::saved_action:
    case Route::session_end:
    case Route::alerts_read:
      return {false, "POST", BodyKind::form};
    case Route::api_saved:
      return {true, "POST", BodyKind::json};
    case Route::api_saved_one:
      return {true, "PUT, DELETE", BodyKind::json};
    case Route::api_saved_run:
    case Route::api_saved_duplicate:
    case Route::api_alerts_read:
      return {false, "POST", BodyKind::json};
    default:
      return {};
  }
}

bool Routes::is_private(Route route) {
  return is_saved(route) && route != Route::saved_feed;  // feed readers bring a key of their own
}

std::string Routes::site(const Request& request) const {
  return surroundings_.public_url.empty() ? "http://" + request.host : surroundings_.public_url;
}

std::string Routes::etag(const Request& request, const Parameters& parameters) const {
  const searcher::GenerationInfo generation = searcher_.generation();
  // The date is in it because an index that was built anew starts again at generation 1.
  const std::string key = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", surroundings_.build, generation.number,
                                      generation.date, site(request), request.path, parameters.canonical());
  return fmt::format("\"{}-{}\"", generation.number, base::hex(base::hash128(key)));
}

Reply Routes::answer(const Request& request, Route route) const {
  try {
    return dispatch(request, route);
  } catch (const base::Failure& error) {
    // Where things lie on this machine is nobody's business out there.
    surroundings_.warn(
        fmt::format("{}: {}", kRouteNames[static_cast<std::size_t>(route)], error.error().message));
    return failure(
        request, route,
        {error.error().code, "the index cannot be read", "the server's own messages say more", 0, 0});
  } catch (const std::exception& error) {
    surroundings_.warn(fmt::format("{}: {}", kRouteNames[static_cast<std::size_t>(route)], error.what()));
    return failure(request, route,
                   {base::ErrorCode::io, "something went wrong", "the server's own messages say more", 0, 0});
  }
}

Reply Routes::failure(const Request& request, Route route, const base::Error& error) const {
  const bool wants_page =
      is_page(route, request.path) ||
      (route == Route::none && request.header("accept").find("text/html") != std::string_view::npos);
  if (!wants_page) return problem(error);
  try {
    return error_page(site(request), error);
  } catch (const std::exception&) {
    return problem(error);
  }
}

Reply Routes::refused(const Request& request, Route route, const Refusal& refusal) const {
  Reply reply = problem(refusal);
  if (!is_page(route, request.path) && request.header("accept").find("text/html") == std::string_view::npos)
    return reply;
  try {
    Reply page = refusal_page(site(request), refusal);
    page.headers = reply.headers;
    page.close = reply.close;
    return page;
  } catch (const std::exception&) {
    return reply;
  }
}

Reply Routes::dispatch(const Request& request, Route route) const {
  if (route == Route::none) {
    return failure(request, route,
                   {base::ErrorCode::not_found, fmt::format("nothing is served at '{}'", request.path),
                    "the API is described at /openapi.json", 0, 0});
  }
  if (is_saved(route)) {
    if (surroundings_.saved) return surroundings_.saved(request, route, site(request));
    return failure(request, route,
                   {base::ErrorCode::not_found, "this server keeps no saved searches and alerts",
                    "start the server with --data DIR, the folder that holds what users make", 0, 0});
  }
  const auto parameters = Parameters::decode(request.query);
  if (!parameters)
    return is_page(route, request.path) ? error_page(site(request), parameters.error().error)
                                        : problem(parameters.error());
  const std::string_view if_none_match = request.header("if-none-match");
  if (!is_answer(route)) {
    Reply reply = call(request, route, *parameters);
    if (!reply.etag.empty() && matches(if_none_match, reply.etag)) return not_modified(reply);
    return reply;
  }
  std::string tag = etag(request, *parameters);
  if (matches(if_none_match, tag) && if_none_match != "*") {
    Reply known;
    known.etag = std::move(tag);
    known.caching = Caching::revalidate;
    return not_modified(known);
  }
  Reply reply = call(request, route, *parameters);
  // A tag is a promise about the body: when a generation arrived in between, give none.
  if (reply.status == 200 && tag == etag(request, *parameters)) reply.etag = std::move(tag);
  return reply;
}

Reply Routes::call(const Request& request, Route route, const Parameters& parameters) const {
  const std::string_view path = request.path;
  switch (route) {
    case Route::home:
      return home_page(searcher_, site(request));
    case Route::search_page:
      return search_page(searcher_, site(request), parameters);
    case Route::paper_page:
      return paper_page(searcher_, site(request), path.substr(kPaper.size()));
    case Route::api_papers:
      return papers(searcher_, parameters);
    case Route::api_paper:
      return paper(searcher_, path.substr(kApiPaper.size()), parameters);
    case Route::api_facet:
      return facet(searcher_, path.substr(kApiFacet.size()), parameters);
    case Route::api_export:
      return export_papers(searcher_, parameters, surroundings_.warn);
    case Route::api_citation:
      return citation(searcher_, path.substr(kApiCitation.size()), parameters);
    case Route::api_suggest:
      return suggest(searcher_, parameters);
    case Route::api_collaborations:
      return collaborations(searcher_, parameters);
    case Route::api_matrix:
      return matrix(searcher_, parameters);
    case Route::dossier:
      return dossier(searcher_, site(request), path, parameters);
    case Route::matrix_page:
      return matrix_page(searcher_, site(request), parameters);
    case Route::matrix_csv:
      return matrix_csv(searcher_, parameters);
    case Route::api_list:
      return list(searcher_, parameters);
    case Route::list_page:
      return list_page(searcher_, site(request), parameters);
    case Route::list_csv:
      return list_csv(searcher_, parameters);
    case Route::evidence_bundle:
      return evidence_.answer(searcher_, request, site(request), parameters);
    case Route::opensearch:
      return document("application/opensearchdescription+xml", web::opensearch_description({site(request)}));
    case Route::openapi:
      return document("application/json", openapi_document(site(request)));
    case Route::healthz:
      return plain("text/plain; charset=utf-8", "ok\n");
    case Route::readyz: {
      const searcher::GenerationInfo generation = searcher_.generation();
      const std::string trouble = surroundings_.refresh_error();
      Reply reply = plain("application/json", {});
      base::JsonWriter json(reply.body);
      json.begin_object().field("ready", true).field("generation", generation.number);
      json.field("generation_date", generation.date).field("papers", generation.papers);
      if (!trouble.empty()) json.field("refresh_error", trouble);
      json.end_object();
      reply.body += '\n';
      return reply;
    }
    case Route::metrics:
      return plain("text/plain; version=0.0.4; charset=utf-8", surroundings_.metrics());
    case Route::asset: {
      const web::Asset* asset = web::find_asset(path);
      if (asset == nullptr) break;
      Reply reply = plain(std::string(asset->content_type), std::string(asset->bytes));
      reply.etag = asset->etag;
      reply.caching = Caching::forever;
      return reply;
    }
    default:
      break;
  }
  return failure(request, Route::none,
                 {base::ErrorCode::not_found, fmt::format("nothing is served at '{}'", path), "", 0, 0});
}

}  // namespace labtrail::http
