// Many questions at once, by several threads, the answers taken in order by one: the one that writes them
// down while the others go on asking.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/search.h"

namespace labtrail::saved {

struct Evaluated {
  base::Result<searcher::SelectionAnswer> answer;
  bool whole = false;  ///< asked to every paper of the generation
};

class Evaluation {
 public:
  /// Starts `threads` threads that call `ask(i)` for i in 0..count-1, in about that order, and not much
  /// further ahead than answers are taken.
  Evaluation(std::size_t count, unsigned threads, std::function<Evaluated(std::size_t)> ask);
  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;
  ~Evaluation();

  /// The next answer, in order. Throws what `ask` threw.
  Evaluated take();

 private:
  void work();

  const std::function<Evaluated(std::size_t)> ask_;
  std::mutex mutex_;
  std::condition_variable answered_;
  std::condition_variable room_;
  std::vector<std::optional<Evaluated>> answers_;
  std::size_t asked_ = 0;
  std::size_t taken_ = 0;
  std::size_t waiting_papers_ = 0;  ///< in answers that are not taken yet
  bool stopped_ = false;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;
};

}  // namespace labtrail::saved
