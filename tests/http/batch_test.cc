#include "searcher/export/batch.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace labtrail;
using namespace labtrail::exporting;

TEST_CASE("a query file is 'id<TAB>query' a line") {
  const auto queries = parse_batch("\xEF\xBB\xBFq1\tswarm control\r\n\n2\t what is?\t\n3\t\n");
  REQUIRE(queries);
  CHECK(*queries == std::vector<BatchQuery>{{"q1", "swarm control", 1}, {"2", "what is?", 3}, {"3", "", 4}});
  CHECK(parse_batch("q1\ta\nno tab\n").error().message == "line 2 is not 'id<TAB>query'");
  CHECK(parse_batch("\ta\n").error().message == "line 1: the id is empty or holds a space");
}

TEST_CASE(
    "printed scores say the same order as the ranks, also where scores are equal or read as 32-bit floats") {
  const std::vector<searcher::RankedId> ranked{{"b", 2.0}, {"a", 1.0000000001}, {"c", 1.0},
                                               {"d", 1.0}, {"e", 0.0},          {"f", 0.0}};
  std::string out;
  append_trec(out, "q1", ranked);
  std::istringstream lines(out);
  std::string query, q0, id, name;
  std::size_t rank = 0;
  float score = 0;
  float previous = 1e9F;
  std::size_t count = 0;
  while (lines >> query >> q0 >> id >> rank >> score >> name) {
    CHECK(query == "q1");
    CHECK(q0 == "Q0");
    CHECK(id == ranked[count].id);
    CHECK(rank == count + 1);
    CHECK(score < previous);
    CHECK(name == "labtrail");
    previous = score;
    ++count;
  }
  CHECK(count == ranked.size());
  CHECK(out.starts_with("q1 Q0 b 1 2 labtrail\nq1 Q0 a 2 1 labtrail\n"));
}

TEST_CASE("ranked lists as JSON, a line a query") {
  std::string out;
  append_batch_json(out, {"q1", "a \"b\"", 1}, {{"x", 1.5}});
  CHECK(out == R"({"id":"q1","query":"a \"b\"","results":[{"id":"x","rank":1,"score":1.5}]})"
               "\n");
}
