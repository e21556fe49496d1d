// The tokenizer: one pass over the bytes.
//
// The text is lower-cased once as ASCII (eight bytes a step), so that most words are slices of that copy. A
// run of ASCII letters and digits that ends at an ASCII byte of no interest is a token at once. Everything
// else goes by the character table, one character at a time: still no call of ICU, except for letters whose
// marks have to be composed and for the dictionary scripts.
#include "indexer/format/analyzer.h"

#include <unicode/uversion.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "indexer/format/analysis/characters.h"
#include "indexer/format/analysis/dictionary_words.h"
#include "indexer/format/analysis/stemming.h"
#include "indexer/format/analysis/utf8.h"
#include "indexer/format/analysis/word_store.h"

namespace labtrail::format {
namespace {

using analysis::Character;
using analysis::CharacterClass;
using analysis::CharacterTable;
using analysis::decode;
using analysis::encode;
using analysis::ScriptBits;
using analysis::WordStore;

/// Raised whenever the same text may give other tokens than before.
constexpr int kAnalyzerVersion = 1;
/// No writing needs more marks on one letter; more are dropped, so that reordering them cannot take for ever.
constexpr std::size_t kMaxUnit = 32;
/// A copy of a text larger than this is given back before the next, smaller one.
constexpr std::size_t kLargeText = 1 << 20;

/// What a byte means to the ASCII path.
enum Byte : std::uint8_t { kBreak = 0, kLetter = 1, kNumber = 2, kLook = 4, kLookAfterOne = 8, kSpace = 16 };
constexpr std::array<std::uint8_t, 256> kBytes = [] {
  std::array<std::uint8_t, 256> bytes{};
  for (unsigned c = 'a'; c <= 'z'; ++c) bytes[c] = bytes[c - 'a' + 'A'] = kLetter;
  for (unsigned c = '0'; c <= '9'; ++c) bytes[c] = kNumber;
  for (unsigned c = 0x80; c <= 0xFF; ++c) bytes[c] = kLook;
  bytes[' '] = kSpace;
  bytes['\''] = bytes['`'] = kLook;
  bytes['.'] = bytes['+'] = bytes['#'] = kLookAfterOne;
  return bytes;
}();

/// Words before an apostrophe that are words of their own: l'université, dell'Aquila, aujourd'hui. After
/// any other letters an apostrophe joins: Xi'an, O'Brien, Be'er Sheva, Qur'an, м'ята.
bool is_elided(std::string_view word) {
  constexpr std::string_view kElided[] = {
      "l",   "d",     "s",      "n",      "c",      "m",      "t",      "j",       "qu",   "un",
      "all", "dall",  "dell",   "nell",   "sull",   "coll",   "quest",  "quell",   "sant", "anch",
      "dev", "jusqu", "puisqu", "lorsqu", "quoiqu", "presqu", "quelqu", "aujourd",
  };
  return std::find(std::begin(kElided), std::end(kElided), word) != std::end(kElided);
}

}  // namespace

struct Analyzer::Impl {
  const CharacterTable& table = CharacterTable::instance();
  analysis::DictionaryWords dictionary;
  analysis::Stems stems;
  WordStore store;
  std::string lowered;

  // The call under way.
  std::string_view text;
  analysis::StemmersOfText stemmers;
  std::vector<Token>* out = nullptr;

  /// A word being put together from characters.
  struct Word {
    char* bytes = nullptr;
    std::size_t length = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool full = false;
    std::size_t characters = 0;
    bool superscript = false;
    ScriptBits last = 0;  ///< script of the last letter
    // What a mark may still join: the last character that stood for itself, and the length before it.
    char32_t base = 0;
    std::size_t before_base = 0;

    void append(char32_t c) {
      char encoded[4];
      const std::size_t more = encode(encoded, c);
      if (full || length + more > kMaxWordBytes) {
        full = true;
        return;
      }
      std::memcpy(bytes + length, encoded, more);
      length += more;
    }
  };

