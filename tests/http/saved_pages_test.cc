// The pages of saved searches and alerts as a browser without JavaScript uses them: forms, 303, pages; and
// what they do with hostile text.
#include <catch2/catch.hpp>

#include "corpus/base/text.h"
#include "keeping_server.h"

using namespace labtrail;
using namespace labtrail::tests;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string follow(const KeepingServer& world, const std::string& reply) {
  REQUIRE(status_of(reply) == 303);
  return world.get(header_of(reply, "Location"));
}

std::string only_id(const KeepingServer& world) {
  const auto all = world.store->list(saved::Store::Which::all);
  REQUIRE(all.size() == 1);
  return all[0].id;
}

}  // namespace

TEST_CASE("from the page of results to a saved search, its alert, and back to nothing unread") {
  KeepingServer world;
  CHECK(has(world.get("/search?q=drones&filter=country:CN"),
            "href=\"/saved/new?q=drones&amp;filter=country%3ACN\""));
  const std::string form = world.get("/saved/new?q=drones&filter=country%3ACN");
  CHECK(status_of(form) == 200);
  CHECK(has(form, "1 paper now, 2019"));
  CHECK(has(form, "name=\"csrf\" value=\"" + world.secret() + "\""));
  CHECK(has(form, "name=\"query\" type=\"text\" value=\"drones\""));
  const std::string page = follow(
      world, world.form("/saved", "name=Drones+of+CN&case=C+1&note=a%0D%0Ab&query=drones&filter=country:CN"));
  const std::string id = only_id(world);
  CHECK(has(page, "New papers that match will be reported from now on."));
  CHECK(has(page, "<h1 dir=\"auto\">Drones of CN</h1>"));
  CHECK(has(page, "data-total=\"1\""));
  CHECK(has(page, "generation 1 of 24 Nov 2025"));
  CHECK(has(page, "Nothing yet."));

  world.add({tests::paper("e", "More drones", {.year = 2024, .countries = {"CN"}})}, 1);
  const std::string list = world.get("/saved");
  CHECK(has(list, "2 papers"));
  CHECK(has(list, "1 alert"));
  CHECK(has(list, "generation 2 of 24 Nov 2025"));
  const std::string inbox = world.get("/alerts");
  CHECK(has(inbox, "Unread (1)"));
  CHECK(has(inbox, "More drones"));
  CHECK(has(inbox, "Why: new record."));
  CHECK(has(inbox, "<code dir=\"auto\">drones</code>"));
  CHECK(has(inbox, "<code dir=\"auto\">country:CN</code>"));
  CHECK(has(inbox, "href=\"/saved/" + id + "\""));
  const std::string number = std::to_string(saved::Alerts(*world.store).events({}).value()[0].number);
  CHECK(header_of(world.form("/alerts/read", "number=" + number), "Location") == "/alerts");
  CHECK(saved::Alerts(*world.store).unread() == 0);
  CHECK(has(world.get("/alerts"), "Nothing is unread."));
}

TEST_CASE("Lock: the page that ends the session opens nothing with the cookie it had") {
  const KeepingServer world;
  CHECK(has(world.get("/saved"), "action=\"/session/end\""));
  const std::string left = world.form("/session/end", "");
  CHECK(status_of(left) == 303);
  CHECK(header_of(left, "Location") == "/");
  CHECK(header_of(left, "Set-Cookie").ends_with("; Max-Age=0"));
  CHECK(status_of(world.get("/saved")) == 401);
  CHECK(status_of(world.form("/saved", "name=x&query=y")) == 401);
  CHECK(status_of(world.send("GET", "/api/v1/saved", world.bearer())) == 200);
}

TEST_CASE("edit, duplicate, archive and use again by forms") {
  KeepingServer world;
  const std::string id = world.store->create({.name = "Drones", .query = "drones"}).value().id;
  const std::string edited =
      follow(world, world.form("/saved/" + id + "/edit", "name=Robots&query=robot*&version=1"));
  CHECK(has(edited, "Saved as a new version."));
  CHECK(has(edited, "version 2 of"));
  CHECK(has(edited, "<code dir=\"auto\">drones</code>"));
  const std::string same =
      follow(world, world.form("/saved/" + id + "/edit", "name=Robots&query=robot*&version=2"));
  CHECK(has(same, "Nothing was different"));
  const std::string copy = world.form("/saved/" + id + "/duplicate", "");
  CHECK(has(follow(world, copy), "Robots (copy)"));
  CHECK(has(follow(world, world.form("/saved/" + id + "/archive", "")), "Archived. It is kept whole"));
  CHECK_FALSE(has(world.get("/saved"), "/saved/" + id + "\""));
  CHECK(has(world.get("/saved?archived=1"), "/saved/" + id + "\""));
  CHECK(has(follow(world, world.form("/saved/" + id + "/unarchive", "")), "It is run again from now on."));
  CHECK(has(follow(world, world.form("/saved/" + id + "/run", "")), "Run over the newest generation."));
}

