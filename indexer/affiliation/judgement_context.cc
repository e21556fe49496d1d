// What the rest of a string says for or against a name: places, acknowledgements, words that it needs.
#include "indexer/affiliation/judgement.h"

#include <algorithm>
#include <iterator>

#include "corpus/base/text.h"
#include "indexer/affiliation/judgement_words.h"
#include "indexer/affiliation/places.h"

namespace labtrail::affiliation {
/// "Berlin, DE": a country's code and not Delaware's? The town in front tells, or the names of the string.
/// Alone, two capitals may be anything (EE, IT), so they are a country only where one of them does.
bool Judgement::country_code_stands(std::uint32_t word, Country country, Country state) const {
  bool town_there = false;
  bool town_in_state = false;
  for (const Match& match : matches_) {
    if (match.last != word || match.edits > 0) continue;
    for (const Entry& entry : vocabulary_.entries(match.node)) {
      if (entry.kind != EntryKind::city && entry.kind != EntryKind::region) continue;
      town_there = town_there || entry.organisation == country;
      town_in_state = town_in_state || entry.organisation == state;
    }
  }
  if (town_there != town_in_state) return town_there;
  bool named_there = false;
  bool named_in_state = false;
  for (const Kept& kept : kept_) {
    if (kept.boundary || kept.decoy || kept.match->edits > 0 || kept.match->characters < 8) continue;
    for (const Entry& entry : vocabulary_.entries(kept.match->node)) {
      if (entry.kind > EntryKind::unit) continue;
      const Country there = vocabulary_.organisation(entry.organisation).country;
      named_there = named_there || there == country;
      named_in_state = named_in_state || (state != 0 && same_place(there, state));
    }
  }
  return named_there && !named_in_state;
}

/// "US 41 PLBS": the number of a unit and no country; a postal code is longer.
bool Judgement::numbered(std::uint32_t word) const {
  if (word + 1 >= words_.size()) return false;
  const Word& next = words_[word + 1];
  return next.number && next.before == Break::none && next.end - next.begin <= 3;
}

void Judgement::find_places() {
  for (const Match& match : matches_) {
    if (match.edits > 0 || match.crossings > 0) continue;
    bool covered = false;
    for (const Kept& kept : kept_) {
      if (kept.boundary || kept.match->edits > 0) continue;
      // "Princeton" alone may be the town as well; a name of two words and more is no place.
      if (kept.match->last - kept.match->first < 2 && !words_[match.first].ideograph) continue;
      covered = covered || (match.first >= kept.match->first && match.last <= kept.match->last);
    }
    if (covered) continue;
    for (const Entry& entry : vocabulary_.entries(match.node)) {
      if (entry.kind < EntryKind::country) continue;
      const bool whole = words_[match.first].before != Break::none &&
                         (match.last >= words_.size() || words_[match.last].before != Break::none ||
                          words_[match.last].number);
      // Two capitals may be a country (US, UK) only where they stand alone.
      if (entry.kind == EntryKind::country && entry.words == 1 && words_[match.first].text.size() == 2 &&
          !words_[match.first].ideograph && (!words_[match.first].upper || numbered(match.first)))
        continue;
      places_.push_back(
          {match.first, match.last, static_cast<Country>(entry.organisation), entry.kind, whole});
    }
  }
  // "Cambridge, MA 02139"
  for (std::uint32_t i = 1; i < words_.size(); ++i) {
    const Word& word = words_[i];
    if (!word.upper || word.end - word.begin != 2) continue;
    const std::string_view printed = raw_.substr(word.begin, 2);
    const bool zip =
        i + 1 < words_.size() && words_[i + 1].number && words_[i + 1].end - words_[i + 1].begin >= 5;
    const bool last = i + 1 == words_.size() || words_[i + 1].before == Break::strong;
    const Country state = country_of(state_country(printed));
    const bool apart = word.before == Break::strong && last;
    if (apart && !zip && country_code_stands(i, country_of(printed), state)) {
      places_.push_back({i, i + 1, country_of(printed), EntryKind::country, true});
    } else if (state != 0 && (zip || apart)) {
      places_.push_back({i, i + 1, state, EntryKind::region, true});
    }
  }
  // A longer place wins over one inside it ("New Mexico" is not Mexico).
  std::vector<Place> longest;
  for (const Place& place : places_) {
    const bool inside = std::any_of(places_.begin(), places_.end(), [&](const Place& other) {
      return other.first <= place.first && other.last >= place.last &&
             other.last - other.first > place.last - place.first;
    });
    if (!inside) longest.push_back(place);
  }
  places_ = std::move(longest);
  state_countries();
}

/// Which countries the string states outright. An address ends with its country: of "Saint Lucia, Queensland,
/// Australia" only the last is one. A name of several countries (Georgia), and one that is no part of its own
/// ("Benin School", "PANAMA project-team"), states none.
void Judgement::state_countries() {
  const auto says = [](const Place& place) {
    return place.kind == EntryKind::country || place.kind == EntryKind::region;
  };
  const auto ends_part = [&](const Place& place) {
    if (words_[place.first].ideograph || place.last >= words_.size()) return true;
    const Word& next = words_[place.last];
    const std::uint32_t end = words_[place.last - 1].end;
    const bool sentence_ends = raw_.substr(end, next.begin - end).starts_with(". ");
    return next.before != Break::none || next.number || next.joining || sentence_ends ||
           (place.last - place.first == 1 && words_[place.first].before == Break::strong &&
            std::any_of(kept_.begin(), kept_.end(), [&](const Kept& kept) {
              return !kept.boundary && kept.match->first == place.last && kept.match->characters >= 12;
            }));
  };
  for (const Place& place : places_) {
    if (!says(place) || !ends_part(place)) continue;
    const bool several = std::any_of(places_.begin(), places_.end(), [&](const Place& other) {
      return says(other) && other.first == place.first && other.last == place.last &&
             other.country != place.country;
    });
    if (several) continue;
    const bool address_goes_on = std::any_of(places_.begin(), places_.end(), [&](const Place& later) {
      if (!says(later) || later.first < place.last || same_place(later.country, place.country)) return false;
      // Another organisation, "and" or ";" between them begins another address.
      const bool parted = std::any_of(kept_.begin(), kept_.end(), [&](const Kept& kept) {
        return !kept.boundary && kept.match->first >= place.last && kept.match->last <= later.first;
      });
      if (parted || words_[later.first].before == Break::weak) return false;
      const std::string_view between =
          raw_.substr(words_[place.last - 1].end, words_[later.first].begin - words_[place.last - 1].end);
      return between.find(';') == std::string_view::npos;
    });
    if (!address_goes_on) stated_.push_back(place.country);
  }
  std::sort(stated_.begin(), stated_.end());
  stated_.erase(std::unique(stated_.begin(), stated_.end()), stated_.end());
}

std::string Judgement::outside(const Match& match) const {
  // Words further away than this say nothing of a name, and a text of many names must not be read once for
  // each.
  constexpr std::uint32_t kReach = 256;
  const std::uint32_t begin = match.first - std::min(match.first, kReach);
  const auto end =
      static_cast<std::uint32_t>(std::min<std::size_t>(words_.size(), std::size_t{match.last} + kReach));
  std::string out = " ";
  for (std::uint32_t i = begin; i < end; ++i) {
    if (i == match.first) out += "| ";
    if (i >= match.first && i < match.last) continue;
    if (!words_[i].joining) (out += words_[i].text) += ' ';
  }
  return out;
}

/// The country that stands right before a name: "US Department of Justice", "Italian Ministry of Health". 0 =
/// none.
Country Judgement::beside(const Match& match) const {
  if (match.first == 0 || words_[match.first].before != Break::none) return 0;
  if (const std::string_view code = adjective_country(words_[match.first - 1].text); !code.empty())
    return country_of(code);
  for (const Match& place : matches_) {
    if (place.last != match.first || place.edits > 0) continue;
    for (const Entry& entry : vocabulary_.entries(place.node)) {
      if (entry.kind == EntryKind::country &&
          (words_[place.first].text.size() > 2 || words_[place.first].upper))
        return static_cast<Country>(entry.organisation);
    }
  }
  return 0;
}

bool Judgement::stated_exactly(const OrganisationRow& row) const {
  if (std::binary_search(stated_.begin(), stated_.end(), row.country)) return true;
  for (const std::uint32_t more : vocabulary_.list(row.countries)) {
    if (std::binary_search(stated_.begin(), stated_.end(), country_of(vocabulary_.string(more)))) return true;
  }
  return false;
}

Judgement::Support Judgement::support(const OrganisationRow& row, const Match& match) const {
  const std::string around = outside(match);
  bool country = false;
  for (const Country stated : stated_) {
    if (same_place(stated, row.country)) country = true;
    for (const std::uint32_t more : vocabulary_.list(row.countries))
      country = country || same_place(stated, country_of(vocabulary_.string(more)));
  }
  for (const std::uint32_t city : vocabulary_.list(row.cities)) {
    if (around.find(vocabulary_.string(city)) != std::string::npos && (country || stated_.empty()))
      return Support::city;
  }
  if (const Country adjective = beside(match); adjective != 0 && row.country != 0)
    return same_place(adjective, row.country) ? Support::country : country ? Support::none : Support::against;
  if (country) return Support::country;
  if (!stated_.empty() && row.country != 0) return Support::against;
  // A city that lies in one other country only is evidence too, though a weak one: it supports nobody.
  return Support::none;
}

bool Judgement::has_context(const Entry& entry, const Match& match) const {
  if (entry.needs == 0) return false;
  const std::string around = outside(match);
  const OrganisationRow& row = vocabulary_.organisation(entry.organisation);
  for (const std::uint32_t need : vocabulary_.list(entry.needs)) {
    const std::string_view text = vocabulary_.string(need);
    if (text == "@place") {
      const Support found = support(row, match);
      if (found == Support::country || found == Support::city) return true;
    } else if (text == "@self") {
      for (const Kept& other : kept_) {
        if (other.match == &match || other.boundary || other.decoy) continue;
        for (const Entry& one : vocabulary_.entries(other.match->node)) {
          if (one.organisation == entry.organisation && one.kind == EntryKind::name && one.needs == 0)
            return true;
        }
      }
    } else if (text.size() > 2 && around.find(text) != std::string::npos) {
      return true;
    }
  }
  return false;
}

bool Judgement::excluded(const Entry& entry, const Match& match) const {
  if (entry.excludes == 0) return false;
  const std::string around = outside(match);
  for (const std::uint32_t word : vocabulary_.list(entry.excludes)) {
    const std::string_view text = vocabulary_.string(word);
    if (text.size() > 2 && around.find(text) != std::string::npos) return true;
  }
  return false;
}

/// Is the place that stands right behind a short name another than its organisation's? "BIT, Durg" and
/// "Harvard, Illinois" are somebody else.
bool Judgement::elsewhere(const OrganisationRow& row, const Match& match) const {
  bool abroad = false;
  for (const Place& place : places_) {
    if (place.first != match.last) continue;
    if (place.kind == EntryKind::city) {
      if (same_place(place.country, row.country)) return false;
      abroad = abroad || (words_[match.first].upper && match.characters < 5);
    } else if (place.kind == EntryKind::region && words_[place.first].text.size() > 2) {
      // Of a region of the same country only the organisation's own is known.
      const auto cities = vocabulary_.list(row.cities);
      std::string name;
      for (std::uint32_t i = place.first; i < place.last; ++i)
        if (!words_[i].joining) name += (name.empty() ? "" : " ") + words_[i].text;
      if (std::any_of(cities.begin(), cities.end(),
                      [&](std::uint32_t city) { return vocabulary_.string(city) == " " + name + " "; }))
        return false;
      abroad = true;
    }
  }
  return abroad;
}

/// Does the string print a town, between commas, of some other country, and none of the organisation's?
bool Judgement::foreign_town(const OrganisationRow& row, const Match& match) const {
  bool foreign = false;
  for (const Place& place : places_) {
    if (place.kind != EntryKind::city || !place.whole ||
        (place.first < match.last && match.first < place.last))
      continue;
    if (same_place(place.country, row.country)) return false;
    foreign = true;
  }
  return foreign;
}

/// Is the name that of a town, as universities' short names are?
bool Judgement::bears_town(const OrganisationRow& row, const Match& match) const {
  const auto cities = vocabulary_.list(row.cities);
  return (row.type & kTypeEducation) != 0 ||
         std::any_of(cities.begin(), cities.end(), [&](std::uint32_t city) {
           return vocabulary_.string(city) == " " + words_[match.first].text + " ";
         });
}

/// "Princeton Community Hospital", "Stanford Children's Hospital, Stanford": a word that is the town's as
/// well, in front of somebody else's name or after it.
bool Judgement::is_town(const Match& match) const {
  constexpr std::string_view kOthers[] = {"hospital", "health", "system", "consultant",
                                          "power",    "energy", "plc"};
  const Word& word = words_[match.first];
  if (word.upper || word.ideograph) return false;
  for (std::uint32_t i = match.last;
       i < words_.size() && i < match.last + 3 && words_[i].before == Break::none && words_[i].capital; ++i) {
    if (one_of(words_[i].text, kOthers)) return true;
  }
  return std::any_of(words_.begin(), words_.begin() + match.first,
                     [&](const Word& other) { return other.text == word.text && other.capital; });
}

/// Of a look-alike that ends with a place ("Northeastern University, Shenyang") the body that is in that
/// place is meant: "University of Massachusetts, Lowell" is neither the one in Boston nor the system of all.
bool Judgement::lies_behind(const Entry& entry, const Match& match) const {
  const OrganisationRow& row = vocabulary_.organisation(entry.organisation);
  return std::all_of(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    const Match& decoy = *kept.match;
    if (!kept.decoy || decoy.first != match.first || decoy.last <= match.last) return true;
    if (!is_place(match.last, decoy.last) || support(row, match) == Support::city) return true;
    return std::any_of(matches_.begin(), matches_.end(), [&](const Match& place) {
      if (place.first != match.last || place.last != decoy.last) return false;
      const auto there = vocabulary_.entries(place.node);
      return std::any_of(there.begin(), there.end(), [&](const Entry& one) {
        return one.kind == EntryKind::country &&
               same_place(static_cast<Country>(one.organisation), row.country);
      });
    });
  });
}

}  // namespace labtrail::affiliation
