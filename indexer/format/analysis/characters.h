// What the analyzer knows about each character: one flat table, made once per process from ICU's data.
//
// Asking ICU about every word is slow (1.5 MB/s); but almost every character folds by itself, so its folding
// can be looked up: class (does it make words, is it a token of its own, is it removed), script (which
// stemmer, do marks stay) and folded form. Only a character that joins with the one before it (a mark that
// composes, a Hangul vowel) needs ICU at run time: compose().
//
// Folding of a character: NFKC_Casefold, then
//   Latin, Greek, Cyrillic  marks go (й ї ў ѓ ќ, letters of their own in their alphabets, stay; ё becomes е);
//                           strokes and ligatures without decomposition become base letters (ø o, đ d, æ ae,
//                           ı i)
//   Arabic                  as Lucene's normalizers do: alef with hamza or madda -> alef, ى ی ے -> ي,
//                           ة ۀ ہ ھ -> ه, ک -> ك; harakat and tatweel go
//   Hebrew                  points go
//   Han                     traditional -> simplified where ICU's transformation is one to one
//   digits                  of every script become 0-9
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace labtrail::format::analysis {

enum class CharacterClass : std::uint8_t {
  separator,    ///< spaces, punctuation, symbols, whatever is not assigned
  word,         ///< letters and digits of scripts that put spaces between words
  ideograph,    ///< Han, Kana, Hangul, Bopomofo: a token of its own
  dictionary,   ///< Thai, Lao, Khmer, Burmese letters and signs
  mark,         ///< combining; part of the word before it
  ignorable,    ///< soft hyphen, ZWNJ, ZWJ, bidi marks, variation selectors: removed inside words
  apostrophe,   ///< ' ’ ʼ ` ´ and their like
  accent,       ///< ¨ ˆ ˜ standing alone: what is left of ü î ñ in text taken from PDF files
  middle_dot,   ///< ·, part of a Catalan word in l·l
  superscript,  ///< ¹ ² ³: part of the word after a single letter (x²), else a note mark of its own
  compound,     ///< stands for several tokens or has to stand alone (½ ㍿ ㎏ ﷺ)
};

/// The script of a letter as a bit, so that a word can be asked which ones it holds.
using ScriptBits = std::uint32_t;
inline constexpr ScriptBits kLatin = 1;
inline constexpr ScriptBits kGreek = 2;
inline constexpr ScriptBits kCyrillic = 4;
inline constexpr ScriptBits kArabic = 8;
inline constexpr ScriptBits kHebrew = 16;
inline constexpr ScriptBits kDigit = 32;
inline constexpr ScriptBits kOther = 64;
/// After these, combining marks are removed; after letters of other scripts (Devanagari, ...) they are
/// letters too.
inline constexpr ScriptBits kMarksGo = kLatin | kGreek | kCyrillic | kArabic | kHebrew | kDigit;

struct Character {
  CharacterClass kind = CharacterClass::separator;
  std::uint8_t script = 0;  ///< one of the script bits, 0 where it does not matter
  bool attaches = false;    ///< may compose or reorder with the character before it
  bool expands = false;     ///< folds to nothing or to several characters: ask CharacterTable::expansion
  char32_t fold = 0;        ///< the folded character, or an index when it expands
};

class CharacterTable {
 public:
  /// The one table, made on first use (thread-safe). Throws base::Failure when ICU lacks its data.
  static const CharacterTable& instance();

  CharacterTable();

  [[nodiscard]] const Character& operator[](char32_t c) const {
    return c < kSize ? characters_[c] : (c >= 0xE0000 && c < 0xE1000 ? kIgnorable : kSeparator);
  }
  /// What a character that expands folds to.
  [[nodiscard]] std::u32string_view expansion(const Character& character) const {
    const auto& [begin, length] = expansions_[character.fold];
    return std::u32string_view(pool_).substr(begin, length);
  }
  /// NFKC_Casefold of a base and what attaches to it.
  [[nodiscard]] static std::u32string compose(std::u32string_view unit);

 private:
  struct Expansion {
    std::size_t begin = 0;
    std::size_t length = 0;
  };
  /// Everything that makes words lies below: planes 0 to 2 and the Han extensions of plane 3.
  static constexpr char32_t kSize = 0x32400;
  static constexpr Character kSeparator{};
  static constexpr Character kIgnorable{CharacterClass::ignorable, 0, true, true, 0};

  void describe(char32_t c);
  void describe_letter(char32_t c, bool attaches);
  void set(char32_t c, CharacterClass kind, ScriptBits script, bool attaches, std::u32string_view fold);

  std::vector<Character> characters_;
  std::vector<Expansion> expansions_;
  std::u32string pool_;
};

/// The scripts of the letters and digits of a folded word, or-ed.
ScriptBits scripts_of(std::string_view word);

}  // namespace labtrail::format::analysis
