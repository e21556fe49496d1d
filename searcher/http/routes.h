// Address -> answer. Every route does the same three things and nothing else: decode the parameters, call the
// searcher, encode what it says. Knows no sockets (transport.h) and judges no request heads (guards.h).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "searcher/http/evidence_route.h"
#include "searcher/http/guards.h"
#include "searcher/http/message.h"
#include "searcher/http/metrics.h"
#include "searcher/http/parameters.h"
#include "searcher/search.h"

namespace labtrail::http {

/// What the routes need to know of the server around them.
struct Surroundings {
  std::string public_url;                ///< "https://search.example.org", or empty: the Host of each request
  std::string build;                     ///< names this build of the program; part of every ETag
  std::function<std::string()> metrics;  ///< the text behind /metrics
  std::function<std::string()>
      refresh_error;  ///< why newer generations are not served; empty when all is well
  std::function<void(std::string_view)> warn;  ///< one line for whoever runs the server
  /// Saved searches and alerts: saved_routes.h. Empty: this server keeps none.
  std::function<Reply(const Request&, Route, const std::string& site)> saved;
};

class Routes {
 public:
  /// The searcher must outlive the routes.
  Routes(const searcher::Searcher& searcher, Surroundings surroundings);

  /// Which route an address belongs to, for metrics.
  [[nodiscard]] static Route find(std::string_view path);
  /// What the addresses of a route take.
  [[nodiscard]] static Accepts accepts(Route route);
  /// Whether a route shows what the user keeps, and so needs to know who asks.
  [[nodiscard]] static bool is_private(Route route);
  /// A refusal as the route would show it: a page for browsers, a problem for programs.
  [[nodiscard]] Reply refused(const Request& request, Route route, const Refusal& refusal) const;
  /// Answers a request that the guards have let through. Thread-safe; never throws.
  [[nodiscard]] Reply answer(const Request& request, Route route) const;

 private:
  [[nodiscard]] Reply dispatch(const Request& request, Route route) const;
  [[nodiscard]] Reply call(const Request& request, Route route, const Parameters& parameters) const;
  [[nodiscard]] Reply failure(const Request& request, Route route, const base::Error& error) const;
  [[nodiscard]] std::string etag(const Request& request, const Parameters& parameters) const;
  [[nodiscard]] std::string site(const Request& request) const;

  const searcher::Searcher& searcher_;
  Surroundings surroundings_;
  EvidenceRoute evidence_;
};

/// Whether an If-None-Match header names this ETag (weakly; the gzip form counts as the same).
bool matches(std::string_view if_none_match, std::string_view etag);

}  // namespace labtrail::http
