// How fast text becomes tokens, on one core: analyzer_bench FILE [ROUNDS]. Each line of FILE is one text; the
// best of the rounds is shown. Not a test: figures depend on the machine.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "indexer/format/analysis/characters.h"
#include "indexer/format/analyzer.h"

namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

int run(const std::string& path, int rounds) {
  using namespace labtrail;
  const Clock::time_point table_start = Clock::now();
  format::analysis::CharacterTable::instance();
  const double table_seconds = seconds_since(table_start);

  const std::string text = base::read_file(path);
  std::vector<std::string_view> lines;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    lines.push_back(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }

  format::Analyzer analyzer;
  std::vector<format::Token> tokens;
  std::size_t count = 0;
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    count = 0;
    const Clock::time_point start = Clock::now();
    for (const std::string_view line : lines) {
      analyzer.analyze(line, "en", tokens);
      count += tokens.size();
    }
    best = std::min(best, seconds_since(start));
  }

  std::unordered_set<std::string> vocabulary;
  for (const std::string_view line : lines) {
    analyzer.analyze(line, "en", tokens);
    for (const format::Token& token : tokens) vocabulary.emplace(token.word);
  }
  const Clock::time_point stem_start = Clock::now();
  std::size_t stem_bytes = 0;
  for (const std::string& word : vocabulary)
    stem_bytes += analyzer.stem(word, format::Stemmer::english).size();
  const double stem_seconds = seconds_since(stem_start);

  std::printf("character table  %.1f ms\n", table_seconds * 1e3);
  std::printf("text             %zu lines, %.1f MB\n", lines.size(), static_cast<double>(text.size()) / 1e6);
  std::printf("analyze          %.1f MB/s, %.1f ns a token, %zu tokens\n",
              static_cast<double>(text.size()) / 1e6 / best, best * 1e9 / static_cast<double>(count), count);
  std::printf("vocabulary       %zu words, stemmed in %.0f ms (%zu bytes of stems)\n", vocabulary.size(),
              stem_seconds * 1e3, stem_bytes);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: analyzer_bench FILE [ROUNDS]\n");
    return 2;
  }
  try {
    return run(argv[1], argc > 2 ? std::max(1, std::atoi(argv[2])) : 5);
  } catch (const labtrail::base::Failure& failure) {
    std::fprintf(stderr, "analyzer_bench: %s\n", failure.what());
    return 1;
  }
}
