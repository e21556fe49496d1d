// The pages of saved searches and alerts as text: every number with unit and generation, every form with the
// secret, and hostile text that changes no markup.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/web/samples.h"
#include "tests/unit/web/structure.h"
#include "web/page/saved.h"

using namespace labtrail;
using namespace labtrail::tests;
using namespace labtrail::web;

namespace {

const searcher::GenerationInfo kGeneration{7, "2026-11-24T03:05:00Z", 88000};

saved::Draft sample_draft(const Text& text) {
  return {text("name"), text("note"), text("case"), text("query"), text("filter"), "newest", text("facets")};
}

saved::SavedSearch sample_search(const Text& text) {
  saved::SavedSearch search;
  search.id = "ab12";
  search.version = {2, sample_draft(text), 1, 1764000000};
  search.last_run = saved::LastRun{7, "2026-11-24T03:05:00Z", 1234, 2, std::nullopt};
  search.unread = 3;
  return search;
}

saved::Event sample_event(const Text& text, std::uint64_t number, saved::EventKind kind, bool read) {
  saved::Event event;
  event.number = number;
  event.search = "ab12";
  event.search_name = text("name");
  event.kind = kind;
  event.paper = text("paper");
  event.title = text("title");
  event.parts = {text("part one"), text("part two")};
  event.version = 2;
  event.generation = 7;
  event.generation_date = "2026-11-24T03:05:00Z";
  event.read = read;
  return event;
}

std::string list_page(const Text& text) {
  SavedListPage page;
  page.secret = "s3cret";
  page.searches = {sample_search(text), sample_search(text)};
  page.searches[1].last_run->error =
      base::Error{base::ErrorCode::bad_query, text("error"), text("hint"), 0, 0};
  page.others = 4;
  page.unread = 6;
  page.generation = kGeneration;
  return render_saved_list(page);
}

std::string new_page(const Text& text) {
  SavedNewPage page;
  page.secret = "s3cret";
  page.draft = sample_draft(text);
  const base::Error error{base::ErrorCode::bad_query, text("error"), text("hint"), 0, 2};
  page.error = &error;
  const searcher::Response response = sample_response(text);
  page.response = &response;
  return render_saved_new(page);
}

std::string import_page(const Text& text) {
  SavedImportPage page;
  page.secret = "s3cret";
  page.sent = text("sent");
  const base::Error error{base::ErrorCode::bad_request, text("error"), text("hint"), 0, 0};
  page.error = &error;
  page.generation = kGeneration;
  return render_saved_import(page);
}

SavedSearchPage sample_page(const Text& text) {
  SavedSearchPage page;
  page.secret = "s3cret";
  page.search = sample_search(text);
  page.versions = {{1, sample_draft(text), 1, 1763000000}, page.search.version};
  page.counts = {{1, 5, "2026-11-01T00:00:00Z", 1000, std::nullopt},
                 {1, 6, "2026-11-10T00:00:00Z", 1240, 2},
                 {1, 7, "2026-11-24T03:05:00Z", 1234, 2},
                 {2, 7, "2026-11-24T03:05:00Z", 12, 0}};
  page.events = {sample_event(text, 9, saved::EventKind::match, false),
                 sample_event(text, 8, saved::EventKind::removal, true)};
  page.feed_key = "f00d";
  page.generation = kGeneration;
  return page;
}

std::string one_page(const Text& text) {
  SavedSearchPage page = sample_page(text);
  const searcher::Response response = sample_response(text);
  page.response = &response;
  const saved::Draft edited = sample_draft(text);
  const base::Error error{base::ErrorCode::bad_filter, text("error"), text("hint"), 0, 2};
  page.edited = &edited;
  page.edit_error = &error;
  page.done = text("done");
  return render_saved_search(page);
}

std::string broken_page(const Text& text) {
  SavedSearchPage page = sample_page(text);
  const base::Error error{base::ErrorCode::bad_query, text("error"), text("hint"), 0, 0};
  page.error = &error;
  page.search.last_run->error = error;
  return render_saved_search(page);
}

std::string inbox(const Text& text) {
  AlertsPage page;
  page.secret = "s3cret";
  page.unread = {sample_event(text, 9, saved::EventKind::match, false),
                 sample_event(text, 8, saved::EventKind::retraction, false)};
  page.read = {sample_event(text, 7, saved::EventKind::removal, true)};
  page.unread_total = 12;
  page.next_before = 7;
  page.generation = kGeneration;
  return render_alerts(page);
}

std::string inbox_of_one(const Text& text) {
  AlertsPage page;
  page.secret = "s3cret";
  page.unread = {sample_event(text, 9, saved::EventKind::match, false)};
  page.unread_total = 1;
  page.only = sample_search(text);
  page.generation = kGeneration;
  return render_alerts(page);
}

const std::pair<const char*, std::string (*)(const Text&)> kPages[] = {
    {"list", list_page},     {"new", new_page}, {"import", import_page},       {"one", one_page},
    {"broken", broken_page}, {"inbox", inbox},  {"inbox of one", inbox_of_one}};

}  // namespace

