#include "indexer/format/evidence.h"

#include <algorithm>
#include <array>

#include "corpus/base/hash.h"

namespace labtrail::format {
namespace {

constexpr std::array<std::string_view, kStates> kStateNames{"asserted", "candidate", "refused"};
constexpr std::array<std::string_view, kRoles> kRoleNames{"affiliation", "funder", "mention"};
constexpr std::array<std::string_view, 13> kRuleNames{
    "source",    "decision", "exact", "acronym", "unit",     "reordered",  "fuzzy",
    "ambiguous", "context",  "decoy", "place",   "boundary", "abbreviated"};
constexpr std::array<std::string_view, 3> kKindNames{"lab", "institution", "funder"};

template <typename Value, std::size_t N>
std::optional<Value> parse(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto at = std::find(names.begin(), names.end(), text);
  if (at == names.end()) return std::nullopt;
  return static_cast<Value>(at - names.begin());
}

void require(bool fits) {
  if (!fits) throw base::Failure(base::ErrorCode::corrupt, "the evidence of a segment is damaged");
}

}  // namespace

std::string_view name(State state) {
  return kStateNames[static_cast<std::size_t>(state)];
}
std::string_view name(Role role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}
std::string_view name(Rule rule) {
  return kRuleNames[static_cast<std::size_t>(rule)];
}
std::string_view name(OrganisationKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}
std::optional<State> parse_state(std::string_view name) {
  return parse<State>(kStateNames, name);
}
std::optional<Role> parse_role(std::string_view name) {
  return parse<Role>(kRoleNames, name);
}

std::string undecided(std::string_view version) {
  std::string out(version);
  for (const std::string_view mark : {" aliases ", " decisions "}) {
    if (const std::size_t at = out.find(mark); at != std::string::npos)
      out.erase(at, out.find(' ', at + mark.size()) - at);
  }
  return out;
}

std::uint64_t evidence_key(EvidenceText kind, std::string_view raw) {
  return base::hash64(raw) + static_cast<std::uint64_t>(kind) * 0x9E3779B97F4A7C15ULL;
}

EvidenceStore::EvidenceStore(const SectionFile& tags)
    : version_(tags.section("version")),
      ids_(tags, "organisation.ids"),
      names_(tags, "organisation.names"),
      rors_(tags, "organisation.rors"),
      countries_(tags, "organisation.countries"),
      kinds_(tags.array<std::uint8_t>("organisation.kinds")),
      aliases_(tags, "aliases"),
      sources_(tags, "alias.sources"),
      keys_(tags.array<std::uint64_t>("evidence.keys")),
      offsets_(tags.array<std::uint32_t>("evidence.offsets")),
      bytes_(tags.section("evidence")),
      topic_ids_(tags, "topic.ids"),
      topic_names_(tags, "topic.names"),
      terms_(tags, "topic.terms"),
      topic_offsets_(tags.array<std::uint32_t>("topics.offsets")),
      topic_bytes_(tags.section("topics")),
      synonym_ids_(tags, "synonym.ids"),
      synonym_values_(tags, "synonym.values") {
  require(offsets_.size() == keys_.size() + 1 && offsets_.back() == bytes_.size());
  require(!topic_offsets_.empty() && topic_offsets_.back() == topic_bytes_.size());
  require(names_.size() == ids_.size() && rors_.size() == ids_.size() && countries_.size() == ids_.size() &&
          kinds_.size() == ids_.size() && topic_names_.size() == topic_ids_.size() &&
          synonym_values_.size() == synonym_ids_.size());
}

std::vector<EvidenceMention> EvidenceStore::mentions(std::uint32_t entry) const {
  std::vector<EvidenceMention> out;
  const char* at = bytes_.data() + offsets_[entry];
  const char* const end = bytes_.data() + offsets_[entry + 1];
  while (at < end) {
    EvidenceMention& mention = out.emplace_back();
    const std::uint32_t organisation = read_varint(at, end);
    require(organisation < ids_.size());
    mention.id = ids_[organisation];
    mention.name = names_[organisation];
    mention.ror = rors_[organisation];
    mention.country = countries_[organisation];
    mention.kind = static_cast<OrganisationKind>(std::min<std::uint8_t>(kinds_[organisation], 2));
    const std::uint32_t bits = read_varint(at, end);
    mention.state = static_cast<State>(std::min<std::uint32_t>(bits & 3, kStates - 1));
    mention.role = static_cast<Role>(std::min<std::uint32_t>(bits >> 2 & 3, kRoles - 1));
    mention.roll_up = (bits >> 4 & 1) != 0;
    if (mention.roll_up) mention.ror = {};
    mention.rule = static_cast<Rule>(std::min<std::uint32_t>(read_varint(at, end), kRuleNames.size() - 1));
    mention.edits = read_varint(at, end);
    mention.score = read_varint(at, end) / 100.0;
    const std::uint32_t alias = read_varint(at, end);
    const std::uint32_t source = read_varint(at, end);
    require(alias < aliases_.size() && source < sources_.size());
    mention.alias = aliases_[alias];
    mention.alias_source = sources_[source];
    mention.begin = read_varint(at, end);
    mention.end = mention.begin + read_varint(at, end);
  }
  return out;
}

std::vector<EvidenceMention> EvidenceStore::find(EvidenceText kind, std::string_view raw) const {
  const std::uint64_t key = evidence_key(kind, raw);
  const auto at = std::lower_bound(keys_.begin(), keys_.end(), key);
  if (at == keys_.end() || *at != key) return {};
  return mentions(static_cast<std::uint32_t>(at - keys_.begin()));
}

std::vector<EvidenceTopic> EvidenceStore::topics(std::uint32_t doc) const {
  std::vector<EvidenceTopic> out;
  require(doc + std::size_t{1} < topic_offsets_.size());
  const char* at = topic_bytes_.data() + topic_offsets_[doc];
  const char* const end = topic_bytes_.data() + topic_offsets_[doc + 1];
  while (at < end) {
    EvidenceTopic& topic = out.emplace_back();
    const std::uint32_t number = read_varint(at, end);
    const std::uint32_t through = read_varint(at, end);
    const std::uint32_t term = read_varint(at, end);
    require(number < topic_ids_.size() && through <= topic_ids_.size() && term < terms_.size());
    topic.id = topic_ids_[number];
    topic.name = topic_names_[number];
    if (through > 0) topic.through = topic_ids_[through - 1];
    topic.term = terms_[term];
    const std::uint32_t field = read_varint(at, end);
    topic.field = static_cast<std::uint8_t>(std::min<std::uint32_t>(field & 3, 2));
    topic.value = field >> 2;
    topic.begin = read_varint(at, end);
    topic.end = topic.begin + read_varint(at, end);
  }
  return out;
}

std::optional<std::string_view> EvidenceStore::value_of(std::string_view id) const {
  if (synonym_ids_.size() == 0) return std::nullopt;
  std::uint32_t low = 0;
  std::uint32_t high = synonym_ids_.size();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (synonym_ids_[middle] < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == synonym_ids_.size() || synonym_ids_[low] != id) return std::nullopt;
  return synonym_values_[low];
}

}  // namespace labtrail::format
