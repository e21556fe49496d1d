// Where names begin and end in a string, and which of overlapping ones are kept.
#include "indexer/affiliation/judgement.h"

#include <algorithm>
#include <iterator>

#include "corpus/base/text.h"
#include "indexer/affiliation/judgement_words.h"
#include "indexer/affiliation/places.h"

namespace labtrail::affiliation {
namespace {

/// Han characters in front of a short name that end another word, in running text.
constexpr std::string_view kHanLeads[] = {"到", "由", "获", "受", "谢", "和", "与", "及", "在",
                                          "于", "被", "经", "向", "市", "省", "区", "县", "至"};

}  // namespace

bool Judgement::is_place(std::uint32_t first, std::uint32_t last) const {
  for (const Match& match : matches_) {
    if (match.first != first || match.last > last || match.edits > 0) continue;
    for (const Entry& entry : vocabulary_.entries(match.node)) {
      if (entry.kind >= EntryKind::country) return true;
    }
  }
  return false;
}

/// Does a full name of some organisation begin here? Then the one before it has ended.
bool Judgement::names_follow(std::uint32_t first) const {
  for (const Match& match : matches_) {
    if (match.first != first || match.edits > 0 || match.characters < 10 || match.last - match.first < 2)
      continue;
    for (const Entry& entry : vocabulary_.entries(match.node)) {
      if (entry.kind == EntryKind::name &&
          ((entry.flags & kOrdinary) == 0 || (entry.flags & kRegistry) != 0 || entry.words >= 3))
        return true;
    }
  }
  return false;
}

/// Is the name printed here word by word, joining words included? `folded`: in its own language, too.
bool Judgement::literal(const Entry& entry, const Match& match, bool folded) const {
  if ((entry.flags & kCut) != 0) return false;
  std::vector<Word> name;
  reader_.read(vocabulary_.string(entry.text), name, true);
  if (name.size() > 1 && name[0].text == "the" && words_[match.first].text != "the") name.erase(name.begin());
  if (name.size() != match.last - match.first) return false;
  for (std::uint32_t i = 0; i < name.size(); ++i) {
    const Word& printed = words_[match.first + i];
    if (folded ? name[i].folded != printed.folded : name[i].text != printed.text) return false;
  }
  return true;
}

/// Do the words stand in the order of the name that the organisation is shown under? "Universidad de
/// Valparaíso" is a name of Valparaiso University, too, but that of the University of Valparaíso first.
bool Judgement::ordered_as_shown(const OrganisationRow& row, const Match& match) const {
  std::vector<Word> name;
  reader_.read(vocabulary_.string(row.name), name, true);
  std::erase_if(name, [](const Word& word) { return word.joining; });
  std::size_t at = 0;
  for (std::uint32_t i = match.first; i < match.last; ++i) {
    if (words_[i].joining) continue;
    if (at >= name.size() || name[at++].text != words_[i].text) return false;
  }
  return at == name.size();
}

/// Does any break stand inside? What is told by the order of its words must stand together.
bool Judgement::broken(const Match& match) const {
  for (std::uint32_t i = match.first + 1; i < match.last; ++i) {
    if (words_[i].before != Break::none) return true;
  }
  return false;
}

bool Judgement::whole_part(const Match& match) const {
  const Edge left = left_edge(match);
  const Edge right = right_edge(match);
  return (left == Edge::part || left == Edge::words) && (right == Edge::part || right == Edge::words);
}

/// Names and decoys that stand here may be used: letters as they must be, and no comma in the middle of
/// parts.
bool Judgement::usable(const Match& match, bool& decoy) const {
  decoy = false;
  bool name = false;
  for (const Entry& entry : vocabulary_.entries(match.node)) {
    if (entry.kind >= EntryKind::country) continue;
    if (entry.kind == EntryKind::decoy) {
      decoy = true;
      continue;
    }
    if (!printed_in_case(entry, match)) continue;
    // What is told by the order of its words must stand together.
    if ((entry.flags & kReordered) != 0 && broken(match)) continue;
    if (!printed_so(entry, match)) continue;
    name = true;
  }
  if (decoy) return true;
  if (!name || takes_university(match) || of_a_person(match)) return false;
  // Two Han characters inside a longer run are part of another word: 川大 in 霁川大学.
  if (match.last - match.first <= 2 && match.first > 0 && words_[match.first].ideograph &&
      words_[match.first].before == Break::none && words_[match.first - 1].ideograph &&
      !one_of(words_[match.first - 1].text, kHanLeads) && !place_before(match.first))
    return false;
  if (match.crossings > 0) {
    const Word& first = words_[match.first];
    const std::string_view lead =
        match.first == 0 ? std::string_view{} : std::string_view(words_[match.first - 1].text);
    const bool begins = match.first == 0 || first.before == Break::strong || lead == "the" || lead == "at" ||
                        lead == "in" ||
                        (match.crossings == 1 && match.last - match.first >= 4 && ends_with_place(match) &&
                         (is_common_word(lead) || is_unit_word(lead)) && left_edge(match) != Edge::open);
    const bool ends =
        match.last >= words_.size() || words_[match.last].before != Break::none || words_[match.last].number;
    if (!begins || !ends) return false;
  }
  return true;
}

/// Acronyms, and names that the registry marks so, stand in capitals: as they are written, or all of them;
/// what only ROR calls an acronym may have small letters between its capitals (ICube for ICUBE).
bool Judgement::printed_in_case(const Entry& entry, const Match& match) const {
  if ((entry.flags & kMatchCase) == 0 && entry.kind != EntryKind::acronym) return true;
  if (match.edits > 0) return false;
  const std::string_view printed =
      raw_.substr(words_[match.first].begin, words_[match.last - 1].end - words_[match.first].begin);
  if (printed == vocabulary_.string(entry.text)) return true;
  const auto capitals =
      std::count_if(printed.begin(), printed.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if ((entry.flags & (kRegistry | kMatchCase)) == 0 && match.last - match.first == 1 && printed.size() >= 4 &&
      capitals >= 2) {
    const auto there = vocabulary_.entries(match.node);
    return std::none_of(there.begin(), there.end(), [&](const Entry& other) {
      return other.organisation != entry.organisation && printed == vocabulary_.string(other.text);
    });
  }
  return std::all_of(words_.begin() + match.first, words_.begin() + match.last, [](const Word& word) {
    return word.upper || word.number || word.ideograph || word.joining;
  });
}

/// Is what is printed the name, joints included? "Fudan University and Princeton" is no University of
/// Princeton, "Hua Wei" a person as often as a company, and Face++ has its pluses.
bool Judgement::printed_so(const Entry& entry, const Match& match) const {
  const std::string_view name = vocabulary_.string(entry.text);
  // "Key Lab of Intel. Info. Processing"
  if (entry.words == 1 && words_[match.first].shortened && !words_[match.first].upper &&
      match.last < words_.size() && words_[match.last].before == Break::none &&
      words_[match.last].shortened && !words_[match.last].joining)
    return false;
  // An address at a public mail service says nothing of who runs it.
  constexpr std::string_view kMail[] = {"yahoo", "naver", "qq", "sina", "outlook", "foxmail", "daum"};
  if (entry.words == 1 && words_[match.first].begin > 0 && raw_[words_[match.first].begin - 1] == '@' &&
      one_of(words_[match.first].text, kMail))
    return false;
  // "IBM Research - Ireland" is no Research Ireland.
  if (entry.words == 2 && match.last - match.first == 2 && words_[match.first + 1].before == Break::weak &&
      is_common_word(words_[match.first].text) && name.find_first_of("-/&+") == std::string_view::npos &&
      name.find("–") == std::string_view::npos)
    return false;
  if (name.ends_with("++") && !raw_.substr(words_[match.last - 1].end).starts_with("++")) return false;
  if (entry.words == 1 && match.last - match.first == 2 && words_[match.first].capital &&
      words_[match.first + 1].capital && !words_[match.first].upper &&
      words_[match.first].text.size() + words_[match.first + 1].text.size() <= 7)
    return false;
  for (std::uint32_t i = match.first + 1; i < match.last; ++i) {
    const std::string_view gap =
        raw_.substr(words_[i - 1].end, words_[i].begin - std::min(words_[i].begin, words_[i - 1].end));
    const bool joint =
        gap.find_first_of("&/+") != std::string_view::npos || gap == "  " || words_[i - 1].text == "and";
    std::uint32_t before = i - 1;
    while (before > match.first && words_[before].joining) --before;
    if (!joint || words_[i].joining || is_common_word(words_[i].text) || !is_name_end(words_[before].text))
      continue;
    if (name.find(" and ") == std::string_view::npos && name.find_first_of("&/+") == std::string_view::npos)
      return false;
  }
  return true;
}

/// Does a place end right in front of this word? 深圳腾讯, 上海商汤.
bool Judgement::place_before(std::uint32_t word) const {
  return std::any_of(matches_.begin(), matches_.end(), [&](const Match& place) {
    if (place.last != word || place.edits > 0) return false;
    const auto there = vocabulary_.entries(place.node);
    return std::any_of(there.begin(), there.end(),
                       [](const Entry& entry) { return entry.kind >= EntryKind::country; });
  });
}

/// "Tufts University Boston": the word belongs to the name before it.
bool Judgement::takes_university(const Match& match) const {
  if (match.last - match.first < 2 || words_[match.first].text != "university" ||
      words_[match.first].before != Break::none || words_[match.first + 1].joining)
    return false;
  return std::any_of(matches_.begin(), matches_.end(), [&](const Match& other) {
    if (other.last != match.first + 1 || other.last - other.first < 2 || other.edits > 0) return false;
    const auto there = vocabulary_.entries(other.node);
    return std::any_of(there.begin(), there.end(), [](const Entry& entry) {
      return entry.kind == EntryKind::name && (entry.flags & kReordered) == 0;
    });
  });
}

/// Is the last word a place behind a comma?
bool Judgement::ends_with_place(const Match& match) const {
  return words_[match.last - 1].before == Break::strong && is_place(match.last - 1, match.last);
}

/// "National Institute of Technology, Goa", "Temple University, Japan", "Niigata University, of Health": the
/// shorter name and a place behind its comma, or what else goes on there, are the longer one.
bool Judgement::place_behind(const Match& longer, const Match& match) const {
  if (match.last == longer.last && match.first > longer.first) {
    // "Kaunas, University of Technology"
    return std::all_of(words_.begin() + match.first, words_.begin() + match.last,
                       [](const Word& word) { return word.joining || is_common_word(word.text); });
  }
  if (match.first != longer.first || match.last >= longer.last) return false;
  if (words_[match.last].joining && !words_[match.last].capital) return true;
  return std::any_of(matches_.begin(), matches_.end(), [&](const Match& rest) {
    if (rest.first != match.last || rest.last != longer.last || rest.edits > 0) return false;
    const auto there = vocabulary_.entries(rest.node);
    return std::any_of(there.begin(), there.end(),
                       [](const Entry& entry) { return entry.kind >= EntryKind::country; });
  });
}

/// Does the registry know the longer name as that of a body which is no part of the one named here? "Chinese
/// University of Hong Kong (Shenzhen)" is a university of its own.
bool Judgement::is_separate(const Match& longer, const Match& match) const {
  bool registry = false;
  for (const Entry& whole : vocabulary_.entries(longer.node)) {
    if ((whole.flags & kRegistry) == 0 || whole.kind > EntryKind::unit) continue;
    registry = true;
    for (const Entry& entry : vocabulary_.entries(match.node)) {
      if (entry.kind <= EntryKind::unit &&
          (entry.organisation == whole.organisation || descends(whole.organisation, entry.organisation)))
        return false;
    }
  }
  return registry;
}

void Judgement::keep_longest() {
  struct Rated {
    const Match* match;
    bool decoy;
  };
  std::vector<Rated> rated;
  for (const Match& match : matches_) {
    bool decoy = false;
    if (usable(match, decoy)) rated.push_back({&match, decoy});
  }
  std::stable_sort(rated.begin(), rated.end(), [](const Rated& a, const Rated& b) {
    const auto length = [](const Match& m) {
      return static_cast<int>(m.characters) - 3 * m.edits - 2 * m.crossings;
    };
    if (length(*a.match) != length(*b.match)) return length(*a.match) > length(*b.match);
    if (a.decoy != b.decoy) return a.decoy;
    return a.match->first < b.match->first;
  });
  for (const Rated& one : rated) {
    const Match& match = *one.match;
    bool inside = false;
    bool overlaps = false;
    bool under_decoy = false;
    bool part_of_name = false;
    bool separate = false;
    bool truncated = false;
    for (const Kept& kept : kept_) {
      const Match& longer = *kept.match;
      if (kept.boundary) {
        truncated = truncated || truncates(longer, match);
        continue;
      }
      if (match.last <= longer.first || match.first >= longer.last) continue;
      overlaps = true;
      if (match.first >= longer.first && match.last <= longer.last) {
        inside = true;
        part_of_name = part_of_name || place_behind(longer, match);
        separate = separate || (place_behind(longer, match) && is_separate(longer, match));
        under_decoy = under_decoy || (kept.decoy && !of_another(*kept.match, match));
      }
    }
    // 南京理工 in 南京理工大学出版社 is no more the university than its whole name is.
    if (truncated) continue;
    Kept kept{&match, false, one.decoy, false};
    if (overlaps) {
      // "European Commission, Joint Research Centre": behind its comma the second is a body of its own.
      if (under_decoy && !one.decoy && names_part_of_decoys(match)) {
        kept.nested = true;
        kept.ror_only = true;
        kept.boundary = left_edge(match) == Edge::continued || right_edge(match) == Edge::continued;
        kept_.push_back(kept);
        continue;
      }
      if (under_decoy || one.decoy) continue;
      const bool beside_decoy = std::any_of(kept_.begin(), kept_.end(), [&](const Kept& other) {
        return other.decoy && match.first >= other.match->first && match.last <= other.match->last &&
               !names_somebody(*other.match);
      });
      // A whole part inside a longer name is named too: "Institute of Automation, Chinese Academy of
      // Sciences".
      const bool part = words_[match.first].before != Break::none &&
                        (match.last >= words_.size() || words_[match.last].before != Break::none);
      bool registry = false;
      bool sure = false;  // a campus belongs to the university as well
      for (const Entry& entry : vocabulary_.entries(match.node)) {
        registry = registry || (entry.flags & kRegistry) != 0;
        sure = sure || ((entry.flags & kRegistry) != 0 && entry.needs == 0);
      }
      if (inside && part && match.characters >= 12 && match.crossings == 0 && !separate &&
          (sure || !part_of_name) && !namesake_abroad(match)) {
        kept.nested = true;
      } else if (inside && registry && match.edits == 0 && beside_decoy) {
        kept.nested = true;
        kept.registry_only = true;
      } else if (inside && !part_of_name && printed_within(match)) {
        kept.nested = true;
      } else if (inside && registry && match.edits == 0 && names_ancestor(match)) {
        kept.nested = true;
        kept.ancestor = true;
        kept.registry_only = true;
      } else if (!inside && registry && match.edits == 0) {
        // Two names of the registry may share words: "Broad Institute of MIT and Harvard".
        kept.registry_only = true;
      } else {
        continue;
      }
    }
    if (!one.decoy)
      kept.boundary = left_edge(match) == Edge::continued || right_edge(match) == Edge::continued;
    kept_.push_back(kept);
  }
}

/// Inside the name of a body: does this one lie in another country, and has nothing to do with it? The
/// Institute of Geophysics of the Czech Academy is not the one in Zurich.
bool Judgement::namesake_abroad(const Match& match) const {
  return std::any_of(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    const Match& longer = *kept.match;
    if (kept.boundary || kept.decoy || match.first < longer.first || match.last > longer.last) return false;
    const auto wholes = vocabulary_.entries(longer.node);
    const auto there = vocabulary_.entries(match.node);
    return std::none_of(there.begin(), there.end(), [&](const Entry& entry) {
      if (entry.kind > EntryKind::unit) return false;
      if ((entry.flags & kRegistry) != 0) return true;
      return std::any_of(wholes.begin(), wholes.end(), [&](const Entry& whole) {
        return whole.kind <= EntryKind::unit &&
               (related(whole.organisation, entry.organisation) ||
                same_place(vocabulary_.organisation(whole.organisation).country,
                           vocabulary_.organisation(entry.organisation).country));
      });
    });
  });
}

/// Is this the beginning of a longer name of the same body?
bool Judgement::truncates(const Match& longer, const Match& match) const {
  if (match.first != longer.first || match.last >= longer.last) return false;
  const auto wholes = vocabulary_.entries(longer.node);
  const auto there = vocabulary_.entries(match.node);
  return std::any_of(there.begin(), there.end(), [&](const Entry& entry) {
    return std::any_of(wholes.begin(), wholes.end(),
                       [&](const Entry& whole) { return whole.organisation == entry.organisation; });
  });
}

/// Is what stands here a look-alike that is the name of another organisation? Then it hides what is inside
/// it.
bool Judgement::names_somebody(const Match& match) const {
  const auto there = vocabulary_.entries(match.node);
  return std::any_of(there.begin(), there.end(),
                     [](const Entry& entry) { return entry.kind == EntryKind::name; });
}

/// Is this a whole part of the look-alikes around it, between commas, and the name of a body that only ROR
/// knows? "Beijing, University of Technology" is one name in spite of its comma.
bool Judgement::names_part_of_decoys(const Match& match) const {
  const bool part = words_[match.first].before == Break::strong && match.edits == 0 && match.crossings == 0 &&
                    (match.last >= words_.size() || words_[match.last].before == Break::strong);
  if (!part || match.characters < 12) return false;
  const bool one_name = std::any_of(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    const Match& decoy = *kept.match;
    return kept.decoy && match.first >= decoy.first && match.last <= decoy.last &&
           (decoy.edits > 0 || (match.first > decoy.first && is_place(decoy.first, match.first)));
  });
  if (one_name) return false;
  const auto there = vocabulary_.entries(match.node);
  return std::any_of(there.begin(), there.end(), [](const Entry& entry) {
    return entry.kind == EntryKind::name && (entry.flags & kRegistry) == 0;
  });
}

