#include "tests/unit/searcher/world.h"

#include <algorithm>
#include <fstream>
#include <set>

#include "corpus/base/file.h"
#include "corpus/reader.h"
#include "indexer/ingest.h"
#include "tests/support/papers.h"
#include "tests/support/real_data.h"

namespace labtrail::tests {

std::vector<corpus::Paper> read_papers(const std::vector<std::filesystem::path>& paths) {
  std::vector<corpus::Paper> out;
  std::set<std::string> ids;
  const auto inputs = corpus::list_inputs(paths, corpus::Format::automatic);
  if (!inputs) throw base::Failure(inputs.error());
  for (const corpus::Input& input : *inputs) {
    corpus::read_input(input, [&](corpus::Event&& event) {
      if (auto* paper = std::get_if<corpus::Paper>(&event.what);
          paper != nullptr && ids.insert(paper->id).second)
        out.push_back(std::move(*paper));
      return true;
    });
  }
  return out;
}

namespace {

void ingest(const std::filesystem::path& index, const std::filesystem::path& input) {
  indexer::IngestOptions options;
  options.index = index;
  options.paths = {input};
  options.jobs = 1;
  options.reject_file = index.string() + ".rejects";
  const auto summary = indexer::ingest(options);
  if (summary.rejected != 0) throw base::Failure(base::ErrorCode::bad_record, "a test paper was rejected");
}

/// What a paper was before it was replaced: other words, another year, another country.
corpus::Paper earlier(corpus::Paper paper) {
  paper.title = "Retired wording of " + paper.title;
  paper.abstract += " robot swarm control 实验室";
  paper.year = 1991;
  paper.countries = {"XX"};
  return paper;
}

std::vector<corpus::Paper> every(const std::vector<corpus::Paper>& papers, std::size_t wanted) {
  std::vector<corpus::Paper> out;
  const std::size_t step = std::max<std::size_t>(1, papers.size() / std::max<std::size_t>(1, wanted));
  for (std::size_t i = 0; i < papers.size() && out.size() < wanted; i += step) out.push_back(papers[i]);
  return out;
}

}  // namespace

World::World(std::vector<corpus::Paper> given) : papers(std::move(given)) {
  const std::size_t n = papers.size();
  const auto file = folder.path() / "papers.jsonl";
  const auto run = [&](const std::vector<corpus::Paper>& some) {
    ingest(pieces_path(), write_jsonl(file, some));
  };
  // Runs of falling size, so that few segments are of one size and are not merged into one.
  std::vector<corpus::Paper> replacements;
  std::string deletions = "id\n";
  std::size_t begin = 0;
  for (const std::size_t end : {n / 2, n * 3 / 4, n * 7 / 8, n}) {
    std::vector<corpus::Paper> some;
    for (std::size_t i = begin; i < end; ++i) {
      if (i < n * 3 / 4 && i % 9 == 0) {
        replacements.push_back(papers[i]);
        some.push_back(earlier(papers[i]));
      } else {
        some.push_back(papers[i]);
      }
      if (i % 11 != 0) continue;
      const std::string number = "W99000" + std::to_string(i);
      deletions += "https://openalex.org/" + number + "\n";
      some.push_back(earlier(papers[i]));
      some.back().id = "openalex:" + number;
    }
    run(some);
    begin = end;
  }
  run(replacements);
  const auto list = folder.path() / "deleted_ids.csv";
  base::write_file_atomically(list, deletions);
  ingest(pieces_path(), list);
  ingest(folder.path() / "whole", write_jsonl(file, papers));

  oracle = std::make_unique<Oracle>(papers);
  pieces = searcher::Searcher::open(pieces_path());
  whole = searcher::Searcher::open(folder.path() / "whole");
}

World& sample_world() {
  static World world(read_papers({LABTRAIL_SOURCE_DIR "/corpus/samples"}));
  return world;
}

World* real_world() {
  static const std::unique_ptr<World> world = []() -> std::unique_ptr<World> {
    const auto conferences = real_data("papers", "oracle over real papers");
    const auto works = real_data("openalex", "oracle over real works");
    if (!conferences || !works) return nullptr;
    constexpr std::size_t kConferencePapers = 2700;
    constexpr std::size_t kWorks = 2200;
    std::vector<corpus::Paper> papers = every(read_papers({*conferences}), kConferencePapers);
    for (corpus::Paper& work : every(read_papers({*works / "works-2643.jsonl.gz"}), kWorks))
      papers.push_back(std::move(work));
    for (corpus::Paper& sample : read_papers({LABTRAIL_SOURCE_DIR "/corpus/samples"}))
      papers.push_back(std::move(sample));
    return std::make_unique<World>(std::move(papers));
  }();
  return world.get();
}

}  // namespace labtrail::tests
