// Words of Thai, Lao, Khmer and Burmese, which are written without spaces: by ICU's dictionaries.
//
// A dictionary may cut the same letters differently in another neighbourhood. So each word found is cut again
// on its own, until nothing changes: a word of a paper, typed alone into the search box, gives the same
// token.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace labtrail::format::analysis {

struct DictionaryWord {
  std::string word;       ///< folded, at most kMaxWordBytes
  std::size_t begin = 0;  ///< bytes of the run, half open
  std::size_t end = 0;
};

/// Not thread-safe: one per thread. ICU is asked for its dictionaries at the first run, not before.
class DictionaryWords {
 public:
  DictionaryWords();
  ~DictionaryWords();
  DictionaryWords(DictionaryWords&&) noexcept;
  DictionaryWords& operator=(DictionaryWords&&) noexcept;

  /// The words of `run`, well-formed UTF-8 of dictionary letters with marks and ignorables between them.
  /// Valid until the next call.
  const std::vector<DictionaryWord>& split(std::string_view run);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace labtrail::format::analysis
