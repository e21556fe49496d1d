// One socket, with the patience of a server: whole heads within a time, whole replies within a time, and an
// end that does not destroy the last reply on its way. Knows neither httplib nor threads.
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
  std::chrono::milliseconds crowded_time{250};  ///< the same, while others wait for our place
  std::chrono::milliseconds idle_time{5000};
  std::chrono::milliseconds write_time{10000};
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
  /// Starts the time for one reply.
  void begin_reply();
  /// Sends all of it before that time is over. False when the client is gone or too slow.
  bool write(std::string_view bytes);
  /// Ends our side, and throws away for a second what the client still sends: closing at once would make the
  /// kernel send a reset, which can overtake the reply.
  void finish();

 private:
  using Time = std::chrono::steady_clock::time_point;
  /// Waits for `events`; false when `deadline` passes first.
  [[nodiscard]] bool wait(short events, Time deadline) const;

  int socket_;
  const Patience& patience_;
  std::string input_;
  Time reply_deadline_;
  bool gone_ = false;
};

}  // namespace labtrail::http
