#include "indexer/affiliation/name_variants.h"

#include <algorithm>

#include "indexer/affiliation/judgement_words.h"

namespace labtrail::affiliation {
namespace {

using Words = std::vector<std::string>;

/// What a name may end or begin with and be complete.
constexpr std::string_view kHeads[] = {"university", "institute",   "hospital", "academy", "college",
                                       "centre",     "polytechnic", "museum",   "clinic",  "laboratory"};
/// Heads that a long name may be cut behind: "Gregor Mendel Institute of ...".
constexpr std::string_view kCutHeads[] = {"university", "institute", "college", "academy"};
/// Fields of schools that call themselves institutes: of these many bear one founder's name.
constexpr std::string_view kSchoolFields[] = {"technology", "management", "engineering", "medical",
                                              "education"};
constexpr std::string_view kGermanSchools[] = {"hochschule", "fachhochschule"};
constexpr std::string_view kGermanHospitals[] = {"universitatsklinikum", "universitatsspital",
                                                 "universitatsmedizin", "universitatskliniken", "uniklinik"};

bool is_head(const std::string& word) {
  return one_of(word, kHeads);
}

/// A word that tells organisations apart.
bool tells(const std::string& word) {
  return word.size() > 2 && !is_common_word(word) && !is_unit_word(word);
}

Words joined(const Words& a, const Words& b) {
  Words all = a;
  all.insert(all.end(), b.begin(), b.end());
  return all;
}

class Variants {
 public:
  explicit Variants(const NamedBody& body) : body_(body) {
    for (const Word& word : body.words) {
      if (!word.joining) words_.push_back(word.text);
    }
  }

  std::vector<Words> all() && {
    if (words_.size() < 2) return {};
    without_front();
    without_named_after();
    without_own_place();
    without_trust();
    behind_head();
    turned();
    german();
    return std::move(out_);
  }

 private:
  /// Words that are no place tell who is meant.
  [[nodiscard]] bool distinct(const Words& words) const {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& one) { return tells(one) && !body_.is_place(one); });
  }
  [[nodiscard]] static bool tells_any(const Words& words) {
    return std::any_of(words.begin(), words.end(), tells);
  }
  [[nodiscard]] bool all_places(const Words& words) const {
    return std::all_of(words.begin(), words.end(), body_.is_place);
  }
  /// Two telling words and more: a person's whole name, hardly a region.
  [[nodiscard]] bool full_name(const Words& words) const {
    return std::count_if(words.begin(), words.end(),
                         [&](const std::string& one) { return tells(one) && !body_.is_place(one); }) >= 2;
  }
  /// "Research Institute Japan" may stand behind many a name: a country does not tell enough.
  [[nodiscard]] bool may_turn(const Words& rest, const Words& moved) const {
    return std::any_of(rest.begin(), rest.end(), is_head) && (!tells_any(rest) || all_places(moved)) &&
           !std::all_of(moved.begin(), moved.end(), body_.is_country);
  }
  void keep(Words words) {
    if (words.size() >= 2) out_.push_back(std::move(words));
  }

  /// "N. I. Lobachevsky State University ...", "ZHAW Zurich University ...".
  void without_front() {
    std::size_t at = 0;
    while (at < words_.size() && words_[at].size() == 1) ++at;
    if (at == 0 && std::find(body_.acronyms.begin(), body_.acronyms.end(), words_[0]) != body_.acronyms.end())
      at = 1;
    Words rest(words_.begin() + static_cast<std::ptrdiff_t>(at), words_.end());
    if (at > 0 && rest.size() >= 3 && tells_any(rest) && std::any_of(rest.begin(), rest.end(), is_head))
      keep(std::move(rest));
  }

  /// "Ryazan State Medical University named after ...".
  void without_named_after() {
    const auto at = std::find(words_.begin(), words_.end(), "named");
    if (at == words_.end() || at - words_.begin() < 3) return;
    Words rest(words_.begin(), at);
    if (tells_any(rest)) keep(std::move(rest));
  }

  /// "Czech University of Life Sciences Prague", "Children's Cancer Institute Australia".
  void without_own_place() {
    for (const Words& place : body_.places) {
      if (place.empty() || words_.size() < place.size() + 2) continue;
      const auto begin = words_.end() - static_cast<std::ptrdiff_t>(place.size());
      if (!std::equal(begin, words_.end(), place.begin())) continue;
      Words rest(words_.begin(), begin);
      if (std::any_of(rest.begin(), rest.end(), is_head) && tells(rest.front()) && distinct(rest))
        keep(std::move(rest));
    }
  }

