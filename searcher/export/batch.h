// Many queries at once, for evaluation: `id<TAB>query` a line in, ranked lists out. In TREC form a list is
// ordered by its printed scores alone: evaluation programs read them as 32-bit floats and break ties their
// own way (trec_eval by descending document id), so scores are printed strictly decreasing as 32-bit floats.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/search.h"

namespace labtrail::exporting {

struct BatchQuery {
  std::string id;
  std::string text;
  std::size_t line = 0;  ///< from 1
  bool operator==(const BatchQuery&) const = default;
};

/// Reads the lines of a query file; empty lines are skipped, CR LF is accepted. Errors: bad_request with the
/// line.
base::Result<std::vector<BatchQuery>> parse_batch(std::string_view file);

/// `qid Q0 docid rank score labtrail`, a line a paper, rank from 1.
void append_trec(std::string& out, std::string_view query_id, const std::vector<searcher::RankedId>& ranked);
/// One object: {"id","query","results":[{"id","rank","score"}]} and a line break.
void append_batch_json(std::string& out, const BatchQuery& query,
                       const std::vector<searcher::RankedId>& ranked);

}  // namespace labtrail::exporting