  void run(std::string_view given, const analysis::StemmersOfText& chosen, std::vector<Token>& tokens) {
    // Spans have 32 bits.
    text = given.substr(0, std::numeric_limits<std::uint32_t>::max() - 8);
    stemmers = chosen;
    out = &tokens;
    tokens.clear();
    store.clear();
    if (lowered.size() > kLargeText && text.size() < kLargeText) std::string().swap(lowered);
    if (lowered.size() < text.size()) lowered.resize(text.size());
    analysis::copy_lower_ascii(text, lowered.data());

    std::size_t offset = 0;
    while (offset < text.size()) {
      const std::uint8_t kind = kBytes[byte(offset)];
      if ((kind & (kLetter | kNumber)) != 0) {
        offset = ascii_word(offset);
      } else if (byte(offset) < 0x80) {
        ++offset;
      } else {
        offset = beyond_ascii(offset);
      }
    }
  }

  [[nodiscard]] unsigned char byte(std::size_t offset) const {
    return static_cast<unsigned char>(text[offset]);
  }
  [[nodiscard]] bool is_ascii_word(std::size_t offset) const {
    return offset < text.size() && (kBytes[byte(offset)] & (kLetter | kNumber)) != 0;
  }
  /// Does a word go on with the character at `offset`?
  [[nodiscard]] bool continues(std::size_t offset) const {
    if (offset >= text.size()) return false;
    if (byte(offset) < 0x80) return is_ascii_word(offset);
    const CharacterClass kind = table[decode(text, offset)].kind;
    return kind == CharacterClass::word || kind == CharacterClass::mark;
  }

  void emit(std::string_view word, std::size_t begin, std::size_t end, Stemmer stemmer,
            bool ideograph = false) {
    out->push_back(
        {word, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), stemmer, ideograph});
  }
  void finish(const Word& word) {
    if (word.length == 0) return;
    const std::string_view bytes = store.keep(word.length);
    emit(bytes, word.begin, word.end, stemmers.of(analysis::scripts_of(bytes)));
  }

  std::size_t ascii_word(std::size_t begin) {
    std::size_t end = begin;
    std::uint8_t seen = 0;
    std::uint8_t next = kBreak;
    while (end < text.size()) {
      next = kBytes[byte(end)];
      if ((next & (kLetter | kNumber)) == 0) break;
      seen |= next;
      ++end;
      next = kBreak;
    }
    if (next == kLook) {
      if (goes_beyond_ascii(end)) return mixed_word(begin);
    } else if (next == kSpace) {
      if (after_spaced_accent(end) != end) return mixed_word(begin);
    } else if (next == kLookAfterOne && end == begin + 1 && seen == kLetter) {
      if (const std::size_t after = after_one_letter(begin); after != begin) return after;
    }
    const std::size_t length = std::min(end - begin, kMaxWordBytes);
    emit({lowered.data() + begin, length}, begin, end, seen == kLetter ? stemmers.latin : Stemmer::none);
    return end;
  }

  /// Does the word before `end` go on there, with an apostrophe or a character beyond ASCII?
  [[nodiscard]] bool goes_beyond_ascii(std::size_t end) const {
    if (byte(end) < 0x80) return continues(end + 1);
    std::size_t offset = end;
    switch (table[decode(text, offset)].kind) {
      case CharacterClass::word:
      case CharacterClass::mark:
      case CharacterClass::ignorable:
      case CharacterClass::apostrophe:
      case CharacterClass::accent:
      case CharacterClass::middle_dot:
      case CharacterClass::superscript:
        return true;
      default:
        return false;
    }
  }

  /// C++, C#, U.S.A: emits the token and returns the offset behind it, or `begin` when it is none of these.
  std::size_t after_one_letter(std::size_t begin) {
    const std::size_t next = begin + 1;
    const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
    if (text[next] == '+') {
      if (at(next + 1) != '+' || at(next + 2) == '+') return begin;
      emit({lowered.data() + begin, 3}, begin, begin + 3, Stemmer::none);
      return begin + 3;
    }
    if (text[next] == '#') {
      if (is_ascii_word(next + 1) || at(next + 1) == '#') return begin;
      emit({lowered.data() + begin, 2}, begin, begin + 2, Stemmer::none);
      return begin + 2;
    }
    Word word{.bytes = store.room(), .begin = begin, .end = next};
    word.append(static_cast<unsigned char>(lowered[begin]));
    std::size_t letters = 1;
    for (std::size_t i = next; at(i) == '.' && i + 1 < text.size() && kBytes[byte(i + 1)] == kLetter;
         i += 2) {
      if (continues(i + 2)) break;
      word.append(static_cast<unsigned char>(lowered[i + 1]));
      word.end = i + 2;
      ++letters;
    }
    if (letters == 1) return begin;
    finish(word);
    return after_possessive(word.end);
  }