  /// "Royal Marsden NHS Foundation Trust", "Royal Marsden NHS Trust".
  void without_trust() {
    const auto at = std::find(words_.begin(), words_.end(), "nhs");
    if (at == words_.end() || at == words_.begin() || words_.back() != "trust") return;
    const Words rest(words_.begin(), at);
    if (!distinct(rest)) return;
    keep(joined(rest, {"nhs", "trust"}));
    keep(joined(rest, {"nhs", "foundation", "trust"}));
    if (rest.size() >= 3) keep(rest);
  }

  /// "Gregor Mendel Institute" of Molecular Plant Biology. Where a unit follows, the name in front of it is
  /// another body's: "Erasmus University Medical Center".
  void behind_head() {
    for (std::size_t at = 1; at + 1 < words_.size(); ++at) {
      if (!one_of(words_[at], kCutHeads)) continue;
      const std::string& next = words_[at + 1];
      // "INSERM U 1195"
      if (next.find_first_of("0123456789") != std::string::npos) return;
      Words front(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(at) + 1);
      const bool unit_follows =
          std::any_of(words_.begin() + static_cast<std::ptrdiff_t>(at) + 1, words_.end(),
                      [](const std::string& one) { return is_unit_word(one) || is_head(one); });
      // "Kansai University of International Studies" is another than Kansai University; behind an institute
      // only its field follows, behind a university its town may.
      const Words rest(words_.begin() + static_cast<std::ptrdiff_t>(at) + 1, words_.end());
      if (!unit_follows && next != "press" && distinct(front) && !is_unit_word(front[0]) &&
          ((words_[at] == "institute" && !one_of(next, kSchoolFields)) || all_places(rest) ||
           (words_[at] == "university" && full_name(front))))
        keep(std::move(front));
      return;
    }
  }

  /// The part that tells goes to the other end: "Marche Polytechnic University", "Polytechnic University of
  /// Marche".
  void turned() {
    if (words_.size() > 8) return;
    const auto front = std::find_if_not(words_.begin(), words_.end(), tells);
    if (front != words_.begin() && words_.end() - front >= 2) {
      const Words rest(front, words_.end());
      const Words moved(words_.begin(), front);
      if (may_turn(rest, moved)) keep(joined(rest, moved));
    }
    const auto back = std::find_if_not(words_.rbegin(), words_.rend(), tells).base();
    if (back != words_.end() && back - words_.begin() >= 2) {
      const Words rest(words_.begin(), back);
      const Words moved(back, words_.end());
      if (may_turn(rest, moved)) keep(joined(moved, rest));
    }
    for (const Words& place : body_.places) {
      if (place.empty() || words_.size() < place.size() + 3 ||
          !std::equal(place.begin(), place.end(), words_.begin()))
        continue;
      const Words rest(words_.begin() + static_cast<std::ptrdiff_t>(place.size()), words_.end());
      if (is_head(rest.back()) && tells_any(rest)) keep(joined(rest, place));
    }
  }

  /// Hochschule Aalen: Aalen University (of Applied Sciences). Universitätsklinikum Regensburg: University
  /// Hospital, or Medical Center, Regensburg.
  void german() {
    if (body_.country != "DE" && body_.country != "AT" && body_.country != "CH") return;
    for (std::size_t at = 0; at < words_.size(); ++at) {
      const bool school = one_of(words_[at], kGermanSchools);
      const bool hospital = one_of(words_[at], kGermanHospitals);
      if (!school && !hospital) continue;
      Words rest = words_;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(at));
      if (!rest.empty() && school && rest.front() == "technology") rest.erase(rest.begin());
      if (rest.empty() || !tells_any(rest)) return;
      if (school) {
        keep(joined(rest, {"university", "applied", "science"}));
        keep(joined({"university", "applied", "science"}, rest));
        if (rest.size() == 1) keep(joined(rest, {"university"}));
      } else {
        keep(joined(rest, {"university", "hospital"}));
        keep(joined({"university", "hospital"}, rest));
        keep(joined({"university", "medical", "centre"}, rest));
      }
      return;
    }
  }

  const NamedBody& body_;
  Words words_;
  std::vector<Words> out_;
};

}  // namespace

std::vector<std::vector<std::string>> name_variants(const NamedBody& body) {
  return Variants(body).all();
}

}  // namespace labtrail::affiliation
