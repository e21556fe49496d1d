#include "corpus/readers/author_list.h"

#include <catch2/catch.hpp>

using namespace labtrail::corpus;
using Names = std::vector<std::string>;

TEST_CASE("author lists are split, taken once, and freed of footnote marks") {
  struct Row {
    std::string_view text;
    Names names;
    bool comma_separated;
  };
  const Row rows[] = {
      {"Dan Doe; Tomas Roe;Gabi Poe", {"Dan Doe", "Tomas Roe", "Gabi Poe"}, false},
      {"J. Doe;W. Roe;J. Doe;W. Roe", {"J. Doe", "W. Roe"}, false},
      {"Nora Doe;Nora Doe", {"Nora Doe"}, false},
      {"A B;C D;A B", {"A B", "C D", "A B"}, false},
      {"Yann Roe, Anna Poe", {"Yann Roe", "Anna Poe"}, true},
      {"Smith, John", {"Smith, John"}, false},
      {"Ann Lee, Bob Roe, Jr., Cy Doe", {"Ann Lee", "Bob Roe, Jr.", "Cy Doe"}, true},
      {"Chi-Wing Doe*, Peng Roe*, * Joint primary authors.", {"Chi-Wing Doe", "Peng Roe"}, true},
      {"Sam Doe*; Ze Roe(†); Suj Poe[2]; *Kris Moe", {"Sam Doe", "Ze Roe", "Suj Poe", "Kris Moe"}, false},
      {"1Uli Doe; Ming Roe1; Ömer Poül1", {"Uli Doe", "Ming Roe", "Ömer Poül"}, false},
      {"Cé1ine Doe; Linh RU+000E4e; John 23", {"Cé1ine Doe", "Linh RU+000E4e", "John 23"}, false},
      {"Juan Dós; and José Roe", {"Juan Dós", "José Roe"}, false},
      {"Max L. Doe,; Bing Roe", {"Max L. Doe", "Bing Roe"}, false},
      {"; A B; )*", {"", "A B", ""}, false},
      {"之江 实验;李雷", {"之江 实验", "李雷"}, false},
      {"", {}, false},
      {" ; ", {""}, false},
      {"Madonna", {"Madonna"}, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const AuthorList list = split_authors(row.text);
    CHECK(list.names == row.names);
    CHECK(list.comma_separated == row.comma_separated);
  }
}

TEST_CASE("an affiliation is split at + where that separates two, not inside a name or number") {
  struct Row {
    std::string_view text;
    Names pieces;
  };
  const Row rows[] = {
      {"UC Berkeley+QUT", {"UC Berkeley", "QUT"}},
      {"CMU † + Google", {"CMU †", "Google"}},
      {"Megvii (Face++) Inc.", {"Megvii (Face++) Inc."}},
      {"Tongji University+Megvii (Face++)+2Tsinghua", {"Tongji University", "Megvii (Face++)", "2Tsinghua"}},
      {"The C++ Alliance", {"The C++ Alliance"}},
      {"SSSUP, Pisa. phone: +39-555-0100200", {"SSSUP, Pisa. phone: +39-555-0100200"}},
      {"A+", {"A", ""}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(split_at_plus(row.text) == row.pieces);
  }
}

TEST_CASE("a part that starts with a comma continues the one before, when asked to") {
  const auto joined = split_affiliations("LAAS;, Toulouse, France; MIT", true);
  REQUIRE(joined.size() == 2);
  CHECK(joined[0].pieces == Names{"LAAS, Toulouse, France"});
  CHECK(joined[0].groups == std::vector<int>{0, 1});
  CHECK(joined[1].groups == std::vector<int>{2});
  const auto apart = split_affiliations("Rice;, Rice", false);
  REQUIRE(apart.size() == 2);
  CHECK(apart[1].pieces == Names{"Rice"});
}

TEST_CASE("pieces without a letter are no affiliations but keep their place") {
  const auto parts = split_affiliations("1 + MIT; †; ; 北京大学", true);
  REQUIRE(parts.size() == 4);
  CHECK(parts[0].pieces == Names{"MIT"});
  CHECK(parts[0].ordinal == std::vector<std::size_t>{1});
  CHECK(parts[0].published == 2);
  CHECK(parts[1].pieces.empty());
  CHECK(parts[2].pieces.empty());
  CHECK(parts[3].pieces == Names{"北京大学"});
}
