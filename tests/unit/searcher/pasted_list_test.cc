// A pasted list: every entry says how it was read, counts as the search behind it does, and what is wrong
// with one spoils no other. Real organisations of the shipped registry on invented papers.
#include "searcher/pasted_list.h"

#include "tests/unit/searcher/small_index.h"

using namespace labtrail;
using searcher::EntryMeaning;
using tests::paper;
using tests::SmallIndex;
using Strings = std::vector<std::string>;

namespace {

corpus::Paper known_as(const std::string& id, const std::string& title, const std::string& doi) {
  corpus::Paper out = paper(id, title);
  out.ids = {{"doi", doi}, {"arxiv", "2101.0000" + std::string(id == "f" ? "1" : "2")}};
  return out;
}

std::vector<corpus::Paper> papers() {
  corpus::Paper other = paper("d", "Sonar");
  other.institutions = {{"ror:03awzbc87", "Northeastern University", "03awzbc87", "CN", "education", {}}};
  other.authors[0].affiliations = {{"Dept. of Samples", {"ror:03awzbc87"}}};
  return {paper("a", "Robots of a lab", {.affiliations = {"Zhejiang Lab, Hangzhou, China"}, .year = 2020}),
          paper("b", "Swarms of robots", {.affiliations = {"之江实验室"}, .year = 2021}),
          paper("c", "Radar", {.affiliations = {"Northeastern University, Boston, USA"}, .year = 2021}),
          other,
          known_as("f", "Maser", "10.1000/x.y(2)"),
          known_as("g", "Maser, revised", "10.1000/x.y(2)"),
          paper("e", "Lidar", {.affiliations = {"Bureau of Samples, Room 5"}, .year = 2022})};
}

SmallIndex& index() {
  static SmallIndex made(papers());
  return made;
}

searcher::ListAnswer ask(EntryMeaning meaning, const Strings& entries, const std::string& filter = {}) {
  const auto answer = searcher::answer_list(*index(), {entries, meaning, filter});
  REQUIRE(answer);
  return *answer;
}

/// "entry: papers query | filter", one a reading; "entry! message".
Strings told(const searcher::ListAnswer& answer) {
  Strings out;
  for (const searcher::ListEntry& entry : answer.entries) {
    for (const searcher::EntryReading& reading : entry.readings)
      out.push_back(entry.text + ": " + std::to_string(reading.papers) + " " + reading.query + " | " +
                    reading.filter);
    if (entry.error) out.push_back(entry.text + "! " + entry.error->message);
  }
  return out;
}

}  // namespace

TEST_CASE("names in any script, and ids, are the body; a name of several is all of them") {
  CHECK(told(ask(EntryMeaning::name, {"之江實驗室", "zhejiang LAB", "zhejiang-lab"})) ==
        Strings{"之江實驗室: 2  | lab:zhejiang-lab", "zhejiang LAB: 2  | lab:zhejiang-lab",
                "zhejiang-lab: 2  | lab:zhejiang-lab"});
  const searcher::ListAnswer several = ask(EntryMeaning::name, {"Northeastern University"});
  REQUIRE(several.entries.front().readings.size() == 2);
  CHECK(several.entries.front().readings[0].value != several.entries.front().readings[1].value);
  CHECK(several.entries.front().readings[0].papers == 1);
}

TEST_CASE("a name that nothing has is looked for as printed, and the reading says so") {
  const searcher::ListAnswer answer = ask(EntryMeaning::name, {"Bureau of Samples"});
  CHECK(told(answer) == Strings{"Bureau of Samples: 1 affiliation:\"Bureau of Samples\" | "});
  CHECK(answer.entries.front().readings.front().meaning == EntryMeaning::printed);
}

TEST_CASE("a DOI or an arXiv number is its papers, whatever the list is read as") {
  for (const EntryMeaning meaning :
       {EntryMeaning::name, EntryMeaning::title, EntryMeaning::query, EntryMeaning::printed}) {
    const searcher::ListAnswer answer =
        ask(meaning, {"https://doi.org/10.1000/X.Y(2)", "arXiv: 2101.00002v1", "10.1000/none"}, "year:2020");
    CHECK(told(answer) == Strings{"https://doi.org/10.1000/X.Y(2): 2 id:\"doi:10.1000/x.y(2)\" | year:2020",
                                  "arXiv: 2101.00002v1: 1 id:arxiv:2101.00002 | year:2020",
                                  "10.1000/none: 0 id:doi:10.1000/none | year:2020"});
    for (const auto& entry : answer.entries) CHECK(entry.readings.front().meaning == EntryMeaning::id);
  }
}

