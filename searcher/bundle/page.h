// The readable part of a bundle: one HTML file that needs no server, no script and no other file, for the
// lawyer, the editor and the institution that is asked for comment. It says what was asked, of what, when;
// and of each paper the strings as printed, with the words marked that somebody was recognised by, and why.
#pragma once

#include <string>
#include <vector>

#include "searcher/bundle/manifest.h"
#include "searcher/search.h"

namespace labtrail::bundle {

/// Values of a facet that are listed on the page; counts.json has them all.
inline constexpr std::size_t kValuesListed = 20;

/// Everything before the papers. `manifest` without id and parts, which are not known yet.
std::string page_head(const Manifest& manifest, const std::vector<searcher::Facet>& counts);
/// One paper; `number` from 1.
std::string page_paper(const searcher::Match& match, std::uint64_t number);
std::string page_tail();

/// How each paper begins, and nothing else on the page: for counting them.
inline constexpr std::string_view kPaperMark = "<article id=\"p";

}  // namespace labtrail::bundle
