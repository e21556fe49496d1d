// What stops a request before its answer: the clock, and caps that are only known once words are looked up.
// Inside the searcher both are thrown as a Refusal, because they strike in the middle of loops; the boundary
// in searcher.cc turns them into the Error that callers get. A request is answered whole or not at all.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "corpus/base/error.h"

namespace labtrail::searcher {

struct Refusal {
  base::Error error;
};

class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds allowed)
      : allowed_(allowed), end_(std::chrono::steady_clock::now() + allowed) {}

  /// Counts work done (postings read, papers looked at) and looks at the clock every few thousand pieces.
  void spend(std::int64_t work = 1) {
    if ((left_ -= work) <= 0) look();
  }
  /// Throws Refusal when the time is over.
  void look() {
    left_ = kWorkBetweenLooks;
    if (std::chrono::steady_clock::now() < end_) return;
    throw Refusal{{base::ErrorCode::deadline,
                   "the search took longer than " + std::to_string(allowed_.count()) + " ms and was stopped",
                   "use rarer words or longer beginnings before '*'", 0, 0}};
  }

 private:
  static constexpr std::int64_t kWorkBetweenLooks = 8192;
  std::chrono::milliseconds allowed_;
  std::chrono::steady_clock::time_point end_;
  std::int64_t left_ = kWorkBetweenLooks;
};

}  // namespace labtrail::searcher
