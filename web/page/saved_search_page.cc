// One saved search: what it asks, how many papers that is and was, what was new, and what can be done with
// it.
#include <algorithm>

#include "corpus/base/text.h"
#include "web/page/facets.h"
#include "web/page/saved.h"
#include "web/page/saved_parts.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

std::string_view done_words(std::string_view done) {
  if (done == "created") return "Saved. New papers that match will be reported from now on.";
  if (done == "edited") return "Saved as a new version. What matches now is where its alerts begin.";
  if (done == "same") return "Nothing was different, so nothing was saved.";
  if (done == "duplicated") return "This is the copy. Its history and its alerts are its own.";
  if (done == "archived") return "Archived. It is kept whole, but not run any more.";
  if (done == "unarchived") return "It is run again from now on.";
  if (done == "run") return "Run over the newest generation.";
  return {};
}

void append_now(Html& html, const SavedSearchPage& page) {
  const saved::Draft& draft = page.search.version.draft;
  const SearchState state = state_of(draft);
  html.open("p", {{"class", "asked"}});
  append_question(html, draft);
  html.text(" · ");
  html.element("a", {{"href", search_url(state)}}, "Open this search");
  html.close();
  if (page.response != nullptr) {
    const searcher::Response& response = *page.response;
    const std::string years = period({state, response.clauses, &response});
    html.open("p", {{"class", "now"}, {"data-total", response.total}});
    html.open("a", {{"href", search_url(state)}}).text(papers(response.total)).close();
    html.text(" now" + (years.empty() ? "" : ", " + years));
    if (response.candidates.value_or(0) > 0)
      html.text(", and " + grouped(*response.candidates) + " more in doubt");
    html.close();
    html.element("p", {{"class", "provenance"}}, generation_words(response.generation));
  } else if (page.error != nullptr) {
    html.open("div", {{"class", "warning"}});
    html.open("p").element("strong", {}, "This search cannot be run now.");
    html.text(" It is kept as it is. " + page.error->message + ". ").text(page.error->hint);
    html.close().close();
  }
  if (page.search.last_run && page.search.last_run->error) {
    html.open("div", {{"class", "warning"}});
    html.open("p").element("strong", {}, "Its last run for alerts failed: ");
    html.text(page.search.last_run->error->message + ". The numbers below are of the run before.");
    html.close().close();
  }
}

void append_actions(Html& html, const SavedSearchPage& page) {
  const std::string path = saved_path(page.search.id);
  html.open("div", {{"class", "actions"}});
  const auto action = [&](std::string_view name, std::string_view words) {
    append_change_form(html, path + "/" + std::string(name), page.secret, "inline-form", [&] {
      html.element("button", {{"type", "submit"}}, words);
    });
  };
  if (!page.search.archived) action("run", "Run now");
  action("duplicate", "Duplicate");
  if (page.search.archived) {
    action("unarchive", "Use again");
  } else {
    action("archive", "Archive");
  }
  html.close();
}

void append_edit(Html& html, const SavedSearchPage& page) {
  html.open("details", {{"class", "fold"}, Attribute("open").when(page.edit_error != nullptr)});
  html.element("summary", {}, "Edit");
  const saved::Draft& draft = page.edited != nullptr ? *page.edited : page.search.version.draft;
  if (page.edit_error != nullptr) append_draft_error(html, *page.edit_error, draft);
  append_change_form(html, saved_path(page.search.id) + "/edit", page.secret, "draft", [&] {
    html.lone(
        "input",
        {{"type", "hidden"}, {"name", "version"}, {"value", std::uint64_t{page.search.version.number}}});
    append_draft_fields(html, draft);
    html.open("p", {{"class", "buttons"}});
    html.element("button", {{"type", "submit"}, {"class", "main-button"}}, "Save as a new version");
    html.close();
    html.element("p", {{"class", "field-hint"}}, "Earlier versions stay in the list below.");
  });
  html.close();
}

void append_news(Html& html, const SavedSearchPage& page) {
  html.open("section", {{"class", "part"}, {"aria-labelledby", "news"}});
  html.element("h2", {{"id", "news"}}, "What was new");
  if (page.events.empty()) {
    html.element("p", {}, "Nothing yet. Alerts are made when papers are added to the index, or leave it.");
  } else {
    html.open("p").open("a", {{"href", "/alerts?search=" + page.search.id}});
    html.text(page.search.unread == 0 ? "All alerts of this search"
                                      : alerts_words(page.search.unread) + " unread of this search");
    html.close().close();
    append_change_form(html, "/alerts/read", page.secret, "marking", [&] {
      html.lone("input", {{"type", "hidden"}, {"name", "back"}, {"value", page.search.id}});
      append_events(html, page.events, false, true);
    });
  }
  html.close();
}

