#include "searcher/http/transport.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <httplib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <ctime>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "searcher/http/connection.h"

namespace labtrail::http {
namespace {

using Clock = std::chrono::steady_clock;

/// The pool of threads that httplib hands its connections to; it also knows who waits.
class Workers : public httplib::TaskQueue {
 public:
  Workers(std::size_t count, std::atomic<std::size_t>& waiting) : waiting_(waiting) {
    for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
  }
  void enqueue(std::function<void()> task) override {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back({std::move(task), Clock::now()});
      ++waiting_;
    }
    has_tasks_.notify_one();
  }
  void shutdown() override {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    has_tasks_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  /// How long the connection that this thread serves has waited for it.
  static Clock::duration& waited() {
    thread_local Clock::duration time{};
    return time;
  }

 private:
  struct Task {
    std::function<void()> run;
    Clock::time_point queued;
  };
  void work() {
    for (;;) {
      Task task;
      {
        std::unique_lock lock(mutex_);
        has_tasks_.wait(lock, [this] { return !tasks_.empty() || ending_; });
        if (tasks_.empty()) return;
        task = std::move(tasks_.front());
        tasks_.pop_front();
        --waiting_;
      }
      waited() = Clock::now() - task.queued;
      task.run();
    }
  }

  std::atomic<std::size_t>& waiting_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable has_tasks_;
  std::deque<Task> tasks_;  // guarded by mutex_
  bool ending_ = false;     // guarded by mutex_
};

/// What httplib reads is a head that we made; what it writes goes out.
class ReplyStream : public httplib::Stream {
 public:
  ReplyStream(Connection& connection, std::string head) : connection_(connection), head_(std::move(head)) {}
  [[nodiscard]] bool is_readable() const override { return read_ < head_.size(); }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* to, size_t size) override {
    const std::size_t count = std::min(size, head_.size() - read_);
    std::memcpy(to, head_.data() + read_, count);
    read_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, size_t size) override {
    return connection_.write({from, size}) ? static_cast<ssize_t>(size) : -1;
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  [[nodiscard]] socket_t socket() const override { return 0; }  // small: httplib refuses large ones

 private:
  Connection& connection_;
  std::string head_;
  std::size_t read_ = 0;
};

/// The reply that the thread's httplib is about to write.
struct Pending {
  Reply* reply = nullptr;
  Connection* connection = nullptr;
  bool chunks = true;  ///< the client reads chunks (HTTP/1.1); else a stream ends with the connection
  bool whole = true;   ///< a stream was given to its end
};
Pending& pending_reply() {
  thread_local Pending pending;
  return pending;
}

std::string http_date() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), length};
}

/// The reply's stream as httplib wants it. `whole` is set when all of it was given.
httplib::ContentProviderWithoutLength provider(Pending& pending) {
  return [&pending](std::size_t, httplib::DataSink& sink) {
    const BodySink give = [&](std::string_view bytes) {
      return bytes.empty() ? pending.connection->is_wanted() : sink.write(bytes.data(), bytes.size());
    };
    pending.whole = pending.reply->stream(give);
    if (pending.whole) sink.done();
    return pending.whole;
  };
}

void fill(httplib::Response& response, Pending& pending) {
  Reply& reply = *pending.reply;
  response.status = reply.status;
  response.set_header("Date", http_date());
  if (reply.stream) {
    response.set_header("Accept-Ranges", "none");
    if (pending.chunks) {
      response.set_chunked_content_provider(reply.content_type, provider(pending));
    } else {
      response.set_content_provider(reply.content_type, provider(pending));
    }
  } else if (!reply.content_type.empty()) {
    response.set_header("Content-Type", reply.content_type);
  }
  if (!reply.etag.empty()) response.set_header("ETag", reply.etag);
  for (const auto& [name, value] : reply.headers) response.set_header(name, value);
  response.body = std::move(reply.body);
}

std::string peer_address(int socket) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) return {};
  if (address.ss_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text.data(),
                text.size());
  } else {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(), text.size());
  }
  return text.data();
}

bool is_numeric(const std::string& host) {
  in_addr four{};
  in6_addr six{};
  return ::inet_pton(AF_INET, host.c_str(), &four) == 1 || ::inet_pton(AF_INET6, host.c_str(), &six) == 1;
}

/// Counts up for as long as it lives.
class Counted {
 public:
  explicit Counted(std::atomic<std::size_t>& count) : count_(count) { ++count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --count_; }

 private:
  std::atomic<std::size_t>& count_;
};

}  // namespace

bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  in_addr four{};
  in6_addr six{};
  const std::string text(host);
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  return ::inet_pton(AF_INET6, text.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six) != 0;
}

