#include "indexer/affiliation/matcher.h"

#include <algorithm>

#include "corpus/base/text.h"

namespace labtrail::affiliation {
namespace {

constexpr std::uint32_t kNone = Vocabulary::kNone;
constexpr std::size_t kCacheEntries = 200'000;
/// Bounds on hostile strings; no real one comes near.
constexpr std::uint32_t kMaxSteps = 2000;
constexpr std::size_t kMaxChildrenCompared = 300;
/// Words shorter than this are never taken for misspelt, joined or split.
constexpr std::size_t kFuzzyLetters = 5;
constexpr std::size_t kSplitLetters = 8;

/// How many letters may differ in a name of so many characters.
std::uint32_t edits_allowed(std::uint32_t characters) {
  return characters >= 18 ? 2 : characters >= 9 ? 1 : 0;
}

/// Words that are misspelt most often, because they are printed most often: two letters may differ.
constexpr std::string_view kCore[] = {
    "university",    "institute",  "laboratory",   "department",  "technology",  "technical",     "science",
    "sciences",      "national",   "academy",      "engineering", "polytechnic", "polytechnical", "research",
    "international", "artificial", "intelligence", "information", "electronic",  "electronics"};

/// The same in other languages, where one letter may.
constexpr std::string_view kForeignCore[] = {"universitat", "universite",   "universidad", "universidade",
                                             "universita",  "universiteit", "universitet", "universitesi"};

/// `edits` that a word may be away from them.
std::string core_word(const std::string& word, std::size_t edits) {
  if (word.size() < 7) return {};
  const std::u32string wanted = base::to_u32(word);
  for (const std::string_view core : kCore) {
    if (core.front() != word.front() || core.size() + edits < word.size() ||
        word.size() + edits < core.size())
      continue;
    if (base::edit_distance(wanted, base::to_u32(core), edits) <= edits) return canonical_word(core);
  }
  if (edits < 2) return {};
  for (const std::string_view foreign : kForeignCore) {
    if (base::edit_distance(wanted, base::to_u32(foreign), 1) <= 1) return canonical_word(foreign);
  }
  return {};
}

/// "S. N. Bose" for "S.N. Bose".
bool initials(const Word& a, const Word& b) {
  return a.folded.size() == 1 && b.folded.size() == 1 && a.capital && b.capital;
}

/// A short word with another first letter is another word, hardly ever a misspelling: Jichuan is not Sichuan.
bool another_word(std::string_view printed, std::string_view known) {
  return printed.size() < 10 && printed.front() != known.front();
}

bool joining_word(std::string_view text) {
  return text == "of" || text == "the" || text == "and" || text == "for" || text == "de";
}

}  // namespace

const std::vector<std::uint32_t>& Matcher::near(const std::string& word) {
  if (near_.size() > kCacheEntries) near_.clear();
  const auto [at, fresh] = near_.try_emplace(word);
  if (fresh) vocabulary_.near_words(word, at->second);
  return at->second;
}

std::uint32_t Matcher::core(const std::string& word, bool known) {
  if (core_.size() > kCacheEntries) core_.clear();
  const auto [at, fresh] = core_.try_emplace(word, kNone);
  if (fresh) {
    if (const std::string core = core_word(word, known ? 1 : 2); !core.empty())
      at->second = vocabulary_.word(core);
  }
  return at->second;
}

const std::vector<std::pair<std::uint32_t, std::uint32_t>>& Matcher::splits(const std::string& word) {
  if (split_.size() > kCacheEntries) split_.clear();
  const auto [at, fresh] = split_.try_emplace(word);
  if (!fresh) return at->second;
  for (std::size_t cut = 2; cut + 2 <= word.size(); ++cut) {
    if ((static_cast<unsigned char>(word[cut]) & 0xC0) == 0x80) continue;
    // "TencentAI", "ZhejiangLab"
    if (cut + 2 == word.size() && !(word.ends_with("ai") && cut >= 5)) continue;
    if (cut + 3 == word.size() && !word.ends_with("lab") && !word.ends_with("and")) continue;
    const std::string_view left = std::string_view(word).substr(0, cut);
    std::string_view rest = std::string_view(word).substr(cut);
    // "Scienceand Technology", "UniversityofOxford"
    if (rest == "and" && cut >= 4) {
      if (const std::uint32_t first = vocabulary_.word(canonical_word(left)); first != kNone)
        at->second.emplace_back(kNone, first);
      continue;
    }
    if (rest.starts_with("of") && rest.size() >= 6 && cut >= 8) rest.remove_prefix(2);
    const std::string right = canonical_word(rest);
    const std::uint32_t second = vocabulary_.word(right);
    if (second == kNone) continue;
    if (joining_word(left)) {
      at->second.emplace_back(kNone, second);
    } else if (cut >= 4) {
      if (const std::uint32_t first = vocabulary_.word(canonical_word(left)); first != kNone)
        at->second.emplace_back(first, second);
    }
  }
  return at->second;
}

/// "SenseTirne": scanning reads m as rn.
std::uint32_t Matcher::misread(std::string word) const {
  if (word.size() < 7) return kNone;
  const std::size_t at = word.find("rn");
  if (at == std::string::npos) return kNone;
  word.replace(at, 2, "m");
  return vocabulary_.word(canonical_word(word));
}

void Matcher::prepare(std::span<const Word> words) {
  words_ = words;
  positions_.clear();
  for (std::uint32_t i = 0; i < words.size(); ++i) {
    if (words[i].joining) continue;
    Position position;
    position.word = i;
    position.number = vocabulary_.word(words[i].text);
    if (position.number == kNone && !words[i].ideograph && !words[i].number) {
      position.misread = misread(words[i].folded);
      if (words[i].text.size() >= kFuzzyLetters) position.near = &near(words[i].text);
      if (words[i].text.size() >= kSplitLetters) position.split = &splits(words[i].text);
    }
    if (!words[i].ideograph && !words[i].number) {
      // Names have misspellings, too: a word that some name spells so may stand for the usual one all the
      // same.
      position.family = core(words[i].folded, position.number != kNone);
      if (position.family == position.number) position.family = kNone;
    }
    if (i + 1 < words.size() && !words[i].ideograph && !words[i + 1].ideograph &&
        words[i + 1].before == Break::none && !words[i + 1].joining &&
        (words[i].text.size() + words[i + 1].text.size() >= (words[i + 1].continued ? 4U : 6U) ||
         initials(words[i], words[i + 1]) ||
         (words[i].text.size() >= 4 && words[i + 1].folded.size() == 1 && !words[i + 1].capital))) {
      position.joined = vocabulary_.word(canonical_word(words[i].folded + words[i + 1].folded));
    }
    positions_.push_back(position);
  }
}

void Matcher::find(std::span<const Word> words, std::vector<Match>& out) {
  out.clear();
  out_ = &out;
  prepare(words);
  for (start_ = 0; start_ < positions_.size(); ++start_) {
    steps_ = 0;
    const std::size_t before = out.size();
    walk(0, start_, {});
    // Longer ones first; of two that cover the same words at the same node the one with fewer edits.
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
              [](const Match& a, const Match& b) {
                if (a.last != b.last) return a.last > b.last;
                if (a.node != b.node) return a.node < b.node;
                if (a.edits != b.edits) return a.edits < b.edits;
                if (a.varied != b.varied) return b.varied;
                return a.shortened < b.shortened;
              });
    out.erase(
        std::unique(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(),
                    [](const Match& a, const Match& b) { return a.last == b.last && a.node == b.node; }),
        out.end());
  }
}

