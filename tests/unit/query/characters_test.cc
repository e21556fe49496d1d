#include <catch2/catch.hpp>

#include "searcher/query/characters.h"
#include "tests/unit/query/support.h"

using namespace labtrail::query;
using namespace std::string_literals;

TEST_CASE(
    "control characters, broken UTF-8 and unbalanced direction controls are refused at their byte in every "
    "mode") {
  struct Row {
    std::string text;
    std::string_view error;
  };
  const Row rows[] = {
      {"ab\0c"s, "the query contains the control character U+0000 | remove it @2+1"},
      {"\x01", "the query contains the control character U+0001 | remove it @0+1"},
      {"之\x7F", "the query contains the control character U+007F | remove it @3+1"},
      {"a\u0085", "the query contains the control character U+0085 | remove it @1+2"},
      {"a \xFF", "the query is not well-formed UTF-8 @2+1"},
      {"a\xE4\xB9", "the query is not well-formed UTF-8 @1+1"},
      {"\xED\xA0\x80", "the query is not well-formed UTF-8 @0+1"},
      {"a \u202E"
       "b",
       "the query contains the direction control U+202E, which is never closed | remove it @2+3"},
      {"\u2066\u202A"
       "b\u202C",
       "the query contains the direction control U+2066, which is never closed | remove it @0+3"},
      {"a\u202C", "the query contains the direction control U+202C, which closes nothing | remove it @1+3"},
      {"\u2067"
       "a\u202C",
       "the query contains the direction control U+202C, which closes nothing | remove it @4+3"},
      {"\u202B"
       "a\u2069",
       "the query contains the direction control U+2069, which closes nothing | remove it @4+3"},
  };
  for (const Row& row : rows) {
    for (const Mode mode : {Mode::strict, Mode::lenient, Mode::plain}) {
      const auto parsed = parse_query(row.text, mode);
      INFO(row.error);
      REQUIRE_FALSE(parsed);
      CHECK(line(parsed.error()) == "bad-query: " + std::string(row.error));
    }
  }
}

TEST_CASE("balanced direction controls and marks pass and are no part of a word; joiners stay") {
  CHECK(strict("\u202Bروبوت\u202C") == "(word روبوت)");
  CHECK(strict("\u2067title:a \u2068-b\u2069\u2069") == "(and (word title a) (not (word b)))");
  CHECK(strict("\u200F-a \u200Eauthor:\u061Cb") == "(and (not (word a)) (word author b))");
  CHECK(strict("می\u200Cخواهم") == "(word می\u200Cخواهم)");
  CHECK(strict("क\u094D\u200Dष") == "(word क\u094D\u200Dष)");
}

TEST_CASE("words of a phrase are counted as the analyzer will roughly count them") {
  CHECK(count_words("") == 0);
  CHECK(count_words(" swarm  control ") == 2);
  CHECK(count_words("state-of-the-art don't e.g. 3.14") == 7);
  CHECK(count_words("之江实验室") == 5);
  CHECK(count_words("AI芯片 lab") == 4);
  CHECK(count_words("журнал") == 1);
}
