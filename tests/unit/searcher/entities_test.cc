// Organisations on papers: which of them lab:, institution: and funder: find, under which names, in which
// state and role, how they are counted, and why. Real organisations of the shipped registry on invented
// papers.
#include <algorithm>

#include "indexer/format/evidence.h"
#include "searcher/query/modifiers.h"
#include "tests/unit/searcher/small_index.h"

using namespace labtrail;
using format::FacetField;
using tests::paper;
using tests::SmallIndex;

namespace {

constexpr const char* kZhejiangLab = "Zhejiang Lab, Hangzhou, China";
constexpr const char* kZhejiangUniversity = "Zhejiang University, Hangzhou, China";
constexpr const char* kMit = "Massachusetts Institute of Technology, Cambridge, MA, USA";
constexpr const char* kGrant = "Supported by the Key Research Project of Zhejiang Lab (No. 2021KF0AB01).";

std::vector<corpus::Paper> papers() {
  corpus::Paper grant = paper("grant", "Paid for by a lab", {.affiliations = {kZhejiangUniversity}});
  grant.funding_text = kGrant;
  corpus::Paper source = paper("source", "The source says so");
  source.institutions = {{"ror:00a2xv884", "Zhejiang Univ", "00a2xv884", "CN", "education", {}}};
  source.authors[0].affiliations = {{"Dept. of Samples, Room 5", {"ror:00a2xv884"}}};
  return {
      paper("english", "Robots of a lab", {.affiliations = {kZhejiangLab}}),
      paper("chinese", "实验室的机器人", {.affiliations = {"之江实验室"}}),
      paper("joint", "Robots of two", {.affiliations = {kZhejiangLab, kMit}}),
      grant,
      source,
      paper("decoy", "Looks like it",
            {.affiliations = {"Zhejiang Key Laboratory of Robotics, Hangzhou, China"}}),
      paper("doubt", "Which of them", {.affiliations = {"Northeastern University"}}),
      paper("sure", "This one", {.affiliations = {"Northeastern University, Boston, USA"}}),
      paper("institute", "Of an academy",
            {.affiliations = {"Institute of Automation, Chinese Academy of Sciences, Beijing, China"}}),
      paper("computing", "Of the same academy",
            {.affiliations = {"Institute of Computing Technology, Chinese Academy of Sciences, Beijing"}}),
      paper("listed", "On a list",
            {.affiliations = {"National University of Defense Technology, Changsha, China"}}),
      paper("nobody", "Nobody knows", {.affiliations = {"Room 5, House 7"}})};
}

SmallIndex& index() {
  static SmallIndex made(papers());
  return made;
}

searcher::Response ask(const std::string& query, const std::string& filter,
                       std::vector<query::FacetRequest> facets = {}) {
  searcher::Request request;
  request.query = query;
  request.filter = filter;
  request.facets = std::move(facets);
  request.limit = 0;
  return index().ask(request);
}

std::string facet(FacetField field, const std::string& filter, std::size_t limit = 20,
                  const std::string& query = {}) {
  const searcher::Facet found = ask(query, filter, {{field, limit}}).facets.at(0);
  std::string out;
  for (const searcher::FacetBucket& bucket : found.buckets) {
    out += bucket.value + " '" + bucket.label + "' " + std::to_string(bucket.count);
    out += std::string(bucket.selected ? "+" : "") + (bucket.excluded ? "-" : "") + "; ";
  }
  return out + "distinct " + std::to_string(found.distinct) + " none " + std::to_string(found.none);
}

std::string said(const searcher::Mention& mention, const std::string& raw) {
  std::string out(format::name(mention.state));
  out += " " + mention.id + " as " + std::string(format::name(mention.role)) + " (" +
         std::string(format::name(mention.rule)) + ")";
  if (mention.span) {
    const auto [begin, end] = *mention.span;
    out += " in [" + raw.substr(begin, end - begin) + "]";
  }
  return out;
}

std::vector<std::string> evidence(const std::string& id) {
  const auto found = index()->evidence(id);
  REQUIRE(found.has_value());
  std::vector<std::string> out;
  for (const searcher::StringEvidence& string : found->strings) {
    out.push_back((string.kind == format::EvidenceText::funding ? "funding: " : "affiliation: ") +
                  string.raw);
    for (const searcher::Mention& mention : string.mentions) out.push_back("  " + said(mention, string.raw));
  }
  return out;
}

using Strings = std::vector<std::string>;

struct Row {
  const char* text;
  const char* found;
};

}  // namespace

