// Papers as BibTeX, for LaTeX, biber and reference managers: UTF-8, one entry a paper. Every character that
// TeX reads as a command is written as one, and braces are never written bare: BibTeX counts them even behind
// a backslash, and one too many swallows the rest of a file.
//
// The key of an entry is the paper's id, spelled with the characters that keys allow: the same paper has the
// same key in every export, and two papers never share one. BibTeX takes keys that differ in case alone for
// one, so ids with capital letters carry a hash behind them.
#pragma once

#include <string>
#include <string_view>

#include "corpus/paper.h"
#include "searcher/export/provenance.h"

namespace labtrail::exporting {

void append_bibtex(std::string& out, const corpus::Paper& paper);
/// The rows as a @comment entry, which every reader skips.
void append_bibtex_comment(std::string& out, const ProvenanceRows& provenance);

/// The key of a paper: letters, digits and .:/- only, '_' before two hexadecimal digits for the rest.
std::string bibtex_key(std::string_view id);
/// A text as the value of a field, without its braces.
std::string bibtex_text(std::string_view text);

}  // namespace labtrail::exporting
