#include "web/page/reasons.h"

#include <catch2/catch.hpp>

#include "tests/unit/web/samples.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;
using format::Role;
using format::Rule;
using format::State;

namespace {

Clauses clauses(std::string_view text) {
  auto parsed = query::parse_filter(text);
  REQUIRE(parsed);
  return *parsed;
}

}  // namespace

TEST_CASE("every rule is said in words, with what is printed and the name it stands for") {
  struct Row {
    Rule rule;
    const char* raw;
    std::size_t length;  ///< of what is printed
    unsigned edits;
    const char* reason;
  };
  const Row rows[] = {
      {Rule::source, "Zhejiang Lab, Hangzhou", 12, 0, "the paper’s source says so"},
      {Rule::decision, "Zhejiang Lab", 12, 0, "a user of this index decided so"},
      {Rule::exact, "Zhejiang Lab, Hangzhou", 12, 0, "“Zhejiang Lab” is printed exactly as its name"},
      {Rule::exact, "ZHEJIANG LAB", 12, 0, "“ZHEJIANG LAB” is another way to write its name “Zhejiang Lab”"},
      {Rule::acronym, "ZJL, Hangzhou", 3, 0,
       "“ZJL” is a short name of it, “Zhejiang Lab”, supported by the rest of the string"},
      {Rule::unit, "Zhejiang Lab", 12, 0, "“Zhejiang Lab” is a unit of it"},
      {Rule::reordered, "Lab Zhejiang", 12, 0, "“Lab Zhejiang” is its name “Zhejiang Lab” in another order"},
      {Rule::abbreviated, "Zhej. Lab.", 10, 0, "“Zhej. Lab.” is its name “Zhejiang Lab”, cut short"},
      {Rule::fuzzy, "Zhejang Lab", 11, 1, "“Zhejang Lab” differs by 1 letter from its name “Zhejiang Lab”"},
      {Rule::fuzzy, "Zejang Lab", 10, 2, "“Zejang Lab” differs by 2 letters from its name “Zhejiang Lab”"},
      {Rule::ambiguous, "Zhejiang Lab", 12, 0,
       "several organisations bear the name “Zhejiang Lab”, and the string does not tell which is meant"},
      {Rule::context, "ZJL", 3, 0,
       "“ZJL” alone is too short or too common, and nothing else in the string supports it"},
      {Rule::decoy, "Zhejiang Lab", 12, 0, "“Zhejiang Lab” looks like it and is something else"},
      {Rule::place, "Zhejiang Lab, Peru", 12, 0,
       "“Zhejiang Lab” would fit, but the string names another country"},
      {Rule::boundary, "Zhejiang Lab Animals", 12, 0, "“Zhejiang Lab” is only a part of a longer name"},
  };
  for (const Row& row : rows) {
    searcher::Mention mention = sample_mention(row.length);
    mention.rule = row.rule;
    mention.edits = row.edits;
    CHECK(reason(mention, row.raw) == row.reason);
  }
}

TEST_CASE("a place outside of the string is not quoted from it") {
  searcher::Mention mention = sample_mention(900);
  CHECK(reason(mention, "Zhejiang Lab") == "“Zhejiang Lab” is printed exactly as its name");
  mention.span = searcher::Span{500, 900};
  CHECK(reason(mention, "Lab") == "“Zhejiang Lab” is printed exactly as its name");
}

TEST_CASE("a mention leads to the papers that count for it, under the value by which they are counted") {
  struct Row {
    format::OrganisationKind kind;
    State state;
    Role role;
    const char* ror;
    const char* url;
  };
  constexpr auto kLab = format::OrganisationKind::lab;
  constexpr auto kInstitution = format::OrganisationKind::institution;
  const Row rows[] = {
      {kLab, State::asserted, Role::affiliation, "02m2h7991", "/search?q=&filter=lab:zhejiang-lab"},
      {kInstitution, State::asserted, Role::affiliation, "02m2h7991",
       "/search?q=&filter=institution:ror:02m2h7991"},
      {kInstitution, State::asserted, Role::affiliation, "", "/search?q=&filter=institution:zhejiang-lab"},
      {kLab, State::asserted, Role::funder, "02m2h7991", "/search?q=&filter=funder:ror:02m2h7991"},
      {kLab, State::asserted, Role::mention, "", "/search?q=&filter=lab:zhejiang-lab,role:mention"},
      {kLab, State::candidate, Role::affiliation, "",
       "/search?q=&filter=lab:zhejiang-lab,state:asserted%7Ccandidate"},
      {kLab, State::refused, Role::affiliation, "", "/search?q=&filter=lab:zhejiang-lab"},
  };
  for (const Row& row : rows) {
    searcher::Mention mention = sample_mention();
    mention.kind = row.kind;
    mention.state = row.state;
    mention.role = row.role;
    mention.ror = row.ror;
    CHECK(papers_url(mention) == row.url);
  }
}

TEST_CASE("a filter asks for a mention by slug or ROR id, in the state and role that it says") {
  struct Row {
    const char* filter;
    State state;
    Role role;
    bool asked;
  };
  const Row rows[] = {
      {"lab:zhejiang-lab", State::asserted, Role::affiliation, true},
      {"lab:ror:02m2h7991", State::asserted, Role::affiliation, true},
      {"institution:\"https://ror.org/02m2h7991\"", State::asserted, Role::affiliation, true},
      {"lab:another|zhejiang-lab", State::asserted, Role::affiliation, true},
      {"lab:another", State::asserted, Role::affiliation, false},
      {"lab:!zhejiang-lab", State::asserted, Role::affiliation, false},
      {"country:CN", State::asserted, Role::affiliation, false},
      {"lab:zhejiang-lab", State::candidate, Role::affiliation, false},
      {"lab:zhejiang-lab", State::asserted, Role::funder, false},
      {"funder:zhejiang-lab", State::asserted, Role::funder, true},
      {"funder:zhejiang-lab", State::asserted, Role::affiliation, false},
      {"lab:zhejiang-lab,state:candidate", State::candidate, Role::affiliation, true},
      {"lab:zhejiang-lab,state:candidate", State::asserted, Role::affiliation, false},
      {"lab:zhejiang-lab,role:funder|mention", State::asserted, Role::mention, true},
      {"state:refused", State::refused, Role::funder, true},
      {"state:refused,lab:another", State::refused, Role::affiliation, false},
      {"joint:lab:zhejiang-lab/country:US", State::asserted, Role::affiliation, true},
      {"joint:institution:another/institution:ror:02m2h7991/two_authors", State::asserted, Role::affiliation,
       true},
      {"joint:lab:another/country:CN", State::asserted, Role::affiliation, true},
      {"joint:lab:another/country:US", State::asserted, Role::affiliation, false},
      {"joint:lab:zhejiang-lab", State::candidate, Role::affiliation, false},
      {"joint:!lab:zhejiang-lab", State::asserted, Role::affiliation, false},
  };
  for (const Row& row : rows) {
    INFO(row.filter);
    searcher::Mention mention = sample_mention();
    mention.state = row.state;
    mention.role = row.role;
    CHECK(is_asked_for(mention, clauses(row.filter)) == row.asked);
  }
}
