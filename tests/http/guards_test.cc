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
  struct Row {
    const char* method;
    Headers headers;
    std::optional<Refusal> refusal;
  };
  const std::vector<Row> rows{
      {"GET", {}, std::nullopt},
      {"HEAD", {{"content-length", "0"}}, std::nullopt},
      {"POST", {}, Refusal{405, "this server only reads: GET and HEAD", ""}},
      {"get", {}, Refusal{405, "this server only reads: GET and HEAD", ""}},
      {"GET",
       {{"transfer-encoding", "chunked"}},
       Refusal{400, "a request body with Transfer-Encoding is not read", "send no body"}},
      {"GET",
       {{"content-encoding", "gzip"}, {"content-length", "5"}},
       Refusal{415, "a compressed request body is not read", "send no body"}},
      {"GET",
       {{"content-length", "5"}},
       Refusal{413, "no request here has a body", "put the query into the URL"}},
      {"GET",
       {{"content-length", "0"}, {"content-length", "5"}},
       Refusal{400, "Content-Length is not one number", ""}},
      {"GET", {{"content-length", "+0"}}, Refusal{400, "Content-Length is not one number", ""}},
  };
  const Guards guards(8080, {});
  for (const Row& row : rows) {
    INFO(row.method);
    Request request;
    request.method = row.method;
    request.headers = row.headers;
    request.host = "localhost:8080";
    CHECK(guards.refuse(request) == row.refusal);
  }
  Request stranger;
  stranger.method = "GET";
  stranger.host = "evil.example";
  CHECK(guards.refuse(stranger) == Refusal{421, "this server does not answer under the name 'evil.example'",
                                           "if the name is yours, start it with --allow-host NAME"});
}
