// Which requests are answered at all, judged by their head alone. Most addresses only read: GET and HEAD, no
// bodies. The few that change something say which methods and which one kind of body they take; a body is
// read only with a Content-Length below a cap, uncompressed. And the server answers only under names it
// knows: a page of a stranger can point its own name at 127.0.0.1 (DNS rebinding) and then read whatever is
// served there; the browser still sends that name as Host, so the name gives it away. Who may change
// something is judged by session.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "searcher/http/head.h"
#include "searcher/http/message.h"

namespace labtrail::http {

/// The one kind of body that an address takes.
enum class BodyKind : std::uint8_t {
  none,
  form,  ///< application/x-www-form-urlencoded: what a page sends
  json,  ///< application/json: what a program sends
};
inline constexpr std::size_t kFormBytes = std::size_t{64} << 10;
inline constexpr std::size_t kJsonBytes = std::size_t{1} << 20;

/// What an address takes.
struct Accepts {
  bool reads = true;         ///< GET and HEAD
  std::string_view changes;  ///< "POST", "PUT, DELETE"; empty = nothing can be changed here
  BodyKind body = BodyKind::none;
  std::size_t most_bytes = 0;  ///< of a body; 0 = as usual for its kind

  [[nodiscard]] std::string allow() const;  ///< for the header Allow: "GET, HEAD, POST"
  [[nodiscard]] bool takes(std::string_view method) const;
};

/// Whether a request means to change something.
inline bool is_change(const Request& request) {
  return request.method != "GET" && request.method != "HEAD";
}

class Guards {
 public:
  /// `port` is the one that is served. `allowed`: further names, "search.example.org" (any port) or
  /// "search.example.org:8443" (that port only). Loopback names are always allowed with `port` or none.
  Guards(int port, const std::vector<std::string>& allowed);

  /// How many bytes of a body to read, or why this request is refused.
  [[nodiscard]] tl::expected<std::size_t, Refusal> admit(const Request& request,
                                                         const Accepts& accepts) const;
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
