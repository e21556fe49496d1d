// The whole way: real files -> real index -> real server, asked by several clients at once.
#include <httplib.h>
#include <simdjson.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "corpus/base/text.h"
#include "indexed_samples.h"
#include "running_server.h"
#include "tests/support/real_data.h"

using namespace labtrail;
using namespace labtrail::tests;

namespace {

/// One answer of the API, parsed.
class Answer {
 public:
  Answer(const RunningServer& server, const std::string& target) {
    httplib::Client client("127.0.0.1", server.port());
    const auto reply = client.Get(target);
    INFO(target);
    REQUIRE(reply);
    INFO(reply->body);
    REQUIRE(reply->status == 200);
    text_ = simdjson::padded_string(reply->body);
    body_ = parser_.parse(text_);
  }
  [[nodiscard]] simdjson::dom::element operator[](const char* pointer) const {
    return body_.at_pointer(pointer);
  }
  [[nodiscard]] std::uint64_t number(const char* pointer) const { return body_.at_pointer(pointer); }
  [[nodiscard]] std::string string(const char* pointer) const {
    return std::string(std::string_view(body_.at_pointer(pointer)));
  }

 private:
  simdjson::dom::parser parser_;
  simdjson::padded_string text_;
  simdjson::dom::element body_;
};

}  // namespace

TEST_CASE("a new generation is served while clients ask, and every answer is whole") {
  IndexedSamples samples;
  auto searcher = searcher::Searcher::open(samples.index());
  http::ServerOptions options;
  options.refresh_interval = std::chrono::milliseconds(20);
  const RunningServer server(*searcher, options);
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::atomic<int> asked{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      httplib::Client client("127.0.0.1", server.port());
      client.set_keep_alive(true);
      while (!stop) {
        const auto reply = client.Get("/api/v1/papers?search=robot&facets=country,year,venue");
        ++asked;
        if (!reply || reply->status != 200 || reply->body.find("\"results\":[{") == std::string::npos)
          ++wrong;
      }
    });
  }
  for (int generation = 2; generation <= 4; ++generation) {
    samples.add({paper("n" + std::to_string(generation), "Another robot", {.countries = {"JP"}})});
    bool served = false;
    for (int i = 0; i < 500 && !served; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      served = searcher->generation().number == static_cast<std::uint64_t>(generation);
    }
    CHECK(served);
  }
  stop = true;
  for (std::thread& client : clients) client.join();
  CHECK(wrong == 0);
  CHECK(asked > 10);
  CHECK(Answer(server, "/api/v1/papers?filter=country:JP").number("/meta/count") == 3);
}

TEST_CASE("conference papers over HTTP: counts agree with each other, paging reaches everything once") {
  const auto folder = real_data("papers", "conference papers over HTTP");
  if (!folder) return;
  std::vector<std::filesystem::path> files;
  for (const char* name : {"acml2010.json.gz", "acml2011.json.gz", "acml2012.json.gz", "acml2013.json.gz"}) {
    if (std::filesystem::exists(*folder / name)) files.push_back(*folder / name);
  }
  REQUIRE_FALSE(files.empty());
  IndexedSamples samples;
  samples.add(files);
  auto searcher = searcher::Searcher::open(samples.index());
  const RunningServer server(*searcher);

  const Answer everything(server, "/api/v1/papers?facets=venue,year,country:200&per_page=0");
  const std::uint64_t papers = everything.number("/meta/count");
  CHECK(papers > 50);
  CHECK(papers == everything.number("/meta/papers"));
  std::uint64_t of_years = everything.number("/facets/year/none");
  for (const auto bucket : simdjson::dom::array(everything["/facets/year/buckets"])) {
    const std::string_view value = bucket["value"];
    const std::uint64_t count = bucket["count"];
    of_years += count;
    CHECK(
        Answer(server, "/api/v1/papers?per_page=0&filter=year:" + std::string(value)).number("/meta/count") ==
        count);
  }
  CHECK(of_years == papers);

  std::set<std::string> seen;
  std::string cursor;
  do {
    const Answer page(server, "/api/v1/papers?sort=newest&per_page=50" +
                                  (cursor.empty() ? "" : "&cursor=" + base::percent_encode(cursor)));
    for (const auto result : simdjson::dom::array(page["/results"])) {
      CHECK(seen.insert(std::string(std::string_view(result["id"]))).second);
    }
    cursor = page["/meta/next_cursor"].is_null() ? "" : page.string("/meta/next_cursor");
  } while (!cursor.empty() && seen.size() <= papers);
  CHECK(seen.size() == papers);

  httplib::Client client("127.0.0.1", server.port());
  for (const std::string& id : seen) {
    const auto reply = client.Get("/api/v1/papers/" + base::percent_encode(id));
    REQUIRE(reply);
    CHECK(reply->status == 200);
  }
  const Answer words(server, "/api/v1/papers?search=learning&per_page=200");
  CHECK(words.number("/meta/count") > 0);
  for (const auto result : simdjson::dom::array(words["/results"])) {
    for (const auto highlight : simdjson::dom::array(result["highlights"])) {
      const std::string_view text = highlight["text"];
      for (const auto span : simdjson::dom::array(highlight["spans"])) {
        const std::uint64_t begin = span.at(0);
        const std::uint64_t end = span.at(1);
        CHECK(begin < end);
        CHECK(end <= text.size());
        CHECK(base::is_utf8(text.substr(begin, end - begin)));
      }
    }
  }
  CHECK(client.Get("/search?q=learning&filter=year:2010")->status == 200);
}
