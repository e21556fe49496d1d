#include "indexer/tagging/tagger.h"

#include <algorithm>
#include <unordered_set>

namespace labtrail::tagging {

using format::EvidenceMention;
using format::EvidenceText;
using format::FacetField;
using format::Role;
using format::State;

namespace {

/// Strings kept per kind before the memory is given back; real corpora have a few strings per paper, mostly
/// old ones.
constexpr std::size_t kRememberedStrings = 300'000;

EvidenceMention evidence_of(const affiliation::Vocabulary& vocabulary, const affiliation::Mention& mention) {
  const affiliation::OrganisationRow& row = vocabulary.organisation(mention.organisation);
  EvidenceMention out;
  out.id = vocabulary.string(row.id);
  out.name = vocabulary.string(row.name);
  if (!mention.roll_up) out.ror = vocabulary.string(row.ror);
  out.kind = static_cast<format::OrganisationKind>(row.kind);
  out.state = mention.state;
  out.role = mention.role;
  out.rule = mention.rule;
  out.roll_up = mention.roll_up;
  out.edits = mention.edits;
  out.score = mention.score;
  out.alias = vocabulary.string(mention.alias);
  out.alias_source = vocabulary.string(mention.alias_source);
  out.begin = mention.begin;
  out.end = mention.end;
  return out;
}

/// Two-letter codes as text that outlives every mention.
std::string_view country_view(affiliation::Country country) {
  static const std::vector<std::string> kAll = [] {
    std::vector<std::string> all(26 * 26);
    for (int a = 0; a < 26; ++a) {
      for (int b = 0; b < 26; ++b)
        all[static_cast<std::size_t>(a * 26 + b)] = {static_cast<char>('A' + a), static_cast<char>('A' + b)};
    }
    return all;
  }();
  const int a = (country >> 8) - 'A';
  const int b = (country & 0xFF) - 'A';
  if (a < 0 || a > 25 || b < 0 || b > 25) return {};
  return kAll[static_cast<std::size_t>(a * 26 + b)];
}

}  // namespace

Tagger::Tagger(std::shared_ptr<const Knowledge> knowledge)
    : knowledge_(std::move(knowledge)), resolver_(knowledge_->vocabulary), topics_(knowledge_->registry) {
  const affiliation::Vocabulary& vocabulary = *knowledge_->vocabulary;
  for (std::uint32_t list = 0; list < knowledge_->registry->lists.size(); ++list) {
    for (const corpus::ListEntry& entry : knowledge_->registry->lists[list].entries) {
      const auto number = vocabulary.find(entry.organisation);
      if (number) lists_of_[*number].push_back(list);
    }
  }
  for (const Decision& decision : knowledge_->decisions) {
    if (decision.action != Action::accept && decision.action != Action::refuse) continue;
    const auto number = vocabulary.find(decision.organisation);
    if (!number) continue;
    decided_[affiliation::canonical_form(reader_, decision.text)].push_back(
        {decision.action == Action::accept ? State::asserted : State::refused, *number,
         "decision " + std::to_string(decision.number) + " of " + decision.date.substr(0, 10) + ": " +
             decision.reason});
  }
}

const Tagger::Lineage& Tagger::lineage(std::uint32_t organisation) {
  const auto [at, fresh] = lineages_.try_emplace(organisation);
  if (!fresh) return at->second;
  const affiliation::Vocabulary& vocabulary = *knowledge_->vocabulary;
  std::vector<std::pair<std::string, std::string>> values;
  std::vector<std::uint32_t> open{organisation};
  std::unordered_set<std::uint32_t> seen{organisation};
  while (!open.empty()) {
    const std::uint32_t number = open.back();
    open.pop_back();
    values.emplace_back(vocabulary.value(number),
                        std::string(vocabulary.string(vocabulary.organisation(number).name)));
    // A parent is found by its slug even where no paper names it.
    const std::string_view slug = vocabulary.string(vocabulary.organisation(number).id);
    if (slug != values.back().first) synonyms_.try_emplace(std::string(slug), values.back().first);
    for (const std::uint32_t parent : vocabulary.list(vocabulary.organisation(number).parents)) {
      const std::string_view id = vocabulary.string(parent);
      if (const auto found = vocabulary.find(id)) {
        if (seen.insert(*found).second) open.push_back(*found);
      } else {
        values.emplace_back(std::string(id), std::string());
      }
    }
  }
  Lineage& made = lineages_[organisation];
  made.values = std::move(values);
  return made;
}

void Tagger::add_values(const EvidenceMention& mention, std::uint32_t organisation,
                        std::vector<TagValue>& values) {
  const affiliation::Vocabulary& vocabulary = *knowledge_->vocabulary;
  const affiliation::OrganisationRow& row = vocabulary.organisation(organisation);
  const std::string id(mention.id);
  const std::string value = vocabulary.value(organisation);
  const std::string label(mention.name);
  if (value != id) synonyms_.try_emplace(id, value);
  const bool lab = row.kind == corpus::OrganisationKind::lab;
  if (lab && row.ror != 0) synonyms_.try_emplace("lab:" + value, id);
  // A roll-up names the body that a unit counts to; parents are not implied in the institution's own count.
  if (lab) values.push_back({FacetField::lab, mention.state, mention.role, id, label});
  if (!mention.roll_up && (!lab || row.ror != 0))
    values.push_back({FacetField::institution, mention.state, mention.role, value, label});
  if (mention.role == Role::funder)
    values.push_back({FacetField::funder, mention.state, mention.role, value, label});
  if (mention.state != State::asserted || mention.role != Role::affiliation) return;
  for (const auto& [above, name] : lineage(organisation).values)
    values.push_back({FacetField::lineage, State::asserted, Role::affiliation, above, name});
  if (mention.roll_up) return;
  if (row.country != 0)
    values.push_back({FacetField::country,
                      State::asserted,
                      Role::affiliation,
                      affiliation::country_text(row.country),
                      {}});
  if (const auto lists = lists_of_.find(organisation); lists != lists_of_.end()) {
    for (const std::uint32_t list : lists->second) {
      const corpus::PublicList& known = knowledge_->registry->lists[list];
      values.push_back({FacetField::list, State::asserted, Role::affiliation, known.id, known.name});
    }
  }
}

/// What a user decided about this very string comes before what the resolver says.
void Tagger::decide(std::string_view raw, StringTags& tags) {
  if (decided_.empty()) return;
  const auto at = decided_.find(affiliation::canonical_form(reader_, raw));
  if (at == decided_.end()) return;
  const affiliation::Vocabulary& vocabulary = *knowledge_->vocabulary;
  for (const Decided& decided : at->second) {
    const affiliation::OrganisationRow& row = vocabulary.organisation(decided.organisation);
    const std::string_view id = vocabulary.string(row.id);
    auto mention = std::find_if(tags.mentions.begin(), tags.mentions.end(),
                                [&](const EvidenceMention& one) { return one.id == id; });
    if (mention == tags.mentions.end()) {
      EvidenceMention fresh;
      fresh.id = id;
      fresh.name = vocabulary.string(row.name);
      fresh.ror = vocabulary.string(row.ror);
      fresh.country = country_view(row.country);
      fresh.kind = static_cast<format::OrganisationKind>(row.kind);
      fresh.end = static_cast<std::uint32_t>(raw.size());
      tags.mentions.push_back(fresh);
      mention = tags.mentions.end() - 1;
    }
    mention->state = decided.state;
    mention->rule = format::Rule::decision;
    mention->score = decided.state == State::asserted ? 1 : 0;
    mention->alias_source = decided.source;
    mention->edits = 0;
  }
}

const StringTags& Tagger::resolve(std::string_view raw, EvidenceText kind) {
  auto& known = strings_[static_cast<std::size_t>(kind)];
  const auto [at, fresh] = known.try_emplace(std::string(raw));
  if (!fresh) return at->second;
  StringTags& tags = at->second;
  resolver_.resolve(
      raw, kind == EvidenceText::funding ? affiliation::Text::funding : affiliation::Text::affiliation,
      resolution_);
  const affiliation::Vocabulary& vocabulary = *knowledge_->vocabulary;
  for (const affiliation::Mention& mention : resolution_.mentions) {
    EvidenceMention evidence = evidence_of(vocabulary, mention);
    evidence.country = country_view(vocabulary.organisation(mention.organisation).country);
    tags.mentions.push_back(evidence);
  }
  decide(raw, tags);
  for (const EvidenceMention& mention : tags.mentions) {
    if (const auto number = vocabulary.find(mention.id)) add_values(mention, *number, tags.values);
  }
  if (kind == EvidenceText::affiliation) {
    for (const affiliation::Country country : resolution_.countries)
      tags.values.push_back(
          {FacetField::country, State::asserted, Role::affiliation, affiliation::country_text(country), {}});
  }
  return tags;
}

void Tagger::add(TagValue value) {
  if (value.value.empty()) return;
  for (TagValue& known : tags_.values) {
    if (known.field != value.field || known.value != value.value || known.role != value.role) continue;
    // The surest state stays.
    if (value.state < known.state) known.state = value.state;
    if (known.label.empty()) known.label = value.label;
    return;
  }
  tags_.values.push_back(std::move(value));
}

/// The organisation whose name a whole string is, where there is no doubt.
std::optional<std::uint32_t> Tagger::named_by(std::string_view whole) {
  std::optional<std::uint32_t> found;
  for (const EvidenceMention& mention : resolve(whole, EvidenceText::affiliation).mentions) {
    if (mention.state != State::asserted || mention.roll_up) continue;
    // A name that is nearly another one's stays itself: there is no address beside it that could tell.
    if (found || mention.rule == format::Rule::fuzzy || mention.begin != 0 || mention.end != whole.size())
      return std::nullopt;
    found = knowledge_->vocabulary->find(mention.id);
  }
  return found;
}

/// What a paper counts for because its source asserts this institution.
std::vector<TagValue> Tagger::source_values(const corpus::Institution& institution) {
  const affiliation::Vocabulary& vocabulary = *knowledge_->vocabulary;
  auto number = vocabulary.find(institution.id);
  // Some sources know their institutions by name only.
  if (!number && institution.id == institution.name) number = named_by(institution.name);
  std::vector<TagValue> values;
  if (!number) {
    values.push_back(
        {FacetField::institution, State::asserted, Role::affiliation, institution.id, institution.name});
    values.push_back(
        {FacetField::lineage, State::asserted, Role::affiliation, institution.id, institution.name});
    for (const std::string& above : institution.lineage)
      values.push_back({FacetField::lineage, State::asserted, Role::affiliation, above, {}});
    return values;
  }
  const affiliation::OrganisationRow& row = vocabulary.organisation(*number);
  EvidenceMention mention;
  mention.id = vocabulary.string(row.id);
  mention.name = vocabulary.string(row.name);
  mention.state = State::asserted;
  mention.role = Role::affiliation;
  add_values(mention, *number, values);
  // The countries that the source states are its own affair.
  std::erase_if(values, [](const TagValue& value) { return value.field == FacetField::country; });
  return values;
}

void Tagger::add_affiliation(const corpus::Affiliation& affiliation, const corpus::Paper& paper) {
  const auto [at, fresh] = seen_.try_emplace(affiliation.raw, tags_.brought.size());
  if (fresh) {
    tags_.brought.emplace_back();
    if (!affiliation.raw.empty()) {
      const StringTags& named = resolve(affiliation.raw, EvidenceText::affiliation);
      tags_.brought.back().said = &named;
      tags_.evidence.push_back({EvidenceText::affiliation, affiliation.raw, &named});
      for (const TagValue& value : named.values) add(value);
    }
  }
  std::vector<TagValue>& tied = tags_.brought[at->second].tied;
  for (const std::string& id : affiliation.institutions) {
    const auto asserted = std::find_if(paper.institutions.begin(), paper.institutions.end(),
                                       [&](const corpus::Institution& one) { return one.id == id; });
    if (asserted == paper.institutions.end()) continue;
    for (TagValue& value : source_values(*asserted)) tied.push_back(std::move(value));
    if (std::find(paper.countries.begin(), paper.countries.end(), asserted->country) != paper.countries.end())
      tied.push_back({FacetField::country, State::asserted, Role::affiliation, asserted->country, {}});
  }
}

void Tagger::add_funders(const corpus::Paper& paper) {
  const affiliation::Vocabulary& vocabulary = *knowledge_->vocabulary;
  for (const corpus::Funder& funder : paper.funders) {
    if (!funder.id.empty()) {
      const auto number = vocabulary.find(funder.id);
      const std::string value = number ? vocabulary.value(*number) : funder.id;
      if (number && vocabulary.string(vocabulary.organisation(*number).id) != value)
        synonyms_.try_emplace(std::string(vocabulary.string(vocabulary.organisation(*number).id)), value);
      if (value != funder.id) synonyms_.try_emplace(funder.id, value);
      add({FacetField::funder, State::asserted, Role::funder, value, funder.name});
      continue;
    }
    // A funder that the source knows by name only: the whole name must be one that we know.
    const StringTags& named = resolve(funder.name, EvidenceText::funding);
    tags_.evidence.push_back({EvidenceText::funding, funder.name, &named});
    bool known = false;
    for (const EvidenceMention& mention : named.mentions) {
      if (mention.state != State::asserted || mention.begin != 0 || mention.end != funder.name.size())
        continue;
      for (const TagValue& value : named.values) {
        if (value.field == FacetField::funder) add(value);
      }
      known = true;
    }
    if (!known) add({FacetField::funder, State::asserted, Role::funder, funder.name, {}});
  }
  if (!paper.funding_text.empty()) {
    const StringTags& named = resolve(paper.funding_text, EvidenceText::funding);
    tags_.evidence.push_back({EvidenceText::funding, paper.funding_text, &named});
    for (const TagValue& value : named.values) add(value);
  }
}

void Tagger::add_topics(const corpus::Paper& paper) {
  for (const corpus::Topic& topic : paper.topics)
    add({FacetField::topic, State::asserted, Role::mention, topic.id, topic.name});
  topics_.match(paper, tags_.topics);
  for (const TopicTag& tag : tags_.topics) {
    const corpus::TechnologyTopic& topic = knowledge_->registry->topics[tag.topic];
    add({FacetField::topic, State::asserted, Role::mention, topic.id, topic.name});
  }
}

const Profiles& Tagger::profiles() {
  if (profiles_ == nullptr) profiles_ = std::make_unique<Profiles>(*knowledge_);
  return *profiles_;
}

const PaperTags& Tagger::tag(const corpus::Paper& paper) {
  for (auto& known : strings_) {
    if (known.size() > kRememberedStrings) known.clear();
  }
  tags_.values.clear();
  tags_.evidence.clear();
  tags_.brought.clear();
  seen_.clear();
  for (const std::string& country : paper.countries)
    add({FacetField::country, State::asserted, Role::affiliation, country, {}});
  for (const corpus::Institution& institution : paper.institutions) {
    for (TagValue& value : source_values(institution)) add(std::move(value));
  }
  for (const corpus::Author& author : paper.authors) {
    for (const corpus::Affiliation& one : author.affiliations) add_affiliation(one, paper);
  }
  for (const corpus::Affiliation& one : paper.affiliations) add_affiliation(one, paper);
  add_funders(paper);
  add_topics(paper);
  return tags_;
}

}  // namespace labtrail::tagging
