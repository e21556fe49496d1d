// Every format against hostile texts in every slot, read back by strict readers that share no code with the
// writers (tests/support/export_readers.h).
#include <simdjson.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <set>

#include "corpus/base/plain.h"
#include "corpus/base/text.h"
#include "searcher/export/bibtex.h"
#include "searcher/export/reference.h"
#include "searcher/export/workbook_check.h"
#include "searcher/export/writer.h"
#include "searcher/export/xlsx.h"
#include "tests/support/export_readers.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using namespace labtrail::exporting;
using namespace labtrail::tests;

namespace {

struct Hostile {
  std::string given;
  std::string line;  ///< as one line
  std::string cell;  ///< as a cell, which may hold lines
};

const std::vector<Hostile>& hostile() {
  const auto same = [](std::string text) { return Hostile{text, text, text}; };
  static const std::vector<Hostile> kTexts{
      same("plain words"),
      same("=HYPERLINK(\"http://evil.example/\",\"click\")"),
      same("+1+1"),
      same("-2+3"),
      same("@SUM(A1)"),
      {"two\nlines\r\nER  - \r\nTY  - JOUR", "two lines ER - TY - JOUR",
       "two\nlines\r\nER  - \r\nTY  - JOUR"},
      {"\tcmd|' /C calc'!A0", "cmd|' /C calc'!A0", "\tcmd|' /C calc'!A0"},
      {"override \u202Egnp.exe", "override \u202Egnp.exe\u202C", "override \u202Egnp.exe\u202C"},
      {"isolate \u2067 embedding \u202B", "isolate \u2067 embedding \u202B\u202C\u2069",
       "isolate \u2067 embedding \u202B\u202C\u2069"},
      same("closed \u202Bitself\u202C, \u2066both\u2069 ways"),
      same("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"),
      same("\"double\" 'single' `back` \u201Ccurly\u201D"),
      same("C:\\new\\text \\begin{document} \\input{/etc/passwd}"),
      same("{ one open"),
      same("one closed }"),
      same("}}, @article{x, title={{y"),
      same("a_b^c~d#e$f%g&h"),
      same("@comment{ @string{ % \\% \\{"),
      same("<script>alert(1)</script>]]>&amp;<!--"),
      {std::string("NUL\0BEL\aESC\x1b end", 16), "NUL BEL ESC end", "NUL\uFFFDBEL\uFFFDESC\uFFFD end"},
      same("_x0041_ _x000D_ _x00"),
      same("Doe, Jane and others; and Roe"),
      same("\u4E4B\u6C5F\u5B9E\u9A8C\u5BA4 \u00E9 \U0001D4B3"),
      {"broken \xC0\xAF \xE4\xB9", "broken \uFFFD\uFFFD \uFFFD\uFFFD", "broken \uFFFD\uFFFD \uFFFD\uFFFD"},
  };
  return kTexts;
}

/// The paper whose every text is one hostile text.
corpus::Paper paper_of(const Hostile& text, std::size_t number) {
  corpus::Paper paper;
  paper.id = "paper " + std::to_string(number) + " " + text.given;
  paper.title = text.given;
  paper.abstract = text.given;
  paper.year = 2021;
  paper.date = "2021-05-01";
  paper.venue = text.given;
  paper.type = "article";
  paper.authors = {{text.given, "", {{text.given, {}}}}, {text.given, "", {}}};
  paper.keywords = {text.given};
  paper.ids = {{"doi", "10.5555/" + text.given}};
  paper.url = "https://example.org/" + text.given;
  paper.source.name = text.given;
  return paper;
}

class Chosen : public searcher::Selection {
 public:
  explicit Chosen(std::vector<corpus::Paper> papers) : papers_(std::move(papers)) {
    facts_.total = papers_.size();
    facts_.generation = {7, "2026-11-24T03:00:00Z", 88000};
    facts_.query = "swarm, \"x\"\n=1+1 @a{b}";
    facts_.filter = "country:CN|US";
    facts_.registry = "resolver 2 registry 1a2b";
    facts_.candidates = 3;
    facts_.first_year = 2019;
    facts_.last_year = 2021;
    facts_.without_year = 2;
  }
  [[nodiscard]] const searcher::SelectionFacts& facts() const override { return facts_; }
  [[nodiscard]] std::uint64_t each(const Sink& sink) const override {
    std::uint64_t given = 0;
    for (const corpus::Paper& paper : papers_) {
      ++given;
      if (!sink(paper, {{"ror:02m2h7991"}, {"zhejiang-lab"}})) break;
    }
    return given;
  }
  [[nodiscard]] std::uint64_t each_match(const MatchSink& sink) const override {
    return each([&](const corpus::Paper& paper, const searcher::CountedValues& counted) {
      return sink({paper, counted, {}, {}});
    });
  }
  searcher::SelectionFacts facts_;

