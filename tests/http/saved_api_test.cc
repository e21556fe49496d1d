// Saved searches and alerts as a program sees them: the whole way from saving to the alert and its feed, each
// answer held against its description.
#include <simdjson.h>

#include <atomic>
#include <catch2/catch.hpp>

#include "described.h"
#include "keeping_server.h"
#include "searcher/http/openapi.h"

using namespace labtrail;
using namespace labtrail::tests;
using simdjson::dom::element;

namespace {

/// A parsed body that is as described.
class Answer {
 public:
  Answer(const std::string& reply, const std::string& schema) : text_(body_of(reply)) {
    INFO(reply);
    root_ = parser_.parse(text_);
    simdjson::dom::parser parser;
    Schema description(parser.parse(simdjson::padded_string(http::openapi_document("http://127.0.0.1"))));
    CHECK(description.errors("/components/schemas/" + schema, root_) == std::vector<std::string>{});
  }
  [[nodiscard]] std::string text(const char* pointer) const {
    return std::string(std::string_view(root_.at_pointer(pointer)));
  }
  [[nodiscard]] std::int64_t number(const char* pointer) const {
    return std::int64_t(root_.at_pointer(pointer));
  }
  [[nodiscard]] std::size_t size(const char* pointer) const {
    return simdjson::dom::array(root_.at_pointer(pointer)).size();
  }

 private:
  simdjson::padded_string text_;
  simdjson::dom::parser parser_;
  element root_;
};

}  // namespace

TEST_CASE("save, list, ingest, read the alert and why, mark it, follow the feed, edit, archive") {
  KeepingServer world;
  const std::string made =
      world.api("POST", "/api/v1/saved",
                R"({"name":"Drones","case":"C 1","note":"n","query":"drones","filter":"country:CN"})");
  CHECK(status_of(made) == 201);
  const Answer saved(made, "SavedAnswer");
  const std::string id = saved.text("/saved/id");
  CHECK(header_of(made, "Location") == "/api/v1/saved/" + id);
  CHECK(saved.number("/saved/last_run/count") == 1);
  CHECK(saved.number("/counts/0/count") == 1);
  CHECK(saved.number("/meta/generation") == 1);

  world.add({tests::paper("e", "More drones", {.year = 2024, .countries = {"CN"}})}, 1);
  const Answer list(world.api("GET", "/api/v1/saved"), "SavedList");
  CHECK(list.number("/meta/count") == 1);
  CHECK(list.number("/meta/unread_alerts") == 1);
  CHECK(list.number("/meta/generation") == 2);
  CHECK(list.number("/results/0/last_run/count") == 2);

  const Answer alerts(world.api("GET", "/api/v1/alerts?unread=1&saved=" + id), "AlertList");
  REQUIRE(alerts.size("/results") == 1);
  CHECK(alerts.text("/results/0/paper") == "e");
  CHECK(alerts.text("/results/0/title") == "More drones");
  CHECK(alerts.text("/results/0/kind") == "match");
  CHECK(alerts.text("/results/0/cause") == "new-record");
  CHECK(alerts.text("/results/0/search_name") == "Drones");
  CHECK(alerts.size("/results/0/parts") == 2);
  CHECK(alerts.number("/results/0/generation") == 2);

  const std::string number = std::to_string(alerts.number("/results/0/number"));
  const Answer marked(world.api("POST", "/api/v1/alerts/read", R"({"numbers":[)" + number + "]}"),
                      "AlertsMarked");
  CHECK(marked.number("/unread_before") == 1);
  CHECK(marked.number("/unread") == 0);
  CHECK(Answer(world.api("GET", "/api/v1/alerts?unread=1"), "AlertList").size("/results") == 0);
  CHECK(Answer(world.api("POST", "/api/v1/alerts/read", R"({"numbers":[)" + number + R"(],"read":false})"),
               "AlertsMarked")
            .number("/unread") == 1);
  CHECK(Answer(world.api("POST", "/api/v1/alerts/read", "{}"), "AlertsMarked").number("/unread") == 0);

  const Answer edited(
      world.api("PUT", "/api/v1/saved/" + id, R"({"name":"Robots","query":"robot*","version":1})"),
      "SavedAnswer");
  CHECK(edited.number("/saved/version") == 2);
  CHECK(edited.size("/versions") == 2);
  CHECK(edited.text("/versions/0/query") == "drones");
  CHECK(status_of(world.api("PUT", "/api/v1/saved/" + id, R"({"name":"Late","version":1})")) == 400);
  // An edit is no news: what the new question matches is where its alerts begin.
  CHECK(saved::Alerts(*world.store).unread() == 0);

  const Answer run(world.api("POST", "/api/v1/saved/" + id + "/run"), "SavedAnswer");
  CHECK(run.number("/run/searches") == 1);
  const std::string copied = world.api("POST", "/api/v1/saved/" + id + "/duplicate", R"({"name":"Copy"})");
  CHECK(status_of(copied) == 201);
  CHECK(Answer(copied, "SavedAnswer").text("/saved/name") == "Copy");
  CHECK(Answer(world.api("POST", "/api/v1/saved/" + id + "/duplicate"), "SavedAnswer").text("/saved/name") ==
        "Robots (copy)");

  CHECK(status_of(world.api("DELETE", "/api/v1/saved/" + id)) == 200);
  CHECK(Answer(world.api("GET", "/api/v1/saved"), "SavedList").number("/meta/count") == 2);
  CHECK(Answer(world.api("GET", "/api/v1/saved?which=archived"), "SavedList").text("/results/0/id") == id);
  CHECK(status_of(world.api("PUT", "/api/v1/saved/" + id,
                            R"({"name":"Robots","query":"robot*","archived":false})")) == 200);
  CHECK(Answer(world.api("GET", "/api/v1/saved?which=live"), "SavedList").number("/meta/count") == 3);
}

