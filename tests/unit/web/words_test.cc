#include "web/page/words.h"

#include <catch2/catch.hpp>

using namespace labtrail;
using namespace labtrail::web;

TEST_CASE("numbers are grouped and carry their unit") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(papers(1) == "1 paper");
  CHECK(papers(0) == "0 papers");
  CHECK(papers(1234) == "1,234 papers");
}

TEST_CASE("dates read as a person writes them; what is no date stays") {
  CHECK(short_date("2026-11-24T08:15:00Z") == "24 Nov 2026");
  CHECK(short_date("2026-01-02") == "2 Jan 2026");
  CHECK(short_date("2026-13-02") == "2026-13-02");
  CHECK(short_date("soon") == "soon");
  CHECK(short_date("") == "");
}

TEST_CASE("countries and languages have names; unknown codes stay as they are") {
  CHECK(country_name("CN") == "China");
  CHECK(country_name("GB") == "United Kingdom");
  CHECK(country_name("QX") == "QX");
  CHECK(country_name("<b>") == "<b>");
  CHECK(language_name("zh") == "Chinese");
  CHECK(language_name("ug") == "Uyghur");
  CHECK(language_name("???") == "???");
}

TEST_CASE("only what looks like a language becomes a lang attribute") {
  CHECK(language_tag("zh") == "zh");
  CHECK(language_tag("zh-Hant") == "zh-Hant");
  CHECK(language_tag("\" onload=") == "");
  CHECK(language_tag("x") == "");
  CHECK(is_right_to_left("ar"));
  CHECK(is_right_to_left("ug"));
  CHECK_FALSE(is_right_to_left("en"));
  CHECK_FALSE(is_right_to_left(""));
}

TEST_CASE("a generation says its number, its date and its size") {
  CHECK(generation_words({7, "2026-11-24T03:05:00Z", 88000}) ==
        "generation 7 of 24 Nov 2026, 88,000 papers in this index");
  CHECK(generation_words({1, "", 1}) == "generation 1, 1 paper in this index");
}