void Matcher::step(std::uint32_t node, std::uint32_t from, std::uint32_t to, Path path) {
  // Breaks are counted between the words of a name, never before its first.
  const std::uint32_t after = from > start_ ? positions_[from - 1].word + 1 : positions_[start_].word + 1;
  for (std::uint32_t i = after; i <= positions_[to - 1].word; ++i)
    path.crossings += words_[i].before == Break::strong ? 1 : 0;
  if (path.crossings > 2) return;
  for (std::uint32_t p = from; p < to; ++p)
    path.characters += static_cast<std::uint32_t>(words_[positions_[p].word].text.size());
  if (!vocabulary_.entries(node).empty() && path.edits <= edits_allowed(path.characters)) {
    out_->push_back({positions_[start_].word, positions_[to - 1].word + 1, node, path.characters,
                     static_cast<std::uint8_t>(path.edits), static_cast<std::uint8_t>(path.crossings),
                     static_cast<std::uint8_t>(path.shortened), path.varied});
  }
  walk(node, to, path);
}

void Matcher::walk(std::uint32_t node, std::uint32_t at, Path path) {
  if (at >= positions_.size() || ++steps_ > kMaxSteps) return;
  const Position& here = positions_[at];
  const Word& word = words_[here.word];
  bool found = false;
  if (here.misread != kNone) {
    if (const std::uint32_t next = vocabulary_.child(node, here.misread); next != kNone) {
      Path longer = path;
      ++longer.edits;
      step(next, at, at + 1, longer);
    }
  }
  if (here.number != kNone) {
    if (const std::uint32_t next = vocabulary_.child(node, here.number); next != kNone) {
      step(next, at, at + 1, path);
      found = true;
    }
  }
  if (here.joined != kNone && at + 1 < positions_.size()) {
    if (const std::uint32_t next = vocabulary_.child(node, here.joined); next != kNone) {
      Path joined = path;
      joined.varied = joined.varied ||
                      word.text + words_[positions_[at + 1].word].text != vocabulary_.word_text(here.joined);
      step(next, at, at + 2, joined);
    }
  }
  if (here.split != nullptr) {
    for (const auto& [left, right] : *here.split) {
      const std::uint32_t middle = left == kNone ? node : vocabulary_.child(node, left);
      if (middle == kNone) continue;
      if (const std::uint32_t next = vocabulary_.child(middle, right); next != kNone) {
        Path split = path;
        std::string parts(left == kNone ? "" : vocabulary_.word_text(left));
        parts += vocabulary_.word_text(right);
        split.varied = split.varied || parts != word.text;
        step(next, at, at + 1, split);
      }
    }
  }
  if (found || word.ideograph || word.number) return;
  if (word.shortened && word.folded.size() >= 3 && node != 0) completed(node, at, path);
  if (word.text.size() >= kFuzzyLetters && path.edits < 2) misspelt(node, at, path);
}

