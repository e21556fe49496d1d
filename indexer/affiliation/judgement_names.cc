// Where names begin and end in a string, and which of overlapping ones are kept.
#include "indexer/affiliation/judgement.h"

#include <algorithm>
#include <iterator>

#include "corpus/base/text.h"
#include "indexer/affiliation/judgement_words.h"
#include "indexer/affiliation/places.h"

namespace labtrail::affiliation {
namespace {

/// Directions and kinds that make another institution of the name behind them: Western Michigan University.
constexpr std::string_view kPrefixes[] = {
    "western",      "eastern",      "northern",  "southern",  "north",        "south",        "east",
    "west",         "central",      "new",       "old",       "upper",        "lower",        "great",
    "national",     "royal",        "federal",   "technical", "northwestern", "northeastern", "southwestern",
    "southeastern", "midwestern",   "middle",    "medical",   "agricultural", "normal",       "pedagogical",
    "polytechnic",  "metropolitan", "christian", "catholic",  "open",         "women",        "international",
    "islamic",      "baptist",      "lutheran",  "methodist", "adventist",    "jewish",       "private",
    "first",        "second",       "third",     "imperial",  "technological"};
/// What French joint units are numbered with: "CNRS UMR 5558".
constexpr std::string_view kUnitNumbers[] = {"umr", "umrs", "upr",   "ums", "usr",
                                             "uar", "erl",  "unite", "unit"};
constexpr std::string_view kRomanNumbers[] = {"ii",   "iii", "iv", "vi",  "vii",
                                              "viii", "ix",  "xi", "xii", "xiii"};
/// Words behind a name that make another body of it.
constexpr std::string_view kSuffixes[] = {"press", "city", "alumni", "bookstore"};

bool is_name_end(std::string_view word) {
  return word == "university" || word == "institute" || word == "college" || word == "academy" ||
         word == "school";
}

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
      if (entry.kind == EntryKind::name && (entry.flags & kOrdinary) == 0) return true;
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

Judgement::Edge Judgement::left_edge(const Match& match) const {
  const Word& first = words_[match.first];
  if (match.first == 0 || first.before != Break::none) return Edge::part;
  const Word& previous = words_[match.first - 1];
  if (first.ideograph || previous.ideograph) return Edge::words;
  if (previous.text == "with" || previous.text == "at") {
    constexpr std::string_view kNow[] = {"currently", "now", "presently", "formerly"};
    if (match.first >= 2 && one_of(words_[match.first - 2].text, kNow)) return Edge::part;
  }
  if (previous.text == "the" && (match.first == 1 || previous.before != Break::none)) return Edge::part;
  if (previous.joining || previous.number) return Edge::words;
  if (first.hyphened && !is_unit_word(previous.text)) return Edge::open;
  if (one_of(previous.text, kPrefixes) && first.text != "university" && first.text != "institute")
    return Edge::continued;
  if (!previous.capital) return Edge::words;
  if (!is_unit_word(previous.text) && !is_common_word(previous.text)) return Edge::open;
  // "Kavli Neuroscience | Discovery Institute": a telling word before the common one.
  for (std::uint32_t i = match.first - 1;
       i > 0 && words_[i].before == Break::none && !is_unit_word(words_[i].text); --i) {
    const Word& word = words_[i - 1];
    if (!word.capital || word.joining || word.number || is_unit_word(word.text)) break;
    if (!is_common_word(word.text)) return Edge::open;
  }
  return Edge::words;
}

/// "Institute of Mechanics and Acoustic Metrology" is not an Institute of Mechanics.
bool Judgement::goes_on_behind_and(const Match& match) const {
  if (!is_unit_word(words_[match.first].text) || match.last + 1 >= words_.size()) return false;
  const Word& after = words_[match.last + 1];
  return after.capital && !after.joining && !after.number && !is_unit_word(after.text) &&
         after.text != "university" && !is_place(match.last + 1, static_cast<std::uint32_t>(words_.size())) &&
         !names_follow(match.last + 1);
}

Judgement::Edge Judgement::right_edge(const Match& match) const {
  if (match.last >= words_.size()) return Edge::part;
  const Word& next = words_[match.last];
  const Word& last = words_[match.last - 1];
  if (next.before != Break::none) return Edge::part;
  if (next.ideograph || last.ideograph) return Edge::words;
  if (one_of(next.text, kSuffixes)) return Edge::continued;
  if (next.hyphened) return Edge::open;
  if (next.joining) {
    if ((next.text == "of" || next.text == "for") && match.last + 1 < words_.size()) {
      const Word& after = words_[match.last + 1];
      const bool unit = is_unit_word(words_[match.first].text);
      std::uint32_t begin = match.last + 1;
      while (begin + 1 < words_.size() && words_[begin].joining) ++begin;
      const bool laboratory = last.text == "laboratory" && match.last - match.first == 2 && next.text == "of";
      if ((is_name_end(last.text) || unit || laboratory) &&
          !is_place(begin, static_cast<std::uint32_t>(words_.size())) && !names_follow(begin) &&
          (after.capital || after.joining))
        return Edge::continued;
    }
    if (next.text == "and" && goes_on_behind_and(match)) return Edge::continued;
    return Edge::words;
  }
  if (one_of(next.text, kUnitNumbers) || next.number) return Edge::part;
  // "Université Paris VI" is not the University of Paris.
  if (next.upper && one_of(next.folded, kRomanNumbers)) return Edge::continued;
  // A hospital that bears a university's name is a body of its own.
  if (last.text == "university" && next.text == "hospital") return Edge::continued;
  if (is_unit_word(next.text) || is_common_word(next.text) || !next.capital) return Edge::words;
  if (is_place(match.last, static_cast<std::uint32_t>(words_.size())) || names_follow(match.last))
    return Edge::words;
  return Edge::open;
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
    if ((entry.flags & kMatchCase) != 0 || entry.kind == EntryKind::acronym) {
      bool upper = true;
      for (std::uint32_t i = match.first; i < match.last; ++i)
        upper = upper && (words_[i].upper || words_[i].number || words_[i].ideograph || words_[i].joining);
      const std::string_view text = vocabulary_.string(entry.text);
      const std::string_view printed =
          raw_.substr(words_[match.first].begin, words_[match.last - 1].end - words_[match.first].begin);
      if (!upper && printed != text) continue;
      if (match.edits > 0) continue;
    }
    // What is told by the order of its words must stand together.
    if ((entry.flags & kReordered) != 0 && broken(match)) continue;
    name = true;
  }
  if (decoy) return true;
  if (!name || takes_university(match)) return false;
  // Two Han characters inside a longer run are part of another word: 川大 in 霁川大学.
  if (match.last - match.first <= 2 && match.first > 0 && words_[match.first].ideograph &&
      words_[match.first].before == Break::none && words_[match.first - 1].ideograph)
    return false;
  if (match.crossings > 0) {
    const Word& first = words_[match.first];
    const std::string_view lead =
        match.first == 0 ? std::string_view{} : std::string_view(words_[match.first - 1].text);
    const bool begins = match.first == 0 || first.before == Break::strong || lead == "the" || lead == "at" ||
                        lead == "in" ||
                        (match.crossings == 1 && match.last - match.first >= 4 && ends_with_place(match) &&
                         (is_common_word(lead) || is_unit_word(lead)));
    const bool ends =
        match.last >= words_.size() || words_[match.last].before != Break::none || words_[match.last].number;
    if (!begins || !ends) return false;
  }
  return true;
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
    for (const Kept& kept : kept_) {
      if (kept.boundary) continue;
      const Match& longer = *kept.match;
      if (match.last <= longer.first || match.first >= longer.last) continue;
      overlaps = true;
      if (match.first >= longer.first && match.last <= longer.last) {
        inside = true;
        part_of_name = part_of_name || place_behind(longer, match);
        separate = separate || (place_behind(longer, match) && is_separate(longer, match));
        under_decoy = under_decoy || (kept.decoy && !of_another(*kept.match, match));
      }
    }
    Kept kept{&match, false, one.decoy, false};
    if (overlaps) {
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
          (sure || !part_of_name)) {
        kept.nested = true;
      } else if (inside && registry && match.edits == 0 && beside_decoy) {
        kept.nested = true;
        kept.registry_only = true;
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

/// Is what stands here a look-alike that is the name of another organisation? Then it hides what is inside
/// it.
bool Judgement::names_somebody(const Match& match) const {
  const auto there = vocabulary_.entries(match.node);
  return std::any_of(there.begin(), there.end(),
                     [](const Entry& entry) { return entry.kind == EntryKind::name; });
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
