// The server as well-behaved clients see it: cpp-httplib's client, an independent reader, where it can say
// what is meant.
#include <httplib.h>
#include <simdjson.h>
#include <zlib.h>

#include <catch2/catch.hpp>

#include "running_server.h"
#include "scripted_searcher.h"
#include "web/assets.h"

using namespace labtrail;
using namespace labtrail::tests;

TEST_CASE("every reply carries the headers that keep strangers out") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  for (const char* target :
       {"/", "/search?q=robots", "/api/v1/papers", "/healthz", "/metrics", "/nothing", "/openapi.json"}) {
    INFO(target);
    const auto reply = client.Get(target);
    REQUIRE(reply);
    CHECK(
        reply->get_header_value("Content-Security-Policy") ==
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    CHECK(reply->get_header_value("X-Content-Type-Options") == "nosniff");
    CHECK(reply->get_header_value("Referrer-Policy") == "no-referrer");
    CHECK(reply->get_header_value("Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(reply->get_header_value("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK(reply->get_header_value("Server-Timing").starts_with("app;dur="));
    CHECK_FALSE(reply->get_header_value("Date").empty());
    CHECK(reply->get_header_value_count("Cache-Control") == 1);
  }
}

TEST_CASE("the shape of a search answer is the contract's") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  const auto reply = client.Get("/api/v1/papers?search=Swarm&facets=year");
  REQUIRE(reply);
  CHECK(reply->status == 200);
  CHECK(reply->get_header_value("Content-Type") == "application/json");
  simdjson::dom::parser parser;
  const simdjson::dom::element body = parser.parse(simdjson::padded_string(reply->body));
  CHECK(std::uint64_t(body["meta"]["count"]) == 1);
  CHECK(std::uint64_t(body["meta"]["per_page"]) == 20);
  CHECK(body["meta"]["next_cursor"].is_null());
  CHECK(std::uint64_t(body["meta"]["generation"]) == 7);
  CHECK(std::string_view(body["meta"]["query"]) == "Swarm");
  const simdjson::dom::element first = body["results"].at(0);
  CHECK(std::string_view(first["title"]) == "Swarm control of <small> robots");
  CHECK(std::uint64_t(first["year"]) == 2021);
  CHECK(std::string_view(first["authors"].at(0)["affiliations"].at(0)) == "Example Lab, Springfield");
  CHECK(std::string_view(first["highlights"].at(0)["field"]) == "title");
  CHECK(std::uint64_t(first["highlights"].at(0)["spans"].at(0).at(1)) == 5);
  CHECK(std::uint64_t(body["facets"]["year"]["distinct"]) == 2);
  CHECK(std::string_view(body["facets"]["year"]["buckets"].at(0)["value"]) == "2018");
}

TEST_CASE("HEAD answers as GET without the body") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  RawClient client(server.port());
  const std::string rest = " /api/v1/papers HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n";
  client.send("GET" + rest);
  const std::string get = client.read_reply();
  RawClient other(server.port());
  other.send("HEAD" + rest);
  other.end();
  const std::string head = other.read_all();
  CHECK(status_of(head) == 200);
  CHECK(body_of(head).empty());
  const auto length = [](const std::string& reply) {
    return reply.substr(reply.find("Content-Length: "),
                        reply.find("\r\n", reply.find("Content-Length: ")) - reply.find("Content-Length: "));
  };
  CHECK(length(head) == length(get));
}

TEST_CASE("one connection carries many requests, also when they arrive in one piece") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  RawClient client(server.port());
  const std::string head = " HTTP/1.1\r\nHost: " + server.host() + "\r\n";
  client.send("GET /healthz" + head + "\r\nGET /readyz" + head + "\r\nGET /healthz" + head +
              "Connection: close\r\n\r\n");
  CHECK(body_of(client.read_reply()) == "ok\n");
  CHECK(body_of(client.read_reply()).starts_with("{\"ready\":true"));
  CHECK(body_of(client.read_reply()) == "ok\n");
  CHECK(client.read_all().empty());
  CHECK(client.closed());
}

