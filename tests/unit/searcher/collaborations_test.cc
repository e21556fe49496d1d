// Collaborations on a handful of papers: what is a joint paper, who brings the two sides, what the numbers'
// filters find. Real organisations of the shipped registry on invented papers.
#include "searcher/collaborations.h"

#include <fmt/format.h>

#include <algorithm>

#include "searcher/matrix.h"
#include "tests/unit/searcher/small_index.h"

using namespace labtrail;
using searcher::Partners;
using tests::paper;
using tests::SmallIndex;

namespace {

constexpr const char* kLab = "Zhejiang Lab, Hangzhou, China";
constexpr const char* kZju = "Zhejiang University, Hangzhou, China";
constexpr const char* kMit = "Massachusetts Institute of Technology, Cambridge, MA, USA";
constexpr const char* kOxford = "University of Oxford, Oxford, UK";
constexpr const char* kBoth = "Zhejiang Lab and Zhejiang University, Hangzhou, China";

corpus::Paper by_authors(std::string id, int year, const std::vector<std::vector<std::string>>& authors) {
  corpus::Paper out = paper(std::move(id), "A paper", {.year = year});
  out.authors.clear();
  for (const std::vector<std::string>& affiliations : authors) {
    corpus::Author& author = out.authors.emplace_back();
    author.name = "Sample Author";
    for (const std::string& raw : affiliations) author.affiliations.push_back({raw, {}});
  }
  return out;
}

std::vector<corpus::Paper> papers() {
  corpus::Paper unpaired = paper("unpaired", "A paper", {.year = 2023});
  unpaired.unpaired = true;
  unpaired.affiliations = {{kLab, {}}, {kMit, {}}};
  corpus::Paper funded = by_authors("funded", 2022, {{kLab}, {kOxford}});
  funded.funders = {{"National Natural Science Foundation of China", "", "62000000"},
                    {"Zhejiang Lab", "", "2021KF0AB01"}};
  corpus::Paper tied = by_authors("tied", 2021, {{kLab}, {"Room 5, House 7"}});
  tied.institutions = {{"ror:052gg0110", "Oxford", "052gg0110", "GB", "education", {}}};
  tied.countries = {"GB"};
  tied.authors[1].affiliations[0].institutions = {"ror:052gg0110"};
  corpus::Paper untied = tied;
  untied.id = "untied";
  untied.authors[1].affiliations[0].institutions.clear();
  return {by_authors("alone", 2020, {{kLab}, {kLab}}),
          by_authors("two", 2020, {{kLab}, {kMit}}),
          by_authors("one", 2021, {{kLab, kMit}}),
          by_authors("one-of-two", 2021, {{kLab, kMit}, {"Room 5, House 7"}}),
          by_authors("each-both", 2022, {{kLab, kMit}, {kMit}}),
          by_authors("line", 2022, {{kBoth}}),
          by_authors("home", 2019, {{kLab}, {kZju}}),
          by_authors("other", 2020, {{kMit}, {kOxford}}),
          by_authors("country", 2020, {{kLab}, {"Nowhere Heights, Springfield, USA"}}),
          unpaired,
          funded,
          tied,
          untied};
}

SmallIndex& index() {
  static SmallIndex made(papers());
  return made;
}

searcher::Collaborations count(const std::string& subject, Partners by, const std::string& filter = {}) {
  searcher::CollaborationRequest request;
  request.subject = subject;
  request.by = by;
  request.request.filter = filter;
  const auto found = index()->collaborations(request);
  INFO((found ? std::string() : found.error().message));
  REQUIRE(found);
  return *found;
}

std::string line(const searcher::Collaborations& found) {
  std::string out = fmt::format("{} papers, {} joint:", found.papers, found.joint.papers);
  for (const searcher::CollaborationBucket& bucket : found.buckets) {
    out += fmt::format(" {} {}={}+{}+{}", bucket.label, bucket.counts.papers, bucket.counts.two_authors,
                       bucket.counts.one_author, bucket.counts.unpaired);
    if (!bucket.relation.empty()) out += " (" + bucket.relation + ")";
    out += ";";
  }
  return out;
}

}  // namespace

TEST_CASE(
    "partners of a lab: different authors, one author with both, not told apart; the subject is not among "
    "them") {
  CHECK(line(count("lab:zhejiang-lab", Partners::institution)) ==
        "12 papers, 11 joint: Massachusetts Institute of Technology 5=2+2+1; University of Oxford 3=2+0+1;"
        " Zhejiang University 2=1+1+0;");
}

TEST_CASE("a lab's ROR id is the same subject") {
  CHECK(line(count("institution:ror:02m2h7991", Partners::institution)) ==
        line(count("lab:zhejiang-lab", Partners::institution)));
}

