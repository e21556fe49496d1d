// Properties that hold for any bytes: spans, determinism, and that folding a folded word changes nothing.
#include <catch2/catch.hpp>

#include <random>
#include <thread>

#include "corpus/base/text.h"
#include "tests/unit/analyzer/tokens.h"

using labtrail::base::append_utf8;
using labtrail::format::Analyzer;
using labtrail::format::kMaxWordBytes;
using labtrail::format::Token;

namespace {

bool on_boundary(std::string_view text, std::size_t offset) {
  if (offset == 0 || offset >= text.size()) return offset <= text.size();
  // A boundary is never inside a well-formed sequence.
  for (std::size_t back = 1; back <= 3 && back <= offset; ++back) {
    std::size_t next = offset - back;
    const char32_t c = labtrail::base::next_code_point(text, next);
    if (c != labtrail::base::kReplacement && next > offset) return false;
  }
  return true;
}

/// What is wrong with these tokens, or an empty string.
std::string fault(std::string_view text, const std::vector<Token>& tokens) {
  std::size_t last = 0;
  for (const Token& token : tokens) {
    if (token.begin < last || token.end < token.begin || token.end > text.size()) return "spans out of order";
    if (!on_boundary(text, token.begin) || !on_boundary(text, token.end)) return "span inside a character";
    if (token.word.empty() || token.word.size() > kMaxWordBytes) return "word empty or too long";
    if (!labtrail::base::is_utf8(token.word)) return "word is not UTF-8";
    last = token.end;
  }
  return {};
}

class Checker {
 public:
  void check(std::string_view text) {
    analyzer_.analyze(text, "en", tokens_);
    std::string wrong = fault(text, tokens_);
    for (const Token& token : tokens_) {
      if (!wrong.empty()) break;
      again_.analyze(token.word, "en", once_more_);
      if (once_more_.size() != 1 || once_more_[0].word != token.word ||
          once_more_[0].ideograph != token.ideograph) {
        wrong = "folding '" + std::string(token.word) + "' again gives other tokens";
      }
    }
    if (!wrong.empty()) {
      CAPTURE(std::string(text));
      FAIL_CHECK(wrong);
    }
  }

 private:
  Analyzer analyzer_;
  Analyzer again_;
  std::vector<Token> tokens_;
  std::vector<Token> once_more_;
};

}  // namespace

TEST_CASE("any bytes give tokens with sound spans, and a folded word folds to itself") {
  Checker checker;
  std::mt19937 random(20261124);
  const std::string_view parts[] = {
      "a",      "B",          "9",          " ",        "'",      "s",      ".",           "+",
      "#",      "-",          "é",          "ß",        "\u0301", "之",     "實",          "カ",
      "ﾞ",      "ー",         "한",         "\u1112",   "\u1161", "ไ",      "ท",           "ย",
      "ำ",      "é",          "\u200D",     "\u200B",   "²",      "½",      "㍿",          "\"",
      "ש",      "أ",          "\u0654",     "й",        "\u0306", "क",      "\u093C",      "\u09C7",
      "\u09BE", "·",          "l",          "ﷺ",        "မ",      "\u1039", "ក",           "\u17D2",
      "\uFFFD", "\U0001F600", "\U000E0101", "\xF0\x9F", "\x80",   "\xC0",   "\xED\xA0\x80"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const std::size_t length = random() % 24;
    for (std::size_t i = 0; i < length; ++i) text += parts[random() % std::size(parts)];
    checker.check(text);
  }
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    const std::size_t length = random() % 64;
    for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(random() & 0xFF);
    checker.check(text);
  }
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const std::size_t length = random() % 12;
    const char32_t block = random() % 0x3300;
    for (std::size_t i = 0; i < length; ++i) append_utf8(text, block + random() % 0x100);
    if (labtrail::base::is_utf8(text)) checker.check(text);
  }
}

TEST_CASE("every character folds to what folds to itself") {
  Checker checker;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text;
    append_utf8(text, c);
    checker.check(text);
  }
}

TEST_CASE("two analyzers agree, whatever they saw before") {
  const std::string_view texts[] = {"Xi'an 之江實驗室 ภาษาไทย", "ไทยภาษา U.S. Müller", "", "한국어 हिन्दी",
                                    "ภาษา"};
  Analyzer seasoned;
  std::vector<Token> left;
  std::vector<Token> right;
  for (int round = 0; round < 3; ++round) {
    for (const std::string_view text : texts) {
      Analyzer fresh;
      seasoned.analyze(text, "en", left);
      fresh.analyze(text, "en", right);
      REQUIRE(left.size() == right.size());
      for (std::size_t i = 0; i < left.size(); ++i) {
        CHECK(left[i].word == right[i].word);
        CHECK(left[i].begin == right[i].begin);
        CHECK(left[i].stemmer == right[i].stemmer);
      }
    }
  }
}

TEST_CASE("analyzers on several threads share their tables and agree") {
  const std::string text = "Xi'an 之江實驗室 ภาษาไทย Müller Universit ´e हिन्दी U.S.A.";
  std::vector<std::string> results(4);
  std::vector<std::thread> threads;
  for (std::string& result : results) {
    threads.emplace_back([&result, &text] {
      for (int round = 0; round < 50; ++round) {
        result.clear();
        Analyzer analyzer;
        std::vector<Token> tokens;
        analyzer.analyze(text, "de", tokens);
        for (const Token& token : tokens) {
          result += analyzer.stem(token.word, token.stemmer);
          result += ' ';
        }
        result += labtrail::format::fold(text);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : results) CHECK(result == results[0]);
  CHECK(results[0].find("之 江 实 验 室") != std::string::npos);
}

TEST_CASE("huge words and endless marks take neither time nor memory") {
  Checker checker;
  std::string marks = "a";
  std::string kana = "か";
  std::string hindi = "क";
  std::string thai;
  std::string letters;
  for (int i = 0; i < 100000; ++i) {
    marks += i % 2 == 0 ? "\u0301" : "\u0323";
    kana += i % 2 == 0 ? "\u3099" : "\u0323";
    hindi += i % 2 == 0 ? "\u093C" : "\u0952";
    letters += "é";
    if (i < 20000) thai += "ก";
  }
  for (const std::string* text : {&marks, &kana, &hindi, &thai, &letters}) checker.check(*text);
}
