#include "searcher/export/csv.h"

#include <catch2/catch.hpp>

#include "corpus/base/csv.h"

using namespace labtrail;
using namespace labtrail::exporting;

namespace {

std::string cell(std::string_view text) {
  std::string out;
  base::append_csv_cell(out, text);
  return out;
}

}  // namespace

TEST_CASE("cells are quoted where RFC 4180 asks for it, and never run as a formula") {
  struct Row {
    const char* text;
    const char* cell;
  };
  for (const Row& row :
       {Row{"plain", "plain"}, Row{"a,b", "\"a,b\""}, Row{"say \"hi\"", "\"say \"\"hi\"\"\""},
        Row{"two\nlines", "\"two\nlines\""}, Row{"=1+2", "'=1+2"}, Row{"+a", "'+a"}, Row{"-a", "'-a"},
        Row{"@a", "'@a"}, Row{"\t=a", "'\t=a"}, Row{"\r=a", "\"'\r=a\""}, Row{"＝a", "'＝a"},
        Row{"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""}, Row{"a=b", "a=b"},
        Row{"", ""}, Row{"之江实验室", "之江实验室"}}) {
    INFO(row.text);
    CHECK(cell(row.text) == row.cell);
  }
}

TEST_CASE("a paper is one row under the header") {
  corpus::Paper paper;
  paper.id = "doi:10.1000/x";
  paper.title = "Swarms, small";
  paper.year = 2021;
  paper.venue = "Letters";
  paper.authors = {{"Ada Example", "", {{"Lab A", {}}, {"Lab B", {}}}}, {"Bo Example", "", {{"Lab A", {}}}}};
  paper.countries = {"CN", "US"};
  paper.ids = {{"doi", "10.1000/x"}};
  paper.retracted = true;
  paper.source.name = "jsonl";
  std::string out;
  append_csv_header(out);
  append_csv(out, paper, {{"ror:02m2h7991", "ror:00a2xv884"}, {"zhejiang-lab"}});
  CHECK(out ==
        "id,title,year,date,venue,type,status,language,authors,affiliations,institutions,"
        "institutions_resolved,labs,countries,funders,"
        "keywords,"
        "doi,url,retracted,source,abstract\r\n"
        "doi:10.1000/x,\"Swarms, small\",2021,,Letters,,,,Ada Example; Bo Example,Lab A; Lab B,,"
        "ror:02m2h7991; ror:00a2xv884,zhejiang-lab,CN; US,,,10.1000/x,,yes,"
        "jsonl,\r\n");
}