void append_counts(Html& html, const SavedSearchPage& page) {
  html.open("section", {{"class", "part"}, {"aria-labelledby", "counts"}});
  html.element("h2", {{"id", "counts"}}, "How many papers it had");
  if (page.counts.empty()) {
    html.element("p", {}, "It was not counted yet.").close();
    return;
  }
  // Runs for alerts do not count what is in doubt: then there is no column for it.
  const bool doubts = std::any_of(page.counts.begin(), page.counts.end(),
                                  [](const saved::Count& count) { return count.candidates.has_value(); });
  html.open("table", {{"class", "kept small"}});
  html.element("caption", {{"class", "unseen"}}, "Papers by generation of the index, newest first");
  html.open("thead").open("tr");
  for (const std::string_view head : {"Generation", "Version", "Papers", "Change"}) {
    html.element("th", {{"scope", "col"}}, head);
  }
  if (doubts) html.element("th", {{"scope", "col"}}, "In doubt");
  html.close().close().open("tbody");
  for (std::size_t i = page.counts.size(); i > 0; --i) {
    const saved::Count& count = page.counts[i - 1];
    html.open("tr");
    html.open("th", {{"scope", "row"}}).text(generation_of(count.generation, count.generation_date)).close();
    html.open("td", {{"data-label", "Version"}}).text(grouped(count.version)).close();
    html.open("td", {{"data-label", "Papers"}}).text(papers(count.count)).close();
    html.open("td", {{"data-label", "Change"}});
    const saved::Count* before = i > 1 ? &page.counts[i - 2] : nullptr;
    if (before == nullptr) {
      html.text("first count");
    } else if (before->version != count.version) {
      html.text("new version");
    } else if (count.count >= before->count) {
      html.text("+" + grouped(count.count - before->count));
    } else {
      html.text("−" + grouped(before->count - count.count));
    }
    html.close();
    if (doubts) {
      html.open("td", {{"data-label", "In doubt"}});
      html.text(count.candidates ? papers(*count.candidates) : "not counted").close();
    }
    html.close();
  }
  html.close().close().close();
}

void append_versions(Html& html, const SavedSearchPage& page) {
  html.open("section", {{"class", "part"}, {"aria-labelledby", "versions"}});
  html.element("h2", {{"id", "versions"}}, "Versions");
  html.open("ol", {{"class", "versions"}, Attribute("reversed")});
  for (auto version = page.versions.rbegin(); version != page.versions.rend(); ++version) {
    html.open("li", {{"value", std::uint64_t{version->number}}});
    html.element("strong", {{"dir", "auto"}}, version->draft.name);
    html.text(", " + day(version->date) + ": ");
    append_question(html, version->draft);
    html.text(" ");
    html.open("a", {{"href", search_url(state_of(version->draft))}}).text("Open");
    append_hidden_text(html, " version " + grouped(version->number));
    html.close().close();
  }
  html.close().close();
}

void append_feeds(Html& html, const SavedSearchPage& page) {
  const std::string feed = saved_path(page.search.id) + "/feed.";
  const std::string key = "?key=" + page.feed_key;
  html.open("section", {{"class", "part"}, {"aria-labelledby", "feeds"}});
  html.element("h2", {{"id", "feeds"}}, "Follow it in a feed reader");
  html.open("ul", {{"class", "plain"}});
  html.open("li").element("a", {{"href", feed + "atom" + key}, {"type", "application/atom+xml"}},
                          "Atom feed");
  html.close();
  html.open("li").element("a", {{"href", feed + "json" + key}, {"type", "application/feed+json"}},
                          "JSON feed");
  html.close().close();
  html.element(
      "p", {{"class", "note"}},
      "Each address holds a key of its own, which opens this feed and nothing else: a feed reader on "
      "this machine can use it as it is. Treat it like a password.");
  html.close();
}

}  // namespace

std::string render_saved_search(const SavedSearchPage& page) {
  const saved::Draft& draft = page.search.version.draft;
  Frame frame;
  frame.title = draft.name;
  frame.here = "/saved";
  frame.generation = page.generation;
  frame.head = [&](Html& html) {
    html.lone("meta", {{"name", "robots"}, {"content", "noindex"}});
    html.lone("link", {{"rel", "alternate"},
                       {"type", "application/atom+xml"},
                       {"title", draft.name},
                       {"href", saved_path(page.search.id) + "/feed.atom?key=" + page.feed_key}});
  };
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "own-page"}});
    if (const std::string_view words = done_words(page.done); !words.empty()) {
      html.element("p", {{"class", "done"}, {"role", "status"}}, words);
    }
    html.open("div", {{"class", "own-head"}});
    html.element("h1", {{"dir", "auto"}}, draft.name);
    html.open("p", {{"class", "note"}});
    html.element("a", {{"href", "/saved"}}, "Saved searches");
    if (!draft.case_.empty()) html.text(" · Case ").element("span", {{"dir", "auto"}}, draft.case_);
    html.text(" · version " + grouped(page.search.version.number) + " of " + day(page.search.version.date));
    if (page.search.archived) html.text(" · ").element("span", {{"class", "badge caution"}}, "archived");
    html.close();
    append_now(html, page);
    html.close();
    if (!draft.note.empty()) html.element("p", {{"class", "own-note"}, {"dir", "auto"}}, draft.note);
    append_actions(html, page);
    append_edit(html, page);
    append_news(html, page);
    append_counts(html, page);
    append_feeds(html, page);
    append_versions(html, page);
    html.close();
  });
}

}  // namespace labtrail::web