 private:
  std::vector<corpus::Paper> papers_;
};

Chosen all_hostile() {
  std::vector<corpus::Paper> papers;
  for (const Hostile& text : hostile()) papers.push_back(paper_of(text, papers.size()));
  return Chosen(std::move(papers));
}

std::string written(const searcher::Selection& selection, Format format, Options options = {}) {
  std::string out;
  const auto given = write_export(selection, format, options, [&](std::string_view bytes) {
    out += bytes;
    return true;
  });
  REQUIRE(given);
  CHECK(*given == selection.facts().total);
  return out;
}

/// A workbook as a file, for as long as this lives.
class Workbook {
 public:
  explicit Workbook(const searcher::Selection& selection) : Workbook(written(selection, Format::xlsx)) {}
  explicit Workbook(const std::string& bytes) { std::ofstream(path(), std::ios::binary) << bytes; }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "papers.xlsx"; }
  [[nodiscard]] std::map<std::string, std::string> sheet(int number) const {
    return read_sheet(read_zipped(path(), "xl/worksheets/sheet" + std::to_string(number) + ".xml"));
  }

 private:
  TemporaryFolder folder_;
};

std::vector<std::string> values(const RisRecord& record, std::string_view tag) {
  std::vector<std::string> out;
  for (const auto& [name, value] : record) {
    if (name == tag) out.push_back(value);
  }
  return out;
}

}  // namespace

TEST_CASE("CSV: hostile texts come back as they are, and none runs as a formula") {
  const auto rows = read_csv(written(all_hostile(), Format::csv));
  REQUIRE(rows.size() == hostile().size() + 1);
  const auto column = [&](const std::string& name) {
    return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), name) - rows[0].begin());
  };
  for (std::size_t i = 0; i < hostile().size(); ++i) {
    const Hostile& text = hostile()[i];
    INFO(text.given);
    const std::vector<std::string>& row = rows[i + 1];
    REQUIRE(row.size() == rows[0].size());
    for (const char* name : {"title", "venue", "affiliations", "keywords", "source", "abstract"}) {
      const std::string& cell = row[column(name)];
      const bool guarded = cell.starts_with('\'');
      CHECK((guarded ? cell.substr(1) : cell) == text.cell);
      CHECK(std::string("=+-@\t\r\n").find(cell[0]) == std::string::npos);
    }
    CHECK(row[column("labs")] == "zhejiang-lab");
  }
}

TEST_CASE("CSV: the byte order mark and the provenance stand in front, only where they are asked for") {
  const Chosen none({});
  const std::string plain = written(none, Format::csv);
  CHECK(plain.starts_with("id,title,"));
  CHECK(written(none, Format::csv, {.mark = true}) == "\xEF\xBB\xBF" + plain);
  const std::string told = written(none, Format::csv, {.provenance = true});
  CHECK(told.ends_with(plain));
  const auto rows = read_csv(told);
  REQUIRE(rows.size() == 14);
  for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
    CHECK(rows[i].size() == 2);
    CHECK(rows[i][0].starts_with("# "));
  }
  CHECK(rows[0] == std::vector<std::string>{"# program", "Labtrail " LABTRAIL_VERSION});
  CHECK(rows[1] == std::vector<std::string>{"# query", "swarm, \"x\" =1+1 @a{b}"});
  CHECK(rows[2] == std::vector<std::string>{"# filter", "country:CN|US"});
}

