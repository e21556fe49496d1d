#include "searcher/matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <optional>
#include <set>

#include "corpus/base/csv.h"
#include "corpus/base/json_writer.h"
#include "corpus/base/plain.h"
#include "corpus/base/text.h"
#include "searcher/query/filter.h"
#include "searcher/sides.h"

namespace labtrail::searcher {

using base::ErrorCode;
using format::FacetField;

namespace {

/// "lab:x,year:2020": the clauses of a filter and one more.
base::Result<std::string> with(std::string_view filter, std::string_view clause) {
  auto clauses = query::parse_filter(filter);
  if (!clauses) return tl::unexpected<base::Error>(std::move(clauses.error()));
  auto further = query::parse_filter(clause);
  if (!further) return tl::unexpected<base::Error>(std::move(further.error()));
  for (query::Clause& one : *further) clauses->push_back(std::move(one));
  return query::to_string(*clauses);
}

base::Result<std::uint64_t> count(const Searcher& searcher, Request request) {
  request.facets.clear();
  request.limit = 0;
  const auto answer = searcher.search(request);
  if (!answer) return tl::unexpected<base::Error>(answer.error());
  return answer->total;
}

/// One value of the other side, where a clause names one: it can be told who brings it.
std::optional<std::pair<Partners, std::string>> one_partner(std::string_view text) {
  const auto clauses = query::parse_filter(text);
  if (!clauses || clauses->size() != 1 || clauses->front().values.size() != 1) return std::nullopt;
  const auto by = parse_partners(format::name(clauses->front().field));
  if (!by) return std::nullopt;
  return std::pair(*by, clauses->front().values.front().text);
}

/// Counts of a subject over one generation: what heads and cells are made from.
class Counting {
 public:
  Counting(const Searcher& searcher, Request request) : searcher_(searcher), request_(std::move(request)) {
    request_.facets.clear();
    request_.limit = 0;
    request_.suggest_spelling = false;
  }

  base::Result<Collaborations> partners(const std::string& subject, Partners by,
                                        std::vector<std::string> only) {
    CollaborationRequest asked;
    asked.request = request_;
    asked.subject = subject;
    asked.by = by;
    asked.only = std::move(only);
    asked.limit = kMaxMatrixCells;
    auto found = searcher_.collaborations(asked);
    if (!found) return found;
    assert(asked.only.empty() || found->buckets.size() == asked.only.size());
    generations_.insert(found->generation.number);
    return found;
  }
  base::Result<Response> papers(const std::string& filter) {
    Request asked = request_;
    asked.filter = filter;
    auto answer = searcher_.search(asked);
    if (answer) generations_.insert(answer->generation.number);
    return answer;
  }
  [[nodiscard]] bool of_one_generation() const { return generations_.size() == 1; }

