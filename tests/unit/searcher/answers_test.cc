// The parts of an answer: order, cursors, facets, highlights, spelling, suggestions, records.
#include <algorithm>
#include <thread>

#include "tests/unit/searcher/small_index.h"

using namespace labtrail;
using searcher::Sort;
using tests::paper;
using tests::SmallIndex;

namespace {

std::vector<corpus::Paper> many(std::size_t count, const std::string& words = "robot swarm") {
  std::vector<corpus::Paper> papers;
  for (std::size_t i = 0; i < count; ++i) {
    papers.push_back(paper("p" + std::to_string(1000 + i), words + " number " + std::to_string(i),
                           {.year = static_cast<int>(2000 + i % 7)}));
  }
  return papers;
}

/// Every page of a request, from cursor to cursor.
std::vector<std::string> pages(SmallIndex& index, searcher::Request request) {
  std::vector<std::string> out;
  for (;;) {
    const auto response = index.ask(request);
    for (const auto& hit : response.hits) out.push_back(hit.paper.id);
    if (response.next_cursor.empty()) return out;
    REQUIRE(!response.hits.empty());
    request.cursor = response.next_cursor;
  }
}

std::string marked(const searcher::Highlight& highlight) {
  std::string out = highlight.text;
  for (auto span = highlight.spans.rbegin(); span != highlight.spans.rend(); ++span) {
    out.insert(span->end, "]");
    out.insert(span->begin, "[");
  }
  return highlight.field + ": " + out;
}

std::vector<std::string> marks(SmallIndex& index, const std::string& query) {
  searcher::Request request;
  request.query = query;
  const auto response = index.ask(request);
  REQUIRE(response.hits.size() == 1);
  std::vector<std::string> out;
  for (const auto& highlight : response.hits[0].highlights) out.push_back(marked(highlight));
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("pages joined by cursors give every match once, in the order of one long page") {
  SmallIndex index(many(50));
  const Sort sort = GENERATE(Sort::relevance, Sort::newest, Sort::oldest, Sort::id);
  searcher::Request request;
  request.query = GENERATE(as<std::string>{}, "", "swarm", "swarm OR 3");
  request.sort = sort;
  request.limit = 200;
  Strings whole;
  for (const auto& hit : index.ask(request).hits) whole.push_back(hit.paper.id);
  REQUIRE(whole.size() == 50);
  for (const std::size_t limit : {1, 7, 50}) {
    request.limit = limit;
    CHECK(pages(index, request) == whole);
  }
  request.limit = 10;
  request.offset = 45;
  const auto last = index.ask(request);
  CHECK(last.hits.size() == 5);
  CHECK(last.hits[0].paper.id == whole[45]);
  CHECK(last.next_cursor.empty());
}

TEST_CASE("orders: by date with unknown dates last, by id in bytes; equal ones by id") {
  auto papers = std::vector{paper("b", "x", {.year = 2001}), paper("a", "x", {.year = 2001}),
                            paper("c", "x", {.year = 0}), paper("B", "x", {.year = 1999}),
                            paper("d", "x", {.year = 2003})};
  papers[4].date = "2003-05-01";
  papers.push_back(paper("e", "x", {.year = 2003}));
  papers.back().date = "2003-06-01";
  SmallIndex index(papers);
  const auto ordered = [&](Sort sort) {
    searcher::Request request;
    request.query = "x";
    request.sort = sort;
    return SmallIndex::ids(index.ask(request));
  };
  CHECK(ordered(Sort::newest) == "e d a b B c");
  CHECK(ordered(Sort::oldest) == "B a b d e c");
  CHECK(ordered(Sort::id) == "B a b c d e");
  CHECK(ordered(Sort::relevance) == "B a b c d e");
}

TEST_CASE("a title says more than an abstract, and a rare word more than a common one") {
  SmallIndex index({paper("abstract", "on other things", {.abstract = "with a lidar in it, and wheels"}),
                    paper("title", "lidar on wheels", {.abstract = "and other things"}),
                    paper("wheels", "wheels", {.abstract = "wheels"}), paper("w2", "wheels of things"),
                    paper("rare", "lidar")});
  searcher::Request request;
  request.query = "lidar";
  CHECK(SmallIndex::ids(index.ask(request)).substr(0, 4) == "rare");
  request.query = "lidar OR wheels";
  const auto hits = index.ask(request).hits;
  CHECK(hits[0].paper.id == "title");
  CHECK(hits[0].score > hits[1].score);
}

TEST_CASE("cursors are refused for another question, when forged, and when their generation is gone") {
  SmallIndex index(many(30));
  searcher::Request request;
  request.query = "swarm";
  request.limit = 10;
  const std::string cursor = index.ask(request).next_cursor;
  REQUIRE(!cursor.empty());
  request.cursor = cursor;

  auto other = request;
  other.filter = "year:2001";
  CHECK(index.refusal(other).code == base::ErrorCode::bad_request);
  CHECK(index.refusal(other).message == "the cursor belongs to another query, filter or order");
  other = request;
  other.sort = Sort::newest;
  CHECK(index.refusal(other).code == base::ErrorCode::bad_request);
  for (const char* forged : {"x", "AAAA", "!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    other = request;
    other.cursor = forged;
    CHECK(index.refusal(other).message == "the cursor cannot be read");
  }
  other = request;
  other.offset = 5;
  CHECK(index.refusal(other).message == "a cursor and an offset exclude each other");

  // Two newer generations: the page still comes from the old one. A third: gone.
  const Strings rest = pages(index, request);
  for (int run = 0; run < 2; ++run) {
    index.ingest({paper("new" + std::to_string(run), "swarm swarm swarm")});
    REQUIRE(index->refresh().value());
    CHECK(pages(index, request) == rest);
    CHECK(index.ask(request).generation.number == 1);
  }
  CHECK(index->generation().number == 3);
  index.ingest({paper("new3", "swarm")});
  REQUIRE(index->refresh().value());
  CHECK(index.refusal(request).code == base::ErrorCode::gone);
  CHECK(index.refusal(request).message == "the index has moved on since the cursor was made");
}

TEST_CASE("limits answer with a message") {
  SmallIndex index(many(3));
  searcher::Request request;
  request.limit = 201;
  CHECK(index.refusal(request).message == "one answer holds at most 200 papers");
  request.limit = 1;
  request.offset = 100'001;
  CHECK(index.refusal(request).code == base::ErrorCode::bad_request);
}

TEST_CASE("refresh switches to a newer generation; replaced and deleted papers are gone at once") {
  SmallIndex index(
      {paper("openalex:W1", "robot one"), paper("openalex:W2", "robot two"), paper("b", "swarm")});
  CHECK_FALSE(index->refresh().value());
  index.ingest({paper("b", "robot three")});
  CHECK(index.find("swarm") == "b");
  REQUIRE(index->refresh().value());
  CHECK(index.find("swarm") == "");
  CHECK(index.find("robot") == "b openalex:W1 openalex:W2");
  index.remove({"W1"});
  REQUIRE(index->refresh().value());
  CHECK(index.find("robot") == "b openalex:W2");
  CHECK(index.find("NOT swarm") == "b openalex:W2");
  CHECK(index->paper("b").value().title == "robot three");
  CHECK(index->paper("openalex:W1").error().message == "there is no paper 'openalex:W1'");
  CHECK(index->generation().papers == 2);
}

TEST_CASE("a damaged newer generation is reported, and the last good one keeps serving") {
  SmallIndex index(many(20));
  index.ingest(many(25, "other words"));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(index.path() / "segments")) {
    if (entry.path().filename() != "text" || entry.path().string().find("/1-") != std::string::npos) continue;
    std::string bytes = base::read_file(entry.path());
    bytes[bytes.size() / 2] ^= 1;
    base::write_file_atomically(entry.path(), bytes);
  }
  const auto refreshed = index->refresh();
  REQUIRE(!refreshed.has_value());
  CHECK(refreshed.error().code == base::ErrorCode::corrupt);
  CHECK(index->generation().number == 1);
  searcher::Request request;
  request.query = "swarm";
  CHECK(index.ask(request).total == 20);
}

TEST_CASE("facets leave their own positive clauses out, keep exclusions, and list what is selected") {
  SmallIndex index({paper("a", "robot", {.year = 2020, .countries = {"CN", "DE"}}),
                    paper("b", "robot", {.year = 2021, .countries = {"CN"}}),
                    paper("c", "robot", {.year = 2021, .countries = {"DE"}}),
                    paper("d", "robot", {.year = 2022, .countries = {"FR"}}),
                    paper("e", "swarm", {.year = 2022})});
  const auto buckets = [&](const std::string& query, const std::string& filter, std::size_t limit) {
    searcher::Request request;
    request.query = query;
    request.filter = filter;
    request.limit = 0;
    request.facets = {{format::FacetField::country, limit}};
    const auto response = index.ask(request);
    std::string out;
    for (const auto& bucket : response.facets.at(0).buckets) {
      out += bucket.value + "=" + std::to_string(bucket.count);
      out += std::string(bucket.selected ? "+" : "") + (bucket.excluded ? "-" : "") + " ";
    }
    return out + "distinct " + std::to_string(response.facets[0].distinct) + " none " +
           std::to_string(response.facets[0].none) + " total " + std::to_string(response.total);
  };
  CHECK(buckets("", "", 20) == "CN=2 DE=2 FR=1 distinct 3 none 1 total 5");
  CHECK(buckets("", "", 1) == "CN=2 distinct 3 none 1 total 5");
  CHECK(buckets("robot", "country:fr", 1) == "CN=2 FR=1+ distinct 3 none 0 total 1");
  CHECK(buckets("robot", "country:FR,year:2021", 20) == "CN=1 DE=1 FR=0+ distinct 2 none 0 total 0");
  CHECK(buckets("", "country:!CN", 20) == "DE=1 FR=1 CN=0- distinct 2 none 1 total 3");
  CHECK(buckets("", "country:XX", 20) == "CN=2 DE=2 FR=1 XX=0+ distinct 3 none 1 total 0");
  CHECK(buckets("country:CN", "", 20) == "CN=2 DE=1 distinct 2 none 0 total 2");
}

TEST_CASE("search inside a facet: by the folded beginning of any word of a label") {
  SmallIndex index({paper("a", "robot", {.institutions = {"Université de la Montagne", "Karst University"}}),
                    paper("b", "robot", {.institutions = {"Karst University"}}),
                    paper("c", "swarm", {.institutions = {"样例大学", "Montan Lab"}})});
  const auto values = [&](const std::string& prefix, const std::string& query = "") {
    searcher::Request request;
    request.query = query;
    Strings out;
    const auto facet = index->facet_values(format::FacetField::institution, prefix, 10, request);
    for (const auto& bucket : facet.value().buckets)
      out.push_back(bucket.value + "=" + std::to_string(bucket.count));
    return out;
  };
  CHECK(values("") ==
        Strings{"Karst University=2", "Montan Lab=1", "Université de la Montagne=1", "样例大学=1"});
  CHECK(values("MONT") == Strings{"Montan Lab=1", "Université de la Montagne=1"});
  CHECK(values("universite") == Strings{"Université de la Montagne=1"});
  CHECK(values("de la m") == Strings{"Université de la Montagne=1"});
  CHECK(values("大學") == Strings{"样例大学=1"});
  CHECK(values("niver") == Strings{});
  CHECK(values("mont", "robot") == Strings{"Université de la Montagne=1"});
  CHECK(values("???") == Strings{});
}

TEST_CASE("highlights mark what matched and nothing else") {
  corpus::Paper one =
      paper("a", "Robots, a robotic arm: <i>swarm</i> control",
            {.abstract = "Control of a swarm. The swarm control problem of 之江实验室 and 江实.",
             .affiliations = {"Swarm Lab", "Karst University", "Swarm Lab"}});
  one.keywords = {"arms", "swarms"};
  SmallIndex index({one});
  CHECK(marks(index, "swarm") ==
        Strings{"title: Robots, a robotic arm: <i>[swarm]</i> control",
                "abstract: Control of a [swarm]. The [swarm] control problem of 之江实验室 and 江实.",
                "affiliation: [Swarm] Lab", "keyword: [swarms]"});
  CHECK(marks(index, "\"swarm control\"") ==
        Strings{"title: Robots, a robotic arm: <i>swarm</i> control",
                "abstract: Control of a swarm. The [swarm control] problem of 之江实验室 and 江实."});
  CHECK(marks(index, "title:swarm -missing") ==
        Strings{"title: Robots, a robotic arm: <i>[swarm]</i> control"});
  CHECK(marks(index, "江实验") ==
        Strings{"title: Robots, a robotic arm: <i>swarm</i> control",
                "abstract: Control of a swarm. The swarm control problem of 之[江实验]室 and 江实."});
  CHECK(marks(index, "control NEAR/3 swarm")[1] ==
        "abstract: [Control] of a [swarm]. The [swarm] [control] problem of 之江实验室 and 江实.");
  CHECK(marks(index, "\"control swarm\"~2")[1] ==
        "abstract: [Control] of a [swarm]. The swarm control problem of 之江实验室 and 江实.");
  CHECK(marks(index, "=robotic")[0] == "title: Robots, a [robotic] arm: <i>swarm</i> control");
  CHECK(marks(index, "robo*")[0] == "title: [Robots], a [robotic] arm: <i>swarm</i> control");
  CHECK(marks(index, "robos~1")[0] == "title: [Robots], a robotic arm: <i>swarm</i> control");
  CHECK(marks(index, "same(swarm lab)").back() == "affiliation: [Swarm] [Lab]");
  CHECK(marks(index, "") == Strings{"title: Robots, a robotic arm: <i>swarm</i> control"});
}

TEST_CASE("a long abstract is cut around its matches, at the borders of words") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "wörter ";
  SmallIndex index({paper("a", "title", {.abstract = text + "lidar " + text + "lidar und radar " + text})});
  searcher::Request request;
  request.query = "lidar radar";
  const auto highlight = index.ask(request).hits.at(0).highlights.at(1);
  CHECK(highlight.cut_before);
  CHECK(highlight.cut_after);
  CHECK(highlight.text.size() < 400);
  CHECK(highlight.text.rfind("wörter", 0) == 0);
  CHECK(highlight.text.substr(highlight.text.size() - 7) == "wörter");
  REQUIRE(highlight.spans.size() == 2);
  CHECK(highlight.text.substr(highlight.spans[0].begin, 5) == "lidar");
  CHECK(highlight.text.substr(highlight.spans[1].begin, 5) == "radar");
  CHECK(index.ask(request).hits[0].paper.abstract.size() > 4000);
}

TEST_CASE("did you mean: nearest words that find something, with the exact count") {
  SmallIndex index({paper("a", "reinforcement learning for robots"), paper("b", "learning swarms"),
                    paper("c", "leaning towers", {.year = 2001})});
  const auto meant = [&](const std::string& query, const std::string& filter = "") {
    searcher::Request request;
    request.query = query;
    request.filter = filter;
    request.mode = query::Mode::lenient;
    const auto spelling = index.ask(request).spelling;
    return spelling ? spelling->query + " = " + std::to_string(spelling->count) : "";
  };
  CHECK(meant("lerning") == "learning = 2");
  CHECK(meant("reinforcemnt lerning") == "reinforcement learning = 1");
  CHECK(meant("title:\"lerning swarms\"") == "title:\"learning swarms\" = 1");
  CHECK(meant("lerning", "year:2001") == "leaning = 1");
  CHECK(meant("learning") == "");
  CHECK(meant("learning towers") == "");
  CHECK(meant("xyzzyqwerty") == "");
  CHECK(meant("NOT learning lerning swarms") == "");
}

TEST_CASE(
    "suggestions: institutions and venues by a word of their name, words by their beginning, exact counts") {
  SmallIndex index(
      {paper("a", "robots", {.venue = "Journal of Karst", .institutions = {"Karst University"}}),
       paper("b", "a robot", {.venue = "Robotics Days", .institutions = {"Karst University"}}),
       paper("c", "karstic", {.venue = "Journal of Karst", .institutions = {"University of Kars"}})});
  const auto suggested = [&](const std::string& text) {
    Strings out;
    const auto suggestions = index->suggest(text, 6);
    for (const auto& one : *suggestions)
      out.push_back(one.kind + " " + one.label + " " + std::to_string(one.count));
    return out;
  };
  CHECK(suggested("kars") == Strings{"institution Karst University 2", "venue Journal of Karst 2",
                                     "institution University of Kars 1", "word karst 2", "word karstic 1"});
  CHECK(suggested("university of k") ==
        Strings{"institution University of Kars 1", "word karst 2", "word karstic 1"});
  CHECK(suggested("robo") == Strings{"venue Robotics Days 1", "word robot 2"});
  CHECK(suggested("zzz").empty());
  CHECK(suggested("").empty());
  CHECK(suggested(" \t").empty());
}

TEST_CASE("a suggestion says which search it leads to: the rest of the query, and the clause of its value") {
  SmallIndex index(
      {paper("a", "robots", {.venue = "Journal of Karst", .institutions = {"Karst University"}})});
  const auto taken = [&](const std::string& text) {
    Strings out;
    const auto suggestions = index->suggest(text, 6);
    for (const auto& one : *suggestions) out.push_back(one.query + " & " + one.filter);
    return out;
  };
  CHECK(taken("karst un") == Strings{" & institution:Karst University"});
  CHECK(taken("title:robots karst un") == Strings{"title:robots & institution:Karst University"});
  CHECK(taken("a OR (b c) journal of kar") ==
        Strings{"a OR (b c) & venue:Journal of Karst", "a OR (b c) journal of karst & "});
  CHECK(taken("swarm rob") == Strings{"swarm robots & "});
  // What stands in a phrase, in a field or behind an operator is no name beside the rest.
  CHECK(taken("\"swarm karst un").empty());
  CHECK(taken("karst NOT rob") == Strings{"karst NOT robots & "});
}

TEST_CASE("every match in the order of ids, without a cap, until the reader has enough") {
  auto papers = many(300);
  std::reverse(papers.begin(), papers.end());
  SmallIndex index(papers);
  searcher::Request request;
  request.query = "swarm";
  request.filter = "year:!2003";
  Strings ids;
  const auto selected = index->select(request).value();
  const std::uint64_t given = selected->each([&](const corpus::Paper& one, const searcher::CountedValues&) {
    ids.push_back(one.id);
    return true;
  });
  CHECK(given == ids.size());
  CHECK(selected->facts().total == ids.size());
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  request.limit = 200;
  CHECK(index.ask(request).total == ids.size());
  std::size_t taken = 0;
  CHECK(selected->each([&](const corpus::Paper&, const searcher::CountedValues&) { return ++taken < 5; }) ==
        5);
}

TEST_CASE("what stands for too many words is refused, never cut; the deadline is an error, never a part") {
  std::vector<corpus::Paper> papers;
  std::string words;
  for (int i = 0; i < 10'001; ++i) words += "word" + std::to_string(i) + " ";
  papers.push_back(paper("a", "title", {.abstract = words}));
  papers.push_back(paper("b", "word1"));
  SmallIndex index(papers);
  searcher::Request request;
  request.query = "title OR word*";
  const base::Error error = index.refusal(request);
  CHECK(error.code == base::ErrorCode::too_large);
  CHECK(error.message == "'word*' stands for 10001 different words, more than 10000");
  CHECK(error.hint == "type more letters before '*'");
  CHECK(error.offset == 9);
  CHECK(error.length == 5);
  request.query = "word1*";
  CHECK(index.ask(request).total == 2);
  request.deadline = std::chrono::milliseconds(-1);
  CHECK(index.refusal(request).code == base::ErrorCode::deadline);
}

TEST_CASE("explain prints tokens, tree, candidate query and what is proved") {
  SmallIndex index({paper("a", "robot arms"), paper("b", "robots")});
  const auto explained = index->explain("title:\"robot arm\" -=robots").value();
  CHECK(explained.tokens == Strings{"title:\"robot arm\"", "-", "=robots"});
  CHECK(explained.tree == "(and (phrase title \"robot arm\") (not (exact robots)))");
  CHECK(explained.xapian == "Query(((erobot AND earm) AND <alldocuments>))");
  CHECK(explained.notes ==
        Strings{"robot: erobot (2 papers)", "arm: earm (1 papers)",
                "the phrase is proved in the forward column",
                "only in the field 'title', by the counts of the postings",
                "=robots: erobot (2 papers); each paper is looked up for the word itself"});
  CHECK(index->explain("\"").error().code == base::ErrorCode::bad_query);
}

TEST_CASE("many threads ask while generations change: every answer is whole") {
  SmallIndex index(many(40));
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      while (!stop) {
        searcher::Request request;
        request.query = "\"robot swarm\" OR swa*";
        request.facets = {{format::FacetField::year, 10}};
        const auto response = index->search(request);
        if (!response || response->total != 40 + response->generation.number - 1) ++wrong;
        if (!index->suggest("sw", 5)) ++wrong;
      }
    });
  }
  for (int run = 0; run < 4; ++run) {
    index.ingest({paper("n" + std::to_string(run), "robot swarm")});
    CHECK(index->refresh().value());
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}
