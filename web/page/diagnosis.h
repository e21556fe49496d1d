// Problems with a query or a filter, said where they are: the text as typed, the place marked, what to do.
#pragma once

#include <string_view>
#include <vector>

#include "searcher/query/tree.h"
#include "web/page/html.h"
#include "web/page/page.h"

namespace labtrail::web {

/// One text with `length` bytes at `offset` marked; a mark of no length becomes a caret.
void append_place(Html& html, std::string_view text, std::size_t offset, std::size_t length);
/// What the lenient reading of the query could not understand; nothing when all is well.
void append_diagnostics(Html& html, std::string_view query,
                        const std::vector<query::Diagnostic>& diagnostics);
/// A heading (`title`, or the one that goes with the code), the message, the place in the query or filter,
/// the hint.
void append_error(Html& html, const base::Error& error, const SearchState& state,
                  std::string_view title = {});

}  // namespace labtrail::web
