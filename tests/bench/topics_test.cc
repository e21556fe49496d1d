// Topics are a test with judged papers: tests/golden/topics.tsv says of each pair of paper and topic whether
// a person who read title and abstract found the topic right. The papers are tagged again with the shipped
// lists; of the judged pairs that are still tagged, at least 95 of 100 must be right for each topic with ten
// or more. A changed list needs fresh papers (topics_bench draw); judged pairs are never taken out.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <unordered_map>

#include "corpus/reader.h"
#include "indexer/tagging/topics.h"
#include "tests/support/real_data.h"

using namespace labtrail;
using tagging::TopicTag;

namespace {

constexpr double kPrecision = 0.95;
/// Fewer pairs say too little about a topic.
constexpr std::size_t kEnough = 10;

struct Pair {
  std::string topic;
  std::string paper;
  std::string title;
  std::string term;
  std::string field;
  std::string verdict;
  std::string reason;
};

std::vector<Pair> read_golden() {
  std::vector<Pair> pairs;
  std::ifstream in(LABTRAIL_SOURCE_DIR "/tests/golden/topics.tsv");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> cells;
    for (std::size_t from = 0; from <= line.size();) {
      const std::size_t to = std::min(line.find('\t', from), line.size());
      cells.push_back(line.substr(from, to - from));
      from = to + 1;
    }
    INFO(line);
    REQUIRE(cells.size() == 7);
    pairs.push_back({cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]});
  }
  return pairs;
}

/// Of each judged paper, the topics that it bears directly. A paper is told by id and title: an id may stand
/// twice.
std::map<std::string, std::set<std::string>> tag_judged(const std::filesystem::path& folder,
                                                        const std::vector<Pair>& pairs) {
  std::unordered_map<std::string, std::string> titles;
  for (const Pair& pair : pairs) titles.emplace(pair.paper, pair.title);
  auto loaded = corpus::load_registry({});
  REQUIRE(loaded);
  const auto registry = std::make_shared<const corpus::Registry>(std::move(*loaded));
  tagging::TopicMatcher matcher(registry);
  std::vector<TopicTag> tags;
  std::map<std::string, std::set<std::string>> topics;
  const auto inputs = corpus::list_inputs({folder}, corpus::Format::automatic);
  REQUIRE(inputs);
  for (const corpus::Input& input : *inputs) {
    corpus::read_input(input, [&](corpus::Event&& event) {
      const auto* paper = std::get_if<corpus::Paper>(&event.what);
      if (paper == nullptr) return true;
      const auto judged = titles.find(paper->id);
      if (judged == titles.end() || judged->second != paper->title) return true;
      std::set<std::string>& found = topics[paper->id];
      matcher.match(*paper, tags);
      for (const TopicTag& tag : tags) {
        if (tag.through == TopicTag::kDirect) found.insert(registry->topics[tag.topic].id);
      }
      return true;
    });
  }
  return topics;
}

struct Count {
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::size_t gone = 0;
  [[nodiscard]] std::size_t tagged() const { return right + wrong; }
  [[nodiscard]] double precision() const {
    return tagged() == 0 ? 1 : static_cast<double>(right) / static_cast<double>(tagged());
  }
};

}  // namespace

TEST_CASE("at least 500 papers are judged, each pair once, for topics that exist") {
  const std::vector<Pair> pairs = read_golden();
  const auto registry = corpus::load_registry({});
  REQUIRE(registry);
  std::set<std::string> papers;
  std::set<std::pair<std::string, std::string>> seen;
  std::map<std::string, std::size_t> per_topic;
  for (const Pair& pair : pairs) {
    INFO(pair.topic << ' ' << pair.paper);
    CHECK(registry->topic(pair.topic) != nullptr);
    CHECK((pair.verdict == "yes" || pair.verdict == "no"));
    CHECK_FALSE(pair.reason.empty());
    CHECK(seen.emplace(pair.topic, pair.paper).second);
    papers.insert(pair.paper);
    ++per_topic[pair.topic];
  }
  CHECK(papers.size() >= 500);
  CHECK(std::count_if(per_topic.begin(), per_topic.end(),
                      [](const auto& topic) { return topic.second >= kEnough; }) >= 50);
}

TEST_CASE("topics are right on at least 95 of 100 judged papers that bear them") {
  const auto data = tests::real_data("papers", "topics");
  if (!data) return;
  const std::vector<Pair> pairs = read_golden();
  const auto topics = tag_judged(*data, pairs);
  std::map<std::string, Count> counts;
  Count all;
  for (const Pair& pair : pairs) {
    INFO("judged paper is in the data: " << pair.paper << ' ' << pair.title);
    const auto found = topics.find(pair.paper);
    REQUIRE(found != topics.end());
    for (Count* count : {&counts[pair.topic], &all}) {
      if (!found->second.contains(pair.topic)) {
        ++count->gone;
      } else {
        ++(pair.verdict == "yes" ? count->right : count->wrong);
      }
    }
  }
  const auto line = [](const std::string& name, const Count& count) {
    return fmt::format("{:<28}{:>6.3f} {:>5} of {:>3} right, {:>3} judged pairs no longer tagged\n", name,
                       count.precision(), count.right, count.tagged(), count.gone);
  };
  for (const auto& [topic, count] : counts) {
    std::cout << line(topic, count);
    INFO(line(topic, count));
    if (count.tagged() >= kEnough) CHECK(count.precision() >= kPrecision);
  }
  std::cout << line("all", all);
  CHECK(all.precision() >= kPrecision);
}
