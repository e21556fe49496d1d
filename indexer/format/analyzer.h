// Text -> tokens: one analyzer for papers and for queries, so that both sides always agree.
//
// Every token is a folded surface word with its byte span in the original text. Folding: NFKC_Casefold; combining
// marks removed after Latin, Greek and Cyrillic letters only; traditional -> simplified Han by a flat character
// table (made once from ICU's data); Arabic tatweel, harakat and ZWNJ removed, Persian/Arabic kaf and yeh unified.
// Units: runs of letters and digits are words; every Han, Kana and Hangul character is a token of its own
// (`ideograph`), so that no dictionary decides what can be found; Thai, Lao, Khmer and Burmese by ICU's word
// dictionary. Bigrams of neighbouring ideograph tokens are posted for speed (see bigram_term) and never stored.
// ASCII takes a fast path without ICU; other words go through a cache.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace labtrail::format {

/// How a word is stemmed. The letter is the first byte of a posting term; stored in the index; never renumber.
enum class Stemmer : char {
  none = 'x',
  english = 'e', french = 'f', german = 'g', spanish = 's', portuguese = 'p', italian = 'i', dutch = 'd',
  swedish = 'w', norwegian = 'n', danish = 'k', finnish = 'u', hungarian = 'h', romanian = 'o', turkish = 't',
  catalan = 'c', russian = 'r', arabic = 'a',
};
inline constexpr char kBigramPrefix = '2';
/// Words longer than this many bytes of folded text are cut at a character boundary (Xapian's terms end at 245).
inline constexpr std::size_t kMaxWordBytes = 128;

struct Token {
  std::string_view word;    ///< folded; valid until the analyzer's next call
  std::uint32_t begin = 0;  ///< byte span in the text given, half open
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

  /// Tokens of `text` in order, written over `out`. `language` (ISO 639-1 or empty) picks the stemmer of words in
  /// its own script; Latin words of a text whose language has no Latin stemmer, or is unknown, take English; Cyrillic
  /// words take Russian unless the language is another Cyrillic one; Arabic letters take Arabic only in Arabic text.
  /// Numbers and ideographs are never stemmed. Ill-formed UTF-8 separates words and is otherwise skipped.
  void analyze(std::string_view text, std::string_view language, std::vector<Token>& out);
  /// The same without stemming (author names, ids, venues).
  void analyze_names(std::string_view text, std::vector<Token>& out);

  /// The stem of a folded word. Never empty for a non-empty word. Stemmed on the folded word, accents already gone where
  /// that stemmer works so; what matters is that query and paper do the same.
  std::string stem(std::string_view word, Stemmer stemmer);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The posting term of a token: stemmer letter + stem.
std::string posting_term(Stemmer stemmer, std::string_view stem);
/// The posting term of two neighbouring ideograph tokens (no gap token between them in the same field value).
std::string bigram_term(std::string_view first, std::string_view second);
/// Every stemmer that a query word in this folded form could have met in a paper (by the word's script), `none` first.
std::vector<Stemmer> possible_stemmers(std::string_view word);
/// One line that changes whenever the analyzer's output may change (version, ICU's and Xapian's versions); stored in segments.
std::string analyzer_fingerprint();
/// Folded text as one string, tokens joined by single spaces: for folded prefix search inside facets and suggestions.
std::string fold(std::string_view text);

}  // namespace labtrail::format
