// labtrail-search list: many questions at once, one a line, and how many papers each finds. All are answered;
// the exit status is that of the first that could not be.
#include <fmt/format.h>

#include <iostream>
#include <iterator>
#include <memory>

#include "corpus/base/file.h"
#include "corpus/base/plain.h"
#include "searcher/commands/command.h"
#include "searcher/pasted_list.h"

namespace labtrail::commands {
namespace {

struct Options {
  std::string index;
  std::string file;
  std::string read_as = "query";
  std::string filter;
  std::string output = "text";
};

std::string to_text(const searcher::ListAnswer& answer) {
  std::string out;
  for (const searcher::ListEntry& entry : answer.entries) {
    for (const searcher::EntryReading& reading : entry.readings) {
      out += fmt::format("{}\t{}", reading.papers, base::plain_line(entry.text));
      if (!reading.label.empty())
        out += fmt::format("\t{} ({} {})", base::plain_line(reading.label), reading.kind,
                           base::plain_line(reading.value));
      if (reading.meaning != answer.meaning) out += "\tno name of this index; as printed";
      out += '\n';
    }
    if (entry.error)
      out += fmt::format("-\t{}\t{}\n", base::plain_line(entry.text), base::plain_line(entry.error->message));
  }
  return out;
}

int run(const Options& options) {
  searcher::ListRequest request;
  request.entries =
      searcher::read_lines(options.file == "-" ? std::string(std::istreambuf_iterator<char>(std::cin),
                                                             std::istreambuf_iterator<char>())
                                               : base::read_file(options.file));
  request.meaning = *searcher::parse_entry_meaning(options.read_as);
  request.filter = options.filter;
  request.deadline = std::chrono::hours(1);  // nobody else waits
  const auto searcher = searcher::Searcher::open(options.index);
  const auto answer = searcher::answer_list(*searcher, request);
  if (!answer) return complain(answer.error(), {}, options.filter);
  write_out(options.output == "json"  ? searcher::to_json(*answer) + "\n"
            : options.output == "csv" ? searcher::to_csv(*answer)
                                      : to_text(*answer));
  flush_out();
  if (options.output == "text") {
    fmt::print(stderr, "papers of generation {} ({}); entries overlap, they do not add up\n",
               answer->generation.number, answer->generation.date);
  }
  for (const searcher::ListEntry& entry : answer->entries) {
    if (entry.error) return base::exit_status(entry.error->code);
  }
  return 0;
}

}  // namespace

void add_list(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = add_index_command(app, "list", "counts the papers of each line of a list", options->index);
  sub->add_option("FILE", options->file, "one entry a line, or -")->required();
  sub->add_option("--as", options->read_as,
                  "how an entry is read; a DOI or arXiv number is its papers in any case")
      ->check(CLI::IsMember({"query", "name", "printed", "title"}))
      ->capture_default_str();
  sub->add_option("--filter", options->filter, "narrows every entry");
  sub->add_option("--output", options->output, "text, csv or json")
      ->check(CLI::IsMember({"text", "csv", "json"}))
      ->capture_default_str();
  commands.push_back({sub, [options] { return run(*options); }});
}

}  // namespace labtrail::commands
