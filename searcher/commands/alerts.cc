// labtrail-search alerts ...: decodes the command line, calls searcher/saved, prints.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "corpus/base/json_writer.h"
#include "searcher/commands/command.h"
#include "searcher/console.h"
#include "searcher/saved/alerts.h"
#include "searcher/saved/store.h"

namespace labtrail::commands {
namespace {

/// As `ingest --strict`: done, but not all of it.
constexpr int kSomeFailed = 3;
constexpr std::size_t kShownOfOne = 10;

struct Options {
  std::string data;
  std::string index;
  std::vector<std::string> searches;
  std::vector<std::uint64_t> numbers;
  std::uint64_t up_to = 0;
  std::size_t limit = 100;
  unsigned threads = 0;
  bool unread = false;
  bool whole = false;
  bool json = false;
};

struct Given {
  Options options;
  CLI::App* alerts = nullptr;
  CLI::App* run = nullptr;
  CLI::App* list = nullptr;
  CLI::App* read = nullptr;
};

int run(saved::Alerts& alerts, const Options& options) {
  const auto searcher = searcher::Searcher::open(options.index);
  saved::RunOptions run;
  run.searches = options.searches;
  run.threads = options.threads;
  run.whole = options.whole;
  const auto summary = alerts.run(*searcher, run);
  if (!summary) return complain(summary.error());
  if (options.json) {
    print(saved::to_json(*summary) + "\n");
  } else {
    std::vector<saved::Event> events;
    for (const saved::SearchRun& one : summary->news) {
      saved::EventQuery query;
      query.search = one.search;
      query.limit = std::min<std::size_t>(kShownOfOne, one.matches + one.removals + one.retractions);
      const auto newest = alerts.events(query);
      if (newest) events.insert(events.end(), newest->begin(), newest->end());
    }
    print(saved::to_text(*summary, events));
  }
  return summary->errors > 0 ? kSomeFailed : 0;
}

int list(const saved::Alerts& alerts, const Options& options) {
  saved::EventQuery query;
  query.unread_only = options.unread;
  query.limit = options.limit;
  if (!options.searches.empty()) query.search = options.searches.front();
  const auto events = alerts.events(query);
  if (!events) return complain(events.error());
  std::string out;
  if (options.json) {
    for (const saved::Event& event : *events) {
      saved::append_json(out, event);
      out += '\n';
    }
  } else {
    for (const saved::Event& event : *events) {
      out += fmt::format("{:>6}{} {}  {}  {}\n        {} ({}): {}\n", event.number, event.read ? ' ' : '*',
                         event.generation_date, saved::name(event.kind),
                         console::printable(event.search_name), saved::words(event.cause),
                         console::printable(event.paper), console::printable(event.title));
    }
    out += fmt::format("{} unread in all\n", alerts.unread());
  }
  print(out);
  return 0;
}

int read(saved::Alerts& alerts, const Options& options) {
  std::uint64_t marked = options.numbers.size();
  if (!options.numbers.empty()) {
    if (const auto done = alerts.mark(options.numbers, true); !done) return complain(done.error());
  } else {
    const auto count =
        alerts.mark_read(options.searches.empty() ? "" : options.searches.front(), options.up_to);
    if (!count) return complain(count.error());
    marked = *count;
  }
  if (options.json) {
    std::string out;
    base::JsonWriter json(out);
    json.begin_object().field("marked", marked).field("unread", alerts.unread()).end_object();
    print(out + "\n");
  } else {
    print(fmt::format("{} marked as read, {} unread\n", marked, alerts.unread()));
  }
  return 0;
}

}  // namespace

void add_alerts(CLI::App& app, Commands& registered) {
  const auto all = std::make_shared<Given>();
  Given& commands = *all;
  Options& options = commands.options;
  commands.alerts = app.add_subcommand("alerts", "what is new for saved searches: run, list, read");
  commands.alerts->require_subcommand(1);
  const auto command = [&](const char* name, const char* what, bool needs_index) {
    CLI::App* sub = commands.alerts->add_subcommand(name, what);
    sub->add_option("--data", options.data, "folder for what users make")->required();
    CLI::Option* index = sub->add_option("--index", options.index, "index folder");
    if (needs_index) index->required();
    sub->add_option("--search", options.searches, "id of a saved search");
    sub->add_flag("--json", options.json, "for other programs");
    return sub;
  };
  commands.run = command("run", "runs saved searches over what changed since their last run", true);
  commands.run->add_flag("--whole", options.whole, "looks at every paper instead");
  commands.run->add_option("--threads", options.threads, "0 = one a core")->check(CLI::Range(0U, 256U));
  commands.list = command("list", "the newest alerts", false);
  commands.list->add_flag("--unread", options.unread, "only those that are not read");
  commands.list->add_option("--limit", options.limit)->check(CLI::Range(std::size_t{1}, std::size_t{10'000}));
  commands.read = command("read", "marks alerts as read: all, those of a search, or those named", false);
  commands.read->add_option("NUMBER", options.numbers, "numbers as listed");
  commands.read->add_option("--up-to", options.up_to, "those with numbers up to this one");

  registered.push_back({commands.alerts, [all] {
                          Given& given = *all;
                          saved::Store store(given.options.data);
                          saved::Alerts alerts(store);
                          if (given.run->parsed()) return run(alerts, given.options);
                          if (given.list->parsed()) return list(alerts, given.options);
                          return read(alerts, given.options);
                        }});
}

}  // namespace labtrail::commands
