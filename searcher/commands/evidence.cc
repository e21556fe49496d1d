// labtrail-search evidence ...: decodes the command line, calls searcher/bundle, prints.
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

#include "corpus/base/error.h"
#include "searcher/bundle/bundle.h"
#include "searcher/bundle/difference.h"
#include "searcher/bundle/freeze.h"
#include "searcher/commands/command.h"
#include "searcher/console.h"
#include "searcher/search.h"

namespace labtrail::commands {
namespace {

struct Options {
  std::string index;
  std::string query;
  std::string filter;
  std::string title;
  std::string note;
  std::string output;
  std::string bundle;
  std::string id;
  bool force = false;
  bool json = false;
};

std::string contents(const bundle::Manifest& manifest) {
  return fmt::format("{} of generation {} ({})\nid {}\n", papers(manifest.count), manifest.generation.number,
                     console::printable(manifest.generation.date), console::printable(manifest.id));
}

int freeze(const Options& options) {
  bundle::FreezeRequest request;
  request.query = options.query;
  request.filter = options.filter;
  request.title = options.title;
  request.note = options.note;
  const auto searcher = searcher::Searcher::open(options.index);
  const auto manifest = bundle::freeze(*searcher, request, {options.output, options.force});
  if (!manifest) return complain(manifest.error(), options.query, options.filter);
  print(fmt::format("{}: {}", options.output, contents(*manifest)));
  return 0;
}

int verify(const Options& options) {
  bundle::Verification found = bundle::verify_file(options.bundle);
  if (!options.id.empty() && found.manifest && found.manifest->id != options.id)
    found.faults.push_back(fmt::format("the bundle's id is {}, not {}", found.manifest->id, options.id));
  for (const std::string& fault : found.faults)
    fmt::print(stderr, "labtrail-search: {}: {}\n", options.bundle, console::printable(fault));
  if (!found.faults.empty()) return 1;
  print(fmt::format("{}: whole; {}", options.bundle, contents(*found.manifest)));
  return 0;
}

void append(std::string& out, std::string_view heading, const std::vector<bundle::PaperChange>& changes) {
  out += fmt::format("\n{}: {}\n", heading, papers(changes.size()));
  for (const bundle::PaperChange& change : changes) {
    out +=
        fmt::format("  {}  {}\n    {}: {}\n", console::printable(change.id), console::printable(change.title),
                    bundle::name(change.cause), console::printable(change.why));
    for (const std::string& item : change.gained)
      out += fmt::format("    now: {}\n", console::printable(item));
    for (const std::string& item : change.lost)
      out += fmt::format("    no longer: {}\n", console::printable(item));
  }
}

int diff(const Options& options) {
  const auto opened = bundle::Bundle::open(options.bundle);
  if (!opened) return complain(opened.error());
  const auto searcher = searcher::Searcher::open(options.index);
  const auto found = bundle::compare(*opened, *searcher, options.index);
  if (!found) return complain(found.error(), opened->manifest().query, opened->manifest().filter);
  if (options.json) {
    print(bundle::to_json(*found) + "\n");
    return 0;
  }
  std::string out =
      fmt::format("frozen: {}now: {} of generation {} ({}); {} unchanged\n", contents(found->then),
                  papers(found->count_now), found->now.number, found->now.date, found->same);
  append(out, "added", found->added);
  append(out, "removed", found->removed);
  append(out, "changed", found->changed);
  print(out);
  return 0;
}

}  // namespace

void add_evidence(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* evidence = app.add_subcommand("evidence", "freezes a result into one file that proves itself");
  evidence->require_subcommand(1);

  CLI::App* freezing = evidence->add_subcommand("freeze", "writes every match with its evidence to a bundle");
  freezing->add_option("--index", options->index, "index folder")->required();
  freezing->add_option("QUERY", options->query,
                       "query; empty = every paper; put -- before one that begins with '-'");
  freezing->add_option("--filter", options->filter, "field:value,field:value; a|b; !a; year:2019-2023");
  freezing->add_option("--title", options->title, "what it is, in a line");
  freezing->add_option("--note", options->note, "why it was frozen, or whatever should stand on its page");
  freezing->add_option("--output", options->output, "the bundle, NAME.zip")->required();
  freezing->add_flag("--force", options->force, "replaces a file of that name");

  CLI::App* verifying = evidence->add_subcommand("verify", "proves a bundle; needs no index");
  verifying->add_option("BUNDLE", options->bundle, "the file")->required();
  verifying->add_option("--id", options->id, "the id that it must have, as it was quoted");

  CLI::App* comparing =
      evidence->add_subcommand("diff", "asks a bundle's question again: what changed, and why");
  comparing->add_option("--index", options->index, "index folder")->required();
  comparing->add_option("BUNDLE", options->bundle, "the file")->required();
  comparing->add_flag("--json", options->json, "for programs");

  commands.push_back({freezing, [options] { return freeze(*options); }});
  commands.push_back({verifying, [options] { return verify(*options); }});
  commands.push_back({comparing, [options] { return diff(*options); }});
}

}  // namespace labtrail::commands
