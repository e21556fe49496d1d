// Why a paper counts for an organisation or topic: every printed string with the matched words marked, and
// under it what is made of them. Doubt is written out, never left to a colour; what was refused is there too.
#pragma once

#include <string_view>
#include <vector>

#include "corpus/paper.h"
#include "searcher/search.h"
#include "web/page/html.h"

namespace labtrail::web {

/// "Who is on this paper": the affiliations, in order of appearance; strings in which nobody was recognised
/// last. Nothing when the paper lists none.
void append_organisations(Html& html, const searcher::PaperEvidence& evidence);
/// Technology topics with the words that show them; nothing when there is none.
void append_topics(Html& html, const corpus::Paper& paper, const searcher::PaperEvidence& evidence);

/// The evidence of one string; nullptr when nothing is known of it.
const searcher::StringEvidence* find_string(const searcher::PaperEvidence* evidence,
                                            format::EvidenceText kind, std::string_view raw);
/// The string with the words marked that somebody was recognised by.
void append_printed(Html& html, const searcher::StringEvidence& string);
/// Everybody recognised in the string, alternatives together, look-alikes that were refused folded away.
void append_mentions(Html& html, const searcher::StringEvidence& string);

/// Where a text of the paper ("title", "abstract", "keyword" and which) shows a topic.
std::vector<searcher::Span> topic_spans(const searcher::PaperEvidence* evidence, std::string_view field,
                                        std::size_t value = 0);

}  // namespace labtrail::web
