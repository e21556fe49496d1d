// The one JSON form of a paper (JSONL in, dump out, records in the index, the API's paper): writing is
// canonical (fixed key order, absent values left out), reading is strict about types and keeps keys it does
// not know in Paper::extra. write(read(x)) is a fixed point: what `dump` prints, `ingest` reads back as the
// same paper.
#pragma once

#include <string>
#include <string_view>

#include "corpus/base/error.h"
#include "corpus/base/hash.h"
#include "corpus/json_tree.h"
#include "corpus/paper.h"

namespace labtrail::corpus {

/// Appends one JSON object without a line break. Keys as in contract.md plus `affiliations` as
/// [{"raw","institutions":[id]}], `topics`, `lineage`, `originals`, `status`, `unpaired`, `extra`.
void append_json(std::string& out, const Paper& paper);
std::string to_json(const Paper& paper);

/// Reads one JSON object. Errors are bad_record with the member that is wrong ("'year' is not a number").
/// Accepts a bare string where an affiliation object is expected. Does no cleaning beyond types: readers
/// clean.
base::Result<Paper> from_json(std::string_view json);
/// The same from a record that is already parsed.
base::Result<Paper> from_json(const JsonValue& value);

/// Hash of the canonical form without `source.retrieved`: equal means "unchanged".
base::Hash128 content_hash(const Paper& paper);

}  // namespace labtrail::corpus
