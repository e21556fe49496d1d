// The alerts of one saved search as feeds: Atom 1.0 (RFC 4287) and JSON Feed 1.1 (jsonfeed.org/version/1.1).
// Pure functions: the same input gives the same bytes, whatever the time. Texts of strangers are escaped,
// characters that XML does not know are left out. Ids are stable: a reader shows every alert once, even when
// the address of the server changes.
#pragma once

#include <string>
#include <vector>

#include "searcher/saved/alerts.h"
#include "searcher/saved/store.h"

namespace labtrail::saved {

struct Feed {
  SavedSearch search;
  std::vector<Event> events;  ///< newest first, as Alerts::events gives them
  std::string base_url;       ///< "http://127.0.0.1:8080", without a slash at the end
};

/// application/atom+xml. `updated` of an entry is its generation's date, of the feed its newest entry's
/// (without entries the search's last change).
std::string to_atom(const Feed& feed);
/// application/feed+json
std::string to_json_feed(const Feed& feed);
/// For an ETag: equal when both feeds have the same bytes. Letters and digits, no quotes.
std::string etag(const Feed& feed);
/// Address of a paper's page, and of the search's page, under `base_url`.
std::string paper_url(const std::string& base_url, std::string_view paper);
std::string search_url(const std::string& base_url, const Draft& draft);

}  // namespace labtrail::saved
