// Papers as CSV (RFC 4180: CR LF, quotes doubled, UTF-8 without a mark), one row a paper, for spreadsheets. A
// cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or their full-width forms)
// gets an apostrophe in front: titles come from strangers. Several values in one cell are joined by "; ".
#pragma once

#include <string>
#include <string_view>

#include "corpus/paper.h"

namespace labtrail::exporting {

/// The header row.
void append_csv_header(std::string& out);
/// One row.
void append_csv(std::string& out, const corpus::Paper& paper);
/// One cell, quoted where needed, harmless to spreadsheets.
void append_csv_cell(std::string& out, std::string_view text);

}  // namespace labtrail::exporting
