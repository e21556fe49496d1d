// Patterns in sequences of tokens. A sequence is given as masks: bit w of masks[i] says that token i is one
// that word w of the pattern wants; kGap says that position i parts two values of a field. So one matcher
// serves token ids of the forward column and words of a text that is being highlighted.
//
//   phrase      words at neighbouring positions, in order, within one value. Shift-and: one word operation a
//               token; patterns of more than 63 words are looked up in pieces.
//   loose       words in order within one value, at most `slop` other positions between them altogether
//   near        one occurrence of each part (a phrase) within one value, in any order; with e = the end of
//   the
//               last and b = the beginning of the first, e - b <= distance + the parts' words beyond their
//               first. For single words: their positions differ by at most `distance`. Parts may overlap.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace labtrail::searcher::matcher {

inline constexpr std::uint64_t kGap = std::uint64_t{1} << 63;
inline constexpr std::size_t kPieceWords = 63;

constexpr std::size_t pieces(std::size_t words) {
  return (words + kPieceWords - 1) / kPieceWords;
}

/// True when `words` (at most kPieceWords) stand in a row somewhere.
inline bool has_phrase(std::span<const std::uint64_t> masks, std::size_t words) {
  const std::uint64_t whole = std::uint64_t{1} << (words - 1);
  std::uint64_t state = 0;
  for (const std::uint64_t mask : masks) {
    state = (state << 1 | 1) & mask;
    if ((state & whole) != 0) return true;
  }
  return false;
}

/// Where phrases begin, rising. `masks(piece)` gives the masks for words piece * kPieceWords and on.
template <typename Masks>
void phrase_begins(std::size_t words, Masks&& masks, std::vector<std::uint32_t>& out) {
  out.clear();
  for (std::size_t piece = 0; piece < pieces(words); ++piece) {
    const std::size_t before = piece * kPieceWords;
    const std::size_t length = std::min(kPieceWords, words - before);
    const std::uint64_t whole = std::uint64_t{1} << (length - 1);
    std::vector<std::uint32_t> more;
    std::vector<std::uint32_t>& found = piece == 0 ? out : more;
    std::uint64_t state = 0;
    std::uint32_t position = 0;
    const std::span<const std::uint64_t> sequence = masks(piece);
    for (const std::uint64_t mask : sequence) {
      state = (state << 1 | 1) & mask;
      ++position;
      if ((state & whole) != 0 && position >= before + length)
        found.push_back(position - static_cast<std::uint32_t>(before + length));
    }
    if (piece == 0) continue;
    std::erase_if(out,
                  [&](std::uint32_t begin) { return !std::binary_search(more.begin(), more.end(), begin); });
  }
}

/// Calls `visit(first, last)` with the positions of the first and last word of the tightest loose phrase that
/// ends at each possible place, until it returns true. `words` at most kPieceWords. Returns whether it did.
template <typename Visit>
bool each_loose(std::span<const std::uint64_t> masks, std::size_t words, unsigned slop, Visit&& visit) {
  constexpr std::int64_t kNone = -1;
  // For each word the latest beginning of a chain that has come this far: a later one is never worse.
  std::vector<std::int64_t> start(words, kNone);
  for (std::size_t position = 0; position < masks.size(); ++position) {
    const std::uint64_t mask = masks[position];
    if (mask == 0) continue;
    if (mask == kGap) {
      std::fill(start.begin(), start.end(), kNone);
      continue;
    }
    for (std::size_t w = words; w-- > 0;) {
      if ((mask >> w & 1) == 0) continue;
      const std::int64_t chain = w == 0 ? static_cast<std::int64_t>(position) : start[w - 1];
      if (chain == kNone) continue;
      start[w] = chain;
      if (w + 1 != words) continue;
      const auto others = static_cast<std::int64_t>(position) - chain - static_cast<std::int64_t>(words - 1);
      if (others <= static_cast<std::int64_t>(slop) && visit(static_cast<std::size_t>(chain), position))
        return true;
    }
  }
  return false;
}

/// `begins[p]`: where part p begins within one value, rising; `lengths[p]`: its words. Calls
/// `visit(begin)` for every begin of a window that holds all parts, until it returns true.
template <typename Visit>
bool each_near(const std::vector<std::vector<std::uint32_t>>& begins,
               const std::vector<std::uint32_t>& lengths, unsigned distance, Visit&& visit) {
  std::uint32_t allowed = distance;
  for (const std::uint32_t length : lengths) allowed += length - 1;
  for (const std::vector<std::uint32_t>& part : begins) {
    for (const std::uint32_t first : part) {
      std::uint32_t last = 0;
      bool all = true;
      for (std::size_t p = 0; all && p < begins.size(); ++p) {
        const auto next = std::lower_bound(begins[p].begin(), begins[p].end(), first);
        all = next != begins[p].end();
        if (all) last = std::max(last, *next + lengths[p] - 1);
      }
      if (all && last - first <= allowed && visit(first)) return true;
    }
  }
  return false;
}

}  // namespace labtrail::searcher::matcher
