#include "tests/unit/affiliation/labelled_strings.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/unit/affiliation/resolving.h"

using namespace labtrail;

namespace {

/// Watched organisations asserted in a role, as the labels are written.
std::string watched(std::string_view text, affiliation::Role role) {
  std::set<std::string> found;
  for (const auto& mention : tests::shipped().resolve(text)) {
    if (mention.state != affiliation::State::asserted || mention.role != role) continue;
    const std::string id = tests::shipped().id(mention);
    if (std::find(std::begin(tests::kWatched), std::end(tests::kWatched), id) != std::end(tests::kWatched))
      found.insert(id);
  }
  std::string labels;
  for (const std::string& id : found) labels += (labels.empty() ? "" : ",") + id;
  return labels;
}

}  // namespace

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
