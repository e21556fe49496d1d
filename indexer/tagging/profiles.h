// What the knowledge behind the tags says of an organisation, as one JSON object: names with their sources,
// parents, list memberships as printed. Kept in the index beside the counts (indexer/format/profiles.h); the
// members are described in indexer/format/schema.md, "Profiles".
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "indexer/format/profiles.h"
#include "indexer/tagging/knowledge.h"

namespace labtrail::tagging {

class Profiles {
 public:
  /// Section that names the knowledge in a file of profiles.
  static constexpr std::string_view kVersionSection = "version";
  /// Orders all names by organisation once; `knowledge` must outlive the object.
  explicit Profiles(const Knowledge& knowledge);
  /// `organisation` is a number of the vocabulary.
  [[nodiscard]] format::StoredProfile of(std::uint32_t organisation) const;
  [[nodiscard]] const Knowledge& knowledge() const { return knowledge_; }
  /// Writes those of the whole registry as a file of its own, with the version of the knowledge.
  void write_registry(const std::filesystem::path& path) const;

 private:
  [[nodiscard]] std::string json(std::uint32_t organisation) const;
  [[nodiscard]] bool prints(const corpus::ListEntry& entry, std::uint32_t organisation) const;

  const Knowledge& knowledge_;
  std::vector<std::uint32_t> start_;  ///< [organisation], n+1, into names_
  std::vector<std::uint32_t> names_;  ///< numbers of entries
};

}  // namespace labtrail::tagging
