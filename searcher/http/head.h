// Bytes of a request head -> Request. Strict on purpose: whatever two readers could understand differently
// (bare line feeds, folded headers, white space before a colon, repeated Host or Content-Length) is refused,
// because in such differences requests are smuggled past a proxy (RFC 9112, sections 2.2, 5.1, 6.3, 11.2).
// Caps come first, so that no input is expensive.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "searcher/http/message.h"

namespace labtrail::http {

struct HeadLimits {
  std::size_t bytes = 16 * 1024;        ///< the whole head
  std::size_t target_bytes = 8 * 1024;  ///< the URL: beyond is 414
  std::size_t headers = 64;             ///< beyond is 431
};

/// Why a request is not answered: an HTTP status and a sentence for a person.
struct Refusal {
  int status = 400;
  std::string detail;
  std::string hint;
  std::string allow = "GET, HEAD";  ///< of 405: what the address takes
  bool operator==(const Refusal&) const = default;
};

/// Length of the head in `bytes` including its empty line; 0 while it has not arrived whole.
std::size_t head_length(std::string_view bytes);
/// A refusal that is certain although the head has not arrived whole yet (too long), or status 0.
Refusal judge_unfinished(std::string_view bytes, const HeadLimits& limits);
/// Takes a whole head apart. `peer` is left empty.
tl::expected<Request, Refusal> parse_head(std::string_view head, const HeadLimits& limits);

/// Percent-decodes; '+' becomes a space when `form` is set. False when a '%' is not followed by two
/// hexadecimal digits; `offset` then tells where in `text`.
bool percent_decode(std::string_view text, bool form, std::string& out, std::size_t& offset);

}  // namespace labtrail::http
