// Why a paper counts for what it counts for: its printed strings with the mentions that the segment's tags
// keep for them, and what its source ties to them.
#pragma once

#include "corpus/paper.h"
#include "indexer/format/segment.h"
#include "searcher/search.h"

namespace labtrail::searcher {

/// Affiliation strings in order of first appearance, each once, also those in which nothing was recognised;
/// then the names of funders and the funding text, as far as they name somebody. The strings are the paper's
/// own, and `paper` is the one stored as `doc`.
PaperEvidence paper_evidence(const format::Segment& segment, std::uint32_t doc, const corpus::Paper& paper);

}  // namespace labtrail::searcher
