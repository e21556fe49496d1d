#include "corpus/base/text.h"

#include <catch2/catch.hpp>

using namespace labtrail::base;

TEST_CASE("ill-formed UTF-8 is found at its first byte") {
  struct Row {
    std::string_view text;
    std::size_t offset;
  };
  const Row rows[] = {
      {"plain", std::string_view::npos},
      {"之江实验室", std::string_view::npos},
      {"ab\x80", 2},
      {"a\xC0\xAF", 1},         // overlong slash
      {"\xED\xA0\x80", 0},      // surrogate
      {"\xF4\x90\x80\x80", 0},  // above U+10FFFF
      {"ok\xE4\xB9", 2},        // cut short
      {"\xF0\x9F\x98\x80", std::string_view::npos},
  };
  for (const Row& row : rows) CHECK(find_invalid_utf8(row.text) == row.offset);
}

TEST_CASE("repair replaces each maximal ill-formed part by one U+FFFD and keeps the rest") {
  CHECK(repair_utf8("a\xC0\xAF"
                    "b") == "a\uFFFD\uFFFDb");
  CHECK(repair_utf8("\xE4\xB9!") == "\uFFFD!");
  CHECK(repair_utf8("之江") == "之江");
}

TEST_CASE("code points decode and encode to the same bytes") {
  const std::string text = "aé之😀";
  std::string again;
  std::size_t offset = 0;
  while (offset < text.size()) append_utf8(again, next_code_point(text, offset));
  CHECK(again == text);
}

TEST_CASE("white space of every kind is squeezed to single spaces and trimmed") {
  CHECK(squeeze_space("  a\t\r\n b\u00A0\u3000c  ") == "a b c");
  CHECK(squeeze_space(std::string_view("a\0b", 3)) == "a b");
  CHECK(squeeze_space("a\u0085b\u0098c") == "a b c");
  CHECK(squeeze_space("") == "");
}

TEST_CASE("edit distance counts insertions, deletions, replacements and swaps up to a limit") {
  CHECK(edit_distance(U"author", U"auther", 2) == 1);
  CHECK(edit_distance(U"author", U"auhtor", 2) == 1);
  CHECK(edit_distance(U"lab", U"labs", 2) == 1);
  CHECK(edit_distance(U"kitten", U"sitting", 2) == 3);
  CHECK(edit_distance(U"", U"abc", 3) == 3);
}

TEST_CASE("text is escaped for HTML and for URLs") {
  CHECK(escape_html("<a href=\"x\">&'") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  CHECK(percent_encode("a b/之~") == "a%20b%2F%E4%B9%8B~");
}
