// Text -> tokens: one analyzer for papers and for queries, so that both sides always agree.
//
// Every token is a folded surface word with its byte span in the original text. Folding: NFKC_Casefold;
// combining marks removed after Latin, Greek, Cyrillic, Arabic and Hebrew letters only; traditional ->
// simplified Han by character; the rest per script in analysis/characters.h. Units:
//
// - words: runs of letters and digits. Hyphens, underscores and dots split, but single letters joined by dots
//   are one word (U.S.A. -> usa), and c++ and c# are words. An apostrophe joins (Xi'an -> xian, O'Brien ->
//   obrien) unless the part before it is an elided word (l'école -> l école); the possessive 's is dropped
//   (Alzheimer's -> alzheimer). Accents that stand alone, as in text from PDF files, belong to their word
//   (T¨ubingen, Universit ´e). Superscript digits are note marks (Lab¹ -> lab 1) except after a single letter
//   (x² -> x2); subscripts belong to the word (CO₂ -> co2).
// - ideographs: every Han, Kana and Hangul character is a token of its own, so that no dictionary decides
//   what can be found. Bigrams of neighbours are posted for speed (see bigram_term) and never stored.
// - dictionary words: Thai, Lao, Khmer and Burmese by ICU's dictionaries (analysis/dictionary_words.h).
//
// ASCII takes a fast path; every other character is looked up in one flat table; ICU is asked at run time
// only where marks have to be composed and for the dictionaries, so that no cache of words is needed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace labtrail::format {

/// How a word is stemmed. The letter is the first byte of a posting term; stored in the index; never
/// renumber.
enum class Stemmer : char {
  none = 'x',
  english = 'e',
  french = 'f',
  german = 'g',
  spanish = 's',
  portuguese = 'p',
  italian = 'i',
  dutch = 'd',
  swedish = 'w',
  norwegian = 'n',
  danish = 'k',
  finnish = 'u',
  hungarian = 'h',
  romanian = 'o',
  turkish = 't',
  catalan = 'c',
  russian = 'r',
  arabic = 'a',
};
inline constexpr char kBigramPrefix = '2';
/// Words longer than this many bytes of folded text are cut at a character boundary (Xapian's terms end at
/// 245).
inline constexpr std::size_t kMaxWordBytes = 128;

struct Token {
  std::string_view word;  ///< folded; valid until the analyzer's next call
  /// Byte span in the text given, half open, in order, never overlapping. Where one character stands for
  /// several tokens (㍿, ½) the first has its span and the others an empty one behind it.
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Stemmer stemmer = Stemmer::none;
  bool ideograph = false;  ///< one Han, Kana or Hangul character
};

/// Not thread-safe: one per thread. Same input, same output, always.
class Analyzer {
 public:
  Analyzer();
  ~Analyzer();
  Analyzer(Analyzer&&) noexcept;

  /// Tokens of `text` in order, written over `out`. `language` (ISO 639-1 or empty) picks the stemmer of
  /// words in its own script; Latin words of a text whose language has no Latin stemmer, or is unknown, take
  /// English; Cyrillic words take Russian unless the language is another Cyrillic one; Arabic letters take
  /// Arabic only in Arabic text. Numbers and ideographs are never stemmed. Ill-formed UTF-8 separates words
  /// and is otherwise skipped.
  void analyze(std::string_view text, std::string_view language, std::vector<Token>& out);
  /// The same without stemming (author names, ids, venues).
  void analyze_names(std::string_view text, std::vector<Token>& out);

  /// The stem of a folded word. Never empty for a non-empty word. Stemmed on the folded word, accents already
  /// gone where that stemmer works so; what matters is that query and paper do the same.
  std::string stem(std::string_view word, Stemmer stemmer);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The posting term of a token: stemmer letter + stem.
std::string posting_term(Stemmer stemmer, std::string_view stem);
/// The posting term of two neighbouring ideograph tokens (no gap token between them in the same field value).
std::string bigram_term(std::string_view first, std::string_view second);
/// Every stemmer that a query word in this folded form could have met in a paper (by the word's script),
/// `none` first.
std::vector<Stemmer> possible_stemmers(std::string_view word);
/// One line that changes whenever the analyzer's output may change (version, ICU's and Xapian's versions);
/// stored in segments.
std::string analyzer_fingerprint();
/// Folded text as one string, tokens joined by single spaces: for folded prefix search inside facets and
/// suggestions.
std::string fold(std::string_view text);

}  // namespace labtrail::format
