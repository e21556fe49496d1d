// Who is known, and whose changes are made: each way in, and each way that must stay closed.
#include "searcher/http/session.h"

#include <catch2/catch.hpp>

#include "searcher/http/head.h"

using namespace labtrail;
using namespace labtrail::http;

namespace {

/// Draws "aaa...", "bbb...", "ccc...": token, cookie, form secret.
base::Random counted() {
  return [next = 'a'](std::size_t bytes) mutable { return std::string(bytes, next++); };
}
std::string repeated(const std::string& two) {
  std::string out;
  for (int i = 0; i < 32; ++i) out += two;
  return out;
}
const std::string kToken = repeated("61");
const std::string kCookie = repeated("62");
const std::string kForm = repeated("63");
const std::string kKnown = "Cookie: labtrail-8080=" + kCookie + "\r\n";
const std::string kOurs = "Origin: http://127.0.0.1:8080\r\n";
const std::string kType = "Content-Type: application/x-www-form-urlencoded\r\n";

Request request(const std::string& line, const std::string& headers = "", std::string body = {}) {
  auto parsed = parse_head(line + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n" + headers + "\r\n", {});
  REQUIRE(parsed);
  parsed->body = std::move(body);
  return *parsed;
}

std::string header(const Reply& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

TEST_CASE("the token opens the same address without it, with a cookie for this site only") {
  const Session session(counted(), 8080, "");
  CHECK(session.token() == kToken);
  struct Row {
    std::string target;
    std::string location;
  };
  for (const Row& row :
       {Row{"/?token=" + kToken, "/"}, Row{"/saved?token=" + kToken, "/saved"},
        Row{"/search?q=a%26b&token=" + kToken + "&sort=newest", "/search?q=a%26b&sort=newest"},
        Row{"//evil.example/?token=" + kToken, "/evil.example/"}}) {
    INFO(row.target);
    const auto entered = session.enter(request("GET " + row.target));
    REQUIRE(entered);
    REQUIRE(*entered);
    CHECK((*entered)->status == 303);
    CHECK(header(**entered, "Location") == row.location);
    CHECK(header(**entered, "Set-Cookie") ==
          "labtrail-8080=" + kCookie + "; HttpOnly; SameSite=Strict; Path=/");
  }
  const Session secure(counted(), 8080, "https://search.example.org");
  CHECK(header(**secure.enter(request("GET /?token=" + kToken)), "Set-Cookie").ends_with("; Path=/; Secure"));
}

TEST_CASE("a wrong token opens nothing, and no other request is an entrance") {
  const Session session(counted(), 8080, "");
  for (const std::string& wrong :
       {std::string(), kToken.substr(1), kToken + "0", kCookie, std::string("%00")}) {
    INFO(wrong);
    const auto entered = session.enter(request("GET /?token=" + wrong));
    REQUIRE(entered);
    REQUIRE_FALSE(*entered);
    CHECK(entered->error().status == 403);
  }
  CHECK_FALSE(session.enter(request("GET /search?q=token")));
  CHECK_FALSE(session.enter(request("GET /api/v1/papers?token=" + kToken)));
  CHECK_FALSE(session.enter(request("POST /saved?token=" + kToken)));
}

TEST_CASE("known are the cookie of this server and the token as Bearer, nothing like them") {
  const Session session(counted(), 8080, "");
  struct Row {
    std::string headers;
    bool known;
  };
  for (const Row& row :
       {Row{"", false}, Row{kKnown, true}, Row{"Cookie: a=b; labtrail-8080=" + kCookie + "; c=d\r\n", true},
        Row{"Cookie: labtrail-8080=x; labtrail-8080=" + kCookie + "\r\n", true},
        Row{"Cookie: labtrail-8081=" + kCookie + "\r\n", false},
        Row{"Cookie: labtrail-8080=" + kToken + "\r\n", false}, Row{"Cookie: labtrail-8080=\r\n", false},
        Row{"Cookie: labtrail-8080=" + kForm + "\r\n", false}, Row{"Cookie: " + kCookie + "\r\n", false},
        Row{"Authorization: Bearer " + kToken + "\r\n", true},
        Row{"Authorization: bearer  " + kToken + "\r\n", true},
        Row{"Authorization: Bearer " + kCookie + "\r\n", false}, Row{"Authorization: Bearer\r\n", false},
        Row{"Authorization: Bearer \r\n", false}, Row{"Authorization: Basic " + kToken + "\r\n", false}}) {
    INFO(row.headers);
    CHECK(session.knows(request("GET /saved", row.headers)) == row.known);
  }
}

TEST_CASE("leaving makes every cookie given so far worthless; token and programs stay as they are") {
  Session session(counted(), 8080, "");
  const Reply left = session.leave("/");
  CHECK(left.status == 303);
  CHECK(header(left, "Location") == "/");
  CHECK(header(left, "Set-Cookie") == "labtrail-8080=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0");
  CHECK_FALSE(session.knows(request("GET /saved", kKnown)));
  CHECK_FALSE(session.knows(request("GET /saved", "Cookie: labtrail-8080=\r\n")));
  CHECK(session.refuse_change(request("POST /saved", kKnown + kOurs + kType, "csrf=" + kForm))->status ==
        401);
  CHECK(session.knows(request("GET /saved", "Authorization: Bearer " + kToken + "\r\n")));
  const auto again = session.enter(request("GET /?token=" + kToken));
  REQUIRE(again);
  const std::string cookie = header(**again, "Set-Cookie");
  CHECK(cookie.find(kCookie) == std::string::npos);
  CHECK(session.knows(request("GET /saved", "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n")));
}

TEST_CASE("a change needs the cookie, our own page and its secret; or the token") {
  const Session session(counted(), 8080, "https://search.example.org");
  const std::string form = "name=x&csrf=" + kForm;
  struct Row {
    const char* why;
    std::string headers;
    std::string body;
    int status;  ///< 0 = let through
  };
  const std::string type = kType;
  for (const Row& row : std::vector<Row>{
           {"our own form", kKnown + kOurs + type, form, 0},
           {"the public address", kKnown + "Origin: https://search.example.org\r\n" + type, form, 0},
           {"our Referrer-Policy hides the origin",
            kKnown + "Origin: null\r\nSec-Fetch-Site: same-origin\r\n" + type, form, 0},
           {"a script of our own page", kKnown + kOurs + "X-Labtrail-Token: " + kForm + "\r\n", "", 0},
           {"a program", "Authorization: Bearer " + kToken + "\r\n", "", 0},
           {"nobody", kOurs + type, form, 401},
           {"a guessed cookie", "Cookie: labtrail-8080=" + kForm + "\r\n" + kOurs + type, form, 401},
           {"a guessed token", "Authorization: Bearer " + kCookie + "\r\n", "", 401},
           {"the form of another site", kKnown + "Origin: https://evil.example\r\n" + type, form, 403},
           {"another port of this machine", kKnown + "Origin: http://127.0.0.1:9999\r\n" + type, form, 403},
           {"another port, as the browser tells",
            kKnown + "Origin: null\r\nSec-Fetch-Site: same-site\r\n" + type, form, 403},
           {"another name of this machine", kKnown + "Origin: http://localhost:8080\r\n" + type, form, 403},
           {"another scheme", kKnown + "Origin: https://127.0.0.1:8080\r\n" + type, form, 403},
           {"a name that begins as ours", kKnown + "Origin: http://127.0.0.1:8080.evil.example\r\n" + type,
            form, 403},
           {"a sandboxed frame", kKnown + "Origin: null\r\n" + type, form, 403},
           {"a sandboxed frame, as the browser tells",
            kKnown + "Origin: null\r\nSec-Fetch-Site: cross-site\r\n" + type, form, 403},
           {"Origin says yes, the browser no", kKnown + kOurs + "Sec-Fetch-Site: cross-site\r\n" + type, form,
            403},
           {"typed into the address bar", kKnown + "Sec-Fetch-Site: none\r\n" + type, form, 403},
           {"no word of where it comes from", kKnown + type, form, 403},
           {"no secret", kKnown + kOurs + type, "name=x", 403},
           {"an empty secret", kKnown + kOurs + type, "name=x&csrf=", 403},
           {"a wrong secret", kKnown + kOurs + type, "csrf=" + kCookie, 403},
           {"the token instead of the secret", kKnown + kOurs + type, "csrf=" + kToken, 403},
           {"the secret in a body that is no form", kKnown + kOurs + "Content-Type: text/plain\r\n", form,
            403},
           {"a wrong secret as header", kKnown + kOurs + "X-Labtrail-Token: x\r\n" + type, form, 403}}) {
    INFO(row.why);
    const auto refusal = session.refuse_change(request("POST /saved", row.headers, row.body));
    CHECK((refusal ? refusal->status : 0) == row.status);
  }
}

TEST_CASE("the system's randomness gives as many bytes as asked for, and never the same") {
  const base::Random random = base::system_random();
  CHECK(random(1000).size() == 1000);
  CHECK(random(32) != random(32));
  CHECK(Session(random, 1, "").token().size() == 64);
  CHECK(base::hex_digits(std::string("\x00\xff\x1a", 3)) == "00ff1a");
}

TEST_CASE("secrets are equal or not, whatever their length") {
  CHECK(same_secret("abc", "abc"));
  for (const char* other : {"", "ab", "abcd", "abd", "Abc"}) CHECK_FALSE(same_secret(other, "abc"));
  CHECK_FALSE(same_secret("", ""));
}
