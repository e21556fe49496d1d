// What comes in for saved searches and alerts: forms of our pages and JSON of programs, checked member by
// member. A member that is not known is an error, so that a typing mistake never silently drops what it
// meant.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "searcher/http/parameters.h"
#include "searcher/saved/store.h"

namespace labtrail::http {

/// A draft as it was sent, and what stands beside it.
struct SentDraft {
  saved::Draft draft;
  std::optional<std::uint32_t> version;  ///< that the sender has seen
  std::optional<bool> archived;
};
/// {"name","note","case","query","filter","sort","facets","version","archived"}: `name` is required, the
/// others are empty or as in Draft when absent. Errors: bad_request.
[[nodiscard]] base::Result<SentDraft> draft_of_json(std::string_view body);
/// The same names as fields of a form; line breaks of a note become \n. Errors: bad_request.
[[nodiscard]] base::Result<SentDraft> draft_of_form(const Parameters& form);
/// {"name"}, or an empty body: the name of a copy, or empty.
[[nodiscard]] base::Result<std::string> name_of_json(std::string_view body);

/// Which alerts to mark: single ones, or all of one search (empty: of all) up to a number.
struct Marking {
  std::vector<std::uint64_t> numbers;
  bool read = true;  ///< false: as unread; single ones only
  std::string search;
  std::uint64_t up_to = 0;  ///< 0 = all
};
/// {"numbers":[1,2],"read":true} or {"saved":"ab12","up_to":7}; an empty object or body means all. Errors:
/// bad_request.
[[nodiscard]] base::Result<Marking> marking_of_json(std::string_view body);
/// A whole number above zero; nothing for anything else.
[[nodiscard]] std::optional<std::uint64_t> whole_number(std::string_view text);

}  // namespace labtrail::http
