// gzip for replies that are worth it. Level 5: measured on result lists, levels above cost twice the time for
// 2 % less.
#pragma once

#include <string>
#include <string_view>

namespace labtrail::http {

/// Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3: "gzip;q=0" does not, "*" does).
bool accepts_gzip(std::string_view accept_encoding);
/// Shorter than this, a reply is sent as it is.
inline constexpr std::size_t kWorthCompressing = 1024;
/// One gzip member, without a name or a time.
std::string gzip(std::string_view bytes, int level = 5);

}  // namespace labtrail::http