TEST_CASE("where an export comes from, whole") {
  const Chosen none({});
  CHECK(make_provenance(none.facts()).rows ==
        ProvenanceRows{
            {"program", "Labtrail " LABTRAIL_VERSION},
            {"query", "swarm, \"x\" =1+1 @a{b}"},
            {"filter", "country:CN|US"},
            {"papers", "0"},
            {"unit", "papers"},
            {"period", "2019-2021, and 2 without a year"},
            {"candidates_not_included", "3"},
            {"generation", "7"},
            {"generation_date", "2026-11-24T03:00:00Z"},
            {"papers_in_generation", "88000"},
            {"registry", "resolver 2 registry 1a2b"},
            {"licence", "as stated by the source of each paper"},
            {"meaning",
             "an institution is what the source asserts or what is read in a printed affiliation; a missing "
             "affiliation is no evidence that there was none"}});
}

TEST_CASE("JSON Lines: lossless, a paper a line; the provenance is a line that is no paper") {
  std::vector<corpus::Paper> papers;
  for (const Hostile& text : hostile()) {
    if (base::is_utf8(text.given)) papers.push_back(paper_of(text, papers.size()));
  }
  const std::string out = written(Chosen(papers), Format::jsonl);
  std::istringstream lines(out);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line); ++number) {
    simdjson::dom::parser parser;
    const simdjson::dom::element record = parser.parse(simdjson::padded_string(line));
    CHECK(std::string_view(record["title"]) == papers.at(number).title);
    CHECK(std::string_view(record["abstract"]) == papers.at(number).abstract);
  }
  CHECK(number == papers.size());
  const std::string told = written(Chosen({}), Format::jsonl, {.provenance = true});
  CHECK(told.starts_with("{\"provenance\":{\"program\":\"Labtrail "));
  CHECK(std::count(told.begin(), told.end(), '\n') == 1);
}

TEST_CASE("RIS: one record a paper, one line a value, whatever the value holds") {
  const auto records = read_ris(written(all_hostile(), Format::ris));
  REQUIRE(records.size() == hostile().size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const std::string& line = hostile()[i].line;
    INFO(hostile()[i].given);
    for (const char* tag : {"TI", "AB", "T2", "KW", "AD", "DB"})
      CHECK(values(records[i], tag) == std::vector<std::string>{line});
    CHECK(values(records[i], "AU") == std::vector<std::string>{line, line});
    CHECK(records[i].front() == std::pair<std::string, std::string>{"TY", "JOUR"});
    CHECK(values(records[i], "PY") == std::vector<std::string>{"2021"});
    CHECK(values(records[i], "DA") == std::vector<std::string>{"2021/05/01/"});
    CHECK(values(records[i], "N1").empty());
  }
  const auto told = read_ris(written(all_hostile(), Format::ris, {.provenance = true}));
  CHECK(values(told.front(), "N1") ==
        std::vector<std::string>{
            "Exported from Labtrail " LABTRAIL_VERSION
            "; query: swarm, \"x\" =1+1 @a{b}; filter: country:CN|US; papers: " +
            std::to_string(hostile().size()) +
            "; period: 2019-2021, and 2 without a year; candidates_not_included: 3; generation: 7; "
            "generation_date: 2026-11-24T03:00:00Z; "
            "papers_in_generation: 88000; registry: resolver 2 registry 1a2b; licence: as stated by the "
            "source of each paper"});
}

TEST_CASE("BibTeX: entries are balanced, values read back, keys are the papers' own") {
  for (const bool provenance : {false, true}) {
    const auto entries = read_bibtex(written(all_hostile(), Format::bibtex, {.provenance = provenance}));
    REQUIRE(entries.size() == hostile().size());
    std::set<std::string> keys;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::string& line = hostile()[i].line;
      INFO(hostile()[i].given);
      const auto& fields = entries[i].fields;
      for (const char* name : {"title", "journal", "abstract", "keywords"})
        CHECK(tex_shows(fields.at(name)) == line);
      CHECK(fields.at("title").starts_with("{"));
      CHECK(tex_shows(fields.at("author")) == line + " and " + line);
      CHECK(fields.at("month") == "may");
      CHECK(fields.at("url").find_first_of("{}\\ \n") == std::string::npos);
      CHECK(entries[i].type == "article");
      keys.insert(base::ascii_lower(entries[i].key));
    }
    CHECK(keys.size() == entries.size());
  }
}