TEST_CASE("clauses on organisations mean asserted mentions in the role of the field") {
  const Row row = GENERATE(values<Row>({
      {"lab:zhejiang-lab", "chinese english joint"},
      {"lab:zhejiang-lab,institution:mit", "joint"},
      {"lab:zhejiang-lab,institution:!mit", "chinese english"},
      {"institution:zju", "grant source"},
      {"institution:zju|mit", "grant joint source"},
      {"funder:zhejiang-lab", "grant"},
      {"institution:northeastern", "sure"},
      {"institution:cas", "computing institute"},
      {"institution:casia", "institute"},
      {"country:US,lab:zhejiang-lab", "joint"},
      {"list:seven-sons", ""},
      {"list:us-entity-list", "listed"},
      {"lab:(none),institution:(none)", "decoy doubt nobody"},
      {"funder:(none),institution:zju", "source"},
      {"lab:nobody", ""},
  }));
  INFO("filter: " << row.text);
  CHECK(index().find("", row.text) == row.found);
}

TEST_CASE("slug, ROR id and ROR address are one") {
  const Row row = GENERATE(values<Row>({
      {"lab:ror:02m2h7991", "chinese english joint"},
      {"lab:https://ror.org/02m2h7991", "chinese english joint"},
      {"lab:HTTPS://ROR.ORG/02M2H7991/", "chinese english joint"},
      {"institution:zhejiang-lab", "chinese english joint"},
      {"institution:ror:02m2h7991", "chinese english joint"},
      {"institution:ror:00a2xv884", "grant source"},
      {"institution:https://ror.org/00a2xv884", "grant source"},
      {"funder:ror:02m2h7991", "grant"},
      {"funder:https://ror.org/02m2h7991", "grant"},
      {"institution.lineage:ror:034t30j35", "computing institute"},
      {"institution.lineage:https://ror.org/034t30j35", "computing institute"},
  }));
  INFO("value: " << row.text);
  CHECK(index().find("", row.text) == row.found);
  CHECK(index().find(row.text) == row.found);
}

TEST_CASE("state: and role: say which mentions count") {
  const Row row = GENERATE(values<Row>({
      {"institution:northeastern,state:asserted", "sure"},
      {"institution:northeastern,state:candidate", "doubt"},
      {"institution:northeastern,state:asserted|candidate", "doubt sure"},
      {"institution:northeastern,state:!asserted", "doubt"},
      {"lab:zhejiang-lab,state:refused", "decoy"},
      {"lab:zhejiang-lab,state:candidate", ""},
      {"lab:zhejiang-lab,role:funder", "grant"},
      {"lab:zhejiang-lab,role:affiliation|funder", "chinese english grant joint"},
      {"institution:zhejiang-lab,role:funder", "grant"},
      {"funder:zhejiang-lab,role:affiliation", "chinese english joint"},
      {"funder:zhejiang-lab,role:affiliation|funder", "chinese english grant joint"},
      {"funder:zju,role:affiliation", "grant source"},
      {"funder:zju", ""},
      // with all organisations of the filter, and with nothing else
      {"lab:zhejiang-lab,institution:mit,role:affiliation", "joint"},
      {"lab:zhejiang-lab,institution:mit,role:funder", ""},
      {"lab:zhejiang-lab,country:US,state:asserted", "joint"},
      {"list:us-entity-list,state:asserted", "listed"},
      {"institution.lineage:cas,state:asserted", "computing institute"},
      // alone: whatever organisation
      {"state:candidate", "doubt"},
      {"state:refused", "decoy"},
      {"role:funder", "grant"},
      {"year:2020,role:funder", "grant"},
      {"state:asserted", "chinese computing english grant institute joint listed source sure"},
      // beside excluded ones: some other organisation
      {"institution:!mit,state:asserted", "chinese computing english grant institute listed source sure"},
      {"institution:!northeastern,state:candidate", ""},
  }));
  INFO("filter: " << row.text);
  CHECK(index().find("", row.text) == row.found);
}

