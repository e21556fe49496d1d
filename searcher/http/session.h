// The one user of this server, and how a request proves to come from them. Listening on loopback keeps other
// machines out, but not the other pages that the user's browser has open: any of them can make it send
// requests here (CSRF). So whatever changes something, or shows what the user keeps, needs what such a page
// cannot have:
//
//   token    printed when the server starts, new each time. Opening the printed URL once turns it into a
//            cookie that the browser never sends for other sites (SameSite=Strict) nor shows to scripts;
//            `leave` makes that cookie, and every other one given so far, worthless.
//            Programs send it themselves: Authorization: Bearer TOKEN.
//   origin   a change that comes with the cookie must come from a page of this server: the browser says so in
//            Origin, or, where our Referrer-Policy makes that "null", in Sec-Fetch-Site, which no page can
//            forge.
//   csrf     and must carry the secret that is written into this server's forms only, or repeat it in the
//            header X-Labtrail-Token. A page on another port of 127.0.0.1 counts as the same site and gets
//            the cookie sent, but cannot read our forms.
//
// The three secrets are drawn apart from each other, so that none tells another.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/base/random.h"
#include "searcher/http/head.h"
#include "searcher/http/message.h"

namespace labtrail::http {

/// The field of a form that carries the secret.
inline constexpr std::string_view kFormField = "csrf";

class Session {
 public:
  /// `port` names the cookie apart from those of other servers on this machine, since cookies know no ports.
  /// `public_url` ("https://search.example.org", or empty) is an origin of its own beside the Host.
  Session(const base::Random& random, int port, std::string public_url);

  /// 64 hexadecimal digits.
  [[nodiscard]] const std::string& token() const { return token_; }
  /// What the forms of this server carry in `kFormField`.
  [[nodiscard]] const std::string& form_secret() const { return form_secret_; }

  /// The answer to an address with ?token=: a cookie and the way to the same address without it (303), or a
  /// Refusal where the token is not ours. Nothing for all other requests.
  [[nodiscard]] std::optional<tl::expected<Reply, Refusal>> enter(const Request& request) const;
  /// Ends the session of every browser: the cookies given so far open nothing from now on; the printed token
  /// still does. A 303 to `location` that takes the cookie back.
  [[nodiscard]] Reply leave(std::string_view location);
  /// Whether the request comes from the user's browser or from a program that has the token.
  [[nodiscard]] bool knows(const Request& request) const;
  /// Why a request that changes something is refused, or nothing. Looks into a form for the secret.
  [[nodiscard]] std::optional<Refusal> refuse_change(const Request& request) const;

 private:
  [[nodiscard]] std::string cookie() const;
  [[nodiscard]] std::string set_cookie(std::string_view value) const;
  [[nodiscard]] bool has_cookie(const Request& request) const;
  [[nodiscard]] bool has_bearer(const Request& request) const;
  [[nodiscard]] bool from_here(const Request& request) const;

  base::Random random_;
  std::string token_;
  mutable std::mutex mutex_;  ///< of cookie_ and random_
  std::string cookie_;
  std::string form_secret_;
  std::string cookie_name_;
  std::string public_url_;
};

/// Why somebody who is not known may not read this.
Refusal stranger();

/// Whether two secrets are equal, in a time that does not tell where they differ.
bool same_secret(std::string_view given, std::string_view known);

}  // namespace labtrail::http
