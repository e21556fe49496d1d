// labtrail-search saved ...: decodes the command line, calls searcher/saved, prints.
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>

#include "corpus/base/file.h"
#include "corpus/base/json_writer.h"
#include "searcher/commands/command.h"
#include "searcher/console.h"
#include "searcher/http/encode.h"
#include "searcher/saved/alerts.h"
#include "searcher/saved/store.h"

namespace labtrail::commands {
namespace {

struct Options {
  std::string data;
  std::string index;
  std::string id;
  std::vector<std::string> ids;
  saved::Draft draft;
  std::string file;
  std::size_t limit = 20;
  bool archived = false;
  bool all = false;
  bool copies = false;
  bool json = false;
};

/// The command of `saved` and the options of a draft, to see which were given.
struct Given {
  Options options;
  CLI::App* saved = nullptr;
  CLI::App* add = nullptr;
  CLI::App* list = nullptr;
  CLI::App* show = nullptr;
  CLI::App* run = nullptr;
  CLI::App* edit = nullptr;
  CLI::App* duplicate = nullptr;
  CLI::App* archive = nullptr;
  CLI::App* unarchive = nullptr;
  CLI::App* import = nullptr;
  CLI::App* export_ = nullptr;
};

int complain_of(const base::Error& error, const saved::Draft& draft) {
  return complain(error, draft.query, draft.filter);
}

std::string question_of(const saved::Draft& draft) {
  std::string out = draft.query.empty() ? "every paper" : draft.query;
  if (!draft.filter.empty()) out += "  |  " + draft.filter;
  return console::printable(out);
}

std::string describe(const saved::SavedSearch& search) {
  const saved::Draft& draft = search.version.draft;
  std::string out = fmt::format("{}  {}{}\n            {}\n", search.id, console::printable(draft.name),
                                search.archived ? "  (archived)" : "", question_of(draft));
  if (!draft.case_.empty()) out += fmt::format("            case: {}\n", console::printable(draft.case_));
  if (!search.last_run) return out + "            not run yet\n";
  const saved::LastRun& run = *search.last_run;
  if (run.generation > 0) {
    out += fmt::format("            {} in generation {} ({}); {} unread\n", papers(run.count), run.generation,
                       run.generation_date, search.unread);
  }
  if (run.error)
    out += fmt::format("            cannot be run: {}\n", console::printable(run.error->message));
  return out;
}

int print_search(const Options& options, const saved::SavedSearch& search) {
  std::string out;
  if (options.json) {
    saved::append_json(out, search);
    out += '\n';
  } else {
    out = describe(search);
  }
  print(out);
  return 0;
}

/// The first run of a search makes "before" what it is now: without an index at hand, the next `alerts run`
/// does it.
std::optional<int> run_alerts(saved::Store& store, const Options& options, const std::string& id) {
  if (options.index.empty()) return std::nullopt;
  const auto searcher = searcher::Searcher::open(options.index);
  saved::RunOptions run;
  run.searches = {id};
  const auto summary = saved::Alerts(store).run(*searcher, run);
  if (!summary) return complain(summary.error());
  for (const saved::SearchRun& one : summary->news) {
    if (one.error) return complain(*one.error);
  }
  return std::nullopt;
}

int add(saved::Store& store, const Options& options) {
  const auto search = store.create(options.draft);
  if (!search) return complain_of(search.error(), options.draft);
  if (const auto status = run_alerts(store, options, search->id)) return *status;
  const auto now = store.find(search->id);
  return now ? print_search(options, *now) : complain(now.error());
}

int edit(saved::Store& store, const Given& given) {
  const Options& options = given.options;
  const auto before = store.find(options.id);
  if (!before) return complain(before.error());
  // What the old question has found by now is reported before the new one begins.
  if (!before->archived) {
    if (const auto status = run_alerts(store, options, options.id); status && *status != 0) {
      fmt::print(stderr, "labtrail-search: the search as it was cannot be run; it is edited all the same\n");
    }
  }
  saved::Draft draft = before->version.draft;
  const auto take = [&](const char* name, std::string saved::Draft::*field) {
    if (given.edit->count(name) > 0) draft.*field = options.draft.*field;
  };
  take("--name", &saved::Draft::name);
  take("--note", &saved::Draft::note);
  take("--case", &saved::Draft::case_);
  take("--query", &saved::Draft::query);
  take("--filter", &saved::Draft::filter);
  take("--sort", &saved::Draft::sort);
  take("--facets", &saved::Draft::facets);
  const auto after = store.edit(options.id, draft, before->version.number);
  if (!after) return complain_of(after.error(), draft);
  if (!after->archived) {
    if (const auto status = run_alerts(store, options, options.id)) return *status;
  }
  const auto now = store.find(options.id);
  return now ? print_search(options, *now) : complain(now.error());
}

int list(const saved::Store& store, const Options& options) {
  using Which = saved::Store::Which;
  const auto searches = store.list(options.all        ? Which::all
                                   : options.archived ? Which::archived
                                                      : Which::live);
  std::string out;
  if (options.json) {
    out = "[";
    for (const saved::SavedSearch& search : searches) {
      if (out.size() > 1) out += ",\n";
      saved::append_json(out, search);
    }
    out += "]\n";
  } else {
    for (const saved::SavedSearch& search : searches) out += describe(search);
    if (searches.empty()) out = "no saved searches\n";
  }
  print(out);
  return 0;
}

int show(const saved::Store& store, const Options& options) {
  const auto search = store.find(options.id);
  if (!search) return complain(search.error());
  if (options.json) {
    const std::vector<std::string> ids{options.id};
    const auto text = store.export_json(ids);
    if (!text) return complain(text.error());
    print(*text);
    return 0;
  }
  const auto versions = store.versions(options.id);
  const auto counts = store.counts(options.id);
  if (!versions || !counts) return complain(!versions ? versions.error() : counts.error());
  std::string out = describe(*search);
  const saved::Draft& draft = search->version.draft;
  out += fmt::format("            order: {}; facets: {}\n", draft.sort,
                     draft.facets.empty() ? "none" : console::printable(draft.facets));
  if (!draft.note.empty()) out += fmt::format("            note: {}\n", console::printable(draft.note));
  for (const saved::Version& version : *versions) {
    out += fmt::format("  version {} of {}: {}\n", version.number, base::iso8601(version.date),
                       question_of(version.draft));
  }
  for (const saved::Count& count : *counts) {
    out += fmt::format("  generation {} of {}: {} (version {})\n", count.generation,
                       console::printable(count.generation_date), papers(count.count), count.version);
  }
  print(out);
  return 0;
}

int run(saved::Store& store, const Options& options) {
  const auto search = store.find(options.id);
  if (!search) return complain(search.error());
  auto request = saved::request_of(search->version.draft);
  if (!request) return complain_of(request.error(), search->version.draft);
  request->limit = options.limit;
  request->deadline = std::chrono::minutes(10);
  const auto searcher = searcher::Searcher::open(options.index);
  const auto response = searcher->search(*request);
  if (!response) return complain_of(response.error(), search->version.draft);
  const auto noted =
      store.note_count(options.id, {search->version.number, response->generation.number,
                                    response->generation.date, response->total, response->candidates});
  if (!noted) return complain(noted.error());
  print(options.json ? http::search_body(*request, *response) + "\n" : console::table(*response));
  return 0;
}

int import_file(saved::Store& store, const Options& options) {
  const std::string text = options.file == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                                               : base::read_file(options.file);
  const auto summary = store.import_json(text, options.copies);
  if (!summary) return complain(summary.error());
  std::string out;
  if (options.json) {
    base::JsonWriter json(out);
    json.begin_object().field("added", summary->added).field("unchanged", summary->unchanged);
    json.key("ids").begin_array();
    for (const std::string& id : summary->ids) json.string(id);
    json.end_array().end_object();
    out += '\n';
  } else {
    out = fmt::format("{} added, {} were here already\n", summary->added, summary->unchanged);
  }
  print(out);
  return 0;
}

int export_all(const saved::Store& store, const Options& options) {
  const auto text = store.export_json(options.ids);
  if (!text) return complain(text.error());
  if (options.file.empty()) {
    print(*text);
  } else {
    base::write_file_atomically(options.file, *text);
  }
  return 0;
}

int archive(saved::Store& store, const Options& options, bool archived) {
  const auto search = store.set_archived(options.id, archived);
  return search ? print_search(options, *search) : complain(search.error());
}

void take_draft(CLI::App* command, saved::Draft& draft) {
  command->add_option("--note", draft.note, "free text");
  command->add_option("--case", draft.case_, "what it belongs to");
  command->add_option("--filter", draft.filter, "field:value,field:value");
  command->add_option("--sort", draft.sort, "relevance, newest, oldest or id");
  command->add_option("--facets", draft.facets, "fields to count: country,institution:50");
}

}  // namespace

void add_saved(CLI::App& app, Commands& registered) {
  const auto all = std::make_shared<Given>();
  Given& commands = *all;
  Options& options = commands.options;
  commands.saved = app.add_subcommand("saved", "saved searches: add, list, show, run, edit, ...");
  commands.saved->require_subcommand(1);
  const auto command = [&](const char* name, const char* what) {
    CLI::App* sub = commands.saved->add_subcommand(name, what);
    sub->add_option("--data", options.data, "folder for what users make")->required();
    sub->add_flag("--json", options.json, "for other programs");
    return sub;
  };
  const auto takes_id = [&](CLI::App* sub) { sub->add_option("ID", options.id)->required(); };
  const auto may_run = [&](CLI::App* sub) {
    sub->add_option("--index", options.index, "index folder: what it holds now is not reported as new");
  };

  commands.add = command("add", "saves a search");
  commands.add->add_option("QUERY", options.draft.query, "query; empty = every paper");
  commands.add->add_option("--name", options.draft.name)->required();
  take_draft(commands.add, options.draft);
  may_run(commands.add);
  commands.list = command("list", "lists saved searches");
  commands.list->add_flag("--archived", options.archived, "those that are archived");
  commands.list->add_flag("--all", options.all, "archived ones too");
  commands.show = command("show", "one of them, with all versions and counts");
  takes_id(commands.show);
  commands.run = command("run", "asks it now");
  takes_id(commands.run);
  commands.run->add_option("--index", options.index, "index folder")->required();
  commands.run->add_option("--limit", options.limit, "results; 0 = counts only")
      ->check(CLI::Range(std::size_t{0}, searcher::kMaxLimit));
  commands.edit = command("edit", "makes a further version; what is not given stays");
  takes_id(commands.edit);
  commands.edit->add_option("--name", options.draft.name);
  commands.edit->add_option("--query", options.draft.query);
  take_draft(commands.edit, options.draft);
  may_run(commands.edit);
  commands.duplicate = command("duplicate", "a new one with the same question");
  takes_id(commands.duplicate);
  commands.duplicate->add_option("--name", options.draft.name)->required();
  commands.archive = command("archive", "keeps it, but runs it no more");
  takes_id(commands.archive);
  commands.unarchive = command("unarchive", "runs it again");
  takes_id(commands.unarchive);
  commands.import = command("import", "takes in what export wrote");
  commands.import->add_option("FILE", options.file, "file, or -")->required();
  commands.import->add_flag("--copies", options.copies, "under new ids where an id is taken");
  commands.export_ = command("export", "writes them with all versions and counts as JSON");
  commands.export_->add_option("ID", options.ids, "only these");
  commands.export_->add_option("--output", options.file, "file instead of standard output");

  registered.push_back({commands.saved, [all] {
                          Given& given = *all;
                          const Options& options = given.options;
                          saved::Store store(options.data);
                          if (given.add->parsed()) return add(store, options);
                          if (given.list->parsed()) return list(store, options);
                          if (given.show->parsed()) return show(store, options);
                          if (given.run->parsed()) return run(store, options);
                          if (given.edit->parsed()) return edit(store, given);
                          if (given.archive->parsed()) return archive(store, options, true);
                          if (given.unarchive->parsed()) return archive(store, options, false);
                          if (given.import->parsed()) return import_file(store, options);
                          if (given.export_->parsed()) return export_all(store, options);
                          const auto copy = store.duplicate(options.id, options.draft.name);
                          return copy ? print_search(options, *copy) : complain(copy.error());
                        }});
}

}  // namespace labtrail::commands
