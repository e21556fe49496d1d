// Papers as CSL-JSON, the input of citation processors (schema: csl-data.json of CSL 1.0.2): an array of
// items. Names stand as printed, as `literal`: which part of a name is the family's, the sources do not say.
#pragma once

#include <string>
#include <string_view>

#include "corpus/paper.h"

namespace labtrail::exporting {

/// One item; `note` (may be empty) becomes its note.
void append_csl(std::string& out, const corpus::Paper& paper, std::string_view note = {});

}  // namespace labtrail::exporting
