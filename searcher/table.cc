#include "searcher/table.h"

#include <algorithm>
#include <map>
#include <optional>

#include "corpus/base/json_writer.h"
#include "corpus/base/plain.h"
#include "corpus/base/text.h"

namespace labtrail::searcher {
namespace {

query::Clause clause(format::FacetField field, const std::string& value) {
  query::Clause made;
  made.field = field;
  query::FilterValue one;
  one.text = value;
  if (format::row(field).kind == format::Kind::number) one.low = one.high = std::atoi(value.c_str());
  made.values.push_back(std::move(one));
  return made;
}

std::string joined(const std::string& filter, std::vector<query::Clause> clauses) {
  const std::string added = query::to_string(clauses);
  return filter.empty() ? added : filter + "," + added;
}

std::vector<TableHead> heads(const Facet& facet) {
  std::vector<TableHead> out;
  for (const FacetBucket& bucket : facet.buckets) {
    if (bucket.count > 0) out.push_back({bucket.value, bucket.label, bucket.count});
  }
  return out;
}

/// Nothing: a generation arrived in between.
base::Result<std::optional<Table>> count_once(const Searcher& searcher, const TableRequest& request) {
  Request asked;
  asked.query = request.query;
  asked.filter = request.filter;
  asked.facets = {request.rows, request.columns};
  asked.limit = 0;
  asked.suggest_spelling = false;
  asked.facets_within = true;
  auto whole = searcher.search(asked);
  if (!whole) return tl::unexpected(whole.error());
  Table table;
  table.generation = whole->generation;
  table.query = whole->query;
  table.filter = whole->filter;
  table.total = whole->total;
  table.rows = heads(whole->facets[0]);
  table.columns = heads(whole->facets[1]);
  const auto by_value = [](const TableHead& a, const TableHead& b) { return a.value < b.value; };
  if (request.rows.field == format::FacetField::year)
    std::sort(table.rows.begin(), table.rows.end(), by_value);
  if (request.columns.field == format::FacetField::year)
    std::sort(table.columns.begin(), table.columns.end(), by_value);
  // Buckets are cut at a number of values: all columns must be there for every row.
  asked.facets = {{request.columns.field, 1000}};
  for (const TableHead& row : table.rows) {
    asked.filter = joined(table.filter, {clause(request.rows.field, row.value)});
    auto part = searcher.search(asked);
    if (!part) return tl::unexpected(part.error());
    if (part->generation.number != table.generation.number) return std::optional<Table>();
    std::map<std::string, std::uint64_t> counts;
    for (const FacetBucket& bucket : part->facets[0].buckets) counts[bucket.value] = bucket.count;
    std::vector<std::uint64_t>& cells = table.cells.emplace_back();
    std::vector<std::string>& filters = table.cell_filters.emplace_back();
    for (const TableHead& column : table.columns) {
      filters.push_back(joined(table.filter, {clause(request.rows.field, row.value),
                                              clause(request.columns.field, column.value)}));
      const auto known = counts.find(column.value);
      if (known != counts.end()) {
        cells.push_back(known->second);
        continue;
      }
      // Not among the thousand commonest values of this row, or none: asked for itself, since counts are
      // exact.
      Request cell = asked;
      cell.filter = filters.back();
      cell.facets.clear();
      if (part->facets[0].distinct <= 1000) {
        cells.push_back(0);
        continue;
      }
      const auto answer = searcher.search(cell);
      if (!answer) return tl::unexpected(answer.error());
      if (answer->generation.number != table.generation.number) return std::optional<Table>();
      cells.push_back(answer->total);
    }
  }
  return table;
}

}  // namespace

base::Result<Table> make_table(const Searcher& searcher, const TableRequest& request) {
  if (request.rows.field == request.columns.field)
    return base::fail(base::ErrorCode::bad_request, "rows and columns of a table are two different fields");
  for (;;) {
    auto table = count_once(searcher, request);
    if (!table) return tl::unexpected(std::move(table.error()));
    if (*table) return std::move(**table);
  }
}

std::string to_tsv(const Table& table, format::FacetField rows) {
  std::string out(format::name(rows));
  for (const TableHead& column : table.columns) out += "\t" + base::plain_line(column.label);
  out += "\tall\n";
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    out += base::plain_line(table.rows[r].label);
    for (const std::uint64_t count : table.cells[r]) out += "\t" + std::to_string(count);
    out += "\t" + std::to_string(table.rows[r].count) + "\n";
  }
  return out;
}

std::string to_json(const Table& table) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object()
      .key("meta")
      .begin_object()
      .field("count", table.total)
      .field("unit", "papers")
      .field("query", table.query);
  json.field("filter", table.filter)
      .field("generation", table.generation.number)
      .field("date", table.generation.date)
      .end_object();
  const auto write_heads = [&](std::string_view name, const std::vector<TableHead>& heads) {
    json.key(name).begin_array();
    for (const TableHead& head : heads)
      json.begin_object()
          .field("value", head.value)
          .field("label", head.label)
          .field("count", head.count)
          .end_object();
    json.end_array();
  };
  write_heads("rows", table.rows);
  write_heads("columns", table.columns);
  json.key("cells").begin_array();
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (table.cells[r][c] == 0) continue;
      json.begin_object().field("row", table.rows[r].value).field("column", table.columns[c].value);
      json.field("count", table.cells[r][c]).field("filter", table.cell_filters[r][c]).end_object();
    }
  }
  json.end_array().end_object();
  return out;
}

}  // namespace labtrail::searcher
