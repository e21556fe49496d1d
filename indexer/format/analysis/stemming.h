// Which stemmer a word takes, by the language of its paper and the word's script; and the stemmers themselves
// (Snowball, as Xapian has them).
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "indexer/format/analysis/characters.h"
#include "indexer/format/analyzer.h"

namespace labtrail::format::analysis {

/// The stemmers of one text, by script.
struct StemmersOfText {
  Stemmer latin = Stemmer::none;
  Stemmer cyrillic = Stemmer::none;
  Stemmer arabic = Stemmer::none;

  /// A word is stemmed when all its letters are of one script and it holds no digit.
  [[nodiscard]] Stemmer of(ScriptBits scripts) const {
    switch (scripts) {
      case kLatin:
        return latin;
      case kCyrillic:
        return cyrillic;
      case kArabic:
        return arabic;
      default:
        return Stemmer::none;
    }
  }
};

/// `language` as in Analyzer::analyze; upper case and regions (`pt-BR`) are understood.
StemmersOfText stemmers_of(std::string_view language);

/// The Snowball stemmers, each made when first used. Not thread-safe.
class Stems {
 public:
  Stems();
  ~Stems();
  Stems(Stems&&) noexcept;
  Stems& operator=(Stems&&) noexcept;

  /// Never empty for a non-empty word.
  std::string stem(std::string_view word, Stemmer stemmer);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace labtrail::format::analysis
