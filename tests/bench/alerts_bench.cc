// Alerts at scale: how long 10,000 saved searches over a real index take after 5,000 papers have come in.
//
//   alerts_bench FOLDER [--searches N] [--new N] [--threads N] PATH...
//
// Papers are read from PATH; the last N make the second ingest. FOLDER keeps index and data folder; it must
// not exist. The questions are made from the papers with a fixed seed, in the shares in which people ask:
// labs, institutions and countries with a topic or words, several words, phrases, alternatives, some NEAR,
// prefix and excluded words. Prints CPU and wall seconds of each step.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/paper_json.h"
#include "corpus/reader.h"
#include "indexer/ingest.h"
#include "searcher/saved/alerts.h"
#include "searcher/saved/interchange.h"
#include "searcher/search.h"

using namespace labtrail;
namespace fs = std::filesystem;

namespace {

struct Options {
  fs::path folder;
  std::size_t searches = 10'000;
  std::size_t fresh = 5'000;
  unsigned threads = 0;
  std::vector<fs::path> paths;
};

class Stopwatch {
 public:
  void print(const std::string& what) {
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
    const double cpu = static_cast<double>(std::clock() - cpu_) / CLOCKS_PER_SEC;
    std::cout << fmt::format("{:<58} {:8.2f} s wall {:8.2f} s CPU\n", what, wall, cpu) << std::flush;
    begun_ = std::chrono::steady_clock::now();
    cpu_ = std::clock();
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::clock_t cpu_ = std::clock();
};

std::vector<corpus::Paper> read_papers(const std::vector<fs::path>& paths) {
  std::vector<corpus::Paper> papers;
  std::set<std::string> ids;
  const auto inputs = corpus::list_inputs(paths, corpus::Format::automatic);
  if (!inputs) throw base::Failure(inputs.error());
  for (const corpus::Input& input : *inputs) {
    corpus::read_input(input, [&](corpus::Event&& event) {
      auto* paper = std::get_if<corpus::Paper>(&event.what);
      if (paper != nullptr && ids.insert(paper->id).second) papers.push_back(std::move(*paper));
      return true;
    });
  }
  return papers;
}

/// Values of a facet with many papers, as filters take them.
std::vector<std::string> values(const searcher::Searcher& searcher, const char* field, std::size_t count) {
  searcher::Request request;
  request.limit = 0;
  request.facets = *query::parse_facets(fmt::format("{}:{}", field, count));
  const auto response = searcher.search(request);
  if (!response) throw base::Failure(response.error());
  std::vector<std::string> out;
  for (const searcher::FacetBucket& bucket : response->facets[0].buckets)
    out.push_back(fmt::format("{}:\"{}\"", field, bucket.value));
  if (out.empty()) out.push_back("year:2020");
  return out;
}

class Questions {
 public:
  Questions(const std::vector<corpus::Paper>& papers, const searcher::Searcher& searcher)
      : papers_(papers),
        organisations_(values(searcher, "institution", 400)),
        labs_(values(searcher, "lab", 60)),
        topics_(values(searcher, "topic", 40)),
        countries_(values(searcher, "country", 40)) {}

  saved::Draft next() {
    saved::Draft out;
    const std::size_t kind = below(100);
    if (kind < 25) {
      out.filter = one(below(3) == 0 ? labs_ : organisations_);
      if (below(2) == 0) out.filter += ',' + one(topics_);
      if (below(3) == 0) out.filter += ",year:>=2020";
    } else if (kind < 45) {
      out.query = words(2);
      out.filter = one(below(2) == 0 ? countries_ : organisations_);
    } else if (kind < 65) {
      out.query = words(2 + below(2));
    } else if (kind < 80) {
      out.query = '"' + words(2 + below(2)) + '"';
    } else if (kind < 90) {
      out.query = fmt::format("(\"{}\" OR {} OR {}) {}", words(2), words(1), words(1), words(1));
    } else if (kind < 94) {
      out.query = fmt::format("{} NEAR/8 {}", words(1), words(1));
    } else if (kind < 97) {
      out.query = fmt::format("{}* {}", words(1), words(1));
    } else {
      out.query = fmt::format("title:{} -{}", words(1), words(1));
    }
    return out;
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  const std::string& one(const std::vector<std::string>& from) { return from[below(from.size())]; }

  /// Neighbouring words of some title, plain letters only.
  std::string words(std::size_t count) {
    for (;;) {
      const std::string& title = papers_[below(papers_.size())].title;
      std::vector<std::string> found{{}};
      for (const char c : title) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
          found.back() += static_cast<char>(c | 0x20);
        } else if (!found.back().empty()) {
          found.emplace_back();
        }
      }
      if (found.back().empty()) found.pop_back();
      if (found.size() < count) continue;
      const std::size_t first = below(found.size() - count + 1);
      std::string out;
      bool dull = false;
      for (std::size_t i = first; i < first + count; ++i) {
        dull = dull || found[i].size() < 5;
        out += (i == first ? "" : " ") + found[i];
      }
      if (!dull) return out;
    }
  }

