// labtrail-search matrix: two lists of organisations, and how many papers bear one of each.
#include <fmt/format.h>

#include <memory>

#include "corpus/base/file.h"
#include "searcher/commands/command.h"
#include "searcher/matrix.h"

namespace labtrail::commands {
namespace {

struct Options {
  std::string index;
  std::string query;
  std::string filter;
  std::string rows;
  std::string columns;
  bool json = false;
};

/// "a,b,c", or "@FILE" with one id a line or as the first column of a CSV.
std::vector<std::string> ids(const std::string& text) {
  return searcher::read_ids(text.starts_with('@') ? base::read_file(text.substr(1)) : text);
}

int run(const Options& options) {
  searcher::MatrixRequest request;
  request.request = question(options.query, options.filter);
  request.rows = ids(options.rows);
  request.columns = ids(options.columns);
  const auto searcher = searcher::Searcher::open(options.index);
  const auto matrix = searcher::make_matrix(*searcher, request);
  if (!matrix) return complain(matrix.error(), options.query, options.filter);
  write_out(options.json ? searcher::to_json(*matrix) + "\n" : searcher::to_tsv(*matrix));
  flush_out();
  if (!options.json) {
    fmt::print(stderr, "papers of generation {} ({}); --json has the filter of each cell\n",
               matrix->generation.number, matrix->generation.date);
  }
  return 0;
}

}  // namespace

void add_matrix(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = add_index_command(app, "matrix", "counts papers that bear one body of each of two lists",
                                    options->index);
  sub->add_option("QUERY", options->query, "query; empty = every paper");
  sub->add_option("--filter", options->filter, "narrows the papers");
  sub->add_option("--rows", options->rows, "ids: a,b,c, or @FILE (one a line, or first column of a CSV)")
      ->required();
  sub->add_option("--columns", options->columns, "likewise")->required();
  sub->add_flag("--json", options->json, "with the filter of each cell");
  commands.push_back({sub, [options] { return run(*options); }});
}

}  // namespace labtrail::commands