TEST_CASE("in a query modifiers belong to the clauses beside them") {
  const Row row = GENERATE(values<Row>({
      {"lab:zhejiang-lab", "chinese english joint"},
      {"robot lab:zhejiang-lab", "english joint"},
      {"lab:zhejiang-lab role:funder", "grant"},
      {"lab:zhejiang-lab role:funder OR institution:mit", "grant joint"},
      {"(lab:zhejiang-lab role:funder) institution:zju", "grant"},
      {"(lab:zhejiang-lab OR institution:northeastern) state:refused|candidate", "decoy doubt"},
      {"lab:zhejiang-lab -role:affiliation", "grant"},
      {"-institution:mit state:asserted lab:zhejiang-lab", "chinese english"},
      {"NOT (institution:northeastern state:candidate) title:which", ""},
      {"state:candidate", "doubt"},
      {"title:of state:asserted", "computing english institute joint"},
      {"institution.lineage:cas", "computing institute"},
      {"institution.lineage:cas -institution:casia", "computing"},
  }));
  INFO("query: " << row.text);
  CHECK(index().find(row.text) == row.found);
}

TEST_CASE("parents are counted by institution.lineage only") {
  SmallIndex small(
      {paper("named", "x", {.affiliations = {"Chinese Academy of Sciences, Beijing"}}), [] {
         // Asserted by its source: no string names the academy.
         corpus::Paper one = paper("child", "x");
         one.institutions = {{"ror:022c3hy66", "Institute of Automation", "022c3hy66", "CN", "", {}}};
         return one;
       }()});
  CHECK(small.find("", "institution:cas") == "named");
  CHECK(small.find("", "institution:casia") == "child");
  CHECK(small.find("", "institution.lineage:cas") == "child named");
  CHECK(small.find("", "institution.lineage:casia") == "child");
  CHECK(small.find("institution.lineage:cas -institution:cas") == "child");
}

TEST_CASE("candidates are counted apart, where organisations are asked for and no state is said") {
  const auto candidates = [](const std::string& query, const std::string& filter) {
    const searcher::Response response = ask(query, filter);
    return std::to_string(response.total) + "+" +
           (response.candidates ? std::to_string(*response.candidates) : std::string("?"));
  };
  CHECK(candidates("", "institution:northeastern") == "1+1");
  CHECK(candidates("institution:northeastern", "") == "1+1");
  CHECK(candidates("which", "institution:northeastern") == "0+1");
  CHECK(candidates("robot", "institution:northeastern") == "0+0");
  CHECK(candidates("", "institution:northeastern,year:2020") == "1+1");
  CHECK(candidates("", "institution:northeastern,role:funder") == "0+0");
  CHECK(candidates("", "institution:!northeastern") == "11+0");
  CHECK(candidates("", "lab:zhejiang-lab") == "3+0");
  CHECK(candidates("institution:mit", "institution:northeastern") == "0+0");
  CHECK(candidates("institution:mit OR title:which", "institution:northeastern") == "0+1");
  CHECK(candidates("", "role:affiliation") == "9+1");
  CHECK(candidates("", "institution:northeastern,state:asserted") == "1+?");
  CHECK(candidates("institution:northeastern state:candidate", "") == "1+?");
  CHECK(candidates("", "country:US") == "2+?");
  CHECK(candidates("robots", "institution.lineage:cas") == "0+?");
}

TEST_CASE("facets count asserted mentions; a value is selected under each of its names") {
  CHECK(facet(FacetField::lab, "") ==
        "zhejiang-lab 'Zhejiang Lab' 3; casia 'Institute of Automation, Chinese "
        "Academy of Sciences' 1; ict-cas 'Institute of Computing Technology, "
        "Chinese Academy of Sciences' 1; distinct 3 none 7");
  CHECK(facet(FacetField::lab, "institution:mit") == "zhejiang-lab 'Zhejiang Lab' 1; distinct 1 none 0");
  for (const char* same : {"lab:zhejiang-lab", "lab:ror:02m2h7991", "lab:https://ror.org/02m2h7991"})
    CHECK(facet(FacetField::lab, same, 1) == "zhejiang-lab 'Zhejiang Lab' 3+; distinct 3 none 7");
  CHECK(facet(FacetField::lab, "lab:!ror:02m2h7991,institution:!cas") ==
        "zhejiang-lab 'Zhejiang Lab' 0-; distinct 0 none 7");
  CHECK(
      facet(FacetField::institution, "institution:mit", 1) ==
      "ror:02m2h7991 'Zhejiang Lab' 3; ror:042nb2s44 'Massachusetts Institute of Technology' 1+; distinct 8 "
      "none 3");
  CHECK(facet(FacetField::funder, "") == "ror:02m2h7991 'Zhejiang Lab' 1; distinct 1 none 11");
  // Known by name also where no paper of the result bears it.
  CHECK(facet(FacetField::lab, "lab:zhejiang-lab,institution:northeastern") ==
        "zhejiang-lab 'Zhejiang Lab' 0+; distinct 0 none 1");
  CHECK(facet(FacetField::list, "institution:nudt", 1).find("none 0") != std::string::npos);
  CHECK(facet(FacetField::lineage, "", 1) == "ror:02m2h7991 'Zhejiang Lab' 3; distinct 8 none 3");
}

