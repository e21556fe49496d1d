// Words of a vocabulary within a few edits of a word, without looking at every letter of every word: the
// words are sorted, so neighbours share their beginnings, and the rows of the edit-distance table for a
// shared beginning are computed once; a beginning that is already too far away skips all words that have it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/format/segment.h"

namespace labtrail::searcher {

struct FuzzyWord {
  format::TokenId token = 0;
  unsigned edits = 0;
};

/// Every token of the vocabulary whose word is within `edits` edits (code points; insert, delete, replace,
/// swap of neighbours) of `word`, in word order; ideographs are left out.
std::vector<FuzzyWord> fuzzy_words(const format::Vocabulary& vocabulary, std::string_view word,
                                   unsigned edits);

}  // namespace labtrail::searcher
