// What is new for saved searches. For each search the exact set of papers that it matched at its last run is
// remembered (memory.h); a run compares that with what it matches now:
//
//   match       after minus before minus what was already alerted: one for a search and paper, for ever
//   removal     before minus after: the paper has left the index, or matches no longer
//   retraction  in both, and its source has begun to say that it is retracted
//
// Two ways lead to the same events. When the change lists of all generations since the last run are still
// there, only the papers on them are looked at; else everything is. They share all code but the choice of
// papers.
//
// A search's events, its memory and the generation of its run are written in one transaction, so that a kill
// at any moment loses and doubles nothing. A search that cannot be run is kept, flagged with its error and
// reported; the others go on. The first run of a search, and of each version with another question, sets what
// "before" is: old papers are no news.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/saved/store.h"
#include "searcher/search.h"

namespace labtrail::saved {

/// Stored in labtrail.db; never renumber.
enum class EventKind : std::uint8_t { match = 0, removal = 1, retraction = 2 };
enum class Cause : std::uint8_t {
  new_record = 0,       ///< the paper is new in the index
  changed_record = 1,   ///< its record changed
  registry_change = 2,  ///< what it counts for changed: registry or topics
  retraction = 3,       ///< its source says that it is retracted
  removed_record = 4,   ///< it was deleted from the index
  merged_record = 5,    ///< it was merged into another record
  unrecorded = 6,       ///< too many generations have passed: their change lists are no longer kept
  correction = 7,       ///< what it counts for changed by nothing but the user's decisions
};
/// "match", "new-record", ...: stable, as in JSON.
std::string_view name(EventKind kind);
std::string_view name(Cause cause);
/// The cause for people: "new record".
std::string_view words(Cause cause);

struct Event {
  std::uint64_t number = 0;  ///< rising, unique in this data folder; stable
  std::string search;        ///< id
  std::string search_name;
  EventKind kind = EventKind::match;
  std::string paper;  ///< id
  std::string title;  ///< as alerts last saw it
  bool retracted = false;
  Cause cause = Cause::new_record;
  std::vector<std::string> parts;  ///< of the canonical query and filter that the paper met; matches only
  std::uint32_t version = 0;       ///< of the search
  std::uint64_t generation = 0;
  std::string generation_date;  ///< ISO 8601
  bool read = false;
};

struct EventQuery {
  std::string search;  ///< id; empty = all
  bool unread_only = false;
  std::uint64_t before = 0;  ///< for pages: only smaller numbers; 0 = from the newest
  std::size_t limit = 100;
};

struct RunOptions {
  std::vector<std::string> searches;           ///< ids; empty = every live search
  std::chrono::milliseconds deadline{60'000};  ///< for each search
  unsigned threads = 0;                        ///< 0 = one for each core
  bool whole = false;                          ///< look at every paper even where the change lists are there
  std::function<void(std::size_t done, std::size_t all)> progress;
};

/// What a run has to say about one search.
struct SearchRun {
  std::string search;
  std::string name;
  std::uint64_t count = 0;    ///< papers that it matches now
  std::uint64_t matches = 0;  ///< new events of each kind
  std::uint64_t removals = 0;
  std::uint64_t retractions = 0;
  bool baseline = false;  ///< first run of this question: no alerts
  bool whole = false;     ///< every paper was looked at
  std::optional<base::Error> error;
};

struct RunSummary {
  searcher::GenerationInfo generation;
  std::uint64_t searches = 0;    ///< looked at
  std::uint64_t up_to_date = 0;  ///< of those: had been run in this very generation
  std::uint64_t matches = 0;
  std::uint64_t removals = 0;
  std::uint64_t retractions = 0;
  std::uint64_t baselines = 0;
  std::uint64_t errors = 0;
  std::vector<SearchRun> news;  ///< searches with events, a baseline or an error, in the order of Store::list
  double seconds = 0;
};

/// Thread-safe, and safe against other processes that run alerts over the same data folder.
class Alerts {
 public:
  /// `store` must outlive this.
  explicit Alerts(Store& store) : store_(store) {}

  /// Runs saved searches against the searcher's generation. Errors: not_found (an id of the options). A
  /// search's own error is in the summary. Throws base::Failure when the data folder or the index is broken;
  /// what was finished by then stays.
  [[nodiscard]] base::Result<RunSummary> run(const searcher::Searcher& searcher,
                                             const RunOptions& options = {});

  /// Newest first.
  [[nodiscard]] base::Result<std::vector<Event>> events(const EventQuery& query) const;
  [[nodiscard]] std::uint64_t unread() const;
  /// Marks events as read: those of one search (empty = all) with numbers up to `up_to` (0 = all). Returns
  /// how many were unread.
  [[nodiscard]] base::Result<std::uint64_t> mark_read(std::string_view search = {}, std::uint64_t up_to = 0);
  /// Marks single events, as read or as unread.
  [[nodiscard]] base::Result<void> mark(const std::vector<std::uint64_t>& numbers, bool read);

 private:
  Store& store_;
};

/// One event, and a run, as JSON objects (saved.md).
void append_json(std::string& out, const Event& event);
std::string to_json(const RunSummary& summary);
/// A run for people: what `alerts run` prints and cron mails. No control characters of strangers.
std::string to_text(const RunSummary& summary, const std::vector<Event>& events);

}  // namespace labtrail::saved
