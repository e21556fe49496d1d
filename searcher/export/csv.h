// Papers as CSV (corpus/base/csv.h), one row a paper, for spreadsheets. Several values in one cell are joined
// by
// "; ".
#pragma once

#include <string>
#include <string_view>

#include "corpus/paper.h"
#include "searcher/export/provenance.h"
#include "searcher/search.h"

namespace labtrail::exporting {

/// A row for each: `# name` in the first cell, the value in the second. In front of the header row, for
/// readers that skip what begins with '#'.
void append_csv_provenance(std::string& out, const ProvenanceRows& rows);
/// The header row.
void append_csv_header(std::string& out);
/// One row: what the source says, and the ids of institutions and labs that the paper counts for.
void append_csv(std::string& out, const corpus::Paper& paper, const searcher::CountedValues& counted);

}  // namespace labtrail::exporting
