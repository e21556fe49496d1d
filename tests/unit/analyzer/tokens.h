// Tokens as text, so that a test reads as one line: words joined by spaces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indexer/format/analyzer.h"

namespace labtrail::tests {

inline std::string words(std::string_view text, std::string_view language = {}) {
  static format::Analyzer analyzer;
  std::vector<format::Token> tokens;
  analyzer.analyze(text, language, tokens);
  std::string joined;
  for (const format::Token& token : tokens) {
    if (!joined.empty()) joined += ' ';
    joined += token.word;
  }
  return joined;
}

/// The bytes of `text` that each token stands for, in brackets.
inline std::string spans(std::string_view text) {
  static format::Analyzer analyzer;
  std::vector<format::Token> tokens;
  analyzer.analyze(text, {}, tokens);
  std::string joined;
  for (const format::Token& token : tokens) {
    joined += '[';
    joined += text.substr(token.begin, token.end - token.begin);
    joined += ']';
  }
  return joined;
}

}  // namespace labtrail::tests
