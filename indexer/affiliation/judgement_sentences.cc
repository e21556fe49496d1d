// What the sentences of a string say: who is thanked for money, and who is a person. A funder is no
// affiliation, and nothing is ever read from a person's name.
#include "indexer/affiliation/judgement.h"

#include <algorithm>
#include <iterator>

#include "indexer/affiliation/judgement_words.h"

namespace labtrail::affiliation {
namespace {

constexpr std::string_view kFundingCues[] = {"supported",       "funded",      "sponsored",  "acknowledge",
                                             "acknowledged",    "appreciate",  "recipient",  "acknowledgment",
                                             "acknowledgement", "gratefully",  "grateful",   "thank",
                                             "thankful",        "financially", "subsidized", "financed"};
constexpr std::string_view kHanFundingCues[] = {"资助", "感谢", "支持",     "資助",
                                                "感謝", "致谢", "基金项目", "基金項目"};

}  // namespace

/// Does an acknowledgement begin with this word: a verb of thanks, "grant from", a heading ("Funding: ...")?
bool Judgement::opens_funding(std::uint32_t word) const {
  constexpr std::string_view kMoney[] = {"funding", "fund",     "grant",       "grants",    "funds",
                                         "support", "donation", "scholarship", "fellowship"};
  constexpr std::string_view kGiven[] = {"from", "by", "was", "were"};
  constexpr std::string_view kOpeners[] = {"funding", "fund",      "funds",    "funder",
                                           "funders", "sponsor",   "sponsors", "grant",
                                           "grants",  "financial", "contract", "foundation"};
  constexpr std::string_view kHeadings[] = {"sponsor", "sponsors", "grant",       "grants", "support",
                                            "sources", "source",   "information", "agency", "agencies",
                                            "item",    "items",    "project",     "number"};
  const std::string_view text = words_[word].folded;
  if (one_of(words_[word].text, kFundingCues) || one_of(text, kFundingCues)) return true;
  if (one_of(text, kMoney) && word + 1 < words_.size() && words_[word + 1].before == Break::none &&
      one_of(words_[word + 1].folded, kGiven))
    return true;
  // A heading stands at the beginning or behind a full stop, and ends with a colon.
  const bool first =
      word == 0 ||
      raw_.substr(words_[word - 1].end, words_[word].begin - words_[word - 1].end).find_first_of(".;\n") !=
          std::string_view::npos;
  if (!first || !words_[word].capital || !one_of(text, kOpeners)) return false;
  for (std::uint32_t i = word; i < words_.size() && i < word + 3; ++i) {
    if (i > word && !one_of(words_[i].folded, kHeadings)) return false;
    if (raw_.substr(words_[i].end).starts_with(":")) return true;
  }
  return false;
}

/// "The support of X is gratefully acknowledged", "X funded this research": who gave stands in front.
bool Judgement::thanks_whole_sentence(std::uint32_t word) const {
  constexpr std::string_view kActive[] = {"supported", "funded", "financed", "sponsored"};
  constexpr std::string_view kWork[] = {"this", "the", "our", "these"};
  constexpr std::string_view kPassive[] = {"is",      "was",       "are",    "were",        "been",
                                           "be",      "partially", "partly", "financially", "fully",
                                           "jointly", "and",       "in",     "part",        "also"};
  for (std::uint32_t i = word; i < words_.size() && i < word + 3; ++i) {
    if (words_[i].folded == "acknowledged") return true;
  }
  return one_of(words_[word].folded, kActive) && word > 0 && !one_of(words_[word - 1].folded, kPassive) &&
         word + 1 < words_.size() && one_of(words_[word + 1].folded, kWork);
}

/// Which words stand in an acknowledgement. A Latin cue opens one that goes on to the end ("supported by
/// ..."); where the thanks come last ("... is gratefully acknowledged") it is the sentence before it as well.
/// A Han cue ends its sentence, so the sentence is one from its beginning; a heading ("基金项目：") opens
/// one.
void Judgement::find_funding() {
  const auto count = static_cast<std::uint32_t>(words_.size());
  if (text_ == Text::funding) {
    funding_.push_back({0, count});
    return;
  }
  const auto gap_before = [&](std::uint32_t word) {
    const std::uint32_t from = word == 0 ? 0 : words_[word - 1].end;
    return raw_.substr(from, words_[word].begin - from);
  };
  const auto sentence_start = [&](std::uint32_t word) {
    while (word > 0 && !(gap_before(word).find(". ") != std::string_view::npos && words_[word].capital &&
                         words_[word - 1].folded.size() > 3))
      --word;
    return word;
  };
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!opens_funding(i)) continue;
    const bool sentence = thanks_whole_sentence(i);
    funding_.push_back({sentence ? sentence_start(i) : i, count});
    break;
  }
  const auto ends_sentence = [](std::string_view gap) {
    return gap.find("。") != std::string_view::npos || gap.find("；") != std::string_view::npos ||
           gap.find('\n') != std::string_view::npos;
  };
  for (std::uint32_t first = 0; first < count;) {
    std::uint32_t last = first + 1;
    while (last < count && !ends_sentence(gap_before(last))) ++last;
    const std::size_t begin = words_[first].begin;
    const std::string_view sentence = raw_.substr(begin, words_[last - 1].end - begin);
    for (const std::string_view cue : kHanFundingCues) {
      if (sentence.find(cue) == std::string_view::npos) continue;
      funding_.push_back({first, last});
      break;
    }
    first = last;
  }
}