 private:
  const Searcher& searcher_;
  Request request_;
  std::set<std::uint64_t> generations_;
};

base::Result<MatrixHead> make_head(const Searcher& searcher, Counting& counting, const std::string& id) {
  auto clause = organisation_clause(searcher, id);
  if (!clause) return tl::unexpected<base::Error>(std::move(clause.error()));
  MatrixHead head;
  head.id = id;
  head.clause = std::move(*clause);
  const auto found = counting.partners(head.clause, Partners::year, {});
  if (!found) return tl::unexpected<base::Error>(found.error());
  head.label = found->subject_label;
  head.papers = found->papers;
  head.filter = found->papers_filter;
  return head;
}

/// Who brings a row's body and each column's; nothing where neither is one institution, lab or country.
base::Result<std::vector<std::optional<PairCounts>>> pairs_of(Counting& counting, const MatrixHead& row,
                                                              const std::vector<MatrixHead>& columns) {
  std::vector<std::optional<PairCounts>> out(columns.size());
  std::map<Partners, std::vector<std::size_t>> places;
  std::map<Partners, std::vector<std::string>> values;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (const auto one = one_partner(columns[c].clause)) {
      places[one->first].push_back(c);
      values[one->first].push_back(one->second);
    } else if (const auto other = one_partner(row.clause)) {
      const auto found = counting.partners(columns[c].clause, other->first, {other->second});
      if (!found) return tl::unexpected<base::Error>(found.error());
      out[c] = found->buckets.front().counts;
    }
  }
  for (const auto& [by, wanted] : values) {
    const auto found = counting.partners(row.clause, by, wanted);
    if (!found) return tl::unexpected<base::Error>(found.error());
    for (std::size_t i = 0; i < wanted.size(); ++i) out[places[by][i]] = found->buckets[i].counts;
  }
  return out;
}

base::Result<Matrix> count_once(const Searcher& searcher, Counting& counting, const MatrixRequest& request) {
  const auto whole = counting.papers(request.request.filter);
  if (!whole) return tl::unexpected<base::Error>(whole.error());
  Matrix matrix;
  matrix.generation = whole->generation;
  matrix.query = whole->query;
  matrix.filter = whole->filter;
  matrix.total = whole->total;
  for (const auto& [ids, heads] :
       {std::pair(&request.rows, &matrix.rows), std::pair(&request.columns, &matrix.columns)}) {
    for (const std::string& id : *ids) {
      auto head = make_head(searcher, counting, id);
      if (!head) return tl::unexpected<base::Error>(std::move(head.error()));
      heads->push_back(std::move(*head));
    }
  }
  for (const MatrixHead& row : matrix.rows) {
    const auto pairs = pairs_of(counting, row, matrix.columns);
    if (!pairs) return tl::unexpected<base::Error>(pairs.error());
    std::vector<MatrixCell>& cells = matrix.cells.emplace_back();
    for (std::size_t c = 0; c < matrix.columns.size(); ++c) {
      MatrixCell& cell = cells.emplace_back();
      auto filter = with(row.filter, matrix.columns[c].clause);
      if (!filter) return tl::unexpected<base::Error>(std::move(filter.error()));
      cell.filter = std::move(*filter);
      const auto papers = counting.papers(cell.filter);
      if (!papers) return tl::unexpected<base::Error>(papers.error());
      // A body with itself, or with its own country, has no two sides.
      if ((*pairs)[c]) cell.counts = *(*pairs)[c];
      cell.counts.papers = papers->total;
      cell.counts.unpaired = papers->total - cell.counts.two_authors - cell.counts.one_author;
    }
  }
  return matrix;
}

void write_counts(base::JsonWriter& json, const PairCounts& counts) {
  json.field("papers", counts.papers).field("two_authors", counts.two_authors);
  json.field("one_author", counts.one_author).field("unpaired", counts.unpaired);
}

}  // namespace

base::Result<std::string> organisation_clause(const Searcher& searcher, std::string_view id) {
  const std::string_view text = base::trim(id);
  if (text.empty()) return base::fail(ErrorCode::bad_request, "an organisation is empty", "write its id");
  const std::string_view head = text.substr(0, text.find(':'));
  // Ids may hold a colon themselves: ror:..., https://ror.org/..., what a source calls its own.
  if (head != text && format::facet_field(head)) {
    const auto clause = parse_subject(text);
    if (!clause) return tl::unexpected<base::Error>(clause.error());
    return query::to_string({*clause});
  }
  for (const FacetField field : {FacetField::lab, FacetField::institution}) {
    const std::string clause = query::to_string({query::value_clause(field, text)});
    Request request;
    request.filter = clause;
    const auto papers = count(searcher, std::move(request));
    if (!papers) return tl::unexpected<base::Error>(papers.error());
    if (*papers > 0) return clause;
  }
  const auto known = searcher.organisation(text);
  if (!known) {
    return base::fail(ErrorCode::not_found, fmt::format("this index knows no organisation '{}'", text),
                      "ids are slugs of the registry or ROR ids; `suggest` finds them by name");
  }
  return query::to_string(
      {query::value_clause(known->kind == "lab" ? FacetField::lab : FacetField::institution, known->id)});
}

base::Result<Matrix> make_matrix(const Searcher& searcher, const MatrixRequest& request) {
  if (request.rows.empty() || request.columns.empty())
    return base::fail(ErrorCode::bad_request, "a matrix has rows and columns", "give at least one id each");
  if (request.rows.size() * request.columns.size() > kMaxMatrixCells) {
    return base::fail(ErrorCode::too_large, fmt::format("a matrix has at most {} cells", kMaxMatrixCells),
                      "ask for parts of it");
  }
  for (;;) {
    Counting counting(searcher, request.request);
    auto matrix = count_once(searcher, counting, request);
    // A generation may arrive in between: then once more, over the new one.
    if (!matrix || counting.of_one_generation()) return matrix;
  }
}

