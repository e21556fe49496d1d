#include "searcher/http/session.h"

#include <fmt/format.h>

#include "corpus/base/text.h"
#include "searcher/http/guards.h"
#include "searcher/http/parameters.h"

namespace labtrail::http {
namespace {

constexpr std::size_t kSecretBytes = 32;

/// The target without its parameter `token`.
std::string without_token(const Request& request) {
  std::string out = request.target.substr(0, request.target.find('?'));
  // "//elsewhere" would be an address of another host.
  while (out.starts_with("//")) out.erase(0, 1);
  char separator = '?';
  for (std::string_view rest = request.query; !rest.empty();) {
    const std::size_t end = rest.find('&');
    const std::string_view item = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (item.empty() || item.substr(0, item.find('=')) == "token") continue;
    out += separator;
    out += item;
    separator = '&';
  }
  return out;
}

}  // namespace

bool same_secret(std::string_view given, std::string_view known) {
  if (given.size() != known.size() || known.empty()) return false;
  volatile unsigned difference = 0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    difference = difference | static_cast<unsigned>(static_cast<unsigned char>(given[i]) ^
                                                    static_cast<unsigned char>(known[i]));
  }
  return difference == 0;
}

Refusal stranger() {
  return {401, "this is for the one who started the server, and nothing shows that it is you",
          "open the address with ?token= that the server printed when it started; programs send "
          "'Authorization: Bearer TOKEN'"};
}

Session::Session(const base::Random& random, int port, std::string public_url)
    : random_(random),
      token_(base::hex_digits(random_(kSecretBytes))),
      cookie_(base::hex_digits(random_(kSecretBytes))),
      form_secret_(base::hex_digits(random_(kSecretBytes))),
      cookie_name_(fmt::format("labtrail-{}", port)),
      public_url_(std::move(public_url)) {}

std::optional<tl::expected<Reply, Refusal>> Session::enter(const Request& request) const {
  if (is_change(request) || request.path.starts_with("/api/")) return std::nullopt;
  const auto parameters = Parameters::decode(request.query);
  if (!parameters || !parameters->has("token")) return std::nullopt;
  if (!same_secret(parameters->get("token"), token_)) {
    return tl::unexpected<Refusal>(
        Refusal{403, "the token in this address is not the one of this server",
                "it changes with each start: open the address that was printed last"});
  }
  Reply reply;
  reply.status = 303;
  reply.headers.emplace_back("Location", without_token(request));
  reply.headers.emplace_back("Set-Cookie", set_cookie(cookie()));
  return reply;
}

Reply Session::leave(std::string_view location) {
  {
    const std::lock_guard lock(mutex_);
    cookie_ = base::hex_digits(random_(kSecretBytes));
  }
  Reply reply;
  reply.status = 303;
  reply.headers.emplace_back("Location", location);
  reply.headers.emplace_back("Set-Cookie", set_cookie("") + "; Max-Age=0");
  return reply;
}

std::string Session::cookie() const {
  const std::lock_guard lock(mutex_);
  return cookie_;
}

std::string Session::set_cookie(std::string_view value) const {
  return fmt::format("{}={}; HttpOnly; SameSite=Strict; Path=/{}", cookie_name_, value,
                     public_url_.starts_with("https://") ? "; Secure" : "");
}

bool Session::has_cookie(const Request& request) const {
  const std::string known = cookie();
  for (const auto& [name, value] : request.headers) {
    if (name != "cookie") continue;
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t end = rest.find(';');
      const std::string_view item = base::trim(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      const std::size_t equals = item.find('=');
      if (equals == std::string_view::npos || item.substr(0, equals) != cookie_name_) continue;
      if (same_secret(item.substr(equals + 1), known)) return true;
    }
  }
  return false;
}

bool Session::has_bearer(const Request& request) const {
  constexpr std::string_view kScheme = "bearer ";
  const std::string_view value = request.header("authorization");
  if (base::ascii_lower(value.substr(0, kScheme.size())) != kScheme) return false;
  return same_secret(base::trim(value.substr(kScheme.size())), token_);
}

bool Session::knows(const Request& request) const {
  return has_bearer(request) || has_cookie(request);
}

bool Session::from_here(const Request& request) const {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin") return false;
  const std::string_view origin = request.header("origin");
  // Without Origin, or with the "null" that our own Referrer-Policy makes of it, Sec-Fetch-Site must say it.
  if (origin.empty() || origin == "null") return site == "same-origin";
  if (!public_url_.empty() && origin == public_url_) return true;
  return origin == "http://" + request.host;
}

std::optional<Refusal> Session::refuse_change(const Request& request) const {
  if (has_bearer(request)) return std::nullopt;
  if (!has_cookie(request)) return stranger();
  if (!from_here(request)) {
    return Refusal{403, "this change was asked for by a page of another site",
                   "make it on the page itself; behind a proxy, start the server with --public-url ADDRESS"};
  }
  std::string secret(request.header("x-labtrail-token"));
  if (secret.empty() && request.header("content-type").find("form-urlencoded") != std::string_view::npos) {
    if (const auto form = Parameters::decode(request.body)) secret = form->get(kFormField);
  }
  if (!same_secret(secret, form_secret_)) {
    return Refusal{403, "this form is not one that this server sent, or is older than its last start",
                   "load the page again and repeat the change"};
  }
  return std::nullopt;
}

}  // namespace labtrail::http
