// Files over HTTP: whole or visibly broken, never half and quiet; and no client can hold the server with one.
#include <httplib.h>
#include <simdjson.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <mutex>

#include "running_server.h"
#include "scripted_searcher.h"
#include "tests/support/export_readers.h"

using namespace labtrail;
using namespace labtrail::tests;
using std::chrono::milliseconds;

namespace {

/// Enough papers for many pieces.
constexpr std::size_t kMany = 3000;

void fill(ScriptedSearcher& searcher, std::size_t papers = kMany, std::size_t words = 10) {
  searcher.papers.clear();
  std::string text;
  for (std::size_t i = 0; i < words; ++i) text += "Robots, \"swarms\" ";
  for (std::size_t i = 0; i < papers; ++i)
    searcher.papers.push_back(paper("p" + std::to_string(i), text + std::to_string(i), 2020));
}

std::string request(const RunningServer& server, const std::string& target, const std::string& method = "GET",
                    int minor = 1, const std::string& headers = "") {
  return method + " " + target + " HTTP/1." + std::to_string(minor) + "\r\nHost: " + server.host() + "\r\n" +
         headers + "\r\n";
}

/// The body that chunks carry; `whole` says whether the last one came.
std::string unchunked(std::string_view body, bool& whole) {
  std::string out;
  whole = false;
  while (!body.empty()) {
    const std::size_t line = body.find("\r\n");
    if (line == std::string_view::npos) break;
    const std::size_t size = std::stoul(std::string(body.substr(0, line)), nullptr, 16);
    whole = size == 0;
    out += body.substr(line + 2, size);
    body.remove_prefix(std::min(body.size(), line + 2 + size + 2));
    if (whole) CHECK(body.empty());
  }
  return out;
}

std::string head_of(const std::string& reply) {
  return reply.substr(0, reply.find("\r\n\r\n"));
}

}  // namespace

TEST_CASE("an export has as many papers as the search counts, in every format") {
  ScriptedSearcher searcher;
  fill(searcher);
  searcher.papers.push_back(paper("other", "Radar", 2019));
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  const auto count = client.Get("/api/v1/papers?search=swarms&per_page=0");
  REQUIRE(count);
  REQUIRE(count->body.find("\"count\":3000,") != std::string::npos);
  const auto get = [&](const std::string& format) {
    const auto reply = client.Get("/api/v1/export?search=swarms&format=" + format);
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->get_header_value("Labtrail-Papers") == "3000");
    CHECK(reply->get_header_value("Labtrail-Generation") == "7");
    CHECK(reply->get_header_value("Transfer-Encoding") == "chunked");
    CHECK(reply->get_header_value("X-Content-Type-Options") == "nosniff");
    return *reply;
  };
  const httplib::Response csv = get("csv");
  CHECK(read_csv(csv.body).size() == kMany + 1);
  CHECK(csv.get_header_value("Content-Type") == "text/csv; charset=utf-8");
  CHECK(csv.get_header_value_count("Content-Type") == 1);
  CHECK(csv.get_header_value("Content-Disposition") ==
        "attachment; filename=\"labtrail-generation-7-3000-papers.csv\"");
  CHECK(client.Get("/api/v1/export?search=swarms")->body == csv.body);
  CHECK(client.Get("/api/v1/export?search=swarms&bom=1")->body == "\xEF\xBB\xBF" + csv.body);
  const std::string jsonl = get("jsonl").body;
  CHECK(std::count(jsonl.begin(), jsonl.end(), '\n') == kMany);
  CHECK(read_ris(get("ris").body).size() == kMany);
  CHECK(read_bibtex(get("bibtex").body).size() == kMany);
  simdjson::dom::parser parser;
  CHECK(simdjson::dom::array(parser.parse(simdjson::padded_string(get("csl").body))).size() == kMany);
  const httplib::Response xlsx = get("xlsx");
  CHECK(xlsx.body.starts_with("PK"));
  CHECK(xlsx.get_header_value("Content-Type") ==
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}

TEST_CASE("nothing found is a whole file without papers") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  const auto reply = client.Get("/api/v1/export?search=nothingofthekind");
  REQUIRE(reply);
  CHECK(reply->status == 200);
  CHECK(read_csv(reply->body).size() == 1);
  CHECK(client.Get("/api/v1/export?search=nothingofthekind&format=ris")->body.empty());
}

