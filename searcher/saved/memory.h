// What a search matched at its last run, exactly: a set of papers by their numbers in labtrail.db (table
// papers), and which of them were retracted. Kept in chunks of 8,192 numbers, each a row: new papers get the
// highest numbers, so that a run after an ingest reads and writes one small row a search, however much the
// search matches. A chunk is a sorted list of 16-bit numbers or, where that is shorter, a bitmap; at most 1
// KB.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/saved/database.h"

namespace labtrail::saved {

using PaperKey = std::uint32_t;  ///< papers.number

inline constexpr PaperKey kChunkPapers = 8192;

/// Offsets in a chunk (rising, below kChunkPapers) as bytes, stored in labtrail.db; and back. `unpack` throws
/// base::Failure (corrupt).
std::string pack_chunk(const std::vector<std::uint16_t>& offsets);
std::vector<std::uint16_t> unpack_chunk(std::string_view bytes);

/// Sorted sets.
struct Remembered {
  std::vector<PaperKey> papers;
  std::vector<PaperKey> retracted;  ///< a part of papers
};

/// The whole memory of a search.
Remembered recall(Connection& connection, std::int64_t search);
/// Those chunks that hold one of `keys` (rising), whole.
Remembered recall_around(Connection& connection, std::int64_t search, const std::vector<PaperKey>& keys);
/// Replaces the chunks that hold one of `keys` (rising) by what `now` holds of them.
void remember_around(Connection& connection, std::int64_t search, const std::vector<PaperKey>& keys,
                     const Remembered& now);
/// Replaces everything.
void remember(Connection& connection, std::int64_t search, const Remembered& now);

}  // namespace labtrail::saved
