#include "searcher/http/guards.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "corpus/base/text.h"

namespace labtrail::http {
namespace {

tl::unexpected<Refusal> refuse(int status, std::string detail, std::string hint = {}) {
  return tl::unexpected<Refusal>(Refusal{status, std::move(detail), std::move(hint)});
}

}  // namespace

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

namespace {

/// The length of the body that the head announces.
tl::expected<std::size_t, Refusal> announced_length(const Request& request) {
  std::size_t length = 0;
  std::size_t lengths = 0;
  for (const auto& [name, value] : request.headers) {
    if (name != "content-length") continue;
    if (++lengths > 1 || value.empty() || value.find_first_not_of("0123456789") != std::string::npos) {
      return refuse(400, "Content-Length is not one number");
    }
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (error != std::errc()) length = static_cast<std::size_t>(-1);
  }
  return length;
}

/// "application/json; charset=utf-8" -> "application/json"; empty when there is more than one such header.
std::string media_type(const Request& request) {
  std::string out;
  std::size_t types = 0;
  for (const auto& [name, value] : request.headers) {
    if (name != "content-type") continue;
    out = base::ascii_lower(base::trim(std::string_view(value).substr(0, value.find(';'))));
    ++types;
  }
  return types == 1 ? out : std::string();
}

tl::expected<std::size_t, Refusal> admit_body(const Request& request, std::size_t length,
                                              const Accepts& accepts) {
  if (length == 0) return 0;
  const bool form = accepts.body == BodyKind::form;
  const std::string_view type = form ? "application/x-www-form-urlencoded" : "application/json";
  if (media_type(request) != type) {
    return refuse(415, fmt::format("this address reads bodies of the type {}", type));
  }
  const std::size_t usual = form ? kFormBytes : kJsonBytes;
  if (const std::size_t most = accepts.most_bytes > 0 ? accepts.most_bytes : usual; length > most) {
    return refuse(413, fmt::format("a body here has at most {} bytes", most));
  }
  if (request.has_header("expect") && base::ascii_lower(request.header("expect")) != "100-continue") {
    return refuse(417, "the only expectation that is met is 100-continue");
  }
  return length;
}

}  // namespace

std::string Accepts::allow() const {
  return fmt::format("{}{}{}", reads ? "GET, HEAD" : "", reads && !changes.empty() ? ", " : "", changes);
}

bool Accepts::takes(std::string_view method) const {
  if (method == "GET" || method == "HEAD") return reads;
  for (std::string_view rest = changes; !rest.empty();) {
    const std::size_t comma = rest.find(',');
    if (base::trim(rest.substr(0, comma)) == method) return true;
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
  return false;
}

tl::expected<std::size_t, Refusal> Guards::admit(const Request& request, const Accepts& accepts) const {
  if (!accepts.takes(request.method)) {
    Refusal refusal{405, "this server only reads: GET and HEAD", {}, accepts.allow()};
    if (!accepts.changes.empty()) refusal.detail = "this address takes " + refusal.allow;
    return tl::unexpected<Refusal>(std::move(refusal));
  }
  const bool takes_body = is_change(request) && accepts.body != BodyKind::none;
  if (request.has_header("transfer-encoding")) {
    return refuse(400, "a request body with Transfer-Encoding is not read",
                  takes_body ? "send it whole, with its Content-Length" : "send no body");
  }
  if (request.has_header("content-encoding")) {
    return refuse(415, "a compressed request body is not read",
                  takes_body ? "send it as it is" : "send no body");
  }
  auto length = announced_length(request);
  if (length && *length > 0 && !takes_body) {
    return refuse(413, is_change(request) ? "this request has no body" : "no request here has a body",
                  is_change(request) ? "" : "put the query into the URL");
  }
  if (length) length = admit_body(request, *length, accepts);
  if (!length) return length;
  if (!knows_host(request.host)) {
    return refuse(421, "this server does not answer under the name '" + request.host + "'",
                  "if the name is yours, start it with --allow-host NAME");
  }
  return length;
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
