// Topics by year: a cell is the darker the more papers, and says the number.
#include <algorithm>

#include "web/page/frame.h"
#include "web/page/picture.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

/// Years in the picture at most, the last ones.
constexpr std::size_t kMostYears = 14;
constexpr std::size_t kShades = 6;
constexpr std::size_t kNameLetters = 34;

constexpr std::uint64_t kNameWide = 230;
constexpr std::uint64_t kLeastCellWide = 34;
constexpr std::uint64_t kMostCellWide = 64;
constexpr std::uint64_t kCellsWide = 480;
constexpr std::uint64_t kCellHigh = 25;
constexpr std::uint64_t kHeadHigh = 20;

/// 1 to kShades: steps of the square root, since a few cells hold most papers.
std::size_t shade(std::uint64_t count, std::uint64_t most) {
  std::size_t step = 1;
  while (step < kShades && count * kShades * kShades > most * step * step) ++step;
  return step;
}

}  // namespace

void append_heat_map(Html& html, const searcher::Dossier& dossier) {
  const searcher::Table& table = dossier.topic_years;
  if (table.rows.empty() || table.columns.empty()) return;
  const std::size_t first = table.columns.size() > kMostYears ? table.columns.size() - kMostYears : 0;
  std::uint64_t most = 0;
  for (const auto& row : table.cells) {
    for (std::size_t c = first; c < row.size(); ++c) most = std::max(most, row[c]);
  }
  const std::uint64_t cell_wide =
      std::clamp(kCellsWide / (table.columns.size() - first), kLeastCellWide, kMostCellWide);
  const std::uint64_t width = kNameWide + (table.columns.size() - first) * cell_wide;
  const std::uint64_t height = kHeadHigh + table.rows.size() * kCellHigh;
  html.open("div", {{"class", "picture"}, {"role", "group"}, {"aria-label", "Picture: topics by year"}});
  html.open("svg", {{"class", "heat"},
                    {"viewBox", "0 0 " + std::to_string(width) + " " + std::to_string(height)},
                    {"width", width},
                    {"height", height},
                    {"role", "group"},
                    {"aria-labelledby", "heat-title heat-words"}});
  html.element("title", {{"id", "heat-title"}}, "Topics by year");
  html.element("desc", {{"id", "heat-words"}},
               "A row a topic, a column a year; each cell says its papers. The table below has the same "
               "numbers.");
  for (std::size_t c = first; c < table.columns.size(); ++c) {
    html.element("text",
                 {{"class", "year-name"},
                  {"x", kNameWide + (c - first) * cell_wide + cell_wide / 2},
                  {"y", std::uint64_t{14}},
                  {"text-anchor", "middle"}},
                 table.columns[c].label);
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const std::uint64_t y = kHeadHigh + r * kCellHigh;
    html.open("text", {{"class", "row-name"}, {"x", "0"}, {"y", y + 17}});
    html.text(shortened(table.rows[r].label, kNameLetters)).close();
    for (std::size_t c = first; c < table.columns.size(); ++c) {
      const std::uint64_t count = table.cells[r][c];
      if (count == 0) continue;
      const std::uint64_t x = kNameWide + (c - first) * cell_wide;
      const std::string step = std::to_string(shade(count, most));
      const std::string label = table.rows[r].label + ", " + table.columns[c].label + ": " + papers(count);
      html.open("a", {{"href", search_of(dossier, table.cell_filters[r][c])},
                      {"aria-label", label},
                      {"tabindex", "-1"},
                      {"rel", "nofollow"},
                      {"data-key", "picture heat " + table.rows[r].value + " " + table.columns[c].value}});
      html.element("title", {}, label);
      html.lone("rect", {{"class", "heat-" + step},
                         {"x", x},
                         {"y", y},
                         {"width", cell_wide - 1},
                         {"height", kCellHigh - 1}});
      html.element(
          "text",
          {{"class", "cell-" + step}, {"x", x + cell_wide / 2}, {"y", y + 16}, {"text-anchor", "middle"}},
          grouped(count));
      html.close();
    }
  }
  html.close().close();
  if (first > 0)
    html.element("p", {{"class", "note"}},
                 "The last " + std::to_string(kMostYears) + " years with papers; the table has all.");
}

}  // namespace labtrail::web
