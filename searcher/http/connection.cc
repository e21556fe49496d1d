#include "searcher/http/connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace labtrail::http {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kTick{50};  ///< how long a crowd or a stop may go unnoticed
constexpr milliseconds kDrainTime{1000};
constexpr std::size_t kDrainBytes = std::size_t{8} << 20;

tl::unexpected<Refusal> nothing() {
  return tl::unexpected<Refusal>(Refusal{0, {}, {}});
}

}  // namespace

Connection::Connection(int socket, const Patience& patience) : socket_(socket), patience_(patience) {}

bool Connection::wait(short events, Time deadline) const {
  const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
  if (left.count() <= 0) return false;
  pollfd waiting{socket_, events, 0};
  return ::poll(&waiting, 1, static_cast<int>(left.count())) > 0;
}

/// Takes in what the client sends until then. False when nothing came; sets `gone_` when the client went.
bool Connection::receive(Time until) {
  if (!wait(POLLIN, until)) return false;
  std::array<char, 8192> buffer;  // NOLINT: not initialised on purpose
  const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK)) return false;
  gone_ = count <= 0;
  if (!gone_) input_.append(buffer.data(), static_cast<std::size_t>(count));
  return !gone_;
}

tl::expected<std::string, Refusal> Connection::read_head() {
  Time began = Clock::now();
  for (;;) {
    if (const std::size_t length = head_length(input_); length != 0 && length <= patience_.head.bytes) {
      std::string head = input_.substr(0, length);
      input_.erase(0, length);
      return head;
    }
    if (const Refusal refusal = judge_unfinished(input_, patience_.head); refusal.status != 0) {
      return tl::unexpected<Refusal>(refusal);
    }
    const Time now = Clock::now();
    const bool silent = input_.empty();
    const bool hurry = patience_.crowded() || patience_.stopping();
    // Silence is known only after a tick of it: a client that has just come, or has just read its reply, may
    // have its next request on the way.
    if (silent && now - began >= (hurry ? kTick : patience_.idle_time)) {
      gone_ = true;  // nothing is on its way, in either direction
      return nothing();
    }
    if (!silent && now - began >= (hurry ? patience_.crowded_time : patience_.head_time)) {
      return tl::unexpected<Refusal>(Refusal{408, "the request did not arrive in time", {}});
    }
    const bool came = receive(now + kTick);
    if (gone_) return nothing();
    if (came && silent) began = Clock::now();
  }
}

tl::expected<std::string, Refusal> Connection::read_body(std::size_t length) {
  const Time began = Clock::now();
  while (input_.size() < length) {
    const Time now = Clock::now();
    const bool hurry = patience_.crowded() || patience_.stopping();
    if (now - began >= (hurry ? patience_.crowded_time : patience_.body_time)) {
      return tl::unexpected<Refusal>(Refusal{408, "the body of the request did not arrive in time", {}});
    }
    (void)receive(now + kTick);
    if (gone_) return nothing();
  }
  std::string body = input_.substr(0, length);
  input_.erase(0, length);
  return body;
}

void Connection::begin_reply(bool stream) {
  reply_deadline_ = Clock::now() + patience_.write_time;
  stream_ = stream;
  waited_ = {};
  taken_ = 0;
}

bool Connection::is_late(Time now) const {
  if (!stream_) return now > reply_deadline_;
  const std::chrono::duration<double> earned(static_cast<double>(taken_) /
                                             static_cast<double>(patience_.stream_rate));
  return waited_ > patience_.write_time + earned;
}

bool Connection::is_wanted() {
  if (stream_ && patience_.stopping()) {  // what is under way is finished, but not for ever
    const Time now = Clock::now();
    if (!ending_) reply_deadline_ = now + kDrainTime;
    ending_ = true;
    gone_ = gone_ || now > reply_deadline_;
  }
  return !gone_;
}

bool Connection::write(std::string_view bytes) {
  if (!is_wanted()) return false;
  while (!bytes.empty() && !gone_) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      taken_ += static_cast<std::size_t>(sent);
      continue;
    }
    if (errno == EINTR) continue;
    const bool full = errno == EAGAIN || errno == EWOULDBLOCK;
    const Time now = Clock::now();
    if (patience_.stopping()) reply_deadline_ = std::min(reply_deadline_, now + kDrainTime);
    gone_ = !full || is_late(now) || (patience_.stopping() && now > reply_deadline_);
    if (gone_) break;
    static_cast<void>(wait(POLLOUT, now + kTick));
    waited_ += Clock::now() - now;
  }
  return !gone_;
}

void Connection::cut() {
  gone_ = true;
  // Closing then resets. Without a length and without chunks (HTTP/1.0) an orderly end would look like a
  // whole reply.
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void Connection::finish() {
  if (gone_) return;
  ::shutdown(socket_, SHUT_WR);
  std::array<char, 65536> buffer;  // NOLINT: not initialised on purpose
  const Time end = Clock::now() + kDrainTime;
  std::size_t drained = 0;
  while (drained < kDrainBytes && Clock::now() < end) {
    if (!wait(POLLIN, Clock::now() + kTick)) {
      if (patience_.crowded() || patience_.stopping()) return;
      continue;
    }
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count <= 0) return;
    drained += static_cast<std::size_t>(count);
  }
}

}  // namespace labtrail::http
