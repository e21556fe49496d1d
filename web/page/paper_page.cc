// The page of one paper: what the source says, in its words; what it does not say, said as well. Every
// institution, country, venue, topic and funder leads back to a search.
#include <algorithm>

#include "web/page/citation.h"
#include "web/page/downloads.h"
#include "web/page/evidence.h"
#include "web/page/frame.h"
#include "web/page/links.h"
#include "web/page/marks.h"
#include "web/page/page.h"
#include "web/page/results.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;

std::string filter_url(FacetField field, std::string_view value) {
  return url_with({}, selecting({}, {field, value}));
}

void append_filter_link(Html& html, FacetField field, std::string_view value, std::string_view name) {
  html.open("a", {{"href", filter_url(field, value)}, {"dir", "auto"}});
  html.text(name);
  append_hidden_text(html, " (all papers)");
  html.close();
}

const corpus::Institution* institution(const corpus::Paper& paper, std::string_view id) {
  for (const corpus::Institution& known : paper.institutions) {
    if (known.id == id) return &known;
  }
  return nullptr;
}

void append_section_head(Html& html, std::string_view id, std::string_view title) {
  html.open("section", {{"class", "part"}, {"id", id}, {"aria-labelledby", std::string(id) + "-title"}});
  html.element("h2", {{"id", std::string(id) + "-title"}}, title);
}

/// A text of the paper with the words marked that show a topic.
void append_shown(Html& html, std::string_view text, const std::vector<searcher::Span>& topics) {
  std::size_t at = 0;
  for (const searcher::Span& span : clean_spans(text, topics)) {
    html.text(text.substr(at, span.begin - at));
    html.element("mark", {{"class", "term"}}, text.substr(span.begin, span.end - span.begin));
    at = span.end;
  }
  html.text(text.substr(at));
}

void append_head(Html& html, const corpus::Paper& paper, const searcher::PaperEvidence* evidence) {
  const std::string tag = language_tag(paper.language);
  html.open("header",
            {{"class", "paper-head"}, Attribute("dir", "rtl").when(is_right_to_left(paper.language))});
  html.open("h1", {{"dir", "auto"}, Attribute("lang", tag).when(!tag.empty())});
  append_shown(html, paper.title, topic_spans(evidence, "title"));
  html.close();
  if (!paper.authors.empty()) {
    html.open("p", {{"class", "paper-authors"}});
    for (std::size_t i = 0; i < paper.authors.size(); ++i) {
      if (i > 0) html.text(", ");
      html.element("bdi", {}, paper.authors[i].name);
    }
    html.close();
  }
  html.open("p", {{"class", "hit-where"}});
  if (!paper.venue.empty()) {
    append_filter_link(html, FacetField::venue, paper.venue, paper.venue);
    html.text(" · ");
  }
  const std::string date = !paper.date.empty() ? short_date(paper.date)
                           : paper.year != 0   ? std::to_string(paper.year)
                                               : "no date given";
  html.element("bdi", {}, date);
  html.text(" ");
  append_badges(html, paper);
  html.close();
  if (paper.retracted) {
    html.element(
        "p", {{"class", "warning"}},
        "The source marks this paper as retracted. Do not rely on its findings; it stays listed because "
        "its affiliations and funding remain on record.");
  }
  if (const std::string note = status_note(paper); !note.empty()) {
    html.element("p", {{"class", "warning"}},
                 note + ". The venue's decision was “" + paper.status +
                     "”: what the authors listed here was submitted, "
                     "not published there.");
  }
  html.close();
}

void append_affiliation(Html& html, const corpus::Paper& paper, const corpus::Affiliation& affiliation) {
  html.open("li");
  html.element("span", {{"class", "raw"}, {"dir", "auto"}},
               affiliation.raw.empty() ? "(no text)" : affiliation.raw);
  for (const std::string& id : affiliation.institutions) {
    const corpus::Institution* known = institution(paper, id);
    html.open("span", {{"class", "resolved"}});
    html.open("span", {{"aria-hidden", "true"}}).text("→ ").close();
    append_hidden_text(html, "according to the source: ");
    append_filter_link(html, FacetField::institution, id, known == nullptr ? id : known->name);
    html.close();
  }
  html.close();
}

