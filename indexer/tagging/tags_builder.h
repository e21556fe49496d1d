// The tags layer of a segment while it is being built: entity columns, mention columns, evidence. Written as
// the file `tags` (indexer/format/schema.md). `retag` builds it alone; everything else of a segment stays as
// it is.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/format/facet_column_builder.h"
#include "indexer/format/segment.h"
#include "indexer/tagging/tagger.h"

namespace labtrail::tagging {

class TagsBuilder {
 public:
  /// `version` names the knowledge that the tags are made with.
  explicit TagsBuilder(std::string version);
  /// The next document.
  void add(const PaperTags& tags, const corpus::Registry& registry);
  /// The next document, taken over from a sealed segment whose tags are of the same version.
  void add(const format::Segment& source, std::uint32_t doc);
  void add_synonyms(const std::unordered_map<std::string, std::string>& synonyms);
  /// What is known of every organisation met so far that is not in the registry, whose profiles are the
  /// generation's.
  void add_profiles(const Profiles& profiles);
  void write(const std::filesystem::path& path) const;

 private:
  using Slot = std::array<std::uint8_t, 3>;  ///< field, state, role of a mention column
  class Strings {
   public:
    std::uint32_t number(std::string_view text);
    [[nodiscard]] const std::vector<std::string>& all() const { return all_; }

   private:
    std::unordered_map<std::string, std::uint32_t> numbers_;
    std::vector<std::string> all_;
  };
  struct Organisation {
    std::string name;
    std::string ror;
    std::string country;
    std::uint8_t kind = 0;
  };
  format::FacetColumnBuilder& column(format::FacetField field, format::State state, format::Role role);
  void add_value(format::FacetField field, format::State state, format::Role role, std::string_view value,
                 std::string_view label);
  void add_evidence(std::uint64_t key, const std::vector<format::EvidenceMention>& mentions);
  void add_topic(const format::EvidenceTopic& topic);
  std::uint32_t brought_set(std::vector<std::string>& parts);
  void add_brought(const PaperTags& tags);
  void add_brought(const format::Segment& source, std::uint32_t doc);
  void finish_document();

  std::string version_;
  std::uint32_t documents_ = 0;
  std::array<format::FacetColumnBuilder, format::kFacetFields> columns_;
  std::map<Slot, format::FacetColumnBuilder> mentions_;
  Strings organisation_ids_;
  std::vector<Organisation> organisations_;
  Strings aliases_;
  Strings sources_;
  std::map<std::uint64_t, std::string> evidence_;  ///< key -> encoded mentions
  Strings topic_ids_;
  std::vector<std::string> topic_names_;
  Strings terms_;
  std::string topics_;
  std::vector<std::uint32_t> topic_offsets_{0};
  std::map<std::string, std::string> synonyms_;
  std::unordered_map<std::string, std::uint32_t> set_numbers_;  ///< parts of a set, joined -> number
  std::array<format::FacetColumnBuilder, format::kBroughtFields.size()> sets_;
  std::string brought_;
  std::vector<std::uint32_t> brought_offsets_{0};
  std::map<std::string, format::StoredProfile> profiles_;
  std::vector<std::uint32_t> merged_sets_;   ///< set of the merged segment -> ours
  const format::Segment* merged_ = nullptr;  ///< whose evidence has been taken over whole
};

}  // namespace labtrail::tagging
