// One generation, opened for reading: its segments, which of their documents are live, and the facet
// dictionaries of all segments joined. A snapshot never changes and stays usable after the writer has moved
// on and cleaned up.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/format/bitmap.h"
#include "indexer/format/segment.h"

namespace labtrail::format {

struct LiveSegment {
  std::shared_ptr<const Segment> segment;
  Bitmap live;                   ///< documents that no later segment replaced or deleted
  std::uint32_t live_count = 0;  ///< == live.count()
};

/// The values of one facet field over all segments: global ordinals 0..size()-1 in byte order of the value.
struct FacetDictionary {
  std::vector<std::string_view> values;                  ///< [global]; point into mapped segments
  std::vector<std::string_view> labels;                  ///< [global]
  std::vector<std::vector<std::uint32_t>> from_segment;  ///< [segment][local ordinal] -> global

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view value) const;
};

class Snapshot {
 public:
  /// The newest published generation of an index folder. Segments that `previous` already holds are shared
  /// and not checked again; new ones are checked byte by byte. Throws base::Failure: not_found (no index
  /// there), corrupt, unsupported, io.
  static std::shared_ptr<const Snapshot> open(const std::filesystem::path& index,
                                              const std::shared_ptr<const Snapshot>& previous = nullptr);
  /// Number of the generation that CURRENT names, without opening it.
  static std::uint64_t current_number(const std::filesystem::path& index);

  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] const std::string& date() const { return date_; }
  [[nodiscard]] std::uint64_t papers() const { return papers_; }
  [[nodiscard]] const std::vector<LiveSegment>& segments() const { return segments_; }
  [[nodiscard]] const FacetDictionary& dictionary(FacetField field) const {
    return dictionaries_[static_cast<std::size_t>(field)];
  }

  struct Location {
    std::uint32_t segment = 0;
    std::uint32_t doc = 0;
  };
  /// Where the live paper with this id is.
  [[nodiscard]] std::optional<Location> find(std::string_view id) const;

 private:
  Snapshot() = default;
  std::uint64_t number_ = 0;
  std::string date_;
  std::uint64_t papers_ = 0;
  std::vector<LiveSegment> segments_;
  std::array<FacetDictionary, kFacetFields> dictionaries_;
};

}  // namespace labtrail::format
