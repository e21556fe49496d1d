// The pages of SavedRoutes: what people see of saved searches and alerts.
#include <array>
#include <utility>

#include "corpus/base/text.h"
#include "searcher/http/pages.h"
#include "searcher/http/saved_api.h"
#include "searcher/http/saved_input.h"
#include "searcher/http/saved_routes.h"
#include "searcher/http/session.h"
#include "web/page/saved.h"

namespace labtrail::http {
namespace {

constexpr std::size_t kEventsOfSearch = 10;
constexpr std::size_t kEventsOnPage = 50;

Reply html(int status, std::string body) {
  Reply reply;
  reply.status = status;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = std::move(body);
  return reply;  // never cached: it is the user's own, and its forms hold a secret
}

Reply see(std::string location) {
  Reply reply;
  reply.status = 303;
  reply.headers.emplace_back("Location", std::move(location));
  return reply;
}

std::string page_of(std::string_view id, std::string_view done = {}) {
  return web::saved_path(id) + (done.empty() ? "" : "?done=" + std::string(done));
}

}  // namespace

Reply SavedRoutes::list_page(const Request& request, const std::string& site) const {
  web::SavedListPage page;
  page.site = {site};
  page.secret = around_.session.form_secret();
  page.archived = parameter(request, "archived") == "1";
  if (const std::string imported = parameter(request, "imported"); !imported.empty()) {
    page.imported = whole_number(imported).value_or(0);
  }
  using Which = saved::Store::Which;
  page.searches = around_.store.list(page.archived ? Which::archived : Which::live);
  page.others = around_.store.list(page.archived ? Which::live : Which::archived).size();
  page.unread = saved::Alerts(around_.store).unread();
  page.generation = around_.searcher.generation();
  return html(200, web::render_saved_list(page));
}

Reply SavedRoutes::render_new(const std::string& site, const saved::Draft& draft,
                              const base::Error* error) const {
  web::SavedNewPage page;
  page.site = {site};
  page.secret = around_.session.form_secret();
  page.draft = draft;
  page.error = error;
  page.generation = around_.searcher.generation();
  const auto response = around_.searcher.search(web::count_request(draft));
  if (response) page.response = &*response;
  return html(error == nullptr ? 200 : base::http_status(error->code), web::render_saved_new(page));
}

Reply SavedRoutes::new_page(const Request& request, const std::string& site) const {
  saved::Draft draft;
  draft.query = parameter(request, "q");
  draft.filter = parameter(request, "filter");
  const std::string sort = parameter(request, "sort");
  draft.sort = sort.empty() ? "relevance" : sort;  // what a search page without it means
  // The search box reads leniently, what is kept is read strictly: what could be read only leniently is
  // offered as it was understood.
  if (!query::parse_query(draft.query, query::Mode::strict)) {
    if (const auto read = query::parse_query(draft.query, query::Mode::lenient)) {
      draft.query = query::to_query(read->tree);
    }
  }
  constexpr std::size_t kShortName = 80;
  draft.name = draft.query.empty() ? draft.filter : draft.query;
  if (draft.name.size() > kShortName) draft.name.clear();
  return render_new(site, draft, nullptr);
}

Reply SavedRoutes::create_by_form(const Request& request, const std::string& site) const {
  const auto form = Parameters::decode(request.body);
  if (!form) return error_page(site, form.error().error);
  const auto sent = draft_of_form(*form);
  if (!sent) return error_page(site, sent.error());
  const auto search = around_.store.create(sent->draft);
  if (!search) return render_new(site, sent->draft, &search.error());
  run({search->id});
  return see(page_of(search->id, "created"));
}

Reply SavedRoutes::render_import(const std::string& site, const std::string& sent,
                                 const base::Error* error) const {
  web::SavedImportPage page;
  page.site = {site};
  page.secret = around_.session.form_secret();
  page.sent = sent;
  page.error = error;
  page.generation = around_.searcher.generation();
  return html(error == nullptr ? 200 : base::http_status(error->code), web::render_saved_import(page));
}

Reply SavedRoutes::import_by_form(const Request& request, const std::string& site) const {
  const auto form = Parameters::decode(request.body);
  if (!form) return error_page(site, form.error().error);
  constexpr std::array<std::string_view, 3> kKnown{"json", "copies", "csrf"};
  constexpr std::array<std::string_view, 1> kFree{"json"};
  if (const auto checked = form->check(kKnown, kFree); !checked)
    return error_page(site, checked.error().error);
  const std::string sent(form->get("json"));
  const auto summary = around_.store.import_json(sent, form->get("copies") == "1");
  if (!summary) {
    const base::Error error = of_import(summary.error());
    return render_import(site, sent, &error);
  }
  run(summary->ids);
  return see("/saved?imported=" + std::to_string(summary->added));
}

Reply SavedRoutes::render_one(const std::string& site, const saved::SavedSearch& search, std::string done,
                              const Edited* edited) const {
  web::SavedSearchPage page;
  page.site = {site};
  page.secret = around_.session.form_secret();
  page.search = search;
  page.done = std::move(done);
  page.feed_key = keys_.key(search.id);
  page.generation = around_.searcher.generation();
  if (auto versions = around_.store.versions(search.id)) page.versions = std::move(*versions);
  if (auto counts = around_.store.counts(search.id)) page.counts = std::move(*counts);
  saved::EventQuery query;
  query.search = search.id;
  query.limit = kEventsOfSearch;
  if (auto events = saved::Alerts(around_.store).events(query)) page.events = std::move(*events);
  const auto response = around_.searcher.search(web::count_request(search.version.draft));
  if (response) {
    page.response = &*response;
  } else {
    page.error = &response.error();
  }
  if (edited != nullptr) {
    page.edited = &edited->draft;
    page.edit_error = &edited->error;
  }
  return html(edited == nullptr ? 200 : base::http_status(edited->error.code),
              web::render_saved_search(page));
}

Reply SavedRoutes::one_page(const Request& request, const std::string& site, std::string_view id) const {
  const auto search = around_.store.find(id);
  if (!search) return error_page(site, search.error());
  return render_one(site, *search, parameter(request, "done"), nullptr);
}

Reply SavedRoutes::act(const Request& request, const std::string& site, std::string_view id,
                       std::string_view action) const {
  saved::Store& store = around_.store;
  const auto search = store.find(id);
  if (!search) return error_page(site, search.error());
  if (action == "edit") {
    const auto form = Parameters::decode(request.body);
    if (!form) return error_page(site, form.error().error);
    const auto sent = draft_of_form(*form);
    if (!sent) return error_page(site, sent.error());
    const auto edited = store.edit(id, sent->draft, sent->version);
    if (!edited) {
      const Edited refused{sent->draft, edited.error()};
      return render_one(site, *search, {}, &refused);
    }
    if (edited->version.number == search->version.number) return see(page_of(id, "same"));
    if (!edited->archived) run({edited->id});
    return see(page_of(id, "edited"));
  }
  if (action == "duplicate") {
    const auto copy = store.duplicate(id, name_of_copy(*search));
    if (!copy) return error_page(site, copy.error());
    run({copy->id});
    return see(page_of(copy->id, "duplicated"));
  }
  if (action == "run") {
    // What goes wrong with the search itself is on its page, from its last run.
    return see(page_of(id, run({search->id}) ? "run" : ""));
  }
  const bool archived = action == "archive";
  const auto changed = store.set_archived(id, archived);
  if (!changed) return error_page(site, changed.error());
  if (!archived) run({changed->id});
  return see(page_of(id, archived ? "archived" : "unarchived"));
}

Reply SavedRoutes::alerts_page(const Request& request, const std::string& site) const {
  const saved::Alerts alerts(around_.store);
  web::AlertsPage page;
  page.site = {site};
  page.secret = around_.session.form_secret();
  page.generation = around_.searcher.generation();
  saved::EventQuery query;
  query.search = parameter(request, "search");
  if (!query.search.empty()) {
    auto search = around_.store.find(query.search);
    if (!search) return error_page(site, search.error());
    page.only = std::move(*search);
  }
  page.unread_total = page.only ? page.only->unread : alerts.unread();
  query.unread_only = true;
  query.limit = kEventsOnPage;
  auto unread = alerts.events(query);
  if (!unread) return error_page(site, unread.error());
  page.unread = std::move(*unread);
  query.unread_only = false;
  page.before = whole_number(parameter(request, "before")).value_or(0);
  query.before = page.before;
  // Read and unread ones lie mixed: pages of both are looked through until enough read ones are found.
  for (;;) {
    auto events = alerts.events(query);
    if (!events) return error_page(site, events.error());
    const bool last = events->size() < query.limit;
    for (saved::Event& event : *events) {
      query.before = event.number;
      if (!event.read) continue;
      if (page.read.size() == kEventsOnPage) {
        page.next_before = page.read.back().number;
        break;
      }
      page.read.push_back(std::move(event));
    }
    if (last || page.next_before > 0) break;
  }
  return html(200, web::render_alerts(page));
}

Reply SavedRoutes::mark_by_form(const Request& request, const std::string& site) const {
  const auto form = Parameters::decode(request.body);
  if (!form) return error_page(site, form.error().error);
  constexpr std::array<std::string_view, 5> kKnown{"number", "up_to", "search", "back", "csrf"};
  if (const auto checked = form->check(kKnown); !checked) return error_page(site, checked.error().error);
  saved::Alerts alerts(around_.store);
  const std::string_view search = form->get("search");
  if (form->has("number")) {
    const auto number = whole_number(form->get("number"));
    if (!number) {
      return error_page(site, {base::ErrorCode::bad_request, "'number' is not that of an alert", "", 0, 0});
    }
    if (const auto marked = alerts.mark({*number}, true); !marked) return error_page(site, marked.error());
  } else {
    // Never all that there may be by now, only what the page has shown.
    const auto up_to = whole_number(form->get("up_to"));
    if (!up_to) {
      return error_page(site, {base::ErrorCode::bad_request, "'up_to' is not that of an alert", "", 0, 0});
    }
    if (const auto marked = alerts.mark_read(search, *up_to); !marked)
      return error_page(site, marked.error());
  }
  if (form->has("back")) return see(page_of(form->get("back")));
  return see(search.empty() ? "/alerts" : "/alerts?search=" + base::percent_encode(search));
}

}  // namespace labtrail::http
