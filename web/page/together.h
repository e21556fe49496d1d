// On the search page: who else stands on the papers of the lab, institution, country or list that the result
// is narrowed to.
#pragma once

#include <string>

#include "web/page/facets.h"
#include "web/page/html.h"

namespace labtrail::web {

void append_together(Html& html, const FacetContext& context, const Together& together);

}  // namespace labtrail::web