  /// Behind the 's at `offset`, or `offset` when there is none: Alzheimer's is found by Alzheimer.
  [[nodiscard]] std::size_t after_possessive(std::size_t offset) const {
    if (offset >= text.size()) return offset;
    std::size_t after = offset;
    const char32_t c = decode(text, after);
    if (c != U'\'' && c != U'`' && table[c].kind != CharacterClass::apostrophe) return offset;
    if (after >= text.size() || lowered[after] != 's' || continues(after + 1)) return offset;
    return after + 1;
  }

  /// Text taken from PDF files often has "Universit ´e" and "T ¨ubingen": behind such a space and accent at
  /// `offset`, or `offset` when the word does not go on there. A hat or a bar before a single letter is
  /// mathematics, and an upper-case letter begins a word.
  [[nodiscard]] std::size_t after_spaced_accent(std::size_t offset) const {
    std::size_t next = offset + 1;
    if (next >= text.size() || (byte(next) != 0xC2 && byte(next) != 0xCB)) return offset;
    const char32_t c = decode(text, next);
    if (c != U'´' && table[c].kind != CharacterClass::accent) return offset;
    const auto lower = [&](std::size_t i) { return i < text.size() && text[i] >= 'a' && text[i] <= 'z'; };
    const bool mathematical = c == U'ˆ' || c == U'˜' || c == U'¯' || c == U'˙';
    if (!lower(next) || (mathematical && !lower(next + 1))) return offset;
    return next;
  }

  /// A word with characters beyond ASCII or apostrophes inside, from its first character on.
  std::size_t mixed_word(std::size_t begin) {
    Word word{.bytes = store.room(), .begin = begin, .end = begin};
    std::size_t offset = begin;
    while (offset < text.size()) {
      const std::size_t at = offset;
      const char32_t c = decode(text, offset);
      const Character& character = table[c];
      if (c < 0x80 && (kBytes[c] & (kLetter | kNumber)) != 0) {
        take(word, c, character, offset);
        continue;
      }
      switch (character.kind) {
        case CharacterClass::word:
          if (character.attaches && word.base != 0) {
            offset = compose(word, at);
          } else {
            take(word, c, character, offset);
          }
          continue;
        case CharacterClass::mark:
          if ((word.last & (analysis::kMarksGo & ~(analysis::kCyrillic | analysis::kArabic))) != 0) {
            word.end = offset;
          } else if (character.attaches && word.base != 0) {
            offset = compose(word, at);
          } else if ((word.last & analysis::kMarksGo) != 0) {
            word.end = offset;
          } else {
            word.base = c;
            word.before_base = word.length;
            append_folded(word, character);
            word.end = offset;
          }
          continue;
        case CharacterClass::ignorable:
          continue;
        case CharacterClass::superscript:
          if (!word.superscript && (word.characters != 1 || word.last == analysis::kDigit)) break;
          take(word, c, character, offset);
          word.superscript = true;
          continue;
        case CharacterClass::accent:
          if (!is_letter(offset, analysis::kLatin) || word.last != analysis::kLatin) break;
          continue;
        case CharacterClass::middle_dot:
          if (word.length == 0 || word.bytes[word.length - 1] != 'l') break;
          if (offset >= text.size() || lowered[offset] != 'l') break;
          continue;
        case CharacterClass::apostrophe: {
          const std::size_t possessive = after_possessive(at);
          if (possessive != at) {
            finish(word);
            return possessive;
          }
          if (!is_letter(offset) || word.last == analysis::kDigit) break;
          if (!is_elided({word.bytes, word.length})) continue;
          finish(word);
          return offset;
        }
        default:
          // Hebrew abbreviations are often typed with a plain quotation mark.
          if (c == U' ' && word.last == analysis::kLatin && after_spaced_accent(at) != at) {
            offset = after_spaced_accent(at);
            continue;
          }
          if (c == U'"' && word.last == analysis::kHebrew && is_letter(offset, analysis::kHebrew)) continue;
          break;
      }
      offset = at;
      break;
    }
    finish(word);
    // A character that ended the word without being one is the caller's; make sure that it gets somewhere.
    return std::max(offset, begin + 1);
  }

