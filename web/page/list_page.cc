#include "web/page/list_page.h"

#include <algorithm>
#include <array>

#include "corpus/base/text.h"
#include "searcher/query/filter.h"
#include "web/page/dossier_page.h"
#include "web/page/frame.h"
#include "web/page/links.h"
#include "web/page/parts.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using searcher::EntryMeaning;
using searcher::EntryReading;
using searcher::ListAnswer;
using searcher::ListEntry;

struct Choice {
  EntryMeaning meaning;
  std::string_view words;
  std::string_view example;
};
constexpr std::array kChoices{
    Choice{EntryMeaning::name, "Names or ids of labs, institutions, funders", "之江实验室, MIT"},
    Choice{EntryMeaning::printed, "Words as printed in an affiliation", "Key Laboratory of River Ecology"},
    Choice{EntryMeaning::title, "Titles, or words of them", "Attention is all you need"},
    Choice{EntryMeaning::query, "Queries", "swarm OR drone*"},
};

void append_form(Html& html, const ListPage& page) {
  html.open("form", {{"class", "matrix-form"}, {"action", "/list"}, {"method", "get"}});
  html.open("label", {{"class", "whole"}});
  html.element("span", {}, "One entry a line");
  html.open("textarea", {{"name", "entries"},
                         {"rows", std::uint64_t{10}},
                         {"dir", "auto"},
                         {"spellcheck", "false"},
                         {"autocomplete", "off"}});
  // A line break right behind the tag is not part of the text.
  html.text("\n" + page.entries).close().close();
  html.open("fieldset", {{"class", "whole"}});
  html.element("legend", {}, "Each entry is");
  for (const Choice& choice : kChoices) {
    html.open("label", {{"class", "choice"}});
    html.lone("input", {{"type", "radio"},
                        {"name", "as"},
                        {"value", name(choice.meaning)},
                        Attribute("checked").when(choice.meaning == page.meaning)});
    html.element("span", {}, choice.words);
    html.text(" ").element("span", {{"class", "example"}, {"dir", "auto"}}, choice.example);
    html.close();
  }
  html.close();
  html.element("p", {{"class", "note whole"}},
               "A DOI or an arXiv number is its papers, whatever the others are.");
  append_question_field(html, "filter", "Filter", page.filter, "year:2020-2024");
  html.element("button", {{"type", "submit"}}, "Count");
  html.close();
}

std::string search_of(const EntryReading& reading) {
  SearchState state;
  state.query = reading.query;
  state.filter = reading.filter;
  return search_url(state);
}

void append_reading(Html& html, const ListPage& page, const ListEntry& entry, const EntryReading& reading) {
  html.open("tr");
  html.element("th", {{"scope", "row"}, {"dir", "auto"}}, entry.text);
  html.open("td", {{"class", "words"}});
  if (reading.meaning == EntryMeaning::name) {
    const auto field = format::facet_field(reading.kind);
    const std::string url =
        field ? dossier_url(query::to_string({query::value_clause(*field, reading.value)}), {}, {})
              : std::string();
    if (url.empty()) {
      html.element("bdi", {}, reading.label);
    } else {
      html.open("a", {{"href", url}}).element("bdi", {}, reading.label).close();
    }
    html.text(" ").element("span", {{"class", "kind"}}, reading.kind);
    const auto namesakes =
        std::count_if(entry.readings.begin(), entry.readings.end(),
                      [&](const EntryReading& other) { return other.kind == reading.kind; });
    if (namesakes > 1)
      html.text(" ").element("code", {}, reading.value).text(", one of several of this name");
  } else if (page.meaning == EntryMeaning::name && reading.meaning == EntryMeaning::printed) {
    html.text("No lab, institution or funder of this index has this name. As printed in an affiliation: ");
    html.element("code", {{"dir", "auto"}}, reading.query);
  } else {
    html.element("code", {{"dir", "auto"}}, reading.query);
  }
  html.close();
  html.open("td");
  append_number(html, reading.papers, search_of(reading), entry.text);
  html.close().close();
}

void append_unread(Html& html, const ListEntry& entry) {
  html.open("tr").element("th", {{"scope", "row"}, {"dir", "auto"}}, entry.text);
  html.open("td", {{"class", "words problem"}});
  html.element("strong", {}, "Not counted: ").text(entry.error->message);
  if (!entry.error->hint.empty()) html.text("; " + entry.error->hint);
  html.close().open("td").element("span", {{"class", "number nothing"}}, "–").close().close();
}

void append_table(Html& html, const ListPage& page) {
  const ListAnswer& answer = *page.answer;
  std::size_t found = 0;
  std::size_t unread = 0;
  for (const ListEntry& entry : answer.entries) {
    std::uint64_t most = 0;
    for (const EntryReading& reading : entry.readings) most = std::max(most, reading.papers);
    found += most > 0 ? 1 : 0;
    unread += entry.error ? 1 : 0;
  }
  open_part(html, "counts",
            grouped(found) + " of " + grouped(answer.entries.size()) +
                (answer.entries.size() == 1 ? " entry finds papers" : " entries find papers"));
  if (unread > 0)
    html.element("p", {{"class", "note"}}, grouped(unread) + " could not be counted; each says why.");
  html.open("div", {{"class", "table-box"},
                    {"role", "region"},
                    {"tabindex", "0"},
                    {"aria-label", "Table of the entries"}});
  html.open("table", {{"class", "cells entries"}}).open("thead").open("tr");
  html.element("th", {{"scope", "col"}}, "Entry");
  html.element("th", {{"class", "words"}, {"scope", "col"}}, "Read as");
  html.element("th", {{"scope", "col"}}, "Papers");
  html.close().close().open("tbody");
  for (const ListEntry& entry : answer.entries) {
    for (const EntryReading& reading : entry.readings) append_reading(html, page, entry, reading);
    if (entry.error) append_unread(html, entry);
  }
  html.close().close().close();
  html.open("p", {{"class", "machine"}});
  html.element("a", {{"href", list_url(page, ".csv")}}, "This list as CSV").close();
  html.close();
}

void append_about(Html& html, const ListAnswer& answer) {
  const bool years = has_positive(clauses_of(answer.filter), format::FacetField::year);
  append_about_numbers(
      html,
      {{"Unit",
        "papers, each counted once for an entry; a paper may be found by several entries, so they do not add "
        "up."},
       {"Period", years ? "the years of the filter." : "all years of the index."},
       {"Generation", generation_words(answer.generation) + "."},
       {"Zero",
        "No paper of this index is found. That is not evidence that there is none: an index holds what its "
        "sources say."}});
}

}  // namespace

std::string list_url(const ListPage& page, std::string_view ending) {
  std::string url = "/list" + std::string(ending) + "?entries=" + base::percent_encode(page.entries) +
                    "&as=" + std::string(name(page.meaning));
  if (!page.filter.empty()) url += "&filter=" + base::percent_encode(page.filter);
  return url;
}

std::string render_list(const ListPage& page) {
  Frame frame;
  frame.title = "List";
  frame.generation = page.generation;
  frame.here = "/list";
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "matrix"}});
    html.element("p", {{"class", "kicker"}}, "Many at once");
    html.element("h1", {}, "List");
    append_form(html, page);
    if (page.error != nullptr) {
      append_uncounted(html, *page.error);
    } else if (page.answer != nullptr) {
      append_table(html, page);
      append_about(html, *page.answer);
    } else {
      html.element("p", {{"class", "note"}},
                   "Paste a column of names, titles or queries. Each line is counted by itself, says how it "
                   "was read, and opens its papers.");
    }
    html.close();
  });
}

}  // namespace labtrail::web
