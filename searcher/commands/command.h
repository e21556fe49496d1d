// What the commands of labtrail-search share: reading a question strictly, opening the index, printing. Each
// command that outgrew main.cc has a file beside this one and adds itself to the program.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/search.h"

namespace labtrail::commands {

/// A command that was asked for: runs and returns the exit status (contract.md, "Exit").
using Run = std::function<int()>;
struct Command {
  CLI::App* parsed = nullptr;
  Run run;
};
using Commands = std::vector<Command>;

/// Adds a command that asks one index: `--index DIR`.
CLI::App* add_index_command(CLI::App& app, const char* name, const char* what, std::string& index);

/// Query and filter, read strictly, with time enough: nobody else waits.
searcher::Request question(const std::string& query, const std::string& filter);

/// Both throw base::Failure (io). `print` writes and flushes.
void write_out(std::string_view bytes);
void flush_out();
void print(std::string_view text);
/// Prints the error with the place in query or filter; returns the exit status.
int complain(const base::Error& error, std::string_view query = {}, std::string_view filter = {});

/// "3 papers".
std::string papers(std::uint64_t count);

void add_alerts(CLI::App& app, Commands& commands);
void add_collaborations(CLI::App& app, Commands& commands);
void add_dossier(CLI::App& app, Commands& commands);
void add_evidence(CLI::App& app, Commands& commands);
void add_list(CLI::App& app, Commands& commands);
void add_matrix(CLI::App& app, Commands& commands);
void add_saved(CLI::App& app, Commands& commands);

}  // namespace labtrail::commands
