#include "searcher/http/guards.h"

#include <algorithm>
#include <charconv>

#include "corpus/base/text.h"

namespace labtrail::http {

std::optional<HostPort> parse_host(std::string_view text) {
  HostPort out;
  std::string_view host = text;
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    host = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (!text.empty()) {
      if (text.front() != ':') return std::nullopt;
      port = text.substr(1);
      if (port.empty()) return std::nullopt;
    }
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    if (port.empty()) return std::nullopt;
  }
  if (!port.empty()) {
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
    if (error != std::errc() || end != port.data() + port.size() || out.port < 0 || out.port > 65535) {
      return std::nullopt;
    }
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  constexpr std::string_view kForbidden = "@/\\?#[]%";
  if (host.empty() || host.find_first_of(kForbidden) != std::string_view::npos) return std::nullopt;
  out.host = base::ascii_lower(host);
  return out;
}

Guards::Guards(int port, const std::vector<std::string>& allowed) : port_(port) {
  for (const std::string& name : allowed) allowed_.push_back(base::ascii_lower(name));
}

bool Guards::knows_host(std::string_view text) const {
  const std::optional<HostPort> given = parse_host(text);
  if (!given) return false;
  const bool loopback = given->host == "127.0.0.1" || given->host == "localhost" || given->host == "::1";
  if (loopback && (given->port == -1 || given->port == port_)) return true;
  return std::any_of(allowed_.begin(), allowed_.end(), [&](const std::string& name) {
    const std::optional<HostPort> known = parse_host(name);
    return known && known->host == given->host && (known->port == -1 || known->port == given->port);
  });
}

std::optional<Refusal> Guards::refuse(const Request& request) const {
  if (request.method != "GET" && request.method != "HEAD") {
    return Refusal{405, "this server only reads: GET and HEAD", {}};
  }
  if (request.has_header("transfer-encoding")) {
    return Refusal{400, "a request body with Transfer-Encoding is not read", "send no body"};
  }
  if (request.has_header("content-encoding")) {
    return Refusal{415, "a compressed request body is not read", "send no body"};
  }
  std::size_t lengths = 0;
  for (const auto& [name, value] : request.headers) {
    if (name != "content-length") continue;
    if (++lengths > 1 || value.empty() || value.find_first_not_of("0123456789") != std::string::npos) {
      return Refusal{400, "Content-Length is not one number", {}};
    }
    if (value.find_first_not_of('0') != std::string::npos) {
      return Refusal{413, "no request here has a body", "put the query into the URL"};
    }
  }
  if (!knows_host(request.host)) {
    return Refusal{421, "this server does not answer under the name '" + request.host + "'",
                   "if the name is yours, start it with --allow-host NAME"};
  }
  return std::nullopt;
}

const Headers& security_headers() {
  static const Headers kHeaders{
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
       "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
  };
  return kHeaders;
}

}  // namespace labtrail::http
