#include "indexer/tagging/profiles.h"

#include <map>
#include <set>

#include "corpus/base/json_writer.h"

namespace labtrail::tagging {

using affiliation::Entry;
using affiliation::EntryKind;

namespace {

/// Names that stand in the registry or in ROR, not those that the vocabulary made of them.
bool is_name(const Entry& entry) {
  const bool organisation =
      entry.kind == EntryKind::name || entry.kind == EntryKind::acronym || entry.kind == EntryKind::unit;
  return organisation && (entry.flags & (affiliation::kReordered | affiliation::kCut)) == 0;
}

void write_name(base::JsonWriter& json, std::string_view text, std::string_view kind,
                std::string_view language, std::string_view source) {
  json.begin_object().field("text", text).field("kind", kind);
  if (!language.empty()) json.field("language", language);
  json.field("source", source).end_object();
}

}  // namespace

Profiles::Profiles(const Knowledge& knowledge) : knowledge_(knowledge) {
  const std::span<const Entry> entries = knowledge.vocabulary->entries();
  start_.assign(knowledge.vocabulary->organisations() + std::size_t{1}, 0);
  for (const Entry& entry : entries) {
    if (is_name(entry)) ++start_[entry.organisation + std::size_t{1}];
  }
  for (std::size_t i = 1; i < start_.size(); ++i) start_[i] += start_[i - 1];
  names_.resize(start_.back());
  std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
  for (std::uint32_t number = 0; number < entries.size(); ++number) {
    if (is_name(entries[number])) names_[next[entries[number].organisation]++] = number;
  }
}

/// Whether a list entry means this organisation itself.
bool Profiles::prints(const corpus::ListEntry& entry, std::uint32_t organisation) const {
  const affiliation::OrganisationRow& row = knowledge_.vocabulary->organisation(organisation);
  return entry.organisation == knowledge_.vocabulary->string(row.id) ||
         (row.ror != 0 && entry.organisation == knowledge_.vocabulary->value(organisation));
}

format::StoredProfile Profiles::of(std::uint32_t organisation) const {
  const affiliation::Vocabulary& vocabulary = *knowledge_.vocabulary;
  const affiliation::OrganisationRow& row = vocabulary.organisation(organisation);
  format::StoredProfile profile;
  profile.value = vocabulary.value(organisation);
  if (row.country != 0) profile.country = affiliation::country_text(row.country);
  const auto append = [](std::string& out, std::string_view id) {
    if (!out.empty()) out += ' ';
    out += id;
  };
  for (const std::uint32_t parent : vocabulary.list(row.parents))
    append(profile.parents, vocabulary.string(parent));
  for (const corpus::PublicList& list : knowledge_.registry->lists) {
    for (const corpus::ListEntry& entry : list.entries) {
      if (!prints(entry, organisation)) continue;
      append(profile.lists, list.id);
      break;
    }
  }
  profile.json = json(organisation);
  return profile;
}

void Profiles::write_registry(const std::filesystem::path& path) const {
  std::map<std::string, format::StoredProfile> by_id;
  for (const corpus::Organisation& organisation : knowledge_.registry->organisations) {
    if (const auto number = knowledge_.vocabulary->find(organisation.id))
      by_id.emplace(organisation.id, of(*number));
  }
  format::SectionWriter file(path, format::Sections::packed);
  file.add(kVersionSection, knowledge_.version);
  format::write_profiles(file, by_id);
  file.close();
}

std::string Profiles::json(std::uint32_t organisation) const {
  const affiliation::Vocabulary& vocabulary = *knowledge_.vocabulary;
  const affiliation::OrganisationRow& row = vocabulary.organisation(organisation);
  const std::string_view id = vocabulary.string(row.id);
  const corpus::Organisation* known = knowledge_.registry->organisation(id);
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("id", id).field("value", vocabulary.value(organisation));
  json.field("kind", corpus::name(row.kind)).field("name", vocabulary.string(row.name));
  if (row.country != 0) json.field("country", affiliation::country_text(row.country));
  if (row.ror != 0) json.field("ror", vocabulary.string(row.ror));
  if (known != nullptr) {
    if (!known->wikidata.empty()) json.field("wikidata", known->wikidata);
    if (known->founded != 0) json.field("founded", known->founded);
    if (!known->note.empty()) json.field("note", known->note).field("note_source", known->note_source);
  }

  json.key("names").begin_array();
  std::set<std::string, std::less<>> written;
  if (known != nullptr) {
    for (const corpus::OrganisationName& name : known->names) {
      if (written.insert(name.text).second)
        write_name(json, name.text, corpus::name(name.kind), name.language, name.source);
    }
  }
  const std::span<const Entry> entries = vocabulary.entries();
  for (std::uint32_t i = start_[organisation]; i < start_[organisation + std::size_t{1}]; ++i) {
    const Entry& entry = entries[names_[i]];
    const std::string_view text = vocabulary.string(entry.text);
    if (!written.emplace(text).second) continue;
    const std::string_view kind = entry.kind == EntryKind::acronym ? "acronym"
                                  : entry.kind == EntryKind::unit  ? "unit"
                                                                   : "name";
    write_name(json, text, kind, {}, vocabulary.string(entry.source));
  }
  json.end_array();

  json.key("parents").begin_array();
  for (const std::uint32_t parent : vocabulary.list(row.parents)) {
    const std::string_view parent_id = vocabulary.string(parent);
    json.begin_object().field("id", parent_id);
    if (const auto found = vocabulary.find(parent_id)) {
      json.field("value", vocabulary.value(*found));
      json.field("name", vocabulary.string(vocabulary.organisation(*found).name));
    }
    json.end_object();
  }
  json.end_array();

  json.key("lists").begin_array();
  for (const corpus::PublicList& list : knowledge_.registry->lists) {
    for (const corpus::ListEntry& entry : list.entries) {
      if (!prints(entry, organisation)) continue;
      json.begin_object().field("list", list.id).field("name", list.name).field("issuer", list.issuer);
      json.field("edition", list.edition).field("url", list.url).field("printed", entry.printed);
      json.field("entered", entry.entered).field("ended", entry.ended).field("citation", entry.citation);
      json.end_object();
    }
  }
  json.end_array();

  json.key("decoys").begin_array();
  if (known != nullptr) {
    for (const corpus::Decoy& decoy : known->decoys)
      json.begin_object().field("text", decoy.text).field("why", decoy.why).end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace labtrail::tagging
