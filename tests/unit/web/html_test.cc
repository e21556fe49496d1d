#include "web/page/html.h"

#include <catch2/catch.hpp>

using namespace labtrail::web;

TEST_CASE("text and attribute values are escaped, whatever they hold") {
  Html html;
  html.open("a", {{"href", "/search?q=\"><script>"}, {"title", "it's & <b>"}})
      .text("</a><script>alert(1)</script>")
      .close();
  CHECK(html.take() ==
        "<a href=\"/search?q=&quot;&gt;&lt;script&gt;\" title=\"it&#39;s &amp; &lt;b&gt;\">"
        "&lt;/a&gt;&lt;script&gt;alert(1)&lt;/script&gt;</a>");
}

TEST_CASE("bytes that HTML cannot hold are dropped or replaced") {
  struct Row {
    std::string_view text;
    std::string_view html;
  };
  const Row rows[] = {
      {std::string_view("a\0b", 3), "ab"},
      {"a\x01\x1f"
       "b",
       "ab"},
      {"tab\tline\n", "tab\tline\n"},
      {"cut \xE4\xB9", "cut \uFFFD"},
      {"之江", "之江"},
  };
  for (const Row& row : rows) {
    Html html;
    html.text(row.text);
    CHECK(html.take() == row.html);
  }
}

TEST_CASE("an attribute can stand bare, and can be left out") {
  Html html;
  html.lone("input", {Attribute("hidden"), Attribute("checked").when(false), {"value", std::uint64_t{7}}});
  CHECK(html.take() == "<input hidden value=\"7\"/>");
}
