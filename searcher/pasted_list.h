// Many questions at once: a pasted list, one entry a line, and for each how it was read and how many papers
// it finds. Entries are counted one by one, by the same path as a search, and their papers overlap.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/search.h"

namespace labtrail::searcher {

enum class EntryMeaning : std::uint8_t {
  query,    ///< the query language, read strictly
  name,     ///< a lab, institution or funder by any name it has; where none has it: as printed
  printed,  ///< these words, one behind the other, in an affiliation
  title,    ///< these words, one behind the other, in a title
  id,       ///< a DOI, an arXiv number, ...: so read whatever was asked for
};
/// "query", "name", "printed", "title", "id".
std::string_view name(EntryMeaning meaning);
/// Of those that can be asked for: all but "id".
std::optional<EntryMeaning> parse_entry_meaning(std::string_view text);

struct ListRequest {
  std::vector<std::string> entries;
  EntryMeaning meaning = EntryMeaning::query;
  std::string filter;                          ///< narrows every entry
  std::chrono::milliseconds deadline{10'000};  ///< for all entries together
};
inline constexpr std::size_t kMaxListEntries = 10'000;

/// One search that an entry stands for.
struct EntryReading {
  EntryMeaning meaning = EntryMeaning::query;  ///< `printed` also for a name that nothing has
  std::string kind;                            ///< of a name: "lab", "institution", "funder"
  std::string value;                           ///< of a name: as its facet counts it
  std::string label;                           ///< likewise: what it is called
  std::string query;                           ///< canonical; with `filter` it finds exactly `papers`
  std::string filter;
  std::uint64_t papers = 0;
};

struct ListEntry {
  std::string text;
  std::vector<EntryReading> readings;  ///< of a name several, where several bodies have it; none = `error`
  std::optional<base::Error> error;    ///< why it cannot be read
};

struct ListAnswer {
  GenerationInfo generation;
  EntryMeaning meaning = EntryMeaning::query;
  std::string filter;       ///< canonical
  std::uint64_t total = 0;  ///< papers of the filter
  std::vector<ListEntry> entries;
};

/// All entries over one generation. Errors: bad_request (no entry), too_large, deadline, and those of the
/// filter; what is wrong with one entry stands in it and does not spoil the others.
base::Result<ListAnswer> answer_list(const Searcher& searcher, const ListRequest& request);

/// The lines of a text, trimmed, empty ones left out, each once, in order.
std::vector<std::string> read_lines(std::string_view text);

/// One row a reading: entry, meaning, kind, value, label, papers, query, filter, problem, unit, generation
/// and its date.
std::string to_csv(const ListAnswer& answer);
/// {"meta":{...},"entries":[{"entry","readings":[...],"problem"}]}
std::string to_json(const ListAnswer& answer);

}  // namespace labtrail::searcher
