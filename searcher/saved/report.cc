// Alerts as text: for other programs (JSON) and for people (what a scheduled run mails).
#include <fmt/format.h>

#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"
#include "searcher/saved/alerts.h"

namespace labtrail::saved {
namespace {

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

/// Texts of strangers on a terminal or in a mail: one line without controls.
std::string line_of(std::string_view text) {
  return base::squeeze_space(base::repair_utf8(text));
}

void append_event(std::string& out, const Event& event) {
  std::string_view sign = event.kind == EventKind::match ? "+" : event.kind == EventKind::removal ? "-" : "!";
  out += fmt::format("  {} {}  {}\n", sign, line_of(event.title), line_of(event.paper));
  out += fmt::format("      {}", words(event.cause));
  for (std::size_t i = 0; i < event.parts.size(); ++i)
    out += fmt::format("{}{}", i == 0 ? "; met: " : ", ", line_of(event.parts[i]));
  out += '\n';
}

}  // namespace

void append_json(std::string& out, const Event& event) {
  base::JsonWriter json(out);
  json.begin_object().field("number", event.number).field("search", event.search);
  json.field("search_name", event.search_name).field("kind", name(event.kind));
  json.field("cause", name(event.cause)).field("paper", event.paper).field("title", event.title);
  json.field("retracted", event.retracted).key("parts").begin_array();
  for (const std::string& part : event.parts) json.string(part);
  json.end_array().field("version", event.version).field("generation", event.generation);
  json.field("generation_date", event.generation_date).field("read", event.read).end_object();
}

std::string to_json(const RunSummary& summary) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("generation", summary.generation.number);
  json.field("generation_date", summary.generation.date).field("papers", summary.generation.papers);
  json.field("searches", summary.searches).field("up_to_date", summary.up_to_date);
  json.field("matches", summary.matches).field("removals", summary.removals);
  json.field("retractions", summary.retractions).field("baselines", summary.baselines);
  json.field("errors", summary.errors).field("seconds", summary.seconds).key("news").begin_array();
  for (const SearchRun& run : summary.news) {
    json.begin_object().field("search", run.search).field("name", run.name).field("count", run.count);
    json.field("matches", run.matches).field("removals", run.removals);
    json.field("retractions", run.retractions).field("baseline", run.baseline);
    if (run.error) {
      json.key("error").begin_object().field("type", base::name(run.error->code));
      json.field("detail", run.error->message).field("hint", run.error->hint).end_object();
    }
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string to_text(const RunSummary& summary, const std::vector<Event>& events) {
  std::string out =
      fmt::format("{} against generation {} of {} ({})\n",
                  counted(summary.searches, "saved search", "saved searches"), summary.generation.number,
                  summary.generation.date, counted(summary.generation.papers, "paper", "papers"));
  out += fmt::format("{}, {}, {}", counted(summary.matches, "new match", "new matches"),
                     counted(summary.removals, "removal", "removals"),
                     counted(summary.retractions, "retraction", "retractions"));
  if (summary.baselines > 0)
    out += fmt::format("; {} run for the first time", counted(summary.baselines, "search", "searches"));
  if (summary.errors > 0)
    out += fmt::format("; {} could not be run", counted(summary.errors, "search", "searches"));
  out += '\n';
  for (const SearchRun& run : summary.news) {
    out += fmt::format("\n{}  ({})\n", line_of(run.name), run.search);
    if (run.error) {
      out += fmt::format("  could not be run: {}\n", line_of(run.error->message));
      if (!run.error->hint.empty()) out += fmt::format("      {}\n", line_of(run.error->hint));
      continue;
    }
    if (run.baseline) {
      out += fmt::format("  first run: {} now; what comes later is reported\n",
                         counted(run.count, "paper", "papers"));
      continue;
    }
    std::uint64_t shown = 0;
    for (const Event& event : events) {
      if (event.search != run.search) continue;
      append_event(out, event);
      ++shown;
    }
    const std::uint64_t all = run.matches + run.removals + run.retractions;
    if (shown < all) out += fmt::format("  and {} more: alerts list --search {}\n", all - shown, run.search);
  }
  return out;
}

}  // namespace labtrail::saved