TEST_CASE("a feed opens with the key of its address, and costs nothing while nothing is new") {
  KeepingServer world;
  const Answer saved(
      world.api("POST", "/api/v1/saved", R"({"name":"Drones & <b>more</b>","query":"drones"})"),
      "SavedAnswer");
  std::uint64_t unread = 1;
  world.add({tests::paper("e", "Drones <script>alert(1)</script> & \u202Eother", {.year = 2024})}, 1);
  for (const auto& [feed, type] :
       {std::pair{saved.text("/feeds/atom"), "application/atom+xml; charset=utf-8"},
        std::pair{saved.text("/feeds/json"), "application/feed+json; charset=utf-8"}}) {
    INFO(feed);
    const std::string whole = world.send("GET", feed);
    CHECK(status_of(whole) == 200);
    CHECK(header_of(whole, "Content-Type") == type);
    CHECK(header_of(whole, "Cache-Control") == "private, no-cache");
    CHECK(body_of(whole).find("Drones") != std::string::npos);
    // In JSON a title is text: what must not be is that a browser takes the feed for a page.
    CHECK((type == std::string("application/feed+json; charset=utf-8") ||
           body_of(whole).find("<script>alert") == std::string::npos));
    CHECK(header_of(whole, "X-Content-Type-Options") == "nosniff");
    const std::string tag = header_of(whole, "ETag");
    const std::string again = world.send("GET", feed, "If-None-Match: " + tag + "\r\n");
    CHECK(status_of(again) == 304);
    CHECK(header_of(again, "ETag") == tag);
    CHECK(body_of(again).empty());
    CHECK(status_of(world.send("HEAD", feed)) == 200);
    CHECK(body_of(world.send("HEAD", feed)).empty());
    CHECK(status_of(world.send("GET", feed.substr(0, feed.find('?')))) == 401);
    CHECK(status_of(world.send("GET", feed.substr(0, feed.find('?')), world.bearer())) == 200);
    const std::string more = "f" + std::to_string(unread);
    world.add({tests::paper(more, "Even more drones", {})}, ++unread);
    CHECK(status_of(world.send("GET", feed, "If-None-Match: " + tag + "\r\n")) == 200);
  }
}

TEST_CASE("the API says what is wrong with what it was sent, and where") {
  KeepingServer world;
  struct Row {
    const char* method;
    std::string target;
    std::string body;
    int status;
    const char* says;
  };
  const std::string id =
      Answer(world.api("POST", "/api/v1/saved", R"({"name":"A"})"), "SavedAnswer").text("/saved/id");
  for (const Row& row : std::vector<Row>{
           {"POST", "/api/v1/saved", "{}", 400, "a saved search needs a name"},
           {"POST", "/api/v1/saved", R"({"name":"A","query":"auther:x"})", 400, "\"position\":0"},
           {"POST", "/api/v1/saved", R"({"name":"A","filter":"contry:CN"})", 400, "unknown"},
           {"POST", "/api/v1/saved", R"({"name":"A","sort":"upwards"})", 400, "upwards"},
           {"POST", "/api/v1/saved", R"({"nmae":"A"})", 400, "unknown member 'nmae'"},
           {"POST", "/api/v1/saved", "{", 400, "the body is no JSON"},
           {"PUT", "/api/v1/saved/nonesuch", R"({"name":"A"})", 404, "nonesuch"},
           {"DELETE", "/api/v1/saved/nonesuch", "", 404, "nonesuch"},
           {"POST", "/api/v1/saved/nonesuch/run", "", 404, "nonesuch"},
           {"POST", "/api/v1/saved/nonesuch/duplicate", "", 404, "nonesuch"},
           {"GET", "/api/v1/saved?which=all&x=1", "", 400, "unknown parameter 'x'"},
           {"GET", "/api/v1/saved?which=some", "", 400, "'which' is one of live, archived, all"},
           {"GET", "/api/v1/alerts?saved=nonesuch", "", 404, "nonesuch"},
           {"GET", "/api/v1/alerts?before=x", "", 400, "'before' is not the number of an alert"},
           {"GET", "/api/v1/alerts?per_page=501", "", 400, "goes from 1 to 500"},
           {"POST", "/api/v1/alerts/read", R"({"saved":"nonesuch"})", 404, "nonesuch"}}) {
    INFO(row.method << " " << row.target << " " << row.body);
    const std::string reply = world.api(row.method, row.target, row.body);
    CHECK(status_of(reply) == row.status);
    CHECK(header_of(reply, "Content-Type") == "application/problem+json");
    CHECK(body_of(reply).find(row.says) != std::string::npos);
  }
  CHECK(world.store->list(saved::Store::Which::all).size() == 1);
}

