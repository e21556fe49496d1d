// The list of saved searches, and the form that adds one.
#include "web/page/facets.h"
#include "web/page/saved.h"
#include "web/page/saved_parts.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

void append_row(Html& html, const saved::SavedSearch& search) {
  const saved::Draft& draft = search.version.draft;
  html.open("tr");
  html.open("th", {{"scope", "row"}});
  html.open("a", {{"href", saved_path(search.id)}, {"dir", "auto"}}).text(draft.name).close();
  html.open("span", {{"class", "of-row"}});
  append_question(html, draft);
  html.close().close();
  html.open("td", {{"data-label", "Case"}, {"dir", "auto"}}).text(draft.case_.empty() ? "–" : draft.case_);
  html.close();
  html.open("td", {{"data-label", "Papers"}, {"class", "counted"}});
  if (search.last_run) {
    html.open("a", {{"href", search_url(state_of(draft))}}).text(papers(search.last_run->count)).close();
    html.element("span", {{"class", "of-row"}},
                 generation_of(search.last_run->generation, search.last_run->generation_date));
  } else {
    html.text("not counted yet");
  }
  if (search.last_run && search.last_run->error) {
    html.open("span", {{"class", "badge caution"}}).text("could not be run").close();
  }
  html.close();
  html.open("td", {{"data-label", "Unread"}});
  if (search.unread > 0) {
    html.open("a", {{"href", "/alerts?search=" + search.id}}).text(alerts_words(search.unread));
    append_hidden_text(html, " unread of " + draft.name);
    html.close();
  } else {
    html.text("none");
  }
  html.close().close();
}

void append_table(Html& html, const SavedListPage& page) {
  html.open("table", {{"class", "kept"}});
  html.element("caption", {{"class", "unseen"}}, page.archived ? "Archived searches" : "Saved searches");
  html.open("thead").open("tr");
  for (const std::string_view head : {"Search", "Case", "Papers", "Unread"}) {
    html.element("th", {{"scope", "col"}}, head);
  }
  html.close().close();
  html.open("tbody");
  for (const saved::SavedSearch& search : page.searches) append_row(html, search);
  html.close().close();
}

Frame frame_of(std::string title, const searcher::GenerationInfo& generation) {
  Frame frame;
  frame.title = std::move(title);
  frame.here = "/saved";
  frame.generation = generation;
  frame.head = [](Html& html) { html.lone("meta", {{"name", "robots"}, {"content", "noindex"}}); };
  return frame;
}

}  // namespace

std::string render_saved_list(const SavedListPage& page) {
  const std::string_view title = page.archived ? "Archived searches" : "Saved searches";
  return document(page.site, frame_of(std::string(title), page.generation), [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "own-page"}});
    if (page.imported) {
      html.open("p", {{"class", "done"}, {"role", "status"}});
      html.text("Imported " + grouped(*page.imported) + (*page.imported == 1 ? " search." : " searches."));
      if (*page.imported == 0) html.text(" All of them were here already.");
      html.close();
    }
    html.open("div", {{"class", "own-head"}});
    html.element("h1", {}, title);
    html.open("p", {{"class", "provenance"}});
    html.text(grouped(page.searches.size()) + (page.searches.size() == 1 ? " search" : " searches"));
    html.text(
        " · each number is papers, of all years unless the question names some, and of the generation beside "
        "it");
    html.close();
    html.open("p", {{"class", "own-links"}});
    html.open("a", {{"href", "/alerts"}});
    html.text(page.unread == 0 ? "No unread alerts" : alerts_words(page.unread) + " unread").close();
    html.text(" · ");
    html.open("a", {{"href", page.archived ? "/saved" : "/saved?archived=1"}});
    html.text((page.archived ? "Saved searches (" : "Archived (") + grouped(page.others) + ")").close();
    html.text(" · ").element("a", {{"href", "/saved/export.json"}}, "Export as JSON");
    html.text(" · ").element("a", {{"href", "/saved/import"}}, "Import");
    html.close().close();
    if (page.searches.empty()) {
      html.open("section", {{"class", "empty"}, {"aria-labelledby", "empty-title"}});
      html.element("h2", {{"id", "empty-title"}},
                   page.archived ? "Nothing is archived" : "Nothing is saved yet");
      html.open("p").text("Search, and press “Save this search” on the page of results. ");
      html.element("a", {{"href", "/search?q="}}, "Start from every paper of this index").close();
      html.close();
    } else {
      append_table(html, page);
    }
    append_change_form(html, "/session/end", page.secret, "leaving", [&] {
      html.element("button", {{"type", "submit"}}, "Lock");
      html.element("p", {{"class", "note"}},
                   "Nobody at this browser sees what is kept here until the address with ?token= that the "
                   "server printed is opened again. What is saved stays, and alerts go on.");
    });
    html.close();
  });
}

