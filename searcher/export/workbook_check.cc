#include "searcher/export/workbook_check.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "corpus/base/error.h"

namespace labtrail::exporting {
namespace {

[[noreturn]] void broken(const std::string& what) {
  throw base::Failure(base::ErrorCode::io, "the spreadsheet was not written whole: " + what,
                      "is the folder for temporary files (TMPDIR) full?");
}

/// How often each of three tags stands in a sheet.
struct Tags {
  std::uint64_t rows_begun = 0;
  std::uint64_t rows_ended = 0;
  std::uint64_t sheets_ended = 0;
};

Tags count_tags(zip_file_t* sheet, const std::string& name) {
  constexpr std::string_view kLongest = "</worksheet>";
  Tags tags;
  std::string text;
  std::array<char, 1U << 16U> buffer;  // NOLINT: not initialised on purpose
  for (bool more = true; more;) {
    const zip_int64_t count = zip_fread(sheet, buffer.data(), buffer.size());
    if (count < 0) broken(name + " is damaged");
    more = count > 0;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    std::size_t at = text.find('<');
    for (; at != std::string::npos; at = text.find('<', at + 1)) {
      const std::string_view rest = std::string_view(text).substr(at);
      if (more && rest.size() < kLongest.size()) break;  // goes on in the next piece
      tags.rows_begun += rest.starts_with("<row ") ? 1 : 0;
      tags.rows_ended += rest.starts_with("</row>") ? 1 : 0;
      tags.sheets_ended += rest.starts_with(kLongest) ? 1 : 0;
    }
    text.erase(0, std::min(at, text.size()));
  }
  return tags;
}

}  // namespace

void check_workbook(const std::string& file, const std::vector<std::uint64_t>& rows) {
  int error = 0;
  const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(zip_open(file.c_str(), ZIP_RDONLY, &error),
                                                               zip_discard);
  if (!archive) broken("it is no archive");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string name = fmt::format("xl/worksheets/sheet{}.xml", i + 1);
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> sheet(zip_fopen(archive.get(), name.c_str(), 0),
                                                                   zip_fclose);
    if (!sheet) broken("it has no " + name);
    const Tags tags = count_tags(sheet.get(), name);
    if (tags.rows_begun != rows[i] || tags.rows_ended != rows[i] || tags.sheets_ended != 1)
      broken(fmt::format("{} has {} of {} rows", name, tags.rows_ended, rows[i]));
  }
}

}  // namespace labtrail::exporting