bool Judgement::funded(std::uint32_t word) const {
  return std::any_of(funding_.begin(), funding_.end(),
                     [&](const Stretch& one) { return word >= one.first && word < one.last; });
}

/// "Key Research Project of Zhejiang Lab", "NSFC Key Program", 之江实验室开放课题: a programme that gives
/// money is named, and with it who gives it. A graduate programme, an Inria project and a team are none.
bool Judgement::programme(const Match& match) const {
  constexpr std::string_view kMoney[] = {"fund", "funding", "grant", "scholarship", "fellowship"};
  constexpr std::string_view kPlans[] = {"project", "program", "programme", "plan", "scheme", "award"};
  constexpr std::string_view kKinds[] = {"research",   "open",        "key",         "major",
                                         "special",    "foundation",  "talent",      "basic",
                                         "innovation", "cooperation", "development", "fundamental",
                                         "science",    "youth",       "technology",  "d"};
  constexpr std::string_view kHanMoney[] = {"课题", "課題",     "基金", "专项",
                                            "專項", "研发计划", "项目", "項目"};
  const auto gives = [&](std::uint32_t word) {
    const std::string_view text = words_[word].text;
    if (one_of(text, kMoney)) return true;
    return one_of(text, kPlans) && word > 0 && words_[word].before == Break::none &&
           one_of(words_[word - 1].text, kKinds) &&
           (words_[word - 1].text != "d" || (word > 1 && words_[word - 2].text == "r")) &&
           (word + 1 >= words_.size() || words_[word + 1].text != "team");
  };
  // In front: the programme, and a joining word behind it.
  constexpr std::uint32_t kReach = 12;
  for (std::uint32_t i = match.first; i > 0 && match.first - i < kReach && words_[i].before != Break::strong;
       --i) {
    const bool of = words_[i - 1].joining && words_[i - 1].text != "and";
    if (of && i >= 2 && words_[i - 1].before == Break::none && gives(i - 2)) return true;
  }
  // Behind: nothing but further words of its name in between.
  for (std::uint32_t i = match.last;
       i < words_.size() && i < match.last + 6 && words_[i].before != Break::strong && !words_[i].joining;
       ++i) {
    if (words_[i].ideograph) break;
    if (gives(i)) {
      // "MIT Sea Grant" is what it is called.
      return std::none_of(kept_.begin(), kept_.end(), [&](const Kept& kept) {
        return !kept.boundary && !kept.decoy && kept.match->first <= match.first && kept.match->last > i;
      });
    }
  }
  if (match.last < words_.size() && words_[match.last].ideograph) {
    std::uint32_t end = match.last;
    while (end < words_.size() && end < match.last + 10 && words_[end].before == Break::none) ++end;
    if (end == match.last) return false;
    const std::string_view rest =
        raw_.substr(words_[match.last].begin, words_[end - 1].end - words_[match.last].begin);
    return std::any_of(std::begin(kHanMoney), std::end(kHanMoney), [&](std::string_view money) {
      const std::size_t at = rest.find(money);
      return at != std::string_view::npos && !rest.substr(at + money.size()).starts_with("组");
    });
  }
  return false;
}

/// "Hua Wei and Li Ming are with ...": what stands in front is names of people, and nothing is read from
/// them.
void Judgement::find_persons() {
  constexpr std::string_view kOne[] = {"is", "was"};
  constexpr std::string_view kSeveral[] = {"are", "were"};
  constexpr std::uint32_t kNameWords = 4;
  for (std::uint32_t i = 2; i < words_.size(); ++i) {
    const bool several = one_of(words_[i - 1].folded, kSeveral);
    if (words_[i].folded != "with" || (!several && !one_of(words_[i - 1].folded, kOne))) continue;
    const std::uint32_t last = i - 1;
    std::uint32_t first = last;
    // Part by part, as far as each may be a name: few words, none of them a word of institutions.
    while (first > 0) {
      std::uint32_t begin = first - 1;
      while (begin > 0 && words_[begin].before == Break::none) --begin;
      const bool name = first - begin <= kNameWords + 1 &&
                        std::none_of(words_.begin() + begin, words_.begin() + first, [](const Word& word) {
                          return is_unit_word(word.text) || is_common_word(word.text) ||
                                 (word.upper && word.text.size() > 2);
                        });
      if (!name) break;
      first = begin;
      if (!several) break;
    }
    if (first < last) persons_.push_back({first, last});
  }
}

bool Judgement::of_a_person(const Match& match) const {
  return std::any_of(persons_.begin(), persons_.end(),
                     [&](const Stretch& one) { return match.first >= one.first && match.first < one.last; });
}

}  // namespace labtrail::affiliation
