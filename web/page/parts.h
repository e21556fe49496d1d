// What pages of counts have in common: a section with its heading, a number that opens its papers, facts
// about numbers, and an error in the place of the counts.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/base/error.h"
#include "web/page/html.h"

namespace labtrail::web {

/// Opens `<section>` with its heading; whoever calls it closes it.
void open_part(Html& html, std::string_view id, std::string_view title);

/// A number that opens its papers at `url`; plain where there is none to open. `what` is read aloud behind
/// it.
void append_number(Html& html, std::uint64_t count, std::string_view url, std::string_view what);

/// "Unit" -> "papers, each counted once.": in this order.
using Facts = std::vector<std::pair<std::string_view, std::string>>;
void append_facts(Html& html, const Facts& facts);
/// The same as the part "About these numbers".
void append_about_numbers(Html& html, const Facts& facts);

/// Why nothing is counted, and what to do about it.
void append_uncounted(Html& html, const base::Error& error);

}  // namespace labtrail::web