/// "Accel." where only one word at this place of any name begins so.
void Matcher::completed(std::uint32_t node, std::uint32_t at, const Path& path) {
  const Vocabulary::Children all = vocabulary_.children(node);
  if (all.words.size() > kMaxChildrenCompared || path.shortened >= 3) return;
  // As printed: "Med." is medical everywhere but in a College of Medicine.
  const std::string& begun = words_[positions_[at].word].folded;
  std::uint32_t only = kNone;
  for (std::uint32_t i = 0; i < all.words.size(); ++i) {
    if (!vocabulary_.word_text(all.words[i]).starts_with(begun)) continue;
    if (only != kNone) return;
    only = all.first + i;
  }
  if (only == kNone) return;
  Path longer = path;
  ++longer.shortened;
  step(only, at, at + 1, longer);
}

bool Matcher::names_place(std::uint32_t word) const {
  const std::uint32_t node = vocabulary_.child(0, word);
  if (node == kNone) return false;
  const auto there = vocabulary_.entries(node);
  return std::any_of(there.begin(), there.end(),
                     [](const Entry& entry) { return entry.kind >= EntryKind::country; });
}

void Matcher::misspelt(std::uint32_t node, std::uint32_t at, const Path& path) {
  const Position& here = positions_[at];
  const Word& word = words_[here.word];
  const auto go = [&](std::uint32_t next, std::size_t edits) {
    Path longer = path;
    longer.edits += static_cast<std::uint32_t>(edits);
    step(next, at, at + 1, longer);
  };
  if (here.family != kNone) {
    if (const std::uint32_t next = vocabulary_.child(node, here.family); next != kNone) go(next, 1);
  }
  std::u32string wanted;
  const Vocabulary::Children all = vocabulary_.children(node);
  if (node == 0 || all.words.size() > kMaxChildrenCompared) {
    if (here.near == nullptr) return;
    for (const std::uint32_t number : *here.near) {
      const std::uint32_t next = vocabulary_.child(node, number);
      if (next == kNone || another_word(word.text, vocabulary_.word_text(number))) continue;
      if (wanted.empty()) wanted = base::to_u32(word.text);
      go(next, base::edit_distance(wanted, base::to_u32(vocabulary_.word_text(number)), 2));
    }
    return;
  }
  const std::size_t limit = word.text.size() >= 8 ? 2 - path.edits : 1;
  // Nanchang is a town and no misspelt Nanhang.
  if (here.number != kNone && (word.text.size() < 8 || names_place(here.number))) return;
  for (std::uint32_t i = 0; i < all.words.size(); ++i) {
    const std::string_view other = vocabulary_.word_text(all.words[i]);
    const std::size_t longer = std::max(other.size(), word.text.size());
    if (longer - std::min(other.size(), word.text.size()) > limit) continue;
    if (another_word(word.text, other)) continue;
    if (other.front() != word.text.front() && other.back() != word.text.back()) continue;
    if (wanted.empty()) wanted = base::to_u32(word.text);
    const std::size_t distance = base::edit_distance(wanted, base::to_u32(other), limit);
    if (distance > 0 && distance <= limit) go(all.first + i, distance);
  }
}

}  // namespace labtrail::affiliation
