#include "web/page/saved_parts.h"

#include <array>

#include "corpus/base/clock.h"
#include "corpus/base/text.h"
#include "web/page/diagnosis.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

std::string_view what(saved::EventKind kind) {
  switch (kind) {
    case saved::EventKind::match:
      return "New match";
    case saved::EventKind::removal:
      return "Matches no longer";
    case saved::EventKind::retraction:
      return "Retracted";
  }
  return "";
}

void append_text_field(Html& html, Literal name, std::string_view label, std::string_view value,
                       std::uint64_t most, std::string_view hint = {}, bool required = false) {
  const std::string id = "field-" + std::string(name.view());
  html.open("div", {{"class", "field"}});
  html.element("label", {{"for", id}}, label);
  html.lone("input", {{"id", id},
                      {"name", name.view()},
                      {"type", "text"},
                      {"value", value},
                      {"maxlength", most},
                      {"dir", "auto"},
                      {"autocomplete", "off"},
                      {"spellcheck", "false"},
                      Attribute("required").when(required),
                      Attribute("aria-describedby", id + "-hint").when(!hint.empty())});
  if (!hint.empty()) html.element("p", {{"class", "field-hint"}, {"id", id + "-hint"}}, hint);
  html.close();
}

void append_order(Html& html, std::string_view chosen) {
  struct Choice {
    std::string_view value;
    std::string_view text;
  };
  constexpr std::array kChoices{Choice{"newest", "Newest first"}, Choice{"oldest", "Oldest first"},
                                Choice{"relevance", "Relevance"}, Choice{"id", "Id"}};
  html.open("div", {{"class", "field"}});
  html.element("label", {{"for", "field-sort"}}, "Order of results");
  html.open("select", {{"id", "field-sort"}, {"name", "sort"}});
  for (const Choice& choice : kChoices) {
    html.element("option", {{"value", choice.value}, Attribute("selected").when(choice.value == chosen)},
                 choice.text);
  }
  html.close().close();
}

void append_event(Html& html, const saved::Event& event, bool links_search, bool buttons) {
  const bool alarm = event.retracted || event.kind == saved::EventKind::retraction;
  html.open("li", {{"class", event.read ? "event" : "event unread"}, {"data-event", event.number}});
  html.open("p", {{"class", "event-what"}});
  if (!event.read) html.element("span", {{"class", "badge new"}}, "Unread").text(" ");
  html.element("span", {{"class", alarm ? "badge alarm" : "badge"}}, what(event.kind));
  html.close();
  html.open("h3", {{"class", "event-paper"}});
  html.open("a", {{"href", paper_path(event.paper)}, {"dir", "auto"}});
  html.text(event.title.empty() ? event.paper : event.title).close();
  html.close();
  html.open("p", {{"class", "event-why"}});
  html.text("Why: ").text(saved::words(event.cause)).text(".");
  if (event.retracted && event.kind != saved::EventKind::retraction) html.text(" The paper is retracted.");
  if (!event.parts.empty()) {
    html.text(" It meets ");
    for (std::size_t i = 0; i < event.parts.size(); ++i) {
      if (i > 0) html.text(i + 1 == event.parts.size() ? " and " : ", ");
      html.element("code", {{"dir", "auto"}}, event.parts[i]);
    }
    html.text(".");
  }
  html.close();
  html.open("p", {{"class", "event-from"}});
  if (links_search) {
    html.text("Search ");
    html.open("a", {{"href", saved_path(event.search)}, {"dir", "auto"}}).text(event.search_name).close();
    html.text(", ");
  }
  html.text("version " + grouped(event.version) + " · " +
            generation_of(event.generation, event.generation_date));
  html.close();
  if (buttons && !event.read) {
    html.open("button",
              {{"type", "submit"}, {"name", "number"}, {"value", event.number}, {"class", "small"}});
    html.text("Mark as read");
    append_hidden_text(html, " the alert on " + (event.title.empty() ? event.paper : event.title));
    html.close();
  }
  html.close();
}

}  // namespace

