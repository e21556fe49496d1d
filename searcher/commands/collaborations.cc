// labtrail-search collaborations: who stands on the papers of a subject beside it.
#include <fmt/format.h>

#include <memory>

#include "searcher/collaborations.h"
#include "searcher/commands/command.h"

namespace labtrail::commands {
namespace {

struct Options {
  std::string index;
  std::string query;
  std::string filter;
  std::string subject;
  std::string by = "institution";
  std::size_t limit = 50;
  bool json = false;
};

int run(const Options& options) {
  searcher::CollaborationRequest request;
  request.request = question(options.query, options.filter);
  request.subject = options.subject;
  request.limit = options.limit;
  const auto by = searcher::parse_partners(options.by);
  if (!by) return complain(by.error());
  request.by = *by;
  const auto searcher = searcher::Searcher::open(options.index);
  const auto found = searcher->collaborations(request);
  if (!found) return complain(found.error(), options.query, options.filter);
  write_out(options.json ? searcher::to_json(*found) + "\n" : searcher::to_tsv(*found));
  flush_out();
  if (!options.json) {
    fmt::print(stderr, "papers of generation {} ({}); {} of {} partners; --json has the filter of each\n",
               found->generation.number, found->generation.date, found->buckets.size(), found->distinct);
  }
  return 0;
}

}  // namespace

void add_collaborations(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = add_index_command(app, "collaborations",
                                    "counts who stands on a subject's papers beside it", options->index);
  sub->add_option("QUERY", options->query, "query; empty = every paper of the subject");
  sub->add_option("--filter", options->filter, "narrows the papers");
  sub->add_option("--subject", options->subject,
                  "lab:ID, institution:ID, institution.lineage:ID, country:CC or list:ID")
      ->required();
  sub->add_option("--by", options->by, "institution, country, lab, funder or year");
  sub->add_option("--limit", options->limit, "partners, the commonest ones")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}));
  sub->add_flag("--json", options->json, "the body that the API sends");
  commands.push_back({sub, [options] { return run(*options); }});
}

}  // namespace labtrail::commands
