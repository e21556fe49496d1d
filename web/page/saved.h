// The pages of what the user keeps: saved searches and alerts. Functions from plain structs to HTML text like
// those of page.h. Every change is a form with method POST that carries `secret` (searcher/http/session.h);
// the answer to it is a 303 to one of these pages.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/saved/alerts.h"
#include "searcher/saved/store.h"
#include "searcher/search.h"
#include "web/page/page.h"

namespace labtrail::web {

/// "/saved/new?q=...": the form that saves the search of a page.
std::string save_url(const SearchState& state);
/// "/saved/ab12"
std::string saved_path(std::string_view id);
/// The search page that asks what was saved.
SearchState state_of(const saved::Draft& draft);
/// What the page of a saved search asks the searcher for: how many papers, of which years.
searcher::Request count_request(const saved::Draft& draft);

/// GET /saved
struct SavedListPage {
  Site site;
  std::string secret;  ///< of the form that ends the session
  std::vector<saved::SavedSearch> searches;
  bool archived = false;                  ///< these are the archived ones
  std::uint64_t others = 0;               ///< how many there are of the other kind
  std::uint64_t unread = 0;               ///< alerts
  std::optional<std::uint64_t> imported;  ///< how many were just added by an import
  searcher::GenerationInfo generation;
};
std::string render_saved_list(const SavedListPage& page);

/// GET /saved/new, and POST /saved where the draft cannot be saved as it is.
struct SavedNewPage {
  Site site;
  std::string secret;
  saved::Draft draft;
  const base::Error* error = nullptr;            ///< why it was not saved
  const searcher::Response* response = nullptr;  ///< to count_request(draft); null: it cannot be asked
  searcher::GenerationInfo generation;
};
std::string render_saved_new(const SavedNewPage& page);

/// GET /saved/import, and POST where what was sent cannot be imported.
struct SavedImportPage {
  Site site;
  std::string secret;
  std::string sent;
  const base::Error* error = nullptr;
  searcher::GenerationInfo generation;
};
std::string render_saved_import(const SavedImportPage& page);

/// GET /saved/{id}, and POST /saved/{id}/edit where the draft cannot be saved as it is.
struct SavedSearchPage {
  Site site;
  std::string secret;
  saved::SavedSearch search;
  std::vector<saved::Version> versions;  ///< oldest first
  std::vector<saved::Count> counts;      ///< oldest first
  std::vector<saved::Event> events;      ///< the newest, newest first
  std::string feed_key;
  const searcher::Response* response = nullptr;  ///< to count_request, now; null with `error`
  const base::Error* error = nullptr;            ///< why it cannot be run now
  const saved::Draft* edited = nullptr;          ///< what was sent and could not be saved
  const base::Error* edit_error = nullptr;       ///< why
  std::string done;                              ///< what was just done: "created", "edited", ...; else empty
  searcher::GenerationInfo generation;
};
std::string render_saved_search(const SavedSearchPage& page);

/// GET /alerts
struct AlertsPage {
  Site site;
  std::string secret;
  std::vector<saved::Event> unread;        ///< newest first
  std::vector<saved::Event> read;          ///< newest first
  std::uint64_t unread_total = 0;          ///< with those that are not listed
  std::optional<saved::SavedSearch> only;  ///< of this search alone
  std::uint64_t before = 0;                ///< read ones with smaller numbers than this; 0 = from the newest
  std::uint64_t next_before = 0;           ///< for the link to older ones; 0 = there are none
  searcher::GenerationInfo generation;
};
std::string render_alerts(const AlertsPage& page);

}  // namespace labtrail::web
