#include "indexer/format/analysis/dictionary_words.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "corpus/base/error.h"
#include "indexer/format/analysis/characters.h"
#include "indexer/format/analysis/utf8.h"
#include "indexer/format/analyzer.h"

namespace labtrail::format::analysis {
namespace {

/// Words known to stay whole when cut alone; forgotten all at once when full (about 4 MB).
constexpr std::size_t kMaxKnown = 32768;
/// No writing needs more signs on one letter; more are dropped, so that reordering them cannot take for ever.
constexpr std::size_t kMaxUnit = 32;

/// Folded characters, and for each the bytes of the run that it comes from.
struct Folded {
  struct From {
    std::size_t begin;
    std::size_t end;
  };
  std::u32string text;
  std::vector<From> from;

  void append(char32_t c, From bytes) {
    // NFKC takes sara am apart; the dictionaries know it as one letter.
    const bool am = (c == 0xE32 && !text.empty() && text.back() == 0xE4D) ||
                    (c == 0xEB2 && !text.empty() && text.back() == 0xECD);
    if (am) {
      text.back() = c + 1;
      from.back().end = bytes.end;
      return;
    }
    text += c;
    from.push_back(bytes);
  }
};

Folded fold_run(std::string_view run) {
  const CharacterTable& table = CharacterTable::instance();
  Folded folded;
  std::size_t offset = 0;
  while (offset < run.size()) {
    const std::size_t begin = offset;
    std::size_t end = begin;
    std::u32string unit;
    while (offset < run.size()) {
      const std::size_t at = offset;
      const char32_t c = decode(run, offset);
      const Character& character = table[c];
      if (character.kind != CharacterClass::dictionary) continue;  // an ignorable, or a mark of no use here
      if (!unit.empty() && !character.attaches) {
        offset = at;
        break;
      }
      if (unit.size() < kMaxUnit) unit += c;
      end = offset;
    }
    if (unit.empty()) continue;
    if (unit.size() == 1 && !table[unit[0]].expands) {
      folded.append(table[unit[0]].fold, {begin, end});
      continue;
    }
    std::u32string composed = CharacterTable::compose(unit);
    composed.resize(std::min(composed.size(), kMaxUnit));
    for (const char32_t c : composed) folded.append(c, {begin, end});
  }
  return folded;
}

}  // namespace

struct DictionaryWords::Impl {
  std::unique_ptr<icu::BreakIterator> breaker;
  std::unordered_set<std::u32string> known;
  std::vector<DictionaryWord> words;

  /// Lengths of the pieces of `text`, in characters.
  std::vector<std::size_t> cut(std::u32string_view text) {
    if (!breaker) {
      UErrorCode status = U_ZERO_ERROR;
      breaker.reset(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
      if (U_FAILURE(status) || !breaker) {
        throw base::Failure(base::ErrorCode::io, "ICU has no word dictionaries", "install the full ICU data");
      }
    }
    icu::UnicodeString utf16;
    for (const char32_t c : text) utf16.append(static_cast<UChar32>(c));
    breaker->setText(utf16);
    std::vector<std::size_t> lengths;
    std::int32_t last = breaker->first();
    for (std::int32_t next = breaker->next(); next != icu::BreakIterator::DONE; next = breaker->next()) {
      lengths.push_back(static_cast<std::size_t>(utf16.countChar32(last, next - last)));
      last = next;
    }
    return lengths;
  }

  /// Cuts [begin, begin + length) of `folded` until every piece stays whole when cut alone.
  void settle(const Folded& folded, std::size_t begin, std::size_t length) {
    std::vector<std::pair<std::size_t, std::size_t>> pending{{begin, length}};
    while (!pending.empty()) {
      const auto [start, size] = pending.back();
      pending.pop_back();
      DictionaryWord word;
      std::size_t kept = 0;
      char bytes[4];
      for (; kept < size; ++kept) {
        const std::size_t more = encode(bytes, folded.text[start + kept]);
        if (word.word.size() + more > kMaxWordBytes) break;
        word.word.append(bytes, more);
      }
      std::u32string text = folded.text.substr(start, kept);
      if (!known.contains(text)) {
        const std::vector<std::size_t> lengths = cut(text);
        if (lengths.size() > 1) {
          std::size_t tail = start + kept;
          for (auto piece = lengths.rbegin(); piece != lengths.rend(); ++piece) {
            tail -= *piece;
            pending.emplace_back(tail, *piece);
          }
          continue;
        }
        if (known.size() >= kMaxKnown) known.clear();
        known.insert(std::move(text));
      }
      word.begin = folded.from[start].begin;
      word.end = folded.from[start + size - 1].end;
      // A letter and its sign come from the same bytes, even if the dictionary parts them.
      if (!words.empty()) word.begin = std::max(word.begin, words.back().end);
      word.end = std::max(word.end, word.begin);
      words.push_back(std::move(word));
    }
  }
};

DictionaryWords::DictionaryWords() : impl_(std::make_unique<Impl>()) {}
DictionaryWords::~DictionaryWords() = default;
DictionaryWords::DictionaryWords(DictionaryWords&&) noexcept = default;
DictionaryWords& DictionaryWords::operator=(DictionaryWords&&) noexcept = default;

const std::vector<DictionaryWord>& DictionaryWords::split(std::string_view run) {
  impl_->words.clear();
  const Folded folded = fold_run(run);
  std::size_t begin = 0;
  if (!folded.text.empty()) {
    for (const std::size_t length : impl_->cut(folded.text)) {
      impl_->settle(folded, begin, length);
      begin += length;
    }
  }
  return impl_->words;
}

}  // namespace labtrail::format::analysis
