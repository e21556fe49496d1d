// What the registry and ROR know of organisations, kept beside the counts so that a dossier shows the names,
// relations and list memberships of the very registry that the counts were made with, on a machine that has
// the index alone. One JSON object an organisation; its members: schema.md, "Profiles". A generation has one
// store for the whole registry, each segment one for what ROR knows of the others that it counts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "indexer/format/bytes.h"

namespace labtrail::format {

class ProfileStore {
 public:
  ProfileStore() = default;
  /// The sections of a segment's tags, or of a generation's file of profiles. `file` must outlive the object.
  explicit ProfileStore(const SectionFile& file);

  [[nodiscard]] std::uint32_t size() const { return ids_.size(); }
  /// Slug or "ror:..." of an organisation, rising by bytes; and the value under which `institution` counts
  /// it.
  [[nodiscard]] std::string_view id(std::uint32_t number) const { return ids_[number]; }
  [[nodiscard]] std::string_view value(std::uint32_t number) const { return values_[number]; }
  /// ISO 3166-1 alpha-2, or empty.
  [[nodiscard]] std::string_view country(std::uint32_t number) const { return countries_[number]; }
  /// Ids of the bodies that it is part of, and of the public lists that print it; parted by spaces.
  [[nodiscard]] std::string_view parents(std::uint32_t number) const { return parents_[number]; }
  [[nodiscard]] std::string_view lists(std::uint32_t number) const { return lists_[number]; }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view id) const;
  /// The JSON object. Throws base::Failure (corrupt) when its block cannot be read.
  [[nodiscard]] std::string json(std::uint32_t number) const;
  /// Calls `visit(number, json)` for all of them, unpacking each block once.
  void each(const std::function<void(std::uint32_t, std::string_view)>& visit) const;

 private:
  StringTable ids_;
  StringTable values_;
  StringTable countries_;
  StringTable parents_;
  StringTable lists_;
  std::string_view blocks_;
  std::span<const std::uint32_t> offsets_;  ///< [block], n+1
};

struct StoredProfile {
  std::string value;
  std::string country;
  std::string parents;
  std::string lists;
  std::string json;
};
/// Writes the sections of a ProfileStore.
void write_profiles(SectionWriter& file, const std::map<std::string, StoredProfile>& by_id);

}  // namespace labtrail::format