TEST_CASE("a client that has said all it will say is still answered") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  RawClient client(server.port());
  client.send("GET /healthz HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n");
  client.end();
  CHECK(body_of(client.read_all()) == "ok\n");
}

TEST_CASE("gzip where it is asked for and worth it, never Brotli; ETag and Vary tell the forms apart") {
  ScriptedSearcher searcher;
  for (int i = 0; i < 50; ++i)
    searcher.papers.push_back(paper("p" + std::to_string(i), "A robot among robots", 2020));
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  client.set_decompress(false);
  const auto plain = client.Get("/api/v1/papers");
  const auto packed = client.Get("/api/v1/papers", {{"Accept-Encoding", "gzip, deflate, br"}});
  REQUIRE(plain);
  REQUIRE(packed);
  CHECK(plain->get_header_value("Content-Encoding").empty());
  CHECK(packed->get_header_value("Content-Encoding") == "gzip");
  CHECK(packed->get_header_value("Vary") == "Accept-Encoding");
  CHECK(plain->get_header_value("Vary") == "Accept-Encoding");
  CHECK(packed->get_header_value("ETag") != plain->get_header_value("ETag"));
  CHECK(packed->body.size() < plain->body.size() / 3);
  std::string unpacked(plain->body.size() + 1, '\0');
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed->body.data()));
  stream.avail_in = static_cast<uInt>(packed->body.size());
  stream.next_out = reinterpret_cast<Bytef*>(unpacked.data());
  stream.avail_out = static_cast<uInt>(unpacked.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  unpacked.resize(stream.total_out);
  inflateEnd(&stream);
  CHECK(unpacked == plain->body);
  for (const auto& reply : {&*plain, &*packed}) {
    const auto again = client.Get("/api/v1/papers", {{"If-None-Match", reply->get_header_value("ETag")}});
    REQUIRE(again);
    CHECK(again->status == 304);
    CHECK(again->body.empty());
  }
  CHECK(client.Get("/healthz", {{"Accept-Encoding", "gzip"}})->get_header_value("Content-Encoding").empty());
}

TEST_CASE("assets are served from the program, for ever, by names that hold a hash") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  const web::Asset* style = web::asset("style");
  REQUIRE(style != nullptr);
  const auto reply = client.Get(std::string(style->path));
  REQUIRE(reply);
  CHECK(reply->status == 200);
  CHECK(reply->body == style->bytes);
  CHECK(reply->get_header_value("Content-Type") == style->content_type);
  CHECK(reply->get_header_value("Cache-Control") == "public, max-age=31536000, immutable");
  const auto again =
      client.Get(std::string(style->path), {{"If-None-Match", reply->get_header_value("ETag")}});
  CHECK(again->status == 304);
  CHECK(client.Get("/assets/none.css")->status == 404);
}

TEST_CASE("the address of a peer is the socket's, whatever a header claims") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  const auto reply = client.Get("/healthz", {{"REMOTE_ADDR", "203.0.113.9"},
                                             {"X-Forwarded-For", "203.0.113.9"},
                                             {"X-Forwarded-Host", "evil.example"}});
  REQUIRE(reply);
  CHECK(reply->status == 200);
  CHECK(client.Get("/search?q=a", {{"X-Forwarded-Host", "evil.example"}})->body.find("evil.example") ==
        std::string::npos);
}

TEST_CASE("metrics of a running server") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  client.set_keep_alive(true);
  client.Get("/api/v1/papers?search=x");
  client.Get("/api/v1/papers?serach=x");
  const auto reply = client.Get("/metrics");
  REQUIRE(reply);
  CHECK(reply->get_header_value("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(reply->body.find("labtrail_http_requests_total{route=\"/api/v1/papers\",status=\"200\"} 1\n") !=
        std::string::npos);
  CHECK(reply->body.find("labtrail_http_requests_total{route=\"/api/v1/papers\",status=\"400\"} 1\n") !=
        std::string::npos);
  CHECK(reply->body.find("labtrail_http_connections 1\n") != std::string::npos);
  CHECK(reply->body.find("labtrail_http_busy_workers 1\n") != std::string::npos);
}