TEST_CASE(
    "countries of the other side: not the one in which the subject sits; also where only a country is "
    "printed") {
  CHECK(line(count("lab:zhejiang-lab", Partners::country)) == "12 papers, 11 joint: US 6=3+2+1; GB 3=2+0+1;");
}

TEST_CASE("years and funders are counted over the joint papers, without the subject as its own funder") {
  CHECK(line(count("lab:zhejiang-lab", Partners::year)) ==
        "12 papers, 11 joint: 2019 1=1+0+0; 2020 2=2+0+0; 2021 4=1+2+1; 2022 3=2+1+0; 2023 1=0+0+1;");
  CHECK(line(count("lab:zhejiang-lab", Partners::funder)) ==
        "12 papers, 11 joint: National Natural Science Foundation of China 1=1+0+0;");
}

TEST_CASE("a country as subject: its own bodies are not its partners") {
  CHECK(line(count("country:CN", Partners::institution)) ==
        "12 papers, 9 joint: Massachusetts Institute of Technology 5=2+2+1; University of Oxford 3=2+0+1;");
  CHECK(line(count("country:US", Partners::country)) == "7 papers, 7 joint: CN 6=3+2+1; GB 1=1+0+0;");
}

TEST_CASE("the query and the filter narrow the papers") {
  CHECK(line(count("lab:zhejiang-lab", Partners::institution, "year:2020")) ==
        "3 papers, 2 joint: Massachusetts Institute of Technology 1=1+0+0;");
}

TEST_CASE("fractional counts share each joint paper among the values it bears") {
  const searcher::Collaborations found = count("country:GB", Partners::country);
  double sum = 0;
  for (const searcher::CollaborationBucket& bucket : found.buckets) sum += bucket.fractional;
  CHECK(sum == Approx(static_cast<double>(found.joint.papers)));
}

TEST_CASE("every number opens exactly its papers") {
  for (const char* subject : {"lab:zhejiang-lab", "country:CN", "country:US", "institution:ror:042nb2s44",
                              "institution.lineage:zhejiang-lab"}) {
    for (const Partners by :
         {Partners::institution, Partners::country, Partners::lab, Partners::funder, Partners::year}) {
      const searcher::Collaborations found = count(subject, by, "year:>2018");
      INFO(subject << " by " << searcher::name(by));
      const auto opened = [&](const std::string& filter) {
        searcher::Request request;
        request.filter = filter;
        request.limit = 0;
        return index().ask(request).total;
      };
      CHECK(opened(found.papers_filter) == found.papers);
      CHECK(opened(found.joint_filter) == found.joint.papers);
      CHECK(opened(found.joint_filter + "/two_authors") == found.joint.two_authors);
      for (const searcher::CollaborationBucket& bucket : found.buckets) {
        INFO(bucket.filter);
        CHECK(opened(bucket.filter) == bucket.counts.papers);
        CHECK(bucket.counts.two_authors + bucket.counts.one_author + bucket.counts.unpaired ==
              bucket.counts.papers);
      }
    }
  }
}

TEST_CASE("joint: clauses find the papers of a pair and of how it is brought") {
  struct Row {
    const char* filter;
    const char* ids;
  };
  for (const Row& row :
       {Row{"joint:lab:zhejiang-lab/institution:ror:042nb2s44", "each-both one one-of-two two unpaired"},
        Row{"joint:lab:zhejiang-lab/institution:ror:042nb2s44/two_authors", "each-both two"},
        Row{"joint:lab:zhejiang-lab/institution:ror:042nb2s44/one_author", "one one-of-two"},
        Row{"joint:lab:zhejiang-lab/institution:ror:042nb2s44/unpaired", "unpaired"},
        Row{"joint:\"lab:zhejiang-lab/country:GB|US\",year:2021", "one one-of-two tied untied"},
        Row{"lab:zhejiang-lab,joint:!lab:zhejiang-lab", "alone"}}) {
    INFO(row.filter);
    CHECK(index().find("", row.filter) == row.ids);
  }
}

TEST_CASE("a subject or a side that is none is refused with its place") {
  struct Row {
    const char* filter;
    const char* message;
  };
  for (const Row& row : {Row{"joint:", "a joint clause names no subject"},
                         Row{"joint:zhejiang-lab", "a joint clause names no subject"},
                         Row{"joint:year:2020", "'year:2020' is no side of a joint paper"},
                         Row{"joint:labb:x", "joint: unknown field 'labb'"},
                         Row{"joint:lab:a|b", "a joint clause has one subject"}}) {
    INFO(row.filter);
    searcher::Request request;
    request.filter = row.filter;
    CHECK(index().refusal(request).message == row.message);
  }
  searcher::CollaborationRequest request;
  for (const auto& [subject, message] :
       {std::pair("year:2020", "the subject 'year:2020' is not one lab, institution, country or list"),
        std::pair("lab:!a", "the subject 'lab:!a' is not one lab, institution, country or list"),
        std::pair("lab:no-such-lab", "this index knows no 'lab:no-such-lab'")}) {
    request.subject = subject;
    const auto found = index()->collaborations(request);
    REQUIRE(!found);
    CHECK(found.error().message == message);
  }
}

