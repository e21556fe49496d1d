// Which requests are answered at all. The server reads only: GET and HEAD, no bodies. And it answers only
// under names it knows: a page of a stranger can point its own name at 127.0.0.1 (DNS rebinding) and then
// read whatever is served there; the browser still sends that name as Host, so the name gives it away.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/http/head.h"
#include "searcher/http/message.h"

namespace labtrail::http {

class Guards {
 public:
  /// `port` is the one that is served. `allowed`: further names, "search.example.org" (any port) or
  /// "search.example.org:8443" (that port only). Loopback names are always allowed with `port` or none.
  Guards(int port, const std::vector<std::string>& allowed);

  /// Why this request is refused, or nothing.
  [[nodiscard]] std::optional<Refusal> refuse(const Request& request) const;
  [[nodiscard]] bool knows_host(std::string_view host) const;

 private:
  int port_;
  std::vector<std::string> allowed_;  ///< lower case
};

/// Host and port of "127.0.0.1:8080", "[::1]:8080", "example.org"; port -1 when there is none. Nothing when
/// malformed.
struct HostPort {
  std::string host;  ///< lower case, IPv6 without brackets, no dot at the end
  int port = -1;
  bool operator==(const HostPort&) const = default;
};
std::optional<HostPort> parse_host(std::string_view text);

/// The headers that every reply carries, whatever it holds.
const Headers& security_headers();

}  // namespace labtrail::http
