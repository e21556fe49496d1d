// Where in a paper's texts the query was met. The texts of the record are analysed again with the analyzer
// that made the index, so what is marked is what matched: words under the same stems, phrases only where the
// phrase stands, parts of NEAR only where they are near each other. Words under NOT mark nothing.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "indexer/format/analyzer.h"
#include "searcher/plan.h"
#include "searcher/search.h"

namespace labtrail::searcher {

/// About so many characters of a long abstract are sent.
inline constexpr std::size_t kExcerptCharacters = 300;

class Highlighter {
 public:
  /// `plan` must outlive the highlighter.
  Highlighter(const Plan& plan, format::Analyzer& analyzer);
  /// The title always; abstract, affiliation strings, authors, keywords, funding and venue where they match.
  std::vector<Highlight> highlights(const corpus::Paper& paper);

 private:
  struct Part {
    const Pattern* pattern = nullptr;
    std::vector<std::uint64_t> masks;  ///< of the text at hand, one for each token and piece
  };
  struct Leaf {
    const Plan* plan = nullptr;
    std::vector<Part> parts;
  };
  /// A word of a part that a token is.
  struct Met {
    std::uint32_t leaf;
    std::uint32_t part;
    std::uint32_t word;
  };
  struct Text {
    format::TextField field = format::TextField::title;
    std::string_view text;
    bool names = false;
  };

  void collect(const Plan& plan, bool positive);
  std::vector<Span> spans(const Text& text, const std::string& language);
  const std::vector<Met>& met(const format::Token& token);
  void mark(Leaf& leaf, std::vector<std::uint8_t>& marked, std::vector<Span>& spans) const;
  void mark_near(Leaf& leaf, std::vector<Span>& spans) const;
  [[nodiscard]] Span span(std::size_t first, std::size_t last) const;
  void excerpt(Highlight& highlight) const;

  format::Analyzer& analyzer_;
  std::vector<Leaf> leaves_;
  std::vector<format::Token> tokens_;  ///< of the text at hand
  std::unordered_map<std::string, std::vector<Met>> met_;
};

}  // namespace labtrail::searcher