TEST_CASE("hostile text changes no markup of the pages of saved searches and alerts") {
  for (const auto& [name, page] : kPages) {
    const auto expected = structure(page(harmless));
    for (const std::string& text :
         {std::string("<script>alert(1)</script>"), std::string("\"><img src=x onerror=alert(1)>"),
          std::string("</textarea></option></title><script>"), std::string("&lt;script&gt;"),
          std::string("NUL \0 and \x1b", 10), std::string("broken \xC0\xAF end"),
          std::string("\u202Ereversed <b>")}) {
      INFO(name << ": " << text);
      CHECK(structure(page([&](const std::string& slot) { return "abcd " + text + slot; })) == expected);
    }
  }
}

TEST_CASE("every form that changes something carries the secret, and no address does") {
  for (const auto& [name, page] : kPages) {
    INFO(name);
    const std::string html = page(harmless);
    std::size_t forms = 0;
    for (std::size_t at = html.find("<form method=\"post\""); at != std::string::npos;
         at = html.find("<form method=\"post\"", at + 1)) {
      ++forms;
      const std::string form = html.substr(at, html.find("</form>", at) - at);
      CHECK(contains(form, "<input type=\"hidden\" name=\"csrf\" value=\"s3cret\"/>"));
    }
    CHECK(forms > 0);
    for (const std::string& address : attributes(html, "href")) CHECK_FALSE(contains(address, "s3cret"));
    for (const std::string& address : attributes(html, "action")) CHECK_FALSE(contains(address, "s3cret"));
  }
}

TEST_CASE("no id occurs twice on a page, and every label has its field") {
  for (const auto& [name, page] : kPages) {
    INFO(name);
    const std::string html = page(harmless);
    std::vector<std::string> ids = attributes(html, "id");
    std::sort(ids.begin(), ids.end());
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    for (const std::string& target : attributes(html, "for"))
      CHECK(std::count(ids.begin(), ids.end(), target) == 1);
  }
}

TEST_CASE("numbers say what they count and in which generation") {
  const std::string list = list_page(harmless);
  CHECK(link(list, "1,234 papers") == "/search?q=abcd%20query&filter=abcd%20filter&sort=newest");
  CHECK(contains(list, "generation 7 of 24 Nov 2026"));
  CHECK(contains(list, "3 alerts"));
  CHECK(link(list, "6 alerts unread") == "/alerts");
  CHECK(link(list, "Archived (4)") == "/saved?archived=1");
  const std::string one = one_page(harmless);
  CHECK(text_of(one, "<p class=\"now\"") == "1,234 papers now, 2019–2021");
  const std::string table = one.substr(one.find("id=\"counts\""));
  CHECK(text_of(table, "<table") ==
        "Papers by generation of the index, newest firstGenerationVersionPapersChangeIn doubt"
        "generation 7 of 24 Nov 2026212 papersnew version0 papers"
        "generation 7 of 24 Nov 202611,234 papers−62 papers"
        "generation 6 of 10 Nov 202611,240 papers+2402 papers"
        "generation 5 of 1 Nov 202611,000 papersfirst countnot counted");
}

TEST_CASE("an alert says what happened, to which paper, why, and for which search") {
  const std::string html = inbox(harmless);
  CHECK(text_of(html, "<li class=\"event unread\"") ==
        "Unread New matchabcd titleWhy: new record. It meets abcd part one and abcd part two."
        "Search abcd name, version 2 · generation 7 of 24 Nov 2026Mark as read the alert on abcd title");
  CHECK(link(html, "abcd title") == "/papers/abcd%20paper");
  CHECK(link(html, "abcd name") == "/saved/ab12");
  CHECK(contains(html, "The newest 2 of 12 are shown"));
  CHECK(link(html, "Older ones") == "/alerts?before=7");
  CHECK(contains(html, "name=\"up_to\" value=\"9\""));
  CHECK(text_of(inbox_of_one(harmless), "<h1") == "Alerts of abcd name");
}

TEST_CASE("a search that cannot be run is shown with its error, never as no papers") {
  const std::string html = broken_page(harmless);
  CHECK(contains(html, "This search cannot be run now."));
  CHECK(contains(html, "abcd error"));
  CHECK_FALSE(contains(html, "class=\"now\""));
  CHECK(contains(list_page(harmless), "could not be run"));
}

TEST_CASE("the search page leads to the form that saves it, with its whole question") {
  const searcher::Response response = sample_response(harmless);
  SearchState state;
  state.query = "drones & \"x\"";
  state.filter = "country:CN";
  state.sort = searcher::Sort::newest;
  const std::string html = render_search({{"http://127.0.0.1"}, state, &response});
  CHECK(link(html, "Save this search") ==
        "/saved/new?q=drones%20%26%20%22x%22&filter=country%3ACN&sort=newest");
  CHECK(link(html, "Saved") == "/saved");
  CHECK(link(html, "Alerts") == "/alerts");
}
