// The inbox: events as they were written, and which of them were read.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corpus/json_tree.h"
#include "searcher/saved/alerts.h"
#include "searcher/saved/database.h"

namespace labtrail::saved {
namespace {

using base::ErrorCode;
using base::Result;

constexpr std::array<std::string_view, 3> kKinds{"match", "removal", "retraction"};
struct CauseRow {
  std::string_view name;
  std::string_view words;
};
constexpr std::array<CauseRow, 8> kCauses{{
    {"new-record", "new record"},
    {"changed-record", "changed record"},
    {"registry-change", "registry or topics changed"},
    {"retraction", "retracted"},
    {"removed-record", "removed from the index"},
    {"merged-record", "merged into another record"},
    {"unrecorded", "cause not recorded: too many generations have passed"},
    {"correction", "corrected by your decisions"},
}};

constexpr std::size_t kMostEvents = 10'000;

std::vector<std::string> read_parts(std::string_view json) {
  std::vector<std::string> out;
  corpus::JsonTree tree;
  const auto parts = tree.parse(json);
  if (!parts) return out;
  for (const corpus::JsonValue part : *parts) out.emplace_back(part.string());
  return out;
}

Event read_event(const Statement& row) {
  Event out;
  out.number = row.number(0);
  out.search = row.text(1);
  out.search_name = row.text(2);
  out.kind = static_cast<EventKind>(std::min<std::int64_t>(row.integer(3), kKinds.size() - 1));
  out.paper = row.text(4);
  out.title = row.text(5);
  out.retracted = row.integer(6) != 0;
  out.cause = static_cast<Cause>(std::min<std::int64_t>(row.integer(7), kCauses.size() - 1));
  out.parts = read_parts(row.bytes(8));
  out.version = row.small(9);
  out.generation = row.number(10);
  out.generation_date = row.text(11);
  out.read = row.integer(12) != 0;
  return out;
}

/// The number of a search; 0 for an empty id, which means all.
Result<std::int64_t> number_of(Connection& connection, std::string_view id) {
  if (id.empty()) return 0;
  Statement row = connection.prepare("SELECT number FROM searches WHERE id = ?1");
  row.with(id);
  if (!row.step()) return base::fail(ErrorCode::not_found, fmt::format("there is no saved search '{}'", id));
  return row.integer(0);
}

constexpr std::uint64_t kEveryNumber = std::uint64_t{1} << 62;

}  // namespace

std::string_view name(EventKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}
std::string_view name(Cause cause) {
  return kCauses[static_cast<std::size_t>(cause)].name;
}
std::string_view words(Cause cause) {
  return kCauses[static_cast<std::size_t>(cause)].words;
}

Result<std::vector<Event>> Alerts::events(const EventQuery& query) const {
  Database::Reading reading(store_.database());
  const auto search = number_of(*reading, query.search);
  if (!search) return tl::unexpected<base::Error>(search.error());
  // One search is found by its index, all of them by their numbers.
  Statement rows = reading->prepare(fmt::format(
      "SELECT e.number, s.id, v.name, e.kind, p.id, p.title, e.retracted, e.cause, e.parts, e.version, "
      "e.generation, e.generation_date, e.read FROM events e JOIN searches s ON s.number = e.search "
      "JOIN versions v ON v.search = s.number AND v.version = s.version JOIN papers p ON p.number = e.paper "
      "WHERE {} e.number < ?1 AND (?2 = 0 OR e.read = 0) ORDER BY e.number DESC LIMIT ?3",
      *search != 0 ? "e.search = ?4 AND" : "?4 = 0 AND"));
  rows.with(query.before == 0 ? kEveryNumber : query.before, query.unread_only,
            std::uint64_t{std::min(query.limit, kMostEvents)}, *search);
  std::vector<Event> out;
  while (rows.step()) out.push_back(read_event(rows));
  return out;
}

std::uint64_t Alerts::unread() const {
  Database::Reading reading(store_.database());
  Statement row = reading->prepare("SELECT count(*) FROM events WHERE read = 0");
  return row.step() ? row.number(0) : 0;
}

Result<std::uint64_t> Alerts::mark_read(std::string_view search, std::uint64_t up_to) {
  Database::Writing writing(store_.database());
  const auto number = number_of(*writing, search);
  if (!number) return tl::unexpected<base::Error>(number.error());
  writing->prepare("UPDATE events SET read = 1 WHERE read = 0 AND (?1 = 0 OR search = ?1) AND number <= ?2")
      .with(*number, up_to == 0 ? kEveryNumber : up_to)
      .run();
  const auto changed = static_cast<std::uint64_t>(writing->changed());
  writing.commit();
  return changed;
}

Result<void> Alerts::mark(const std::vector<std::uint64_t>& numbers, bool read) {
  Database::Writing writing(store_.database());
  Statement update = writing->prepare("UPDATE events SET read = ?2 WHERE number = ?1");
  for (const std::uint64_t number : numbers) {
    update.with(number, read).run();
    if (writing->changed() == 0)
      return base::fail(ErrorCode::not_found, fmt::format("there is no alert {}", number));
  }
  writing.commit();
  return {};
}

}  // namespace labtrail::saved