TEST_CASE("alerts come in pages, newest first, each once") {
  KeepingServer world;
  CHECK(status_of(world.api("POST", "/api/v1/saved", R"({"name":"All"})")) == 201);
  std::vector<corpus::Paper> papers;
  for (int i = 0; i < 5; ++i) papers.push_back(tests::paper("new" + std::to_string(i), "Title", {}));
  world.add(papers, 5);
  std::vector<std::int64_t> numbers;
  std::string next;
  for (int page = 0; page < 3; ++page) {
    const std::string reply = world.api("GET", "/api/v1/alerts?per_page=2" + next);
    const Answer answer(reply, "AlertList");
    for (std::size_t i = 0; i < answer.size("/results"); ++i) {
      numbers.push_back(answer.number(("/results/" + std::to_string(i) + "/number").c_str()));
    }
    const bool last = body_of(reply).find("\"next_before\":null") != std::string::npos;
    CHECK(last == (page == 2));
    if (!last) next = "&before=" + std::to_string(answer.number("/meta/next_before"));
  }
  REQUIRE(numbers.size() == 5);
  for (std::size_t i = 1; i < numbers.size(); ++i) CHECK(numbers[i] < numbers[i - 1]);
}

TEST_CASE("what is exported comes back, with every version, and its alerts begin at once") {
  const KeepingServer first;
  CHECK(status_of(first.api("POST", "/api/v1/saved",
                            R"({"name":"之江 <b>","note":"a\nb","query":"drones"})")) == 201);
  CHECK(status_of(first.api("POST", "/api/v1/saved", R"({"name":"Other","filter":"country:CN"})")) == 201);
  const std::string exported = first.api("GET", "/api/v1/saved/export");
  CHECK(header_of(exported, "Content-Disposition") ==
        "attachment; filename=\"labtrail-saved-searches.json\"");
  CHECK(header_of(exported, "Cache-Control") == "no-store");
  KeepingServer second;
  const std::string imported = second.api("POST", "/api/v1/saved/import", body_of(exported));
  CHECK(status_of(imported) == 200);
  CHECK(Answer(imported, "Imported").number("/added") == 2);
  for (const saved::SavedSearch& search : first.store->list()) {
    CHECK(second.store->versions(search.id).value() == first.store->versions(search.id).value());
    CHECK(second.store->counts(search.id).value()[0] == first.store->counts(search.id).value()[0]);
    CHECK(second.store->find(search.id)->last_run);
  }
  second.add({tests::paper("e", "More drones", {.year = 2024})}, 1);
  CHECK(saved::Alerts(*second.store).unread() == 1);
  CHECK(status_of(second.api("POST", "/api/v1/saved/import", "{\"format\":\"other\"}")) == 400);
  CHECK(second.store->list().size() == 2);
  // A stranger neither takes nor brings anything.
  CHECK(status_of(second.send("GET", "/api/v1/saved/export")) == 401);
  CHECK(status_of(second.send("POST", "/api/v1/saved/import", "", body_of(exported), "application/json")) ==
        401);
}

TEST_CASE("saves of many at a time are all kept, each once") {
  const KeepingServer world;
  std::vector<std::thread> threads;
  std::atomic<int> acknowledged{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&world, &acknowledged, i] {
      for (int j = 0; j < 5; ++j) {
        const std::string name = std::to_string(i) + "-" + std::to_string(j);
        const std::string reply =
            world.api("POST", "/api/v1/saved", R"({"name":")" + name + R"(","query":"drones"})");
        if (status_of(reply) == 201) ++acknowledged;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(acknowledged == 40);
  const auto kept = world.store->list();
  CHECK(kept.size() == 40);
  for (const saved::SavedSearch& search : kept) CHECK(search.last_run->count == 1);
}
