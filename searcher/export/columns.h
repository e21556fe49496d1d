// The columns of a paper in a table, the same in CSV and in spreadsheets: what the source says, and the ids
// of institutions and labs that the paper counts for. Names and order are a promise to scripts: add at the
// end.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "corpus/paper.h"
#include "searcher/search.h"

namespace labtrail::exporting {

struct Column {
  std::string_view name;
  std::string (*text)(const corpus::Paper&);
  std::string (*counted)(const searcher::CountedValues&) = nullptr;  ///< instead of `text`

  /// The cell of a paper; several values are joined by "; ".
  [[nodiscard]] std::string of(const corpus::Paper& paper, const searcher::CountedValues& values) const;
};

std::span<const Column> columns();

}  // namespace labtrail::exporting
