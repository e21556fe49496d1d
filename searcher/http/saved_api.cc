#include "searcher/http/saved_api.h"

#include <fmt/format.h>

#include <array>
#include <string>

#include "corpus/base/clock.h"
#include "corpus/base/json_writer.h"
#include "searcher/http/parameters.h"
#include "searcher/http/problem.h"
#include "searcher/http/saved_input.h"

namespace labtrail::http {
namespace {

constexpr std::size_t kAlerts = 50;
constexpr std::size_t kMostAlerts = 500;

Reply json(std::string body) {
  Reply reply;
  reply.content_type = "application/json";
  reply.body = std::move(body);
  reply.body += '\n';
  return reply;
}

void write_generation(base::JsonWriter& out, const searcher::GenerationInfo& generation) {
  out.field("generation", generation.number).field("generation_date", generation.date);
  out.field("papers", generation.papers);
}

std::string text_of(const saved::SavedSearch& search) {
  std::string out;
  saved::append_json(out, search);
  return out;
}

void write_versions(base::JsonWriter& out, const std::vector<saved::Version>& versions) {
  out.key("versions").begin_array();
  for (const saved::Version& version : versions) {
    out.begin_object().field("version", version.number).field("date", base::iso8601(version.date));
    out.field("name", version.draft.name)
        .field("note", version.draft.note)
        .field("case", version.draft.case_);
    out.field("query", version.draft.query).field("filter", version.draft.filter);
    out.field("sort", version.draft.sort).field("facets", version.draft.facets).end_object();
  }
  out.end_array();
}

void write_counts(base::JsonWriter& out, const std::vector<saved::Count>& counts) {
  out.key("counts").begin_array();
  for (const saved::Count& count : counts) {
    out.begin_object().field("count", count.count).field("unit", "papers");
    out.key("candidates");
    if (count.candidates) {
      out.integer(static_cast<std::int64_t>(*count.candidates));
    } else {
      out.null();
    }
    out.field("version", count.version).field("generation", count.generation);
    out.field("generation_date", count.generation_date).end_object();
  }
  out.end_array();
}

}  // namespace

Reply api_list(const saved::Store& store, const searcher::Searcher& searcher, const Request& request) {
  const auto parameters = Parameters::decode(request.query);
  if (!parameters) return problem(parameters.error());
  constexpr std::array<std::string_view, 1> kKnown{"which"};
  if (const auto checked = parameters->check(kKnown); !checked) return problem(checked.error());
  const std::string_view text = parameters->get("which");
  saved::Store::Which which = saved::Store::Which::live;
  if (text == "archived") {
    which = saved::Store::Which::archived;
  } else if (text == "all") {
    which = saved::Store::Which::all;
  } else if (!text.empty() && text != "live") {
    return problem({base::ErrorCode::bad_request, "'which' is one of live, archived, all", "", 0, 0},
                   "which");
  }
  const std::vector<saved::SavedSearch> searches = store.list(which);
  std::uint64_t unread = 0;
  for (const saved::SavedSearch& search : searches) unread += search.unread;
  std::string body;
  base::JsonWriter out(body);
  out.begin_object().key("meta").begin_object();
  out.field("count", std::uint64_t{searches.size()}).field("unit", "saved searches");
  out.field("unread_alerts", unread);
  write_generation(out, searcher.generation());
  out.end_object().key("results").begin_array();
  for (const saved::SavedSearch& search : searches) out.raw(text_of(search));
  out.end_array().end_object();
  return json(std::move(body));
}

Reply api_one(const saved::Store& store, const searcher::Searcher& searcher, const FeedKeys& keys,
              const saved::SavedSearch& search, const saved::RunSummary* run) {
  const auto versions = store.versions(search.id);
  if (!versions) return problem(versions.error());
  const auto counts = store.counts(search.id);
  if (!counts) return problem(counts.error());
  std::string body;
  base::JsonWriter out(body);
  out.begin_object().key("meta").begin_object();
  write_generation(out, searcher.generation());
  out.end_object().key("saved").raw(text_of(search));
  write_versions(out, *versions);
  write_counts(out, *counts);
  const std::string feed = fmt::format("/saved/{}/feed.", search.id);
  const std::string key = "?key=" + keys.key(search.id);
  out.key("feeds").begin_object().field("atom", feed + "atom" + key).field("json", feed + "json" + key);
  out.end_object();
  if (run != nullptr) out.key("run").raw(saved::to_json(*run));
  out.end_object();
  return json(std::move(body));
}

Reply api_export(const saved::Store& store) {
  auto text = store.export_json();
  if (!text) return problem(text.error());
  Reply reply;
  reply.content_type = "application/json";
  reply.body = std::move(*text);
  reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"labtrail-saved-searches.json\"");
  return reply;
}