/// A look-alike hides the names that it looks like, never those of others inside it ("Google AI Princeton").
bool Judgement::of_another(const Match& decoy, const Match& match) const {
  for (const Entry& entry : vocabulary_.entries(match.node)) {
    if (entry.kind > EntryKind::unit || (entry.flags & kRegistry) == 0) continue;
    const auto looked_like = vocabulary_.entries(decoy.node);
    if (std::none_of(looked_like.begin(), looked_like.end(), [&](const Entry& one) {
          return one.kind == EntryKind::decoy && one.organisation == entry.organisation;
        }))
      return true;
  }
  return false;
}

/// Is a body printed in full inside the name of a part of it? "Indiana University School of Medicine",
/// "University of Michigan Rogel Cancer Center" name the university as well. A campus ("Indiana University
/// Bloomington"), a hospital that bears a university's name and a "University College" are bodies of their
/// own.
bool Judgement::printed_within(const Match& match) const {
  if (match.edits > 0 || match.crossings > 0 || match.last - match.first < 2 || match.characters < 10 ||
      words_[match.first].hyphened || (match.last < words_.size() && words_[match.last].hyphened))
    return false;
  const Word& first = words_[match.first];
  const bool begins = match.first == 0 || first.before != Break::none || words_[match.first - 1].joining;
  return std::any_of(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    const Match& longer = *kept.match;
    if (kept.boundary || kept.decoy || longer.edits > 0 || match.first < longer.first ||
        match.last > longer.last)
      return false;
    if (match.first != longer.first && (match.last != longer.last || !begins)) return false;
    const Surplus rest = surplus(longer, match);
    if (!rest.unit || (rest.care && !rest.school)) return false;
    const auto bodies = vocabulary_.entries(match.node);
    return std::any_of(bodies.begin(), bodies.end(), [&](const Entry& body) {
      return body.kind == EntryKind::name && body.needs == 0 && (body.flags & (kReordered | kCut)) == 0 &&
             has_part(body, longer, rest.school);
    });
  });
}

