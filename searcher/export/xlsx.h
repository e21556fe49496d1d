// Papers as a spreadsheet (XLSX, by libxlsxwriter): sheet "papers" with the columns of the CSV, "papers 2"
// and so on where a sheet is full, and sheet "provenance". Every cell is a text or a number, never a formula
// or a link. Rows go to disk as they come (constant memory); the file is given when it is whole, because a
// zip archive is.
//
// A cell of a spreadsheet holds 32,767 characters: longer texts are cut, end in "… (cut)", and are counted on
// the provenance sheet. The other formats have them whole.
#pragma once

#include <cstdint>
#include <memory>

#include "searcher/export/writer.h"

namespace labtrail::exporting {

/// Throws base::Failure (io) where the temporary files cannot be written, there and in the writer's calls.
/// `sheet_papers`: how many a sheet takes before the next begins; a sheet has room for 1,048,575.
std::unique_ptr<Writer> make_xlsx_writer(std::uint32_t sheet_papers = 1'000'000);

/// `_x0041_` means a character to spreadsheets; here the text stays what it is. Cut to what a cell holds
/// (`cut` says so).
std::string xlsx_text(std::string_view text, bool& cut);

}  // namespace labtrail::exporting
