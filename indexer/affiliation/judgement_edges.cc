// Where a name ends: what stands right before and behind it completes it, goes on with it, or makes another
// name of it.
#include "indexer/affiliation/judgement.h"

#include <algorithm>
#include <iterator>

#include "indexer/affiliation/judgement_words.h"

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
/// National academies, by the letters that stand behind "Institute ... of": what is before has ended.
constexpr std::string_view kAcademies[] = {"ras", "cas", "pas", "nas", "nasu", "bas", "sas"};
constexpr std::string_view kRomanNumbers[] = {"ii",   "iii", "iv", "vi",  "vii",
                                              "viii", "ix",  "xi", "xii", "xiii"};
/// Words behind a name that make another body of it.
constexpr std::string_view kSuffixes[] = {"press", "city", "alumni", "bookstore"};
/// Behind a name of one word they make a street or a shop.
constexpr std::string_view kStreets[] = {"road", "street", "avenue", "boulevard", "highway", "restaurant"};
/// The same in Chinese: streets, buildings, and schools and hospitals of their own.
constexpr std::string_view kHanSuffixes[] = {"路",   "街",   "大道", "大厦",   "大廈", "广场",   "附属",
                                             "附屬", "附中", "附小", "出版社", "校友", "幼儿园", "小学"};
}  // namespace

/// "High School", "Affiliated Middle School": a school for children, a body of its own whatever bears its
/// name.
bool Judgement::is_lower_school(std::uint32_t first) const {
  constexpr std::string_view kLevels[] = {"high", "middle", "primary", "secondary", "elementary"};
  if (first < words_.size() && (words_[first].text == "affiliated" || words_[first].text == "attached"))
    ++first;
  return first + 1 < words_.size() && one_of(words_[first].text, kLevels) &&
         words_[first + 1].text == "school";
}

/// "High School Affiliated to ...", "Kindergarten of ...": does such a school stand in front, in the same
/// part?
bool Judgement::of_a_school(std::uint32_t word) const {
  for (std::uint32_t i = word; i > 0 && words_[i].before == Break::none && word - i < 6; --i) {
    if (words_[i - 1].text == "kindergarten" || is_lower_school(i - 1)) return true;
  }
  return false;
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
  if (of_a_school(match.first)) return Edge::continued;
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
  // "Max Planck Institute for Physics and Astrophysics": the unit may stand behind its patron.
  const bool planck = words_[match.first].text == "max" && match.last - match.first > 2;
  if ((!planck && !is_unit_word(words_[match.first].text)) || match.last + 1 >= words_.size()) return false;
  // Another unit behind it is another body.
  for (std::uint32_t i = match.last + 1; planck && i < words_.size(); ++i) {
    if (i > match.last + 1 && words_[i].before != Break::none) break;
    if (is_unit_word(words_[i].text)) return false;
  }
  const Word& after = words_[match.last + 1];
  return after.capital && !after.joining && !after.number && !is_unit_word(after.text) &&
         after.text != "university" && !is_place(match.last + 1, static_cast<std::uint32_t>(words_.size())) &&
         !names_follow(match.last + 1);
}

/// "Université Lyon 2": one of several universities of the town, which the number tells apart.
bool Judgement::numbered_university(const Match& match) const {
  constexpr std::string_view kTowns[] = {"paris",    "lyon",        "bordeaux",   "lille",  "grenoble",
                                         "toulouse", "montpellier", "strasbourg", "rennes", "nancy"};
  const Word& next = words_[match.last];
  const Word& last = words_[match.last - 1];
  return next.number && next.before == Break::none && next.end - next.begin <= 2 &&
         one_of(last.text, kTowns) && match.last - match.first >= 2 &&
         words_[match.first].text == "university" &&
         (match.last + 1 >= words_.size() || words_[match.last + 1].before != Break::none) &&
         raw_.substr(last.end, next.begin - last.end) == " " &&
         !raw_.substr(next.end).starts_with(" ,");  // a footnote mark
}

Judgement::Edge Judgement::right_edge(const Match& match) const {
  if (match.last >= words_.size()) return Edge::part;
  const Word& next = words_[match.last];
  const Word& last = words_[match.last - 1];
  if (next.before != Break::none) return Edge::part;
  if (next.ideograph || last.ideograph) {
    const std::string_view rest = raw_.substr(next.begin);
    return std::any_of(std::begin(kHanSuffixes), std::end(kHanSuffixes),
                       [&](std::string_view suffix) { return rest.starts_with(suffix); })
               ? Edge::continued
               : Edge::words;
  }
  if (one_of(next.text, kSuffixes)) return Edge::continued;
  if (match.last - match.first == 1 && one_of(next.text, kStreets)) return Edge::continued;
  if (is_lower_school(match.last)) return Edge::continued;
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
          !(words_[begin].upper && one_of(words_[begin].text, kAcademies)) &&
          (after.capital || after.joining))
        return Edge::continued;
    }
    if (next.text == "and" && goes_on_behind_and(match)) return Edge::continued;
    return Edge::words;
  }
  if (numbered_university(match)) return Edge::continued;
  if (one_of(next.text, kUnitNumbers) || next.number) return Edge::part;
  // "Department of Energy Resources Engineering" is no ministry; the "US Department of Energy Office of
  // Science" is.
  if (words_[match.first].text == "department" && next.capital && !next.joining && beside(match) == 0)
    return Edge::continued;
  // "Université Paris VI" is not the University of Paris.
  if (next.upper && one_of(next.folded, kRomanNumbers)) return Edge::continued;
  // A hospital that bears a university's name is a body of its own.
  if (last.text == "university" && next.text == "hospital") return Edge::continued;
  if (is_unit_word(next.text) || is_common_word(next.text) || !next.capital) return Edge::words;
  if (is_place(match.last, static_cast<std::uint32_t>(words_.size())) || names_follow(match.last))
    return Edge::words;
  return Edge::open;
}

}  // namespace labtrail::affiliation
