// Where an export comes from, as rows of a name and a value: what was asked, of which generation of which
// index, read with which registry, counted in which unit, under whose licence. Every format shows these rows
// in its own way; nothing in them depends on the clock, so that the same question to the same generation
// gives the same bytes.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "searcher/search.h"

namespace labtrail::exporting {

/// {"generation", "7"}: names in snake case, values one line each.
using ProvenanceRows = std::vector<std::pair<std::string, std::string>>;

struct Provenance {
  searcher::SelectionFacts facts;
  ProvenanceRows rows;
};
Provenance make_provenance(const searcher::SelectionFacts& facts);

/// The rows as one line for a note of a record: "Labtrail 0.1.0; query: ...; generation: 7; ...".
std::string provenance_line(const ProvenanceRows& rows);

}  // namespace labtrail::exporting
