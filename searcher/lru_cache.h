// A bounded cache shared by threads: the least recently used values go first. Values are immutable and handed
// out as shared pointers, so that one that is dropped stays usable.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace labtrail::searcher {

template <typename Value>
class LruCache {
 public:
  explicit LruCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// The value of `key`, or null.
  std::shared_ptr<const Value> find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto known = places_.find(key);
    if (known == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, known->second);
    return known->second->value;
  }
  /// Keeps the value, dropping others when it needs room; `bytes` is what it weighs. A value that another
  /// thread has put there first stays.
  void insert(const std::string& key, std::shared_ptr<const Value> value, std::size_t bytes) {
    if (bytes > most_bytes_) return;
    const std::lock_guard lock(mutex_);
    if (places_.contains(key)) return;
    entries_.push_front({key, std::move(value), bytes});
    places_.emplace(key, entries_.begin());
    bytes_ += bytes;
    while (bytes_ > most_bytes_) {
      bytes_ -= entries_.back().bytes;
      places_.erase(entries_.back().key);
      entries_.pop_back();
    }
  }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Value> value;
    std::size_t bytes = 0;
  };
  std::size_t most_bytes_;
  std::mutex mutex_;
  std::list<Entry> entries_;  ///< most recently used first
  std::unordered_map<std::string, typename std::list<Entry>::iterator> places_;
  std::size_t bytes_ = 0;
};

}  // namespace labtrail::searcher
