#include "searcher/http/pages.h"

#include <optional>
#include <vector>

#include "searcher/http/reply.h"
#include "searcher/reading.h"
#include "web/page/page.h"

namespace labtrail::http {
namespace {

Reply search_error(const std::string& site, web::SearchState state, const base::Error& error) {
  web::SearchPage page;
  page.site = {site};
  page.state = std::move(state);
  page.error = &error;
  return page_reply(base::http_status(error.code), web::render_search(page));
}

/// What the strings of each hit say; nothing of a paper that a newer generation no longer has.
std::vector<searcher::PaperEvidence> evidence_of(const searcher::Searcher& searcher,
                                                 const std::vector<searcher::Hit>& hits) {
  std::vector<searcher::PaperEvidence> out;
  for (const searcher::Hit& hit : hits)
    out.push_back(searcher.evidence(hit.paper.id).value_or(searcher::PaperEvidence{}));
  return out;
}

/// Nothing where the result is not narrowed to one body, or a generation arrived in between.
std::optional<web::Together> together_of(const searcher::Searcher& searcher, const web::SearchState& state,
                                         const searcher::Response& response) {
  auto request = web::together_request(state, response);
  if (!request) return std::nullopt;
  auto institutions = searcher.collaborations(*request);
  request->by = searcher::Partners::country;
  auto countries = searcher.collaborations(*request);
  if (!institutions || !countries) return std::nullopt;
  if (institutions->generation.number != response.generation.number ||
      countries->generation.number != response.generation.number)
    return std::nullopt;
  return web::Together{std::move(*institutions), std::move(*countries)};
}

}  // namespace

Reply home_page(const searcher::Searcher& searcher, const std::string& site) {
  const auto response = searcher.search(web::home_request());
  web::HomePage page;
  page.site = {site};
  if (response) page.response = &*response;  // without it the page is the search box alone
  return page_reply(200, web::render_home(page));
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
  std::vector<searcher::PaperEvidence> evidence;
  if (web::wants_evidence(*response)) {
    evidence = evidence_of(searcher, response->hits);
    page.evidence = &evidence;
  }
  const std::optional<web::Together> together = together_of(searcher, *state, *response);
  if (together) page.together = &*together;
  std::optional<searcher::ReadPart> reading;
  if (!state->query.empty() && response->tree.kind != query::NodeKind::everything) {
    // Beside the answer, not instead of it: without the counts of its parts the result is still whole.
    if (auto parts = searcher::read_parts(searcher, response->tree, response->filter)) reading = *parts;
  }
  if (reading) page.reading = &*reading;
  return page_reply(200, web::render_search(page));
}

Reply paper_page(const searcher::Searcher& searcher, const std::string& site, std::string_view id) {
  const auto paper = searcher.paper(id);
  if (!paper) return error_page(site, paper.error());
  web::PaperPage page;
  page.site = {site};
  page.paper = &*paper;
  const auto evidence = searcher.evidence(id);
  if (!evidence) return error_page(site, evidence.error());
  page.evidence = &*evidence;
  page.generation = searcher.generation();
  return page_reply(200, web::render_paper(page));
}

Reply error_page(const std::string& site, const base::Error& error) {
  web::ErrorPage page;
  page.site = {site};
  page.status = base::http_status(error.code);
  page.error = error;
  return page_reply(page.status, web::render_error(page));
}

Reply refusal_page(const std::string& site, const Refusal& refusal) {
  web::ErrorPage page;
  page.site = {site};
  page.status = refusal.status;
  page.heading = refusal.status == 401 ? "This is not for everybody" : "This request is refused";
  page.error.message = refusal.detail;
  page.error.hint = refusal.hint;
  return page_reply(page.status, web::render_error(page));
}

}  // namespace labtrail::http
