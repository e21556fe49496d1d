#include "indexer/affiliation/resolver.h"

#include <algorithm>

#include "indexer/affiliation/judgement.h"

namespace labtrail::affiliation {

struct Resolver::Work {
  explicit Work(const Vocabulary& vocabulary) : matcher(vocabulary) {}
  WordReader reader;
  Matcher matcher;
  std::vector<Word> words;
  std::vector<Match> matches;
};

Resolver::Resolver(std::shared_ptr<const Vocabulary> vocabulary)
    : vocabulary_(std::move(vocabulary)), work_(std::make_unique<Work>(*vocabulary_)) {}
Resolver::~Resolver() = default;

void Resolver::resolve(std::string_view raw, Text text, Resolution& out) {
  out.mentions.clear();
  out.countries.clear();
  work_->reader.read(raw, work_->words);
  if (work_->words.empty()) return;
  work_->matcher.find(work_->words, work_->matches);
  Judgement(*vocabulary_, work_->reader, raw, work_->words, work_->matches, text).judge(out);
}

}  // namespace labtrail::affiliation
