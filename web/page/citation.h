// What reference managers read from a page: citation_* meta elements (Highwire Press tags, as Google Scholar
// and Zotero understand them) and COinS, an OpenURL context object (Z39.88-2004) in the title of an empty
// span.
#pragma once

#include <string>
#include <string_view>

#include "corpus/paper.h"
#include "searcher/export/reference.h"
#include "web/page/html.h"

namespace labtrail::web {

using exporting::id_of;
using exporting::id_url;
using exporting::safe_url;

/// "0000-0002-1825-0097", bare or as a URL -> its page at orcid.org; empty when it does not look like one.
std::string orcid_url(std::string_view orcid);
void append_citation_meta(Html& html, const corpus::Paper& paper);
/// The context object: "ctx_ver=Z39.88-2004&rft_val_fmt=...".
std::string context_object(const corpus::Paper& paper);
void append_coins(Html& html, const corpus::Paper& paper);

}  // namespace labtrail::web
