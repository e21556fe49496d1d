// labtrail-search: asks an index, on the command line or over HTTP. Decodes the command line, calls, prints;
// nothing else.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "corpus/base/hash.h"
#include "searcher/commands/command.h"
#include "searcher/console.h"
#include "searcher/export/batch.h"
#include "searcher/export/writer.h"
#include "searcher/http/encode.h"
#include "searcher/http/guards.h"
#include "searcher/http/server.h"
#include "searcher/saved/store.h"
#include "searcher/search.h"
#include "searcher/table.h"

namespace {

using namespace labtrail;
using commands::flush_out;
using commands::write_out;

constexpr int kMisused = 2;

/// Everything the commands take; each reads its part.
struct Options {
  std::string index;
  std::string query;
  std::string filter;
  std::string facets;
  std::string rows;
  std::string columns;
  std::string sort = "relevance";
  std::string cursor;
  std::size_t limit = 20;
  bool json = false;
  std::string queries;
  std::size_t depth = 1000;
  std::string output;
  std::string format;
  bool mark = false;
  bool provenance = false;
  std::string listen = "127.0.0.1:8080";
  std::string data;
  bool behind_proxy = false;
  std::vector<std::string> allowed_hosts;
  std::string public_url;
  std::size_t threads = 64;
};

int complain(const base::Error& error, const Options& options) {
  return commands::complain(error, options.query, options.filter);
}

searcher::Request question(const Options& options) {
  return commands::question(options.query, options.filter);
}

int run_query(const Options& options) {
  searcher::Request request = question(options);
  request.limit = options.limit;
  request.cursor = options.cursor;
  const auto sort = searcher::parse_sort(options.sort);
  if (!sort) return complain(sort.error(), options);
  request.sort = *sort;
  auto facets = query::parse_facets(options.facets);
  if (!facets) {
    // Its position is one in the list of facets, not in the filter.
    base::Error error = facets.error();
    error.code = base::ErrorCode::bad_request;
    return complain(error, options);
  }
  request.facets = std::move(*facets);
  const auto searcher = searcher::Searcher::open(options.index);
  const auto response = searcher->search(request);
  if (!response) return complain(response.error(), options);
  write_out(options.json ? http::search_body(request, *response) + "\n" : console::table(*response));
  flush_out();
  return 0;
}

int run_table(const Options& options) {
  searcher::TableRequest request;
  request.query = options.query;
  request.filter = options.filter;
  for (const auto& [text, field] :
       {std::pair(&options.rows, &request.rows), std::pair(&options.columns, &request.columns)}) {
    const auto parsed = query::parse_facets(*text);
    if (!parsed || parsed->size() != 1) {
      base::Error error =
          parsed ? base::Error{base::ErrorCode::bad_request, "rows and columns are one field each",
                               "write --rows lab:50", 0, 0}
                 : parsed.error();
      error.code = base::ErrorCode::bad_request;
      return complain(error, options);
    }
    *field = parsed->front();
  }
  const auto searcher = searcher::Searcher::open(options.index);
  const auto table = searcher::make_table(*searcher, request);
  if (!table) return complain(table.error(), options);
  if (options.json) {
    write_out(searcher::to_json(*table) + "\n");
  } else {
    write_out(searcher::to_tsv(*table, request.rows.field));
    fmt::print(stderr, "papers; generation {} of {}; --json has the filter of each cell\n",
               table->generation.number, table->generation.date);
  }
  flush_out();
  return 0;
}

int run_explain(const Options& options) {
  const auto searcher = searcher::Searcher::open(options.index);
  const auto explanation = searcher->explain(options.query);
  if (!explanation) return complain(explanation.error(), options);
  write_out(console::table(*explanation));
  flush_out();
  return 0;
}

int run_batch(const Options& options) {
  const std::string file = options.queries == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                                                  : base::read_file(options.queries);
  const auto queries = exporting::parse_batch(file);
  if (!queries) {
    base::Error error = queries.error();
    error.message = fmt::format("{}: {}", options.queries, error.message);
    return complain(error, options);
  }
  const auto searcher = searcher::Searcher::open(options.index);
  std::string out;
  for (const exporting::BatchQuery& query : *queries) {
    searcher::Request request = question(options);
    request.query = query.text;
    request.mode = query::Mode::plain;
    const auto ranked = searcher->rank(request, options.depth);
    if (!ranked) {
      base::Error error = ranked.error();
      error.message = fmt::format("{}:{}: {}", options.queries, query.line, error.message);
      Options shown = options;
      shown.query = query.text;
      return complain(error, shown);
    }
    out.clear();
    if (options.output == "trec") {
      exporting::append_trec(out, query.id, *ranked);
    } else {
      exporting::append_batch_json(out, query, *ranked);
    }
    write_out(out);
  }
  flush_out();
  return 0;
}

int run_export(const Options& options) {
  const auto searcher = searcher::Searcher::open(options.index);
  const auto selection = searcher->select(question(options));
  if (!selection) return complain(selection.error(), options);
  const auto given = exporting::write_export(**selection, *exporting::find_format(options.format),
                                             {options.mark, options.provenance}, [](std::string_view bytes) {
                                               write_out(bytes);
                                               return true;
                                             });
  if (!given) return complain(given.error(), options);
  flush_out();
  const searcher::GenerationInfo& generation = (*selection)->facts().generation;
  fmt::print(stderr, "{} paper{} of generation {} ({})\n", *given, *given == 1 ? "" : "s", generation.number,
             generation.date);
  return 0;
}

/// Names this build: an ETag must not outlive the program that made the answer.
std::string build_name() {
  struct stat info {};
  if (::stat("/proc/self/exe", &info) != 0) return LABTRAIL_VERSION;
  return fmt::format("{}-{}-{}-{}", LABTRAIL_VERSION, info.st_size, info.st_mtim.tv_sec,
                     info.st_mtim.tv_nsec);
}

/// "127.0.0.1:8080", "[::1]:8080", ":8080" or "8080".
base::Result<http::HostPort> parse_listen(std::string_view text) {
  const bool bare = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  const auto parsed = http::parse_host(bare                    ? fmt::format("127.0.0.1:{}", text)
                                       : text.starts_with(':') ? fmt::format("127.0.0.1{}", text)
                                                               : std::string(text));
  if (!parsed) {
    return base::fail(base::ErrorCode::bad_request, fmt::format("--listen '{}' is not ADDRESS:PORT", text),
                      "for example 127.0.0.1:8080 or [::1]:8080");
  }
  return *parsed;
}

http::Server* serving = nullptr;  // for the signal handler, which has no other way to know

int run_serve(const Options& options) {
  const auto listen = parse_listen(options.listen);
  if (!listen) return complain(listen.error(), options);
  const auto searcher = searcher::Searcher::open(options.index);
  http::ServerOptions server_options;
  server_options.host = listen->host;
  if (listen->port >= 0) server_options.port = listen->port;
  server_options.behind_proxy = options.behind_proxy;
  server_options.allowed_hosts = options.allowed_hosts;
  server_options.public_url = options.public_url;
  server_options.build = build_name();
  server_options.transport.workers = options.threads;
  server_options.warn = [](std::string_view line) { fmt::print(stderr, "labtrail-search: {}\n", line); };
  std::optional<saved::Store> store;
  if (!options.data.empty()) {
    store.emplace(options.data);
    server_options.keeping.emplace(
        http::Keeping{*store, http::FeedKeys::open(options.data, server_options.random)});
  }
  http::Server server(*searcher, server_options);
  const auto port = server.bind();
  if (!port) return complain(port.error(), options);
  serving = &server;
  struct sigaction action {};
  action.sa_handler = [](int) { serving->stop(); };
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  const searcher::GenerationInfo generation = searcher->generation();
  const bool six = listen->host.find(':') != std::string::npos;
  const std::string address =
      fmt::format("http://{}{}{}:{}/", six ? "[" : "", listen->host, six ? "]" : "", *port);
  write_out(address + "\n");
  // Without a data folder there is nothing that only its user may see or change.
  if (!options.data.empty()) {
    const std::string& front = options.public_url.empty() ? address : options.public_url;
    write_out(fmt::format("{}{}?token={}\n", front, front.ends_with('/') ? "" : "/", server.token()));
  }
  flush_out();
  fmt::print(stderr, "{} papers, generation {} ({}); Ctrl-C ends\n", generation.papers, generation.number,
             generation.date);
  server.run();
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Asks a Labtrail index."};
  app.set_version_flag("--version", LABTRAIL_VERSION);
  app.require_subcommand(1);
  Options options;
  const auto command = [&](const char* name, const char* what) {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->add_option("--index", options.index, "index folder")->required();
    return sub;
  };
  const auto takes_query = [&](CLI::App* sub) {
    sub->add_option("QUERY", options.query,
                    "query; empty = every paper; put -- before one that begins with '-'");
  };
  const auto takes_filter = [&](CLI::App* sub) {
    sub->add_option("--filter", options.filter,
                    "field:value,field:value; a|b; !a; year:2019-2023; state:candidate");
  };

  CLI::App* query_command = command("query", "finds papers");
  takes_query(query_command);
  takes_filter(query_command);
  query_command->add_option("--facets", options.facets, "fields to count: country,institution:50");
  query_command->add_option("--sort", options.sort, "relevance, newest, oldest or id");
  query_command->add_option("--limit", options.limit, "results; 0 = counts only")
      ->check(CLI::Range(std::size_t{0}, searcher::kMaxLimit));
  query_command->add_option("--cursor", options.cursor, "goes on where the answer before ended");
  query_command->add_flag("--json", options.json, "the body that the API sends");

  CLI::App* explain_command = command("explain", "shows the steps of a query: tokens, tree, Xapian query");
  takes_query(explain_command);

  CLI::App* table_command = command("table", "counts papers by two fields: --rows lab --columns year");
  takes_query(table_command);
  takes_filter(table_command);
  table_command->add_option("--rows", options.rows, "field, or field:N for its N commonest values")
      ->required();
  table_command->add_option("--columns", options.columns, "field, or field:N")->required();
  table_command->add_flag("--json", options.json, "with the filter that finds the papers of each cell");

  CLI::App* batch_command = command("batch", "ranks papers for many queries, read as plain words");
  takes_filter(batch_command);
  batch_command->add_option("--queries", options.queries, "file of 'id<TAB>query' lines, or -")->required();
  batch_command->add_option("--depth", options.depth, "papers a query")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}));
  batch_command->add_option("--output", options.output, "trec or jsonl")
      ->required()
      ->check(CLI::IsMember({"trec", "jsonl"}));

  CLI::App* export_command = command("export", "writes every match, ordered by id");
  takes_query(export_command);
  takes_filter(export_command);
  std::vector<std::string> formats;
  for (const exporting::FormatNames& row : exporting::formats()) formats.emplace_back(row.name);
  export_command->add_option("--format", options.format, fmt::format("{}", fmt::join(formats, ", ")))
      ->required()
      ->check(CLI::IsMember(formats));
  export_command->add_flag("--bom", options.mark, "CSV with a byte order mark, for spreadsheets");
  export_command->add_flag("--provenance", options.provenance,
                           "says in the file where it comes from; XLSX always does");

  CLI::App* serve_command = command("serve", "serves the page and the API on this machine");
  serve_command->add_option("--data", options.data, "folder for what users make");
  serve_command->add_option("--listen", options.listen, "ADDRESS:PORT; port 0 = any that is free");
  serve_command->add_flag("--behind-proxy", options.behind_proxy,
                          "allows an address that others can reach; only where a proxy stands in front");
  serve_command->add_option("--allow-host", options.allowed_hosts,
                            "a further name that this server answers to");
  serve_command->add_option("--public-url", options.public_url, "the address that people use, https://...");
  serve_command->add_option("--threads", options.threads, "requests answered at a time")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1024}));

  commands::Commands further;
  commands::add_alerts(app, further);
  commands::add_collaborations(app, further);
  commands::add_dossier(app, further);
  commands::add_evidence(app, further);
  commands::add_list(app, further);
  commands::add_matrix(app, further);
  commands::add_saved(app, further);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const bool well = app.exit(error) == 0;
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
      fmt::print(stderr,
                 "A query that begins with '-' stands behind --, as in: query --index DIR -- '-word'\n");
    }
    return well ? 0 : kMisused;
  }
  try {
    if (query_command->parsed()) return run_query(options);
    if (explain_command->parsed()) return run_explain(options);
    if (table_command->parsed()) return run_table(options);
    if (batch_command->parsed()) return run_batch(options);
    if (export_command->parsed()) return run_export(options);
    if (serve_command->parsed()) return run_serve(options);
    for (const commands::Command& one : further) {
      if (one.parsed->parsed()) return one.run();
    }
  } catch (const base::Failure& failure) {
    return complain(failure.error(), options);
  } catch (const std::exception& error) {
    return complain({base::ErrorCode::io, error.what(), {}, 0, 0}, options);
  }
  return kMisused;
}