class Transport::Impl : private httplib::Server {
 public:
  Impl(TransportOptions options, Answering answering)
      : options_(std::move(options)), answering_(std::move(answering)) {
    patience_.head = options_.head;
    patience_.head_time = options_.head_time;
    patience_.body_time = options_.body_time;
    patience_.crowded_time = options_.patience;
    patience_.idle_time = options_.idle_time;
    patience_.write_time = options_.write_time;
    patience_.stream_rate = std::max<std::size_t>(options_.stream_rate, 1);
    patience_.crowded = [this] { return waiting_ > 0; };
    patience_.stopping = [this] { return stopping_.load(); };
    new_task_queue = [this] { return new Workers(options_.workers, waiting_); };
    set_tcp_nodelay(true);
    // Without this httplib sets SO_REUSEPORT, and a second server on the port would silently take half of the
    // requests.
    set_socket_options([](socket_t socket) {
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    set_keep_alive_timeout(std::max<std::int64_t>(
        1, std::chrono::duration_cast<std::chrono::seconds>(options_.idle_time).count()));
    set_keep_alive_max_count(kRequestsPerConnection);
    set_pre_routing_handler([](const httplib::Request&, httplib::Response& response) {
      fill(response, pending_reply());
      return HandlerResponse::Handled;
    });
  }

  ~Impl() override {
    if (has_port_) ::close(svr_sock_);
  }

  base::Result<int> bind() {
    // "localhost" is not looked up: a name server must not decide where we listen.
    if (options_.host == "localhost") options_.host = "127.0.0.1";
    if (!is_numeric(options_.host)) {
      return base::fail(base::ErrorCode::bad_request,
                        fmt::format("'{}' is not a numeric address", options_.host),
                        "for example 127.0.0.1 or ::1");
    }
    errno = 0;
    if (!take_port()) {
      const int error = errno;
      return base::fail(base::ErrorCode::io,
                        fmt::format("cannot listen on {}:{}: {}", options_.host, options_.port,
                                    error == 0 ? "not possible" : std::strerror(error)),
                        error == EADDRINUSE ? "is it running already? choose another port" : "");
    }
    return options_.port;
  }

  void run() {
    while (!stopping_) {
      listen_after_bind();
      has_port_ = false;
      // httplib gives up when accept fails for any reason (an aborted connection, no descriptors left): once
      // more.
      while (!stopping_ && !take_port()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  /// Shutting the listening socket down makes `accept` fail now or later: nothing to race with, all of it
  /// allowed in a signal handler.
  void stop() noexcept {
    if (!stopping_.exchange(true)) ::shutdown(svr_sock_, SHUT_RDWR);
  }

  [[nodiscard]] std::size_t open_connections() const { return serving_ + waiting_; }
  [[nodiscard]] std::size_t busy_workers() const { return busy_; }

 private:
  static constexpr std::size_t kRequestsPerConnection = 10000;
  static constexpr int kBacklog = 511;  ///< httplib's own is 5: more clients at once would wait a second each

  bool take_port() {
    if (options_.port == 0) {
      const int port = bind_to_any_port(options_.host);
      if (port <= 0) return false;
      options_.port = port;
    } else if (!bind_to_port(options_.host, options_.port)) {
      return false;
    }
    has_port_ = true;
    return ::listen(svr_sock_, kBacklog) == 0;
  }

  bool process_and_close_socket(socket_t socket) override {
    const Counted serving(serving_);
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    Connection connection(socket, patience_);
    const std::string peer = peer_address(socket);
    const bool late = Workers::waited() > options_.queue_time;
    const Clock::time_point turn = Clock::now() + options_.turn_time;
    for (std::size_t left = kRequestsPerConnection; left > 0; --left) {
      const auto head = connection.read_head();
      if (!head && head.error().status == 0) break;
      if (!head) {
        reply(connection, "GET", answering_.refuse(head.error()));
        break;
      }
      const bool last = left == 1 || (waiting_ > 0 && Clock::now() > turn);
      if (!answer(connection, *head, peer, late, last)) break;
    }
    connection.finish();
    ::close(socket);
    return true;
  }

  /// True when another request may follow.
  bool answer(Connection& connection, const std::string& head, const std::string& peer, bool late,
              bool last) {
    const Counted busy(busy_);
    auto request = parse_head(head, options_.head);
    if (!request) return reply(connection, "GET", answering_.refuse(request.error()));
    if (late)
      return reply(connection, request->method,
                   answering_.refuse({503, "too many requests wait", "try again in a moment"}));
    request->peer = peer;
    const auto length = answering_.admit(*request);
    if (!length) return reply(connection, request->method, answering_.refuse(length.error()));
    if (*length > 0) {
      // curl holds larger bodies back until it is told to go on.
      if (request->has_header("expect")) {
        connection.begin_reply();
        if (!connection.write("HTTP/1.1 100 Continue\r\n\r\n")) return false;
      }
      auto body = connection.read_body(*length);
      if (!body && body.error().status == 0) return false;
      if (!body) return reply(connection, request->method, answering_.refuse(body.error()));
      request->body = std::move(*body);
    }
    Reply made = answering_.answer(*request);
    made.close = made.close || last || !request->keep_alive || request->minor_version == 0;
    return reply(connection, request->method, std::move(made), request->minor_version > 0);
  }

  bool reply(Connection& connection, std::string_view method, Reply made, bool chunks = true) {
    const bool streams = made.stream && method != "HEAD";
    const bool close = made.close || stopping_;
    ReplyStream stream(connection, fmt::format("{} / HTTP/1.1\r\n{}\r\n", method == "HEAD" ? "HEAD" : "GET",
                                               close ? "Connection: close\r\n" : ""));
    pending_reply() = {&made, &connection, chunks, !streams};
    connection.begin_reply(streams);
    bool closed = false;
    const bool written = process_request(stream, false, closed, [](httplib::Request&) {});
    if (!pending_reply().whole) connection.cut();
    pending_reply() = {};
    return written && !close && !closed;
  }

  TransportOptions options_;
  Answering answering_;
  Patience patience_;
  bool has_port_ = false;  ///< the listening socket is ours to close
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> waiting_{0};
  std::atomic<std::size_t> serving_{0};
  std::atomic<std::size_t> busy_{0};
};

Transport::Transport(TransportOptions options, Answering answering)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(answering))) {}
Transport::~Transport() = default;
base::Result<int> Transport::bind() {
  return impl_->bind();
}
void Transport::run() {
  impl_->run();
}
void Transport::stop() noexcept {
  impl_->stop();
}
std::size_t Transport::open_connections() const {
  return impl_->open_connections();
}
std::size_t Transport::busy_workers() const {
  return impl_->busy_workers();
}

}  // namespace labtrail::http
