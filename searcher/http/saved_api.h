// The API of saved searches and alerts: JSON in, JSON out. Every answer names the generation that answers
// now.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "searcher/http/feed_keys.h"
#include "searcher/http/message.h"
#include "searcher/saved/alerts.h"
#include "searcher/saved/store.h"
#include "searcher/search.h"

namespace labtrail::http {

/// GET /api/v1/saved?which=live|archived|all
Reply api_list(const saved::Store& store, const searcher::Searcher& searcher, const Request& request);
/// One saved search with versions, counts and the addresses of its feeds (GET, and what a change leaves).
/// `run`: what a run has just found, or null.
Reply api_one(const saved::Store& store, const searcher::Searcher& searcher, const FeedKeys& keys,
              const saved::SavedSearch& search, const saved::RunSummary* run = nullptr);
/// GET /api/v1/saved/export: every saved search with its versions and counts, as saved.md describes.
Reply api_export(const saved::Store& store);
/// POST /api/v1/saved/import?copies=1: the same back, all or nothing. With the ids of those that came in.
std::pair<Reply, std::vector<std::string>> api_import(saved::Store& store, const Request& request);
/// What is wrong with an import is wrong with what was sent, not with this server.
base::Error of_import(base::Error error);
/// GET /api/v1/alerts?saved=&unread=1&before=&per_page=
Reply api_alerts(saved::Store& store, const searcher::Searcher& searcher, const Request& request);
/// POST /api/v1/alerts/read
Reply api_mark(saved::Store& store, const Request& request);

}  // namespace labtrail::http
