#include "searcher/pasted_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include "corpus/base/csv.h"
#include "corpus/base/identifier.h"
#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"
#include "searcher/narrowing.h"
#include "searcher/query/filter.h"
#include "searcher/query/tree.h"

namespace labtrail::searcher {

using base::ErrorCode;

namespace {

constexpr std::array<std::string_view, 5> kMeanings{"query", "name", "printed", "title", "id"};

format::TextField field_of(EntryMeaning meaning) {
  return meaning == EntryMeaning::title ? format::TextField::title : format::TextField::affiliation;
}

class Listing {
 public:
  Listing(const Searcher& searcher, const ListRequest& request)
      : searcher_(searcher), request_(request), until_(Clock::now() + request.deadline) {}

  base::Result<ListAnswer> answer() {
    const auto whole = ask({}, request_.filter);
    if (!whole) return tl::unexpected<base::Error>(whole.error());
    ListAnswer out;
    out.generation = whole->generation;
    out.meaning = request_.meaning;
    out.filter = whole->filter;
    out.total = whole->total;
    for (const std::string& text : request_.entries) {
      ListEntry& entry = out.entries.emplace_back();
      entry.text = text;
      if (Clock::now() < until_) read(entry, out.filter);
      // What a slow moment left uncounted is no answer: it would be kept as one.
      if (Clock::now() >= until_ || (entry.error && entry.error->code == ErrorCode::deadline))
        return base::fail(
            ErrorCode::deadline,
            fmt::format("the list took longer than {} ms and was stopped", request_.deadline.count()),
            "ask for parts of it");
    }
    return out;
  }
  [[nodiscard]] bool of_one_generation() const { return generations_.size() == 1; }

 private:
  using Clock = std::chrono::steady_clock;

  base::Result<Response> ask(const std::string& query, const std::string& filter) {
    Request asked;
    asked.query = query;
    asked.filter = filter;
    asked.limit = 0;
    asked.suggest_spelling = false;
    asked.deadline = std::max(std::chrono::milliseconds(1),
                              std::chrono::duration_cast<std::chrono::milliseconds>(until_ - Clock::now()));
    auto answer = searcher_.search(asked);
    if (answer) generations_.insert(answer->generation.number);
    return answer;
  }

  void read(ListEntry& entry, const std::string& filter) {
    EntryReading reading;
    reading.meaning = request_.meaning;
    reading.filter = filter;
    if (std::string identifier = base::pasted_identifier(entry.text); !identifier.empty()) {
      reading.meaning = EntryMeaning::id;
      query::Node known_as;
      known_as.kind = query::NodeKind::id;
      known_as.text = std::move(identifier);
      reading.query = query::to_query(known_as);
    } else if (request_.meaning == EntryMeaning::query) {
      reading.query = entry.text;
    } else if (request_.meaning != EntryMeaning::name) {
      reading.query = query::phrase_query(field_of(request_.meaning), entry.text);
    } else {
      const auto bodies = searcher_.named(entry.text);
      if (!bodies) {
        entry.error = bodies.error();
        return;
      }
      for (const Suggestion& body : *bodies) {
        reading.kind = body.kind;
        reading.value = body.value;
        reading.label = body.label;
        reading.filter = narrowed(filter, *format::facet_field(body.kind), body.value);
        add(entry, reading);
      }
      if (!bodies->empty()) return;
      reading.meaning = EntryMeaning::printed;
      reading.query = query::phrase_query(field_of(reading.meaning), entry.text);
    }
    add(entry, std::move(reading));
  }

  void add(ListEntry& entry, EntryReading reading) {
    const auto answer = ask(reading.query, reading.filter);
    if (!answer) {
      entry.error = answer.error();
      return;
    }
    reading.query = answer->query;
    reading.filter = answer->filter;
    reading.papers = answer->total;
    entry.readings.push_back(std::move(reading));
  }

  const Searcher& searcher_;
  const ListRequest& request_;
  Clock::time_point until_;
  std::set<std::uint64_t> generations_;
};

std::string problem_of(const ListEntry& entry) {
  if (!entry.error) return {};
  return entry.error->hint.empty() ? entry.error->message : entry.error->message + "; " + entry.error->hint;
}

}  // namespace

std::string_view name(EntryMeaning meaning) {
  return kMeanings[static_cast<std::size_t>(meaning)];
}

std::optional<EntryMeaning> parse_entry_meaning(std::string_view text) {
  const auto found = std::find(kMeanings.begin(), kMeanings.end(), text);
  const auto meaning = static_cast<EntryMeaning>(found - kMeanings.begin());
  if (found == kMeanings.end() || meaning == EntryMeaning::id) return std::nullopt;
  return meaning;
}

base::Result<ListAnswer> answer_list(const Searcher& searcher, const ListRequest& request) {
  if (request.entries.empty())
    return base::fail(ErrorCode::bad_request, "the list is empty", "write one entry a line");
  if (request.entries.size() > kMaxListEntries) {
    return base::fail(ErrorCode::too_large, fmt::format("a list has at most {} entries", kMaxListEntries),
                      "ask for parts of it");
  }
  for (;;) {
    Listing listing(searcher, request);
    auto answer = listing.answer();
    // A generation may arrive in between: then once more, over the new one.
    if (!answer || listing.of_one_generation()) return answer;
  }
}

std::vector<std::string> read_lines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<std::string> out;
  std::set<std::string_view> known;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = base::trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && known.insert(line).second) out.emplace_back(line);
  }
  return out;
}

std::string to_csv(const ListAnswer& answer) {
  std::string out;
  base::append_csv_row(out, {"entry", "read_as", "kind", "value", "label", "papers", "query", "filter",
                             "problem", "unit", "generation", "generation_date"});
  const std::string generation = std::to_string(answer.generation.number);
  for (const ListEntry& entry : answer.entries) {
    for (const EntryReading& reading : entry.readings) {
      base::append_csv_row(out, {entry.text, std::string(name(reading.meaning)), reading.kind, reading.value,
                                 reading.label, std::to_string(reading.papers), reading.query, reading.filter,
                                 problem_of(entry), "papers", generation, answer.generation.date});
    }
    if (entry.readings.empty())
      base::append_csv_row(out, {entry.text,
                                 std::string(name(answer.meaning)),
                                 {},
                                 {},
                                 {},
                                 {},
                                 {},
                                 {},
                                 problem_of(entry),
                                 "papers",
                                 generation,
                                 answer.generation.date});
  }
  return out;
}

std::string to_json(const ListAnswer& answer) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("meta").begin_object();
  json.field("read_as", name(answer.meaning)).field("filter", answer.filter).field("count", answer.total);
  json.field("unit", "papers").field("generation", answer.generation.number);
  json.field("generation_date", answer.generation.date).field("papers", answer.generation.papers);
  json.end_object().key("entries").begin_array();
  for (const ListEntry& entry : answer.entries) {
    json.begin_object().field("entry", entry.text).key("readings").begin_array();
    for (const EntryReading& reading : entry.readings) {
      json.begin_object().field("read_as", name(reading.meaning)).field("kind", reading.kind);
      json.field("value", reading.value).field("label", reading.label).field("papers", reading.papers);
      json.field("query", reading.query).field("filter", reading.filter).end_object();
    }
    json.end_array().field_or_null("problem", problem_of(entry)).end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace labtrail::searcher
