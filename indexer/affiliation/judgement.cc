// From kept names to mentions: asserted, candidate or refused, and by which rule.
#include "indexer/affiliation/judgement.h"

#include <algorithm>
#include <iterator>

#include "corpus/base/text.h"
#include "indexer/affiliation/judgement_words.h"
#include "indexer/affiliation/places.h"

namespace labtrail::affiliation {
namespace {

constexpr std::string_view kLegalForms[] = {"co", "ltd", "inc", "gmbh", "llc", "plc", "limited"};
/// What stands behind a company's name and changes nothing about who is meant.
constexpr std::string_view kBusinessWords[] = {"corporation",
                                               "international",
                                               "group",
                                               "holding",
                                               "ag",
                                               "sa",
                                               "nv",
                                               "bv",
                                               "ab",
                                               "oy",
                                               "spa",
                                               "srl",
                                               "sas",
                                               "asa",
                                               "bhd",
                                               "sdn",
                                               "kgaa",
                                               "global",
                                               "r",
                                               "d",
                                               "research",
                                               "pharma",
                                               "pharmaceutical",
                                               "se"};
/// "Currently with Raytheon": who is named is the whole string.
constexpr std::string_view kLeadWords[] = {"currently", "now",  "presently", "formerly",
                                           "at",        "with", "present",   "address"};

}  // namespace

Judgement::Judgement(const Vocabulary& vocabulary, WordReader& reader, std::string_view raw,
                     std::span<const Word> words, std::span<const Match> matches, Text text)
    : vocabulary_(vocabulary), reader_(reader), raw_(raw), words_(words), matches_(matches), text_(text) {}

void Judgement::add(const Match& match, const Entry& entry, State state, Rule rule, float score,
                    bool roll_up) {
  const Rule named = match.edits > 0 || match.varied   ? Rule::fuzzy
                     : match.shortened > 0             ? Rule::abbreviated
                     : (entry.flags & kReordered) != 0 ? Rule::reordered
                                                       : Rule::exact;
  if (rule == Rule::exact) rule = named;
  Mention mention;
  mention.organisation = entry.organisation;
  mention.state = state;
  mention.role = funded(match.first) || programme(match) ? Role::funder : Role::affiliation;
  mention.rule = rule;
  mention.roll_up = roll_up;
  mention.edits = match.edits;
  mention.score = std::clamp(score, 0.0F, 1.0F);
  mention.alias = entry.text;
  mention.alias_source = entry.source;
  mention.begin = words_[match.first].begin;
  mention.end = words_[match.last - 1].end;
  if (rule == Rule::fuzzy && mention.edits == 0) {
    // Words joined or parted: the distance is that of the two names without their spaces.
    const std::string printed =
        canonical_form(reader_, raw_.substr(mention.begin, mention.end - mention.begin));
    const std::string alias = canonical_form(reader_, vocabulary_.string(entry.text), true);
    mention.edits = static_cast<std::uint8_t>(
        std::clamp<std::size_t>(base::edit_distance(base::to_u32(printed), base::to_u32(alias), 9), 1, 9));
  }
  mentions_.push_back(mention);
  reasons_.push_back({&match, &entry, named});
}

bool Judgement::descends(std::uint32_t child, std::uint32_t ancestor, int depth) const {
  if (depth > 6) return false;
  for (const std::uint32_t parent : vocabulary_.list(vocabulary_.organisation(child).parents)) {
    const auto number = vocabulary_.find(vocabulary_.string(parent));
    if (!number || *number == child) continue;
    if (*number == ancestor || descends(*number, ancestor, depth + 1)) return true;
  }
  return false;
}

/// "Mizoram Institute of Technology (MIT)": in brackets, for what is printed before, which is none of its
/// names.
bool Judgement::abbreviates_another(const Match& match, std::uint32_t organisation) const {
  const Word& word = words_[match.first];
  if (match.last - match.first != 1 || !word.upper || word.begin == 0 || raw_[word.begin - 1] != '(')
    return false;
  std::size_t letter = word.folded.size();
  std::uint32_t at = match.first;
  while (letter > 0 && at > 0) {
    const Word& before = words_[--at];
    if (before.joining) continue;
    if (before.folded.front() != word.folded[letter - 1]) return false;
    --letter;
    if (before.before == Break::strong) break;
  }
  if (letter > 0) return false;
  return std::none_of(kept_.begin(), kept_.end(), [&](const Kept& other) {
    if (other.match->first > at || other.match->last != match.first) return false;
    const auto there = vocabulary_.entries(other.match->node);
    return std::any_of(there.begin(), there.end(),
                       [&](const Entry& entry) { return entry.organisation == organisation; });
  });
}

/// A name of the registry, whose context the registry itself lays down. False when it says nothing here.
bool Judgement::registry_entry(const Entry& entry, const Match& match, Mention& mention) const {
  const bool sentence = funded(match.first);
  if (excluded(entry, match)) {
    mention.state = State::refused;
    mention.rule = Rule::context;
    mention.score = 0;
    return true;
  }
  const OrganisationRow& row = vocabulary_.organisation(entry.organisation);
  const Support found = support(row, match);
  const bool short_name =
      entry.kind == EntryKind::acronym || (entry.words == 1 && !words_[match.first].ideograph);
  if (entry.needs == 0 && (entry.flags & kWholePart) == 0) {
    mention.state = State::asserted;
    mention.score = short_name ? 0.9F : 0.98F;
    // A full name stands for itself; a branch abroad still bears it. Common ones give way to the place.
    if (found == Support::against && ((entry.flags & kCommon) != 0)) {
      mention.state = State::refused;
      mention.rule = Rule::place;
      mention.score = 0.1F;
    }
    return true;
  }
  const bool context = (has_context(entry, match) || (sentence && programme(match))) &&
                       !abbreviates_another(match, entry.organisation);
  bool whole =
      (entry.flags & kWholePart) != 0 && whole_part(match) && !abbreviates_another(match, entry.organisation);
  if (whole && !context && is_place(match.first, match.last)) {
    // "Princeton, NJ": the town, where another place follows.
    for (const Place& place : places_)
      whole = whole && !(place.first == match.last && place.kind != EntryKind::city);
    if (match.last < words_.size() && words_[match.last].number) whole = false;
  }
  if (whole && !context && entry.words == 1 && (row.type & kTypeCompany) == 0 &&
      (elsewhere(row, match) || (bears_town(row, match) && is_town(match))))
    whole = false;
  if (context || whole) {
    mention.state = State::asserted;
    mention.rule = short_name && mention.rule == Rule::exact ? Rule::acronym : mention.rule;
    mention.score = context ? 0.92F : 0.85F;
    // A company has branches; a town or a short acronym elsewhere is something else.
    if (found == Support::against && !context &&
        (is_place(match.first, match.last) || (words_[match.first].upper && match.characters < 5))) {
      mention.state = State::candidate;
      mention.score = 0.4F;
    }
    return true;
  }
  mention.state = State::candidate;
  mention.rule = Rule::context;
  mention.score = sentence ? 0.4F : 0.35F;
  return true;
}

void Judgement::decide_units(const Kept& kept, const std::vector<const Entry*>& entries, bool direct) {
  for (const Entry* entry : entries) {
    Mention mention;
    mention.rule = kept.match->edits > 0 ? Rule::fuzzy : Rule::unit;
    registry_entry(*entry, *kept.match, mention);
    if (kept.match->edits > 0 && kept.match->characters < 12) mention.state = State::candidate;
    if (kept.boundary) continue;
    add(*kept.match, *entry, mention.state, mention.rule, mention.score - 0.02F, direct);
  }
}

void Judgement::decide_acronyms(const Kept& kept, const std::vector<const Entry*>& entries) {
  const Match& match = *kept.match;
  if (kept.boundary || kept.nested || entries.empty() || is_place(match.first, match.last)) return;
  // Behind its own full name an acronym adds nothing.
  std::vector<const Entry*> supported;
  std::vector<const Entry*> possible;
  for (const Entry* entry : entries) {
    const Support found = support(vocabulary_.organisation(entry->organisation), match);
    if (found == Support::against) continue;
    possible.push_back(entry);
    if (found == Support::city) supported.push_back(entry);
  }
  if (supported.empty()) {
    for (const Entry* entry : possible) {
      if (support(vocabulary_.organisation(entry->organisation), match) == Support::country)
        supported.push_back(entry);
    }
  }
  const bool whole = left_edge(match) == Edge::part && right_edge(match) == Edge::part;
  // "PRiSM" may be another than PRISM, wherever it is.
  const bool recased =
      !words_[match.first].upper && std::none_of(entries.begin(), entries.end(), [&](const Entry* entry) {
        return raw_.substr(words_[match.first].begin,
                           words_[match.last - 1].end - words_[match.first].begin) ==
               vocabulary_.string(entry->text);
      });
  if (supported.size() == 1 && whole && match.characters >= 3) {
    const bool city = support(vocabulary_.organisation(supported[0]->organisation), match) == Support::city;
    const bool certain = (city && match.characters >= 4) || (match.characters >= 5 && !recased);
    add(match, *supported[0], certain ? State::asserted : State::candidate, Rule::acronym,
        certain ? 0.8F : 0.5F);
    return;
  }
  const bool alone = match.first == 0 && match.last == words_.size();
  // In brackets it stands for what is before them, which would have been found if it were this one.
  const bool bracketed = words_[match.first].begin > 0 && raw_[words_[match.first].begin - 1] == '(';
  if (possible.size() == 1 && whole && !bracketed && !recased && match.characters >= (alone ? 4 : 5)) {
    add(match, *possible[0], State::asserted, Rule::acronym, 0.7F);
    return;
  }
  if (possible.size() <= 4 && whole) {
    for (const Entry* entry : possible)
      add(match, *entry, State::candidate, possible.size() > 1 ? Rule::ambiguous : Rule::context, 0.3F);
  }
}

void Judgement::decide_names(const Kept& kept, std::vector<const Entry*>& entries) {
  const Match& match = *kept.match;
  // One common word names nobody, unless it is all that there is.
  if (match.last - match.first == 1 && !(match.first == 0 && match.last == words_.size()))
    std::erase_if(entries, [](const Entry* entry) { return (entry->flags & kCommon) != 0; });
  if (entries.empty()) return;
  const auto row = [&](const Entry* entry) -> const OrganisationRow& {
    return vocabulary_.organisation(entry->organisation);
  };
  std::vector<const Entry*> best;
  std::vector<const Entry*> refused;
  Support highest = Support::against;
  for (const Entry* entry : entries) {
    const Support found = support(row(entry), match);
    if (found == Support::against) {
      refused.push_back(entry);
      continue;
    }
    if (best.empty() || found > highest) {
      best.clear();
      highest = found;
    }
    if (found == highest) best.push_back(entry);
  }
  if (best.empty()) {
    if (refused.size() == 1) add(match, *refused[0], State::refused, Rule::place, 0.1F);
    return;
  }
  if (kept.boundary) {
    if (best.size() == 1) add(match, *best[0], State::refused, Rule::boundary, 0.1F);
    return;
  }
  // Of several with equal support: active ones; then those that bear it as their label; then the ancestor of
  // all.
  const auto narrow = [&](auto keep) {
    std::vector<const Entry*> kept_ones;
    std::copy_if(best.begin(), best.end(), std::back_inserter(kept_ones), keep);
    if (!kept_ones.empty()) best = std::move(kept_ones);
  };
  if (best.size() > 1) narrow([&](const Entry* entry) { return row(entry).status == 0; });
  if (best.size() > 1) narrow([&](const Entry* entry) { return ordered_as_shown(row(entry), match); });
  if (best.size() > 1) narrow([&](const Entry* entry) { return literal(*entry, match, false); });
  if (best.size() > 1) narrow([&](const Entry* entry) { return literal(*entry, match, true); });
  if (best.size() > 1)
    narrow([&](const Entry* entry) { return (entry->flags & kLabel) != 0 && (entry->flags & kCut) == 0; });
  if (best.size() > 1) narrow([&](const Entry* entry) { return entry->text == row(entry).name; });
  if (best.size() > 1) {
    narrow([&](const Entry* entry) {
      return std::all_of(best.begin(), best.end(), [&](const Entry* other) {
        return other == entry || descends(other->organisation, entry->organisation);
      });
    });
  }
  if (best.size() > 1) {
    if (best.size() <= 6) {
      for (const Entry* entry : best) add(match, *entry, State::candidate, Rule::ambiguous, 0.5F);
    }
    return;
  }
  const Entry& entry = *best[0];
  const Rule rule = match.edits > 0                   ? Rule::fuzzy
                    : match.shortened > 0             ? Rule::abbreviated
                    : (entry.flags & kReordered) != 0 ? Rule::reordered
                                                      : Rule::exact;
  Edge left = left_edge(match);
  // "Italian Ministry of Health": the adjective is a place in front of the name.
  if (left == Edge::open && row(&entry).country != 0 && same_place(beside(match), row(&entry).country))
    left = Edge::words;
  const Edge right = right_edge(match);
  // "Royal Veterinary College Department of ...": a lost comma.
  const bool department = right == Edge::words && match.last < words_.size() && words_[match.last].capital &&
                          (words_[match.last].text == "department" || words_[match.last].text == "faculty");
  const bool one_word = entry.words == 1 && !words_[match.first].ideograph;
  const bool common = (entry.flags & kCommon) != 0;
  float score = 0.97F;
  if (rule == Rule::reordered) score -= left == Edge::open || right == Edge::open ? 0.4F : 0.12F;
  if ((entry.flags & kCut) != 0) score -= 0.03F;
  score -= 0.05F * static_cast<float>(match.shortened) + 0.1F * static_cast<float>(match.edits) +
           0.06F * static_cast<float>(match.crossings);
  if (highest == Support::none) score -= 0.05F;
  if (left == Edge::open) score -= one_word || common ? 0.4F : 0.05F;
  // "NOVA University of Lisbon" is another than the University of Lisbon.
  if (left == Edge::open && words_[match.first].text == "university") score -= 0.15F;
  const bool complete = left == Edge::part && (right == Edge::part || department);
  std::uint32_t behind = match.last;
  bool company = false;
  while (behind < words_.size() && words_[behind].joining &&
         (words_[behind].before == Break::none ||
          (left == Edge::part && one_of(words_[behind].text, kLegalForms))))
    company = one_of(words_[behind++].text, kLegalForms) || company;
  if ((row(&entry).type & kTypeCompany) != 0 && left == Edge::part) {
    // "Honeywell International", "Bayer Pharma AG": up to the end of the part.
    std::uint32_t end = behind;
    while (end < words_.size() && words_[end].before == Break::none &&
           (words_[end].joining || one_of(words_[end].text, kBusinessWords)))
      ++end;
    if (end > behind &&
        (end == words_.size() || words_[end].before != Break::none || is_place(end, end + 1))) {
      behind = end;
      company = true;
    }
  }
  if (right == Edge::open && !company) score -= one_word || common ? 0.4F : 0.05F;
  std::uint32_t ahead = match.first;
  while (ahead > 0 && one_of(words_[ahead - 1].text, kLeadWords)) --ahead;
  const bool alone = ahead == 0 && behind == words_.size();
  // "University of Texas at Brownsville" is another than the one whose name ends before "at".
  const bool elsewhere = match.last + 1 < words_.size() && words_[match.last].text == "at" &&
                         words_[match.last].before == Break::none && words_[match.last + 1].capital &&
                         highest != Support::city;
  if (elsewhere) score -= 0.4F;
  const bool long_name = entry.words >= 3 && complete;
  // "Air University": short and ordinary, yet the name that a school goes by, as it writes it.
  const bool own_school = complete && (row(&entry).type & kTypeEducation) != 0 && entry.words >= 2 &&
                          (entry.flags & kLabel) != 0 && literal(entry, match, true);
  // "Ministry of Education, China" is not the one in Taipei: ordinary names go by the country itself.
  if (common && highest == Support::country && !beside(match) && !stated_exactly(row(&entry)))
    highest = Support::none;
  if (common && highest != Support::city)
    score -= highest == Support::country ? (long_name ? 0.1F : 0.25F)
                                         : ((long_name || own_school) && !names_part(match) ? 0.25F : 0.45F);
  if (!common && (entry.flags & kOrdinary) != 0 && highest == Support::none)
    score -= (entry.flags & kLabel) != 0 ? 0.15F : 0.28F;
  // "Autonomous Systems Lab, Zurich" is not the one in Portugal, though no country is printed.
  if (highest == Support::none && (entry.flags & (kOrdinary | kCommon)) != 0 &&
      foreign_town(row(&entry), match))
    score -= 0.2F;
  // "in the cardiovascular system" is no Cardiovascular Systems, Inc.
  if ((row(&entry).type & kTypeCompany) != 0 && (entry.flags & kCut) != 0 && !company && !complete &&
      !alone && (entry.flags & kOrdinary) != 0 && highest != Support::city)
    score -= 0.3F;
  if (highest != Support::city && names_subject(match)) score -= 0.36F;
  // "Robert Wood Johnson Medical School" is more than a Robert Wood Johnson.
  if (!one_word && right == Edge::words && match.last < words_.size() && !words_[match.last].joining &&
      words_[match.last].capital &&
      (is_unit_word(words_[match.last].text) || is_common_word(words_[match.last].text)) &&
      highest != Support::city && !names_body(match) && (row(&entry).type & kTypeCompany) == 0)
    score -= 0.36F;
  // "Kavli Neuroscience Discovery Institute" is no Discovery Institute.
  if (left == Edge::open && match.last - match.first == 2 && highest != Support::city &&
      (is_unit_word(words_[match.first + 1].text) || words_[match.first + 1].text == "university"))
    score -= 0.3F;
  // "McConnell Brain Imaging Centre" is more than a McConnell: one word inside a part is part of another
  // name.
  const bool before_place = left == Edge::part && right == Edge::words &&
                            is_place(match.last, static_cast<std::uint32_t>(words_.size()));
  if (one_word && !complete && !company && !alone && !before_place) {
    if ((row(&entry).type & kTypeCompany) == 0) {
      score -= 0.36F;
    } else if (highest != Support::city) {
      score -= 0.3F;
    }
  }
  if (one_word && highest == Support::none && !company) score -= alone ? 0.1F : 0.25F;
  // "NanoPhoton - Center for Nanophotonics", "Mizuho-DL": half of another name.
  const bool halved = (match.last < words_.size() && words_[match.last].before == Break::weak &&
                       !words_[match.last].joining) ||
                      (match.first > 0 && words_[match.first].before == Break::weak);
  if (one_word && highest == Support::none && (entry.flags & kCut) != 0 && halved && !company) score -= 0.1F;
  if (!alone && !company && where_a_town_stands(match)) score -= 0.3F;
  if (one_word && !alone && is_place(match.first, match.last)) score -= 0.4F;
  if (one_word && !alone && !words_[match.first].capital) score -= 0.3F;
  if (match.edits > 0 && one_word) score -= 0.3F;
  if (match.edits > 0 && match.characters < 12) score -= 0.2F;
  if (row(&entry).status == 1) score -= 0.1F;
  const bool asserted = score >= 0.62F;
  add(match, entry, asserted ? State::asserted : State::candidate, asserted ? rule : Rule::context, score);
}

/// The registry knows of bearers of this name that it asserts only with support ("University of California");
/// then another bearer (the system of its campuses) needs support as well.
void Judgement::yield_to_registry(std::size_t names, std::size_t registry) {
  for (std::size_t i = names; i < mentions_.size(); ++i) {
    Mention& mention = mentions_[i];
    if (mention.state != State::asserted) continue;
    const Support found = support(vocabulary_.organisation(mention.organisation), *reasons_[i].match);
    for (std::size_t r = registry; r < names; ++r) {
      const Mention& rival = mentions_[r];
      if (rival.state != State::candidate || rival.organisation == mention.organisation) continue;
      if (found > support(vocabulary_.organisation(rival.organisation), *reasons_[r].match)) continue;
      mention.state = State::candidate;
      mention.rule = Rule::ambiguous;
      mention.score = 0.5F;
      break;
    }
  }
}

void Judgement::decide(const Kept& kept) {
  const Match& match = *kept.match;
  std::vector<const Entry*> names;
  std::vector<const Entry*> acronyms;
  std::vector<const Entry*> units;
  std::vector<const Entry*> registry;
  // Decoys are decoys wherever they end; names are not names.
  const bool goes_on = kept.decoy && left_edge(match) == Edge::continued;
  for (const Entry& entry : vocabulary_.entries(match.node)) {
    if (entry.kind >= EntryKind::country) continue;
    if (kept.decoy) {
      if (entry.kind == EntryKind::decoy) add(match, entry, State::refused, Rule::decoy, 0);
      // What is a decoy for one organisation may be the name of another.
      if (entry.kind == EntryKind::name && (entry.flags & kRegistry) == 0 && !goes_on)
        names.push_back(&entry);
      if (entry.kind == EntryKind::name && (entry.flags & kRegistry) != 0) registry.push_back(&entry);
      continue;
    }
    if (entry.kind == EntryKind::decoy) continue;
    if (!printed_in_case(entry, match)) continue;
    if (kept.ror_only && ((entry.flags & kRegistry) != 0 || !lies_behind(entry, match))) continue;
    if (kept.registry_only && (entry.flags & kRegistry) == 0) continue;
    if (!printed_so(entry, match)) continue;
    if ((entry.flags & kReordered) != 0 && broken(match)) continue;
    if (entry.kind == EntryKind::unit) {
      units.push_back(&entry);
    } else if ((entry.flags & kRegistry) != 0) {
      registry.push_back(&entry);
    } else if (entry.kind == EntryKind::acronym) {
      acronyms.push_back(&entry);
    } else {
      names.push_back(&entry);
    }
  }
  // Katholieke Universiteit Leuven is not the Université catholique de Louvain, though both are the same
  // words: of several bearers those whose name is printed in its own language.
  if (registry.size() > 1) {
    std::vector<const Entry*> own;
    std::copy_if(registry.begin(), registry.end(), std::back_inserter(own),
                 [&](const Entry* entry) { return literal(*entry, match, true); });
    if (!own.empty()) registry = std::move(own);
  }
  const bool several = std::count_if(registry.begin(), registry.end(),
                                     [](const Entry* entry) { return entry->needs == 0; }) > 1;
  bool direct = false;
  const std::size_t first = mentions_.size();
  for (const Entry* entry : registry) {
    Mention mention;
    mention.rule = match.edits > 0                     ? Rule::fuzzy
                   : match.shortened > 0               ? Rule::abbreviated
                   : (entry->flags & kReordered) != 0  ? Rule::reordered
                   : entry->kind == EntryKind::acronym ? Rule::acronym
                                                       : Rule::exact;
    if (!registry_entry(*entry, match, mention)) continue;
    if (kept.boundary) {
      mention.state = State::refused;
      mention.rule = Rule::boundary;
      mention.score = 0.1F;
    }
    if (match.edits > 0) {
      mention.score -= 0.1F * static_cast<float>(match.edits);
      // A misspelt name in another country is another name: "University of Sanford, UK".
      const bool abroad = support(vocabulary_.organisation(entry->organisation), match) == Support::against;
      if (((match.last - match.first < 2 && match.characters < 8) || abroad) &&
          mention.state == State::asserted)
        mention.state = State::candidate;
    }
    // "Catholic University of Leuven" may be either.
    if (several && mention.state == State::asserted &&
        support(vocabulary_.organisation(entry->organisation), match) != Support::city) {
      mention.state = State::candidate;
      mention.rule = Rule::ambiguous;
      mention.score = 0.5F;
    }
    if (kept.ancestor && mention.state != State::asserted) continue;
    // Where ROR knows what stands here as a body of its own that belongs to the registry's, both are named.
    std::vector<const Entry*> parts;
    std::copy_if(names.begin(), names.end(), std::back_inserter(parts), [&](const Entry* name) {
      return (name->flags & kLabel) != 0 && (name->flags & kCut) == 0 &&
             descends(name->organisation, entry->organisation);
    });
    // Of sites that all bear the body's own name (the European Molecular Biology Laboratory in Rome) one is
    // meant only where its town is printed.
    if (entry->text == vocabulary_.organisation(entry->organisation).name) {
      std::erase_if(parts, [&](const Entry* name) {
        return support(vocabulary_.organisation(name->organisation), match) != Support::city;
      });
    }
    const bool part = !parts.empty();
    if (part) names = parts;
    add(match, *entry, mention.state, mention.rule, mention.score, kept.ancestor || part);
    direct = direct || (mention.state == State::asserted && !part);
  }
  if (!direct) {
    const std::size_t before = mentions_.size();
    decide_names(kept, names);
    yield_to_registry(before, first);
    // What ROR knows as a branch of the registry's company speaks for the company: Amazon in Tübingen.
    for (std::size_t r = first; r < before; ++r) {
      Mention& body = mentions_[r];
      if (body.state != State::candidate || body.rule != Rule::context) continue;
      for (std::size_t i = before; i < mentions_.size() && body.state == State::candidate; ++i) {
        if (mentions_[i].state != State::asserted || !descends(mentions_[i].organisation, body.organisation))
          continue;
        body.state = State::asserted;
        body.rule = Rule::unit;
        body.score = mentions_[i].score;
        body.roll_up = true;
      }
    }
    for (std::size_t i = before; i < mentions_.size(); ++i)
      direct = direct || mentions_[i].state == State::asserted;
    if (names.empty() && registry.empty()) decide_acronyms(kept, acronyms);
  }
  decide_units(kept, units, direct);
}

void Judgement::settle(Resolution& out) {
  // One mention an organisation and role: the surest, then the first.
  std::stable_sort(mentions_.begin(), mentions_.end(), [](const Mention& a, const Mention& b) {
    if (a.state != b.state) return a.state < b.state;
    if (a.roll_up != b.roll_up) return !a.roll_up;
    if (a.score != b.score) return a.score > b.score;
    return a.begin < b.begin;
  });
  for (const Mention& mention : mentions_) {
    // One of those that bear the name is meant for certain: the others are in no doubt any more.
    const bool settled =
        mention.state == State::candidate &&
        std::any_of(out.mentions.begin(), out.mentions.end(), [&](const Mention& other) {
          return other.state == State::asserted && other.begin <= mention.begin && other.end >= mention.end;
        });
    if (settled) continue;
    const bool known = std::any_of(out.mentions.begin(), out.mentions.end(), [&](const Mention& other) {
      return other.organisation == mention.organisation &&
             (other.role == mention.role || mention.state != State::asserted);
    });
    if (!known) out.mentions.push_back(mention);
  }
  std::stable_sort(out.mentions.begin(), out.mentions.end(), [](const Mention& a, const Mention& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.state < b.state;
  });
  out.countries = stated_;
  for (const Mention& mention : out.mentions) {
    const Country country = vocabulary_.organisation(mention.organisation).country;
    if (mention.state == State::asserted && mention.role == Role::affiliation && country != 0 &&
        stated_.empty())
      out.countries.push_back(country);
  }
  std::sort(out.countries.begin(), out.countries.end());
  out.countries.erase(std::unique(out.countries.begin(), out.countries.end()), out.countries.end());
}

void Judgement::judge(Resolution& out) {
  find_funding();
  find_persons();
  keep_longest();
  find_places();
  std::sort(kept_.begin(), kept_.end(),
            [](const Kept& a, const Kept& b) { return a.match->first < b.match->first; });
  for (const Kept& kept : kept_) decide(kept);
  weigh_acronyms();
  weigh_neighbours();
  weigh_units();
  settle(out);
}

}  // namespace labtrail::affiliation
