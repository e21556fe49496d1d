// What the index knows of organisations beyond counts: countries, parents, list memberships, and the whole
// profile that a dossier shows. Taken from the profiles of a generation's segments once and then shared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/format/snapshot.h"

namespace labtrail::searcher {

class Organisations {
 public:
  struct Entry {
    std::string_view id;       ///< slug, or "ror:..."
    std::string_view value;    ///< as `institution` counts it
    std::string_view country;  ///< ISO 3166-1 alpha-2, or empty
    std::string_view parents;  ///< ids, parted by spaces
    std::string_view lists;    ///< ids of public lists, parted by spaces
    const format::ProfileStore* store = nullptr;
    std::uint32_t number = 0;  ///< in it
  };
  /// The snapshot must outlive the object.
  explicit Organisations(const format::Snapshot& snapshot);

  /// By slug or "ror:...", the value that is counted included; null when nothing is known.
  [[nodiscard]] const Entry* find(std::string_view id) const;
  /// The profile as JSON (indexer/format/schema.md, "Profiles"). Throws base::Failure (corrupt).
  [[nodiscard]] static std::string profile(const Entry& entry);
  /// Whether `above` is among the bodies that `entry` is part of, at whatever distance.
  [[nodiscard]] bool is_part_of(const Entry& entry, const Entry& above) const;
  /// Those that name this one as a parent, in order of id.
  [[nodiscard]] std::vector<const Entry*> parts_of(const Entry& entry) const;
  [[nodiscard]] const std::vector<Entry>& all() const { return entries_; }

 private:
  std::vector<Entry> entries_;  ///< by id
  std::unordered_map<std::string_view, std::uint32_t> by_name_;
};

/// Calls `visit(word)` for every word of a text parted by spaces.
template <typename Visit>
void each_word(std::string_view text, Visit&& visit) {
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    visit(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}
/// Whether a text parted by spaces holds this word.
bool has_word(std::string_view text, std::string_view word);

}  // namespace labtrail::searcher