TEST_CASE("what is wrong with the question is a problem, not a file") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  struct Row {
    const char* target;
    int status;
    const char* body;
  };
  for (
      const Row& row :
      {Row{"/api/v1/export?format=pdf", 400,
           R"("detail":"no format 'pdf'","parameter":"format","position":0,"length":3,"hint":"formats are csv, jsonl, ris, bibtex, csl, xlsx")"},
       Row{"/api/v1/export?search=auther:x", 400, R"("parameter":"search")"},
       Row{"/api/v1/export?filter=contry:CN", 400, R"("parameter":"filter")"},
       Row{"/api/v1/export?bom=2", 400, R"("detail":"'bom' is 2, but goes from 0 to 1")"},
       Row{"/api/v1/export?page=2", 400, "unknown parameter 'page'"},
       Row{"/api/v1/citations/none", 404, "no paper 'none'"},
       Row{"/api/v1/citations/openalex:W1?format=xlsx", 400, "formats are text, ris, bibtex, csl"}}) {
    INFO(row.target);
    const auto reply = client.Get(row.target);
    REQUIRE(reply);
    CHECK(reply->status == row.status);
    CHECK(reply->get_header_value("Content-Type") == "application/problem+json");
    CHECK(reply->get_header_value("Content-Disposition").empty());
    CHECK(reply->body.find(row.body) != std::string::npos);
  }
}