TEST_CASE("BibTeX: a name that would be taken apart stands in braces") {
  corpus::Paper paper;
  paper.id = "x";
  paper.title = "T";
  paper.authors = {{"Ada Example", "", {}},
                   {"Example, Bo", "", {}},
                   {"Sons and Daughters", "", {}},
                   {"others", "", {}},
                   {"之江实验室", "", {}}};
  std::string out;
  append_bibtex(out, paper);
  CHECK(out ==
        "@misc{x,\n  title = {{T}},\n"
        "  author = {Ada Example and {Example, Bo} and {Sons and Daughters} and {others} and "
        "之江实验室}\n}\n\n");
}

TEST_CASE("BibTeX: a key names its paper, also where ids differ in case alone") {
  struct Row {
    const char* id;
    const char* key;
  };
  for (const Row& row :
       {Row{"openalex:W2741809807", "openalex:W2741809807"}, Row{"doi:10.1000/x", "doi:10.1000/x"},
        Row{"paperlists:icra2018/84 6?1170", "paperlists:icra2018/84_206_3f1170"}, Row{"a_b", "a_5fb"},
        Row{"实", "_e5_ae_9e"}, Row{"{x},y", "_7bx_7d_2cy"}}) {
    CHECK(bibtex_key(row.id) == row.key);
  }
  const auto folded = [](const char* id) { return base::ascii_lower(bibtex_key(id)); };
  CHECK(folded("paperlists:iclr2024/aBc") != folded("paperlists:iclr2024/AbC"));
  CHECK(folded("paperlists:iclr2024/aBc") != folded("paperlists:iclr2024/abc"));
  CHECK(bibtex_key("aBc") == bibtex_key("aBc"));
}

TEST_CASE("CSL-JSON: an array of items, names and texts as printed") {
  simdjson::dom::parser parser;
  const std::string out = written(all_hostile(), Format::csl);
  const simdjson::dom::array items = parser.parse(simdjson::padded_string(out));
  REQUIRE(items.size() == hostile().size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const simdjson::dom::element item = items.at(i);
    const std::string& line = hostile()[i].line;
    INFO(hostile()[i].given);
    for (const char* name : {"title", "abstract", "container-title", "keyword", "source"})
      CHECK(std::string_view(item[name]) == line);
    CHECK(std::string_view(item["author"].at(1)["literal"]) == line);
    CHECK(simdjson::minify(item["issued"]) == "{\"date-parts\":[[2021,5,1]]}");
    CHECK(item["note"].error() == simdjson::NO_SUCH_FIELD);
  }
  CHECK(written(Chosen({}), Format::csl) == "[\n]\n");
}

TEST_CASE("XLSX: every cell is a text or a number and shows what the paper says") {
  const Workbook book(all_hostile());
  const auto cells = book.sheet(1);
  CHECK(cells.at("A1") == "id");
  CHECK(cells.at("U1") == "abstract");
  for (std::size_t i = 0; i < hostile().size(); ++i) {
    INFO(hostile()[i].given);
    const std::string row = std::to_string(i + 2);
    std::string shown = hostile()[i].cell;
    std::replace(shown.begin(), shown.end(), '\r', '\n');
    for (const char* column : {"B", "E", "J", "P", "T", "U"}) CHECK(cells.at(column + row) == shown);
    CHECK(cells.at("C" + row) == "2021");
  }
  CHECK(cells.count("A" + std::to_string(hostile().size() + 2)) == 0);
  const auto provenance = book.sheet(2);
  CHECK(provenance.at("A2") == "query");
  CHECK(provenance.at("B2") == "swarm, \"x\" =1+1 @a{b}");
  CHECK(provenance.at("A14") == "source");
  const std::string workbook = read_zipped(book.path(), "xl/workbook.xml");
  CHECK(workbook.find("<sheet name=\"papers\"") != std::string::npos);
  CHECK(workbook.find("<sheet name=\"provenance\"") != std::string::npos);
}

