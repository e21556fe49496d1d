#include "searcher/saved/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "corpus/base/json_writer.h"
#include "searcher/query/parser.h"
#include "searcher/saved/database.h"
#include "searcher/saved/interchange.h"
#include "searcher/saved/schema.h"

namespace labtrail::saved {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::string_view kDatabaseFile = "labtrail.db";

constexpr std::string_view kSearchColumns =
    "SELECT s.id, s.archived, s.created, s.changed, v.version, v.name, v.note, v.case_name, v.query, "
    "v.filter, "
    "v.sort, v.facets, v.grammar, v.date, "
    "(SELECT count(*) FROM events e WHERE e.search = s.number AND e.read = 0), "
    "r.version, r.generation, r.generation_date, r.count, r.error_code, r.error_message, r.error_hint, "
    "r.error_offset, r.error_length FROM searches s "
    "JOIN versions v ON v.search = s.number AND v.version = s.version "
    "LEFT JOIN runs r ON r.search = s.number ";

tl::unexpected<Error> no_such_search(std::string_view id) {
  return base::fail(ErrorCode::not_found, fmt::format("there is no saved search '{}'", id));
}

ErrorCode error_code(std::string_view text) {
  for (auto code = ErrorCode::bad_query; code < ErrorCode::unsupported;
       code = static_cast<ErrorCode>(static_cast<int>(code) + 1)) {
    if (base::name(code) == text) return code;
  }
  return ErrorCode::unsupported;
}

/// Columns name, note, case, query, filter, sort, facets, grammar, date from `first` on.
Version read_version(const Statement& row, int number, int first) {
  Version out;
  out.number = row.small(number);
  out.draft.name = row.text(first);
  out.draft.note = row.text(first + 1);
  out.draft.case_ = row.text(first + 2);
  out.draft.query = row.text(first + 3);
  out.draft.filter = row.text(first + 4);
  out.draft.sort = row.text(first + 5);
  out.draft.facets = row.text(first + 6);
  out.grammar = row.small(first + 7);
  out.date = row.integer(first + 8);
  return out;
}

SavedSearch read_search(const Statement& row) {
  SavedSearch out;
  out.id = row.text(0);
  out.archived = row.integer(1) != 0;
  out.created = row.integer(2);
  out.changed = row.integer(3);
  out.version = read_version(row, 4, 5);
  out.unread = row.number(14);
  if (row.is_null(15)) return out;
  LastRun& run = out.last_run.emplace();
  run.version = row.small(15);
  run.generation = row.number(16);
  run.generation_date = row.text(17);
  run.count = row.number(18);
  if (!row.is_null(19)) {
    run.error = Error{error_code(row.bytes(19)), row.text(20), row.text(21),
                      static_cast<std::size_t>(row.number(22)), static_cast<std::size_t>(row.number(23))};
  }
  return out;
}

std::optional<SavedSearch> find_search(Connection& connection, std::string_view id) {
  Statement row = connection.prepare(fmt::format("{}WHERE s.id = ?1", kSearchColumns));
  row.with(id);
  if (!row.step()) return std::nullopt;
  return read_search(row);
}

std::optional<std::int64_t> find_number(Connection& connection, std::string_view id) {
  Statement row = connection.prepare("SELECT number FROM searches WHERE id = ?1");
  row.with(id);
  if (!row.step()) return std::nullopt;
  return row.integer(0);
}

void insert_version(Connection& connection, std::int64_t search, const Version& version) {
  const Draft& draft = version.draft;
  connection
      .prepare(
          "INSERT INTO versions (search, version, name, note, case_name, query, filter, sort, facets, "
          "grammar, "
          "date) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
      .with(search, version.number, draft.name, draft.note, draft.case_, draft.query, draft.filter,
            draft.sort, draft.facets, version.grammar, version.date)
      .run();
}

void insert_count(Connection& connection, std::int64_t search, const Count& count) {
  connection
      .prepare(
          "INSERT INTO counts (search, version, generation, generation_date, count, candidates) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
      .with(search, count.version, count.generation, count.generation_date, count.count, count.candidates)
      .run();
}

std::int64_t insert_search(Connection& connection, const KeptSearch& search) {
  connection
      .prepare("INSERT INTO searches (id, archived, created, changed, version) VALUES (?1, ?2, ?3, ?4, ?5)")
      .with(search.id, search.archived, search.created, search.changed, search.versions.back().number)
      .run();
  const std::int64_t number = connection.last_row();
  for (const Version& version : search.versions) insert_version(connection, number, version);
  for (const Count& count : search.counts) insert_count(connection, number, count);
  return number;
}

std::vector<Version> read_versions(Connection& connection, std::int64_t search) {
  std::vector<Version> out;
  Statement rows = connection.prepare(
      "SELECT version, name, note, case_name, query, filter, sort, facets, grammar, date FROM versions "
      "WHERE search = ?1 ORDER BY version");
  rows.with(search);
  while (rows.step()) out.push_back(read_version(rows, 0, 1));
  return out;
}

std::vector<Count> read_counts(Connection& connection, std::int64_t search) {
  std::vector<Count> out;
  Statement rows = connection.prepare(
      "SELECT version, generation, generation_date, count, candidates FROM counts WHERE search = ?1 "
      "ORDER BY number");
  rows.with(search);
  while (rows.step()) {
    Count& count = out.emplace_back();
    count = {rows.small(0), rows.number(1), rows.text(2), rows.number(3), std::nullopt};
    if (!rows.is_null(4)) count.candidates = rows.number(4);
  }
  return out;
}

std::optional<KeptSearch> read_kept(Connection& connection, std::string_view id) {
  Statement row = connection.prepare("SELECT number, archived, created, changed FROM searches WHERE id = ?1");
  row.with(id);
  if (!row.step()) return std::nullopt;
  KeptSearch out;
  out.id = id;
  out.archived = row.integer(1) != 0;
  out.created = row.integer(2);
  out.changed = row.integer(3);
  out.versions = read_versions(connection, row.integer(0));
  out.counts = read_counts(connection, row.integer(0));
  return out;
}

std::uint64_t random_bits() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

/// Ten letters and digits that no search of the file has.
std::string new_id(Connection& connection, const std::function<std::uint64_t()>& random) {
  constexpr std::string_view kLetters = "abcdefghijkmnpqrstuvwxyz23456789";  // 32, without look-alikes
  constexpr std::size_t kLength = 10;
  for (;;) {
    std::uint64_t bits = random();
    std::string id;
    for (std::size_t i = 0; i < kLength; ++i, bits >>= 5) id += kLetters[bits & 31];
    if (!find_number(connection, id)) return id;
  }
}

}  // namespace

Store::Store(const std::filesystem::path& data, base::Clock clock, std::function<std::uint64_t()> random)
    : database_(std::make_unique<Database>(data / kDatabaseFile, migrations())),
      clock_(std::move(clock)),
      random_(random ? std::move(random) : random_bits) {}

Store::~Store() = default;

Result<SavedSearch> Store::create(const Draft& draft) {
  auto read = canonical(draft);
  if (!read) return tl::unexpected<Error>(read.error());
  Database::Writing writing(*database_);
  const std::int64_t now = clock_();
  KeptSearch search;
  search.id = new_id(*writing, random_);
  search.created = search.changed = now;
  search.versions.push_back({1, std::move(*read), query::kGrammarVersion, now});
  insert_search(*writing, search);
  auto out = find_search(*writing, search.id);
  writing.commit();
  return std::move(*out);
}

Result<SavedSearch> Store::edit(std::string_view id, const Draft& draft,
                                std::optional<std::uint32_t> expected) {
  auto read = canonical(draft);
  if (!read) return tl::unexpected<Error>(read.error());
  Database::Writing writing(*database_);
  const auto number = find_number(*writing, id);
  if (!number) return no_such_search(id);
  auto before = find_search(*writing, id);
  if (expected && before->version.number != *expected) {
    return base::fail(ErrorCode::bad_request,
                      fmt::format("the saved search has been edited meanwhile: it is at version {}",
                                  before->version.number),
                      "look at it again, then edit it");
  }
  if (before->version.draft == *read) return std::move(*before);
  const std::int64_t now = clock_();
  const std::uint32_t version = before->version.number + 1;
  insert_version(*writing, *number, {version, std::move(*read), query::kGrammarVersion, now});
  writing->prepare("UPDATE searches SET version = ?2, changed = ?3 WHERE number = ?1")
      .with(*number, version, now)
      .run();
  auto out = find_search(*writing, id);
  writing.commit();
  return std::move(*out);
}

Result<SavedSearch> Store::duplicate(std::string_view id, std::string_view name) {
  const auto original = find(id);
  if (!original) return original;
  Draft draft = original->version.draft;
  draft.name = name;
  return create(draft);
}

Result<SavedSearch> Store::set_archived(std::string_view id, bool archived) {
  Database::Writing writing(*database_);
  writing->prepare("UPDATE searches SET archived = ?2, changed = ?3 WHERE id = ?1 AND archived <> ?2")
      .with(id, archived, clock_())
      .run();
  auto out = find_search(*writing, id);
  if (!out) return no_such_search(id);
  writing.commit();
  return std::move(*out);
}

std::vector<SavedSearch> Store::list(Which which) const {
  Database::Reading reading(*database_);
  Statement rows = reading->prepare(
      fmt::format("{}WHERE ?1 = 2 OR s.archived = ?1 ORDER BY v.name, s.id", kSearchColumns));
  rows.with(static_cast<int>(which));
  std::vector<SavedSearch> out;
  while (rows.step()) out.push_back(read_search(rows));
  return out;
}

Result<SavedSearch> Store::find(std::string_view id) const {
  Database::Reading reading(*database_);
  auto found = find_search(*reading, id);
  if (!found) return no_such_search(id);
  return std::move(*found);
}

Result<std::vector<Version>> Store::versions(std::string_view id) const {
  Database::Reading reading(*database_);
  const auto number = find_number(*reading, id);
  if (!number) return no_such_search(id);
  return read_versions(*reading, *number);
}

Result<std::vector<Count>> Store::counts(std::string_view id) const {
  Database::Reading reading(*database_);
  const auto number = find_number(*reading, id);
  if (!number) return no_such_search(id);
  return read_counts(*reading, *number);
}

Result<void> Store::note_count(std::string_view id, const Count& count) {
  Database::Writing writing(*database_);
  const auto number = find_number(*writing, id);
  if (!number) return no_such_search(id);
  const std::vector<Count> before = read_counts(*writing, *number);
  if (!before.empty() && before.back() == count) return {};
  insert_count(*writing, *number, count);
  writing.commit();
  return {};
}

Result<std::string> Store::export_json(std::span<const std::string> ids) const {
  Database::Reading reading(*database_);
  std::vector<std::string> wanted(ids.begin(), ids.end());
  if (ids.empty()) {
    Statement rows = reading->prepare("SELECT id FROM searches");
    while (rows.step()) wanted.push_back(rows.text(0));
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<KeptSearch> searches;
  for (const std::string& id : wanted) {
    auto search = read_kept(*reading, id);
    if (!search) return no_such_search(id);
    searches.push_back(std::move(*search));
  }
  return export_text(searches);
}

Result<ImportSummary> Store::import_json(std::string_view json, bool as_copies) {
  auto searches = read_export(json);
  if (!searches) return tl::unexpected<Error>(searches.error());
  Database::Writing writing(*database_);
  ImportSummary summary;
  for (KeptSearch& search : *searches) {
    if (const auto known = read_kept(*writing, search.id)) {
      if (*known == search) {
        ++summary.unchanged;
        continue;
      }
      if (!as_copies) {
        return base::fail(
            ErrorCode::bad_request,
            fmt::format("saved search '{}' ({}) is here already, with other contents; nothing was imported",
                        search.id, known->versions.back().draft.name),
            "import them as copies, under new ids");
      }
      search.id = new_id(*writing, random_);
    }
    insert_search(*writing, search);
    ++summary.added;
    summary.ids.push_back(search.id);
  }
  writing.commit();
  return summary;
}

void append_json(std::string& out, const SavedSearch& search) {
  const Draft& draft = search.version.draft;
  base::JsonWriter json(out);
  json.begin_object().field("id", search.id).field("name", draft.name).field("case", draft.case_);
  json.field("note", draft.note).field("query", draft.query).field("filter", draft.filter);
  json.field("sort", draft.sort).field("facets", draft.facets).field("archived", search.archived);
  json.field("version", search.version.number).field("grammar", search.version.grammar);
  json.field("created", base::iso8601(search.created)).field("changed", base::iso8601(search.changed));
  json.field("unread", search.unread).key("last_run");
  if (!search.last_run) {
    json.null().end_object();
    return;
  }
  const LastRun& run = *search.last_run;
  json.begin_object().field("generation", run.generation).field("generation_date", run.generation_date);
  json.field("version", run.version).field("count", run.count).key("error");
  if (run.error) {
    json.begin_object().field("type", base::name(run.error->code)).field("detail", run.error->message);
    json.field("hint", run.error->hint).end_object();
  } else {
    json.null();
  }
  json.end_object().end_object();
}

}  // namespace labtrail::saved
