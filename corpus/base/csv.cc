#include "corpus/base/csv.h"

#include <algorithm>
#include <array>

#include "corpus/base/plain.h"

namespace labtrail::base {
namespace {

bool runs_as_formula(std::string_view text) {
  // Tab and line ends too: some spreadsheets skip them and see what stands behind.
  constexpr std::array<std::string_view, 11> kStarts{"=",  "+",  "-",  "@",  "\t", "\r",
                                                     "\n", "＝", "＋", "－", "＠"};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return text.starts_with(start); });
}

}  // namespace

void append_csv_cell(std::string& out, std::string_view given) {
  const std::string text = plain_text(given);
  const bool quoted = text.find_first_of(",\"\r\n") != std::string::npos;
  if (quoted) out += '"';
  if (runs_as_formula(text)) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quoted) out += '"';
}

void append_csv_row(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_cell(out, cells[i]);
  }
  out += "\r\n";
}

}  // namespace labtrail::base
