// The page of a dossier: what it says, and where its numbers lead.
#include "web/page/dossier_page.h"

#include <catch2/catch.hpp>

#include "searcher/query/filter.h"
#include "tests/unit/web/sample_dossier.h"
#include "tests/unit/web/structure.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;

namespace {

std::string page_of(const searcher::Dossier& dossier) {
  return render_dossier({{"http://127.0.0.1"}, &dossier});
}

std::string sample() {
  return page_of(sample_dossier(harmless));
}

}  // namespace

TEST_CASE("a dossier has an address, with its narrowing and its other forms") {
  CHECK(dossier_url("lab:zhejiang-lab", "", "") == "/labs/zhejiang-lab");
  CHECK(dossier_url("institution:ror:03cve4549", "", "", ".json") == "/institutions/ror:03cve4549.json");
  CHECK(dossier_url("country:CN", "a b", "year:2020", ".csv") ==
        "/countries/CN.csv?q=a%20b&filter=year:2020");
  CHECK(dossier_url("list:some-list", "", "year:2020") == "/lists/some-list?q=&filter=year:2020");
  CHECK(dossier_url("lab:a|b", "", "").empty());
  CHECK(dossier_url("venue:X", "", "").empty());
  CHECK(dossier_path(format::FacetField::institution, "A/../B \"x\"") ==
        "/institutions/A%2F..%2FB%20%22x%22");
}

TEST_CASE("every number of the page opens the papers that it counts") {
  const std::string html = sample();
  const std::string search = "/search?q=&filter=";
  CHECK(link(html, "10 papers: papers that list this affiliation") == search + "lab:zhejiang-lab");
  CHECK(link(html, "6 papers: of them also list another institution, lab or country") ==
        search + "joint:lab:zhejiang-lab");
  CHECK(link(html, "2 papers: further papers where the match is in doubt, not counted") ==
        search + "lab:zhejiang-lab,state:candidate");
  CHECK(link(html, "3 papers: different authors") == search + "joint:lab:zhejiang-lab/two_authors");
  CHECK(link(html, "6 papers: United States") == search + "joint:lab:zhejiang-lab/country:US");
  CHECK(link(html, "2 papers: United States, One author") ==
        search + "joint:lab:zhejiang-lab/country:US/one_author");
  CHECK(link(html, "United States, 2020: 2 papers") ==
        search + "joint:lab:zhejiang-lab/country:US,year:2020");
  CHECK(link(html, "2021: 5 papers, 6 of them with others") == search + "lab:zhejiang-lab,year:2021");
  CHECK(link(html, "abcd topic, 2021: 3 papers") == search + "lab:zhejiang-lab,topic:x,year:2021");
}

TEST_CASE("names stand with their sources, the first few in sight") {
  const std::string html = sample();
  std::string expected = "abcd name 0 name, English · source: abcd name source";
  for (int i = 1; i < 6; ++i)
    expected += "abcd name " + std::to_string(i) + " name, Chinese · source: abcd name source";
  CHECK(text_of(html, "<ul class=\"names\"") == expected);
  CHECK(contains(html, "2 more names"));
  CHECK(link(html, "https://ror.org/02m2h7991") == "https://ror.org/02m2h7991");
  CHECK(contains(html, "rel=\"noreferrer noopener external\""));
  CHECK(link(html, "abcd parent") == "/institutions/ror:1");
  CHECK(link(html, "abcd part") == "/institutions/ror:2");
}

TEST_CASE("a list is shown as it prints the body, with date and citation, and as inherited by nobody") {
  const std::string html = sample();
  const std::string section = text_of(html, "<section class=\"part\" id=\"lists\"");
  CHECK(
      section ==
      "On public lists, as printedA list says something about the body that it prints. It is never inherited "
      "by parts, parents or partners, and says nothing about a paper or its authors.abcd printedabcd list, "
      "abcd "
      "issuer, edition of 15 Jan 2025On it since 22 May 2020, no end printed in this edition. abcd citation "
      "https://example.org/list");
}

TEST_CASE("the page says what its numbers are and what absence means") {
  const std::string about = text_of(sample(), "<section class=\"part\" id=\"about-numbers\"");
  for (const char* words :
       {"Unitpapers, each counted once", "Periodpublished 2020–2021 (1 paper without a year).",
        "Generationgeneration 7 of 24 Nov 2026, 88,000 papers in this index.",
        "A paper counts because it lists this affiliation. Nothing is said about its authors.",
        "2 papers more print words that may mean it", "about 47 % of works list an affiliation"}) {
    INFO(words);
    CHECK(contains(about, words));
  }
}

TEST_CASE("what narrows a dossier is said, kept in its other forms, and can be taken away") {
  searcher::Dossier dossier = sample_dossier(harmless);
  dossier.query = "radar";
  dossier.filter = "year:2020";
  const std::string html = page_of(dossier);
  CHECK(text_of(html, "<p class=\"narrowed\"") ==
        "Only papers that match radar and year:2020. Show the dossier of all its papers");
  CHECK(link(html, "Show the dossier of all its papers") == "/labs/zhejiang-lab");
  CHECK(link(html, "This dossier as JSON") == "/labs/zhejiang-lab.json?q=radar&filter=year:2020");
  CHECK(link(html, "as CSV") == "/labs/zhejiang-lab.csv?q=radar&filter=year:2020");
  CHECK_FALSE(contains(sample(), "class=\"narrowed\""));
}

TEST_CASE("a dossier of nothing is a page, not an error, and draws no picture") {
  searcher::Dossier empty;
  empty.subject = empty.papers_filter = "country:AQ";
  empty.label = "AQ";
  empty.generation = {7, "2026-11-24T03:05:00Z", 88000};
  const std::string html = page_of(empty);
  CHECK(text_of(html, "<h1") == "Antarctica");
  CHECK(contains(html, "No paper here has a year."));
  CHECK_FALSE(contains(html, "class=\"picture\""));
}

TEST_CASE("an unknown id is answered with dossiers that may be meant") {
  NoDossierPage page;
  page.id = "zhejang-lab";
  page.error = {base::ErrorCode::not_found, "nothing", "", 0, 0};
  page.suggestions = {{"lab", "zhejiang-lab", "Zhejiang Lab", 58},
                      {"word", "zhejiang", "zhejiang", 900},
                      {"topic", "robots", "Robots", 7}};
  const std::string html = render_no_dossier(page);
  CHECK(link(html, "Zhejiang Lab") == "/labs/zhejiang-lab");
  CHECK(link(html, "Robots") == "(none)");
  CHECK(link(html, "Search papers for these words") == "/search?q=zhejang-lab");
}
