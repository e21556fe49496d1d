#include "searcher/http/guards.h"

#include <catch2/catch.hpp>

using namespace labtrail::http;

TEST_CASE("a Host is a name or an address, with or without a port") {
  struct Row {
    const char* text;
    std::optional<HostPort> expected;
  };
  for (const Row& row :
       {Row{"LocalHost", HostPort{"localhost", -1}}, Row{"a.example.:80", HostPort{"a.example", 80}},
        Row{"[::1]:8080", HostPort{"::1", 8080}}, Row{"[::1]", HostPort{"::1", -1}}, Row{"", std::nullopt},
        Row{":80", std::nullopt}, Row{"a:", std::nullopt}, Row{"a:x", std::nullopt},
        Row{"a:70000", std::nullopt}, Row{"[::1", std::nullopt}, Row{"[::1]x", std::nullopt},
        Row{"user@a", std::nullopt}, Row{"a/b", std::nullopt}}) {
    INFO(row.text);
    CHECK(parse_host(row.text) == row.expected);
  }
}

TEST_CASE("only names that are known are answered: loopback with the own port, and those allowed") {
  const Guards guards(8080, {"Search.example.org", "tunnel.example:9000"});
  struct Row {
    const char* host;
    bool known;
  };
  for (const Row& row :
       {Row{"127.0.0.1:8080", true}, Row{"localhost:8080", true}, Row{"[::1]:8080", true},
        Row{"localhost", true}, Row{"LOCALHOST.:8080", true}, Row{"localhost:8081", false},
        Row{"search.example.org", true}, Row{"search.example.org:8443", true},
        Row{"tunnel.example:9000", true}, Row{"tunnel.example:9001", false}, Row{"tunnel.example", false},
        Row{"evil.example:8080", false}, Row{"127.0.0.1.evil.example:8080", false}, Row{"", false},
        Row{"127.0.0.1:8080@evil", false}}) {
    INFO(row.host);
    CHECK(guards.knows_host(row.host) == row.known);
  }
}

