// Why a paper counts for an organisation or a topic, as stored in a segment's tags: the vocabulary of states,
// roles and rules, and the reader of the evidence sections (their bytes: schema.md, "Evidence").
//
// Evidence of affiliations is kept once for each distinct string, found by the string itself: the same string
// says the same on every paper that prints it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/bytes.h"

namespace labtrail::format {

/// Stored in the index; never renumber.
enum class State : std::uint8_t { asserted, candidate, refused };
inline constexpr std::size_t kStates = 3;
std::string_view name(State state);
std::optional<State> parse_state(std::string_view name);

/// Stored in the index; never renumber.
enum class Role : std::uint8_t { affiliation, funder, mention };
inline constexpr std::size_t kRoles = 3;
std::string_view name(Role role);
std::optional<Role> parse_role(std::string_view name);

/// Why. Stored in the index; never renumber, only append.
enum class Rule : std::uint8_t {
  source,       ///< the source of the paper asserts it
  decision,     ///< a user decided so
  exact,        ///< the span is the alias, printed differently at most
  acronym,      ///< an acronym or short name that the rest of the string supports
  unit,         ///< the name of a unit that is part of the organisation
  reordered,    ///< "Bonn University" for "University of Bonn"
  fuzzy,        ///< misspelt; `edits` letters differ
  ambiguous,    ///< several organisations bear this name and the string does not tell which
  context,      ///< the name alone is too short or too common, and the string does not support it
  decoy,        ///< a string known to look like it and to be something else
  place,        ///< the string names another country
  boundary,     ///< the name goes on: it is the beginning or the end of another one
  abbreviated,  ///< words cut short with a full stop: "Fermi Nat. Accel. Lab."
};
std::string_view name(Rule rule);

enum class OrganisationKind : std::uint8_t { lab, institution, funder };
std::string_view name(OrganisationKind kind);

/// What kind of text a string is: the same words may be evidence of another role. Stored in the index.
enum class EvidenceText : std::uint8_t { affiliation, funding };

/// One organisation named by one string.
struct EvidenceMention {
  std::string_view id;  ///< slug, or "ror:..."
  std::string_view name;
  std::string_view ror;      ///< bare, or empty
  std::string_view country;  ///< ISO 3166-1 alpha-2, or empty
  OrganisationKind kind = OrganisationKind::institution;
  State state = State::candidate;
  Role role = Role::affiliation;
  Rule rule = Rule::exact;
  bool roll_up = false;  ///< a unit with an id of its own was named; this is the body that it counts to
  unsigned edits = 0;
  double score = 0;
  std::string_view alias;
  std::string_view alias_source;
  std::uint32_t begin = 0;  ///< half-open span in bytes of the string
  std::uint32_t end = 0;
};

/// One technology topic of one paper and the first place that shows it.
struct EvidenceTopic {
  std::string_view id;
  std::string_view name;
  std::string_view through;  ///< id of the narrower topic that was found, or empty
  std::string_view term;
  std::uint8_t field = 0;   ///< 0 title, 1 abstract, 2 keyword
  std::uint32_t value = 0;  ///< which keyword
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

class EvidenceStore {
 public:
  EvidenceStore() = default;
  explicit EvidenceStore(const SectionFile& tags);

  /// Names the registry, vocabulary and decisions that the tags were made with.
  [[nodiscard]] std::string_view version() const { return version_; }
  /// Mentions of a string of some paper of the segment, in order of the string; none for a string unknown
  /// here.
  [[nodiscard]] std::vector<EvidenceMention> find(EvidenceText kind, std::string_view raw) const;
  [[nodiscard]] std::vector<EvidenceTopic> topics(std::uint32_t doc) const;
  /// The value under which an id (slug, source's id) is counted in the entity columns, when it is another
  /// one.
  [[nodiscard]] std::optional<std::string_view> value_of(std::string_view id) const;

  // For merging segments: the entries as stored.
  [[nodiscard]] std::span<const std::uint64_t> keys() const { return keys_; }
  [[nodiscard]] std::vector<EvidenceMention> mentions(std::uint32_t entry) const;
  [[nodiscard]] std::uint32_t synonyms() const { return static_cast<std::uint32_t>(synonym_ids_.size()); }
  [[nodiscard]] std::pair<std::string_view, std::string_view> synonym(std::uint32_t index) const {
    return {synonym_ids_[index], synonym_values_[index]};
  }

 private:
  std::string_view version_;
  StringTable ids_;
  StringTable names_;
  StringTable rors_;
  StringTable countries_;
  std::span<const std::uint8_t> kinds_;
  StringTable aliases_;
  StringTable sources_;
  std::span<const std::uint64_t> keys_;  ///< rising
  std::span<const std::uint32_t> offsets_;
  std::string_view bytes_;
  StringTable topic_ids_;
  StringTable topic_names_;
  StringTable terms_;
  std::span<const std::uint32_t> topic_offsets_;
  std::string_view topic_bytes_;
  StringTable synonym_ids_;  ///< in byte order
  StringTable synonym_values_;
};

/// A version of tags without what it says of the user's decisions: equal for two versions that differ in
/// nothing else.
std::string undecided(std::string_view version);

/// The key of a string in the evidence sections.
std::uint64_t evidence_key(EvidenceText kind, std::string_view raw);

}  // namespace labtrail::format
