// The inbox: what changed for saved searches, unread first, each with its reason.
#include "web/page/saved.h"
#include "web/page/saved_parts.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

void append_mark_all(Html& html, const AlertsPage& page) {
  // Up to the newest that is shown: what arrived since the page was made stays unread.
  append_change_form(html, "/alerts/read", page.secret, "inline-form", [&] {
    if (page.only) html.lone("input", {{"type", "hidden"}, {"name", "search"}, {"value", page.only->id}});
    html.lone("input", {{"type", "hidden"}, {"name", "up_to"}, {"value", page.unread.front().number}});
    html.open("button", {{"type", "submit"}});
    html.text(page.only ? "Mark all of this search as read" : "Mark all as read").close();
  });
}

void append_unread(Html& html, const AlertsPage& page) {
  html.open("section", {{"class", "part"}, {"aria-labelledby", "unread"}});
  html.element("h2", {{"id", "unread"}}, "Unread (" + grouped(page.unread_total) + ")");
  if (page.unread.empty()) {
    html.element("p", {}, "Nothing is unread.").close();
    return;
  }
  append_mark_all(html, page);
  append_change_form(html, "/alerts/read", page.secret, "marking", [&] {
    if (page.only) html.lone("input", {{"type", "hidden"}, {"name", "search"}, {"value", page.only->id}});
    append_events(html, page.unread, !page.only, true);
  });
  if (page.unread_total > page.unread.size()) {
    html.element("p", {{"class", "note"}},
                 "The newest " + grouped(page.unread.size()) + " of " + grouped(page.unread_total) +
                     " are shown; the others follow when these are read.");
  }
  html.close();
}

void append_read(Html& html, const AlertsPage& page) {
  html.open("section", {{"class", "part"}, {"aria-labelledby", "read"}});
  html.element("h2", {{"id", "read"}}, page.before == 0 ? "Read" : "Read, older ones");
  if (page.read.empty()) html.element("p", {}, "Nothing here.");
  if (!page.read.empty()) append_events(html, page.read, !page.only, false);
  if (page.next_before > 0) {
    html.open("p", {{"class", "buttons"}});
    html.element("a",
                 {{"href", "/alerts?before=" + std::to_string(page.next_before) +
                               (page.only ? "&search=" + page.only->id : "")}},
                 "Older ones");
    html.close();
  }
  html.close();
}

}  // namespace

std::string render_alerts(const AlertsPage& page) {
  Frame frame;
  frame.title = page.unread_total == 0 ? "Alerts" : "Alerts, " + grouped(page.unread_total) + " unread";
  frame.here = "/alerts";
  frame.generation = page.generation;
  frame.head = [](Html& html) { html.lone("meta", {{"name", "robots"}, {"content", "noindex"}}); };
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "own-page"}});
    html.open("div", {{"class", "own-head"}});
    html.open("h1").text("Alerts");
    if (page.only) {
      html.text(" of ").element("span", {{"dir", "auto"}}, page.only->version.draft.name);
    }
    html.close();
    html.element("p", {{"class", "provenance"}}, generation_words(page.generation));
    html.element(
        "p", {{"class", "note"}},
        "One alert for each paper and search, once. A paper that leaves a search, or is retracted, is an "
        "alert of its own.");
    html.open("p", {{"class", "own-links"}});
    if (page.only) {
      html.element("a", {{"href", saved_path(page.only->id)}}, "The saved search").text(" · ");
      html.element("a", {{"href", "/alerts"}}, "Alerts of all searches");
    } else {
      html.element("a", {{"href", "/saved"}}, "Saved searches");
    }
    html.close().close();
    if (page.before == 0) append_unread(html, page);
    append_read(html, page);
    html.close();
  });
}

}  // namespace labtrail::web
