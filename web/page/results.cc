#include "web/page/results.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "corpus/base/text.h"
#include "web/page/citation.h"
#include "web/page/frame.h"
#include "web/page/marks.h"
#include "web/page/reasons.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

/// Names on a result before "and N more"; affiliations likewise.
constexpr std::size_t kAuthors = 6;
constexpr std::size_t kAffiliations = 3;
/// Characters of an abstract that the query did not meet.
constexpr std::size_t kExcerpt = 220;

/// The highlight of `field` whose text is exactly `text`, or null.
const searcher::Highlight* marked(const searcher::Hit& hit, std::string_view field, std::string_view text) {
  for (const searcher::Highlight& highlight : hit.highlights) {
    if (highlight.field == field && highlight.text == text && !highlight.spans.empty()) return &highlight;
  }
  return nullptr;
}

void append_maybe_marked(Html& html, const searcher::Hit& hit, std::string_view field,
                         std::string_view text) {
  const searcher::Highlight* highlight = marked(hit, field, text);
  append_marked(html, text, highlight == nullptr ? std::vector<searcher::Span>{} : highlight->spans);
}

void append_title(Html& html, const searcher::Hit& hit) {
  const corpus::Paper& paper = hit.paper;
  html.open("h3", {{"class", "hit-title"}});
  html.open("a",
            {{"href", paper_path(paper.id)},
             {"dir", "auto"},
             {"class", "hit-link"},
             Attribute("lang", language_tag(paper.language)).when(!language_tag(paper.language).empty())});
  append_maybe_marked(html, hit, "title", paper.title);
  html.close().close();
}

void append_authors(Html& html, const searcher::Hit& hit) {
  const std::vector<corpus::Author>& authors = hit.paper.authors;
  if (authors.empty()) return;
  html.open("p", {{"class", "hit-authors"}});
  // Authors that the query met are shown even when they stand far behind.
  std::size_t shown = 0;
  for (std::size_t i = 0; i < authors.size(); ++i) {
    if (i >= kAuthors && marked(hit, "author", authors[i].name) == nullptr) continue;
    if (shown > 0) html.text(i == shown ? ", " : ", … ");
    html.open("bdi");
    append_maybe_marked(html, hit, "author", authors[i].name);
    html.close();
    ++shown;
  }
  if (shown < authors.size()) html.text(" and " + grouped(authors.size() - shown) + " more");
  html.close();
}

void append_where(Html& html, const searcher::Hit& hit) {
  const corpus::Paper& paper = hit.paper;
  html.open("p", {{"class", "hit-where"}});
  bool any = false;
  const auto separate = [&] {
    if (any) html.open("span", {{"class", "dot"}, {"aria-hidden", "true"}}).text(" · ").close();
    any = true;
  };
  if (!paper.venue.empty()) {
    separate();
    html.open("span", {{"class", "venue"}, {"dir", "auto"}});
    append_maybe_marked(html, hit, "venue", paper.venue);
    html.close();
  }
  if (paper.year != 0) {
    separate();
    html.element("span", {{"class", "year"}}, std::to_string(paper.year));
  }
  html.text(" ");
  append_badges(html, paper);
  html.close();
}

/// A line of a field that is shown only because the query met it.
void append_matched(Html& html, const searcher::Hit& hit, std::string_view field, std::string_view label) {
  bool any = false;
  for (const searcher::Highlight& highlight : hit.highlights) {
    if (highlight.field != field || highlight.spans.empty()) continue;
    if (!any) {
      html.open("p", {{"class", "hit-matched"}, {"dir", "auto"}});
      html.element("span", {{"class", "hit-label"}}, label);
      html.text(" ");
    } else {
      html.text("; ");
    }
    append_highlight(html, highlight);
    any = true;
  }
  if (any) html.close();
}

/// The first characters of a text, cut behind a word where there are spaces.
searcher::Highlight beginning(std::string_view text) {
  searcher::Highlight out;
  std::size_t end = 0;
  std::size_t space = 0;
  for (std::size_t characters = 0; end < text.size() && characters < kExcerpt; ++characters) {
    if (text[end] == ' ') space = end;
    base::next_code_point(text, end);
  }
  out.cut_after = end < text.size();
  if (out.cut_after && space > end / 2) end = space;
  out.text = text.substr(0, end);
  return out;
}

void append_excerpt(Html& html, const searcher::Hit& hit) {
  const corpus::Paper& paper = hit.paper;
  if (paper.abstract.empty()) return;
  const std::string tag = language_tag(paper.language);
  html.open("p", {{"class", "hit-excerpt"}, {"dir", "auto"}, Attribute("lang", tag).when(!tag.empty())});
  const auto met = std::find_if(hit.highlights.begin(), hit.highlights.end(), [](const auto& highlight) {
    return highlight.field == "abstract" && !highlight.text.empty();
  });
  append_highlight(html, met == hit.highlights.end() ? beginning(paper.abstract) : *met);
  html.close();
}

