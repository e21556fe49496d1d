#include "web/page/marks.h"

#include <catch2/catch.hpp>

using namespace labtrail;
using namespace labtrail::web;

namespace {

std::string marked(std::string_view text, const std::vector<searcher::Span>& spans) {
  Html html;
  append_marked(html, text, spans);
  return html.take();
}

}  // namespace

TEST_CASE("spans become marks at byte offsets, in every script") {
  struct Row {
    std::string_view text;
    std::vector<searcher::Span> spans;
    std::string_view html;
  };
  const Row rows[] = {
      {"swarm of drones", {{0, 5}}, "<mark>swarm</mark> of drones"},
      {"swarm of drones", {{9, 15}, {0, 5}}, "<mark>swarm</mark> of <mark>drones</mark>"},
      {"之江实验室, 杭州", {{0, 15}}, "<mark>之江实验室</mark>, 杭州"},
      {"a < b & c", {{2, 7}}, "a <mark>&lt; b &amp;</mark> c"},
      {"مختبر النجم", {{0, 10}}, "<mark>مختبر</mark> النجم"},
      {"no spans", {}, "no spans"},
      {"", {{0, 3}}, ""},
  };
  for (const Row& row : rows) CHECK(marked(row.text, row.spans) == row.html);
}

TEST_CASE("spans that make no sense still give well-formed marks on whole characters") {
  struct Row {
    std::string_view text;
    std::vector<searcher::Span> spans;
    std::string_view html;
  };
  const Row rows[] = {
      {"之江", {{1, 2}}, "<mark>之</mark>江"},              // inside a character: moved outwards
      {"abc", {{2, 99}}, "ab<mark>c</mark>"},               // behind the end: clipped
      {"abc", {{50, 99}}, "abc"},                           // wholly behind the end
      {"abc", {{2, 1}}, "abc"},                             // backwards
      {"abcdef", {{0, 3}, {2, 5}}, "<mark>abcde</mark>f"},  // overlapping: merged
      {"abcdef", {{0, 2}, {2, 4}}, "<mark>abcd</mark>ef"},  // touching: merged
      {"abc", {{0, 3}, {0, 1}}, "<mark>abc</mark>"},        // nested
  };
  for (const Row& row : rows) CHECK(marked(row.text, row.spans) == row.html);
}

TEST_CASE("a cut excerpt says on which side it was cut") {
  Html html;
  append_highlight(html, {"abstract", "in the middle", {{3, 6}}, true, true});
  CHECK(html.take() == "… in <mark>the</mark> middle …");
}

TEST_CASE("places in doubt are marked apart, and give way to sure ones") {
  struct Row {
    std::vector<Place> places;
    const char* html;
  };
  const Row rows[] = {
      {{}, "abcdef"},
      {{{{0, 2}, false}, {{3, 5}, true}}, "<mark>ab</mark>c<mark class=\"doubt\">de</mark>f"},
      {{{{0, 6}, true}, {{2, 4}, false}},
       "<mark class=\"doubt\">ab</mark><mark>cd</mark><mark class=\"doubt\">ef</mark>"},
      {{{{1, 4}, true}, {{1, 4}, false}}, "a<mark>bcd</mark>ef"},
      {{{{0, 3}, true}, {{2, 9}, true}}, "<mark class=\"doubt\">abcdef</mark>"},
  };
  for (const Row& row : rows) {
    Html html;
    append_places(html, "abcdef", row.places);
    CHECK(html.take() == row.html);
  }
}