std::vector<std::string> read_ids(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  // With line breaks the first column of each line counts; without, every item.
  const bool lines = base::trim(text).find('\n') != std::string_view::npos;
  std::vector<std::string> out;
  const char separator = lines ? '\n' : ',';
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    std::string_view item = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (lines) item = item.substr(0, item.find_first_of(",;\t"));
    item = base::trim(item);
    if (item.size() >= 2 && item.front() == '"' && item.back() == '"')
      item = base::trim(item.substr(1, item.size() - 2));
    const bool heading = out.empty() && lines && (item == "id" || item == "organisation");
    if (item.empty() || heading || std::find(out.begin(), out.end(), item) != out.end()) continue;
    out.emplace_back(item);
  }
  return out;
}

std::string to_tsv(const Matrix& matrix) {
  std::string out = "papers";
  for (const MatrixHead& column : matrix.columns) out += "\t" + base::plain_line(column.label);
  out += "\tall\n";
  for (std::size_t r = 0; r < matrix.rows.size(); ++r) {
    out += base::plain_line(matrix.rows[r].label);
    for (const MatrixCell& cell : matrix.cells[r]) out += fmt::format("\t{}", cell.counts.papers);
    out += fmt::format("\t{}\n", matrix.rows[r].papers);
  }
  out += "all";
  for (const MatrixHead& column : matrix.columns) out += fmt::format("\t{}", column.papers);
  return out + fmt::format("\t{}\n", matrix.total);
}

std::string to_csv(const Matrix& matrix) {
  std::string out;
  base::append_csv_row(
      out, {"row", "row_label", "column", "column_label", "papers", "two_authors", "one_author", "unpaired",
            "filter", "query", "unit", "generation", "generation_date"});
  const std::string generation = std::to_string(matrix.generation.number);
  const auto number = [](std::uint64_t count) { return std::to_string(count); };
  const auto total = [&](const MatrixHead& head, bool is_row) {
    base::append_csv_row(out, {is_row ? head.clause : "",
                               is_row ? head.label : "",
                               is_row ? "" : head.clause,
                               is_row ? "" : head.label,
                               number(head.papers),
                               {},
                               {},
                               {},
                               head.filter,
                               matrix.query,
                               "papers",
                               generation,
                               matrix.generation.date});
  };
  for (std::size_t r = 0; r < matrix.rows.size(); ++r) {
    for (std::size_t c = 0; c < matrix.columns.size(); ++c) {
      const MatrixHead& row = matrix.rows[r];
      const MatrixHead& column = matrix.columns[c];
      const MatrixCell& cell = matrix.cells[r][c];
      base::append_csv_row(
          out, {row.clause, row.label, column.clause, column.label, number(cell.counts.papers),
                number(cell.counts.two_authors), number(cell.counts.one_author), number(cell.counts.unpaired),
                cell.filter, matrix.query, "papers", generation, matrix.generation.date});
    }
  }
  for (const MatrixHead& row : matrix.rows) total(row, true);
  for (const MatrixHead& column : matrix.columns) total(column, false);
  return out;
}

std::string to_json(const Matrix& matrix) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("meta").begin_object();
  json.field("query", matrix.query).field("filter", matrix.filter).field("count", matrix.total);
  json.field("unit", "papers").field("generation", matrix.generation.number);
  json.field("generation_date", matrix.generation.date).field("papers", matrix.generation.papers);
  json.end_object();
  for (const auto& [name, heads] : {std::pair("rows", &matrix.rows), std::pair("columns", &matrix.columns)}) {
    json.key(name).begin_array();
    for (const MatrixHead& head : *heads) {
      json.begin_object().field("id", head.id).field("clause", head.clause).field("label", head.label);
      json.field("papers", head.papers).field("filter", head.filter).end_object();
    }
    json.end_array();
  }
  json.key("cells").begin_array();
  for (std::size_t r = 0; r < matrix.rows.size(); ++r) {
    for (std::size_t c = 0; c < matrix.columns.size(); ++c) {
      json.begin_object().field("row", matrix.rows[r].id).field("column", matrix.columns[c].id);
      write_counts(json, matrix.cells[r][c].counts);
      json.field("filter", matrix.cells[r][c].filter).end_object();
    }
  }
  json.end_array().end_object();
  return out;
}

}  // namespace labtrail::searcher
