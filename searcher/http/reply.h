// Whole replies of the routes that answer from the index: a page, or another form of the same answer. A good
// one may be kept and asked for again with its tag; any other may not.
#pragma once

#include <string>
#include <string_view>

#include "searcher/http/message.h"

namespace labtrail::http {

/// A page with its status; 503 says when to come again.
Reply page_reply(int status, std::string body);
/// "application/json", "text/csv; charset=utf-8": a good answer.
Reply content_reply(std::string_view type, std::string body);
/// JSON with a line break behind it.
Reply json_reply(std::string body);

}  // namespace labtrail::http
