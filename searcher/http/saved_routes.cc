#include "searcher/http/saved_routes.h"

#include <fmt/format.h>

#include <exception>
#include <utility>

#include "searcher/http/guards.h"
#include "searcher/http/problem.h"
#include "searcher/http/routes.h"
#include "searcher/http/saved_api.h"
#include "searcher/http/saved_input.h"
#include "searcher/http/session.h"
#include "searcher/saved/feed.h"

namespace labtrail::http {
namespace {

constexpr std::size_t kEventsInFeed = 100;

/// The id in "/saved/ID/..." and what follows it.
std::pair<std::string_view, std::string_view> parts_behind(std::string_view path, std::string_view prefix) {
  path.remove_prefix(prefix.size());
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return {path, {}};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

constexpr std::string_view kPages = "/saved/";
constexpr std::string_view kApi = "/api/v1/saved/";

/// An edit, and the archive flag where it was sent.
base::Result<saved::SavedSearch> change(saved::Store& store, std::string_view id, const SentDraft& sent) {
  auto search = store.edit(id, sent.draft, sent.version);
  if (search && sent.archived && *sent.archived != search->archived) {
    return store.set_archived(id, *sent.archived);
  }
  return search;
}

}  // namespace

SavedRoutes::SavedRoutes(Around around, FeedKeys keys) : around_(std::move(around)), keys_(std::move(keys)) {}

std::optional<saved::RunSummary> SavedRoutes::run(std::vector<std::string> ids) const {
  if (ids.empty()) return std::nullopt;
  try {
    saved::Alerts alerts(around_.store);
    saved::RunOptions options;
    options.threads = ids.size() == 1 ? 1 : 0;
    options.searches = std::move(ids);
    auto summary = alerts.run(around_.searcher, options);
    if (summary) return std::move(*summary);
    around_.warn(fmt::format("saved searches were not run: {}", summary.error().message));
  } catch (const std::exception& error) {
    around_.warn(fmt::format("saved searches were not run: {}", error.what()));
  }
  return std::nullopt;
}

std::string SavedRoutes::name_of_copy(const saved::SavedSearch& search) {
  std::string name = search.version.draft.name + " (copy)";
  return name.size() <= saved::kMostName ? name : search.version.draft.name;
}

std::string SavedRoutes::parameter(const Request& request, std::string_view name) {
  const auto parameters = Parameters::decode(request.query);
  return parameters ? std::string(parameters->get(name)) : std::string();
}

Reply SavedRoutes::answer(const Request& request, Route route, const std::string& site) const {
  const std::string_view path = request.path;
  const bool changes = is_change(request);
  switch (route) {
    case Route::saved_list:
      return changes ? create_by_form(request, site) : list_page(request, site);
    case Route::saved_new:
      return new_page(request, site);
    case Route::saved_export:
    case Route::api_saved_export:
      return api_export(around_.store);
    case Route::saved_import:
      return changes ? import_by_form(request, site) : render_import(site, {}, nullptr);
    case Route::saved_one:
      return one_page(request, site, parts_behind(path, kPages).first);
    case Route::saved_action: {
      const auto [id, action] = parts_behind(path, kPages);
      return act(request, site, id, action);
    }
    case Route::saved_feed: {
      const auto [id, kind] = parts_behind(path, kPages);
      return feed(request, site, id, kind);
    }
    case Route::alerts_page:
      return alerts_page(request, site);
    case Route::session_end:
      return around_.session.leave("/");
    case Route::alerts_read:
      return mark_by_form(request, site);
    default:
      return api(request, route);
  }
}

Reply SavedRoutes::api(const Request& request, Route route) const {
  const std::string_view path = request.path;
  saved::Store& store = around_.store;
  const bool changes = is_change(request);
  const auto created = [&](const base::Result<saved::SavedSearch>& search) {
    if (!search) return problem(search.error());
    run({search->id});
    const auto now = store.find(search->id);
    Reply reply = api_one(store, around_.searcher, keys_, now ? *now : *search);
    reply.status = 201;
    reply.headers.emplace_back("Location", fmt::format("/api/v1/saved/{}", search->id));
    return reply;
  };
  switch (route) {
    case Route::api_saved: {
      if (!changes) return api_list(store, around_.searcher, request);
      const auto sent = draft_of_json(request.body);
      if (!sent) return problem(sent.error());
      return created(store.create(sent->draft));
    }
    case Route::api_saved_import: {
      auto [reply, ids] = api_import(store, request);
      run(std::move(ids));
      return std::move(reply);
    }
    case Route::api_saved_one: {
      const std::string_view id = parts_behind(path, kApi).first;
      base::Result<saved::SavedSearch> search = store.find(id);
      if (request.method == "DELETE" && search) search = store.set_archived(id, true);
      if (request.method == "PUT" && search) {
        const auto sent = draft_of_json(request.body);
        if (!sent) return problem(sent.error());
        search = change(store, id, *sent);
        if (search && !search->archived) {
          run({search->id});
          search = store.find(id);
        }
      }
      if (!search) return problem(search.error());
      return api_one(store, around_.searcher, keys_, *search);
    }
    case Route::api_saved_run: {
      const std::string_view id = parts_behind(path, kApi).first;
      if (const auto known = store.find(id); !known) return problem(known.error());
      saved::Alerts alerts(store);
      saved::RunOptions options;
      options.searches = {std::string(id)};
      const auto run = alerts.run(around_.searcher, options);
      if (!run) return problem(run.error());
      const auto search = store.find(id);
      if (!search) return problem(search.error());
      return api_one(store, around_.searcher, keys_, *search, &*run);
    }
    case Route::api_saved_duplicate: {
      const std::string_view id = parts_behind(path, kApi).first;
      const auto search = store.find(id);
      if (!search) return problem(search.error());
      auto name = name_of_json(request.body);
      if (!name) return problem(name.error());
      return created(store.duplicate(id, name->empty() ? name_of_copy(*search) : *name));
    }
    case Route::api_alerts:
      return api_alerts(store, around_.searcher, request);
    case Route::api_alerts_read:
      return api_mark(store, request);
    default:
      break;
  }
  const base::Error error{base::ErrorCode::not_found, fmt::format("nothing is served at '{}'", path), "", 0,
                          0};
  return problem(error);
}

Reply SavedRoutes::feed(const Request& request, const std::string& site, std::string_view id,
                        std::string_view kind) const {
  if (!keys_.opens(parameter(request, "key"), id) && !around_.session.knows(request)) {
    return problem(Refusal{401, "this feed is for the one who saved the search",
                           "use the whole address with ?key= that the page of the saved search shows"});
  }
  auto search = around_.store.find(id);
  if (!search) return problem(search.error());
  saved::EventQuery query;
  query.search = id;
  query.limit = kEventsInFeed;
  auto events = saved::Alerts(around_.store).events(query);
  if (!events) return problem(events.error());
  const saved::Feed feed{std::move(*search), std::move(*events), site};
  Reply reply;
  reply.caching = Caching::revalidate;
  const bool atom = kind == "feed.atom";
  reply.etag = fmt::format("\"{}-{}\"", atom ? "atom" : "json", saved::etag(feed));
  if (matches(request.header("if-none-match"), reply.etag)) {
    reply.status = 304;
    return reply;
  }
  reply.content_type = atom ? "application/atom+xml; charset=utf-8" : "application/feed+json; charset=utf-8";
  reply.body = atom ? saved::to_atom(feed) : saved::to_json_feed(feed);
  return reply;
}

}  // namespace labtrail::http
