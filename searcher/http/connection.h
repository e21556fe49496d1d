// One socket, with the patience of a server: whole heads and bodies within a time, whole replies within a
// time, and an end that does not destroy the last reply on its way. Knows neither httplib nor threads.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "searcher/http/head.h"

namespace labtrail::http {

/// For how long a connection is waited for.
struct Patience {
  HeadLimits head;
  std::chrono::milliseconds head_time{2000};    ///< from the first byte of a head to its last
  std::chrono::milliseconds body_time{4000};    ///< from the end of a head to the last byte of its body
  std::chrono::milliseconds crowded_time{250};  ///< the same, while others wait for our place
  std::chrono::milliseconds idle_time{5000};
  std::chrono::milliseconds write_time{10000};
  /// Bytes a second that a client has to take of a streamed reply, on the average over the time that it is
  /// waited for, and after `write_time` for a start.
  std::size_t stream_rate = std::size_t{64} << 10;
  std::function<bool()> crowded;   ///< others wait for our place
  std::function<bool()> stopping;  ///< the server ends
};

class Connection {
 public:
  /// Does not own the socket. `patience` must outlive it.
  Connection(int socket, const Patience& patience);

  /// The next whole head. A Refusal with status 0: there is none (the client went, or stayed silent too
  /// long).
  tl::expected<std::string, Refusal> read_head();
  /// The `length` bytes behind that head. Refusals as above; a client that stops sending is told 408.
  tl::expected<std::string, Refusal> read_body(std::size_t length);
  /// Starts the time for one reply. A stream may take as long as the client keeps up with `stream_rate`.
  void begin_reply(bool stream = false);
  /// Whether there is any sense in going on with this reply.
  bool is_wanted();
  /// Sends all of it before that time is over. False when the client is gone or too slow.
  bool write(std::string_view bytes);
  /// The reply is not whole: the client sees the connection reset, never an end.
  void cut();
  /// Ends our side, and throws away for a second what the client still sends: closing at once would make the
  /// kernel send a reset, which can overtake the reply.
  void finish();

 private:
  using Time = std::chrono::steady_clock::time_point;
  /// Waits for `events`; false when `deadline` passes first.
  [[nodiscard]] bool wait(short events, Time deadline) const;
  [[nodiscard]] bool receive(Time until);
  /// The client has had its time for this reply.
  [[nodiscard]] bool is_late(Time now) const;

  int socket_;
  const Patience& patience_;
  std::string input_;
  Time reply_deadline_;
  bool stream_ = false;
  bool ending_ = false;                 ///< the server ends while a stream is under way
  std::chrono::nanoseconds waited_{0};  ///< for the client of this reply
  std::size_t taken_ = 0;               ///< bytes of this reply
  bool gone_ = false;
};

}  // namespace labtrail::http
