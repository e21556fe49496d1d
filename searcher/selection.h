// The matches of one request, kept to be read later, all of them: class Selection over a snapshot of the
// index.
#pragma once

#include <memory>
#include <string_view>

#include "searcher/question.h"
#include "searcher/search.h"
#include "searcher/view.h"

namespace labtrail::searcher {

/// Finds and counts the matches. Errors as Question::read; throws Refusal as Question::evaluate.
base::Result<std::unique_ptr<Selection>> make_selection(const Request& request,
                                                        std::shared_ptr<const View> view);

/// A paper as the record store holds it. Throws base::Failure (corrupt).
corpus::Paper parse_record(std::string_view json);

GenerationInfo info(const View& view);

}  // namespace labtrail::searcher
