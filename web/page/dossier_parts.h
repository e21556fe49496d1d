// The sections of a dossier's page, in the order in which they stand on it.
#pragma once

#include <string>
#include <string_view>

#include "searcher/dossier.h"
#include "web/page/html.h"
#include "web/page/parts.h"

namespace labtrail::web {

/// Names, kind, country, ids, parents and parts, as the registry and ROR have them; nothing without a
/// profile.
void append_identity(Html& html, const searcher::Dossier& dossier);
/// What public lists print of it; nothing when it is on none.
void append_memberships(Html& html, const searcher::Dossier& dossier);
/// Strings that look like it and are something else; nothing when none is known.
void append_decoys(Html& html, const searcher::Dossier& dossier);

/// Papers by year: picture and table.
void append_papers_by_year(Html& html, const searcher::Dossier& dossier);
/// With whom: countries, institutions, labs, funders; pictures and tables.
void append_partners(Html& html, const searcher::Dossier& dossier);
/// On what, and where: topics by year, topics, venues, types.
void append_subjects(Html& html, const searcher::Dossier& dossier);
/// The strings behind the count, as printed, with the words that were read.
void append_strings(Html& html, const searcher::Dossier& dossier);
/// What absence means; unit, period and generation of the numbers.
void append_about_numbers(Html& html, const searcher::Dossier& dossier);

/// A number that opens its papers; plain where there is none to open. `what` is read aloud behind it.
void append_count(Html& html, const searcher::Dossier& dossier, std::uint64_t count, std::string_view filter,
                  std::string_view what);
/// "2016–2025" or empty.
std::string period_of(const searcher::Dossier& dossier);

}  // namespace labtrail::web
