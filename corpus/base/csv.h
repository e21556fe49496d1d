// CSV (RFC 4180: CR LF, quotes doubled, UTF-8 without a mark), for spreadsheets. Texts come from strangers: a
// cell that a spreadsheet would run as a formula (it begins with = + - @, a tab, a line end or their
// full-width forms) gets an apostrophe in front, and its characters are harmless (plain.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace labtrail::base {

/// One cell, quoted where needed.
void append_csv_cell(std::string& out, std::string_view text);
/// A whole row with its line end.
void append_csv_row(std::string& out, const std::vector<std::string>& cells);

}  // namespace labtrail::base
