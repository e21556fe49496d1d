#include <catch2/catch.hpp>

#include "corpus/paper_json.h"
#include "corpus/readers/formats.h"
#include "tests/unit/corpus/read_all.h"

using namespace labtrail;
using namespace labtrail::corpus;

namespace {

/// One row from its members; the file is naacl2024.json.gz.
Paper paper(const std::string& members) {
  const auto result = tests::read_text("[\n{\n" + members + "\n}\n]\n", "naacl2024.json");
  CAPTURE(members);
  REQUIRE(result.rejected.empty());
  REQUIRE(result.papers.size() == 1);
  return result.papers[0];
}

std::string aff(const std::string& authors, const std::string& affiliations, const std::string& more = {}) {
  return R"("id":"1","title":"T","author":")" + authors + R"(","aff":")" + affiliations + "\"" + more;
}

using Raw = std::vector<std::vector<std::string>>;
Raw raw_by_author(const Paper& paper) {
  Raw out;
  for (const Author& author : paper.authors) {
    out.emplace_back();
    for (const Affiliation& affiliation : author.affiliations) out.back().push_back(affiliation.raw);
  }
  return out;
}

}  // namespace

TEST_CASE("venue and year come from the name of the file") {
  struct Row {
    std::string_view file;
    std::string_view stem;
    std::string_view venue;
    int year;
  };
  const Row rows[] = {
      {"naacl2024.json.gz", "naacl2024", "NAACL", 2024},
      {"3dv2025.json", "3dv2025", "3DV", 2025},
      {"ai4x2025.json.gz", "ai4x2025", "AI4X", 2025},
      {"siggraphasia2023.json.zst", "siggraphasia2023", "SIGGRAPH ASIA", 2023},
      {"papers.json", "papers", "", 0},
      {"2024.json", "2024", "", 0},
      {"run12345.json", "run12345", "", 0},
      {"-", "stdin", "", 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.file);
    const PaperlistsName name = paperlists_name(row.file);
    CHECK(name.stem == row.stem);
    CHECK(name.venue == row.venue);
    CHECK(name.year == row.year);
  }
}

