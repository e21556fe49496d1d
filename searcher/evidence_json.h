// Evidence as JSON: one form for the API's paper and for frozen evidence.
#pragma once

#include "corpus/base/json_writer.h"
#include "searcher/search.h"

namespace labtrail::searcher {

/// The members "strings":[{"kind","raw","mentions":[...]}] and
/// "topics":[{"id","name","through","term","field","value","span"}] of the object that is open. A mention is
/// written as `labtrail-index resolve --json` does; what the source asserts has neither alias nor span.
void write_evidence(base::JsonWriter& json, const PaperEvidence& evidence);
/// One mention as an object.
void write_mention(base::JsonWriter& json, const Mention& mention);
/// "matched":[{"field","text","spans"}]: the places that the query met.
void write_matched(base::JsonWriter& json, const std::vector<Highlight>& highlights);

}  // namespace labtrail::searcher
