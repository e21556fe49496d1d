// The strings behind a count: how the papers of a subject print it. Strings of the same words (case,
// accents and punctuation aside) are one; the first paper by id shows its spelling, with the place, the alias
// and the rule by which it was read.
#pragma once

#include "searcher/question.h"
#include "searcher/search.h"

namespace labtrail::searcher {

/// `asked` has been evaluated. Errors: as parse_subject, not_found. Throws Refusal (deadline).
base::Result<PrintedStrings> printed_strings(Question& asked, const CollaborationRequest& request);

}  // namespace labtrail::searcher
