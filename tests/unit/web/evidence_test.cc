// "Who is on this paper": strings as printed, what is made of them, and why.
#include "web/page/evidence.h"

#include <catch2/catch.hpp>

#include "tests/unit/web/samples.h"
#include "tests/unit/web/structure.h"
#include "web/page/page.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;
using format::EvidenceText;
using format::Role;
using format::Rule;
using format::State;

namespace {

corpus::Paper paper_of(const searcher::PaperEvidence& evidence) {
  corpus::Paper paper;
  paper.id = "x";
  paper.title = "Swarm Control";
  paper.abstract = "Quadrotors in a swarm.";
  for (const searcher::StringEvidence& string : evidence.strings) {
    if (string.kind == EvidenceText::affiliation) paper.affiliations.push_back({string.raw, {}});
    if (string.kind == EvidenceText::funding) paper.funding_text = string.raw;
  }
  paper.unpaired = true;
  return paper;
}

std::string page(const corpus::Paper& paper, const searcher::PaperEvidence& evidence) {
  return render_paper({{"http://127.0.0.1:8080"}, &paper, {7, "2026-11-24T03:05:00Z", 88000}, &evidence});
}
std::string page(const searcher::PaperEvidence& evidence) {
  return page(paper_of(evidence), evidence);
}

searcher::PaperEvidence affiliation(const std::string& raw, std::vector<searcher::Mention> mentions) {
  searcher::PaperEvidence out;
  out.strings = {{EvidenceText::affiliation, raw, std::move(mentions)}};
  out.registry = "resolver 1 registry abc";
  return out;
}

searcher::Mention mention(const std::string& id, State state, Rule rule) {
  searcher::Mention out = sample_mention();
  out.id = id;
  out.name = "The " + id;
  out.ror.clear();
  out.state = state;
  out.rule = rule;
  return out;
}

}  // namespace

TEST_CASE(
    "a string is printed with the words marked, and under it who is meant, how surely, as what, and why") {
  const std::string html = page(affiliation("Zhejiang Lab, Hangzhou", {sample_mention()}));
  CHECK(contains(html, "<p class=\"printed\" dir=\"auto\"><mark>Zhejiang Lab</mark>, Hangzhou</p>"));
  CHECK(text_of(html, "<p class=\"who\"") ==
        "Zhejiang Lab (all papers) asserted as affiliation China Dossier of Zhejiang Lab");
  CHECK(text_of(html, "<details class=\"why\"") ==
        "“Zhejiang Lab” is printed exactly as its nameNameZhejiang LabWhere it comes fromits web "
        "siteRuleexact, "
        "score 0.98Idzhejiang-labRORror.org/02m2h7991");
  CHECK(link(html, "Zhejiang Lab (all papers)") == "/search?q=&filter=lab:zhejiang-lab");
  CHECK(contains(html, "href=\"https://ror.org/02m2h7991\" rel=\"noreferrer noopener external\""));
}

TEST_CASE("the version of the registry is on record") {
  CHECK(contains(text_of(page(affiliation("Zhejiang Lab", {sample_mention()})), "<aside class=\"facts\""),
                 "Read with registry versionresolver 1 registry abc"));
}

TEST_CASE("doubt and refusal are words, not colours") {
  const std::string html = page(affiliation("Zhejiang Lab", {mention("a", State::candidate, Rule::context),
                                                             mention("b", State::refused, Rule::decoy)}));
  CHECK(text_of(html, "<span class=\"state candidate\"") == "candidate: in doubt");
  CHECK(text_of(html, "<span class=\"state refused\"") == "refused");
  CHECK(contains(html, "<mark class=\"doubt\">Zhejiang Lab</mark>"));
}

TEST_CASE("what was refused is folded away, counted, and marks nothing") {
  const std::string html = page(affiliation("Zhejiang Lab", {mention("b", State::refused, Rule::decoy)}));
  CHECK(contains(text_of(html, "<details class=\"refusals\""), "1 look-alike was refused"));
  CHECK(contains(text_of(html, "<details class=\"refusals\""), "Why notits web site"));
  CHECK_FALSE(contains(html, "<mark"));
}

TEST_CASE("candidates of one place are listed together") {
  searcher::Mention elsewhere = mention("c", State::candidate, Rule::context);
  elsewhere.span = searcher::Span{14, 22};
  const std::string html = page(
      affiliation("Zhejiang Lab, Hangzhou", {mention("a", State::candidate, Rule::ambiguous),
                                             mention("b", State::candidate, Rule::ambiguous), elsewhere}));
  const std::string together = text_of(html, "<li class=\"alternatives\"");
  CHECK(together.starts_with("“Zhejiang Lab” may mean one of 2; the string does not tell which:"));
  CHECK(contains(together, "The a"));
  CHECK(contains(together, "The b"));
  CHECK_FALSE(contains(together, "The c"));
  CHECK(contains(html, "The c"));
}

