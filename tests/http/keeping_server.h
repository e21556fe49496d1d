// A server over a small real index and a real data folder, and the one user who may change what it keeps.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "indexed_samples.h"
#include "running_server.h"
#include "searcher/saved/alerts.h"
#include "searcher/saved/store.h"
#include "searcher/search.h"

namespace labtrail::tests {

class KeepingServer {
 public:
  explicit KeepingServer(http::ServerOptions options = {}) {
    searcher = searcher::Searcher::open(samples.index());
    store =
        std::make_unique<saved::Store>(samples.folder() / "data", [] { return std::int64_t{1764000000}; });
    options.keeping.emplace(http::Keeping{*store, http::FeedKeys(std::string(16, 'k'))});
    options.refresh_interval = std::chrono::milliseconds(20);
    // Token, cookie and secret of forms: 64 times "1", "2", "3".
    options.random = [next = '\x11'](std::size_t bytes) mutable {
      std::string out(bytes, next);
      next = static_cast<char>(next + 0x11);
      return out;
    };
    server = std::make_unique<RunningServer>(*searcher, std::move(options));
  }

  static std::string token() { return std::string(64, '1'); }
  static std::string secret() { return std::string(64, '3'); }
  [[nodiscard]] std::string cookie() const {
    return "Cookie: labtrail-" + std::to_string(server->port()) + "=" + std::string(64, '2') + "\r\n";
  }
  [[nodiscard]] std::string origin() const { return "Origin: http://" + server->host() + "\r\n"; }
  static std::string bearer() { return "Authorization: Bearer " + token() + "\r\n"; }

  /// One request on a connection of its own; `headers` are whole lines.
  [[nodiscard]] std::string send(const std::string& method, const std::string& target,
                                 const std::string& headers = "", const std::string& body = "",
                                 const std::string& type = "") const {
    RawClient client(server->port());
    std::string request = method + " " + target + " HTTP/1.1\r\nHost: " + server->host() +
                          "\r\nConnection: close\r\n" + headers;
    if (!type.empty()) request += "Content-Type: " + type + "\r\n";
    if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    client.send(request + "\r\n" + body);
    return client.read_all();
  }
  [[nodiscard]] std::string get(const std::string& target) const { return send("GET", target, cookie()); }
  /// As one of our own pages sends it.
  [[nodiscard]] std::string form(const std::string& target, const std::string& fields) const {
    return send("POST", target, cookie() + origin(), "csrf=" + secret() + "&" + fields,
                "application/x-www-form-urlencoded");
  }
  [[nodiscard]] std::string api(const std::string& method, const std::string& target,
                                const std::string& body = "") const {
    return send(method, target, bearer(), body, body.empty() ? "" : "application/json");
  }

  /// Publishes further papers and waits until the server serves them and has made its alerts: `unread` in
  /// all.
  void add(const std::vector<corpus::Paper>& papers, std::uint64_t unread) {
    samples.add(papers);
    for (int i = 0; i < 3000 && saved::Alerts(*store).unread() < unread; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  IndexedSamples samples;
  std::unique_ptr<searcher::Searcher> searcher;
  std::unique_ptr<saved::Store> store;
  std::unique_ptr<RunningServer> server;
};

/// The value of a header, or empty.
inline std::string header_of(std::string_view reply, std::string_view name) {
  const std::size_t head = reply.find("\r\n\r\n");
  const std::size_t at = reply.find("\r\n" + std::string(name) + ": ");
  if (at == std::string_view::npos || at > head) return {};
  const std::size_t from = at + name.size() + 4;
  return std::string(reply.substr(from, reply.find("\r\n", from) - from));
}

}  // namespace labtrail::tests
