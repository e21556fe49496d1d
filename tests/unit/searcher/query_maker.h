// Queries and filters made from real papers by a seeded generator: every kind of query, with words, phrases
// and values that occur, nearly occur, or do not. Prints what a person would type; the parser does the rest.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "corpus/paper.h"
#include "indexer/format/analyzer.h"
#include "indexer/format/schema.h"
#include "indexer/tagging/tagger.h"

namespace labtrail::tests {

class QueryMaker {
 public:
  QueryMaker(const std::vector<corpus::Paper>& papers, std::uint64_t seed);

  /// The next query, never of more than a few leaves.
  std::string query();
  /// A filter of one to three clauses.
  std::string filter();
  std::string clause();
  /// One word, or nothing now and then: a cheap query beside a filter.
  std::string short_query();
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

 private:
  /// Pieces of one value of one field of some paper, as printed there.
  struct Words {
    format::TextField field = format::TextField::title;
    std::vector<std::string> words;
    std::vector<bool> ideograph;
  };
  Words some_words();
  /// `count` neighbouring words of one value (fewer when it is short).
  std::vector<std::string> stretch(std::size_t count, format::TextField* field = nullptr);
  std::string word();
  std::string run_of_ideographs();
  std::string leaf();
  std::string with_field(format::TextField field, const std::string& leaf);
  std::string phrase(std::vector<std::string> words, bool permute);
  std::string near();
  std::string same();
  /// printed:"..." of a whole affiliation string, or nearly so.
  std::string printed();
  /// The id of a paper, or another of its names in one of the forms in which people paste it.
  std::string name_of_paper();
  std::string prefix();
  std::string fuzzy();
  std::string group(int depth);
  std::string years(const char* between);
  std::string value(format::FacetField field);
  /// An organisation of whatever state and role, under one of its names, in quotes.
  std::string organisation(format::FacetField field);
  /// lab:..., institution:... or funder:..., with one or two values.
  std::string entity();
  /// "state:..." or "role:...", each once, with `between` before them.
  std::string modifiers(const std::string& between, const char* negation);
  /// Clauses on organisations side by side, excluded, alternatives, with modifiers and without.
  std::string entities();

  const std::vector<corpus::Paper>& papers_;
  std::mt19937_64 random_;
  format::Analyzer analyzer_;
  std::unique_ptr<tagging::Tagger> tagger_;
};

}  // namespace labtrail::tests