/// What a longer name has beside the shorter one inside it.
Judgement::Surplus Judgement::surplus(const Match& longer, const Match& match) const {
  constexpr std::string_view kCare[] = {"hospital", "health", "healthcare", "clinic", "care"};
  Surplus rest;
  bool medical = false;
  for (std::uint32_t i = longer.first; i < longer.last; ++i) {
    if (i >= match.first && i < match.last) continue;
    const std::string_view word = words_[i].text;
    rest.unit = rest.unit || is_unit_word(word);
    rest.care = rest.care || one_of(word, kCare) || (medical && word == "centre");
    rest.school = rest.school || word == "school" || word == "faculty" || word == "graduate" ||
                  (word == "college" && i + 1 < longer.last && words_[i + 1].text == "of");
    medical = word == "medical";
  }
  // 浙江大学医学院附属第一医院: a hospital of the medical school, which is named.
  const std::string_view behind =
      raw_.substr(words_[match.last - 1].end, words_[longer.last - 1].end - words_[match.last - 1].end);
  if (behind.find("学院") != std::string_view::npos || behind.find("學院") != std::string_view::npos)
    rest.unit = rest.school = true;
  return rest;
}

/// Is whatever bears the longer name a part of the body? A school of a university is, whoever runs it.
bool Judgement::has_part(const Entry& body, const Match& longer, bool school) const {
  const bool education = (vocabulary_.organisation(body.organisation).type & kTypeEducation) != 0;
  const auto wholes = vocabulary_.entries(longer.node);
  return std::all_of(wholes.begin(), wholes.end(), [&](const Entry& whole) {
    return whole.kind > EntryKind::unit ||
           (whole.organisation != body.organisation &&
            ((school && education) || descends(whole.organisation, body.organisation)));
  });
}

/// Does a longer name around this one belong to a body that descends from the body named here?
bool Judgement::names_ancestor(const Match& match) const {
  for (const Kept& kept : kept_) {
    if (kept.boundary || kept.decoy || match.first < kept.match->first || match.last > kept.match->last)
      continue;
    for (const Entry& longer : vocabulary_.entries(kept.match->node)) {
      if (longer.kind > EntryKind::unit) continue;
      for (const Entry& entry : vocabulary_.entries(match.node)) {
        if (entry.kind <= EntryKind::unit && (entry.flags & kRegistry) != 0 &&
            descends(longer.organisation, entry.organisation))
          return true;
      }
    }
  }
  return false;
}

}  // namespace labtrail::affiliation
