// The analyzer over real text: spans are sound, and every word folds to itself, so that a word copied out of
// a result into the search box finds the same papers.
#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <unordered_set>
#include <variant>
#include <vector>

#include "corpus/paper.h"
#include "corpus/reader.h"
#include "indexer/format/analyzer.h"
#include "tests/support/real_data.h"

using namespace labtrail;
using format::Analyzer;
using format::Token;

namespace {

struct Found {
  std::unordered_set<std::string> words;
  std::size_t texts = 0;
  std::size_t bad_spans = 0;
};

Found words_of(const std::vector<std::filesystem::path>& paths) {
  Found found;
  Analyzer analyzer;
  std::vector<Token> tokens;
  const auto add = [&](std::string_view text, std::string_view language) {
    analyzer.analyze(text, language, tokens);
    ++found.texts;
    std::size_t last = 0;
    for (const Token& token : tokens) {
      if (token.begin < last || token.end < token.begin || token.end > text.size()) ++found.bad_spans;
      last = token.end;
      found.words.emplace(token.word);
    }
  };
  const auto inputs = corpus::list_inputs(paths, corpus::Format::automatic);
  REQUIRE(inputs.has_value());
  for (const corpus::Input& input : *inputs) {
    corpus::read_input(input, [&](corpus::Event&& event) {
      if (const auto* paper = std::get_if<corpus::Paper>(&event.what)) {
        add(paper->title, paper->language);
        add(paper->abstract, paper->language);
        for (const corpus::Author& author : paper->authors) {
          add(author.name, {});
          for (const corpus::Affiliation& affiliation : author.affiliations) add(affiliation.raw, {});
        }
      }
      return true;
    });
  }
  return found;
}

/// Words that come out otherwise when analysed again, at most ten of them.
std::vector<std::string> unstable(const Found& found) {
  std::vector<std::string> words;
  Analyzer analyzer;
  std::vector<Token> tokens;
  for (const std::string& word : found.words) {
    analyzer.analyze_names(word, tokens);
    if ((tokens.size() != 1 || tokens[0].word != word) && words.size() < 10) words.push_back(word);
  }
  return words;
}

}  // namespace

TEST_CASE("every word of the sample corpus folds to itself") {
  const Found found = words_of({LABTRAIL_SOURCE_DIR "/corpus/samples"});
  CHECK(found.words.size() > 1000);
  CHECK(found.bad_spans == 0);
  CHECK(unstable(found).empty());
}

TEST_CASE("every word of real papers folds to itself") {
  for (const char* folder : {"openalex", "papers"}) {
    const auto path = tests::real_data(folder, "every word of real papers folds to itself");
    if (!path) continue;
    const Found found = words_of({*path});
    CHECK(found.words.size() > 1000);
    CHECK(found.bad_spans == 0);
    CHECK(unstable(found).empty());
  }
}