TEST_CASE("what a modifier says stays when the facet leaves its own clauses out") {
  // Papers with a candidate: none has an asserted institution.
  CHECK(facet(FacetField::institution, "institution:northeastern,state:candidate", 5) ==
        "ror:04t5xt781 'Northeastern University' 0+; distinct 0 none 1");
  CHECK(facet(FacetField::country, "lab:zhejiang-lab,state:refused") == "CN 'CN' 1; distinct 1 none 0");
}

TEST_CASE("every string of a paper says whom it names and why") {
  CHECK(evidence("joint") == Strings{std::string("affiliation: ") + kZhejiangLab,
                                     "  asserted zhejiang-lab as affiliation (exact) in [Zhejiang Lab]",
                                     std::string("affiliation: ") + kMit,
                                     "  asserted mit as affiliation (exact) in [Massachusetts Institute of "
                                     "Technology]"});
  CHECK(evidence("grant") == Strings{std::string("affiliation: ") + kZhejiangUniversity,
                                     "  asserted zju as affiliation (exact) in [Zhejiang University]",
                                     std::string("funding: ") + kGrant,
                                     "  asserted zhejiang-lab as funder (exact) in [Zhejiang Lab]"});
  CHECK(evidence("doubt") ==
        Strings{"affiliation: Northeastern University",
                "  candidate northeastern as affiliation (context) in [Northeastern University]"});
  CHECK(evidence("decoy") ==
        Strings{"affiliation: Zhejiang Key Laboratory of Robotics, Hangzhou, China",
                "  refused zhejiang-lab as affiliation (decoy) in [Zhejiang Key Laboratory]"});
  CHECK(evidence("nobody") == Strings{"affiliation: Room 5, House 7"});
  CHECK(index()->evidence("missing").error().message == "there is no paper 'missing'");
}

TEST_CASE("what the source ties to a string comes first, under the name that the source gives") {
  CHECK(evidence("source") ==
        Strings{"affiliation: Dept. of Samples, Room 5", "  asserted ror:00a2xv884 as affiliation (source)"});
  const searcher::Mention mention = index()->evidence("source")->strings.at(0).mentions.at(0);
  CHECK(mention.name == "Zhejiang Univ");
  CHECK(mention.ror == "00a2xv884");
  CHECK(mention.country == "CN");
  CHECK(mention.alias.empty());
  CHECK_FALSE(mention.span.has_value());
}

TEST_CASE("a mention carries the alias, where it comes from, and the version of the registry") {
  const searcher::PaperEvidence found = index()->evidence("chinese").value();
  const searcher::Mention& mention = found.strings.at(0).mentions.at(0);
  CHECK(mention.name == "Zhejiang Lab");
  CHECK(mention.alias == "之江实验室");
  CHECK(mention.alias_source.find("zhejianglab") != std::string::npos);
  CHECK(mention.country == "CN");
  CHECK(mention.ror == "02m2h7991");
  CHECK(mention.kind == format::OrganisationKind::lab);
  CHECK(mention.score > 0.5);
  CHECK(found.registry.rfind("resolver ", 0) == 0);
}