TEST_CASE("requests that are not answered, and why") {
  const Accepts reading;
  const Accepts form{true, "POST", BodyKind::form};
  const Accepts json{true, "PUT, DELETE", BodyKind::json};
  const Accepts act{false, "POST", BodyKind::json};
  struct Row {
    const char* method;
    const Accepts& accepts;
    Headers headers;
    tl::expected<std::size_t, Refusal> answer;
  };
  const auto no = [](int status, std::string detail, std::string hint = {}, std::string allow = "GET, HEAD") {
    return tl::expected<std::size_t, Refusal>(
        tl::unexpect, Refusal{status, std::move(detail), std::move(hint), std::move(allow)});
  };
  const std::pair<std::string, std::string> is_form{"content-type", "application/x-www-form-urlencoded"};
  const std::pair<std::string, std::string> is_json{"content-type", "Application/JSON; charset=utf-8"};
  const std::vector<Row> rows{
      // What only reads.
      {"GET", reading, {}, 0},
      {"HEAD", reading, {{"content-length", "0"}}, 0},
      {"POST", reading, {}, no(405, "this server only reads: GET and HEAD")},
      {"PUT", reading, {}, no(405, "this server only reads: GET and HEAD")},
      {"PATCH", reading, {}, no(405, "this server only reads: GET and HEAD")},
      {"DELETE", reading, {}, no(405, "this server only reads: GET and HEAD")},
      {"OPTIONS", reading, {}, no(405, "this server only reads: GET and HEAD")},
      {"TRACE", reading, {}, no(405, "this server only reads: GET and HEAD")},
      {"get", reading, {}, no(405, "this server only reads: GET and HEAD")},
      {"GET",
       reading,
       {{"transfer-encoding", "chunked"}},
       no(400, "a request body with Transfer-Encoding is not read", "send no body")},
      {"GET",
       reading,
       {{"content-encoding", "gzip"}, {"content-length", "5"}},
       no(415, "a compressed request body is not read", "send no body")},
      {"GET",
       reading,
       {{"content-length", "5"}},
       no(413, "no request here has a body", "put the query into the URL")},
      {"GET",
       reading,
       {{"content-length", "0"}, {"content-length", "5"}},
       no(400, "Content-Length is not one number")},
      {"GET", reading, {{"content-length", "+0"}}, no(400, "Content-Length is not one number")},
      {"GET", reading, {{"content-length", "0x5"}}, no(400, "Content-Length is not one number")},
      {"GET", reading, {{"content-length", "0, 5"}}, no(400, "Content-Length is not one number")},
      // What changes something.
      {"GET", form, {}, 0},
      {"GET",
       form,
       {{"content-length", "5"}, is_form},
       no(413, "no request here has a body", "put the query into the URL")},
      {"POST", form, {{"content-length", "65536"}, is_form}, 65536},
      {"POST", form, {{"content-length", "65537"}, is_form}, no(413, "a body here has at most 65536 bytes")},
      {"POST",
       form,
       {{"content-length", "99999999999999999999999999"}, is_form},
       no(413, "a body here has at most 65536 bytes")},
      {"POST",
       form,
       {{"content-length", "5"}, is_json},
       no(415, "this address reads bodies of the type application/x-www-form-urlencoded")},
      {"POST",
       form,
       {{"content-length", "5"}},
       no(415, "this address reads bodies of the type application/x-www-form-urlencoded")},
      {"POST",
       form,
       {{"content-length", "5"}, is_form, is_form},
       no(415, "this address reads bodies of the type application/x-www-form-urlencoded")},
      {"POST",
       form,
       {{"content-length", "5"}, {"content-length", "5"}, is_form},
       no(400, "Content-Length is not one number")},
      {"POST",
       form,
       {{"transfer-encoding", "chunked"}, is_form},
       no(400, "a request body with Transfer-Encoding is not read",
          "send it whole, with its Content-Length")},
      {"POST",
       form,
       {{"transfer-encoding", "identity"}, {"content-length", "5"}, is_form},
       no(400, "a request body with Transfer-Encoding is not read",
          "send it whole, with its Content-Length")},
      {"POST",
       form,
       {{"content-encoding", "gzip"}, {"content-length", "5"}, is_form},
       no(415, "a compressed request body is not read", "send it as it is")},
      {"POST",
       form,
       {{"content-length", "5"}, is_form, {"expect", "magic"}},
       no(417, "the only expectation that is met is 100-continue")},
      {"DELETE", form, {}, no(405, "this address takes GET, HEAD, POST", "", "GET, HEAD, POST")},
      {"PUT", json, {{"content-length", "1048576"}, is_json, {"expect", "100-Continue"}}, 1048576},
      {"PUT",
       json,
       {{"content-length", "1048577"}, is_json},
       no(413, "a body here has at most 1048576 bytes")},
      {"PUT",
       json,
       {{"content-length", "5"}, {"content-type", "text/plain"}},
       no(415, "this address reads bodies of the type application/json")},
      {"DELETE", json, {}, 0},
      {"POST", json, {}, no(405, "this address takes GET, HEAD, PUT, DELETE", "", "GET, HEAD, PUT, DELETE")},
      {"GET", act, {}, no(405, "this address takes POST", "", "POST")},
      {"HEAD", act, {}, no(405, "this address takes POST", "", "POST")},
      {"POST", act, {}, 0},
      {"post", act, {}, no(405, "this address takes POST", "", "POST")},
  };
  const Guards guards(8080, {});
  for (const Row& row : rows) {
    INFO(row.method << " " << (row.headers.empty() ? "" : row.headers[0].second));
    Request request;
    request.method = row.method;
    request.headers = row.headers;
    request.host = "localhost:8080";
    const auto answer = guards.admit(request, row.accepts);
    CHECK((answer ? "" : answer.error().detail) == (row.answer ? "" : row.answer.error().detail));
    CHECK(answer == row.answer);
  }
  Request stranger;
  stranger.method = "GET";
  stranger.host = "evil.example";
  CHECK(guards.admit(stranger, {}).error() ==
        Refusal{421, "this server does not answer under the name 'evil.example'",
                "if the name is yours, start it with --allow-host NAME"});
}