TEST_CASE("a body that the registry knows and no paper names has no papers; a mistyped one is an error") {
  CHECK(line(count("lab:sairi", Partners::institution)) == "0 papers, 0 joint:");
}

TEST_CASE("a matrix of two lists: every cell is the count that its filter opens") {
  searcher::MatrixRequest request;
  request.rows = {"mit", "oxford", "stanford"};
  request.columns = {"zhejiang-lab", "zju", "country:CN"};
  const auto matrix = searcher::make_matrix(*index(), request);
  INFO((matrix ? std::string() : matrix.error().message));
  REQUIRE(matrix);
  CHECK(searcher::to_tsv(*matrix) ==
        "papers\tZhejiang Lab\tZhejiang University\tCN\tall\n"
        "Massachusetts Institute of Technology\t5\t0\t5\t6\n"
        "University of Oxford\t3\t0\t3\t4\n"
        "Stanford University\t0\t0\t0\t0\n"
        "all\t12\t2\t12\t13\n");
  for (const auto& row : matrix->cells) {
    for (const searcher::MatrixCell& cell : row) {
      searcher::Request asked;
      asked.filter = cell.filter;
      INFO(cell.filter);
      CHECK(index().ask(asked).total == cell.counts.papers);
    }
  }
  CHECK(matrix->cells[0][0].counts.two_authors == 2);
  CHECK(matrix->cells[0][0].counts.one_author == 2);
  CHECK(matrix->cells[0][0].counts.unpaired == 1);
}

TEST_CASE("ids of a matrix come from commas, lines or the first column of a CSV") {
  using List = std::vector<std::string>;
  CHECK(searcher::read_ids("mit, oxford ,mit,,") == List{"mit", "oxford"});
  CHECK(searcher::read_ids("\xEF\xBB\xBFid,name\r\nmit,\"MIT, Cambridge\"\r\n\"oxford\",x\r\n") ==
        List{"mit", "oxford"});
  CHECK(searcher::read_ids("").empty());
}

TEST_CASE("the strings behind a lab's papers, each with its place, alias and rule") {
  searcher::CollaborationRequest request;
  request.subject = "lab:zhejiang-lab";
  const auto printed = index()->printed(request);
  REQUIRE(printed);
  CHECK(printed->papers == 12);
  CHECK(printed->source_only == 0);
  CHECK(printed->distinct == 2);
  REQUIRE(printed->strings.size() == 2);
  CHECK(printed->strings[0].raw == kLab);
  CHECK(printed->strings[0].papers == 11);
  CHECK(printed->strings[1].raw == kBoth);
  for (const searcher::PrintedString& one : printed->strings) {
    REQUIRE(one.mentions.size() == 1);
    CHECK(one.mentions[0].alias == "Zhejiang Lab");
    REQUIRE(one.mentions[0].span);
    CHECK(one.raw.substr(one.mentions[0].span->begin, 12) == "Zhejiang Lab");
    searcher::Request asked;
    asked.query = one.query;
    asked.filter = request.subject;
    asked.limit = 0;
    CHECK(index().ask(asked).total == one.papers);
  }
}

TEST_CASE("what the registry knows of an organisation comes with the index") {
  const auto profile = index()->organisation("zhejiang-lab");
  REQUIRE(profile);
  CHECK(profile->name == "Zhejiang Lab");
  CHECK(profile->country == "CN");
  CHECK(std::any_of(profile->names.begin(), profile->names.end(),
                    [](const auto& name) { return name.text == "之江实验室" && !name.source.empty(); }));
  CHECK(index()->organisation("https://ror.org/" + profile->ror)->id == "zhejiang-lab");
  CHECK(index()->organisation("nobody").error().message == "no organisation 'nobody' is known");
  CHECK_FALSE(index()->organisation("nudt")->lists.empty());
}

TEST_CASE("suggestions lead from any name, in any script, to the body with its papers") {
  for (const char* typed : {"之江", "之江實", "zhej", "zhij", "ZJL", "zjlab"}) {
    INFO(typed);
    const auto found = index()->suggest(typed, 10);
    REQUIRE(found);
    CHECK(std::any_of(found->begin(), found->end(), [](const searcher::Suggestion& one) {
      return one.kind == "lab" && one.value == "zhejiang-lab" && one.label == "Zhejiang Lab" &&
             one.count == 12 && one.filter == "lab:zhejiang-lab";
    }));
  }
  const auto found = index()->suggest("swarm 之江", 10);
  REQUIRE(found);
  REQUIRE_FALSE(found->empty());
  CHECK(found->front().label == "Zhejiang Lab");
  CHECK(found->front().name == "之江实验室");
  CHECK(found->front().query == "swarm");
}