TEST_CASE("HEAD and If-None-Match of an export give its headers, and the connection goes on") {
  ScriptedSearcher searcher;
  fill(searcher);
  searcher.breaks_after = 0;  // whoever gave papers would break
  const RunningServer server(searcher);
  RawClient client(server.port());
  client.send(request(server, "/api/v1/export?search=swarms", "HEAD"));
  client.send(request(server, "/healthz"));
  const std::string head = client.read_reply();
  CHECK(head.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(head.find("\r\nTransfer-Encoding: chunked\r\n") != std::string::npos);
  CHECK(head.find("\r\nLabtrail-Papers: 3000\r\n") != std::string::npos);
  CHECK(body_of(head).empty());
  CHECK(body_of(client.read_reply()) == "ok\n");
  const std::size_t at = head.find("\r\nETag: ") + 8;
  const std::string tag = head.substr(at, head.find("\r\n", at) - at);
  CHECK(tag.starts_with("\"7-"));
  const int before = searcher.searches;
  client.send(request(server, "/api/v1/export?search=swarms", "GET", 1, "If-None-Match: " + tag + "\r\n"));
  CHECK(status_of(client.read_reply()) == 304);
  CHECK(searcher.searches == before);
}

TEST_CASE("after a whole export the connection carries the next request") {
  ScriptedSearcher searcher;
  fill(searcher);
  const RunningServer server(searcher);
  RawClient client(server.port());
  client.send(request(server, "/api/v1/export?search=swarms"));
  client.send(request(server, "/healthz", "GET", 1, "Connection: close\r\n"));
  const std::string all = client.read_all();
  const std::size_t second = all.find("0\r\n\r\nHTTP/1.1 200 OK\r\n");
  REQUIRE(second != std::string::npos);
  CHECK(all.ends_with("ok\n"));
}

TEST_CASE("an export that breaks off is cut, so that no client takes the part for the whole") {
  ScriptedSearcher searcher;
  fill(searcher);
  searcher.breaks_after = 2500;
  std::mutex mutex;
  std::vector<std::string> told;
  http::ServerOptions options;
  options.warn = [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    told.emplace_back(line);
  };
  const RunningServer server(searcher, options);
  for (const char* format : {"csv", "jsonl", "ris", "bibtex", "csl", "xlsx"}) {
    INFO(format);
    const std::string target = std::string("/api/v1/export?search=swarms&format=") + format;
    {
      RawClient chunks(server.port());
      chunks.send(request(server, target));
      const std::string reply = chunks.read_all();
      CHECK(chunks.closed());
      bool whole = true;
      unchunked(body_of(reply), whole);
      CHECK_FALSE(whole);
    }
    {
      RawClient old(server.port());
      old.send(request(server, target, "GET", 0));
      old.read_all();
      CHECK(old.reset());
    }
    httplib::Client client("127.0.0.1", server.port());
    CHECK_FALSE(client.Get(target));
  }
  const std::lock_guard lock(mutex);
  CHECK(told == std::vector<std::string>(18, "an export broke off: a record is damaged"));
}

TEST_CASE("a client of HTTP/1.0 gets the same bytes, ended by the connection") {
  ScriptedSearcher searcher;
  fill(searcher);
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  RawClient old(server.port());
  old.send(request(server, "/api/v1/export?search=swarms", "GET", 0));
  const std::string reply = old.read_all();
  CHECK(old.closed());
  CHECK_FALSE(old.reset());
  CHECK(head_of(reply).find("Transfer-Encoding") == std::string::npos);
  CHECK(head_of(reply).find("Content-Length") == std::string::npos);
  CHECK(head_of(reply).find("\r\nConnection: close") != std::string::npos);
  CHECK(body_of(reply) == client.Get("/api/v1/export?search=swarms")->body);
}

TEST_CASE("a client that does not take its export loses it; one that keeps up has all the time it needs") {
  ScriptedSearcher searcher;
  fill(searcher, 20000, 50);  // 18 MB: more than sockets hold
  http::ServerOptions options;
  options.transport.workers = 8;
  options.transport.streams = 1;
  options.transport.write_time = milliseconds(400);
  options.transport.stream_rate = std::size_t{1} << 20;
  const RunningServer server(searcher, options);
  const std::string target = "/api/v1/export?search=swarms";
  httplib::Client client("127.0.0.1", server.port());
  client.set_read_timeout(10);
  {
    RawClient deaf(server.port());
    deaf.send(request(server, target));
    std::this_thread::sleep_for(milliseconds(150));
    const auto refused = client.Get(target);
    REQUIRE(refused);
    CHECK(refused->status == 503);
    CHECK(refused->body.find("too many exports are under way") != std::string::npos);
    CHECK(client.Get("/healthz")->status == 200);
    // What sockets have taken counts as earned: 6 s of waiting at most.
    bool free = false;
    for (int i = 0; i < 160 && !free; ++i) {
      std::this_thread::sleep_for(milliseconds(50));
      free = client.Head(target)->status == 200 && client.Get(target)->status == 200;
    }
    CHECK(free);
  }
  // Slow, but steady: longer than write_time, as whole as any.
  std::size_t bytes = 0;
  const auto start = std::chrono::steady_clock::now();
  std::string body;
  const auto reply = client.Get(target, [&](const char* data, std::size_t size) {
    body.append(data, size);
    bytes += size;
    if (bytes > (std::size_t{1} << 20)) {
      bytes = 0;
      std::this_thread::sleep_for(milliseconds(60));
    }
    return true;
  });
  REQUIRE(reply);
  CHECK(std::chrono::steady_clock::now() - start > milliseconds(600));
  CHECK(read_csv(body).size() == 20001);
}

TEST_CASE("a server that is stopped does not wait for an export that nobody takes") {
  ScriptedSearcher searcher;
  fill(searcher, 20000, 50);
  for (const char* format : {"csv", "xlsx"}) {  // the one waits for the client, the other for itself
    INFO(format);
    searcher.milliseconds_a_paper = std::string_view(format) == "xlsx" ? 1 : 0;
    RunningServer server(searcher);
    RawClient deaf(server.port());
    deaf.send(request(server, std::string("/api/v1/export?search=swarms&format=") + format));
    std::this_thread::sleep_for(milliseconds(200));
    const auto start = std::chrono::steady_clock::now();
    server.stop();
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  }
}

TEST_CASE("one paper is a citation in words, or a file with a safe name") {
  ScriptedSearcher searcher;
  const RunningServer server(searcher);
  httplib::Client client("127.0.0.1", server.port());
  const std::string path = "/api/v1/citations/paperlists%3Aicra2018%2F84%206%3F1170";
  const auto text = client.Get(path);
  REQUIRE(text);
  CHECK(text->body == "(2018): Robots that learn.\n");
  CHECK(text->get_header_value("Content-Type") == "text/plain; charset=utf-8");
  const auto ris = client.Get(path + "?format=ris");
  REQUIRE(ris);
  CHECK(ris->get_header_value("Content-Disposition") ==
        "attachment; filename=\"paperlists-icra2018-84-6-1170.ris\"");
  REQUIRE(read_ris(ris->body).size() == 1);
  CHECK(read_bibtex(client.Get(path + "?format=bibtex")->body).size() == 1);
  simdjson::dom::parser parser;
  const std::string csl = client.Get(path + "?format=csl")->body;
  CHECK(std::string_view(parser.parse(simdjson::padded_string(csl)).at(0)["title"]) == "Robots that learn");
  const auto again = client.Get(path, {{"If-None-Match", text->get_header_value("ETag")}});
  CHECK(again->status == 304);
}
