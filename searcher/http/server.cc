#include "searcher/http/server.h"

#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "searcher/http/compress.h"
#include "searcher/http/guards.h"
#include "searcher/http/metrics.h"
#include "searcher/http/problem.h"
#include "searcher/http/routes.h"

namespace labtrail::http {
namespace {

using Clock = std::chrono::steady_clock;

/// Looks for newer generations until it is destroyed. A failure is told once, not every few seconds.
class Refresher {
 public:
  Refresher(searcher::Searcher& searcher, std::chrono::milliseconds interval,
            std::function<void(std::string_view)> warn)
      : searcher_(searcher), interval_(interval), warn_(std::move(warn)) {}
  Refresher(const Refresher&) = delete;
  Refresher& operator=(const Refresher&) = delete;
  ~Refresher() { stop(); }

  void start() {
    thread_ = std::thread([this] {
      std::unique_lock lock(mutex_);
      while (!wake_.wait_for(lock, interval_, [this] { return stopping_; })) {
        lock.unlock();
        look();
        lock.lock();
      }
    });
  }
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] std::string error() const {
    const std::lock_guard lock(mutex_);
    return error_;
  }
  [[nodiscard]] std::uint64_t failures() const { return failures_; }

 private:
  void look() {
    std::string error;
    try {
      if (const auto refreshed = searcher_.refresh(); !refreshed) error = refreshed.error().message;
    } catch (const std::exception& broken) {
      error = broken.what();
    }
    if (!error.empty()) ++failures_;
    bool tell = false;
    {
      const std::lock_guard lock(mutex_);
      tell = !error.empty() && error != error_;
      error_ = error;
    }
    if (tell) warn_(fmt::format("a newer generation of the index is not served: {}", error));
  }

  searcher::Searcher& searcher_;
  std::chrono::milliseconds interval_;
  std::function<void(std::string_view)> warn_;
  std::thread thread_;
  std::condition_variable wake_;
  mutable std::mutex mutex_;
  bool stopping_ = false;  // guarded by mutex_
  std::string error_;      // guarded by mutex_
  std::atomic<std::uint64_t> failures_{0};
};

/// The host of "https://search.example.org/": what the browser will send.
std::optional<std::string> host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find('/')));
}

std::string_view cache_control(Caching caching) {
  switch (caching) {
    case Caching::never:
      return "no-store";
    case Caching::revalidate:
      return "private, no-cache";
    case Caching::forever:
      return "public, max-age=31536000, immutable";
  }
  return "no-store";
}

}  // namespace

class Server::Impl {
 public:
  Impl(searcher::Searcher& searcher, ServerOptions options)
      : searcher_(searcher),
        options_(complete(std::move(options))),
        refresher_(searcher, options_.refresh_interval, options_.warn),
        routes_(searcher, {options_.public_url, options_.build, [this] { return metrics_.text(gauges()); },
                           [this] { return refresher_.error(); }, options_.warn}),
        transport_(options_.transport,
                   {[this](const Request& request) { return answer(request); },
                    [this](const Refusal& refusal) { return refuse(refusal, Clock::now()); }}) {}

  base::Result<int> bind() {
    if (!options_.behind_proxy && !is_loopback(options_.host)) {
      return base::fail(
          base::ErrorCode::bad_request,
          fmt::format("'{}' can be reached by others, and this server knows no passwords and no TLS",
                      options_.host),
          "listen on 127.0.0.1 and put nginx in front (example: searcher/http/nginx.conf), or say "
          "--behind-proxy where a proxy or firewall stands in front already");
    }
    auto port = transport_.bind();
    if (port) {
      std::vector<std::string> names = options_.allowed_hosts;
      if (const auto host = host_of(options_.public_url)) names.push_back(*host);
      guards_.emplace(*port, names);
    }
    return port;
  }

  void run() {
    refresher_.start();
    transport_.run();
    refresher_.stop();
  }
  void stop() noexcept { transport_.stop(); }

 private:
  static ServerOptions complete(ServerOptions options) {
    options.transport.host = options.host;
    options.transport.port = options.port;
    if (!options.warn) options.warn = [](std::string_view) {};
    while (options.public_url.ends_with('/')) options.public_url.pop_back();
    return options;
  }

  Gauges gauges() const {
    const searcher::GenerationInfo generation = searcher_.generation();
    return {generation.number, generation.papers, refresher_.failures(), transport_.open_connections(),
            transport_.busy_workers()};
  }

  Reply answer(const Request& request) {
    const Clock::time_point start = Clock::now();
    if (const auto refusal = guards_->refuse(request)) return refuse(*refusal, start);
    const Route route = Routes::find(request.path);
    Reply reply = routes_.answer(request, route);
    compress(request, reply);
    dress(reply, route, start);
    return reply;
  }

  Reply refuse(const Refusal& refusal, Clock::time_point start) {
    Reply reply = problem(refusal);
    dress(reply, Route::none, start);
    return reply;
  }

  void compress(const Request& request, Reply& reply) const {
    if (!options_.compress) return;
    // The answer depends on the header even where it comes uncompressed.
    reply.headers.emplace_back("Vary", "Accept-Encoding");
    if (reply.body.size() < kWorthCompressing || reply.content_type.starts_with("image/png") ||
        !accepts_gzip(request.header("accept-encoding"))) {
      return;
    }
    reply.body = gzip(reply.body);
    reply.headers.emplace_back("Content-Encoding", "gzip");
    if (!reply.etag.empty()) reply.etag.insert(reply.etag.size() - 1, "-gz");
  }

  /// What every reply carries, and what is counted about it.
  void dress(Reply& reply, Route route, Clock::time_point start) {
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    reply.headers.insert(reply.headers.end(), security_headers().begin(), security_headers().end());
    reply.headers.emplace_back("Cache-Control", cache_control(reply.caching));
    reply.headers.emplace_back("Server-Timing", fmt::format("app;dur={:.3f}", seconds * 1e3));
    metrics_.count(route, reply.status, seconds);
  }

  searcher::Searcher& searcher_;
  ServerOptions options_;
  Metrics metrics_;
  Refresher refresher_;
  Routes routes_;
  std::optional<Guards> guards_;
  Transport transport_;
};

Server::Server(searcher::Searcher& searcher, ServerOptions options)
    : impl_(std::make_unique<Impl>(searcher, std::move(options))) {}
Server::~Server() = default;
base::Result<int> Server::bind() {
  return impl_->bind();
}
void Server::run() {
  impl_->run();
}
void Server::stop() noexcept {
  impl_->stop();
}

}  // namespace labtrail::http