  [[nodiscard]] bool is_letter(std::size_t offset, ScriptBits scripts = ~analysis::kDigit) const {
    if (offset >= text.size()) return false;
    const Character& character = table[decode(text, offset)];
    return character.kind == CharacterClass::word && (character.script & scripts) != 0;
  }

  void take(Word& word, char32_t c, const Character& character, std::size_t end) {
    word.base = c;
    word.before_base = word.length;
    word.last = character.script;
    ++word.characters;
    append_folded(word, character);
    word.end = end;
  }

  void append_folded(Word& word, const Character& character) const {
    if (!character.expands) {
      word.append(character.fold);
    } else {
      for (const char32_t c : table.expansion(character)) word.append(c);
    }
  }

  /// May `character` compose with one of class `own` before it?
  static bool joins(const Character& character, CharacterClass own) {
    return character.kind == CharacterClass::mark || (character.attaches && character.kind == own);
  }

  /// `base` and everything from `offset` on that may join it; moves `offset` behind the last of them.
  [[nodiscard]] std::u32string composed(char32_t base, CharacterClass own, std::size_t& offset) const {
    std::u32string unit(1, base);
    std::size_t next = offset;
    while (next < text.size()) {
      const char32_t c = decode(text, next);
      const Character& character = table[c];
      if (character.kind == CharacterClass::ignorable) continue;
      if (!joins(character, own)) break;
      if (unit.size() < kMaxUnit) unit += c;
      offset = next;
    }
    std::u32string result = CharacterTable::compose(unit);
    result.resize(std::min(result.size(), kMaxUnit));
    return result;
  }

  /// Joins what stands at `offset` to the word's last character.
  std::size_t compose(Word& word, std::size_t offset) const {
    const std::u32string characters = composed(word.base, CharacterClass::word, offset);
    word.base = 0;
    word.end = offset;
    if (word.full) return offset;
    word.length = word.before_base;
    for (const char32_t c : characters) {
      const Character& character = table[c];
      if (character.kind == CharacterClass::mark && (word.last & analysis::kMarksGo) != 0) continue;
      append_folded(word, character);
    }
    return offset;
  }

  std::size_t beyond_ascii(std::size_t begin) {
    std::size_t offset = begin;
    const char32_t c = decode(text, offset);
    const Character& character = table[c];
    switch (character.kind) {
      case CharacterClass::word:
        return mixed_word(begin);
      case CharacterClass::ideograph:
        return ideographs(begin, offset, c);
      case CharacterClass::dictionary:
        return dictionary_run(begin);
      case CharacterClass::superscript:
        return superscripts(begin);
      case CharacterClass::compound:
        emit_each(character.expands ? table.expansion(character) : std::u32string_view(&character.fold, 1),
                  begin, offset);
        return offset;
      default:
        return offset;
    }
  }

  /// Ideographs from `c` (bytes [begin, end)) on.
  std::size_t ideographs(std::size_t begin, std::size_t end, char32_t c) {
    while (true) {
      if (end >= text.size() || byte(end) < 0x80) {
        emit_ideograph(table[c].fold, begin, end);
        return end;
      }
      std::size_t after = end;
      const char32_t next = decode(text, after);
      const Character& character = table[next];
      if (joins(character, CharacterClass::ideograph)) {
        const std::u32string characters = composed(c, CharacterClass::ideograph, end);
        emit_each(characters, begin, end);
        return end;
      }
      emit_ideograph(table[c].fold, begin, end);
      if (character.kind != CharacterClass::ideograph) return end;
      begin = end;
      end = after;
      c = next;
    }
  }

  void emit_ideograph(char32_t folded, std::size_t begin, std::size_t end) {
    char encoded[4];
    const std::size_t length = encode(encoded, folded);
    if (length == end - begin) {
      std::memcpy(lowered.data() + begin, encoded, length);
      emit({lowered.data() + begin, length}, begin, end, Stemmer::none, true);
    } else {
      emit(store.add({encoded, length}), begin, end, Stemmer::none, true);
    }
  }

