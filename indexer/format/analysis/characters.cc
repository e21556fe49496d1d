#include "indexer/format/analysis/characters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <iterator>

#include "corpus/base/error.h"
#include "indexer/format/analysis/han.h"
#include "indexer/format/analysis/utf8.h"

namespace labtrail::format::analysis {
namespace {

const icu::Normalizer2& normalizer(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* found = icu::Normalizer2::getInstance(
      nullptr, name, std::string_view(name) == "nfkd" ? UNORM2_DECOMPOSE : UNORM2_COMPOSE, status);
  if (U_FAILURE(status) || found == nullptr) {
    throw base::Failure(base::ErrorCode::io, "ICU has no normalization data", "install the full ICU data");
  }
  return *found;
}
const icu::Normalizer2& casefold() {
  static const icu::Normalizer2& found = normalizer("nfkc_cf");
  return found;
}
const icu::Normalizer2& decomposition() {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* found = icu::Normalizer2::getNFKDInstance(status);
  if (found == nullptr) {
    throw base::Failure(base::ErrorCode::io, "ICU has no normalization data", "install the full ICU data");
  }
  return *found;
}

std::u32string normalize(const icu::Normalizer2& by, std::u32string_view text) {
  icu::UnicodeString in;
  for (const char32_t c : text) in.append(static_cast<UChar32>(c));
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString out = by.normalize(in, status);
  std::u32string result;
  for (std::int32_t i = 0; i < out.length(); i = out.moveIndex32(i, 1)) {
    result += static_cast<char32_t>(out.char32At(i));
  }
  return result;
}

UScriptCode script_code(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status);
}
std::uint32_t category(char32_t c) {
  return U_MASK(u_charType(static_cast<UChar32>(c)));
}
bool is_mark(char32_t c) {
  return (category(c) & U_GC_M_MASK) != 0;
}
bool is_letter_or_number(char32_t c) {
  return (category(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

ScriptBits script_bit(char32_t c) {
  if ((category(c) & U_GC_N_MASK) != 0) return kDigit;
  switch (script_code(c)) {
    case USCRIPT_LATIN:
      return kLatin;
    case USCRIPT_GREEK:
      return kGreek;
    case USCRIPT_CYRILLIC:
      return kCyrillic;
    case USCRIPT_ARABIC:
      return kArabic;
    case USCRIPT_HEBREW:
      return kHebrew;
    default:
      return kOther;
  }
}

bool is_one_of(char32_t c, std::u32string_view set) {
  return set.find(c) != std::u32string_view::npos;
}

/// Han and Hangul whose folding is known without asking: all but the compatibility ideographs.
bool is_plain_ideograph(char32_t c) {
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0x20000 && c <= 0x2F7FF) || (c >= 0x30000 && c <= 0x323AF);
}

bool is_ideograph(char32_t c) {
  if (is_plain_ideograph(c) || c == U'ー') return true;
  if (!is_letter_or_number(c)) return false;
  if (u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC)) return true;
  switch (script_code(c)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_HANGUL:
    case USCRIPT_BOPOMOFO:
      return true;
    default:
      return false;
  }
}

bool needs_dictionary(char32_t c) {
  switch (script_code(c)) {
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return (category(c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
    default:
      return false;
  }
}

/// Symbols that are letters in a frame: Kangxi radicals, enclosed and squared CJK. PDF text is full of them.
bool is_framed_text(char32_t c) {
  return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3200 && c <= 0x33FF);
}

constexpr std::u32string_view kApostrophes = U"'`´’‘‛′＇｀ʹʺʻʼʽʾʿ׳״";
constexpr std::u32string_view kAccents = U"¨¯¸ˆˇ˘˙˚˜˝";
constexpr std::u32string_view kSuperscripts = U"¹²³⁰⁴⁵⁶⁷⁸⁹";
/// Cyrillic letters whose mark makes another letter of the alphabet.
constexpr std::u32string_view kOwnLetters = U"йїўѓќ";

/// Letters that no decomposition leads to a base letter, after case folding.
std::u32string_view without_stroke(char32_t c) {
  switch (c) {
    case U'ø':
      return U"o";
    case U'đ':
    case U'ð':
    case U'ɖ':
    case U'ɗ':
      return U"d";
    case U'ł':
    case U'ƚ':
    case U'ɫ':
      return U"l";
    case U'æ':
      return U"ae";
    case U'œ':
      return U"oe";
    case U'ı':
    case U'ɨ':
      return U"i";
    case U'ħ':
      return U"h";
    case U'ŧ':
    case U'ⱦ':
      return U"t";
    case U'þ':
      return U"th";
    case U'ŋ':
      return U"n";
    case U'ə':
      return U"e";
    case U'ƀ':
    case U'ɓ':
      return U"b";
    case U'ƒ':
      return U"f";
    case U'ǥ':
      return U"g";
    case U'ƙ':
      return U"k";
    case U'ȼ':
      return U"c";
    case U'ɇ':
      return U"e";
    case U'ɉ':
      return U"j";
    case U'ɍ':
      return U"r";
    case U'ʉ':
      return U"u";
    case U'ɏ':
    case U'ƴ':
      return U"y";
    case U'ƶ':
      return U"z";
    case U'ⱥ':
      return U"a";
    default:
      return {};
  }
}

/// The stroke that only stretches an Arabic or N'Ko word.
bool is_tatweel(char32_t c) {
  return c == 0x640 || c == 0x7FA;
}

/// Arabic and Persian spellings of one letter, after NFKC.
char32_t plain_arabic(char32_t c) {
  switch (c) {
    case 0x622:  // alef with madda
    case 0x623:  // alef with hamza above
    case 0x625:  // alef with hamza below
    case 0x671:  // alef wasla
    case 0x672:
    case 0x673:
      return 0x627;
    case 0x649:  // alef maksura
    case 0x6CC:  // Farsi yeh
    case 0x6D2:  // yeh barree
    case 0x6D3:
      return 0x64A;
    case 0x629:  // teh marbuta
    case 0x6BE:  // heh doachashmee
    case 0x6C0:  // heh with yeh above
    case 0x6C1:  // heh goal
    case 0x6C2:
    case 0x6C3:
    case 0x6D5:
      return 0x647;
    case 0x6A9:  // keheh
    case 0x6AA:
      return 0x643;
    default:
      return c;
  }
}

/// The folded form of a letter or number, Han apart.
std::u32string fold_letter(char32_t c) {
  if (const int digit = u_charDigitValue(static_cast<UChar32>(c));
      digit >= 0 && (category(c) & U_GC_ND_MASK) != 0) {
    return {static_cast<char32_t>(U'0' + digit)};
  }
  std::u32string folded = normalize(casefold(), {&c, 1});
  if (folded.size() == 1 && is_one_of(folded[0], kOwnLetters)) return folded;
  const bool alphabetic = std::any_of(folded.begin(), folded.end(), [](char32_t f) {
    return !is_mark(f) && (script_bit(f) & (kLatin | kGreek | kCyrillic)) != 0;
  });
  if (alphabetic) {
    // Decomposed before case folding, which turns a Greek iota subscript into a letter.
    std::u32string bare = normalize(decomposition(), {&c, 1});
    std::erase_if(bare, is_mark);
    folded = normalize(casefold(), bare);
    std::erase_if(folded, is_mark);
  }
  std::u32string result;
  for (const char32_t f : folded) {
    if (const std::u32string_view plain = without_stroke(f); !plain.empty()) {
      result += plain;
    } else if (is_mark(f) && (script_code(c) == USCRIPT_ARABIC || script_code(c) == USCRIPT_HEBREW)) {
      continue;
    } else if (is_tatweel(f) || (folded.size() > 1 && (is_one_of(f, kApostrophes) || f == U'·'))) {
      continue;
    } else {
      result += plain_arabic(f);
    }
  }
  return result;
}

}  // namespace

const CharacterTable& CharacterTable::instance() {
  static const CharacterTable table;
  return table;
}

CharacterTable::CharacterTable() : characters_(kSize), expansions_(1) {
  for (char32_t c = 0; c < kSize; ++c) {
    if (is_plain_ideograph(c)) characters_[c] = {CharacterClass::ideograph, 0, false, false, c};
  }
  for (const auto& [traditional, simplified] : simplified_han()) {
    if (is_plain_ideograph(traditional) && is_plain_ideograph(simplified)) {
      characters_[traditional].fold = simplified;
    }
  }
  for (char32_t c = 0; c < kSize; ++c) {
    if (!is_plain_ideograph(c)) describe(c);
  }
}

void CharacterTable::set(char32_t c, CharacterClass kind, ScriptBits script, bool attaches,
                         std::u32string_view fold) {
  Character& character = characters_[c];
  character = {kind, static_cast<std::uint8_t>(script), attaches, fold.size() != 1, 0};
  if (fold.empty()) return;
  if (fold.size() == 1) {
    character.fold = fold[0];
    return;
  }
  character.fold = static_cast<char32_t>(expansions_.size());
  expansions_.push_back({pool_.size(), fold.size()});
  pool_ += fold;
}

void CharacterTable::describe(char32_t c) {
  const std::uint32_t general = category(c);
  if ((general & (U_GC_CN_MASK | U_GC_CS_MASK | U_GC_CO_MASK | U_GC_CC_MASK)) != 0) return;
  if (is_one_of(c, kApostrophes)) return set(c, CharacterClass::apostrophe, 0, false, {});
  if (is_one_of(c, kAccents)) return set(c, CharacterClass::accent, 0, false, {});
  if (c == U'·') return set(c, CharacterClass::middle_dot, 0, false, {});
  if (is_tatweel(c) || u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
    return set(c, CharacterClass::ignorable, 0, true, {});
  }
  const bool attaches = !casefold().hasBoundaryBefore(static_cast<UChar32>(c));
  if (needs_dictionary(c)) {
    // Sara am is one letter to the dictionaries; NFKC takes it apart.
    const bool sara_am = c == 0xE33 || c == 0xEB3;
    return set(c, CharacterClass::dictionary, kOther, attaches,
               sara_am ? std::u32string{c} : normalize(casefold(), {&c, 1}));
  }
  if ((general & U_GC_M_MASK) != 0) {
    return set(c, CharacterClass::mark, 0, attaches, normalize(casefold(), {&c, 1}));
  }
  if (is_letter_or_number(c) || is_framed_text(c)) describe_letter(c, attaches);
}

void CharacterTable::describe_letter(char32_t c, bool attaches) {
  const std::u32string folded = fold_letter(c);
  if (is_one_of(c, kSuperscripts)) return set(c, CharacterClass::superscript, kDigit, attaches, folded);

  if (folded.size() == 1 && is_one_of(folded[0], kApostrophes)) {
    return set(c, CharacterClass::apostrophe, 0, attaches, {});
  }
  const auto ideographs = std::count_if(folded.begin(), folded.end(), is_ideograph);
  const auto letters = std::count_if(folded.begin(), folded.end(), is_letter_or_number);
  if (folded.empty()) return set(c, CharacterClass::ignorable, 0, attaches, {});
  if (letters == 0) {
    // A spacing accent or a half-width sound mark.
    const bool mark = !folded.empty() && is_mark(folded[0]);
    if (mark) set(c, CharacterClass::mark, 0, attaches, folded);
    return;
  }
  if (ideographs == 1 && folded.size() == 1) {
    const char32_t f = folded[0];
    const char32_t simplified = is_plain_ideograph(f) ? characters_[f].fold : f;
    return set(c, CharacterClass::ideograph, 0, attaches, {&simplified, 1});
  }
  const bool pure = ideographs == 0 && std::all_of(folded.begin(), folded.end(), [](char32_t f) {
                      return is_letter_or_number(f) || is_mark(f);
                    });
  const bool number = (category(c) & U_GC_NO_MASK) != 0 && folded != std::u32string_view(&c, 1);
  const bool subscript = c >= 0x2080 && c <= 0x2089;
  const bool symbol = (category(c) & U_GC_S_MASK) != 0;
  if (!pure || symbol || (number && !subscript)) {
    // Kept as NFKC_Casefold gives it: each of its characters is looked up again when it is met.
    return set(c, CharacterClass::compound, 0, attaches, normalize(casefold(), {&c, 1}));
  }
  set(c, CharacterClass::word, script_bit(folded[0]), attaches, folded);
}

std::u32string CharacterTable::compose(std::u32string_view unit) {
  return normalize(casefold(), unit);
}

ScriptBits scripts_of(std::string_view word) {
  const CharacterTable& table = CharacterTable::instance();
  ScriptBits scripts = 0;
  std::size_t offset = 0;
  while (offset < word.size()) {
    const char32_t c = decode(word, offset);
    if (c < 0x80) {
      const bool digit = c >= U'0' && c <= U'9';
      const bool letter = (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
      scripts |= digit ? kDigit : letter ? kLatin : kOther;
    } else if (const Character& character = table[c]; character.kind != CharacterClass::mark) {
      scripts |= character.script != 0 ? character.script : kOther;
    }
  }
  return scripts;
}

}  // namespace labtrail::format::analysis