std::string render_saved_new(const SavedNewPage& page) {
  return document(page.site, frame_of("Save a search", page.generation), [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "own-page"}});
    html.open("div", {{"class", "own-head"}});
    html.element("h1", {}, "Save a search");
    html.open("p", {{"class", "provenance"}});
    if (page.response != nullptr) {
      const SearchState state = state_of(page.draft);
      const std::string years = period({state, page.response->clauses, page.response});
      html.text(papers(page.response->total) + " now" + (years.empty() ? "" : ", " + years) + " · " +
                generation_words(page.response->generation));
      html.close();
      html.element(
          "p", {{"class", "note"}},
          "They are no news: alerts begin with the next papers. What is saved stays on this machine.");
    } else {
      html.text("This question cannot be asked as it is").close();
    }
    html.close();
    if (page.error != nullptr) append_draft_error(html, *page.error, page.draft);
    append_change_form(html, "/saved", page.secret, "draft", [&] {
      append_draft_fields(html, page.draft);
      html.open("p", {{"class", "buttons"}});
      html.element("button", {{"type", "submit"}, {"class", "main-button"}}, "Save").text(" ");
      html.element("a", {{"href", search_url(state_of(page.draft))}}, "Back to the search");
      html.close();
    });
    html.close();
  });
}

std::string render_saved_import(const SavedImportPage& page) {
  return document(page.site, frame_of("Import saved searches", page.generation), [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "own-page"}});
    html.open("div", {{"class", "own-head"}});
    html.element("h1", {}, "Import saved searches");
    html.element(
        "p", {{"class", "note"}},
        "Paste what “Export as JSON” gave, here or on another machine. All of it comes in, or nothing. "
        "Versions and counts come along; alerts begin anew.");
    html.close();
    if (page.error != nullptr) {
      html.open("div", {{"class", "warning"}, {"role", "alert"}});
      html.open("p").text("Not imported: " + page.error->message + ". ").text(page.error->hint).close();
      html.close();
    }
    append_change_form(html, "/saved/import", page.secret, "draft", [&] {
      html.open("div", {{"class", "field"}});
      html.element("label", {{"for", "field-json"}}, "Exported JSON");
      html.open("textarea", {{"id", "field-json"},
                             {"name", "json"},
                             {"rows", "12"},
                             {"spellcheck", "false"},
                             Attribute("required")});
      html.text("\n" + page.sent).close().close();
      html.open("p");
      html.lone("input", {{"id", "copies"}, {"type", "checkbox"}, {"name", "copies"}, {"value", "1"}});
      html.text(" ").element("label", {{"for", "copies"}},
                             "Where a search is here already with other contents, take it in as a copy");
      html.close();
      html.open("p", {{"class", "buttons"}});
      html.element("button", {{"type", "submit"}, {"class", "main-button"}}, "Import").text(" ");
      html.element("a", {{"href", "/saved"}}, "Saved searches");
      html.close();
    });
    html.close();
  });
}

}  // namespace labtrail::web
