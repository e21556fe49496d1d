// The readable page: hostile text in every slot changes no markup, and nothing is fetched or run.
#include "searcher/bundle/page.h"

#include <catch2/catch.hpp>

#include "tests/unit/web/samples.h"
#include "tests/unit/web/structure.h"

using namespace labtrail;
using namespace labtrail::tests;

namespace {

const std::string kHostile[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</title></style></main><script src=//evil.example/x.js></script>",
    "javascript:alert(1)",
    "&lt;script&gt; &#60;b&#62;",
    std::string("NUL \0 and \x1b control", 19),
    "two\nlines\r\n<b>",
    "broken utf-8 \xC0\xAF \xED\xA0\x80 end",
    "\u202Ereversed\u202C <b> \uFEFF",
    "]]><!-- --><style>*{display:none}</style>",
    "<article id=\"p9\">",
};

std::string page(const Text& text) {
  const searcher::Response response = sample_response(text);
  bundle::Manifest manifest;
  manifest.title = text("title of bundle");
  manifest.note = text("note");
  manifest.query = text("query");
  manifest.filter = text("filter");
  manifest.generation = response.generation;
  manifest.count = 1;
  manifest.candidates = 2;
  manifest.period = {2019, 2021, 3};
  manifest.registries = {text("registry")};
  manifest.program = "Labtrail 1";
  searcher::Match match;
  match.paper = sample_paper(text);
  match.paper.retracted = true;
  match.paper.url = text("url");
  match.evidence = sample_evidence(text);
  match.highlights = response.hits[0].highlights;
  return bundle::page_head(manifest, response.facets) + bundle::page_paper(match, 1) + bundle::page_tail();
}

}  // namespace

TEST_CASE("hostile text changes no markup of the page of a bundle") {
  const auto expected = structure(page(harmless));
  for (const std::string& text : kHostile) {
    INFO(text);
    const std::string html = page([&](const std::string& slot) { return "abcd " + text + slot; });
    CHECK(structure(html) == expected);
    CHECK(html.find("<article id=\"p") == html.rfind("<article id=\"p"));
  }
}

TEST_CASE("the page needs no other file, runs nothing and says so to the browser") {
  const std::string html = page(harmless);
  CHECK(contains(html, "content=\"default-src 'none'; style-src 'unsafe-inline'\""));
  CHECK(attributes(html, "src").empty());
  CHECK_FALSE(contains(html, "@import"));
  CHECK_FALSE(contains(html, "url("));
  for (const std::string& line : structure(html)) {
    INFO(line);
    CHECK_FALSE(contains(line, " on"));
    for (const char* tag : {"script", "link", "img", "iframe", "object", "embed", "form", "base"})
      CHECK(line.rfind(tag, 0) != 0);
  }
}

TEST_CASE("an address that is not http or https is no link; others are, and send no referrer") {
  searcher::Match match;
  match.paper.title = "T";
  for (const char* url :
       {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example"}) {
    match.paper.url = url;
    CHECK(attributes(bundle::page_paper(match, 1), "href").empty());
  }
  match.paper.url = "https://example.org/a?b&c";
  const std::string html = bundle::page_paper(match, 1);
  CHECK(attributes(html, "href") == std::vector<std::string>{"https://example.org/a?b&c"});
  CHECK(attributes(html, "rel") == std::vector<std::string>{"noreferrer noopener"});
}

TEST_CASE("every number on the page bears its unit, its period and its generation") {
  const std::string html = page(harmless);
  const std::string facts = text_of(html, "<dl");
  CHECK(
      facts ==
      "Found1 paperIn doubt2 papers more if matches in doubt counted too; not in this bundleSearchabcd query"
      "Filterabcd filterCountedpapers, each oncePeriodpapers of 2019 to 2021; 3 papers without a year"
      "Indexgeneration 7 of 24 Nov 2026, 88,000 papers in this indexRegistryabcd registryMade byLabtrail 1");
  CHECK(contains(html, "“this paper lists this affiliation”"));
  CHECK(contains(html, "Absence is not evidence of absence"));
  CHECK(contains(html, "This paper lists these affiliations"));
  CHECK(contains(html, "The source says: retracted."));
}