TEST_CASE("XLSX: a text longer than a cell is cut, says so, and is counted") {
  corpus::Paper paper;
  paper.id = "x";
  paper.title = std::string(32767, 'a');
  paper.abstract = std::string(32768, 'b');
  for (int i = 0; i < 20000; ++i) paper.venue += "\U0001D4B3";  // two units each
  const Workbook book(Chosen({paper}));
  const auto cells = book.sheet(1);
  CHECK(cells.at("B2") == paper.title);
  CHECK(cells.at("U2") == std::string(32760, 'b') + "… (cut)");
  CHECK(cells.at("E2").ends_with("\U0001D4B3… (cut)"));
  CHECK(cells.at("E2").size() == 16380 * 4 + std::string_view("… (cut)").size());
  const auto provenance = book.sheet(2);
  CHECK(provenance.at("B15") == "2 (a cell holds 32,767 characters; the CSV has them whole)");
}

TEST_CASE("XLSX: where a sheet is full, the next one goes on under the same head") {
  const auto writer = make_xlsx_writer(2);
  std::string bytes;
  writer->begin(make_provenance(Chosen({}).facts()), bytes);
  for (const char* id : {"a", "b", "c", "d", "e"}) {
    corpus::Paper paper;
    paper.id = paper.title = id;
    writer->add(paper, {}, bytes);
  }
  REQUIRE(writer->end(bytes, [&](std::string_view piece) {
    bytes += piece;
    return true;
  }));
  const Workbook book(bytes);
  std::string ids;
  for (const int sheet : {1, 2, 3}) {
    const auto cells = book.sheet(sheet);
    CHECK(cells.at("A1") == "id");
    for (const char* cell : {"A2", "A3", "A4"}) ids += cells.count(cell) == 0 ? "-" : cells.at(cell);
  }
  CHECK(ids == "ab-cd-e--");
  CHECK(book.sheet(4).at("A1") == "program");
  const std::string names = read_zipped(book.path(), "xl/workbook.xml");
  CHECK(names.find("name=\"papers 3\"") < names.find("name=\"provenance\""));
}

TEST_CASE("XLSX: a workbook that lacks rows is noticed") {
  corpus::Paper paper;
  paper.id = paper.title = "x";
  const std::string bytes = written(Chosen({paper, paper}), Format::xlsx);
  const Workbook whole(bytes);
  CHECK_NOTHROW(check_workbook(whole.path().string(), {3, 15}));
  CHECK_THROWS_AS(check_workbook(whole.path().string(), {4, 15}), base::Failure);
  CHECK_THROWS_AS(check_workbook(whole.path().string(), {3, 15, 1}), base::Failure);
  const Workbook half(bytes.substr(0, bytes.size() / 2));
  CHECK_THROWS_AS(check_workbook(half.path().string(), {3, 15}), base::Failure);
}

TEST_CASE("the same selection gives the same bytes in every format") {
  for (const FormatNames& format : formats()) {
    INFO(format.name);
    CHECK(written(all_hostile(), format.format, {true, true}) ==
          written(all_hostile(), format.format, {true, true}));
  }
}

TEST_CASE("an export that is not taken to its end, or whose papers are not as many as counted, is an error") {
  for (const FormatNames& format : formats()) {
    INFO(format.name);
    const auto refused =
        write_export(all_hostile(), format.format, {}, [](std::string_view) { return false; });
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == base::ErrorCode::io);
    Chosen counted = all_hostile();
    ++counted.facts_.total;
    const auto fewer = write_export(counted, format.format, {}, [](std::string_view) { return true; });
    REQUIRE_FALSE(fewer);
    CHECK(fewer.error().message == std::to_string(hostile().size() + 1) + " papers were counted, " +
                                       std::to_string(hostile().size()) + " could be read");
  }
}

