// The files a page refers to (style sheet, client, icon), compiled into the program: one binary serves
// everything, and what a page links is what the program carries. Names hold a hash of the content, so they
// may be cached for ever.
#pragma once

#include <string_view>

namespace labtrail::web {

struct Asset {
  std::string_view path;          ///< "/assets/labtrail-0123456789abcdef.css"
  std::string_view content_type;  ///< with charset where it is text
  std::string_view bytes;
  std::string_view etag;  ///< with its quotes
};

/// The asset behind a request path, or null. Serve with `Cache-Control: public, max-age=31536000, immutable`.
const Asset* find_asset(std::string_view path);

/// By role: "style", "client" (null when built without node: pages then carry no script), "icon".
const Asset* asset(std::string_view role);

}  // namespace labtrail::web
