#include "indexer/format/analysis/stemming.h"

#include <xapian.h>

#include <algorithm>
#include <optional>

namespace labtrail::format::analysis {
namespace {

struct Row {
  std::string_view language;  ///< ISO 639-1
  Stemmer stemmer;
  const char* snowball;
};
/// Languages that share a stemmer follow the row that names it.
constexpr Row kLatinStemmers[] = {
    {"en", Stemmer::english, "english"},       {"fr", Stemmer::french, "french"},
    {"de", Stemmer::german, "german"},         {"es", Stemmer::spanish, "spanish"},
    {"pt", Stemmer::portuguese, "portuguese"}, {"it", Stemmer::italian, "italian"},
    {"nl", Stemmer::dutch, "dutch"},           {"sv", Stemmer::swedish, "swedish"},
    {"no", Stemmer::norwegian, "norwegian"},   {"da", Stemmer::danish, "danish"},
    {"fi", Stemmer::finnish, "finnish"},       {"hu", Stemmer::hungarian, "hungarian"},
    {"ro", Stemmer::romanian, "romanian"},     {"tr", Stemmer::turkish, "turkish"},
    {"ca", Stemmer::catalan, "catalan"},
};
constexpr std::size_t kLatinCount = std::size(kLatinStemmers);

/// Other languages written in Cyrillic; Russian endings would mutilate them.
constexpr std::string_view kOtherCyrillic[] = {"ab", "av", "ba", "be", "bg", "ce", "cu", "cv", "kk", "kv",
                                               "ky", "mk", "mn", "os", "sr", "tg", "tt", "uk", "uz"};

const char* snowball_name(Stemmer stemmer) {
  for (const Row& row : kLatinStemmers) {
    if (row.stemmer == stemmer) return row.snowball;
  }
  if (stemmer == Stemmer::russian) return "russian";
  if (stemmer == Stemmer::arabic) return "arabic";
  return nullptr;
}

}  // namespace

StemmersOfText stemmers_of(std::string_view language) {
  std::string code(language.substr(0, language.find_first_of("-_")));
  for (char& c : code) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (code == "nb" || code == "nn") code = "no";
  StemmersOfText stemmers{.latin = Stemmer::english, .cyrillic = Stemmer::russian, .arabic = Stemmer::none};
  for (const Row& row : kLatinStemmers) {
    if (row.language == code) stemmers.latin = row.stemmer;
  }
  if (std::find(std::begin(kOtherCyrillic), std::end(kOtherCyrillic), code) != std::end(kOtherCyrillic)) {
    stemmers.cyrillic = Stemmer::none;
  }
  if (code == "ar") stemmers.arabic = Stemmer::arabic;
  return stemmers;
}

struct Stems::Impl {
  std::array<std::optional<Xapian::Stem>, 128> made;
};

Stems::Stems() : impl_(std::make_unique<Impl>()) {}
Stems::~Stems() = default;
Stems::Stems(Stems&&) noexcept = default;
Stems& Stems::operator=(Stems&&) noexcept = default;

std::string Stems::stem(std::string_view word, Stemmer stemmer) {
  const char* name = snowball_name(stemmer);
  if (name == nullptr || word.empty()) return std::string(word);
  std::optional<Xapian::Stem>& made = impl_->made[static_cast<unsigned char>(stemmer) & 127];
  if (!made) made.emplace(name);
  std::string whole(word);
  // Folding made teh marbuta a heh; the Arabic stemmer knows the ending by its own letter.
  if (stemmer == Stemmer::arabic && whole.size() > 2 && whole.ends_with("ه")) {
    whole.replace(whole.size() - 2, 2, "ة");
  }
  std::string stemmed = (*made)(whole);
  return stemmed.empty() ? std::string(word) : stemmed;
}

}  // namespace labtrail::format::analysis

namespace labtrail::format {

std::vector<Stemmer> possible_stemmers(std::string_view word) {
  std::vector<Stemmer> stemmers{Stemmer::none};
  switch (analysis::scripts_of(word)) {
    case analysis::kLatin:
      stemmers.reserve(1 + analysis::kLatinCount);
      for (const analysis::Row& row : analysis::kLatinStemmers) stemmers.push_back(row.stemmer);
      break;
    case analysis::kCyrillic:
      stemmers.push_back(Stemmer::russian);
      break;
    case analysis::kArabic:
      stemmers.push_back(Stemmer::arabic);
      break;
    default:
      break;
  }
  return stemmers;
}

}  // namespace labtrail::format