TEST_CASE("what a paper is to reference managers") {
  struct Row {
    const char* type;
    const char* status;
    const char* source;
    const char* ris;
    const char* bibtex;
    const char* csl;
  };
  for (const Row& row : {Row{"article", "", "openalex", "JOUR", "article", "article-journal"},
                         Row{"proceedings-article", "", "", "CONF", "inproceedings", "paper-conference"},
                         Row{"article", "Poster", "paperlists", "CONF", "inproceedings", "paper-conference"},
                         Row{"article", "Reject", "paperlists", "UNPB", "unpublished", "manuscript"},
                         Row{"article", "Withdrawn", "paperlists", "UNPB", "unpublished", "manuscript"},
                         Row{"preprint", "", "", "UNPB", "misc", "article"},
                         Row{"book-chapter", "", "", "CHAP", "incollection", "chapter"},
                         Row{"book", "", "", "BOOK", "book", "book"},
                         Row{"dissertation", "", "", "THES", "phdthesis", "thesis"},
                         Row{"report", "", "", "RPRT", "techreport", "report"},
                         Row{"dataset", "", "", "DATA", "misc", "dataset"},
                         Row{"paratext", "", "", "GEN", "misc", "document"}}) {
    INFO(row.type << " " << row.status);
    corpus::Paper paper;
    paper.type = row.type;
    paper.status = row.status;
    paper.source.name = row.source;
    const KindNames& found = names(kind_of(paper));
    CHECK(found.ris == row.ris);
    CHECK(found.bibtex == row.bibtex);
    CHECK(found.csl == row.csl);
    CHECK(found.kind == kind_of(paper));
  }
}

TEST_CASE("a citation in words is one line; a rejected or retracted paper says so in it") {
  corpus::Paper paper;
  paper.title = "Who flies?\n";
  paper.authors = {{"Ada Example", "", {}}, {"Bo Example", "", {}}};
  paper.year = 2021;
  paper.venue = "Letters";
  paper.ids = {{"doi", "10.5555/x"}};
  CHECK(plain_citation(paper) ==
        "Ada Example; Bo Example (2021): Who flies? Letters. https://doi.org/10.5555/x");
  paper.status = "Reject";
  paper.retracted = true;
  paper.ids.clear();
  CHECK(plain_citation(paper) ==
        "Ada Example; Bo Example (2021): Who flies? Rejected submission, not a publication (submitted to "
        "Letters). Marked as retracted by the source.");
}

TEST_CASE("no format says that a rejected submission has appeared where it was rejected") {
  corpus::Paper paper;
  paper.id = "x";
  paper.title = "T";
  paper.venue = "Letters";
  paper.status = "Reject";
  paper.source.name = "paperlists";
  const Chosen one({paper});
  const std::string note = "Rejected submission, not a publication (submitted to Letters)";
  const RisRecord ris = read_ris(written(one, Format::ris)).front();
  CHECK(values(ris, "T2").empty());
  CHECK(values(ris, "N1") == std::vector<std::string>{note});
  const BibtexEntry bibtex = read_bibtex(written(one, Format::bibtex)).front();
  CHECK(bibtex.type == "unpublished");
  CHECK(bibtex.fields == std::map<std::string, std::string>{{"title", "{T}"}, {"note", note}});
  CHECK(written(one, Format::csl) ==
        "[\n{\"id\":\"x\",\"type\":\"manuscript\",\"title\":\"T\",\"status\":\"Rejected submission, not a "
        "publication\",\"source\":\"paperlists\",\"note\":\"" +
            note + "\"}\n]\n");
}

TEST_CASE("a citation in words names ten authors of many") {
  corpus::Paper paper;
  paper.title = "T";
  for (int i = 1; i <= 11; ++i) paper.authors.push_back({"A" + std::to_string(i), "", {}});
  CHECK(plain_citation(paper) == "A1; A2; A3; A4; A5; A6; A7; A8; A9; A10; A11 (no year): T.");
  paper.authors.push_back({"A12", "", {}});
  CHECK(plain_citation(paper) == "A1; A2; A3; A4; A5; A6; A7; A8; A9; A10; and 2 more (no year): T.");
}

TEST_CASE("names of files are plain ASCII") {
  Chosen one({});
  for (const FormatNames& format : formats()) {
    CHECK(file_name(one.facts(), format.format) ==
          "labtrail-generation-7-0-papers." + std::string(format.extension));
  }
  one.facts_.total = 1;
  CHECK(file_name(one.facts(), Format::bibtex) == "labtrail-generation-7-1-paper.bib");
}
