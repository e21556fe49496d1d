// What people keep: saved searches with all their versions, in one SQLite file (labtrail.db) in the data
// folder. The index can be thrown away and built anew, this file cannot; so every change is one transaction
// that is on the disk before the call returns (WAL, synchronous=FULL), nothing is ever deleted, and a file of
// a newer schema is refused instead of guessed at (database.h).
//
// A saved search is a number of versions; each holds the whole canonical question with every option, so that
// an edit never loses what was asked before. What alerts remember of a search is in the same file, in the
// same transactions, but is theirs: alerts.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/clock.h"
#include "corpus/base/error.h"
#include "searcher/search.h"

namespace labtrail::saved {

class Database;

/// What a person writes about a search, and the question itself. All texts are UTF-8.
struct Draft {
  std::string name;   ///< required, at most kMostName bytes, one line
  std::string note;   ///< free text, at most kMostNote bytes
  std::string case_;  ///< what it belongs to ("Case 12", a story, a client); one line, may be empty
  std::string query;
  std::string filter;
  std::string sort = "newest";  ///< relevance, newest, oldest, id
  std::string facets;           ///< "country,institution:50"
  bool operator==(const Draft&) const = default;
};
inline constexpr std::size_t kMostName = 500;
inline constexpr std::size_t kMostNote = 20'000;

/// One state of a saved search. `draft` is canonical: what its query, filter and facets parse to, written
/// out.
struct Version {
  std::uint32_t number = 0;  ///< 1, 2, ...
  Draft draft;
  std::uint32_t grammar = 0;  ///< query::kGrammarVersion that read it
  std::int64_t date = 0;      ///< seconds since 1970
  bool operator==(const Version&) const = default;
};

/// How many papers a search had. `candidates` as in Response; none where it was not counted.
struct Count {
  std::uint32_t version = 0;
  std::uint64_t generation = 0;
  std::string generation_date;  ///< ISO 8601
  std::uint64_t count = 0;
  std::optional<std::uint64_t> candidates;
  bool operator==(const Count&) const = default;
};

/// The last run of a search, as alerts left it.
struct LastRun {
  std::uint64_t generation = 0;
  std::string generation_date;
  std::uint64_t count = 0;
  std::uint32_t version = 0;         ///< of the search
  std::optional<base::Error> error;  ///< of the latest attempt; what stands above is then the run before it
};

struct SavedSearch {
  std::string id;  ///< ten letters and digits, never changes
  bool archived = false;
  std::int64_t created = 0;
  std::int64_t changed = 0;  ///< by an edit, archive or unarchive
  Version version;           ///< the current one
  std::optional<LastRun> last_run;
  std::uint64_t unread = 0;  ///< alerts not read yet
};

struct ImportSummary {
  std::uint64_t added = 0;
  std::uint64_t unchanged = 0;   ///< were there already, the very same
  std::vector<std::string> ids;  ///< of those added, in the order of the file
};

/// Thread-safe; several processes may have the same file open. Bad input and unknown ids are Errors
/// (bad_request, bad_query, bad_filter, not_found); what is wrong with the file or the disk throws
/// base::Failure (io, corrupt).
class Store {
 public:
  /// Opens labtrail.db in the folder, making both if needed; an older schema is migrated after a backup
  /// beside it. Throws base::Failure: unsupported (a newer schema), io, corrupt.
  /// `random`: 64 bits for new ids; the operating system's when not given.
  explicit Store(const std::filesystem::path& data, base::Clock clock = base::system_clock(),
                 std::function<std::uint64_t()> random = {});
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Reads the question strictly and saves it in canonical form.
  [[nodiscard]] base::Result<SavedSearch> create(const Draft& draft);
  /// A further version. Without a difference nothing happens and the search is returned as it is. `expected`:
  /// the version that the editor has seen; when it is no longer the current one, bad_request.
  [[nodiscard]] base::Result<SavedSearch> edit(std::string_view id, const Draft& draft,
                                               std::optional<std::uint32_t> expected = std::nullopt);
  /// A new search with the current question of another; its history is its own.
  [[nodiscard]] base::Result<SavedSearch> duplicate(std::string_view id, std::string_view name);
  /// Archived searches are kept whole but not run.
  [[nodiscard]] base::Result<SavedSearch> set_archived(std::string_view id, bool archived);

  /// By name (bytes), then id.
  enum class Which : std::uint8_t { live, archived, all };
  [[nodiscard]] std::vector<SavedSearch> list(Which which = Which::live) const;
  [[nodiscard]] base::Result<SavedSearch> find(std::string_view id) const;
  /// Oldest first.
  [[nodiscard]] base::Result<std::vector<Version>> versions(std::string_view id) const;
  /// Oldest first; one entry for each run that counted something new.
  [[nodiscard]] base::Result<std::vector<Count>> counts(std::string_view id) const;
  /// Adds to the history of counts (a run on request); alerts do it themselves.
  [[nodiscard]] base::Result<void> note_count(std::string_view id, const Count& count);

  /// All of them, or those named, as one JSON text (saved.md): every version and the history of counts, not
  /// what alerts remember. The same searches give the same bytes; importing them elsewhere and exporting
  /// again, too.
  [[nodiscard]] base::Result<std::string> export_json(std::span<const std::string> ids = {}) const;
  /// All or nothing. A search of an id that is here with other contents is refused, or with `as_copies` comes
  /// in under a new id. Questions that cannot be read any more are kept: a run reports them.
  [[nodiscard]] base::Result<ImportSummary> import_json(std::string_view json, bool as_copies = false);

  [[nodiscard]] Database& database() const { return *database_; }
  [[nodiscard]] const base::Clock& clock() const { return clock_; }

 private:
  std::unique_ptr<Database> database_;
  base::Clock clock_;
  std::function<std::uint64_t()> random_;
};

/// The question of a saved search as the searcher takes it (strict).
[[nodiscard]] base::Result<searcher::Request> request_of(const Draft& draft);
/// The draft with query, filter, sort and facets in canonical form. Errors as the parsers'.
[[nodiscard]] base::Result<Draft> canonical(Draft draft);
/// One saved search as a JSON object (saved.md), for the API and --json.
void append_json(std::string& out, const SavedSearch& search);

}  // namespace labtrail::saved