  /// Tokens of normalized characters that all come from [begin, end): the first token takes the span, the
  /// others an empty one behind it.
  void emit_each(std::u32string_view characters, std::size_t begin, std::size_t end) {
    Word word{.bytes = store.room(), .begin = begin, .end = end};
    const auto finish_word = [&] {
      if (word.length == 0) return;
      finish(word);
      begin = end;
      word = Word{.bytes = store.room(), .begin = end, .end = end};
    };
    for (const char32_t c : characters) {
      const Character& character = table[c];
      switch (character.kind) {
        case CharacterClass::ideograph:
          finish_word();
          emit_ideograph(character.fold, begin, end);
          begin = end;
          break;
        case CharacterClass::word:
          append_folded(word, character);
          break;
        case CharacterClass::mark:
        case CharacterClass::ignorable:
          break;
        default:
          finish_word();
          break;
      }
    }
    finish_word();
  }
  std::size_t superscripts(std::size_t begin) {
    Word word{.bytes = store.room(), .begin = begin, .end = begin};
    std::size_t offset = begin;
    while (offset < text.size()) {
      const char32_t c = decode(text, offset);
      if (table[c].kind != CharacterClass::superscript) break;
      word.append(table[c].fold);
      word.end = offset;
    }
    finish(word);
    return word.end;
  }

  std::size_t dictionary_run(std::size_t begin) {
    std::size_t end = begin;
    std::size_t offset = begin;
    while (offset < text.size()) {
      const char32_t c = decode(text, offset);
      const CharacterClass kind = table[c].kind;
      const bool inside = kind == CharacterClass::dictionary || kind == CharacterClass::mark ||
                          kind == CharacterClass::ignorable;
      // A zero width space is how these scripts mark a word's end by hand.
      if (!inside || c == 0x200B) break;
      end = offset;
    }
    for (const analysis::DictionaryWord& word : dictionary.split(text.substr(begin, end - begin))) {
      emit(store.add(word.word), begin + word.begin, begin + word.end, Stemmer::none);
    }
    return end;
  }
};

Analyzer::Analyzer() : impl_(std::make_unique<Impl>()) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;

void Analyzer::analyze(std::string_view text, std::string_view language, std::vector<Token>& out) {
  impl_->run(text, analysis::stemmers_of(language), out);
}

void Analyzer::analyze_names(std::string_view text, std::vector<Token>& out) {
  impl_->run(text, {}, out);
}

std::string Analyzer::stem(std::string_view word, Stemmer stemmer) {
  return impl_->stems.stem(word, stemmer);
}

std::string posting_term(Stemmer stemmer, std::string_view stem) {
  std::string term(1, static_cast<char>(stemmer));
  term += stem;
  return term;
}

std::string bigram_term(std::string_view first, std::string_view second) {
  std::string term(1, kBigramPrefix);
  term += first;
  term += second;
  return term;
}

std::string analyzer_fingerprint() {
  UVersionInfo version;
  char icu[U_MAX_VERSION_STRING_LENGTH];
  u_getVersion(version);
  u_versionToString(version, icu);
  return "labtrail analyzer " + std::to_string(kAnalyzerVersion) + "; ICU " + icu + "; Xapian " +
         Xapian::version_string();
}

std::string fold(std::string_view text) {
  thread_local Analyzer analyzer;
  thread_local std::vector<Token> tokens;
  const CharacterTable& table = CharacterTable::instance();
  const auto in_dictionary = [&](const Token& token) {
    std::size_t offset = 0;
    return table[decode(token.word, offset)].kind == CharacterClass::dictionary;
  };
  analyzer.analyze_names(text, tokens);
  std::string folded;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (i > 0) {
      const Token& last = tokens[i - 1];
      const bool together = (last.ideograph && tokens[i].ideograph) ||
                            (last.end == tokens[i].begin && in_dictionary(last) && in_dictionary(tokens[i]));
      if (!together) folded += ' ';
    }
    folded += tokens[i].word;
  }
  return folded;
}

}  // namespace labtrail::format
