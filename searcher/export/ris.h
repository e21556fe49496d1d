// Papers as RIS, the tagged lines of reference managers: `TY  - JOUR` begins a record, `ER  - ` ends it, one
// value a line, UTF-8, CR LF. A value never holds a line break, so that no title can begin a tag of its own.
// Names stand as printed: which part of a name is the family's, the sources do not say.
#pragma once

#include <string>
#include <string_view>

#include "corpus/paper.h"

namespace labtrail::exporting {

/// One record; `note` (may be empty) becomes a line N1 of it.
void append_ris(std::string& out, const corpus::Paper& paper, std::string_view note = {});

}  // namespace labtrail::exporting
