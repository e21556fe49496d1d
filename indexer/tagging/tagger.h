// Paper -> tags: which organisations, countries, funders, lists and topics it counts for, and why.
//
// Two sources stand side by side and are never mixed up: what the paper's source asserts (rule `source`), and
// what the resolver reads in the printed strings. A string is resolved once and remembered. Author names are
// never looked at.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corpus/paper.h"
#include "indexer/affiliation/resolver.h"
#include "indexer/format/evidence.h"
#include "indexer/format/schema.h"
#include "indexer/tagging/knowledge.h"
#include "indexer/tagging/profiles.h"
#include "indexer/tagging/topics.h"

namespace labtrail::tagging {

/// One value of one entity column.
struct TagValue {
  format::FacetField field = format::FacetField::institution;
  format::State state = format::State::asserted;
  format::Role role = format::Role::affiliation;
  std::string value;
  std::string label;  ///< empty = the value itself
  bool operator==(const TagValue&) const = default;
};

/// What one string says; views point into the knowledge.
struct StringTags {
  std::vector<format::EvidenceMention> mentions;
  std::vector<TagValue> values;
};

struct PaperTags {
  std::vector<TagValue> values;  ///< distinct; an asserted one is never a candidate too
  /// The paper's distinct strings with what they say, for the evidence sections.
  struct Evidence {
    format::EvidenceText kind;
    std::string_view raw;
    const StringTags* tags;
  };
  std::vector<Evidence> evidence;
  /// The paper's distinct affiliation strings in order of first appearance, with what each brings.
  struct Brought {
    const StringTags* said = nullptr;  ///< null for an empty string
    std::vector<TagValue> tied;        ///< what the paper's source ties to it
  };
  std::vector<Brought> brought;
  std::vector<TopicTag> topics;
};

/// Not thread-safe: one per thread.
class Tagger {
 public:
  explicit Tagger(std::shared_ptr<const Knowledge> knowledge);
  /// Valid until the next call; views point into `paper` and the knowledge.
  const PaperTags& tag(const corpus::Paper& paper);
  /// One string on its own, as `resolve` shows it.
  const StringTags& resolve(std::string_view raw, format::EvidenceText kind);
  [[nodiscard]] const Knowledge& knowledge() const { return *knowledge_; }
  /// What the knowledge says of organisations; made when first asked for.
  const Profiles& profiles();
  /// Other names under which a value is found: slug or source id -> value ("lab:ror:..." -> slug for labs).
  [[nodiscard]] const std::unordered_map<std::string, std::string>& synonyms() const { return synonyms_; }

 private:
  struct Decided {
    format::State state;
    std::uint32_t organisation;
    std::string source;
  };
  struct Lineage {
    std::vector<std::pair<std::string, std::string>> values;  ///< value, label; itself first
  };
  void decide(std::string_view raw, StringTags& tags);
  void add_values(const format::EvidenceMention& mention, std::uint32_t organisation,
                  std::vector<TagValue>& values);
  std::optional<std::uint32_t> named_by(std::string_view whole);
  std::vector<TagValue> source_values(const corpus::Institution& institution);
  void add_affiliation(const corpus::Affiliation& affiliation, const corpus::Paper& paper);
  void add_funders(const corpus::Paper& paper);
  void add_topics(const corpus::Paper& paper);
  const Lineage& lineage(std::uint32_t organisation);
  void add(TagValue value);

  std::shared_ptr<const Knowledge> knowledge_;
  affiliation::Resolver resolver_;
  affiliation::WordReader reader_;
  TopicMatcher topics_;
  affiliation::Resolution resolution_;
  std::unordered_map<std::string, StringTags> strings_[2];  ///< by EvidenceText
  std::unordered_map<std::uint32_t, Lineage> lineages_;
  std::unordered_map<std::string, std::string> synonyms_;
  std::unordered_map<std::string, std::vector<Decided>> decided_;  ///< by canonical form of the string
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>>
      lists_of_;                                            ///< organisation -> Registry::lists
  std::unordered_map<std::string_view, std::size_t> seen_;  ///< string of the paper -> PaperTags::brought
  PaperTags tags_;
  std::unique_ptr<const Profiles> profiles_;
};

}  // namespace labtrail::tagging
