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
  /// A part of a generation: those segments of `whole` in which a document of `wanted` (by segment of
  /// `whole`) is set, with these as their live ones. Of the dictionaries only those that who-brings-what
  /// needs (kBroughtFields); names are looked up in the whole.
  struct Part;
  static Part part(const Snapshot& whole, const std::vector<Bitmap>& wanted);
  /// Number of the generation that CURRENT names, without opening it.
  static std::uint64_t current_number(const std::filesystem::path& index);

  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] const std::string& date() const { return date_; }
  [[nodiscard]] std::uint64_t papers() const { return papers_; }
  /// Hash of the generation's manifest: tells generations of one number apart when an index was built anew.
  [[nodiscard]] base::Hash128 identity() const { return identity_; }
  [[nodiscard]] const std::vector<LiveSegment>& segments() const { return segments_; }
  [[nodiscard]] const FacetDictionary& dictionary(FacetField field) const {
    return dictionaries_[static_cast<std::size_t>(field)];
  }

  /// What the registry says of its organisations, whether or not a paper names them.
  [[nodiscard]] const ProfileStore& registry_profiles() const { return *registry_profiles_; }

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
  base::Hash128 identity_;
  std::vector<LiveSegment> segments_;
  std::shared_ptr<const ProfileStore> registry_profiles_;  ///< with the file that it reads
  std::array<FacetDictionary, kFacetFields> dictionaries_;
};

struct Snapshot::Part {
  std::shared_ptr<const Snapshot> snapshot;
  std::vector<std::uint32_t> segments;  ///< [segment of the part] -> segment of the whole
};

}  // namespace labtrail::format
