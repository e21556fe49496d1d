#include "searcher/bundle/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "web/page/citation.h"
#include "web/page/evidence.h"
#include "web/page/html.h"
#include "web/page/marks.h"
#include "web/page/reasons.h"
#include "web/page/words.h"

namespace labtrail::bundle {
namespace {

using format::EvidenceText;
using format::FacetField;
using format::State;
using web::Html;

constexpr std::size_t kAuthorsListed = 10;

constexpr web::Literal kStyle = R"(<style>
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--link:#0a4c86;--soft:#59636e;--line:#d1d9e0;--mark:#fff3b0;--doubt:#ffe0cc}
@media(prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--link:#79b8ff;--soft:#9da7b1;--line:#3d444d;--mark:#5c4d00;--doubt:#66330a}}
body{font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:50rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
a{color:var(--link)}h1,h2,h3{line-height:1.25;margin:1.5em 0 .4em}h3{font-size:1.1rem;margin-top:0}h4{font-size:.9rem;margin:1em 0 .2em}
p{margin:.4em 0}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:var(--soft)}dd{margin:0}
article{border-top:1px solid var(--line);padding:1.2rem 0;break-inside:avoid-page;content-visibility:auto;contain-intrinsic-size:auto 24rem}
.facts,.soft{color:var(--soft);font-size:.9rem}.printed{border-inline-start:3px solid var(--line);padding-inline-start:.7rem;margin:.6em 0 .2em}
blockquote.printed{margin-inline:0}mark{background:var(--mark);color:inherit}mark.doubt{background:var(--doubt);text-decoration:underline dashed}
ul.mentions{margin:.2em 0;padding-inline-start:1.4rem;font-size:.9rem}.refused{color:var(--soft)}.retracted{font-weight:bold}
.note{white-space:pre-wrap}table{border-collapse:collapse;font-size:.9rem;margin:.5em 0}th,td{text-align:start;overflow-wrap:normal;padding:.1rem 1rem .1rem 0;border-bottom:1px solid var(--line)}
td:last-child,th:last-child{text-align:end;font-variant-numeric:tabular-nums}
.counts{columns:2 18rem}.counts section{break-inside:avoid;margin-bottom:1.2rem}.counts table{width:100%}caption{text-align:start;font-weight:bold}
@media print{article{content-visibility:visible}body{max-width:none;margin:0}mark{background:none;font-weight:bold;text-decoration:underline}}
</style>
)";

void fact(Html& html, std::string_view term, std::string_view value) {
  html.element("dt", {}, term).open("dd").element("bdi", {}, value).close();
}

std::string period_words(const Period& period) {
  std::string out = period.first == 0 ? "no paper has a year"
                    : period.first == period.last
                        ? fmt::format("papers of {}", period.first)
                        : fmt::format("papers of {} to {}", period.first, period.last);
  if (period.without > 0 && period.first != 0)
    out += fmt::format("; {} without a year", web::papers(period.without));
  return out;
}

std::string registry_words(const Manifest& manifest) {
  std::string out;
  for (const std::string& version : manifest.registries) out += (out.empty() ? "" : "; ") + version;
  return out.empty() ? "none" : out;
}

void append_counts(Html& html, const searcher::Facet& facet, std::uint64_t count) {
  std::vector<searcher::FacetBucket> buckets = facet.buckets;
  std::erase_if(buckets, [](const searcher::FacetBucket& bucket) { return bucket.count == 0; });
  if (buckets.empty()) return;
  if (facet.field == FacetField::year)
    std::sort(buckets.begin(), buckets.end(), [](const auto& a, const auto& b) { return a.value > b.value; });
  buckets.resize(std::min(buckets.size(), kValuesListed));
  html.open("section").open("table");
  html.element("caption", {}, web::title(facet.field));
  html.open("thead").open("tr");
  html.element("th", {{"scope", "col"}}, "Value").element("th", {{"scope", "col"}}, "Papers");
  html.close().close().open("tbody");
  for (const searcher::FacetBucket& bucket : buckets) {
    html.open("tr").open("td");
    html.element("bdi", {}, web::value_name(facet.field, bucket.value, bucket.label)).close();
    html.element("td", {}, web::grouped(bucket.count)).close();
  }
  html.close().close();
  std::string rest = fmt::format("Papers out of {}.", web::grouped(count));
  if (facet.distinct > buckets.size())
    rest += fmt::format(" {} of {} values; all of them are in {}.", buckets.size(),
                        web::grouped(facet.distinct), kCountsName);
  if (facet.none > 0) rest += fmt::format(" Without a value: {}.", web::papers(facet.none));
  html.element("p", {{"class", "soft"}}, rest).close();
}

std::string place_of(std::string_view field) {
  return field == "affiliation" || field == "author" ? fmt::format("an {}", field)
                                                     : fmt::format("the {}", field);
}

std::string authors(const corpus::Paper& paper) {
  std::string out;
  const std::size_t listed = std::min(paper.authors.size(), kAuthorsListed);
  for (std::size_t i = 0; i < listed; ++i) out += (out.empty() ? "" : ", ") + paper.authors[i].name;
  if (listed < paper.authors.size()) out += fmt::format(" and {} more", paper.authors.size() - listed);
  return out;
}

void append_title(Html& html, const searcher::Match& match, std::uint64_t number) {
  html.open("h3", {{"dir", "auto"}});
  html.text(fmt::format("{}. ", web::grouped(number)));
  const corpus::Paper& paper = match.paper;
  std::string url(web::safe_url(paper.url));
  if (url.empty()) url = web::id_url("doi", web::id_of(paper, "doi"));
  if (!url.empty()) html.open("a", {{"href", url}, {"rel", "noreferrer noopener"}});
  const searcher::Highlight* marked = nullptr;
  for (const searcher::Highlight& one : match.highlights) {
    if (one.field == "title") marked = &one;
  }
  html.open("bdi");
  web::append_marked(html, paper.title, marked == nullptr ? std::vector<searcher::Span>{} : marked->spans);
  html.close();
  if (!url.empty()) html.close();
  html.close();
}

void append_facts(Html& html, const corpus::Paper& paper) {
  if (paper.retracted) html.element("p", {{"class", "retracted"}}, "The source says: retracted.");
  html.open("p", {{"class", "facts"}});
  html.element("bdi", {}, paper.id);
  for (const std::string& value :
       {paper.year == 0 ? std::string("no year") : std::to_string(paper.year), paper.venue, paper.type,
        paper.status, paper.source.name.empty() ? std::string() : "from " + paper.source.name}) {
    if (!value.empty()) html.text(" · ").element("bdi", {}, value);
  }
  html.close();
  if (const std::string names = authors(paper); !names.empty())
    html.element("p", {{"class", "facts"}, {"dir", "auto"}}, names);
}

void append_met(Html& html, const std::vector<searcher::Highlight>& highlights) {
  for (const searcher::Highlight& highlight : highlights) {
    if (highlight.spans.empty() || highlight.field == "title") continue;
    html.open("p", {{"dir", "auto"}});
    html.element("span", {{"class", "soft"}}, fmt::format("The search met {}: ", place_of(highlight.field)));
    html.open("bdi");
    web::append_highlight(html, highlight);
    html.close().close();
  }
}

void append_mention(Html& html, const searcher::Mention& mention, std::string_view raw) {
  html.open("li", {web::Attribute("class", "refused").when(mention.state == State::refused)});
  html.element("bdi", {}, mention.name);
  html.text(fmt::format(" ({}, {}", web::state_words(mention.state), web::role_words(mention.role)));
  if (!mention.country.empty()) html.text(", ").text(web::country_name(mention.country));
  html.text("): ").element("bdi", {}, web::reason(mention, raw)).text(". ");
  if (!mention.alias.empty()) html.text("Name: ").element("bdi", {}, mention.alias).text(". ");
  if (!mention.alias_source.empty())
    html.text("Its source: ").element("bdi", {}, mention.alias_source).text(". ");
  html.open("span", {{"class", "soft"}});
  html.text(fmt::format("Rule {}, score {:.2f}, id ", format::name(mention.rule), mention.score));
  html.element("bdi", {}, mention.id).close().close();
}

void append_strings(Html& html, const searcher::PaperEvidence& evidence, EvidenceText kind,
                    std::string_view heading) {
  bool any = false;
  for (const searcher::StringEvidence& string : evidence.strings) {
    if (string.kind != kind) continue;
    if (!any) html.element("h4", {}, heading);
    any = true;
    web::append_printed(html, string);
    html.open("ul", {{"class", "mentions"}});
    for (const searcher::Mention& mention : string.mentions) append_mention(html, mention, string.raw);
    if (string.mentions.empty()) html.element("li", {}, "Nobody was recognised in it.");
    html.close();
  }
  if (!any && kind == EvidenceText::affiliation)
    html.element("p", {{"class", "soft"}}, "The source gives no affiliation for this paper.");
}

void append_topics(Html& html, const std::vector<searcher::TopicEvidence>& topics) {
  if (topics.empty()) return;
  html.element("h4", {}, "Technology topics");
  html.open("ul", {{"class", "mentions"}});
  for (const searcher::TopicEvidence& topic : topics) {
    html.open("li").element("bdi", {}, topic.name).text(": “").element("bdi", {}, topic.term);
    html.text(fmt::format("” in {} {}", topic.field == "keyword" ? "a" : "the", topic.field)).close();
  }
  html.close();
}

}  // namespace

std::string page_head(const Manifest& manifest, const std::vector<searcher::Facet>& counts) {
  const std::string title = manifest.title.empty() ? "Frozen evidence" : manifest.title;
  Html html;
  html.raw(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\"/>\n"
      "<meta name=\"robots\" content=\"noindex\"/>\n");
  html.element("title", {}, title).raw("\n").raw(kStyle).raw("</head>\n<body>\n<main>\n");
  html.element("h1", {{"dir", "auto"}}, title);
  if (!manifest.note.empty()) html.element("p", {{"class", "note"}, {"dir", "auto"}}, manifest.note);
  html.open("dl");
  fact(html, "Found", web::papers(manifest.count));
  if (manifest.candidates)
    fact(html, "In doubt",
         fmt::format("{} more if matches in doubt counted too; not in this bundle",
                     web::papers(*manifest.candidates)));
  fact(html, "Search", manifest.query.empty() ? "every paper" : manifest.query);
  if (!manifest.filter.empty()) fact(html, "Filter", manifest.filter);
  fact(html, "Counted", "papers, each once");
  fact(html, "Period", period_words(manifest.period));
  fact(html, "Index", web::generation_words(manifest.generation));
  fact(html, "Registry", registry_words(manifest));
  fact(html, "Made by", manifest.program);
  html.close();
  html.element(
      "p", {},
      "What is shown is what papers list: “this paper lists this affiliation”. It says nothing about "
      "persons, "
      "and nothing about what an affiliation was for. The marked words are those by which an organisation "
      "was "
      "recognised; below them stand the rule, the name in the registry and where that name comes from. "
      "Matches in doubt say so, and refused ones are shown too.");
  html.element(
      "p", {},
      "Absence is not evidence of absence: sources often leave affiliations out, and this is what one index "
      "held on one day.");
  html.open("p").text("This page is one part of a bundle. The file ");
  html.element("code", {}, kManifestName)
      .text(" beside it holds the id of the bundle and the SHA-256 of every part; ");
  html.element("code", {}, "labtrail-search evidence verify").text(" proves them without the index. ");
  html.element("code", {}, kRowsName).text(" holds the papers as the source gave them, ");
  html.element("code", {}, kTableName).text(" the same for spreadsheets, ");
  html.element("code", {}, kEvidenceName).text(" the evidence for programs.").close();
  html.raw("\n").element("h2", {}, "Counts").raw("\n");
  html.open("div", {{"class", "counts"}});
  for (const searcher::Facet& facet : counts) append_counts(html, facet, manifest.count);
  html.close();
  html.raw("\n").element("h2", {}, "Papers");
  html.element("p", {{"class", "soft"}}, fmt::format("{}, ordered by id.", web::papers(manifest.count)));
  html.raw("\n");
  return html.take();
}

std::string page_paper(const searcher::Match& match, std::uint64_t number) {
  Html html;
  html.open("article", {{"id", "p" + std::to_string(number)}});
  append_title(html, match, number);
  append_facts(html, match.paper);
  append_met(html, match.highlights);
  append_strings(html, match.evidence, EvidenceText::affiliation, "This paper lists these affiliations");
  append_strings(html, match.evidence, EvidenceText::funding, "This paper names these funders");
  append_topics(html, match.evidence.topics);
  html.close().raw("\n");
  return html.take();
}

std::string page_tail() {
  return "</main>\n</body>\n</html>\n";
}

}  // namespace labtrail::bundle