/// Raw affiliations that the source ties to an institution or country of the filter.
std::unordered_set<std::string_view> asked_for(const corpus::Paper& paper, const Clauses& clauses) {
  std::unordered_set<std::string_view> ids;
  for (const corpus::Institution& institution : paper.institutions) {
    if (value_state(clauses, {format::FacetField::institution, institution.id}) == ValueState::selected ||
        value_state(clauses, {format::FacetField::country, institution.country}) == ValueState::selected) {
      ids.insert(institution.id);
    }
  }
  std::unordered_set<std::string_view> raws;
  if (ids.empty()) return raws;
  const auto take = [&](const corpus::Affiliation& affiliation) {
    for (const std::string& id : affiliation.institutions) {
      if (ids.count(id) > 0) raws.insert(affiliation.raw);
    }
  };
  for (const corpus::Author& author : paper.authors) {
    for (const corpus::Affiliation& affiliation : author.affiliations) take(affiliation);
  }
  for (const corpus::Affiliation& affiliation : paper.affiliations) take(affiliation);
  return raws;
}

/// The words of a string by which organisations of the filter are recognised; nothing when none is.
std::optional<std::vector<Place>> met_by_filter(const searcher::StringEvidence& string,
                                                const Clauses& clauses) {
  std::optional<std::vector<Place>> out;
  for (const searcher::Mention& mention : string.mentions) {
    if (!is_asked_for(mention, clauses)) continue;
    if (!out) out.emplace();
    if (mention.span) out->push_back({*mention.span, mention.state != format::State::asserted});
  }
  return out;
}

/// Affiliations in which an organisation of the filter is recognised.
using Met = std::unordered_map<std::string_view, std::vector<Place>>;
Met met_affiliations(const searcher::PaperEvidence* evidence, const Clauses& clauses) {
  Met out;
  if (evidence == nullptr) return out;
  for (const searcher::StringEvidence& string : evidence->strings) {
    if (string.kind != format::EvidenceText::affiliation) continue;
    if (auto places = met_by_filter(string, clauses)) out.emplace(string.raw, std::move(*places));
  }
  return out;
}

/// A funding text is long: the surroundings of the first name that the filter asks for.
void append_funding(Html& html, const searcher::PaperEvidence* evidence, const Clauses& clauses) {
  constexpr std::size_t kAround = 120;
  if (evidence == nullptr) return;
  for (const searcher::StringEvidence& string : evidence->strings) {
    if (string.kind != format::EvidenceText::funding) continue;
    const auto places = met_by_filter(string, clauses);
    if (!places || places->empty()) continue;
    const std::string_view raw = string.raw;
    const std::vector<searcher::Span> clean = clean_spans(raw, {places->front().span});
    if (clean.empty()) continue;
    const searcher::Span span = clean.front();
    std::size_t begin = span.begin > kAround ? raw.find(' ', span.begin - kAround) : 0;
    if (begin == std::string_view::npos || begin > span.begin) begin = span.begin;
    std::size_t end = span.end + kAround < raw.size() ? raw.rfind(' ', span.end + kAround) : raw.size();
    if (end == std::string_view::npos || end < span.end) end = span.end;
    html.open("p", {{"class", "hit-matched"}, {"dir", "auto"}});
    html.element("span", {{"class", "hit-label"}}, "Funding");
    html.text(begin > 0 ? " … " : " ");
    append_places(html, raw.substr(begin, end - begin),
                  {{{span.begin - begin, span.end - begin}, places->front().in_doubt}});
    if (end < raw.size()) html.text(" …");
    html.close();
    return;
  }
}

void append_affiliations(Html& html, const searcher::Hit& hit, const Clauses& clauses, const Met& met) {
  const std::vector<std::string_view> all = raw_affiliations(hit.paper);
  if (all.empty()) {
    html.element("p", {{"class", "hit-no-affiliation"}}, "This paper lists no affiliation.");
    return;
  }
  const std::unordered_set<std::string_view> asked = asked_for(hit.paper, clauses);
  const auto is_met = [&](std::string_view raw) {
    return marked(hit, "affiliation", raw) != nullptr || asked.count(raw) > 0 || met.count(raw) > 0;
  };
  std::vector<std::string_view> order = all;
  const auto rest = std::stable_partition(order.begin(), order.end(), is_met);
  const auto matched = static_cast<std::size_t>(rest - order.begin());
  const std::size_t shown =
      std::min(order.size(), std::max(std::min(matched, 2 * kAffiliations), kAffiliations));
  html.open("div", {{"class", "hit-affiliations"}});
  html.element("span", {{"class", "hit-label"}},
               all.size() == 1 ? "This paper lists this affiliation" : "This paper lists these affiliations");
  html.open("ul");
  for (std::size_t i = 0; i < shown; ++i) {
    html.open("li", {{"dir", "auto"}, {"class", i < matched ? "met" : "unmet"}});
    std::vector<Place> places;
    if (const auto found = met.find(order[i]); found != met.end()) places = found->second;
    if (const searcher::Highlight* highlight = marked(hit, "affiliation", order[i])) {
      for (const searcher::Span& span : highlight->spans) places.push_back({span, false});
    }
    append_places(html, order[i], places);
    html.close();
  }
  html.close();
  if (shown < order.size()) {
    html.open("a", {{"class", "hit-rest"}, {"href", paper_path(hit.paper.id) + "#affiliations"}});
    html.text("and " + grouped(order.size() - shown) + " more");
    append_hidden_text(html, order.size() - shown == 1 ? " affiliation" : " affiliations");
    html.close();
  }
  html.close();
}

