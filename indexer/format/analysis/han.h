// Traditional -> simplified Han, character by character, from ICU's transliterator (which itself runs at 10
// MB/s and is only asked once per character).
#pragma once

#include <utility>
#include <vector>

namespace labtrail::format::analysis {

/// Pairs (traditional, simplified) where the transformation is one character to one, followed to its end, so
/// that no simplified character of the list is itself a traditional one. Throws base::Failure when ICU lacks
/// its data.
std::vector<std::pair<char32_t, char32_t>> simplified_han();

}  // namespace labtrail::format::analysis
