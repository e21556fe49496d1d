#include "searcher/http/transport.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <ctime>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace labtrail::http {
namespace {

using Time = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

Time now() {
  return std::chrono::steady_clock::now();
}

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_ = -1;
};

struct Connection {
  enum class State : std::uint8_t {
    reading,   ///< waits for a whole head; belongs to the door
    working,   ///< belongs to a worker
    draining,  ///< answered for the last time: what still comes is thrown away, so that the reply is not lost
  };
  FileDescriptor socket;
  std::string peer;
  State state = State::reading;
  std::string input;
  std::size_t head = 0;  ///< length of the head that a worker answers
  bool ended = false;    ///< the client has sent all it will send
  bool keep = false;     ///< set by the worker: another request may follow
  std::size_t drained = 0;
  Time deadline;
};

constexpr milliseconds kDrainTime{1000};
constexpr std::size_t kDrainBytes = std::size_t{8} << 20;
constexpr milliseconds kTick{100};

std::string http_date() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), length};
}

std::string serialise_head(const Reply& reply, bool keep) {
  std::string out =
      fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", reply.status, reason(reply.status), http_date());
  if (!reply.content_type.empty()) out += fmt::format("Content-Type: {}\r\n", reply.content_type);
  if (!reply.etag.empty()) out += fmt::format("ETag: {}\r\n", reply.etag);
  for (const auto& [name, value] : reply.headers) out += fmt::format("{}: {}\r\n", name, value);
  if (reply.status != 304) out += fmt::format("Content-Length: {}\r\n", reply.body.size());
  out += keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return out;
}

/// Sends all of it, waiting for the client until `deadline` (or a second, once `stopping`). False when the
/// client is gone or too slow.
bool send_all(int socket, std::string_view head, std::string_view body, Time deadline,
              const std::atomic<bool>& stopping) {
  while (!head.empty() || !body.empty()) {
    std::array<iovec, 2> parts{iovec{const_cast<char*>(head.data()), head.size()},
                               iovec{const_cast<char*>(body.data()), body.size()}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
      if (stopping) deadline = std::min(deadline, now() + kDrainTime);
      const auto left = std::chrono::duration_cast<milliseconds>(deadline - now()).count();
      if (left <= 0) return false;
      pollfd waiting{socket, POLLOUT, 0};
      const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, kTick.count())));
      if (ready < 0 && errno != EINTR) return false;
      continue;
    }
    const std::size_t of_head = std::min(static_cast<std::size_t>(sent), head.size());
    head.remove_prefix(of_head);
    body.remove_prefix(static_cast<std::size_t>(sent) - of_head);
  }
  return true;
}

std::string address_text(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text.data(),
                text.size());
  } else {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace

bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  in_addr four{};
  in6_addr six{};
  const std::string text(host);
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  return ::inet_pton(AF_INET6, text.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six) != 0;
}

class Transport::Impl {
 public:
  Impl(TransportOptions options, Answering answering)
      : options_(std::move(options)),
        answering_(std::move(answering)),
        wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (wake_.get() < 0) throw base::Failure(base::ErrorCode::io, "cannot create an eventfd");
  }

  base::Result<int> bind();
  void run();
  void stop() noexcept {
    stopping_ = true;
    wake();
  }
  [[nodiscard]] std::size_t open_connections() const { return open_; }
  [[nodiscard]] std::size_t busy_workers() const { return busy_; }

 private:
  struct Job {
    Connection* connection = nullptr;
    Time queued;
  };

  void wake() noexcept {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(wake_.get(), &one, sizeof one);
  }

  // The door's side: only the thread in run() calls these, and only it touches connections_.
  void accept_all();
  void make_room();
  void read(Connection& connection);
  void drain(Connection& connection);
  void judge(Connection& connection);
  void refuse(Connection& connection, const Refusal& refusal);
  void hand_over(Connection& connection);
  void begin_draining(Connection& connection);
  void take_back();
  void expire();
  void watch(Connection& connection, bool on);
  void close(Connection& connection);
  void finish();

  // The workers' side.
  void work();
  void answer(Connection& connection, Time queued);

  TransportOptions options_;
  Answering answering_;
  FileDescriptor listening_;
  FileDescriptor wake_;
  FileDescriptor epoll_;
  std::unordered_map<int, std::unique_ptr<Connection>> connections_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> open_{0};
  std::atomic<std::size_t> busy_{0};
  std::vector<std::thread> workers_;

  std::mutex mutex_;
  std::condition_variable has_jobs_;
  std::deque<Job> jobs_;           // guarded by mutex_
  std::vector<Connection*> done_;  // guarded by mutex_
  bool no_more_jobs_ = false;      // guarded by mutex_
};

