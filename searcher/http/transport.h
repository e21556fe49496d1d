// The door: one thread accepts connections and collects request heads; a pool of workers answers whole
// requests. A connection takes a worker only while its request is answered, so that a thousand idle browsers
// or slow senders cost no thread: when the door is full, the connection that has waited longest for the rest
// of its request goes first. Why not the server of cpp-httplib: decisions.md beside this file.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
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
  std::size_t workers = 64;
  std::size_t connections = 512;
  HeadLimits head;
  std::chrono::milliseconds head_time{2000};    ///< from the first byte of a head to its last
  std::chrono::milliseconds idle_time{15000};   ///< between requests
  std::chrono::milliseconds write_time{10000};  ///< for a client to take one whole reply
  std::chrono::milliseconds queue_time{5000};   ///< a request that waited longer for a worker is answered 503
};

/// What stands behind the door. Both are called by several threads at once and must not throw.
struct Answering {
  /// Answers a whole request head from a peer. `without_body` is set when the reply to a HEAD must not carry
  /// it.
  std::function<Reply(std::string_view head, std::string_view peer, bool& without_body)> answer;
  /// Dresses a refusal that was certain before the head was read whole.
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
  /// From any thread or a signal handler, any number of times.
  void stop() noexcept;

  [[nodiscard]] std::size_t open_connections() const;
  [[nodiscard]] std::size_t busy_workers() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace labtrail::http