base::Error of_import(base::Error error) {
  using enum base::ErrorCode;
  if (error.code == unsupported || error.code == bad_record) error.code = bad_request;
  return error;
}

std::pair<Reply, std::vector<std::string>> api_import(saved::Store& store, const Request& request) {
  const auto parameters = Parameters::decode(request.query);
  if (!parameters) return {problem(parameters.error()), {}};
  constexpr std::array<std::string_view, 1> kKnown{"copies"};
  if (const auto checked = parameters->check(kKnown); !checked) return {problem(checked.error()), {}};
  const auto copies = parameters->number("copies", 0, 0, 1);
  if (!copies) return {problem(copies.error()), {}};
  auto summary = store.import_json(request.body, *copies == 1);
  if (!summary) return {problem(of_import(summary.error())), {}};
  std::string body;
  base::JsonWriter out(body);
  out.begin_object().field("added", summary->added).field("unchanged", summary->unchanged);
  out.field("unit", "saved searches").key("ids").begin_array();
  for (const std::string& id : summary->ids) out.string(id);
  out.end_array().end_object();
  return {json(std::move(body)), std::move(summary->ids)};
}

Reply api_alerts(saved::Store& store, const searcher::Searcher& searcher, const Request& request) {
  const auto parameters = Parameters::decode(request.query);
  if (!parameters) return problem(parameters.error());
  constexpr std::array<std::string_view, 4> kKnown{"saved", "unread", "before", "per_page"};
  if (const auto checked = parameters->check(kKnown); !checked) return problem(checked.error());
  const auto limit = parameters->number("per_page", kAlerts, 1, kMostAlerts);
  if (!limit) return problem(limit.error());
  const auto unread = parameters->number("unread", 0, 0, 1);
  if (!unread) return problem(unread.error());
  saved::EventQuery query;
  query.search = parameters->get("saved");
  query.unread_only = *unread == 1;
  query.limit = *limit + 1;  // one more tells whether there is another page
  if (parameters->has("before")) {
    const auto before = whole_number(parameters->get("before"));
    if (!before) {
      return problem({base::ErrorCode::bad_request, "'before' is not the number of an alert",
                      "take meta.next_before of the page before", 0, 0},
                     "before");
    }
    query.before = *before;
  }
  if (!query.search.empty()) {
    if (const auto search = store.find(query.search); !search) return problem(search.error(), "saved");
  }
  const saved::Alerts alerts(store);
  auto events = alerts.events(query);
  if (!events) return problem(events.error());
  const bool more = events->size() > *limit;
  if (more) events->pop_back();
  std::string body;
  base::JsonWriter out(body);
  out.begin_object().key("meta").begin_object();
  out.field("unread", alerts.unread()).field("unit", "alerts").field("per_page", std::uint64_t{*limit});
  out.key("next_before");
  if (more) {
    out.integer(static_cast<std::int64_t>(events->back().number));
  } else {
    out.null();
  }
  write_generation(out, searcher.generation());
  out.end_object().key("results").begin_array();
  for (const saved::Event& event : *events) {
    std::string text;
    saved::append_json(text, event);
    out.raw(text);
  }
  out.end_array().end_object();
  return json(std::move(body));
}

Reply api_mark(saved::Store& store, const Request& request) {
  const auto marking = marking_of_json(request.body);
  if (!marking) return problem(marking.error());
  saved::Alerts alerts(store);
  const std::uint64_t before = alerts.unread();
  if (!marking->numbers.empty()) {
    if (const auto marked = alerts.mark(marking->numbers, marking->read); !marked)
      return problem(marked.error());
  } else {
    const auto marked = alerts.mark_read(marking->search, marking->up_to);
    if (!marked) return problem(marked.error());
  }
  std::string body;
  base::JsonWriter out(body);
  out.begin_object().field("unread_before", before).field("unread", alerts.unread());
  out.field("unit", "alerts").end_object();
  return json(std::move(body));
}

}  // namespace labtrail::http