  const std::vector<corpus::Paper>& papers_;
  std::mt19937_64 random_{20261125};
  std::vector<std::string> organisations_;
  std::vector<std::string> labs_;
  std::vector<std::string> topics_;
  std::vector<std::string> countries_;
};

void ingest(const fs::path& folder, const std::vector<corpus::Paper>& papers, std::size_t first,
            std::size_t last) {
  std::ofstream out(folder / "papers.jsonl", std::ios::binary);
  for (std::size_t i = first; i < last; ++i) out << corpus::to_json(papers[i]) << '\n';
  out.close();
  indexer::IngestOptions options;
  options.index = folder / "index";
  options.paths = {folder / "papers.jsonl"};
  indexer::ingest(options);
}

std::string describe(const saved::RunSummary& summary) {
  return fmt::format("{} searches, {} matches, {} errors", summary.searches, summary.matches, summary.errors);
}

void measure(const Options& options) {
  fs::create_directories(options.folder);
  Stopwatch watch;
  const std::vector<corpus::Paper> papers = read_papers(options.paths);
  const std::size_t old = papers.size() - std::min(papers.size() / 2, options.fresh);
  watch.print(fmt::format("read {} papers", papers.size()));
  ingest(options.folder, papers, 0, old);
  watch.print(fmt::format("ingest of {}", old));
  const auto searcher = searcher::Searcher::open(options.folder / "index");
  saved::Store store(options.folder / "data");
  Questions questions(papers, *searcher);
  std::vector<saved::KeptSearch> searches;
  for (std::size_t i = 0; i < options.searches; ++i) {
    saved::KeptSearch& search = searches.emplace_back();
    search.id = fmt::format("s{}", i);
    saved::Draft draft = questions.next();
    draft.name = search.id;
    auto read = saved::canonical(draft);
    if (!read) throw base::Failure(read.error());
    search.versions.push_back({1, std::move(*read), 1, 0});
  }
  if (const auto imported = store.import_json(saved::export_text(searches)); !imported)
    throw base::Failure(imported.error());
  watch.print("saved searches made and imported");
  saved::Alerts alerts(store);
  saved::RunOptions run;
  run.threads = options.threads;
  auto summary = alerts.run(*searcher, run);
  if (!summary) throw base::Failure(summary.error());
  watch.print("first run: " + describe(*summary));
  ingest(options.folder, papers, old, papers.size());
  watch.print(fmt::format("ingest of {}", papers.size() - old));
  if (const auto fresh = searcher->refresh(); !fresh) throw base::Failure(fresh.error());
  fs::copy(options.folder / "data", options.folder / "data-before");
  watch.print("the new generation opened, the data folder copied");
  summary = alerts.run(*searcher, run);
  if (!summary) throw base::Failure(summary.error());
  watch.print("RUN AFTER THE INGEST: " + describe(*summary));
  summary = alerts.run(*searcher, run);
  if (!summary) throw base::Failure(summary.error());
  watch.print(fmt::format("nothing new: {} up to date", summary->up_to_date));
  run.whole = true;
  summary = alerts.run(*searcher, run);
  if (!summary) throw base::Failure(summary.error());
  watch.print("every paper looked at: " + describe(*summary));
  std::cout << fmt::format("labtrail.db: {:.1f} MB\n",
                           static_cast<double>(fs::file_size(options.folder / "data" / "labtrail.db")) / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const bool takes_number = argument == "--searches" || argument == "--new" || argument == "--threads";
    if (takes_number && i + 1 < argc) {
      const auto number = static_cast<std::size_t>(std::stoul(argv[++i]));
      if (argument == "--searches") options.searches = number;
      if (argument == "--new") options.fresh = number;
      if (argument == "--threads") options.threads = static_cast<unsigned>(number);
    } else if (options.folder.empty()) {
      options.folder = argument;
    } else {
      options.paths.emplace_back(argument);
    }
  }
  if (options.paths.empty() || fs::exists(options.folder)) {
    std::cerr << "usage: alerts_bench NEW_FOLDER [--searches N] [--new N] [--threads N] PATH...\n";
    return 2;
  }
  try {
    measure(options);
  } catch (const std::exception& failure) {
    std::cerr << "alerts_bench: " << failure.what() << '\n';
    return 1;
  }
}
