#include "searcher/evidence.h"

#include <algorithm>
#include <array>

namespace labtrail::searcher {

using format::EvidenceText;

namespace {

Mention copy_of(const format::EvidenceMention& stored) {
  Mention out;
  out.id = stored.id;
  out.name = stored.name;
  out.ror = stored.ror;
  out.country = stored.country;
  out.kind = stored.kind;
  out.state = stored.state;
  out.role = stored.role;
  out.rule = stored.rule;
  out.roll_up = stored.roll_up;
  out.edits = stored.edits;
  out.score = stored.score;
  out.alias = stored.alias;
  out.alias_source = stored.alias_source;
  out.span = Span{stored.begin, stored.end};
  return out;
}

/// What a source asserts needs no alias and no place in the string.
Mention of_source(std::string id, std::string name, format::OrganisationKind kind, format::Role role) {
  Mention out;
  out.name = name.empty() ? id : std::move(name);
  if (id.starts_with("ror:")) out.ror = id.substr(4);
  out.id = std::move(id);
  out.kind = kind;
  out.state = format::State::asserted;
  out.role = role;
  out.rule = format::Rule::source;
  out.score = 1;
  return out;
}

Mention of_source(const corpus::Paper& paper, const std::string& id) {
  Mention out = of_source(id, {}, format::OrganisationKind::institution, format::Role::affiliation);
  for (const corpus::Institution& known : paper.institutions) {
    if (known.id != id) continue;
    if (!known.name.empty()) out.name = known.name;
    if (!known.ror.empty()) out.ror = known.ror;
    out.country = known.country;
  }
  return out;
}

class Collector {
 public:
  Collector(const format::Segment& segment, const corpus::Paper& paper) : segment_(segment), paper_(paper) {}

  void affiliation(const corpus::Affiliation& one) {
    if (one.raw.empty()) return;
    StringEvidence& string = named(EvidenceText::affiliation, one.raw);
    for (const std::string& id : one.institutions) add(string, of_source(paper_, id));
  }

  void funder(const corpus::Funder& one) {
    if (one.name.empty()) return;
    StringEvidence& string = named(EvidenceText::funding, one.name);
    if (!one.id.empty())
      add(string, of_source(one.id, one.name, format::OrganisationKind::funder, format::Role::funder));
  }

  /// A funder whose id the source gives is not read for other names.
  [[nodiscard]] bool is_read(const StringEvidence& string) const {
    if (string.kind == EvidenceText::affiliation || string.raw == paper_.funding_text) return true;
    return std::any_of(paper_.funders.begin(), paper_.funders.end(), [&](const corpus::Funder& funder) {
      return funder.name == string.raw && funder.id.empty();
    });
  }

  std::vector<StringEvidence> take() {
    if (!paper_.funding_text.empty()) named(EvidenceText::funding, paper_.funding_text);
    for (StringEvidence& string : strings_) {
      if (!is_read(string)) continue;
      for (const format::EvidenceMention& mention : segment_.evidence().find(string.kind, string.raw))
        string.mentions.push_back(copy_of(mention));
    }
    std::erase_if(strings_, [](const StringEvidence& string) {
      return string.kind == EvidenceText::funding && string.mentions.empty();
    });
    return std::move(strings_);
  }

 private:
  StringEvidence& named(EvidenceText kind, const std::string& raw) {
    const auto known = std::find_if(strings_.begin(), strings_.end(), [&](const StringEvidence& string) {
      return string.kind == kind && string.raw == raw;
    });
    if (known != strings_.end()) return *known;
    StringEvidence& fresh = strings_.emplace_back();
    fresh.kind = kind;
    fresh.raw = raw;
    return fresh;
  }
  static void add(StringEvidence& string, Mention mention) {
    const bool known = std::any_of(string.mentions.begin(), string.mentions.end(),
                                   [&](const Mention& other) { return other.id == mention.id; });
    if (!known) string.mentions.push_back(std::move(mention));
  }

  const format::Segment& segment_;
  const corpus::Paper& paper_;
  std::vector<StringEvidence> strings_;
};

}  // namespace

PaperEvidence paper_evidence(const format::Segment& segment, std::uint32_t doc, const corpus::Paper& paper) {
  constexpr std::array<std::string_view, 3> kTopicFields{"title", "abstract", "keyword"};
  Collector collector(segment, paper);
  for (const corpus::Author& author : paper.authors) {
    for (const corpus::Affiliation& one : author.affiliations) collector.affiliation(one);
  }
  for (const corpus::Affiliation& one : paper.affiliations) collector.affiliation(one);
  for (const corpus::Funder& one : paper.funders) collector.funder(one);
  PaperEvidence out;
  out.strings = collector.take();
  for (const format::EvidenceTopic& stored : segment.evidence().topics(doc)) {
    TopicEvidence& topic = out.topics.emplace_back();
    topic.id = stored.id;
    topic.name = stored.name;
    topic.through = stored.through;
    topic.term = stored.term;
    topic.field = kTopicFields[std::min<std::size_t>(stored.field, kTopicFields.size() - 1)];
    topic.value = stored.value;
    topic.span = {stored.begin, stored.end};
  }
  out.registry = segment.evidence().version();
  return out;
}

}  // namespace labtrail::searcher
