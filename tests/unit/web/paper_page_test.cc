#include <catch2/catch.hpp>

#include "tests/unit/web/samples.h"
#include "tests/unit/web/structure.h"
#include "web/page/citation.h"
#include "web/page/page.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;

namespace {

std::string page(const corpus::Paper& paper) {
  return render_paper({{"http://127.0.0.1:8080"}, &paper, {7, "2026-11-24T03:05:00Z", 88000}});
}

}  // namespace

TEST_CASE("each author stands with the affiliations that the paper lists, and leads back to searches") {
  corpus::Paper paper = sample_paper(harmless);
  paper.authors = {{"Wang Wei", "", {{"Zhejiang Lab, Hangzhou", {"ror:05x"}}}}};
  paper.institutions = {{"ror:05x", "Zhejiang Lab", "05x", "CN", "", {}}};
  const std::string html = page(paper);
  CHECK(text_of(html, "<ol class=\"authors\"") ==
        "Wang WeiZhejiang Lab, Hangzhou→ according to the source: Zhejiang Lab (all papers)");
  CHECK(link(html, "Zhejiang Lab (all papers)") == "/search?q=&filter=institution:ror:05x");
  CHECK(link(html, "China (all papers)") == "/search?q=&filter=country:CN");
  CHECK(link(html, "abcd funder (all papers)") == "/search?q=&filter=funder:abcd%20funder%20id");
  CHECK(link(html, "This paper as JSON") == "/api/v1/papers/abcd%20id");
}

TEST_CASE("affiliations that the source does not tie to authors are not tied here either") {
  corpus::Paper paper = sample_paper(harmless);
  paper.authors = {{"A", "", {}}, {"B", "", {}}};
  paper.unpaired = true;
  paper.affiliations = {{"One University", {}}, {"Another Laboratory", {}}};
  const std::string html = page(paper);
  CHECK(text_of(html, "<section class=\"part\" id=\"affiliations\"") ==
        "Authors and affiliations, as printedThis paper lists these affiliations; the source does not say "
        "which author "
        "lists which.One UniversityAnother Laboratory");
  CHECK_FALSE(contains(html, "<ol class=\"authors\""));
}

TEST_CASE("no affiliation is said to be no evidence") {
  corpus::Paper paper = sample_paper(harmless);
  paper.authors = {{"A", "", {}}};
  CHECK(text_of(page(paper), "<p class=\"note\"") ==
        "The source lists no affiliation for this paper. That is not evidence that the authors had none.");
}

TEST_CASE("text before repair is kept and shown") {
  const std::string html = page(sample_paper(harmless));
  CHECK(contains(text_of(html, "<details class=\"part originals\""), "abcd original"));
}

TEST_CASE("a retracted paper and a rejected submission carry a warning") {
  corpus::Paper paper = sample_paper(harmless);
  CHECK(text_of(page(paper), "<p class=\"warning\"") == "(none)");
  paper.status = "Reject";
  CHECK(text_of(page(paper), "<p class=\"warning\"") ==
        "Rejected submission, not a publication. The venue's decision was “Reject”: what the authors listed "
        "here was "
        "submitted, not published there.");
  paper.retracted = true;
  CHECK(contains(text_of(page(paper), "<p class=\"warning\""), "marks this paper as retracted"));
}

TEST_CASE("reference managers find the paper in meta elements and in COinS") {
  corpus::Paper paper = sample_paper(harmless);
  paper.title = "Snow & <Lidar>";
  paper.authors = {{"Wang Wei", "", {{"Zhejiang Lab", {}}}}, {"Ann Other", "", {}}};
  paper.venue = "Sample Journal";
  paper.type = "article";
  paper.date = "2021-05-01";
  paper.ids = {{"doi", "10.5555/a(b)<c>"}};
  paper.url = "";
  const std::string html = page(paper);
  for (const char* meta : {"<meta name=\"citation_title\" content=\"Snow &amp; &lt;Lidar&gt;\"/>",
                           "<meta name=\"citation_author\" content=\"Wang Wei\"/>"
                           "<meta name=\"citation_author_institution\" content=\"Zhejiang Lab\"/>"
                           "<meta name=\"citation_author\" content=\"Ann Other\"/>",
                           "<meta name=\"citation_publication_date\" content=\"2021/05/01\"/>",
                           "<meta name=\"citation_journal_title\" content=\"Sample Journal\"/>",
                           "<meta name=\"citation_doi\" content=\"10.5555/a(b)&lt;c&gt;\"/>"}) {
    INFO(meta);
    CHECK(contains(html, meta));
  }
  CHECK(
      context_object(paper) ==
      "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&rfr_id=info%3Asid%2Flabtrail&"
      "rft.genre=article&rft.atitle=Snow%20%26%20%3CLidar%3E&rft.jtitle=Sample%20Journal&rft.date=2021-05-01&"
      "rft.au=Wang%20Wei&rft.au=Ann%20Other&rft_id=info%3Adoi%2F10.5555%2Fa%28b%29%3Cc%3E&rft.language=en");
  CHECK(link(html, "10.5555/a(b)<c>") == "https://doi.org/10.5555/a(b)%3Cc%3E");
}

TEST_CASE("ids lead to the site that resolves them, and unknown ones nowhere") {
  CHECK(id_url("doi", "10.1000/x") == "https://doi.org/10.1000/x");
  CHECK(id_url("openalex", "W1") == "https://openalex.org/W1");
  CHECK(id_url("doi", "https://doi.org/10.1000/x") == "https://doi.org/10.1000/x");
  CHECK(id_url("unheard-of", "1") == "");
  CHECK(id_url("doi", "") == "");
  CHECK(orcid_url("https://orcid.org/0000-0002-1825-009X") == "https://orcid.org/0000-0002-1825-009X");
  CHECK(orcid_url("0000-0002-1825-00") == "");
  CHECK(orcid_url("javascript:alert(1)!") == "");
}

TEST_CASE("a paper can be cited: in words on the page, as a file behind a link") {
  corpus::Paper paper = sample_paper(harmless);
  paper.id = "openalex:W1";
  paper.title = "Snow & <Lidar>";
  paper.authors = {{"Wang Wei", "", {}}};
  paper.year = 2021;
  paper.venue = "Sample Journal";
  paper.status = "";
  paper.ids = {{"doi", "10.5555/x"}};
  const std::string html = page(paper);
  CHECK(text_of(html, "<p class=\"citation\"") ==
        "Wang Wei (2021): Snow & <Lidar>. Sample Journal. https://doi.org/10.5555/x");
  CHECK(link(html, "BibTeX") == "/api/v1/citations/openalex:W1?format=bibtex");
  CHECK(link(html, "RIS") == "/api/v1/citations/openalex:W1?format=ris");
  CHECK(link(html, "CSL-JSON") == "/api/v1/citations/openalex:W1?format=csl");
}

TEST_CASE("reference managers are not told that a rejected submission has appeared") {
  corpus::Paper paper = sample_paper(harmless);
  paper.venue = "Sample Conference";
  paper.status = "Reject";
  CHECK_FALSE(contains(page(paper), "<meta name=\"citation_conference_title\""));
  CHECK_FALSE(contains(page(paper), "<meta name=\"citation_journal_title\""));
  CHECK(context_object(paper).find("jtitle") == std::string::npos);
}
