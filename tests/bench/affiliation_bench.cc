// How well affiliation strings are resolved: precision, recall and F1 of asserted answers on labelled
// strings.
//
//   affiliation_bench ror DUMP FILE.tsv...   rows with in_subset = 1 against the ROR dump; rows without an
//   answer
//                                            count false answers
//   affiliation_bench labs FILE.tsv [DUMP]   the labelled organisations of the shipped registry
//   affiliation_bench speed DUMP FILE...     distinct strings a second on one core, and memory
//
// With LABTRAIL_ERRORS set, every wrong row is printed; with LABTRAIL_ROLL_UPS, bodies that a named unit
// belongs to count as answers of `ror`, too.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "corpus/registry/registry.h"
#include "corpus/registry/ror.h"
#include "indexer/affiliation/resolver.h"

using namespace labtrail;

namespace {

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> parts{""};
  for (const char c : line) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

struct Figures {
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::size_t missed = 0;
  [[nodiscard]] double precision() const {
    return right + wrong == 0 ? 1 : static_cast<double>(right) / static_cast<double>(right + wrong);
  }
  [[nodiscard]] double recall() const {
    return right + missed == 0 ? 1 : static_cast<double>(right) / static_cast<double>(right + missed);
  }
  [[nodiscard]] double f1() const { return 2 * precision() * recall() / (precision() + recall()); }
};

/// The same rows seen otherwise: labels of one organisation a row do not say that the others are not named,
/// and labels grow old.
struct Loose {
  Figures current;  ///< withdrawn ids of the labels replaced by their successors
  std::size_t rows = 0;
  std::size_t answered = 0;
  std::size_t hit = 0;  ///< a label is among the answers
  std::size_t ids = 0;