TEST_CASE("the source and the string naming one organisation is one organisation with two reasons") {
  searcher::Mention by_source = sample_mention();
  by_source.id = "ror:02m2h7991";
  by_source.rule = Rule::source;
  by_source.span.reset();
  by_source.alias.clear();
  by_source.alias_source.clear();
  const std::string html = page(affiliation("Zhejiang Lab", {by_source, sample_mention()}));
  const std::string one = text_of(html, "<li class=\"mention\"");
  CHECK(contains(one, "the paper’s source says so"));
  CHECK(contains(one, "is printed exactly as its name"));
  CHECK(link(html, "Zhejiang Lab (all papers)") == "/search?q=&filter=lab:zhejiang-lab");

  by_source.id = by_source.name;  // a source without ids
  by_source.ror.clear();
  CHECK(contains(
      text_of(page(affiliation("Zhejiang Lab", {by_source, sample_mention()})), "<li class=\"mention\""),
      "is printed exactly as its name"));
  by_source.name = "Another Lab";
  CHECK_FALSE(contains(
      text_of(page(affiliation("Zhejiang Lab", {by_source, sample_mention()})), "<li class=\"mention\""),
      "is printed exactly as its name"));
}

TEST_CASE("strings in which nobody is recognised are counted and folded away") {
  searcher::PaperEvidence evidence = affiliation("Nowhere", {});
  evidence.strings.push_back({EvidenceText::affiliation, "Nobody", {}});
  CHECK(text_of(page(evidence), "<details class=\"rest\"") ==
        "2 affiliations in which no organisation was recognisedNowhereNobody");
}

TEST_CASE("long lists of affiliations are folded after eight") {
  searcher::PaperEvidence evidence;
  for (int i = 0; i < 11; ++i)
    evidence.strings.push_back(
        {EvidenceText::affiliation, "Zhejiang Lab " + std::to_string(i), {sample_mention()}});
  const std::string rest = text_of(page(evidence), "<details class=\"rest\"");
  CHECK(rest.starts_with("and 3 affiliations moreZhejiang Lab 8"));
}

TEST_CASE("a funding statement marks its funder and says so in its own role") {
  searcher::Mention funder = sample_mention();
  funder.role = Role::funder;
  funder.span = searcher::Span{10, 22};
  searcher::PaperEvidence evidence;
  evidence.strings = {{EvidenceText::funding, "Funded by Zhejiang Lab.", {funder}}};
  const std::string html = page(evidence);
  CHECK(contains(html, "Funded by <mark>Zhejiang Lab</mark>."));
  CHECK(text_of(html, "<p class=\"who\"") ==
        "Zhejiang Lab (all papers) asserted as funder China Dossier of Zhejiang Lab");
  CHECK(link(html, "Zhejiang Lab (all papers)") == "/search?q=&filter=funder:ror:02m2h7991");
  CHECK_FALSE(contains(html, "Who is on this paper"));
}

TEST_CASE("a topic shows the words that it was read from, and they are marked where they stand") {
  searcher::PaperEvidence evidence;
  evidence.topics = {{"swarms", "Swarms", "", "swarm", "title", 0, {0, 5}},
                     {"robotics", "Robotics", "swarms", "swarm", "title", 0, {0, 5}},
                     {"drones", "Drones", "", "quadrotor", "abstract", 0, {0, 10}}};
  const std::string html = page(evidence);
  CHECK(text_of(html, "<ul class=\"topics\"") ==
        "Swarms (all papers): the title has “Swarm”"
        "Robotics (all papers): the title has “Swarm”, which shows the narrower topic Swarms"
        "Drones (all papers): the abstract has “Quadrotors” (term “quadrotor”)");
  CHECK(contains(html, "<mark class=\"term\">Swarm</mark> Control</h1>"));
  CHECK(contains(html, "<mark class=\"term\">Quadrotors</mark> in a swarm."));
  CHECK(link(html, "Drones (all papers)") == "/search?q=&filter=topic:drones");
}

TEST_CASE("without evidence the page is what the source says") {
  const corpus::Paper paper = sample_paper(harmless);
  const std::string html = render_paper({{"http://127.0.0.1"}, &paper, {}, nullptr});
  CHECK_FALSE(contains(html, "Who is on this paper"));
  CHECK(contains(html, "Authors and affiliations, as printed"));
}