void append_hit(Html& html, const searcher::Hit& hit, const Clauses& clauses,
                const searcher::PaperEvidence* evidence) {
  html.open("li", {{"class", hit.paper.retracted ? "hit retracted" : "hit"}});
  html.open("article", {{"dir", is_right_to_left(hit.paper.language) ? "rtl" : "ltr"}});
  append_title(html, hit);
  append_authors(html, hit);
  append_where(html, hit);
  append_excerpt(html, hit);
  append_matched(html, hit, "keyword", "Keywords");
  append_matched(html, hit, "funding", "Funding");
  append_funding(html, evidence, clauses);
  append_affiliations(html, hit, clauses, met_affiliations(evidence, clauses));
  append_coins(html, hit.paper);
  html.close().close();
}

}  // namespace

std::vector<std::string_view> raw_affiliations(const corpus::Paper& paper) {
  std::vector<std::string_view> out;
  std::unordered_set<std::string_view> seen;
  const auto take = [&](const corpus::Affiliation& affiliation) {
    if (!affiliation.raw.empty() && seen.insert(affiliation.raw).second) out.push_back(affiliation.raw);
  };
  for (const corpus::Author& author : paper.authors) {
    for (const corpus::Affiliation& affiliation : author.affiliations) take(affiliation);
  }
  for (const corpus::Affiliation& affiliation : paper.affiliations) take(affiliation);
  return out;
}

void append_badges(Html& html, const corpus::Paper& paper) {
  if (paper.retracted) {
    html.element("span", {{"class", "badge alarm"}}, "Retracted");
    html.text(" ");
  }
  if (const std::string note = status_note(paper); !note.empty()) {
    html.element("span", {{"class", "badge caution"}}, note);
    html.text(" ");
  } else if (!paper.status.empty()) {
    html.element("span", {{"class", "badge"}}, paper.status);
    html.text(" ");
  }
  if (!paper.type.empty() && paper.type != "article") {
    html.element("span", {{"class", "badge"}}, paper.type);
    html.text(" ");
  }
}

bool wants_evidence(const searcher::Response& response) {
  return std::any_of(response.clauses.begin(), response.clauses.end(), [](const query::Clause& clause) {
    return (query::is_entity(clause) || clause.joint) && !clause.negated;
  });
}

void append_results(Html& html, const Results& results) {
  const std::uint64_t first = (results.state.page - 1) * kResultsPerPage + 1;
  html.open("ol", {{"class", "hits"}, {"start", first}});
  for (std::size_t i = 0; i < results.response.hits.size(); ++i) {
    const bool known = results.evidence != nullptr && i < results.evidence->size();
    append_hit(html, results.response.hits[i], results.clauses, known ? &(*results.evidence)[i] : nullptr);
  }
  html.close();
}

void append_paging(Html& html, const SearchState& state, std::uint64_t total) {
  const std::uint64_t pages = (total + kResultsPerPage - 1) / kResultsPerPage;
  const std::uint64_t reachable = std::min<std::uint64_t>(pages, searcher::kMaxOffset / kResultsPerPage);
  if (pages <= 1) return;
  const auto link = [&](std::uint64_t page, std::string_view text, std::string_view hidden, Literal rel,
                        Literal where) {
    SearchState next = state;
    next.page = static_cast<std::size_t>(page);
    html.open("a", {{"href", search_url(next)},
                    {"class", where.view()},
                    {"data-key", where.view()},
                    {"rel", rel.view()}});
    html.text(text);
    append_hidden_text(html, hidden);
    html.close();
  };
  html.open("nav", {{"class", "paging"}, {"aria-label", "Pages of results"}});
  if (state.page > 1)
    link(std::min<std::uint64_t>(state.page - 1, reachable), "← Previous", " page", "prev", "previous");
  html.open("span", {{"class", "where"}});
  html.text("Page " + grouped(state.page) + " of " + grouped(pages));
  html.close();
  if (state.page < reachable) link(state.page + 1, "Next →", " page", "next", "next");
  html.close();
  if (pages > reachable && state.page >= reachable) {
    html.element("p", {{"class", "note"}},
                 "Pages end at result " + grouped(reachable * kResultsPerPage) +
                     ". Narrow the search, or export it: an export has every match.");
  }
}

}  // namespace labtrail::web