TEST_CASE("strings come in order of appearance, each once; funders as far as they name somebody") {
  corpus::Paper one = paper("a", "x");
  one.authors = {{"Ada Moor", "", {{kMit, {}}, {kZhejiangLab, {}}}},
                 {"Bo Fen", "", {{kZhejiangLab, {}}, {"B", {}}}}};
  one.funders = {{"National Natural Science Foundation of China", "", "1"},
                 {"Sample Foundation", "openalex:F1", ""},
                 {"Nobody's Fund", "", ""}};
  one.funding_text = "Thanks to all.";
  SmallIndex small({one});
  const searcher::PaperEvidence found = small->evidence("a").value();
  Strings out;
  for (const searcher::StringEvidence& string : found.strings)
    out.push_back(string.raw + " " + std::to_string(string.mentions.size()));
  CHECK(out == Strings{std::string(kMit) + " 1", std::string(kZhejiangLab) + " 1", "B 0",
                       "National Natural Science Foundation of China 1", "Sample Foundation 1"});
  CHECK(said(found.strings.at(4).mentions.at(0), "") == "asserted openalex:F1 as funder (source)");
}

TEST_CASE("topics say by which term and where") {
  const std::string title = "Person re-identification in crowds";
  SmallIndex small({paper("a", title, {.abstract = "We look."})});
  const searcher::PaperEvidence found = small->evidence("a").value();
  const auto topic = [&](const char* id) {
    const auto at = std::find_if(found.topics.begin(), found.topics.end(),
                                 [&](const searcher::TopicEvidence& one) { return one.id == id; });
    REQUIRE(at != found.topics.end());
    return *at;
  };
  const searcher::TopicEvidence direct = topic("person-reid");
  CHECK(direct.field == "title");
  CHECK(direct.through.empty());
  CHECK(direct.term == "person re identification");
  CHECK(title.substr(direct.span.begin, direct.span.end - direct.span.begin) == "Person re-identification");
  const searcher::TopicEvidence broader = topic("people-monitoring");
  CHECK(broader.through == "person-reid");
  CHECK(broader.span == direct.span);
}

TEST_CASE("a name is found under a lab that only doubtful mentions know") {
  SmallIndex small({paper("doubt", "x", {.affiliations = {"Institute of Automation, Beijing, China"}})});
  searcher::Request request;
  request.filter = "lab:ror:022c3hy66";
  request.facets = {{FacetField::lab, 5}};
  const searcher::Response response = small.ask(request);
  CHECK(response.total == 0);
  CHECK(response.candidates == 1);
  const searcher::FacetBucket& bucket = response.facets.at(0).buckets.at(0);
  CHECK(bucket.value == "casia");
  CHECK(bucket.label == "Institute of Automation, Chinese Academy of Sciences");
  CHECK(bucket.selected);
}

TEST_CASE("labs and institutions are suggested by a word of their names") {
  const auto suggestions = index()->suggest("zhejiang la", 5).value();
  Strings out;
  for (const searcher::Suggestion& one : suggestions)
    out.push_back(one.kind + " " + one.value + " " + std::to_string(one.count));
  CHECK(out == Strings{"institution ror:02m2h7991 3", "lab zhejiang-lab 3", "funder ror:02m2h7991 1",
                       "word lab 3", "word laboratory 1"});
}

TEST_CASE("a further clause never raises a count, also beside modifiers") {
  for (const char* before : {"state:candidate|refused", "role:funder|affiliation",
                             "lab:zhejiang-lab,state:asserted", "institution:!mit,state:asserted", ""}) {
    const std::uint64_t papers = ask("", before).total;
    for (const char* further : {"lab:!zhejiang-lab", "funder:!zhejiang-lab", "institution:northeastern",
                                "institution.lineage:cas"}) {
      const std::string after = std::string(before) + (*before == '\0' ? "" : ",") + further;
      INFO(before << " -> " << after);
      CHECK(ask("", after).total <= papers);
    }
  }
}

TEST_CASE("states and roles have one name, in the query and in the evidence") {
  for (std::size_t s = 0; s < format::kStates; ++s) {
    query::MentionScope scope;
    scope.states = static_cast<std::uint8_t>(1U << s);
    const auto state = static_cast<format::State>(s);
    CHECK(scope.has(state));
    CHECK(query::modifier_texts(scope) == Strings{"state:" + std::string(format::name(state))});
  }
  for (std::size_t r = 0; r < format::kRoles; ++r) {
    query::MentionScope scope;
    scope.roles = static_cast<std::uint8_t>(1U << r);
    const auto role = static_cast<format::Role>(r);
    CHECK(scope.has(role));
    CHECK(query::modifier_texts(scope) == Strings{"role:" + std::string(format::name(role))});
  }
}
