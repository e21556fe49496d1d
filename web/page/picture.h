// Pictures of a dossier: small SVG made here, without script. Each mark is a link to its papers, and the same
// numbers stand in a table beside it, with the same links; so marks are left out of the tab order, where a
// reader of many years would get lost. Colours come from classes, since the page allows no inline style.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "searcher/dossier.h"
#include "web/page/html.h"

namespace labtrail::web {

/// Papers by year, those with others apart from those without.
void append_year_picture(Html& html, const searcher::Dossier& dossier);
/// One small picture a partner country: joint papers by year, all in one scale.
void append_country_pictures(Html& html, const searcher::Dossier& dossier);
/// The first `most` partners as bars, parted by who brings the two sides.
void append_ranking(Html& html, const searcher::Dossier& dossier, const searcher::Collaborations& partners,
                    format::FacetField field, std::size_t most);
/// The commonest topics by year; the darker, the more papers.
void append_heat_map(Html& html, const searcher::Dossier& dossier);

/// URL of the search that a filter of the dossier means.
std::string search_of(const searcher::Dossier& dossier, std::string_view filter);

/// At most `most` characters of a name, with an ellipsis where it was cut.
std::string shortened(std::string_view text, std::size_t most);

}  // namespace labtrail::web