void append_affiliations(Html& html, const corpus::Paper& paper) {
  append_section_head(html, "affiliations", "Authors and affiliations, as printed");
  if (paper.unpaired) {
    html.element("p", {{"class", "note"}},
                 "This paper lists these affiliations; the source does not say which author lists which.");
    html.open("ul", {{"class", "affiliations"}});
    for (const corpus::Affiliation& affiliation : paper.affiliations)
      append_affiliation(html, paper, affiliation);
    html.close();
  } else if (raw_affiliations(paper).empty()) {
    html.element(
        "p", {{"class", "note"}},
        "The source lists no affiliation for this paper. That is not evidence that the authors had none.");
  }
  const bool any = std::any_of(paper.authors.begin(), paper.authors.end(),
                               [](const corpus::Author& author) { return !author.affiliations.empty(); });
  if (any) {
    html.open("ol", {{"class", "authors"}});
    for (const corpus::Author& author : paper.authors) {
      html.open("li");
      html.open("p", {{"class", "author"}}).element("bdi", {}, author.name);
      if (const std::string url = orcid_url(author.orcid); !url.empty()) {
        html.text(" ");
        append_outside(html, url, "ORCID");
        append_hidden_text(html, " of " + author.name);
      }
      html.close();
      if (author.affiliations.empty()) {
        html.element("p", {{"class", "note"}}, "no affiliation listed");
      } else {
        html.open("ul", {{"class", "affiliations"}});
        for (const corpus::Affiliation& affiliation : author.affiliations)
          append_affiliation(html, paper, affiliation);
        html.close();
      }
      html.close();
    }
    html.close();
  }
  html.close();
}

/// The funding statement, and what is recognised in it.
void append_statement(Html& html, const corpus::Paper& paper, const searcher::PaperEvidence* evidence) {
  const auto* string = find_string(evidence, format::EvidenceText::funding, paper.funding_text);
  if (string == nullptr) {
    html.open("blockquote", {{"class", "printed"}, {"dir", "auto"}}).text(paper.funding_text).close();
    return;
  }
  append_printed(html, *string);
  append_mentions(html, *string);
}

void append_funding(Html& html, const corpus::Paper& paper, const searcher::PaperEvidence* evidence) {
  if (paper.funders.empty() && paper.funding_text.empty()) return;
  append_section_head(html, "funding", "Funding");
  if (!paper.funders.empty()) {
    html.open("ul", {{"class", "plain"}});
    for (const corpus::Funder& funder : paper.funders) {
      html.open("li");
      const auto* string = find_string(evidence, format::EvidenceText::funding, funder.name);
      const bool told = string != nullptr && !string->mentions.empty();
      if (told) {
        html.element("bdi", {}, funder.name);
      } else if (!funder.id.empty() || !funder.name.empty()) {
        append_filter_link(html, FacetField::funder, funder.id.empty() ? funder.name : funder.id,
                           funder.name.empty() ? funder.id : funder.name);
      }
      if (!funder.award.empty()) {
        html.text(" ")
            .open("span", {{"class", "award"}})
            .text("award ")
            .element("bdi", {}, funder.award)
            .close();
      }
      if (told) append_mentions(html, *string);
      html.close();
    }
    html.close();
  }
  if (!paper.funding_text.empty()) append_statement(html, paper, evidence);
  html.close();
}

void append_fact(Html& html, std::string_view term, const std::function<void()>& value) {
  html.element("dt", {}, term);
  html.open("dd");
  value();
  html.close();
}

void append_list(Html& html, FacetField field,
                 const std::vector<std::pair<std::string, std::string>>& values) {
  html.open("ul", {{"class", "plain"}});
  for (const auto& [value, name] : values) {
    html.open("li");
    append_filter_link(html, field, value, name);
    html.close();
  }
  html.close();
}

void append_links(Html& html, const corpus::Paper& paper) {
  html.open("ul", {{"class", "plain"}});
  for (const auto& [scheme, value] : paper.ids) {
    html.open("li").element("span", {{"class", "scheme"}}, scheme).text(" ");
    const std::string url = id_url(scheme, value);
    if (url.empty()) {
      html.element("bdi", {}, value);
    } else {
      append_outside(html, url, value);
    }
    html.close();
  }
  if (const std::string_view url = safe_url(paper.url); !url.empty()) {
    html.open("li").element("span", {{"class", "scheme"}}, "page").text(" ");
    append_outside(html, url, url);
    html.close();
  }
  html.close();
}

