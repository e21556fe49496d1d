// Which stemmer a word takes, and that a query meets the paper whatever its language.
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/unit/analyzer/tokens.h"

using namespace labtrail::format;

namespace {

/// One letter a token, as Stemmer names it.
std::string stemmers(std::string_view text, std::string_view language) {
  Analyzer analyzer;
  std::vector<Token> tokens;
  analyzer.analyze(text, language, tokens);
  std::string letters;
  for (const Token& token : tokens) letters += static_cast<char>(token.stemmer);
  return letters;
}

/// Does the one-word query meet a paper of that language that holds `text`?
bool meets(std::string_view query, std::string_view text, std::string_view language) {
  Analyzer of_papers;
  std::vector<Token> tokens;
  of_papers.analyze(text, language, tokens);
  std::vector<std::string> posted;
  for (const Token& token : tokens) {
    posted.push_back(posting_term(token.stemmer, of_papers.stem(token.word, token.stemmer)));
  }
  Analyzer of_queries;
  of_queries.analyze_names(query, tokens);
  for (const Stemmer stemmer : possible_stemmers(tokens.at(0).word)) {
    const std::string term = posting_term(stemmer, of_queries.stem(tokens.at(0).word, stemmer));
    if (std::find(posted.begin(), posted.end(), term) != posted.end()) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("the language of the paper picks the stemmer of words in its script") {
  struct Row {
    std::string_view text;
    std::string_view language;
    std::string_view stemmers;
  };
  const Row rows[] = {
      {"learning", "en", "e"},
      {"learning", "", "e"},
      {"learning", "zh", "e"},
      {"learning", "xx", "e"},
      {"apprentissage", "fr", "f"},
      {"Lernen", "de", "g"},
      {"Lernen", "DE-at", "g"},
      {"laering", "nb", "n"},
      {"laering", "no", "n"},
      {"öğrenme", "tr", "t"},
      {"обучение", "ru", "r"},
      {"обучение", "", "r"},
      {"навчання", "uk", "x"},
      {"learning", "ru", "e"},
      {"обучение", "en", "r"},
      {"تعلم", "ar", "a"},
      {"یادگیری", "fa", "x"},
      {"تعلم", "", "x"},
      {"2019 h2o covid19", "en", "xxx"},
      {"学习 カ", "zh", "xxx"},
      {"c++ c#", "en", "xx"},
      {"λόγος", "el", "x"},
      {"หิมะ", "th", "x"},
      {"αbc", "en", "x"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text, row.language);
    CHECK(stemmers(row.text, row.language) == row.stemmers);
  }
}

TEST_CASE("names are not stemmed") {
  Analyzer analyzer;
  std::vector<Token> tokens;
  analyzer.analyze_names("Hastings Иванов", tokens);
  REQUIRE(tokens.size() == 2);
  CHECK(tokens[0].stemmer == Stemmer::none);
  CHECK(tokens[1].stemmer == Stemmer::none);
}

TEST_CASE("a query word meets its inflections in a paper of any language") {
  CHECK(meets("network", "neural networks", "en"));
  CHECK(meets("networks", "a network", "en"));
  CHECK(meets("learn", "learning", ""));
  CHECK(meets("go", "going", "en"));
  CHECK(meets("Alzheimer", "Alzheimer’s", "en"));
  CHECK(meets("réseau", "les réseaux", "fr"));
  CHECK(meets("reseaux", "le réseau", "fr"));
  CHECK(meets("universität", "Universitäten", "de"));
  CHECK(meets("redes", "la red", "es"));
  CHECK(meets("лаборатория", "в лаборатории", "ru"));
  CHECK(meets("جامعة", "الجامعة", "ar"));
  CHECK(meets("الجامعه", "جامعة", "ar"));
  CHECK(meets("شبكة", "الشبكات", "ar"));
  CHECK(meets("hastings", "Hastings", "en"));
  CHECK(meets("2019", "in 2019", "fr"));
  CHECK(meets("c++", "in C++", "en"));
  CHECK_FALSE(meets("network", "nets", "en"));
}

TEST_CASE("a query word in its exact form is found unstemmed") {
  CHECK(possible_stemmers("network").front() == Stemmer::none);
  CHECK(possible_stemmers("network").size() == 16);
  CHECK(possible_stemmers("москва") == std::vector<Stemmer>{Stemmer::none, Stemmer::russian});
  CHECK(possible_stemmers("محمد") == std::vector<Stemmer>{Stemmer::none, Stemmer::arabic});
  for (const char* word : {"2019", "h2o", "语", "カ", "한", "c++", "λογοσ", ""}) {
    CAPTURE(word);
    CHECK(possible_stemmers(word) == std::vector<Stemmer>{Stemmer::none});
  }
}

TEST_CASE("a stem is never empty") {
  Analyzer analyzer;
  for (const std::string word : {"s", "es", "ing", "en", "y", "ов", "ال", "x"}) {
    for (const Stemmer stemmer : possible_stemmers(word)) CHECK(!analyzer.stem(word, stemmer).empty());
  }
  CHECK(analyzer.stem("networks", Stemmer::none) == "networks");
  CHECK(analyzer.stem("networks", Stemmer::english) == "network");
}

TEST_CASE("terms are the stemmer's letter and the stem, bigrams have a letter of their own") {
  CHECK(posting_term(Stemmer::english, "network") == "enetwork");
  CHECK(posting_term(Stemmer::none, "之") == "x之");
  CHECK(bigram_term("之", "江") == "2之江");
  CHECK(analyzer_fingerprint().find("ICU 7") != std::string::npos);
}
