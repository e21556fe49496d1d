#include "searcher/saved/evaluation.h"

#include <algorithm>

namespace labtrail::saved {
namespace {

constexpr std::size_t kMostAhead = 2048;
constexpr std::size_t kMostWaitingPapers = 4'000'000;

std::size_t papers_of(const Evaluated& evaluated) {
  return evaluated.answer ? evaluated.answer->papers.size() : 0;
}

}  // namespace

Evaluation::Evaluation(std::size_t count, unsigned threads, std::function<Evaluated(std::size_t)> ask)
    : ask_(std::move(ask)), answers_(count) {
  const unsigned wanted = threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < std::min<std::size_t>(wanted, count); ++i)
    threads_.emplace_back([this] { work(); });
}

Evaluation::~Evaluation() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    room_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

void Evaluation::work() {
  try {
    for (;;) {
      std::size_t mine = 0;
      {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [&] {
          const bool room = asked_ < taken_ + kMostAhead && waiting_papers_ < kMostWaitingPapers;
          return stopped_ || failure_ || asked_ == answers_.size() || room || asked_ == taken_;
        });
        if (stopped_ || failure_ || asked_ == answers_.size()) return;
        mine = asked_++;
      }
      Evaluated evaluated = ask_(mine);
      const std::lock_guard lock(mutex_);
      waiting_papers_ += papers_of(evaluated);
      answers_[mine] = std::move(evaluated);
      if (mine == taken_) answered_.notify_one();
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    answered_.notify_all();
    room_.notify_all();
  }
}

Evaluated Evaluation::take() {
  std::unique_lock lock(mutex_);
  answered_.wait(lock, [&] { return failure_ || answers_[taken_].has_value(); });
  if (failure_) std::rethrow_exception(failure_);
  Evaluated out = std::move(*answers_[taken_]);
  answers_[taken_].reset();
  waiting_papers_ -= papers_of(out);
  ++taken_;
  room_.notify_all();
  return out;
}

}  // namespace labtrail::saved