void append_facts(Html& html, const corpus::Paper& paper, const searcher::PaperEvidence* evidence) {
  html.open("aside", {{"class", "facts"}, {"aria-labelledby", "facts-title"}});
  html.element("h2", {{"id", "facts-title"}}, "On record");
  html.open("dl");
  if (!paper.institutions.empty()) {
    std::vector<std::pair<std::string, std::string>> values;
    for (const corpus::Institution& known : paper.institutions) {
      values.emplace_back(known.id, known.name.empty() ? known.id : known.name);
    }
    append_fact(html, "Institutions, as the source identifies them",
                [&] { append_list(html, FacetField::institution, values); });
  }
  if (!paper.countries.empty()) {
    std::vector<std::pair<std::string, std::string>> values;
    for (const std::string& code : paper.countries) values.emplace_back(code, country_name(code));
    append_fact(html, "Countries of the affiliations",
                [&] { append_list(html, FacetField::country, values); });
  }
  if (!paper.topics.empty()) {
    std::vector<std::pair<std::string, std::string>> values;
    for (const corpus::Topic& topic : paper.topics)
      values.emplace_back(topic.id.empty() ? topic.name : topic.id, topic.name);
    append_fact(html, "Topics, as the source assigns them",
                [&] { append_list(html, FacetField::topic, values); });
  }
  if (!paper.keywords.empty()) {
    append_fact(html, "Keywords", [&] {
      html.open("ul", {{"class", "plain keywords"}});
      for (std::size_t i = 0; i < paper.keywords.size(); ++i) {
        html.open("li").open("bdi");
        append_shown(html, paper.keywords[i], topic_spans(evidence, "keyword", i));
        html.close().close();
      }
      html.close();
    });
  }
  if (!paper.language.empty())
    append_fact(html, "Language", [&] { html.text(language_name(paper.language)); });
  if (!paper.type.empty()) append_fact(html, "Type", [&] { html.text(paper.type); });
  if (!paper.status.empty()) append_fact(html, "Decision of the venue", [&] { html.text(paper.status); });
  if (!paper.ids.empty() || !safe_url(paper.url).empty()) {
    append_fact(html, "Elsewhere (opens another site)", [&] { append_links(html, paper); });
  }
  append_fact(html, "Source", [&] {
    html.text(paper.source.name.empty() ? "not stated" : paper.source.name);
    if (!paper.source.record.empty()) html.text(", record ").element("bdi", {}, paper.source.record);
    if (!paper.source.retrieved.empty()) html.text(", retrieved " + short_date(paper.source.retrieved));
  });
  if (evidence != nullptr && !evidence->registry.empty()) {
    append_fact(html, "Read with registry version", [&] {
      html.open("code", {{"dir", "auto"}}).text(evidence->registry).close();
    });
  }
  append_fact(html, "Id in this index", [&] { html.open("code", {{"dir", "auto"}}).text(paper.id).close(); });
  html.close();
  html.open("p", {{"class", "machine"}});
  html.element("a", {{"href", paper_api_path(paper.id)}}, "This paper as JSON");
  html.close();
  html.close();
}

void append_originals(Html& html, const corpus::Paper& paper) {
  if (paper.originals.empty()) return;
  html.open("details", {{"class", "part originals"}});
  html.element("summary", {}, "As published, before repair");
  html.element(
      "p", {{"class", "note"}},
      "These texts were repaired on import (markup, damaged encoding). This is what the source holds:");
  html.open("dl");
  for (const corpus::Original& original : paper.originals) {
    append_fact(html, original.field, [&] {
      html.open("code", {{"dir", "auto"}}).text(original.text).close();
    });
  }
  html.close().close();
}

}  // namespace

std::string render_paper(const PaperPage& page) {
  const corpus::Paper& paper = *page.paper;
  Frame frame;
  frame.title = paper.title;
  frame.generation = page.generation;
  frame.head = [&](Html& html) {
    html.lone("link",
              {{"rel", "alternate"}, {"type", "application/json"}, {"href", paper_api_path(paper.id)}});
    append_citation_meta(html, paper);
  };
  return document(page.site, frame, [&](Html& html) {
    html.open("main", {{"id", "main"}, {"class", "paper"}});
    html.open("article");
    append_head(html, paper, page.evidence);
    html.open("div", {{"class", "paper-columns"}});
    html.open("div", {{"class", "paper-text"}});
    if (!paper.abstract.empty()) {
      const std::string tag = language_tag(paper.language);
      append_section_head(html, "abstract", "Abstract");
      html.open("p", {{"class", "abstract"}, {"dir", "auto"}, Attribute("lang", tag).when(!tag.empty())});
      append_shown(html, paper.abstract, topic_spans(page.evidence, "abstract"));
      html.close().close();
    }
    if (page.evidence != nullptr) append_organisations(html, *page.evidence);
    append_funding(html, paper, page.evidence);
    if (page.evidence != nullptr) append_topics(html, paper, *page.evidence);
    append_affiliations(html, paper);
    append_originals(html, paper);
    append_cite(html, paper);
    html.close();
    append_facts(html, paper, page.evidence);
    html.close();
    append_coins(html, paper);
    html.close().close();
  });
}

}  // namespace labtrail::web