TEST_CASE("queries, printed words and titles count as their search does, within the filter") {
  CHECK(told(ask(EntryMeaning::query, {"robot OR radar", "zzz"})) ==
        Strings{"robot OR radar: 3 robot OR radar | ", "zzz: 0 zzz | "});
  CHECK(told(ask(EntryMeaning::query, {"robot OR radar"}, "year:2021")) ==
        Strings{"robot OR radar: 2 robot OR radar | year:2021"});
  CHECK(told(ask(EntryMeaning::name, {"Zhejiang Lab"}, "year:2021")) ==
        Strings{"Zhejiang Lab: 1  | year:2021,lab:zhejiang-lab"});
  CHECK(told(ask(EntryMeaning::printed, {"Room 5"})) == Strings{"Room 5: 1 affiliation:\"Room 5\" | "});
  CHECK(told(ask(EntryMeaning::title, {"Swarms of robots"})) ==
        Strings{"Swarms of robots: 1 title:\"Swarms of robots\" | "});
  const searcher::ListAnswer narrowed = ask(EntryMeaning::query, {"robot"}, "year:2021");
  CHECK(narrowed.total == 2);
  for (const searcher::EntryReading& reading : narrowed.entries.front().readings)
    CHECK(index().find(reading.query, reading.filter) == "b");
}

TEST_CASE("an entry that cannot be read says why and spoils no other; quotes in an entry are words") {
  CHECK(told(ask(EntryMeaning::query, {"auther:x", "robot"})) ==
        Strings{"auther:x! unknown field 'auther'", "robot: 2 robot | "});
  CHECK(
      told(ask(EntryMeaning::title, {R"(Swarms "of" robots)"}))[0].starts_with(R"(Swarms "of" robots: 1 )"));
  CHECK(searcher::answer_list(*index(), {{"robot"}, EntryMeaning::query, "contry:x"}).error().code ==
        base::ErrorCode::bad_filter);
  CHECK(searcher::answer_list(*index(), {}).error().message == "the list is empty");
  CHECK(searcher::answer_list(*index(), {Strings(10'001, "x"), EntryMeaning::query, {}}).error().code ==
        base::ErrorCode::too_large);
}

TEST_CASE("a list whose time is over is an error, not an answer with holes") {
  const auto answer =
      searcher::answer_list(*index(), {{"robot"}, EntryMeaning::query, {}, std::chrono::milliseconds(0)});
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == base::ErrorCode::deadline);
}

TEST_CASE("lines are trimmed, each once, in order") {
  CHECK(searcher::read_lines("\xEF\xBB\xBF b \r\n\n a, c\nb\n") == Strings{"b", "a, c"});
  CHECK(searcher::read_lines(" \n").empty());
}

TEST_CASE("CSV and JSON hold every reading with its unit and generation, and every problem") {
  const searcher::ListAnswer answer = ask(EntryMeaning::query, {"=robots", "(x"});
  const std::string csv = searcher::to_csv(answer);
  CHECK(csv.find(
            "entry,read_as,kind,value,label,papers,query,filter,problem,unit,generation,generation_date\r\n"
            "'=robots,query,,,,2,'=robots,,,papers,1,") == 0);
  CHECK(csv.find("\r\n(x,query,,,,,,,the parenthesis is not closed") != std::string::npos);
  const std::string json = searcher::to_json(answer);
  CHECK(json.find(
            R"("entries":[{"entry":"=robots","readings":[{"read_as":"query","kind":"","value":"","label":"",)"
            R"("papers":2,"query":"=robots","filter":""}],"problem":null},)") != std::string::npos);
  CHECK(json.find(R"({"entry":"(x","readings":[],"problem":"the parenthesis is not closed)") !=
        std::string::npos);
}
