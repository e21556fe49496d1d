// libxlsxwriter does not look whether its temporary files were written: on a full disk it makes a workbook
// that lacks rows and opens without complaint. So the finished file is read once more and its rows are
// counted, before anybody gets a byte of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace labtrail::exporting {

/// `rows`: of each sheet, in their order, heads included. Throws base::Failure (io) where the archive cannot
/// be read or a sheet has other rows.
void check_workbook(const std::string& file, const std::vector<std::uint64_t>& rows);

}  // namespace labtrail::exporting
