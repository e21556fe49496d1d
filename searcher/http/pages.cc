#include "searcher/http/pages.h"

#include <optional>

#include "web/page/page.h"

namespace labtrail::http {
namespace {

Reply html(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = std::move(body);
  reply.caching = status == 200 ? Caching::revalidate : Caching::never;
  if (status == 503) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

Reply search_error(const std::string& site, web::SearchState state, const base::Error& error) {
  web::SearchPage page;
  page.site = {site};
  page.state = std::move(state);
  page.error = &error;
  return html(base::http_status(error.code), web::render_search(page));
}

}  // namespace

Reply home_page(const searcher::Searcher& searcher, const std::string& site) {
  const auto response = searcher.search(web::home_request());
  web::HomePage page;
  page.site = {site};
  if (response) page.response = &*response;  // without it the page is the search box alone
  return html(200, web::render_home(page));
}

Reply search_page(const searcher::Searcher& searcher, const std::string& site, const Parameters& parameters) {
  const auto state =
      web::read_state([&](std::string_view name) { return std::string(parameters.get(name)); });
  if (!state) {
    // What can be kept of the question is kept, so that it can be mended in place.
    web::SearchState kept;
    kept.query = parameters.get("q");
    return search_error(site, std::move(kept), state.error());
  }
  if (state->redirect) {
    Reply reply;
    reply.status = 303;
    reply.headers.emplace_back("Location", web::search_url(*state));
    return reply;
  }
  const searcher::Request request = web::search_request(*state);
  const auto response = searcher.search(request);
  if (!response) return search_error(site, *state, response.error());
  std::optional<searcher::Facet> inside;
  if (state->inside) {
    auto found =
        searcher.facet_values(state->inside->field, state->inside->prefix, web::kInsideLimit, request);
    if (!found) return search_error(site, *state, found.error());
    inside = std::move(*found);
  }
  web::SearchPage page;
  page.site = {site};
  page.state = *state;
  page.response = &*response;
  page.inside = inside ? &*inside : nullptr;
  return html(200, web::render_search(page));
}

Reply paper_page(const searcher::Searcher& searcher, const std::string& site, std::string_view id) {
  const auto paper = searcher.paper(id);
  if (!paper) return error_page(site, paper.error());
  web::PaperPage page;
  page.site = {site};
  page.paper = &*paper;
  page.generation = searcher.generation();
  return html(200, web::render_paper(page));
}

Reply error_page(const std::string& site, const base::Error& error) {
  web::ErrorPage page;
  page.site = {site};
  page.status = base::http_status(error.code);
  page.error = error;
  return html(page.status, web::render_error(page));
}

}  // namespace labtrail::http