base::Result<int> Transport::Impl::bind() {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV;
  // "localhost" is not looked up: a name server must not decide where we listen.
  const std::string host = options_.host == "localhost" ? "127.0.0.1" : options_.host;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(options_.port).c_str(), &hints, &found) != 0) {
    return base::fail(base::ErrorCode::bad_request,
                      fmt::format("'{}' is not a numeric address", options_.host),
                      "for example 127.0.0.1 or ::1");
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  listening_ = FileDescriptor(::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(listening_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (found->ai_family == AF_INET6) ::setsockopt(listening_.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (listening_.get() < 0 || ::bind(listening_.get(), found->ai_addr, found->ai_addrlen) != 0 ||
      ::listen(listening_.get(), 511) != 0) {
    const int error = errno;
    return base::fail(
        base::ErrorCode::io,
        fmt::format("cannot listen on {}:{}: {}", options_.host, options_.port, std::strerror(error)),
        error == EADDRINUSE ? "is it running already? choose another port" : "");
  }
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  ::getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&address), &length);
  return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(address).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(address).sin_port);
}

void Transport::Impl::run() {
  epoll_ = FileDescriptor(::epoll_create1(EPOLL_CLOEXEC));
  for (const int fd : {listening_.get(), wake_.get()}) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
  }
  for (std::size_t i = 0; i < options_.workers; ++i) workers_.emplace_back([this] { work(); });
  std::array<epoll_event, 64> events{};
  Time next_tick = now() + kTick;
  while (!stopping_) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                   static_cast<int>(kTick.count()));
    for (int i = 0; i < std::max(count, 0); ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == listening_.get()) {
        accept_all();
      } else if (fd == wake_.get()) {
        take_back();
      } else if (const auto found = connections_.find(fd); found != connections_.end()) {
        // A descriptor may have been closed and reused within this round: the state tells.
        Connection& connection = *found->second;
        if (connection.state == Connection::State::reading)
          read(connection);
        else if (connection.state == Connection::State::draining)
          drain(connection);
      }
    }
    if (now() >= next_tick) {
      expire();
      next_tick = now() + kTick;
    }
  }
  finish();
}

void Transport::Impl::accept_all() {
  for (;;) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    FileDescriptor socket(::accept4(listening_.get(), reinterpret_cast<sockaddr*>(&address), &length,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.get() < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
        make_room();
        // Nothing to give back: the next round tries again; a pause keeps that round from spinning.
        std::this_thread::sleep_for(milliseconds(5));
      }
      return;
    }
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connections_.size() >= options_.connections) make_room();
    auto connection = std::make_unique<Connection>();
    connection->socket = std::move(socket);
    connection->peer = address_text(address);
    connection->deadline = now() + options_.idle_time;
    Connection& added = *connection;
    connections_.emplace(added.socket.get(), std::move(connection));
    open_ = connections_.size();
    watch(added, true);
    if (connections_.size() > options_.connections) {
      refuse(added, {503, "all connections are busy", "try again in a moment"});
    } else {
      read(added);  // most clients have sent their head by now
    }
  }
}

void Transport::Impl::make_room() {
  Connection* oldest = nullptr;
  for (const auto& [fd, connection] : connections_) {
    if (connection->state == Connection::State::working) continue;
    if (oldest == nullptr || connection->deadline < oldest->deadline) oldest = connection.get();
  }
  if (oldest != nullptr) close(*oldest);
}

void Transport::Impl::read(Connection& connection) {
  std::array<char, 8192> buffer;  // NOLINT: not initialised on purpose
  while (connection.input.size() <= options_.head.bytes) {
    const ssize_t count = ::recv(connection.socket.get(), buffer.data(), buffer.size(), 0);
    if (count > 0) {
      if (connection.input.empty()) connection.deadline = now() + options_.head_time;
      connection.input.append(buffer.data(), static_cast<std::size_t>(count));
      if (static_cast<std::size_t>(count) < buffer.size()) break;
      continue;
    }
    if (count == 0) {
      connection.ended = true;
      break;
    }
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) break;
    close(connection);
    return;
  }
  judge(connection);
}

