// Technology topics on real papers: how fast they are found, on how many papers each, and fresh papers to
// judge.
//
//   topics_bench speed PATH...                     papers and MB a CPU second on one core; papers of each
//   topic topics_bench draw SEED N TOPIC,... PATH...     N papers a topic that bear it directly, drawn with a
//   fixed seed,
//                                                  without those judged in tests/golden/topics.tsv:
//                                                  topic, paper id, title, term, field, text around it,
//                                                  abstract
//
// Rejected and withdrawn papers and those whose id stands twice are never drawn.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/reader.h"
#include "indexer/tagging/topics.h"

using namespace labtrail;
using tagging::TopicTag;

namespace {

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::vector<corpus::Paper> read_papers(const std::vector<std::filesystem::path>& paths) {
  std::vector<corpus::Paper> papers;
  const auto inputs = corpus::list_inputs(paths, corpus::Format::automatic);
  if (!inputs) throw base::Failure(inputs.error());
  for (const corpus::Input& input : *inputs) {
    corpus::read_input(input, [&](corpus::Event&& event) {
      if (auto* paper = std::get_if<corpus::Paper>(&event.what)) papers.push_back(std::move(*paper));
      return true;
    });
  }
  return papers;
}

std::shared_ptr<const corpus::Registry> shipped() {
  auto registry = corpus::load_registry({});
  if (!registry) throw base::Failure(registry.error());
  return std::make_shared<const corpus::Registry>(std::move(*registry));
}

void measure(const std::vector<corpus::Paper>& papers) {
  const auto registry = shipped();
  std::size_t bytes = 0;
  for (const corpus::Paper& paper : papers) {
    bytes += paper.title.size() + paper.abstract.size();
    for (const std::string& keyword : paper.keywords) bytes += keyword.size();
  }
  double start = cpu_seconds();
  tagging::TopicMatcher matcher(registry);
  std::cout << fmt::format("{} topics compiled in {:.3f} CPU seconds\n", registry->topics.size(),
                           cpu_seconds() - start);
  std::vector<TopicTag> tags;
  std::vector<std::size_t> direct(registry->topics.size());
  std::vector<std::size_t> all(registry->topics.size());
  std::size_t untagged = 0;
  start = cpu_seconds();
  for (const corpus::Paper& paper : papers) {
    matcher.match(paper, tags);
    untagged += tags.empty() ? 1 : 0;
    for (const TopicTag& tag : tags) {
      ++all[tag.topic];
      direct[tag.topic] += tag.through == TopicTag::kDirect ? 1 : 0;
    }
  }
  const double seconds = cpu_seconds() - start;
  const auto count = static_cast<double>(papers.size());
  const double megabytes = static_cast<double>(bytes) / 1e6;
  std::cout << fmt::format("{} papers, {:.1f} MB: {:.2f} CPU seconds, {:.0f} papers and {:.1f} MB a second\n",
                           papers.size(), megabytes, seconds, count / seconds, megabytes / seconds);
  std::cout << fmt::format("{} papers without a topic\n\ntopic\tpapers\tdirectly\n", untagged);
  for (std::size_t i = 0; i < all.size(); ++i)
    std::cout << fmt::format("{}\t{}\t{}\n", registry->topics[i].id, all[i], direct[i]);
}

std::set<std::string> split(const std::string& list) {
  std::set<std::string> parts;
  for (std::size_t from = 0, to = 0; to < list.size(); from = to + 1) {
    to = std::min(list.find(',', from), list.size());
    parts.insert(list.substr(from, to - from));
  }
  return parts;
}

std::set<std::string> judged_papers() {
  std::set<std::string> ids;
  std::ifstream in(LABTRAIL_SOURCE_DIR "/tests/golden/topics.tsv");
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.find('\t');
    if (line.empty() || line.front() == '#' || tab == std::string::npos) continue;
    ids.insert(line.substr(tab + 1, line.find('\t', tab + 1) - tab - 1));
  }
  return ids;
}

const std::string& text_of(const corpus::Paper& paper, const TopicTag& tag) {
  if (tag.field == tagging::TopicField::title) return paper.title;
  return tag.field == tagging::TopicField::abstract ? paper.abstract : paper.keywords[tag.value];
}

/// A byte of UTF-8 that does not begin a character.
bool is_inside_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

void draw(const std::vector<corpus::Paper>& papers, unsigned seed, std::size_t wanted,
          const std::set<std::string>& topics) {
  constexpr std::size_t kAround = 60;
  const auto registry = shipped();
  std::map<std::string, unsigned> ids;
  for (const corpus::Paper& paper : papers) ++ids[paper.id];
  std::set<std::string> used = judged_papers();
  std::map<std::uint32_t, std::vector<std::pair<const corpus::Paper*, TopicTag>>> bearers;
  tagging::TopicMatcher matcher(registry);
  std::vector<TopicTag> tags;
  for (const corpus::Paper& paper : papers) {
    if (ids[paper.id] > 1 || paper.status == "Reject" || paper.status == "Withdraw") continue;
    matcher.match(paper, tags);
    for (const TopicTag& tag : tags) {
      if (tag.through == TopicTag::kDirect && topics.contains(registry->topics[tag.topic].id))
        bearers[tag.topic].emplace_back(&paper, tag);
    }
  }
  for (auto& [topic, list] : bearers) {
    std::mt19937 random(seed);
    // Not std::shuffle: its result differs between libraries.
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random() % i]);
    std::size_t drawn = 0;
    for (const auto& [paper, tag] : list) {
      if (drawn == wanted) break;
      if (!used.insert(paper->id).second) continue;
      ++drawn;
      const std::string& text = text_of(*paper, tag);
      std::size_t from = tag.begin < kAround ? 0 : tag.begin - kAround;
      while (from < tag.begin && is_inside_character(text[from])) ++from;
      std::size_t to = std::min<std::size_t>(tag.end + kAround, text.size());
      while (to < text.size() && is_inside_character(text[to])) ++to;
      std::cout << fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", registry->topics[topic].id, paper->id,
                               paper->title, registry->topics[topic].terms[tag.term].text,
                               tagging::name(tag.field), text.substr(from, to - from), paper->abstract);
    }
  }
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() >= 2 && arguments[0] == "speed") {
    measure(read_papers({arguments.begin() + 1, arguments.end()}));
    return 0;
  }
  if (arguments.size() >= 5 && arguments[0] == "draw") {
    draw(read_papers({arguments.begin() + 4, arguments.end()}),
         static_cast<unsigned>(std::stoul(arguments[1])), std::stoul(arguments[2]), split(arguments[3]));
    return 0;
  }
  std::cerr << "usage: topics_bench speed PATH... | draw SEED N TOPIC,... PATH...\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& failure) {
    std::cerr << "topics_bench: " << failure.what() << '\n';
    return 1;
  }
}
