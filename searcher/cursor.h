// Cursors: where the next page starts, as opaque text that fits into a URL. A cursor belongs to one
// generation, one order and one question; with another question it is refused instead of giving a page of
// something else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "corpus/base/error.h"
#include "searcher/order.h"
#include "searcher/search.h"

namespace labtrail::searcher {

struct Cursor {
  std::uint64_t generation = 0;
  Sort sort = Sort::relevance;
  std::uint64_t question = 0;  ///< hash of query, filter and mode as asked
  After after;
};

std::uint64_t question_hash(const Request& request);
std::string encode(const Cursor& cursor);
/// Errors: bad_request for text that no `encode` has made.
base::Result<Cursor> decode_cursor(std::string_view text);

}  // namespace labtrail::searcher