TEST_CASE("a row becomes a paper with what the source asserts") {
  const Paper p = paper(R"("id": "2024.main.7", "title": "A Balanced  Approach", "author": "Dan Doe; Ann Lee",
"aff": "CS, The Hebrew University + MIT; Charles University", "abstract": "We show.", "track": "main", "status": "Reject",
"site": "https://x.org/1/", "pdf": "https://x.org/1.pdf", "keywords": "a;  b;a", "doi": "https://doi.org/10.1145/ABC.1",
"arxiv": "arXiv:1803.09937v1", "award": true, "primary_area": "",
"aff_unique_norm": "Hebrew University of Jerusalem;Massachusetts Institute of Technology;Charles University",
"aff_country_unique": "Israel;United States;Czech Republic", "aff_unique_index": "0+1;2", "aff_country_unique_index": "0+1;2",
"aff_unique_dep": "CS;;")");
  CHECK(
      to_json(p) ==
      R"({"id":"paperlists:naacl2024/2024.main.7","title":"A Balanced Approach","abstract":"We show.","year":2024,)"
      R"("venue":"NAACL","type":"article","status":"Reject","authors":[)"
      R"({"name":"Dan Doe","affiliations":[{"raw":"CS, The Hebrew University","institutions":["Hebrew University of Jerusalem"]},)"
      R"({"raw":"MIT","institutions":["Massachusetts Institute of Technology"]}]},)"
      R"({"name":"Ann Lee","affiliations":[{"raw":"Charles University","institutions":["Charles University"]}]}],)"
      R"("institutions":[{"id":"Hebrew University of Jerusalem","name":"Hebrew University of Jerusalem","country":"IL"},)"
      R"({"id":"Massachusetts Institute of Technology","name":"Massachusetts Institute of Technology","country":"US"},)"
      R"({"id":"Charles University","name":"Charles University","country":"CZ"}],"countries":["IL","US","CZ"],)"
      R"("keywords":["a","b"],"ids":{"doi":"10.1145/abc.1","arxiv":"1803.09937"},"url":"https://x.org/1/",)"
      R"("source":{"name":"paperlists","record":"naacl2024/2024.main.7"},)"
      R"("extra":{"track":"main","pdf":"https://x.org/1.pdf","award":true}})");
}

TEST_CASE("a row without an id gets one from its title and authors, the same in every run") {
  const Paper a = paper(R"("title":"T","author":"A B; C D")");
  const Paper b = paper(R"("title":"T","author":"A B; C D","abstract":"later added")");
  const Paper c = paper(R"("title":"T","author":"C D; A B")");
  CHECK(a.id.substr(0, 23) == "paperlists:naacl2024/~" + a.id.substr(22, 1));
  CHECK(a.id.size() == 38);
  CHECK(a.id == b.id);
  CHECK(a.id != c.id);
}

TEST_CASE("authors get their affiliations where the lists align, and only there") {
  struct Row {
    std::string what;
    std::string authors;
    std::string affiliations;
    Raw by_author;
    std::vector<std::string> of_paper;
  };
  const Row rows[] = {
      {"one each", "A B; C D", "X; Y", {{"X"}, {"Y"}}, {}},
      {"several by +", "A B; C D", "X + Y; Y", {{"X", "Y"}, {"Y"}}, {}},
      {"empty places", "A B; C D; E F", ";X;", {{}, {"X"}, {}}, {}},
      {"author list doubled", "A B;C D;A B;C D", "X; Y", {{"X"}, {"Y"}}, {}},
      {"both doubled", "A B;C D;A B;C D", "X; X", {{"X"}, {"X"}}, {}},
      {"fewer affiliations", "A B; C D; E F", "X; Y", {{}, {}, {}}, {"X", "Y"}},
      {"more affiliations", "A B; C D", "X; Y; X; Z", {{}, {}}, {"X", "Y", "Z"}},
      {"place name split off", "A B; C D", "LAAS;, Toulouse; MIT", {{"LAAS, Toulouse"}, {"MIT"}}, {}},
      {"leading comma that counts out", "A B; C D", "Rice;, MIT", {{"Rice"}, {"MIT"}}, {}},
      {"one author, all of them", "A B", "X; Y", {{"X", "Y"}}, {}},
      {"no authors", "", "X; Y", {}, {"X", "Y"}},
      {"no affiliations", "A B; C D", ";", {{}, {}}, {}},
      {"commas: affiliations are a set", "A B, C D", "X; Y", {{}, {}}, {"X", "Y"}},
      {"commas: one each, as they repeat", "A B, C D, E F", "X;Y;X", {{"X"}, {"Y"}, {"X"}}, {}},
      {"e-mail in place of an affiliation", "A B; C D", "X; c@mail.org", {{"X"}, {}}, {}},
      {"e-mail in place of a name", "A B; c@mail.org c@mail.org; E F", "X; Y; Z", {{"X"}, {"Y"}, {"Z"}}, {}},
      {"braces with semicolons", "A B; C D E F {c;e}@mail.org", "X; Y", {{"X"}, {"Y"}}, {}},
      {"footnote numbers only", "A B; C D", "1+2; 1", {{}, {}}, {}},
      {"Face++", "A B; C D", "Megvii (Face++) Inc.; X+Y", {{"Megvii (Face++) Inc."}, {"X", "Y"}}, {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Paper p = paper(aff(row.authors, row.affiliations));
    CHECK(raw_by_author(p) == row.by_author);
    std::vector<std::string> of_paper;
    for (const Affiliation& affiliation : p.affiliations) of_paper.push_back(affiliation.raw);
    CHECK(of_paper == row.of_paper);
    CHECK(p.unpaired == !row.of_paper.empty());
  }
}

TEST_CASE("institutions and countries are tied by the index strings where the shapes agree") {
  const auto with = [](const std::string& affiliations, const std::string& norm, const std::string& index,
                       const std::string& countries, const std::string& country_index) {
    return paper(aff("A B; C D; E F", affiliations,
                     R"(,"aff_unique_norm":")" + norm + R"(","aff_unique_index":")" + index +
                         R"(","aff_country_unique":")" + countries + R"(","aff_country_unique_index":")" +
                         country_index + "\""));
  };
  SECTION("an institution without a country is left out of the country index when it has no name") {
    const Paper p = with("X;?a;Y", "IX;;IY", "0;1;2", "France;;Japan", "0;2");
    CHECK(p.institutions ==
          std::vector<Institution>{{"IX", "IX", "", "FR", "", {}}, {"IY", "IY", "", "JP", "", {}}});
    CHECK(p.countries == std::vector<std::string>{"FR", "JP"});
    CHECK(p.authors[1].affiliations == std::vector<Affiliation>{{"?a", {}}});
  }
  SECTION("index groups may leave out empty parts") {
    const Paper p = with("X;;Y", "IX;IY", "0;1", "France;Japan", "0;1");
    CHECK(p.authors[2].affiliations == std::vector<Affiliation>{{"Y", {"IY"}}});
  }
  SECTION("nothing is tied where the index does not fit") {
    const Paper p = with("X;Y;Z", "IX;IY", "0;1", "France", "0");
    CHECK(p.authors[0].affiliations == std::vector<Affiliation>{{"X", {}}});
    CHECK(p.institutions ==
          std::vector<Institution>{{"IX", "IX", "", "", "", {}}, {"IY", "IY", "", "", "", {}}});
  }
  SECTION("contradicting countries of one institution are dropped") {
    const Paper p = with("X;X;X", "IX", "0;0;0", "France;Japan", "0;1;0");
    CHECK(p.institutions[0].country == "");
    CHECK(p.countries == std::vector<std::string>{"FR", "JP"});
  }
  SECTION("placeholders name no institution, unknown names of countries are kept aside") {
    const Paper p = with("X;Y;Z", "IX;Unknown Institution;Independent Researcher", "0;1;2",
                         "France;Atlantis;Unknown", "0;1;2");
    CHECK(p.institutions.size() == 1);
    CHECK(p.countries == std::vector<std::string>{"FR"});
    CHECK(p.extra == std::vector<std::pair<std::string, std::string>>{
                         {"aff_country_unique", "\"France;Atlantis;Unknown\""}});
  }
  SECTION("garbage in the index is no crash") {
    const Paper p = with("X;Y;Z", "IX", "99;-1;x+", ";;", "7;8");
    CHECK(p.institutions.size() == 1);
    CHECK(p.authors[0].affiliations == std::vector<Affiliation>{{"X", {}}});
  }
}

TEST_CASE("broken printed forms of identifiers are kept, not used") {
  const Paper p =
      paper(R"("id":"1","title":"T","author":"A B","doi":"https://x.org/10.1007/978 _9","site":"/relative")");
  CHECK(p.ids.empty());
  CHECK(p.url.empty());
  CHECK(p.extra == std::vector<std::pair<std::string, std::string>>{
                       {"doi", "\"https://x.org/10.1007/978 _9\""}, {"site", "\"/relative\""}});
}

TEST_CASE("double-encoded names are repaired and the original kept") {
  const Paper p = paper(aff("Jo MartÃ\u00ADn; C D", "UniversitÃ¤t X; Y"));
  CHECK(p.authors[0].name == "Jo Martín");
  CHECK(p.authors[0].affiliations[0].raw == "Universität X");
  CHECK(p.originals ==
        std::vector<Original>{{"authors", "Jo MartÃ\u00ADn; C D"}, {"affiliations", "UniversitÃ¤t X; Y"}});
}
