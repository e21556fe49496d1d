// What a user decided about strings and names: an append-only file DATA/decisions.jsonl, one decision a line,
// kept apart from the index (which can be thrown away) and from the registry (which is shipped anew). Nothing
// is ever removed from it: a decision is undone by a later one that names it.
//
//   {"number":1,"date":"2026-11-25T08:00:00Z","action":"accept","organisation":"zhejiang-lab","text":"ZJLab","reason":"..."}
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/clock.h"
#include "corpus/base/error.h"
#include "corpus/registry/registry.h"

namespace labtrail::tagging {

enum class Action : std::uint8_t {
  accept,  ///< this very string (in canonical form) names the organisation
  refuse,  ///< this very string does not name the organisation
  alias,   ///< `text` is a further name of the organisation
  undo,    ///< takes back decision `undoes`
};
std::string_view name(Action action);
base::Result<Action> parse_action(std::string_view name);

struct Decision {
  std::uint64_t number = 0;  ///< 1, 2, ... in order of the file
  std::string date;          ///< ISO 8601, UTC
  Action action = Action::accept;
  std::string organisation;  ///< slug or "ror:..."; empty for undo
  std::string text;
  std::string reason;
  std::uint64_t undoes = 0;
};

/// All lines of DATA/decisions.jsonl, undone ones included; none when there is no such file. A line that
/// cannot be read is an error (bad_record, with its number): a decision is never skipped silently.
base::Result<std::vector<Decision>> read_decisions(const std::filesystem::path& data);
/// Those that hold.
std::vector<Decision> in_force(const std::vector<Decision>& all);
/// Appends one, synced before it returns; gives it its number and date. Throws base::Failure (io).
base::Result<Decision> append_decision(const std::filesystem::path& data, Decision decision,
                                       const base::Clock& clock);
/// One line of the file, without the line break.
std::string to_json(const Decision& decision);

/// Adds the aliases in force to the registry, with the decision as their source. Unknown organisations:
/// bad_record.
base::Result<void> apply_aliases(const std::vector<Decision>& in_force, corpus::Registry& registry);

}  // namespace labtrail::tagging
