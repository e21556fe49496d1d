#include <catch2/catch.hpp>

#include "corpus/paper_json.h"
#include "tests/unit/corpus/read_all.h"

using namespace labtrail;
using namespace labtrail::corpus;

TEST_CASE("a minimal line is a paper; its id is taken verbatim and nothing is added") {
  const auto result = tests::read_text("{\"id\":\" x/1 \",\"title\":\"T\"}\n");
  REQUIRE(result.papers.size() == 1);
  CHECK(to_json(result.papers[0]) == R"({"id":" x/1 ","title":"T"})");
}

TEST_CASE("printed forms of identifiers become bare, addresses go, spaces are squeezed") {
  const auto result = tests::read_text(
      R"({"id":"x","title":" A  B ","authors":[{"name":"N n@xy.org","orcid":"https://orcid.org/0000-0001-2345-6789",)"
      R"("affiliations":[{"raw":"Lab, e-mail: n@xy.org","institutions":["https://ror.org/05A0DHS15"]}]}],)"
      R"("institutions":[{"id":"https://ror.org/05A0DHS15","ror":"https://ror.org/05A0DHS15","country":"cn"}],)"
      R"("countries":["cn"],"doi":"https://doi.org/10.1000/X","note":{"by":"n@xy.org"}})"
      "\n");
  REQUIRE(result.papers.size() == 1);
  CHECK(to_json(result.papers[0]) ==
        R"({"id":"x","title":"A B","authors":[{"name":"N","orcid":"0000-0001-2345-6789",)"
        R"("affiliations":[{"raw":"Lab","institutions":["ror:05a0dhs15"]}]}],)"
        R"("institutions":[{"id":"ror:05a0dhs15","ror":"05a0dhs15","country":"CN"}],"countries":["CN"],)"
        R"("ids":{"doi":"10.1000/x"},"extra":{"note":{"by":""}}})");
}

TEST_CASE("what a dump prints is read back as the same papers") {
  const auto first = tests::read_text(
      R"({"id":"1","title":"P&lt;0.05 <i>x</i>","abstract":"UniversitÃ¤t","authors":"A B, C D","k":[1.50,1e3,"é"]})"
      "\n");
  REQUIRE(first.papers.size() == 1);
  CHECK(first.papers[0].title == "P&lt;0.05 <i>x</i>");  // a dump is not repaired a second time
  const auto second = tests::read_text(to_json(first.papers[0]) + "\n");
  REQUIRE(second.papers.size() == 1);
  CHECK(second.papers[0] == first.papers[0]);
}

TEST_CASE("one string of authors is split into names") {
  const auto result = tests::read_text(R"({"id":"1","title":"T","authors":"Rob D. Doe, Ann Lee"})"
                                       "\n");
  REQUIRE(result.papers.size() == 1);
  CHECK(result.papers[0].authors == std::vector<Author>{{"Rob D. Doe", "", {}}, {"Ann Lee", "", {}}});
}
