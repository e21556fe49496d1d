#include <catch2/catch.hpp>

#include "corpus/paper_json.h"
#include "tests/unit/corpus/read_all.h"

using namespace labtrail;
using namespace labtrail::corpus;

namespace {

const std::string kWork =
    R"({"id":"https://openalex.org/W12","doi":"https://doi.org/10.48550/arXiv.2101.00001","title":"On <i>labs</i> &amp; CO<sub>2</sub>",)"
    R"("display_name":"On labs","publication_year":2021,"publication_date":"2021-05-01","language":"zh-cn","type":"article",)"
    R"("ids":{"openalex":"https://openalex.org/W12","pmid":"https://pubmed.ncbi.nlm.nih.gov/77","mag":103},)"
    R"("primary_location":{"landing_page_url":"https://x.org/1","source":{"display_name":"J &amp; L","issn_l":"1234-5678",)"
    R"("host_organization_name":"P"}},"biblio":{"volume":"3","issue":null,"first_page":"1","last_page":null},"is_retracted":true,)"
    R"("authorships":[{"author":{"id":"https://openalex.org/A1","display_name":"Li Lei","orcid":"https://orcid.org/0000-0001-2345-6789"},)"
    R"("raw_author_name":"LI, L.","countries":["CN","SG"],"institutions":[)"
    R"({"id":"https://openalex.org/I1","display_name":"Zhejiang Lab","ror":"https://ror.org/02m2h7991","country_code":"CN","type":"facility",)"
    R"("lineage":["https://openalex.org/I1","https://openalex.org/I9"]},)"
    R"({"id":"https://openalex.org/I2","display_name":"Lab Two","ror":null,"country_code":null,"type":null,"lineage":["https://openalex.org/I2"]}],)"
    R"("raw_affiliation_strings":["a","b"],"affiliations":[)"
    R"({"raw_affiliation_string":"Zhejiang Lab, Hangzhou; e-mail: l@example.com","institution_ids":["https://openalex.org/I1"]},)"
    R"({"raw_affiliation_string":"Both","institution_ids":["https://openalex.org/I1","https://openalex.org/I2"]},)"
    R"({"raw_affiliation_string":"Nobody knows","institution_ids":[]}]},)"
    R"({"author":{"id":null,"display_name":null},"raw_author_name":"Ann","countries":[],"institutions":[],"affiliations":[]}],)"
    R"("topics":[{"id":"https://openalex.org/T10399","display_name":"Labs"}],"keywords":[{"display_name":"Lab"},{"display_name":"Lab"}],)"
    R"("funders":[{"id":"https://openalex.org/F1","display_name":"NSFC","ror":"https://ror.org/01h0zpd94"},)"
    R"({"id":"https://openalex.org/F2","display_name":"Region","ror":null}],)"
    R"("awards":[{"funder_id":"https://openalex.org/F1","funder_display_name":"NSFC","funder_award_id":"123"},)"
    R"({"funder_id":"https://openalex.org/F1","funder_display_name":"NSFC","funder_award_id":"456"}],)"
    R"("abstract_inverted_index":{"We":[0],"measure":[1,4],"P&lt;0.05":[9],"twice.":[2]}})";

Paper paper(const std::string& json) {
  const auto result = tests::read_text(json + "\n");
  CAPTURE(json);
  REQUIRE(result.rejected.empty());
  REQUIRE(result.papers.size() == 1);
  return result.papers[0];
}

Paper minimal(const std::string& members) {
  return paper(R"({"id":"https://openalex.org/W1","title":"T",)" + members + "}");
}

}  // namespace

TEST_CASE("a work becomes a paper with every string tied to the institutions that the source saw in it") {
  CHECK(
      to_json(paper(kWork)) ==
      R"({"id":"openalex:W12","title":"On labs & CO2","abstract":"We measure twice. measure P<0.05","language":"zh","year":2021,)"
      R"("date":"2021-05-01","venue":"J & L","type":"article","authors":[{"name":"Li Lei","orcid":"0000-0001-2345-6789",)"
      R"("affiliations":[{"raw":"Zhejiang Lab, Hangzhou","institutions":["ror:02m2h7991"]},)"
      R"({"raw":"Both","institutions":["ror:02m2h7991","openalex:I2"]},{"raw":"Nobody knows"}]},{"name":"Ann"}],)"
      R"("institutions":[{"id":"ror:02m2h7991","name":"Zhejiang Lab","ror":"02m2h7991","country":"CN","type":"facility",)"
      R"("lineage":["openalex:I9"]},{"id":"openalex:I2","name":"Lab Two"}],"countries":["CN","SG"],)"
      R"("funders":[{"name":"NSFC","id":"ror:01h0zpd94","award":"123"},{"name":"NSFC","id":"ror:01h0zpd94","award":"456"},)"
      R"({"name":"Region","id":"openalex:F2"}],"keywords":["Lab"],"topics":[{"id":"openalex:T10399","name":"Labs"}],)"
      R"("ids":{"doi":"10.48550/arxiv.2101.00001","openalex":"W12","arxiv":"2101.00001","pmid":"77","mag":"103"},)"
      R"("url":"https://x.org/1","retracted":true,"source":{"name":"openalex","record":"W12"},)"
      R"("originals":[{"field":"title","text":"On <i>labs</i> &amp; CO<sub>2</sub>"}],)"
      R"("extra":{"biblio":{"volume":"3","issue":null,"first_page":"1","last_page":null},"publisher":"P","issn":"1234-5678"}})");
}

TEST_CASE("records of older drops, where members are missing or null, are read as far as they go") {
  const Paper p = minimal(
      R"("doi":null,"authorships":[{"author":{"display_name":"A"},"institutions":[{"id":"https://openalex.org/I1","display_name":"X",)"
      R"("country_code":"de"}],"raw_affiliation_strings":["X, Berlin"]},)"
      R"({"author":{"display_name":"B"},"institutions":[{"id":"https://openalex.org/I1","display_name":"X"}],)"
      R"("raw_affiliation_strings":["X","Y"]}],"grants":[{"funder":"https://openalex.org/F1","funder_display_name":"F","award_id":null}],)"
      R"("host_venue":{"display_name":"V"},"abstract_inverted_index":null,"topics":null,"keywords":["k"],"publication_year":null)");
  CHECK(p.authors[0].affiliations == std::vector<Affiliation>{{"X, Berlin", {"openalex:I1"}}});
  // Two strings and one institution: which of the two it was, the source does not say.
  CHECK(p.authors[1].affiliations == std::vector<Affiliation>{{"X", {}}, {"Y", {}}, {"", {"openalex:I1"}}});
  CHECK(p.funders == std::vector<Funder>{{"F", "openalex:F1", ""}});
  CHECK(p.venue == "V");
  CHECK(p.year == 0);
  CHECK(p.countries == std::vector<std::string>{"DE"});
  CHECK(p.keywords == std::vector<std::string>{"k"});
  CHECK(p.url == "https://openalex.org/W1");
}

TEST_CASE("an abstract with gaps, repeated places and nonsense is rebuilt in order") {
  CHECK(minimal(R"("abstract_inverted_index":{"b":[1000000000000],"a":[-5],"c":["x",2.5],"d":7,"e":[3,3]})")
            .abstract == "a e e b");
  CHECK(
      minimal(R"("abstract_inverted_index":{"the&lt;br&gt;Paleozoic,":[0],"trace-makersâ\u0080\u0099":[1]})")
          .abstract == "the Paleozoic, trace-makers’");
}

TEST_CASE("a work without a title or without a work id is rejected with the reason") {
  const auto result = tests::read_text(
      "{\"id\":\"https://openalex.org/W1\",\"title\":null,\"display_name\":null}\n"
      "{\"id\":\"https://openalex.org/A5\",\"title\":\"T\"}\n"
      "{\"id\":\"https://openalex.org/W2\",\"title\":\"T\"}\n"
      "{\"title\":\"T\"}\n");
  CHECK(result.rejected ==
        std::vector<std::string>{"1: no title", "2: no OpenAlex work id", "4: no OpenAlex work id"});
  CHECK(result.titles() == std::vector<std::string>{"T"});
}

TEST_CASE("API pages, single objects and arrays hold the same works as lines do") {
  const Paper line = paper(kWork);
  const std::string pretty = "{\n  \"id\": \"https://openalex.org/W1\",\n  \"title\": \"T\"\n}";
  struct Row {
    std::string what;
    std::string text;
    std::size_t papers;
  };
  const Row rows[] = {
      {"page",
       R"({"meta":{"count":2,"q":"results"},"results":[)" + kWork + "," + kWork +
           R"(],"group_by":[{"key":"{"}]})",
       2},
      {"pretty page",
       "{\n \"meta\": {\"a\": [1]},\n \"results\": [\n  " + kWork + ",\n  " + kWork + "\n ]\n}\n", 2},
      {"pages one a line", R"({"results":[)" + kWork + "]}\n" + R"({"results":[)" + kWork + "]}\n", 2},
      {"array", "[" + kWork + "," + kWork + "]", 2},
      {"one object over many lines", pretty, 1},
      {"objects over many lines", pretty + "\n" + pretty + "\n", 2},
      {"lines without the last line break", kWork + "\n\n" + kWork, 2},
      {"CRLF", kWork + "\r\n" + kWork + "\r\n", 2},
      {"byte order mark", "\xEF\xBB\xBF" + kWork + "\n", 1},
      {"page without results", R"({"meta":{"count":0},"results":[]})", 0},
      {"empty array", "[]\n", 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto result = tests::read_text(row.text, "x.json");
    CHECK(result.rejected.empty());
    CHECK(result.warnings.empty());
    REQUIRE(result.papers.size() == row.papers);
    if (row.papers == 2 && row.text.find("W12") != std::string::npos) CHECK(result.papers[1] == line);
  }
}

TEST_CASE("deletion lists give deletions, whatever their columns") {
  const auto now = tests::read_text(
      "work_id,deleted_date\nW5,2026-08-15\nhttps://openalex.org/W6,2026-08-15\n", "deleted_ids.csv");
  CHECK(now.deletions == std::vector<std::string>{"openalex:W5", "openalex:W6"});
  CHECK(now.rejected.empty());
  const auto before =
      tests::read_text("merge_date,id,merge_into_id\n2022-06-01,W7,W8\n\n2022-06-01,,\n", "2022-06-01.csv");
  CHECK(before.deletions == std::vector<std::string>{"openalex:W7"});
  CHECK(before.rejected ==
        std::vector<std::string>{"4: no OpenAlex work id in this line of a deletion list"});
  const auto bare = tests::read_text("W5\nW6\n", "deleted_ids.csv");
  CHECK(bare.deletions == std::vector<std::string>{"openalex:W5", "openalex:W6"});
}
