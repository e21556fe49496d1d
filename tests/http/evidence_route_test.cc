// GET /evidence/bundle.zip over a real index: the bytes of the command line, and errors that are errors.
#include <httplib.h>

#include <catch2/catch.hpp>
#include <thread>

#include "corpus/base/file.h"
#include "indexed_samples.h"
#include "running_server.h"
#include "searcher/bundle/bundle.h"
#include "searcher/bundle/freeze.h"
#include "searcher/http/evidence_route.h"
#include "tests/support/program.h"

using namespace labtrail;
using namespace labtrail::tests;

TEST_CASE("the bundle that the server sends is the one that the command line writes") {
  const IndexedSamples samples;
  auto searcher = searcher::Searcher::open(samples.index());
  const RunningServer server(*searcher);
  httplib::Client client("127.0.0.1", server.port());
  const auto file = samples.folder() / "b.zip";
  REQUIRE(run_program({LABTRAIL_SEARCH, "evidence", "freeze", "--index", samples.index().string(), "--filter",
                       "country:CN|US", "--title", "T", "--note", "a\nb", "--output", file.string(), "robot"})
              .exit == 0);
  const auto reply = client.Get("/evidence/bundle.zip?q=robot&filter=country:CN%7CUS&title=T&note=a%0D%0Ab",
                                {{"Accept-Encoding", "gzip"}});
  REQUIRE(reply);
  CHECK(reply->status == 200);
  CHECK(reply->body == base::read_file(file));
  CHECK(reply->get_header_value("Content-Type") == "application/zip");
  CHECK_FALSE(reply->has_header("Content-Encoding"));
  const bundle::Verification found = bundle::verify(reply->body);
  CHECK(found.faults.empty());
  CHECK(reply->get_header_value("Content-Disposition") ==
        "attachment; filename=\"labtrail-evidence-" + found.manifest->id.substr(0, 12) + ".zip\"");

  const std::string etag = reply->get_header_value("ETag");
  REQUIRE_FALSE(etag.empty());
  const auto known = client.Get("/evidence/bundle.zip?filter=country:CN%7CUS&q=robot&title=T&note=a%0D%0Ab",
                                {{"If-None-Match", etag}});
  REQUIRE(known);
  CHECK(known->status == 304);
  const auto head = client.Head("/evidence/bundle.zip?q=robot");
  REQUIRE(head);
  CHECK(head->status == 200);
  CHECK(head->body.empty());
  const auto post = client.Post("/evidence/bundle.zip?q=robot");
  REQUIRE(post);
  CHECK(post->status == 405);
}

TEST_CASE("what cannot be frozen is an error: a problem for programs, a page for a browser") {
  const IndexedSamples samples;
  auto searcher = searcher::Searcher::open(samples.index());
  const RunningServer server(*searcher);
  httplib::Client client("127.0.0.1", server.port());
  struct Row {
    const char* target;
    int status;
    const char* detail;
    const char* parameter;
  };
  for (const Row& row : {Row{"?q=auther:x", 400, "unknown field 'auther'", "\"parameter\":\"q\""},
                         Row{"?q=%22open", 400, "", "\"parameter\":\"q\""},
                         Row{"?filter=contry:CN", 400, "unknown field 'contry'", "\"parameter\":\"filter\""},
                         Row{"?search=x", 400, "unknown parameter 'search'", "\"parameter\":\"search\""},
                         Row{"?title=a%0Ab", 400, "", "\"parameter\":\"title\""},
                         Row{"?note=%C0", 400, "the note is not valid UTF-8", ""}}) {
    INFO(row.target);
    const std::string target = std::string("/evidence/bundle.zip") + row.target;
    const auto reply = client.Get(target);
    REQUIRE(reply);
    CHECK(reply->status == row.status);
    CHECK(reply->get_header_value("Content-Type") == "application/problem+json");
    CHECK(reply->body.find(row.detail) != std::string::npos);
    CHECK(reply->body.find(row.parameter) != std::string::npos);
    const auto page = client.Get(target, {{"Accept", "text/html,*/*"}});
    REQUIRE(page);
    CHECK(page->status == row.status);
    CHECK(page->get_header_value("Content-Type") == "text/html; charset=utf-8");
    CHECK_FALSE(page->has_header("Content-Disposition"));
  }
}

TEST_CASE("many at once: each gets a whole bundle or is told to come back") {
  const IndexedSamples samples;
  auto searcher = searcher::Searcher::open(samples.index());
  const RunningServer server(*searcher);
  std::atomic<int> whole{0};
  std::atomic<int> busy{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      httplib::Client client("127.0.0.1", server.port());
      for (int round = 0; round < 5; ++round) {
        const auto reply = client.Get("/evidence/bundle.zip?q=");
        if (reply && reply->status == 200 && bundle::verify(reply->body).faults.empty()) ++whole;
        if (reply && reply->status == 503 && reply->has_header("Retry-After")) ++busy;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(whole > 0);
  CHECK(whole + busy == 40);
}
