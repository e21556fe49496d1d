#include "searcher/export/csv.h"

#include "corpus/base/csv.h"
#include "searcher/export/columns.h"

namespace labtrail::exporting {
void append_csv_provenance(std::string& out, const ProvenanceRows& rows) {
  for (const auto& [name, value] : rows) {
    out += "# ";
    out += name;
    out += ',';
    base::append_csv_cell(out, value);
    out += "\r\n";
  }
}

void append_csv_header(std::string& out) {
  bool first = true;
  for (const Column& column : columns()) {
    if (!first) out += ',';
    first = false;
    out += column.name;
  }
  out += "\r\n";
}

void append_csv(std::string& out, const corpus::Paper& paper, const searcher::CountedValues& counted) {
  bool first = true;
  for (const Column& column : columns()) {
    if (!first) out += ',';
    first = false;
    base::append_csv_cell(out, column.of(paper, counted));
  }
  out += "\r\n";
}

}  // namespace labtrail::exporting
