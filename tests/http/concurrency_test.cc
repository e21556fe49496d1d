// Many clients, a generation that changes under them, and a server that is stopped while it answers.
#include <httplib.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "running_server.h"
#include "scripted_searcher.h"

using namespace labtrail;
using namespace labtrail::tests;
using std::chrono::milliseconds;

namespace {

/// Waits until `condition` holds, at most five seconds.
template <typename Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

}  // namespace

TEST_CASE("sixteen clients at once get whole and right answers while the generation changes") {
  ScriptedSearcher searcher;
  http::ServerOptions options;
  options.refresh_interval = milliseconds(10);
  const RunningServer server(searcher, options);
  constexpr int kClients = 16;
  constexpr int kRequests = 40;
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      httplib::Client client("127.0.0.1", server.port());
      client.set_keep_alive(i % 2 == 0);
      for (int j = 0; j < kRequests; ++j) {
        if (j % 10 == 0) searcher.newer_exists = true;
        const auto reply = j % 3 == 0   ? client.Get("/search?q=robots")
                           : j % 3 == 1 ? client.Get("/api/v1/papers?search=robots&facets=year")
                                        : client.Get("/api/v1/papers/openalex:W1");
        if (reply && reply->status == 200 && !reply->body.empty()) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(right == kClients * kRequests);
  CHECK(eventually([&] { return searcher.number > 7; }));
}

TEST_CASE(
    "a newer generation is served without a restart; a damaged one is not, and the server says so once") {
  ScriptedSearcher searcher;
  std::mutex mutex;
  std::vector<std::string> warnings;
  http::ServerOptions options;
  options.refresh_interval = milliseconds(10);
  options.warn = [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    warnings.emplace_back(line);
  };
  const RunningServer server(searcher, options);
  httplib::Client client("127.0.0.1", server.port());
  searcher.newer_exists = true;
  CHECK(
      eventually([&] { return client.Get("/readyz")->body.find("\"generation\":8,") != std::string::npos; }));
  searcher.newer_is_damaged = true;
  CHECK(eventually(
      [&] { return client.Get("/readyz")->body.find("generation 8 is damaged") != std::string::npos; }));
  CHECK(client.Get("/readyz")->status == 200);
  CHECK(client.Get("/api/v1/papers")->status == 200);
  CHECK(client.Get("/metrics")->body.find("labtrail_refresh_failures_total 0\n") == std::string::npos);
  std::this_thread::sleep_for(milliseconds(100));
  searcher.newer_is_damaged = false;
  CHECK(eventually([&] { return client.Get("/readyz")->body.find("damaged") == std::string::npos; }));
  const std::lock_guard lock(mutex);
  CHECK(warnings ==
        std::vector<std::string>{"a newer generation of the index is not served: generation 8 is damaged"});
}

TEST_CASE("a server that is stopped finishes what it is answering, and nothing else") {
  ScriptedSearcher searcher;
  searcher.delay_ms = 300;
  auto server = std::make_unique<RunningServer>(searcher);
  std::atomic<int> finished{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      RawClient client(server->port());
      client.send("GET /api/v1/papers HTTP/1.1\r\nHost: " + server->host() + "\r\n\r\n");
      const std::string reply = client.read_all();
      if (status_of(reply) == 200 && reply.find("Connection: close") != std::string::npos &&
          reply.ends_with("}\n"))
        ++finished;
    });
  }
  RawClient idle(server->port());
  REQUIRE(eventually([&] { return searcher.running == 8; }));
  const auto start = std::chrono::steady_clock::now();
  server->stop();
  CHECK(std::chrono::steady_clock::now() - start < milliseconds(3000));
  for (std::thread& client : clients) client.join();
  CHECK(finished == 8);
  CHECK(idle.read_all().empty());
  CHECK(idle.closed());
  RawClient late(server->port());
  CHECK_FALSE(late.connected());
}

TEST_CASE("more requests than workers wait their turn") {
  ScriptedSearcher searcher;
  searcher.delay_ms = 20;
  http::ServerOptions options;
  options.transport.workers = 2;
  const RunningServer server(searcher, options);
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([&] {
      httplib::Client client("127.0.0.1", server.port());
      const auto reply = client.Get("/api/v1/papers?search=robots");
      if (reply && reply->status == 200) ++right;
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(right == 16);
}

TEST_CASE("a request that waited too long for a worker is told to come again") {
  ScriptedSearcher searcher;
  searcher.delay_ms = 400;
  http::ServerOptions options;
  options.transport.workers = 1;
  options.transport.queue_time = milliseconds(100);
  const RunningServer server(searcher, options);
  std::thread first([&] { httplib::Client("127.0.0.1", server.port()).Get("/api/v1/papers"); });
  REQUIRE(eventually([&] { return searcher.running == 1; }));
  const auto reply = httplib::Client("127.0.0.1", server.port()).Get("/api/v1/papers");
  first.join();
  REQUIRE(reply);
  CHECK(reply->status == 503);
  CHECK(reply->get_header_value("Retry-After") == "1");
}

TEST_CASE("a client that asks without a pause does not keep its worker from others") {
  ScriptedSearcher searcher;
  http::ServerOptions options;
  options.transport.workers = 1;
  options.transport.turn_time = milliseconds(50);
  const RunningServer server(searcher, options);
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::thread busy([&] {
    httplib::Client client("127.0.0.1", server.port());
    client.set_keep_alive(true);
    while (!stop) {
      const auto reply = client.Get("/healthz");
      if (!reply || reply->status != 200) ++wrong;
    }
  });
  std::this_thread::sleep_for(milliseconds(20));
  for (int i = 0; i < 5; ++i) {
    const auto reply = httplib::Client("127.0.0.1", server.port()).Get("/healthz");
    REQUIRE(reply);
    CHECK(reply->status == 200);
  }
  stop = true;
  busy.join();
  CHECK(wrong == 0);
}
