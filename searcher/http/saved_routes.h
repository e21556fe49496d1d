// Saved searches, alerts and feeds over HTTP: addresses -> store and alerts -> JSON or pages. Who may ask was
// judged before (session.h); only feeds are judged here, by the key in their address. An API answer to a
// change is what is there now; a page's is a 303 to the page that shows it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/http/feed_keys.h"
#include "searcher/http/message.h"
#include "searcher/http/metrics.h"
#include "searcher/saved/alerts.h"
#include "searcher/saved/store.h"
#include "searcher/search.h"

namespace labtrail::http {

class Session;

class SavedRoutes {
 public:
  /// All of them must outlive the routes.
  struct Around {
    const searcher::Searcher& searcher;
    saved::Store& store;
    Session& session;
    std::function<void(std::string_view)> warn;  ///< one line for whoever runs the server
  };
  SavedRoutes(Around around, FeedKeys keys);

  /// Thread-safe. `site`: "http://127.0.0.1:8080". Throws base::Failure where data folder or index are
  /// broken.
  [[nodiscard]] Reply answer(const Request& request, Route route, const std::string& site) const;

 private:
  [[nodiscard]] Reply api(const Request& request, Route route) const;
  [[nodiscard]] Reply list_page(const Request& request, const std::string& site) const;
  [[nodiscard]] Reply new_page(const Request& request, const std::string& site) const;
  [[nodiscard]] Reply create_by_form(const Request& request, const std::string& site) const;
  [[nodiscard]] Reply import_by_form(const Request& request, const std::string& site) const;
  [[nodiscard]] Reply render_import(const std::string& site, const std::string& sent,
                                    const base::Error* error) const;
  [[nodiscard]] Reply one_page(const Request& request, const std::string& site, std::string_view id) const;
  [[nodiscard]] Reply act(const Request& request, const std::string& site, std::string_view id,
                          std::string_view action) const;
  [[nodiscard]] Reply alerts_page(const Request& request, const std::string& site) const;
  [[nodiscard]] Reply mark_by_form(const Request& request, const std::string& site) const;
  [[nodiscard]] Reply feed(const Request& request, const std::string& site, std::string_view id,
                           std::string_view kind) const;

  /// Runs searches that are new or have a new question, so that their counts are known and their alerts begin
  /// now. Where that fails the change stands all the same: the next run makes up for it.
  std::optional<saved::RunSummary> run(std::vector<std::string> ids) const;
  [[nodiscard]] static std::string name_of_copy(const saved::SavedSearch& search);
  /// What a parameter of a page says; nothing where it is absent or the query string cannot be read.
  [[nodiscard]] static std::string parameter(const Request& request, std::string_view name);
  struct Edited {
    const saved::Draft& draft;
    const base::Error& error;
  };
  [[nodiscard]] Reply render_one(const std::string& site, const saved::SavedSearch& search, std::string done,
                                 const Edited* edited) const;
  [[nodiscard]] Reply render_new(const std::string& site, const saved::Draft& draft,
                                 const base::Error* error) const;

  Around around_;
  FeedKeys keys_;
};

}  // namespace labtrail::http
