// The HTTP server of labtrail-search: routes behind guards behind a door, and a thread that looks for newer
// generations of the index. Answers only under names it knows, changes only what its user keeps and only for
// that user (session.h), and listens on this machine alone unless told that a proxy stands in front
// (nginx.conf beside this file is an example that the tests run).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/base/random.h"
#include "searcher/http/feed_keys.h"
#include "searcher/http/transport.h"
#include "searcher/saved/store.h"
#include "searcher/search.h"

namespace labtrail::http {

/// What the server keeps for its user: the data folder, opened. Must outlive the server.
struct Keeping {
  saved::Store& store;
  FeedKeys feed_keys;
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 8080;  ///< 0 = any that is free
  /// Allows addresses that others can reach. Give it only where a proxy (or a firewall) stands in front.
  bool behind_proxy = false;
  std::vector<std::string> allowed_hosts;  ///< names beyond loopback: "search.example.org", "localhost:9000"
  std::string public_url;      ///< "https://search.example.org": links in metadata; its host is allowed
  std::string build;           ///< names this build of the program in ETags
  TransportOptions transport;  ///< limits; host and port above win
  std::chrono::milliseconds refresh_interval{3000};
  bool compress = true;
  std::optional<Keeping> keeping;               ///< nothing: no saved searches and alerts
  base::Random random = base::system_random();  ///< for the secrets of the session
  /// One line for whoever runs the server (a refresh that fails, a route that breaks). Never a query.
  std::function<void(std::string_view)> warn;
};

class Server {
 public:
  /// The searcher must outlive the server.
  Server(searcher::Searcher& searcher, ServerOptions options);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// Takes the port and returns its number. Errors: bad_request (an address that others can reach, without
  /// behind_proxy; not an address), io (in use).
  base::Result<int> bind();
  /// What `?token=` and `Authorization: Bearer` must name; `bind` must have succeeded.
  [[nodiscard]] const std::string& token() const;
  /// Serves until `stop`; finishes what is under way.
  void run();
  /// From any thread or a signal handler.
  void stop() noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace labtrail::http
