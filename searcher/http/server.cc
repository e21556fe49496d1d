#include "searcher/http/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "searcher/http/compress.h"
#include "searcher/http/guards.h"
#include "searcher/http/metrics.h"
#include "searcher/http/problem.h"
#include "searcher/http/routes.h"
#include "searcher/http/saved_routes.h"
#include "searcher/http/session.h"
#include "searcher/saved/alerts.h"

namespace labtrail::http {
namespace {

using Clock = std::chrono::steady_clock;

/// Looks for newer generations until it is destroyed. A failure is told once, not every few seconds.
class Refresher {
 public:
  Refresher(searcher::Searcher& searcher, std::chrono::milliseconds interval, std::function<void()> renewed,
            std::function<void(std::string_view)> warn)
      : searcher_(searcher), interval_(interval), renewed_(std::move(renewed)), warn_(std::move(warn)) {}
  Refresher(const Refresher&) = delete;
  Refresher& operator=(const Refresher&) = delete;
  ~Refresher() { stop(); }

  void start() {
    thread_ = std::thread([this] {
      renewed_();
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
    bool renewed = false;
    try {
      if (const auto refreshed = searcher_.refresh(); refreshed) {
        renewed = *refreshed;
      } else {
        error = refreshed.error().message;
      }
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
    if (renewed) renewed_();
    if (tell) warn_(fmt::format("a newer generation of the index is not served: {}", error));
  }

  searcher::Searcher& searcher_;
  std::chrono::milliseconds interval_;
  std::function<void()> renewed_;  ///< called at the start and after each newer generation
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
        refresher_(
            searcher, options_.refresh_interval, [this] { run_alerts(); }, options_.warn),
        routes_(searcher,
                {options_.public_url, options_.build, [this] { return metrics_.text(gauges()); },
                 [this] { return refresher_.error(); }, options_.warn,
                 options_.keeping
                     ? [this](const Request& request, Route route,
                              const std::string& site) { return saved_routes_->answer(request, route, site); }
                     : std::function<Reply(const Request&, Route, const std::string&)>()}),
        transport_(options_.transport,
                   {[this](const Request& request) {
                      return guards_->admit(request, Routes::accepts(Routes::find(request.path)));
                    },
                    [this](const Request& request) { return answer(request); },
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
      session_.emplace(options_.random, *port, options_.public_url);
      if (options_.keeping) {
        saved_routes_.emplace(
            SavedRoutes::Around{searcher_, options_.keeping->store, *session_, options_.warn},
            options_.keeping->feed_keys);
      }
    }
    return port;
  }

  void run() {
    refresher_.start();
    transport_.run();
    refresher_.stop();
  }
  void stop() noexcept { transport_.stop(); }
  [[nodiscard]] const std::string& token() const { return session_->token(); }

 private:
  static ServerOptions complete(ServerOptions options) {
    options.transport.host = options.host;
    options.transport.port = options.port;
    if (!options.warn) options.warn = [](std::string_view) {};
    while (options.public_url.ends_with('/')) options.public_url.pop_back();
    return options;
  }

  /// Alerts follow the generation that is served, so that page and inbox agree. Other processes may run them,
  /// too: nothing is told twice.
  void run_alerts() {
    if (!options_.keeping) return;
    try {
      saved::Alerts alerts(options_.keeping->store);
      const auto summary = alerts.run(searcher_);
      if (!summary) options_.warn(fmt::format("alerts were not run: {}", summary.error().message));
      if (summary && summary->errors > 0) {
        options_.warn(fmt::format("{} saved search{} could not be run; the page of each says why",
                                  summary->errors, summary->errors == 1 ? "" : "es"));
      }
    } catch (const std::exception& broken) {
      options_.warn(fmt::format("alerts were not run: {}", broken.what()));
    }
  }

  Gauges gauges() const {
    const searcher::GenerationInfo generation = searcher_.generation();
    return {generation.number, generation.papers, refresher_.failures(), transport_.open_connections(),
            transport_.busy_workers()};
  }

  Reply answer(const Request& request) {
    const Clock::time_point start = Clock::now();
    const Route route = Routes::find(request.path);
    Reply reply = judged(request, route);
    admit(request, reply);
    // Never compressed together: a secret and text that somebody else may choose (BREACH, Gluck, Harris and
    // Prado 2013).
    if (!Routes::is_private(route)) compress(request, reply);
    dress(reply, route, start);
    return reply;
  }

  /// What the session says to it, or what the route answers.
  Reply judged(const Request& request, Route route) const {
    if (const auto entered = session_->enter(request)) {
      return *entered ? **entered : routes_.refused(request, route, entered->error());
    }
    // Where nothing is kept there is nothing to guard, and the route says how to keep something.
    if (!options_.keeping && Routes::is_private(route)) return routes_.answer(request, route);
    if (is_change(request)) {
      if (const auto refusal = session_->refuse_change(request)) {
        return routes_.refused(request, route, *refusal);
      }
    } else if (Routes::is_private(route) && !session_->knows(request)) {
      return routes_.refused(request, route, stranger());
    }
    return routes_.answer(request, route);
  }

  Reply refuse(const Refusal& refusal, Clock::time_point start) {
    Reply reply = problem(refusal);
    dress(reply, Route::none, start);
    return reply;
  }

  /// A stream may hold its worker for long: only so many at a time.
  void admit(const Request& request, Reply& reply) {
    if (!reply.stream || request.method == "HEAD") return;
    // Counts until the last copy of the stream is gone.
    const std::shared_ptr<void> place(nullptr, [this](void*) { --streams_; });
    const std::size_t most = options_.transport.streams > 0
                                 ? options_.transport.streams
                                 : std::max<std::size_t>(options_.transport.workers / 4, 1);
    if (++streams_ > most) {
      reply = problem(Refusal{503, "too many exports are under way", "try again in a moment"});
      return;
    }
    reply.stream = [place, stream = std::move(reply.stream)](const BodySink& sink) { return stream(sink); };
  }

  void compress(const Request& request, Reply& reply) const {
    if (!options_.compress || reply.stream) return;
    // The answer depends on the header even where it comes uncompressed.
    reply.headers.emplace_back("Vary", "Accept-Encoding");
    if (reply.body.size() < kWorthCompressing || reply.content_type.starts_with("image/png") ||
        reply.content_type == "application/zip" || !accepts_gzip(request.header("accept-encoding"))) {
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
  std::atomic<std::size_t> streams_{0};
  Metrics metrics_;
  Refresher refresher_;
  Routes routes_;
  std::optional<Guards> guards_;
  std::optional<Session> session_;
  std::optional<SavedRoutes> saved_routes_;
  Transport transport_;
};

Server::Server(searcher::Searcher& searcher, ServerOptions options)
    : impl_(std::make_unique<Impl>(searcher, std::move(options))) {}
Server::~Server() = default;
base::Result<int> Server::bind() {
  return impl_->bind();
}
const std::string& Server::token() const {
  return impl_->token();
}
void Server::run() {
  impl_->run();
}
void Server::stop() noexcept {
  impl_->stop();
}

}  // namespace labtrail::http
