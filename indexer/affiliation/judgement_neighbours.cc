// What the organisations of one string say about each other: a unit belongs to the institution that it stands
// in front of, its namesakes abroad are other bodies, and what a unit works on is nobody's name.
#include "indexer/affiliation/judgement.h"

#include <algorithm>
#include <iterator>

#include "indexer/affiliation/judgement_words.h"

namespace labtrail::affiliation {

/// A short name of the registry that lacks its context finds it in the string's certain organisations: a part
/// of the body ("ICT, CAS"), or, where a place would do and none is printed, the country of all of them ("HIT
/// and Peking University").
void Judgement::weigh_acronyms() {
  for (std::size_t i = 0; i < mentions_.size(); ++i) {
    Mention& mention = mentions_[i];
    const Entry& entry = *reasons_[i].entry;
    if (mention.state != State::candidate || mention.rule != Rule::context ||
        (entry.flags & kRegistry) == 0 || entry.needs == 0 || entry.kind == EntryKind::unit ||
        reasons_[i].match->edits > 0 || abbreviates_another(*reasons_[i].match, mention.organisation))
      continue;
    const Country country = vocabulary_.organisation(mention.organisation).country;
    const auto needs = vocabulary_.list(entry.needs);
    const bool by_place = stated_.empty() && whole_part(*reasons_[i].match) &&
                          std::any_of(needs.begin(), needs.end(), [&](std::uint32_t need) {
                            return vocabulary_.string(need) == "@place";
                          });
    bool kin = false;
    bool compatriots = false;
    bool strangers = false;
    for (const Mention& other : mentions_) {
      if (other.state != State::asserted || other.score < 0.75F ||
          (other.begin < mention.end && mention.begin < other.end))
        continue;
      kin = kin || (other.organisation != mention.organisation &&
                    descends(other.organisation, mention.organisation));
      const Country there = vocabulary_.organisation(other.organisation).country;
      if (there == 0) continue;
      (same_place(there, country) ? compatriots : strangers) = true;
    }
    if (!kin && !(by_place && compatriots && !strangers)) continue;
    // "Innovative Genomics Institute, University of California" may be either of two campuses.
    const bool several = std::any_of(mentions_.begin(), mentions_.end(), [&](const Mention& other) {
      return &other != &mention && other.begin == mention.begin && other.end == mention.end &&
             other.organisation != mention.organisation && other.state != State::refused;
    });
    if (several) continue;
    mention.state = State::asserted;
    mention.rule = entry.kind == EntryKind::acronym ? Rule::acronym : reasons_[i].named;
    mention.score = kin ? 0.85F : 0.8F;
  }
}

/// Where the string states no country, its certain organisations do: a weak name from elsewhere is in doubt,
/// and of several that bear one name the one from there is meant.
void Judgement::weigh_neighbours() {
  if (!stated_.empty()) return;
  const auto institution_behind = [&](const Mention& mention) {
    return std::any_of(mentions_.begin(), mentions_.end(), [&](const Mention& other) {
      const OrganisationRow& row = vocabulary_.organisation(other.organisation);
      return other.state == State::asserted && other.score >= 0.9F && other.begin >= mention.end &&
             (row.registry != 0 || (row.type & kTypeEducation) != 0);
    });
  };
  // A unit, or a name that says only what is worked on, belongs to the institution behind it.
  const auto weak = [&](const Mention& mention) {
    const Match& match = *reasons_[static_cast<std::size_t>(&mention - mentions_.data())].match;
    return vocabulary_.organisation(mention.organisation).registry == 0 &&
           (mention.score < 0.9F ||
            ((is_unit_word(words_[match.first].text) || !names_body(match)) && institution_behind(mention)));
  };
  struct Certain {
    std::uint32_t begin;
    std::uint32_t end;
    Country country;
  };
  std::vector<Certain> certain;
  for (const Mention& mention : mentions_) {
    if (mention.state == State::asserted && mention.score >= 0.9F && !mention.roll_up && !weak(mention) &&
        !inside_another(mention))
      certain.push_back({mention.begin, mention.end, vocabulary_.organisation(mention.organisation).country});
  }
  // All that an ambiguous name may mean lies in one country: University of California.
  for (std::size_t i = 0; i < mentions_.size();) {
    std::size_t end = i + 1;
    bool one_country = mentions_[i].state == State::candidate && mentions_[i].score >= 0.3F;
    while (end < mentions_.size() && mentions_[end].begin == mentions_[i].begin &&
           mentions_[end].end == mentions_[i].end) {
      one_country = one_country && mentions_[end].state == State::candidate &&
                    vocabulary_.organisation(mentions_[end].organisation).country ==
                        vocabulary_.organisation(mentions_[i].organisation).country;
      ++end;
    }
    if (one_country && end - i >= 3)
      certain.push_back({mentions_[i].begin, mentions_[i].end,
                         vocabulary_.organisation(mentions_[i].organisation).country});
    i = end;
  }
  if (certain.empty()) return;
  const auto near = [&](const Mention& mention) {
    const OrganisationRow& row = vocabulary_.organisation(mention.organisation);
    // A name inside the longer one is no neighbour of it: "Temple University, Japan".
    bool others = false;
    for (const Certain& one : certain) {
      if (one.begin < mention.end && mention.begin < one.end) continue;
      if (same_place(one.country, row.country)) return true;
      others = true;
    }
    return row.country == 0 || !others;
  };
  for (Mention& mention : mentions_) {
    if (mention.state == State::asserted && weak(mention) && !near(mention)) {
      mention.state = State::candidate;
      mention.rule = Rule::place;
    }
  }
  for (Mention& mention : mentions_) {
    if (mention.state != State::candidate || mention.rule != Rule::ambiguous || mention.score < 0.45F ||
        !near(mention))
      continue;
    const auto rivals = std::count_if(mentions_.begin(), mentions_.end(), [&](const Mention& other) {
      return other.begin == mention.begin && other.end == mention.end && near(other);
    });
    if (rivals != 1) continue;
    mention.state = State::asserted;
    mention.rule = reasons_[static_cast<std::size_t>(&mention - mentions_.data())].named;
    mention.score = 0.8F;
  }
}

/// Does its name stand inside that of a part of it? Then it lies where the part lies: the Oxford University
/// Clinical Research Unit is in Vietnam.
bool Judgement::inside_another(const Mention& mention) const {
  return std::any_of(mentions_.begin(), mentions_.end(), [&](const Mention& other) {
    return other.state == State::asserted && other.begin <= mention.begin && other.end >= mention.end &&
           other.end - other.begin > mention.end - mention.begin;
  });
}

bool Judgement::related(std::uint32_t a, std::uint32_t b) const {
  return a == b || descends(a, b) || descends(b, a);
}

bool Judgement::same_city(std::uint32_t a, std::uint32_t b) const {
  const auto left = vocabulary_.list(vocabulary_.organisation(a).cities);
  const auto right = vocabulary_.list(vocabulary_.organisation(b).cities);
  return std::any_of(left.begin(), left.end(), [&](std::uint32_t city) {
    return std::find(right.begin(), right.end(), city) != right.end();
  });
}

/// Institutions and the units that are named beside them. A unit of an ordinary name ("Institute of
/// Chemistry") is the one that belongs to the institution beside it, if any such is known; if none is known,
/// it is a part of that institution and nobody that we know.
void Judgement::weigh_units() {
  struct Body {
    std::size_t at;
    bool education;
  };
  std::vector<Body> bodies;
  for (std::size_t i = 0; i < mentions_.size(); ++i) {
    const Mention& mention = mentions_[i];
    if (mention.state != State::asserted || mention.roll_up || mention.role != Role::affiliation) continue;
    const OrganisationRow& row = vocabulary_.organisation(mention.organisation);
    if (mention.score >= 0.75F) bodies.push_back({i, (row.type & kTypeEducation) != 0});
  }
  if (bodies.empty()) return;
  const auto apart = [&](const Mention& a, const Mention& b) { return a.end <= b.begin || b.end <= a.begin; };
  for (std::size_t i = 0; i < mentions_.size(); ++i) {
    Mention& mention = mentions_[i];
    const Entry& entry = *reasons_[i].entry;
    const Match& match = *reasons_[i].match;
    if (mention.state == State::refused || (entry.flags & kRegistry) != 0 || entry.kind > EntryKind::acronym)
      continue;
    bool kin = false;
    bool neighbour = false;
    bool stranger = false;
    for (const Body& body : bodies) {
      const Mention& other = mentions_[body.at];
      if (body.at == i || !apart(mention, other)) continue;
      const bool same = related(mention.organisation, other.organisation);
      kin = kin || same;
      neighbour = neighbour || same_city(mention.organisation, other.organisation);
      stranger = stranger || (body.education && !same);
    }
    const bool whole = left_edge(match) == Edge::part && right_edge(match) == Edge::part;
    if (mention.state == State::asserted && stranger && !kin && (entry.flags & (kOrdinary | kCommon)) != 0 &&
        names_unit(match)) {
      mention.state = State::candidate;
      mention.rule = Rule::context;
      mention.score = std::min(mention.score, 0.5F);
    } else if (mention.state == State::candidate && match.edits == 0 && whole &&
               (kin || (neighbour && entry.kind == EntryKind::name && !names_unit(match) &&
                        !(match.last - match.first == 1 && is_place(match.first, match.last)) &&
                        !where_a_town_stands(match)))) {
      const auto rivals = std::count_if(mentions_.begin(), mentions_.end(), [&](const Mention& one) {
        return one.begin == mention.begin && one.end == mention.end && one.state != State::refused &&
               one.organisation != mention.organisation && backed(one, kin);
      });
      const bool settled = std::any_of(mentions_.begin(), mentions_.end(), [&](const Mention& one) {
        return one.begin == mention.begin && one.end == mention.end && one.state == State::asserted;
      });
      if (rivals > 0 || settled) continue;
      mention.state = State::asserted;
      mention.rule = entry.kind == EntryKind::acronym ? Rule::acronym : reasons_[i].named;
      mention.score = kin ? 0.85F : 0.75F;
    }
  }
}

/// Has another reading of the same words the same kind of neighbour?
bool Judgement::backed(const Mention& mention, bool kin) const {
  return std::any_of(mentions_.begin(), mentions_.end(), [&](const Mention& other) {
    if (other.state != State::asserted || (other.begin < mention.end && mention.begin < other.end))
      return false;
    return kin ? related(mention.organisation, other.organisation)
               : same_city(mention.organisation, other.organisation);
  });
}

/// Department, institute, centre, ...: in front or at the end of the name.
bool Judgement::names_unit(const Match& match) const {
  return is_unit_word(words_[match.first].text) || is_unit_word(words_[match.last - 1].text);
}

/// "Kanagawa Institute of Technology, Atsugi, Japan": in front of a country, behind another name, stands a
/// town.
bool Judgement::where_a_town_stands(const Match& match) const {
  if (match.first == 0 || words_[match.first].before != Break::strong || words_[match.first].upper)
    return false;
  // ROR's "Atsugi Co., Ltd. (Japan)" has its country inside.
  const bool inside = match.last - match.first == 2 && match.crossings == 1;
  const std::uint32_t end = match.first + 1;
  if (!inside && (match.last > end || end >= words_.size() || words_[end].before == Break::none))
    return false;
  const bool country =
      std::any_of(places_.begin(), places_.end(),
                  [&](const Place& place) { return place.first == end && place.kind != EntryKind::city; }) ||
      std::any_of(matches_.begin(), matches_.end(), [&](const Match& place) {
        const auto there = vocabulary_.entries(place.node);
        return place.first == end && std::any_of(there.begin(), there.end(), [](const Entry& entry) {
                 return entry.kind == EntryKind::country || entry.kind == EntryKind::region;
               });
      });
  return country && std::any_of(kept_.begin(), kept_.end(), [&](const Kept& other) {
           return !other.boundary && other.match->last <= match.first && other.match->characters >= 12;
         });
}

/// Has the name a word for a body, or the look of an acronym? "Genetics and Developmental Biology" has
/// neither.
bool Judgement::names_body(const Match& match) const {
  constexpr std::string_view kBodies[] = {"university",  "academy",     "society",     "ministry",
                                          "commission",  "council",     "agency",      "foundation",
                                          "association", "polytechnic", "corporation", "trust"};
  return std::any_of(words_.begin() + match.first, words_.begin() + match.last, [&](const Word& word) {
    return word.upper || word.ideograph || is_unit_word(word.text) || one_of(word.text, kBodies);
  });
}

/// "Key Laboratory of Protein Sciences", "Group on Computational Biology and Microbial Ecology": what a unit
/// works on, whoever else is called so.
bool Judgement::names_subject(const Match& match) const {
  constexpr std::string_view kLinks[] = {"of", "for", "on", "in", "and", "de", "des", "du", "fur"};
  if (match.first < 2 || words_[match.first].before == Break::strong ||
      !one_of(words_[match.first - 1].text, kLinks))
    return false;
  if (names_body(match)) return false;
  // The part must have begun with the unit.
  std::uint32_t begin = match.first - 1;
  while (begin > 0 && words_[begin].before != Break::strong) --begin;
  for (std::uint32_t i = begin; i + 1 < match.first; ++i) {
    if (is_unit_word(words_[i].text)) return true;
  }
  return false;
}

/// What no organisation but a part of one is called.
bool Judgement::names_part(const Match& match) const {
  constexpr std::string_view kParts[] = {"department", "school",  "graduate", "faculty",
                                         "division",   "section", "unit"};
  return one_of(words_[match.first].text, kParts);
}

}  // namespace labtrail::affiliation
