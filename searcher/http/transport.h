// The door: cpp-httplib listens, keeps the threads and writes the replies; what comes in, it sees only after
// we have read and understood it. A guarded loop on each connection reads the request head with caps and a
// deadline, has it answered, and gives httplib a head of our own making to reply to. So its weak spots (heads
// of any length, regular expressions over Range, Brotli at quality 11, bodies that inflate) are never
// reached: decisions.md beside this file.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "corpus/base/error.h"
#include "searcher/http/head.h"
#include "searcher/http/message.h"

namespace labtrail::http {

struct TransportOptions {
  std::string host = "127.0.0.1";  ///< a numeric address or "localhost"
  int port = 0;                    ///< 0 = any that is free
  /// Connections served at a time; others queue. Idle ones make room at once when others wait.
  std::size_t workers = 64;
  HeadLimits head;
  std::chrono::milliseconds head_time{2000};  ///< from the first byte of a head to its last
  std::chrono::milliseconds body_time{4000};  ///< from the end of a head to the last byte of its body
  /// The same while other connections wait for a worker: a flood of slow clients pushes itself out.
  std::chrono::milliseconds patience{250};
  /// While others wait, a connection keeps its worker for that long, however busily it asks.
  std::chrono::milliseconds turn_time{1000};
  std::chrono::milliseconds idle_time{5000};    ///< between requests, and before the first
  std::chrono::milliseconds write_time{10000};  ///< for a client to take one whole reply
  /// Bytes a second that a client has to take of a streamed reply, beyond `write_time` for a start.
  std::size_t stream_rate = std::size_t{64} << 10;
  /// Streamed replies at a time; more are answered 503. 0 = a quarter of the workers.
  std::size_t streams = 0;
  std::chrono::milliseconds queue_time{
      5000};  ///< a connection that waited longer for a worker is answered 503
};

/// What stands behind the door. All are called by several threads at once and must not throw.
struct Answering {
  /// Judges a head: how many bytes of a body to read behind it, or why it is refused, body unread.
  std::function<tl::expected<std::size_t, Refusal>(const Request& request)> admit;
  std::function<Reply(const Request& request)> answer;
  /// Dresses a refusal that was certain before there was a request.
  std::function<Reply(const Refusal& refusal)> refuse;
};

/// Whether an address ("127.0.0.1", "::1", "localhost") is reached from this machine only.
bool is_loopback(std::string_view host);

class Transport {
 public:
  Transport(TransportOptions options, Answering answering);
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  ~Transport();

  /// Takes the port; connections queue from now on. Returns its number. Errors: bad_request (not an address),
  /// io (in use, not permitted).
  base::Result<int> bind();
  /// Serves until `stop`. Replies under way are finished first; `bind` must have succeeded.
  void run();
  /// From any thread or a signal handler, any number of times, also before `run`.
  void stop() noexcept;

  [[nodiscard]] std::size_t open_connections() const;  ///< with those that wait for a worker
  [[nodiscard]] std::size_t busy_workers() const;      ///< that answer a request now

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace labtrail::http
