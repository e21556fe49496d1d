#include "indexer/tagging/tags_builder.h"

#include <algorithm>
#include <cmath>

#include "indexer/tagging/profiles.h"

namespace labtrail::tagging {

using format::append_varint;
using format::EvidenceMention;
using format::FacetField;
using format::Role;
using format::State;

namespace {

bool counts_mentions(FacetField field) {
  return field == FacetField::institution || field == FacetField::lab || field == FacetField::funder;
}

template <typename Texts>
void write_strings(format::SectionWriter& file, std::string_view name, const Texts& texts) {
  format::StringTableWriter table;
  for (const auto& text : texts) table.add(text);
  table.write(file, name);
}

}  // namespace

TagsBuilder::TagsBuilder(std::string version) : version_(std::move(version)) {
  std::vector<std::string> empty;
  brought_set(empty);
}

std::uint32_t TagsBuilder::Strings::number(std::string_view text) {
  const auto [at, fresh] = numbers_.try_emplace(std::string(text), static_cast<std::uint32_t>(all_.size()));
  if (fresh) all_.emplace_back(text);
  return at->second;
}

format::FacetColumnBuilder& TagsBuilder::column(FacetField field, State state, Role role) {
  if (!counts_mentions(field) || (state == State::asserted && role == format::own_role(field)))
    return columns_[static_cast<std::size_t>(field)];
  const Slot slot{static_cast<std::uint8_t>(field), static_cast<std::uint8_t>(state),
                  static_cast<std::uint8_t>(role)};
  const auto [at, fresh] = mentions_.try_emplace(slot);
  if (fresh) {
    for (std::uint32_t doc = 0; doc < documents_; ++doc) at->second.finish_document();
  }
  return at->second;
}

void TagsBuilder::add_value(FacetField field, State state, Role role, std::string_view value,
                            std::string_view label) {
  column(field, state, role).add(value, label);
}

void TagsBuilder::add_evidence(std::uint64_t key, const std::vector<EvidenceMention>& mentions) {
  if (mentions.empty()) return;
  const auto [at, fresh] = evidence_.try_emplace(key);
  if (!fresh) return;
  std::string& out = at->second;
  for (const EvidenceMention& mention : mentions) {
    const std::uint32_t organisation = organisation_ids_.number(mention.id);
    if (organisation == organisations_.size()) organisations_.emplace_back();
    Organisation& known = organisations_[organisation];
    known.name = mention.name;
    if (!mention.ror.empty()) known.ror = mention.ror;
    known.country = mention.country;
    known.kind = static_cast<std::uint8_t>(mention.kind);
    append_varint(out, organisation);
    append_varint(out, static_cast<std::uint32_t>(mention.state) |
                           static_cast<std::uint32_t>(mention.role) << 2 | (mention.roll_up ? 16U : 0U));
    append_varint(out, static_cast<std::uint32_t>(mention.rule));
    append_varint(out, mention.edits);
    append_varint(out, static_cast<std::uint32_t>(std::lround(mention.score * 100)));
    append_varint(out, aliases_.number(mention.alias));
    append_varint(out, sources_.number(mention.alias_source));
    append_varint(out, mention.begin);
    append_varint(out, mention.end - mention.begin);
  }
}

void TagsBuilder::add_topic(const format::EvidenceTopic& topic) {
  const auto number = [&](std::string_view id, std::string_view name) {
    const std::uint32_t known = topic_ids_.number(id);
    if (known == topic_names_.size()) topic_names_.emplace_back(name);
    return known;
  };
  append_varint(topics_, number(topic.id, topic.name));
  append_varint(topics_, topic.through.empty() ? 0 : number(topic.through, topic.through) + 1);
  append_varint(topics_, terms_.number(topic.term));
  append_varint(topics_, topic.field | topic.value << 2);
  append_varint(topics_, topic.begin);
  append_varint(topics_, topic.end - topic.begin);
}

/// The number of the set with these parts; a part is the place of its field and its value. Leaves the parts
/// sorted, each once.
std::uint32_t TagsBuilder::brought_set(std::vector<std::string>& parts) {
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  std::string key;
  for (const std::string& part : parts) (key += part) += '\0';
  const auto [at, fresh] =
      set_numbers_.try_emplace(std::move(key), static_cast<std::uint32_t>(set_numbers_.size()));
  if (!fresh) return at->second;
  for (const std::string& part : parts)
    sets_[static_cast<std::size_t>(part[0] - '0')].add(std::string_view(part).substr(1), {});
  for (format::FacetColumnBuilder& column : sets_) column.finish_document();
  return at->second;
}

void TagsBuilder::add_brought(const PaperTags& tags) {
  std::vector<std::string> parts;
  const auto take = [&](const std::vector<TagValue>& values) {
    for (const TagValue& value : values) {
      const std::size_t place = format::brought_index(value.field);
      if (place < format::kBroughtFields.size() && value.state == State::asserted &&
          value.role == Role::affiliation && !value.value.empty())
        parts.push_back(static_cast<char>('0' + place) + value.value);
    }
  };
  for (const PaperTags::Brought& brought : tags.brought) {
    parts.clear();
    if (brought.said != nullptr) take(brought.said->values);
    take(brought.tied);
    append_varint(brought_, brought_set(parts));
  }
}

void TagsBuilder::add_brought(const format::Segment& source, std::uint32_t doc) {
  std::vector<std::uint32_t> sets;
  source.brought().read(doc, sets);
  constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
  for (const std::uint32_t set : sets) {
    std::uint32_t& ours = merged_sets_.at(set);
    if (ours == kUnknown) {
      std::vector<std::string> parts;
      for (std::size_t place = 0; place < format::kBroughtFields.size(); ++place) {
        const format::FacetColumn& column = source.brought().values(format::kBroughtFields[place]);
        for (const std::uint32_t ordinal : column.of(set))
          parts.push_back(static_cast<char>('0' + place) + std::string(column.value(ordinal)));
      }
      ours = brought_set(parts);
    }
    append_varint(brought_, ours);
  }
}

void TagsBuilder::finish_document() {
  for (std::size_t f = 0; f < format::kFacetFields; ++f) {
    if (format::row(static_cast<FacetField>(f)).layer == format::Layer::tags) columns_[f].finish_document();
  }
  for (auto& [slot, column] : mentions_) column.finish_document();
  topic_offsets_.push_back(static_cast<std::uint32_t>(topics_.size()));
  brought_offsets_.push_back(static_cast<std::uint32_t>(brought_.size()));
  ++documents_;
}

void TagsBuilder::add(const PaperTags& tags, const corpus::Registry& registry) {
  for (const TagValue& value : tags.values)
    add_value(value.field, value.state, value.role, value.value, value.label);
  for (const PaperTags::Evidence& evidence : tags.evidence)
    add_evidence(format::evidence_key(evidence.kind, evidence.raw), evidence.tags->mentions);
  for (const TopicTag& tag : tags.topics) {
    const corpus::TechnologyTopic& found =
        registry.topics[tag.through == TopicTag::kDirect ? tag.topic : tag.through];
    format::EvidenceTopic topic;
    topic.id = registry.topics[tag.topic].id;
    topic.name = registry.topics[tag.topic].name;
    if (tag.through != TopicTag::kDirect) topic.through = found.id;
    topic.term = found.terms[tag.term].text;
    topic.field = static_cast<std::uint8_t>(tag.field);
    topic.value = tag.value;
    topic.begin = tag.begin;
    topic.end = tag.end;
    // Narrower topics come with their own names first.
    topic_ids_.number(found.id) == topic_names_.size() ? topic_names_.push_back(found.name) : void();
    add_topic(topic);
  }
  add_brought(tags);
  finish_document();
}

void TagsBuilder::add(const format::Segment& source, std::uint32_t doc) {
  const format::EvidenceStore& evidence = source.evidence();
  if (merged_ != &source) {
    merged_ = &source;
    for (std::uint32_t entry = 0; entry < evidence.keys().size(); ++entry)
      add_evidence(evidence.keys()[entry], evidence.mentions(entry));
    for (std::uint32_t i = 0; i < evidence.synonyms(); ++i) synonyms_.emplace(evidence.synonym(i));
    const format::ProfileStore& profiles = source.profiles();
    for (std::uint32_t i = 0; i < profiles.size(); ++i) {
      if (const std::string id(profiles.id(i)); !profiles_.contains(id))
        profiles_.emplace(
            id, format::StoredProfile{std::string(profiles.value(i)), std::string(profiles.country(i)),
                                      std::string(profiles.parents(i)), std::string(profiles.lists(i)),
                                      profiles.json(i)});
    }
    merged_sets_.assign(source.brought().sets(), 0xFFFFFFFF);
  }
  const auto take = [&](const format::FacetColumn& column, FacetField field, State state, Role role) {
    if (column.values() == 0) return;
    for (const std::uint32_t ordinal : column.of(doc))
      add_value(field, state, role, column.value(ordinal), column.label(ordinal));
  };
  for (std::size_t f = 0; f < format::kFacetFields; ++f) {
    const auto field = static_cast<FacetField>(f);
    if (format::row(field).layer != format::Layer::tags) continue;
    take(source.facet(field), field, State::asserted, format::own_role(field));
    if (!counts_mentions(field)) continue;
    for (std::size_t s = 0; s < format::kStates; ++s) {
      for (std::size_t r = 0; r < format::kRoles; ++r) {
        const auto state = static_cast<State>(s);
        const auto role = static_cast<Role>(r);
        if (state == State::asserted && role == format::own_role(field)) continue;
        take(source.mentions(field, state, role), field, state, role);
      }
    }
  }
  const std::vector<format::EvidenceTopic> topics = evidence.topics(doc);
  for (const format::EvidenceTopic& topic : topics) {
    if (topic.through.empty())
      topic_ids_.number(topic.id) == topic_names_.size() ? topic_names_.emplace_back(topic.name),
          void()                                         : void();
  }
  for (const format::EvidenceTopic& topic : topics) add_topic(topic);
  add_brought(source, doc);
  finish_document();
}

void TagsBuilder::add_synonyms(const std::unordered_map<std::string, std::string>& synonyms) {
  synonyms_.insert(synonyms.begin(), synonyms.end());
}

void TagsBuilder::add_profiles(const Profiles& known) {
  const affiliation::Vocabulary& vocabulary = *known.knowledge().vocabulary;
  const auto add = [&](std::string_view value) {
    const auto number = vocabulary.find(value);
    if (!number || vocabulary.organisation(*number).registry != 0) return;
    const std::string id(vocabulary.string(vocabulary.organisation(*number).id));
    if (profiles_.contains(id)) return;
    profiles_.emplace(id, known.of(*number));
  };
  for (const std::string& id : organisation_ids_.all()) add(id);
  // Institutions that only the source names, and everything above them.
  for (const FacetField field : {FacetField::institution, FacetField::lineage, FacetField::funder})
    columns_[static_cast<std::size_t>(field)].each_value(add);
}

void TagsBuilder::write(const std::filesystem::path& path) const {
  format::SectionWriter file(path, format::Sections::packed);
  file.add("version", version_);
  for (std::size_t f = 0; f < format::kFacetFields; ++f) {
    const auto field = static_cast<FacetField>(f);
    if (format::row(field).layer == format::Layer::tags)
      columns_[f].write(file, format::column_prefix(field));
  }
  for (const auto& [slot, column] : mentions_) {
    if (column.empty()) continue;
    column.write(file,
                 format::column_prefix(static_cast<FacetField>(slot[0]), static_cast<State>(slot[1]),
                                       static_cast<Role>(slot[2])),
                 true);
  }
  format::StringTableWriter names;
  format::StringTableWriter rors;
  format::StringTableWriter countries;
  std::vector<std::uint8_t> kinds;
  for (const Organisation& organisation : organisations_) {
    names.add(organisation.name);
    rors.add(organisation.ror);
    countries.add(organisation.country);
    kinds.push_back(organisation.kind);
  }
  write_strings(file, "organisation.ids", organisation_ids_.all());
  names.write(file, "organisation.names");
  rors.write(file, "organisation.rors");
  countries.write(file, "organisation.countries");
  file.add_array("organisation.kinds", kinds);
  write_strings(file, "aliases", aliases_.all());
  write_strings(file, "alias.sources", sources_.all());
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> offsets{0};
  std::string bytes;
  for (const auto& [key, encoded] : evidence_) {
    keys.push_back(key);
    bytes += encoded;
    offsets.push_back(static_cast<std::uint32_t>(bytes.size()));
  }
  file.add_array("evidence.keys", keys);
  file.add_array("evidence.offsets", offsets);
  file.add("evidence", bytes);
  write_strings(file, "topic.ids", topic_ids_.all());
  write_strings(file, "topic.names", topic_names_);
  write_strings(file, "topic.terms", terms_.all());
  file.add_array("topics.offsets", topic_offsets_);
  file.add("topics", topics_);
  format::StringTableWriter synonym_ids;
  format::StringTableWriter synonym_values;
  for (const auto& [id, value] : synonyms_) {
    synonym_ids.add(id);
    synonym_values.add(value);
  }
  synonym_ids.write(file, "synonym.ids");
  synonym_values.write(file, "synonym.values");
  file.add("brought", brought_);
  file.add_array("brought.offsets", brought_offsets_);
  file.add_array("brought.sets", std::vector<std::uint32_t>{static_cast<std::uint32_t>(set_numbers_.size())});
  for (std::size_t place = 0; place < format::kBroughtFields.size(); ++place)
    sets_[place].write(file,
                       "brought." + std::to_string(static_cast<unsigned>(format::kBroughtFields[place])));
  format::write_profiles(file, profiles_);
  file.close();
}

}  // namespace labtrail::tagging
