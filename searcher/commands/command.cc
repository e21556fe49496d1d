#include "searcher/commands/command.h"

#include <fmt/format.h>

#include <cstdio>

#include "searcher/console.h"

namespace labtrail::commands {

CLI::App* add_index_command(CLI::App& app, const char* name, const char* what, std::string& index) {
  CLI::App* sub = app.add_subcommand(name, what);
  sub->add_option("--index", index, "index folder")->required();
  return sub;
}

searcher::Request question(const std::string& query, const std::string& filter) {
  searcher::Request request;
  request.query = query;
  request.filter = filter;
  request.deadline = std::chrono::minutes(10);
  return request;
}

void write_out(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) != bytes.size()) {
    throw base::Failure(base::ErrorCode::io, "cannot write to standard output");
  }
}

void flush_out() {
  if (std::fflush(stdout) != 0) throw base::Failure(base::ErrorCode::io, "cannot write to standard output");
}

void print(std::string_view text) {
  write_out(text);
  flush_out();
}

std::string papers(std::uint64_t count) {
  return fmt::format("{} paper{}", count, count == 1 ? "" : "s");
}

int complain(const base::Error& error, std::string_view query, std::string_view filter) {
  std::fflush(stdout);
  fmt::print(stderr, "{}", console::describe(error, query, filter));
  return base::exit_status(error.code);
}

}  // namespace labtrail::commands
