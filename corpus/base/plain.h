// Texts of papers come from strangers; here they are made harmless to whatever reads lines. Nothing visible
// is lost: white space and controls become one space, and embeddings, overrides and isolates of the
// bidirectional algorithm that a text leaves open are closed at its end, so that they cannot turn around what
// stands behind it.
#pragma once

#include <string>
#include <string_view>

namespace labtrail::base {

/// One line: no line breaks, no control characters, well-formed UTF-8, bidi closed.
std::string plain_line(std::string_view text);
/// Line breaks and tabs stay; other control characters become U+FFFD; well-formed UTF-8, bidi closed.
std::string plain_text(std::string_view text);

}  // namespace labtrail::base
