#include "searcher/http/head.h"

#include <catch2/catch.hpp>

using namespace labtrail::http;

namespace {

constexpr HeadLimits kLimits;

Refusal refusal_of(std::string_view head) {
  const auto parsed = parse_head(head, kLimits);
  REQUIRE_FALSE(parsed);
  return parsed.error();
}

}  // namespace

TEST_CASE("a head is taken apart: method, decoded path, encoded query, headers in lower case") {
  const auto request = parse_head(
      "GET /papers/openalex%3AW1?a=%20&b=1?2 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nX-One:  two \r\n\r\n",
      kLimits);
  REQUIRE(request);
  CHECK(request->method == "GET");
  CHECK(request->target == "/papers/openalex%3AW1?a=%20&b=1?2");
  CHECK(request->path == "/papers/openalex:W1");
  CHECK(request->query == "a=%20&b=1?2");
  CHECK(request->host == "127.0.0.1:8080");
  CHECK(request->header("x-one") == "two");
  CHECK(request->header("absent").empty());
  CHECK(request->keep_alive);
}

TEST_CASE("the connection stays open as version and header say") {
  struct Row {
    const char* head;
    bool keep;
  };
  for (const Row& row : {Row{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
                         Row{"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
                         Row{"GET / HTTP/1.1\r\nHost: a\r\nConnection: Close, TE\r\n\r\n", false},
                         Row{"GET / HTTP/1.0\r\n\r\n", false},
                         Row{"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true}}) {
    INFO(row.head);
    const auto request = parse_head(row.head, kLimits);
    REQUIRE(request);
    CHECK(request->keep_alive == row.keep);
  }
}

TEST_CASE("an absolute URL stands for the Host header") {
  const auto request =
      parse_head("GET http://example.org/search?q=1 HTTP/1.1\r\nHost: other\r\n\r\n", kLimits);
  REQUIRE(request);
  CHECK(request->host == "example.org");
  CHECK(request->path == "/search");
}

TEST_CASE("what two readers could understand differently is refused") {
  struct Row {
    std::string head;
    Refusal refusal;
  };
  const std::string nul = std::string("GET / HTTP/1.1\r\nHost: a\r\nX: ") + '\0' + "\r\n\r\n";
  const std::vector<Row> rows{
      {"GET / HTTP/1.1\nHost: a\r\n\r\n", {400, "a line does not end with CR LF", ""}},
      {"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", {400, "a CR stands alone", ""}},
      {nul, {400, "the request head holds a NUL", ""}},
      {"GET /\r\nHost: a\r\n\r\n", {400, "the request line is not 'METHOD TARGET HTTP/1.1'", ""}},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", {505, "this server speaks HTTP/1.1 and HTTP/1.0", ""}},
      {"GET / FTP\r\nHost: a\r\n\r\n", {400, "the request line does not end with an HTTP version", ""}},
      {"G(T / HTTP/1.1\r\nHost: a\r\n\r\n", {400, "the request line does not begin with a method", ""}},
      {"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
       {400, "the URL holds a space or a control character", "percent-encode it"}},
      {"GET * HTTP/1.1\r\nHost: a\r\n\r\n", {400, "the URL does not begin with '/'", ""}},
      {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
       {400, "the path holds a '%' that is no percent escape", "a percent sign itself is written %25"}},
      {"GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n", {400, "the path is not valid UTF-8", ""}},
      {"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", {400, "the path holds a control character", ""}},
      {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", {400, "a header is not 'Name: value'", ""}},
      {"GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", {400, "a header is not 'Name: value'", ""}},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", {400, "a request names exactly one Host", ""}},
      {"GET / HTTP/1.1\r\nX: a\r\n\r\n", {400, "a request names exactly one Host", ""}},
  };
  for (const Row& row : rows) {
    INFO(row.head);
    CHECK(refusal_of(row.head) == row.refusal);
  }
}

TEST_CASE("caps: a long URL is 414, many or long headers are 431, also before the head has arrived whole") {
  const std::string long_url = "GET /" + std::string(9000, 'a');
  CHECK(refusal_of(long_url + " HTTP/1.1\r\nHost: a\r\n\r\n").status == 414);
  CHECK(judge_unfinished(long_url, kLimits).status == 414);
  std::string many = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 64; ++i) many += "X: 1\r\n";
  CHECK(refusal_of(many + "\r\n") == Refusal{431, "more than 64 headers", ""});
  const std::string big = "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20000, 'a');
  CHECK(refusal_of(big + "\r\n\r\n").status == 431);
  CHECK(judge_unfinished(big, kLimits).status == 431);
  CHECK(judge_unfinished("GET / HTTP/1.1\r\nHo", kLimits).status == 0);
}
