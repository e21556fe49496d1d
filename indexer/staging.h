// What an ingest has finished but not yet published: INDEX/staging names its sealed segments and the run they
// belong to.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "indexer/format/manifest.h"

namespace labtrail::indexer {

class Staging {
 public:
  /// Takes over the segments that an interrupted run with this fingerprint left, if every byte of them is as
  /// its manifest says; forgets all others.
  Staging(std::filesystem::path index, std::string run);
  /// Thread-safe: notes a sealed segment on disk.
  void add(const format::GenerationSegment& segment);
  /// Published or not wanted: nothing is staged any more.
  void clear();
  /// Oldest first. Not to be called while another thread adds.
  [[nodiscard]] const std::vector<format::GenerationSegment>& segments() const { return segments_; }
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  void write() const;
  [[nodiscard]] std::filesystem::path path() const { return index_ / "staging"; }
  std::filesystem::path index_;
  std::string run_;
  std::mutex mutex_;
  std::vector<format::GenerationSegment> segments_;
};

}  // namespace labtrail::indexer
