// The names that a paper has beside its own id: DOI, arXiv, PubMed, OpenAlex. Each has one spelling here, so
// that what a source gives, what a reference list prints and what an address bar holds meet.
#pragma once

#include <string>
#include <string_view>

namespace labtrail::base {

/// "10.1000/x" from any printed form of a DOI, in lower case; empty if it is none.
std::string bare_doi(std::string_view text);

/// The one spelling of an identifier: "doi:10.1000/x", "arxiv:2101.00001" (without its version),
/// "openalex:W1", all others in lower case. Empty when there is no value.
std::string identifier(std::string_view scheme, std::string_view value);

/// The same from what a person pastes: a DOI, bare, behind "doi:" or in an address of doi.org or a publisher;
/// "arXiv:...", "pmid:...", "pmcid:...", "openalex:W..." and the addresses of these; behind such a label
/// there may be a space ("doi: 10.1000/x", "PMID 123"). Empty when the text is nothing of the kind, as all
/// prose is.
std::string pasted_identifier(std::string_view text);
/// Whether a word is such a label, with or without its colon: "DOI", "arXiv:".
bool is_identifier_label(std::string_view word);

}  // namespace labtrail::base
