// The parts of a query, each counted alone under the same filter, and the query without each.
#include "searcher/reading.h"

#include <fmt/format.h>

#include "tests/unit/searcher/small_index.h"

using namespace labtrail;
using tests::paper;
using tests::SmallIndex;

namespace {

SmallIndex& index() {
  static SmallIndex made({paper("a", "Swarm of robots", {.year = 2020, .countries = {"CN"}}),
                          paper("b", "Swarm and radar", {.year = 2021, .countries = {"GB"}}),
                          paper("c", "Radar of robots", {.year = 2020, .countries = {"CN", "GB"}}),
                          paper("d", "Swarm of drones", {.year = 2021, .countries = {"US"}})});
  return made;
}

/// One line a part: depth, query, papers, the query without it; values of a clause behind it.
std::string lines(const searcher::ReadPart& part, std::size_t depth = 0) {
  const auto number = [](const std::optional<std::uint64_t>& papers) {
    return papers ? std::to_string(*papers) : std::string("?");
  };
  std::string out = fmt::format("{}{} = {}, without: {}\n", std::string(depth, ' '), part.query,
                                number(part.papers), part.without);
  for (const searcher::ReadValue& value : part.values)
    out += fmt::format("{}| {} = {}\n", std::string(depth, ' '), value.query, number(value.papers));
  for (const searcher::ReadPart& child : part.children) out += lines(child, depth + 1);
  return out;
}

std::string read(const std::string& query, const std::string& filter = {}) {
  searcher::Request request;
  request.query = query;
  request.filter = filter;
  const searcher::Response answer = index().ask(request);
  const auto whole = searcher::read_parts(*index(), answer.tree, answer.filter);
  REQUIRE(whole.has_value());
  return lines(*whole);
}

}  // namespace

TEST_CASE("each part is counted alone, and left out alone") {
  CHECK(read("swarm") == "swarm = 3, without: \n");
  CHECK(read("swarm radar") ==
        "swarm radar = 1, without: \n"
        " swarm = 3, without: radar\n"
        " radar = 2, without: swarm\n");
  CHECK(read("(swarm OR radar) -robots") ==
        "(swarm OR radar) NOT robots = 2, without: \n"
        " swarm OR radar = 4, without: NOT robots\n"
        "  swarm = 3, without: radar NOT robots\n"
        "  radar = 2, without: swarm NOT robots\n"
        " robots = 2, without: swarm OR radar\n"
        "  robots = 2, without: swarm OR radar\n");
}

TEST_CASE("parts are counted under the filter, values of a clause one by one") {
  CHECK(read("swarm country:CN|GB", "year:2020") ==
        "swarm country:CN|GB = 1, without: \n"
        " swarm = 1, without: country:CN|GB\n"
        " country:CN|GB = 2, without: swarm\n"
        " | country:CN = 2\n"
        " | country:GB = 1\n");
}

TEST_CASE("words near each other are one part") {
  CHECK(read("swarm NEAR/3 robots") == "swarm NEAR/3 robots = 1, without: \n");
}

TEST_CASE("beyond the cap parts are shown and not counted") {
  std::string query = "swarm";
  for (int i = 0; i < 30; ++i) query += " OR w" + std::to_string(i);
  const std::string text = read(query);
  CHECK(text.find(" swarm = 3,") != std::string::npos);
  CHECK(text.find(" w29 = ?,") != std::string::npos);
}