void Transport::Impl::judge(Connection& connection) {
  connection.head = head_length(connection.input);
  if (connection.head != 0 && connection.head <= options_.head.bytes) {
    hand_over(connection);
    return;
  }
  const Refusal refusal = judge_unfinished(connection.input, options_.head);
  if (refusal.status != 0) {
    refuse(connection, refusal);
  } else if (connection.ended) {
    close(connection);
  }
}

void Transport::Impl::refuse(Connection& connection, const Refusal& refusal) {
  const Reply reply = answering_.refuse(refusal);
  // A deadline that has passed: what the socket does not take at once is not worth waiting for here.
  if (!send_all(connection.socket.get(), serialise_head(reply, false), reply.body, Time{}, stopping_)) {
    close(connection);
    return;
  }
  begin_draining(connection);
}

void Transport::Impl::hand_over(Connection& connection) {
  watch(connection, false);
  connection.state = Connection::State::working;
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back({&connection, now()});
  }
  has_jobs_.notify_one();
}

void Transport::Impl::begin_draining(Connection& connection) {
  if (connection.ended) {
    close(connection);
    return;
  }
  ::shutdown(connection.socket.get(), SHUT_WR);
  connection.state = Connection::State::draining;
  connection.deadline = now() + kDrainTime;
  connection.input.clear();
}

void Transport::Impl::drain(Connection& connection) {
  std::array<char, 65536> buffer;  // NOLINT: not initialised on purpose
  const ssize_t count = ::recv(connection.socket.get(), buffer.data(), buffer.size(), 0);
  if (count > 0) {
    connection.drained += static_cast<std::size_t>(count);
    if (connection.drained > kDrainBytes) close(connection);
    return;
  }
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  close(connection);
}

void Transport::Impl::take_back() {
  std::uint64_t ignored = 0;
  [[maybe_unused]] const ssize_t count = ::read(wake_.get(), &ignored, sizeof ignored);
  std::vector<Connection*> done;
  {
    const std::lock_guard lock(mutex_);
    done.swap(done_);
  }
  for (Connection* connection : done) {
    watch(*connection, true);
    if (!connection->keep) {
      begin_draining(*connection);
      continue;
    }
    connection->state = Connection::State::reading;
    connection->input.erase(0, connection->head);
    connection->deadline = now() + (connection->input.empty() ? options_.idle_time : options_.head_time);
    if (connection->input.empty() && !connection->ended) continue;
    judge(*connection);  // the next request has arrived already
  }
}

void Transport::Impl::expire() {
  const Time time = now();
  std::vector<Connection*> late;
  for (const auto& [fd, connection] : connections_) {
    if (connection->state != Connection::State::working && connection->deadline <= time) {
      late.push_back(connection.get());
    }
  }
  for (Connection* connection : late) {
    if (connection->state == Connection::State::reading && !connection->input.empty()) {
      refuse(*connection, {408, "the request did not arrive in time", {}});
    } else {
      close(*connection);
    }
  }
}

void Transport::Impl::watch(Connection& connection, bool on) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = connection.socket.get();
  ::epoll_ctl(epoll_.get(), on ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, connection.socket.get(), &event);
}

void Transport::Impl::close(Connection& connection) {
  connections_.erase(connection.socket.get());
  open_ = connections_.size();
}

void Transport::Impl::finish() {
  listening_ = FileDescriptor();
  {
    const std::lock_guard lock(mutex_);
    no_more_jobs_ = true;
  }
  has_jobs_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  workers_.clear();
  connections_.clear();
  open_ = 0;
}

void Transport::Impl::work() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      has_jobs_.wait(lock, [this] { return !jobs_.empty() || no_more_jobs_; });
      if (jobs_.empty()) return;
      job = jobs_.front();
      jobs_.pop_front();
    }
    ++busy_;
    answer(*job.connection, job.queued);
    --busy_;
    {
      const std::lock_guard lock(mutex_);
      done_.push_back(job.connection);
    }
    wake();
  }
}

void Transport::Impl::answer(Connection& connection, Time queued) {
  const std::string_view head = std::string_view(connection.input).substr(0, connection.head);
  bool without_body = false;
  const Reply reply = now() - queued > options_.queue_time
                          ? answering_.refuse({503, "too many requests wait", "try again in a moment"})
                          : answering_.answer(head, connection.peer, without_body);
  const bool keep = !reply.close && !stopping_;
  const bool sent = send_all(connection.socket.get(), serialise_head(reply, keep),
                             without_body ? std::string_view{} : std::string_view(reply.body),
                             now() + options_.write_time, stopping_);
  connection.keep = keep && sent;
  if (!sent) connection.ended = true;  // nothing to drain for a client that is gone
}

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
