// An affiliation string as the resolver reads it: words in one canonical form, each with its byte span, and
// the parts into which commas and their like divide the string.
//
// The canonical form is what a name of the vocabulary and a printed string are compared in. It starts from
// the analyzer's folded words (case, accents, traditional characters, accents left alone by PDF extraction)
// and then
//   - writes abbreviations and kinds of institution in one way (Univ., Universität, Universidad ->
//   university;
//     Inst. -> institute; Sci., Sciences -> science), and a few cities that have two common names (Wien ->
//     vienna),
//   - parts words that were printed as one (currently atGoogle, UniversityThanyaburi),
//   - drops footnote marks that stick to words (Intelligence3, 2Amazon, aStanford), and plural s,
//   - mends letters that scanning mistakes for others (lnstitute, MEGVll, 0f),
//   - maps Cyrillic and Greek look-alikes inside Latin words to Latin letters,
//   - marks joining words (of, the, and, de, für): they are kept for judging where a name ends, but no
//   comparison
//     sees them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/affiliation/word_families.h"
#include "indexer/format/analyzer.h"

namespace labtrail::affiliation {

/// What stands between a word and the one before it.
enum class Break : std::uint8_t {
  none,    ///< a space, a hyphen, a full stop
  weak,    ///< & and / or a dash with spaces: parts of a name, or two names
  strong,  ///< , ; | ( ) [ ] • and line breaks: names end here
};

struct Word {
  std::string text;    ///< canonical, never empty
  std::string folded;  ///< before it was made canonical
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  ///< byte span in the string, footnote marks left out
  Break before = Break::none;
  bool joining = false;    ///< of, the, and, ...: skipped by comparison
  bool ideograph = false;  ///< one Han, Kana or Hangul character
  bool upper = false;      ///< printed in capitals only (two letters or more)
  bool capital = false;    ///< begins with a capital letter
  bool number = false;     ///< digits only, or a single letter with digits: addresses
  bool hyphened = false;   ///< joined to the word before it by a hyphen, without spaces
  bool continued = false;  ///< in lower case behind a hyphen: perhaps the rest of the word before
  bool shortened = false;  ///< a full stop follows at once: perhaps an abbreviation
};

/// Not thread-safe: one per thread.
class WordReader {
 public:
  /// Words of `text` in order, written over `out`. In a name digits belong to their word (Data61); in a
  /// printed string they may be footnote marks.
  void read(std::string_view text, std::vector<Word>& out, bool is_name = false);

 private:
  std::string_view unmarked(std::string_view text);
  void mend(std::string_view text);
  void read_whole(std::string_view text, std::vector<Word>& out, bool is_name);
  static void join_initials(std::string_view text, std::vector<Word>& out);

  format::Analyzer analyzer_;
  std::vector<format::Token> tokens_;
  std::string unmarked_;
  std::string mended_;
  std::vector<std::uint32_t> torn_;
};

/// The canonical form as one string without spaces and joining words. Two strings whose forms are equal are
/// the same name printed differently: what an exact rule promises of its span and its alias.
std::string canonical_form(WordReader& reader, std::string_view text, bool is_name = false);

}  // namespace labtrail::affiliation
