// Labelled strings of our own: a table in the source for the cases that a reader should see, and a file of
// some two thousand that were written before the resolver saw them.
#include "tests/unit/affiliation/labelled_strings.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <vector>

#include "tests/support/real_data.h"
#include "tests/unit/affiliation/resolving.h"

using namespace labtrail;

namespace {

/// Watched organisations asserted in a role, as the labels are written.
std::string watched(tests::Resolving& resolving, std::string_view text, affiliation::Role role) {
  std::set<std::string> found;
  for (const auto& mention : resolving.resolve(text)) {
    if (mention.state != affiliation::State::asserted || mention.role != role) continue;
    const std::string id = resolving.id(mention);
    if (std::find(std::begin(tests::kWatched), std::end(tests::kWatched), id) != std::end(tests::kWatched))
      found.insert(id);
  }
  std::string labels;
  for (const std::string& id : found) labels += (labels.empty() ? "" : ",") + id;
  return labels;
}

std::string watched(std::string_view text, affiliation::Role role) {
  return watched(tests::shipped(), text, role);
}

struct Row {
  std::string text;
  std::string affiliations;
  std::string funders;
  std::string kind;
  std::string open;
};

std::vector<Row> golden_strings() {
  std::vector<Row> rows;
  std::ifstream in(std::filesystem::path(LABTRAIL_SOURCE_DIR) / "tests/golden/affiliation_strings.tsv");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# ")) continue;
    std::vector<std::string> columns(1);
    for (const char c : line) c == '\t' ? columns.emplace_back() : columns.back() += std::string(1, c);
    REQUIRE(columns.size() == 5);
    rows.push_back({columns[0], columns[1], columns[2], columns[3], columns[4]});
  }
  return rows;
}

/// Every string says what its labels say; the open ones are known, and one that is open no more is to lose
/// its mark.
void check_golden(tests::Resolving& resolving, bool alone) {
  const std::vector<Row> rows = golden_strings();
  REQUIRE(rows.size() > 2'500);
  for (const Row& row : rows) {
    INFO(row.text << " (" << row.kind << ")");
    const bool open = row.open == "open" || (alone && row.open == "open alone");
    const std::string affiliations = watched(resolving, row.text, affiliation::Role::affiliation);
    const std::string funders = watched(resolving, row.text, affiliation::Role::funder);
    if (open) {
      CHECK_FALSE((affiliations == row.affiliations && funders == row.funders));
    } else {
      CHECK(affiliations == row.affiliations);
      CHECK(funders == row.funders);
    }
  }
}

}  // namespace

TEST_CASE("strings made and labelled beforehand are read as labelled, by the shipped registry alone") {
  check_golden(tests::shipped(), true);
}

TEST_CASE("and the same where ROR is known as well") {
  const auto dump = tests::real_data("ror/ror-v2-subset.json.gz", "labelled strings with ROR");
  if (!dump) return;
  std::vector<corpus::RorOrganisation> ror;
  REQUIRE(corpus::read_ror(*dump, [&](corpus::RorOrganisation&& one) { ror.push_back(std::move(one)); }));
  tests::Resolving resolving(*corpus::load_registry({}), ror);
  check_golden(resolving, false);
}

TEST_CASE("an organisation is asserted where the string names it") {
  for (const auto& [text, labels] : tests::kNamed) {
    INFO(text);
    CHECK(watched(text, affiliation::Role::affiliation) == labels);
    CHECK(watched(text, affiliation::Role::funder).empty());
  }
}

TEST_CASE("what only looks like a watched organisation asserts none of them") {
  for (const auto& [text, labels] : tests::kLookAlikes) {
    INFO(text);
    CHECK(watched(text, affiliation::Role::affiliation).empty());
  }
}

TEST_CASE("a sentence that thanks names funders and no affiliations") {
  for (const auto& [text, labels] : tests::kThanked) {
    INFO(text);
    CHECK(watched(text, affiliation::Role::funder) == labels);
    CHECK(watched(text, affiliation::Role::affiliation).empty());
  }
}