std::string save_url(const SearchState& state) {
  std::string out = "/saved/new?q=" + base::percent_encode(state.query);
  if (!state.filter.empty()) out += "&filter=" + base::percent_encode(state.filter);
  if (state.sort != searcher::Sort::relevance) out += "&sort=" + std::string(searcher::name(state.sort));
  return out;
}

std::string saved_path(std::string_view id) {
  return "/saved/" + base::percent_encode(id);
}

SearchState state_of(const saved::Draft& draft) {
  SearchState state;
  state.query = draft.query;
  state.filter = draft.filter;
  if (const auto sort = searcher::parse_sort(draft.sort)) state.sort = *sort;
  return state;
}

searcher::Request count_request(const saved::Draft& draft) {
  searcher::Request request;
  request.query = draft.query;
  request.filter = draft.filter;
  request.facets = search_request({}).facets;  // years among them, for the period
  std::erase_if(request.facets,
                [](const query::FacetRequest& facet) { return facet.field != format::FacetField::year; });
  request.limit = 0;
  request.suggest_spelling = false;
  return request;
}

void append_change_form(Html& html, std::string_view action, std::string_view secret,
                        std::string_view css_class, const std::function<void()>& inside) {
  html.open("form", {{"method", "post"}, {"action", action}, {"class", css_class}});
  html.lone("input", {{"type", "hidden"}, {"name", "csrf"}, {"value", secret}});
  inside();
  html.close();
}

void append_question(Html& html, const saved::Draft& draft) {
  html.open("span", {{"class", "question"}});
  if (draft.query.empty() && draft.filter.empty()) html.text("every paper");
  if (!draft.query.empty()) html.element("code", {{"dir", "auto"}}, draft.query);
  if (!draft.query.empty() && !draft.filter.empty()) html.text(" with ");
  if (!draft.filter.empty()) html.element("code", {{"dir", "auto"}}, draft.filter);
  html.close();
}

void append_draft_fields(Html& html, const saved::Draft& draft) {
  append_text_field(html, "name", "Name", draft.name, saved::kMostName, {}, true);
  append_text_field(html, "case", "Case", draft.case_, saved::kMostName,
                    "What it belongs to: a story, a client, a file number. May stay empty.");
  html.open("div", {{"class", "field"}});
  html.element("label", {{"for", "field-note"}}, "Note");
  html.open("textarea", {{"id", "field-note"},
                         {"name", "note"},
                         {"rows", "4"},
                         {"maxlength", std::uint64_t{saved::kMostNote}},
                         {"dir", "auto"}});
  // The first line break in a textarea is dropped by browsers; this one is ours to lose.
  html.text("\n" + draft.note).close().close();
  append_text_field(html, "query", "Query", draft.query, 4096, "Empty: every paper.");
  append_text_field(html, "filter", "Filter", draft.filter, 4096, "As in the address of a search page.");
  append_order(html, draft.sort);
  html.lone("input", {{"type", "hidden"}, {"name", "facets"}, {"value", draft.facets}});
}

void append_draft_error(Html& html, const base::Error& error, const saved::Draft& draft) {
  html.open("div", {{"class", "warning"}, {"role", "alert"}});
  html.open("p").text("Not saved: " + error.message + ". ").text(error.hint).close();
  const bool of_query = error.code == base::ErrorCode::bad_query;
  if (of_query || error.code == base::ErrorCode::bad_filter) {
    html.open("p");
    append_place(html, of_query ? draft.query : draft.filter, error.offset, error.length);
    html.close();
  }
  html.close();
}

void append_events(Html& html, const std::vector<saved::Event>& events, bool links_search, bool buttons) {
  html.open("ol", {{"class", "events"}});
  for (const saved::Event& event : events) append_event(html, event, links_search, buttons);
  html.close();
}

std::string generation_of(std::uint64_t number, std::string_view date) {
  return "generation " + grouped(number) + " of " + short_date(date);
}

std::string day(std::int64_t seconds) {
  return short_date(base::iso8601(seconds));
}

std::string alerts_words(std::uint64_t count) {
  return grouped(count) + (count == 1 ? " alert" : " alerts");
}

}  // namespace labtrail::web
