// Small papers for tests, and files of them.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "corpus/paper.h"
#include "corpus/paper_json.h"

namespace labtrail::tests {

struct PaperOptions {
  std::string abstract;
  std::vector<std::string> affiliations;  ///< all of the one author
  std::string language;
  int year = 2020;
  std::string venue = "Sample Conference";
  std::vector<std::string> countries;
  std::vector<std::string> institutions;
};

inline corpus::Paper paper(std::string id, std::string title, PaperOptions options = {}) {
  corpus::Paper paper;
  paper.id = std::move(id);
  paper.title = std::move(title);
  paper.abstract = std::move(options.abstract);
  paper.language = std::move(options.language);
  paper.year = options.year;
  paper.venue = std::move(options.venue);
  paper.type = "article";
  paper.countries = std::move(options.countries);
  for (const std::string& name : options.institutions)
    paper.institutions.push_back({name, name, {}, {}, {}, {}});
  corpus::Author author;
  author.name = "Sample Author";
  for (const std::string& raw : options.affiliations) author.affiliations.push_back({raw, {}});
  paper.authors.push_back(std::move(author));
  paper.source.name = "test";
  return paper;
}

inline std::filesystem::path write_jsonl(const std::filesystem::path& path,
                                         const std::vector<corpus::Paper>& papers) {
  std::ofstream out(path, std::ios::binary);
  for (const corpus::Paper& paper : papers) out << corpus::to_json(paper) << '\n';
  return path;
}

}  // namespace labtrail::tests
