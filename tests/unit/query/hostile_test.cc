// Input meant to hurt: refused with a position, quickly, without deep recursion.
#include <catch2/catch.hpp>
#include <ctime>

#include "tests/unit/query/support.h"

using namespace labtrail::query;

namespace {

/// Milliseconds of processor time, the least of three runs: other processes do not count.
template <typename F>
double milliseconds(F&& work) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const std::clock_t start = std::clock();
    work();
    best = std::min(best, 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

// Sanitizers slow everything down; the promise is about the program people run.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kSlower = 20;
#else
constexpr double kSlower = 1;
#endif

constexpr Limits kLong{.bytes = 10 << 20};

}  // namespace

TEST_CASE("caps refuse in both modes, with the place where too much begins") {
  struct Row {
    std::string text;
    std::string_view error;
  };
  const Row rows[] = {
      {repeat("a ", 65), "the query has more than 64 words and phrases @128+1"},
      {repeat("a ", 63) + "\"b\" lab:x", "the query has more than 64 words and phrases @130+5"},
      {repeat("abc* ", 5), "the query has more than 4 words with '*' or '~' @20+4"},
      {"abc* abc~ abc~2 title:abc* def~", "the query has more than 4 words with '*' or '~' @27+4"},
      {repeat("(", 17), "parentheses and negations are nested more than 16 deep @16+1"},
      {repeat("NOT ", 17) + "a", "parentheses and negations are nested more than 16 deep @64+3"},
      {repeat("-(", 8) + "-a", "parentheses and negations are nested more than 16 deep @16+1"},
      {repeat("title:(", 17) + "a", "parentheses and negations are nested more than 16 deep @118+1"},
      {repeat("(", 16) + "same(a", "parentheses and negations are nested more than 16 deep @20+1"},
      {"x \"" + repeat("a ", 33) + "\"", "a phrase has more than 32 words @2+68"},
      {"\"" + repeat("之", 33) + "\"~2", "a phrase has more than 32 words @0+103"},
      {"=\"" + repeat("a-", 33) + "\"", "a phrase has more than 32 words @0+69"},
      {"=" + repeat("a-", 33) + "*b", "a phrase has more than 32 words @0+69"},
      {repeat("之", 257), "a word has more than 256 parts | put spaces between words @0+771"},
      {"title:" + repeat("a-", 257), "a word has more than 256 parts | put spaces between words @0+520"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(strict(row.text) == "too-large: " + std::string(row.error));
    CHECK(lenient(row.text) == "too-large: " + std::string(row.error));
  }
}

TEST_CASE("what is just within the caps is read") {
  for (const std::string& text :
       {repeat("a ", 64), repeat("abc* ", 4), repeat("(", 16) + "a" + repeat(")", 16),
        repeat("NOT ", 16) + "a", "\"" + repeat("a ", 32) + "\"", repeat("之", 256),
        "\"" + std::string(4094, 'a') + "\""}) {
    INFO(text);
    CHECK(parse_query(text, Mode::strict).has_value());
  }
}

TEST_CASE("a text beyond its bytes is refused at a character, before anything looks at it") {
  CHECK(strict(std::string(4097, 'a')) == "too-large: the query is longer than 4096 bytes @4096+1");
  CHECK(strict(repeat("之", 1366)) == "too-large: the query is longer than 4096 bytes @4095+3");
  CHECK(strict(std::string(1 << 20, '\0')) == "too-large: the query is longer than 4096 bytes @4096+1044480");
  CHECK(strict(std::string(1 << 20, '\x80')) ==
        "too-large: the query is longer than 4096 bytes @4093+1044483");
}

TEST_CASE("plain mode has caps of its own") {
  CHECK(parse_query(repeat("a ", 512), Mode::plain).has_value());
  CHECK(parse_query(std::string(65536, 'a'), Mode::plain).has_value());
  const auto words = parse_query(repeat("a ", 513), Mode::plain);
  REQUIRE_FALSE(words);
  CHECK(line(words.error()) == "too-large: the query has more than 512 words @1024+1");
  const auto bytes = parse_query(std::string(65537, 'a'), Mode::plain);
  REQUIRE_FALSE(bytes);
  CHECK(line(bytes.error()) == "too-large: the query is longer than 65536 bytes @65536+1");
}

TEST_CASE("a hundred thousand of anything is refused with a position within 10 ms") {
  const std::string texts[] = {
      repeat("abc* ", 100000),   repeat("a OR ", 100000),   repeat("(", 100000),
      repeat(")", 100000),       repeat("NOT ", 100000),    repeat("\"", 100001),
      repeat("a NEAR ", 100000), repeat("title:(", 100000), repeat("*", 1 << 20),
      std::string(1 << 20, 'a'), repeat("a:", 100000),      repeat("\\\"", 100000),
      repeat("\u202B", 100000),
  };
  for (const std::string& text : texts) {
    for (const Mode mode : {Mode::strict, Mode::lenient, Mode::plain}) {
      INFO(text.substr(0, 20));
      CHECK(milliseconds([&] {
              const auto parsed = parse_query(text, mode);
              REQUIRE_FALSE(parsed);
              CHECK(parsed.error().code == labtrail::base::ErrorCode::too_large);
              CHECK(parsed.error().offset > 4090);
            }) < 10 * kSlower);
    }
  }
}

TEST_CASE("within 4 KiB no text costs more than 10 ms in each mode, right or wrong") {
  for (const std::string_view piece :
       {"*",       "* ",  "~",    "\"",  "\\\"",    "\"\\", "(",     ")",      "a:",    "a: ",   "title:",
        "title: ", "OR ", "NOT ", "a* ", "year:x ", "|",    "lab:|", "lab:a|", "lab:(", "same(", "=(",
        "-",       "- ",  "+",    "“",   "NEAR/",   "a",    "之",    "a(",     "id:(",  "a-",    "\u200F"}) {
    INFO(piece);
    const std::string text = repeat(piece, 4096 / piece.size());
    CHECK(milliseconds([&] {
            for (const Mode mode : {Mode::strict, Mode::lenient, Mode::plain}) {
              const auto parsed = parse_query(text, mode);
              if (parsed && mode == Mode::lenient) CHECK(parsed->diagnostics.size() <= 100);
            }
          }) < 30 * kSlower);
  }
}

TEST_CASE("with the cap on bytes lifted the other caps still hold, and nothing recurses deeply") {
  CHECK(strict(repeat("abc* ", 100000), kLong) ==
        "too-large: the query has more than 4 words with '*' or '~' @20+4");
  CHECK(strict(repeat("a OR ", 100000), kLong) ==
        "too-large: the query has more than 64 words and phrases @320+1");
  CHECK(strict(repeat("(", 100000), kLong) ==
        "too-large: parentheses and negations are nested more than 16 deep @16+1");
  CHECK(strict(repeat("NOT ", 100000), kLong) ==
        "too-large: parentheses and negations are nested more than 16 deep @64+3");
  CHECK(strict(repeat(")", 100000), kLong) == "bad-query: ')' closes nothing | remove it @0+1");
  CHECK(strict(repeat("OR ", 100000), kLong) == "bad-query: 'OR' has nothing on its left @0+2");
  CHECK(strict(repeat("x:", 100000), kLong).substr(0, 10) == "too-large:");
}

TEST_CASE("a hostile filter is refused or read within 10 ms") {
  for (const std::string_view piece :
       {",", ":", "\"", "|", "!", "year:1|", "lab:a,", "venue:\"\\\"", "year:1,", "(", "lab:|"}) {
    INFO(piece);
    const std::string big = repeat(piece, 1000000 / piece.size());
    const std::string fitting = repeat(piece, 16384 / piece.size());
    CHECK(milliseconds([&] {
            REQUIRE_FALSE(parse_filter(big));
            (void)parse_filter(fitting);
            (void)parse_facets(big);
            (void)parse_facets(fitting);
          }) < 10 * kSlower);
  }
}