TEST_CASE("what cannot be saved comes back with what was typed, and says what is wrong and where") {
  KeepingServer world;
  struct Row {
    const char* fields;
    const char* says;
  };
  for (const Row& row :
       {Row{"name=&query=drones", "needs a name"}, Row{"name=X&query=auther:wang", "auther"},
        Row{"name=X&filter=contry:CN", "contry"}, Row{"name=X&query=%22open", "Not saved"}}) {
    INFO(row.fields);
    const std::string reply = world.form("/saved", row.fields);
    CHECK(status_of(reply) == 400);
    CHECK(has(reply, "role=\"alert\""));
    CHECK(has(reply, row.says));
    CHECK(has(reply, "<form method=\"post\" action=\"/saved\""));
  }
  CHECK(world.store->list().empty());
  const std::string id = world.store->create({.name = "Drones", .query = "drones"}).value().id;
  const std::string late = world.form("/saved/" + id + "/edit", "name=Late&query=x&version=9");
  CHECK(status_of(late) == 400);
  CHECK(has(late, "value=\"Late\""));
  CHECK(world.store->find(id)->version.number == 1);
}

TEST_CASE("export and import by the pages") {
  KeepingServer world;
  CHECK(status_of(world.form("/saved", "name=Drones&query=drones")) == 303);
  CHECK(has(world.get("/saved"), "href=\"/saved/export.json\""));
  const std::string exported = body_of(world.get("/saved/export.json"));
  KeepingServer other;
  const std::string list =
      follow(other, other.form("/saved/import", "json=" + base::percent_encode(exported)));
  CHECK(has(list, "Imported 1 search."));
  CHECK(has(list, "1 paper"));
  // It has been run since, so it is not the very same any more.
  const std::string again = other.form("/saved/import", "json=" + base::percent_encode(exported));
  CHECK(status_of(again) == 400);
  CHECK(has(again, "is here already, with other contents; nothing was imported"));
  CHECK(has(follow(other, other.form("/saved/import", "copies=1&json=" + base::percent_encode(exported))),
            "Imported 1 search."));
  const std::string wrong =
      other.form("/saved/import", "json=%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E");
  CHECK(status_of(wrong) == 400);
  CHECK(has(wrong, "Not imported"));
  CHECK_FALSE(has(wrong, "<script>alert"));
}

TEST_CASE("only what the page has shown is marked as read") {
  KeepingServer world;
  const std::string id = world.store->create({.name = "All"}).value().id;
  CHECK(status_of(world.form("/saved/" + id + "/run", "")) == 303);
  world.add({tests::paper("e", "One", {}), tests::paper("f", "Two", {})}, 2);
  const auto events = saved::Alerts(*world.store).events({}).value();
  REQUIRE(events.size() == 2);
  // The page was made when only the older one was there.
  const std::string older = std::to_string(events[1].number);
  CHECK(header_of(world.form("/alerts/read", "search=" + id + "&up_to=" + older), "Location") ==
        "/alerts?search=" + id);
  CHECK(saved::Alerts(*world.store).unread() == 1);
  CHECK(status_of(world.form("/alerts/read", "")) == 400);
  CHECK(status_of(world.form("/alerts/read", "number=0")) == 400);
  CHECK(saved::Alerts(*world.store).unread() == 1);
}

TEST_CASE("hostile text that is saved is shown on every page and is markup on none; it leads nowhere else") {
  KeepingServer world;
  const std::string script = "%3Cscript%3Ealert(1)%3C/script%3E";
  const std::string quote = "%22%3E%3Cimg+src=x+onerror=alert(1)%3E";
  const std::string reply = world.form("/saved", "name=" + script + "&case=" + quote +
                                                     "&note=%3C/textarea%3E" + script + "&query=" + "robots");
  CHECK(status_of(reply) == 303);
  const std::string id = only_id(world);
  world.add({tests::paper("<script>alert(2)</script>", "Robots <img src=x onerror=alert(3)>", {})}, 1);
  for (const std::string& target :
       {std::string("/saved"), "/saved/" + id, std::string("/alerts"),
        "/saved/new?q=" + script + "&filter=" + quote + "&sort=" + script, "/saved/" + id + "?done=" + script,
        "/alerts?before=" + script, "/alerts?search=" + script, "/saved/" + script}) {
    INFO(target);
    const std::string page = world.get(target);
    CHECK(has(page, "script-src 'self'"));
    if (header_of(page, "Content-Type") == "application/problem+json") continue;
    CHECK_FALSE(has(page, "<script>alert"));
    CHECK_FALSE(has(page, "<img"));
    CHECK_FALSE(has(page, "</textarea><script"));
  }
  for (const char* back : {"//evil.example", "https://evil.example", "..%2F..%2Fx%0D%0ASet-Cookie:%20a=b"}) {
    INFO(back);
    const std::string marked = world.form("/alerts/read", std::string("up_to=1&back=") + back);
    CHECK(header_of(marked, "Set-Cookie").empty());
    CHECK((status_of(marked) == 400 || header_of(marked, "Location").starts_with("/saved/")));
    const std::string searched = world.form("/alerts/read", std::string("up_to=1&search=") + back);
    CHECK((status_of(searched) >= 400 || header_of(searched, "Location").starts_with("/alerts?search=")));
  }
}
