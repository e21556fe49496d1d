// Affiliation string -> organisations, each with its evidence. The heart of the product: every count that an
// investigator publishes rests on it, so wrong is worse than missing, and doubt is shown.
//
// Read once against the whole vocabulary (matcher.h); then judged name by name:
//   1. longer names win over shorter ones inside them; decoys are names that win and count for nothing;
//   2. a name ends where the string's own name ends ("Zhejiang University of Technology" is not Zhejiang
//   University);
//   3. places in the string speak for and against: another country refuses, the organisation's own city
//   supports;
//   4. short and common names assert nothing without such support; a name of several organisations asserts
//   one of
//      them only where a place tells which;
//   5. exact beats rule beats fuzzy; whatever is left in doubt is a candidate, never asserted.
// Only the string is read, and the country that the source gives with it: never a person's name.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/affiliation/matcher.h"
#include "indexer/affiliation/mention.h"
#include "indexer/affiliation/vocabulary.h"
#include "indexer/affiliation/words.h"

namespace labtrail::affiliation {

/// What kind of text a string is.
enum class Text : std::uint8_t {
  affiliation,  ///< as printed beside an author; a sentence that thanks funders is noticed
  funding,      ///< an acknowledgement: everything in it is a funder
};

/// Not thread-safe: one per thread. Same string, same vocabulary, same answer, always.
class Resolver {
 public:
  explicit Resolver(std::shared_ptr<const Vocabulary> vocabulary);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  [[nodiscard]] const Vocabulary& vocabulary() const { return *vocabulary_; }
  /// Written over `out`.
  void resolve(std::string_view raw, Text text, Resolution& out);

 private:
  struct Work;
  std::shared_ptr<const Vocabulary> vocabulary_;
  std::unique_ptr<Work> work_;
};

}  // namespace labtrail::affiliation