  void add(const affiliation::Vocabulary& words, const std::set<std::string>& gold,
           const std::set<std::string>& found) {
    std::set<std::string> today;
    for (const std::string& id : gold) {
      const auto number = words.find(id);
      today.insert(number ? "https://ror.org/" + std::string(words.string(words.organisation(*number).ror))
                          : id);
    }
    std::size_t right = 0;
    for (const std::string& id : today) right += found.count(id);
    current.right += right;
    current.wrong += found.size() - right;
    current.missed += today.size() - right;
    ++rows;
    answered += found.empty() ? 0 : 1;
    hit += right > 0 ? 1 : 0;
    ids += found.size();
  }
  void print() const {
    const auto share = [](std::size_t part, std::size_t whole) {
      return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
    };
    fmt::print(
        "  labels brought up to date: precision {:.4f} recall {:.4f} F1 {:.4f}\n"
        "  rows: {}; answered {}; a label among the answers: {:.4f} of the answered, {:.4f} of all; ids a "
        "row {:.2f}\n",
        current.precision(), current.recall(), current.f1(), rows, answered, share(hit, answered),
        share(hit, rows), share(ids, answered));
  }
};

std::shared_ptr<const affiliation::Vocabulary> vocabulary(const char* dump) {
  auto registry = corpus::load_registry({});
  if (!registry) {
    std::cerr << registry.error().message << '\n';
    std::exit(1);
  }
  std::vector<corpus::RorOrganisation> ror;
  if (dump != nullptr) {
    const auto begun = std::chrono::steady_clock::now();
    if (auto read =
            corpus::read_ror(dump, [&](corpus::RorOrganisation&& one) { ror.push_back(std::move(one)); });
        !read) {
      std::cerr << read.error().message << '\n';
      std::exit(1);
    }
    std::cerr << fmt::format("{} organisations read in {:.2f} s\n", ror.size(),
                             std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  }
  const auto begun = std::chrono::steady_clock::now();
  auto made = affiliation::Vocabulary::compile(*registry, ror);
  std::cerr << fmt::format("compiled in {:.2f} s\n",
                           std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  return made;
}

int ror(int argc, char** argv) {
  const auto words = vocabulary(argv[2]);
  affiliation::Resolver resolver(words);
  affiliation::Resolution resolution;
  const bool errors = std::getenv("LABTRAIL_ERRORS") != nullptr;
  const bool roll_ups = std::getenv("LABTRAIL_ROLL_UPS") != nullptr;
  for (int f = 3; f < argc; ++f) {
    std::ifstream file(argv[f]);
    std::string line;
    std::getline(file, line);
    Figures figures;
    Loose loose;
    std::size_t empty = 0;
    std::size_t false_answers = 0;
    while (std::getline(file, line)) {
      const auto columns = split(line, '\t');
      const bool none = columns[1].empty();
      if (!none && columns[2] != "1") continue;
      resolver.resolve(columns[0], affiliation::Text::affiliation, resolution);
      std::set<std::string> gold;
      for (const std::string& id : split(columns[1], ',')) {
        if (!id.empty()) gold.insert(id);
      }
      std::set<std::string> found;
      std::string shown;
      for (const auto& mention : resolution.mentions) {
        const auto& row = words->organisation(mention.organisation);
        if (row.ror == 0 || (mention.roll_up && !roll_ups)) continue;
        const std::string id = "https://ror.org/" + std::string(words->string(row.ror));
        if (mention.state == affiliation::State::asserted) found.insert(id);
        shown += fmt::format("\n     {} {} {} {} {:.2f} '{}' {}", gold.contains(id) ? "*" : " ",
                             name(mention.state), words->string(row.id), words->string(row.name),
                             mention.score, words->string(mention.alias), name(mention.rule));
      }
      if (none) {
        ++empty;
        if (!found.empty()) {
          ++false_answers;
          if (errors) fmt::print("FALSE {}{}\n", columns[0], shown);
        }
        continue;
      }
      loose.add(*words, gold, found);
      bool wrong = false;
      for (const std::string& id : found) {
        if (gold.contains(id)) {
          ++figures.right;
        } else {
          ++figures.wrong;
          wrong = true;
        }
      }
      bool missed = false;
      for (const std::string& id : gold) {
        if (!found.contains(id)) {
          ++figures.missed;
          missed = true;
        }
      }
      if (errors && (wrong || missed)) {
        std::string names;
        for (const std::string& id : gold) {
          const auto number = words->find(id);
          names += fmt::format(" [{} {}]", id.substr(16),
                               number ? words->string(words->organisation(*number).name) : "?");
        }
        fmt::print("{}{} {} ={}{}\n", wrong ? "WRONG" : "", missed ? "MISSED" : "", columns[0], names, shown);
      }
    }
    fmt::print("{}: precision {:.4f} recall {:.4f} F1 {:.4f}; {} without an answer, {} answered ({:.2f} %)\n",
               argv[f], figures.precision(), figures.recall(), figures.f1(), empty, false_answers,
               empty == 0 ? 0 : 100.0 * static_cast<double>(false_answers) / static_cast<double>(empty));
    loose.print();
  }
  return 0;
}

int labs(int argc, char** argv) {
  const auto words = vocabulary(argc > 3 ? argv[3] : nullptr);
  affiliation::Resolver resolver(words);
  affiliation::Resolution resolution;
  const bool errors = std::getenv("LABTRAIL_ERRORS") != nullptr;
  std::ifstream file(argv[2]);
  std::string line;
  std::getline(file, line);
  std::vector<std::vector<std::string>> rows;
  std::set<std::string> slugs;
  while (std::getline(file, line)) {
    rows.push_back(split(line, '\t'));
    for (const std::string& slug : split(rows.back()[1], ',')) slugs.insert(slug);
  }
  slugs.erase("");
  std::map<std::string, Figures> by_slug;
  Figures all;
  Figures funders;
  for (const auto& row : rows) {
    resolver.resolve(row[0], affiliation::Text::affiliation, resolution);
    std::set<std::string> gold;
    for (const std::string& slug : split(row[1], ',')) gold.insert(slug);
    gold.erase("");
    const auto role = row[2] == "funder" ? affiliation::Role::funder : affiliation::Role::affiliation;
    std::set<std::string> found;
    std::string shown;
    bool wrong_role = false;
    for (const auto& mention : resolution.mentions) {
      const std::string id(words->string(words->organisation(mention.organisation).id));
      shown += fmt::format("\n      {} {} {} {:.2f} '{}' {}", name(mention.state), name(mention.role), id,
                           mention.score, words->string(mention.alias), name(mention.rule));
      if (mention.state != affiliation::State::asserted || !slugs.contains(id)) continue;
      if (mention.role == role) found.insert(id);
      if (mention.role != role) wrong_role = true;
    }
    bool bad = wrong_role;
    Figures& total = role == affiliation::Role::funder ? funders : all;
    for (const std::string& id : found) {
      if (gold.contains(id)) {
        ++by_slug[id].right;
        ++total.right;
      } else {
        ++by_slug[id].wrong;
        ++total.wrong;
        bad = true;
      }
    }
    for (const std::string& id : gold) {
      if (!found.contains(id)) {
        ++by_slug[id].missed;
        ++total.missed;
        bad = true;
      }
    }
    if (wrong_role) ++total.wrong;
    if (errors && bad) fmt::print("{} [{}] {}{}\n", row[0], row[1], row[2], shown);
  }
  for (const auto& [slug, figures] : by_slug)
    fmt::print("{:<18} right {:>3} wrong {:>2} missed {:>2}\n", slug, figures.right, figures.wrong,
               figures.missed);
  fmt::print("affiliations: precision {:.4f} recall {:.4f}; funders: precision {:.4f} recall {:.4f}\n",
             all.precision(), all.recall(), funders.precision(), funders.recall());
  return 0;
}

int speed(int argc, char** argv) {
  const auto words = vocabulary(argv[2]);
  std::unordered_set<std::string> seen;
  std::vector<std::string> strings;
  for (int f = 3; f < argc; ++f) {
    std::ifstream file(argv[f]);
    std::string line;
    while (std::getline(file, line)) {
      if (seen.insert(line).second) strings.push_back(line);
    }
  }
  affiliation::Resolver resolver(words);
  affiliation::Resolution resolution;
  std::size_t mentions = 0;
  const auto begun = std::chrono::steady_clock::now();
  for (const std::string& one : strings) {
    resolver.resolve(one, affiliation::Text::affiliation, resolution);
    mentions += resolution.mentions.size();
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print("{} distinct strings, {} mentions, {:.2f} s, {:.0f} strings/s; peak memory {} MB\n",
             strings.size(), mentions, seconds, static_cast<double>(strings.size()) / seconds,
             usage.ru_maxrss / 1024);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 2 ? argv[1] : "";
  if (command == "ror" && argc > 3) return ror(argc, argv);
  if (command == "labs") return labs(argc, argv);
  if (command == "speed" && argc > 3) return speed(argc, argv);
  std::cerr << "affiliation_bench ror DUMP FILE... | labs FILE [DUMP] | speed DUMP FILE...\n";
  return 2;
}
