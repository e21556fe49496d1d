// Why a string counts for an organisation, in words: state, role and rule, and the searches that they lead
// to.
#pragma once

#include <string>
#include <string_view>

#include "searcher/search.h"
#include "web/page/links.h"

namespace labtrail::web {

/// "asserted", "candidate: in doubt", "refused".
std::string_view state_words(format::State state);
/// "as affiliation", "as funder", "mentioned only".
std::string_view role_words(format::Role role);
/// What a scope lets through, for a person: "candidate (in doubt)", "asserted or candidate"; empty when not
/// said.
std::string scope_states(query::MentionScope scope);
/// "affiliation", "funder or mention"; empty when not said.
std::string scope_roles(query::MentionScope scope);

/// Why, as one sentence without its full stop; quotes what the string prints and the name it is taken for:
/// "“Lanjang Lab” differs by 1 letter from its name “Lanjiang Laboratory”".
std::string reason(const searcher::Mention& mention, std::string_view raw);

/// The field in which a mention is counted, and the value under which it is.
format::FacetField counted_field(const searcher::Mention& mention);
std::string counted_value(const searcher::Mention& mention);
/// The search for all papers of this organisation in this role; for a candidate, also those in doubt.
std::string papers_url(const searcher::Mention& mention);
/// Whether a positive clause on organisations asks for this mention.
bool is_asked_for(const searcher::Mention& mention, const Clauses& clauses);

}  // namespace labtrail::web
