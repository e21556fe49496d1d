#include "web/page/evidence.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "corpus/base/text.h"
#include "web/page/citation.h"
#include "web/page/frame.h"
#include "web/page/links.h"
#include "web/page/marks.h"
#include "web/page/page.h"
#include "web/page/reasons.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::EvidenceText;
using format::FacetField;
using format::State;
using searcher::Mention;
using searcher::StringEvidence;

/// Strings that are shown at once; papers of large collaborations list hundreds.
constexpr std::size_t kOpenStrings = 8;

/// One organisation in one state and role, with all that says so.
struct Group {
  const Mention* first = nullptr;
  std::vector<const Mention*> reasons;
};

bool is_same(const Mention& a, const Mention& b) {
  if (a.state != b.state || a.role != b.role || a.roll_up != b.roll_up) return false;
  if (a.id == b.id || (!a.ror.empty() && a.ror == b.ror)) return true;
  // Some sources have no ids but names; the very same name in the same string is the same organisation.
  return a.name == b.name && (a.id == a.name || b.id == b.name);
}

std::vector<Group> groups(const StringEvidence& string, bool refused) {
  std::vector<Group> out;
  for (const Mention& mention : string.mentions) {
    if ((mention.state == State::refused) != refused) continue;
    const auto known = std::find_if(out.begin(), out.end(),
                                    [&](const Group& group) { return is_same(*group.first, mention); });
    Group& group = known == out.end() ? out.emplace_back() : *known;
    // The registry knows more of an organisation than a paper's source does, and has a permanent id for it.
    if (group.first == nullptr || group.first->rule == format::Rule::source) group.first = &mention;
    group.reasons.push_back(&mention);
  }
  return out;
}

void append_fact(Html& html, std::string_view term, std::string_view value) {
  html.element("dt", {}, term).open("dd").element("bdi", {}, value).close();
}

std::string score(double value) {
  char out[16];
  std::snprintf(out, sizeof out, "%.2f", value);
  return out;
}

/// The reason as one line; unfolded, the name that matched and where that name comes from.
void append_reason(Html& html, const Mention& mention, std::string_view raw) {
  html.open("details", {{"class", "why"}});
  html.element("summary", {{"dir", "auto"}}, reason(mention, raw));
  html.open("dl");
  if (!mention.alias.empty())
    append_fact(html, mention.rule == format::Rule::decoy ? "Look-alike" : "Name", mention.alias);
  if (!mention.alias_source.empty()) {
    append_fact(html,
                mention.rule == format::Rule::decision ? "Decision"
                : mention.rule == format::Rule::decoy  ? "Why not"
                                                       : "Where it comes from",
                mention.alias_source);
  }
  append_fact(html, "Rule", std::string(format::name(mention.rule)) + ", score " + score(mention.score));
  append_fact(html, "Id", mention.id);
  if (!mention.ror.empty()) {
    html.element("dt", {}, "ROR").open("dd");
    append_outside(html, id_url("ror", mention.ror), "ror.org/" + mention.ror);
    html.close();
  }
  html.close().close();
}

void append_state(Html& html, State state) {
  html.open("span", {{"class", "state " + std::string(format::name(state))}});
  append_icon(html, state == State::asserted    ? Icon::check
                    : state == State::candidate ? Icon::warning
                                                : Icon::close);
  html.text(state_words(state)).close();
}

/// Funders have no dossier as funders; the same body may have one as lab or institution.
void append_dossier_link(Html& html, const Mention& mention) {
  const bool lab = mention.kind == format::OrganisationKind::lab;
  html.text(" ").open(
      "a", {{"class", "to-dossier"},
            {"href", dossier_path(lab ? FacetField::lab : FacetField::institution,
                                  lab || mention.ror.empty() ? mention.id : "ror:" + mention.ror)}});
  html.text("Dossier");
  append_hidden_text(html, " of " + mention.name);
  html.close();
}

void append_group(Html& html, const Group& group, std::string_view raw) {
  const Mention& mention = *group.first;
  html.open("li", {{"class", "mention"}});
  html.open("p", {{"class", "who"}});
  html.open("a", {{"href", papers_url(mention)}});
  html.element("bdi", {}, mention.name);
  append_hidden_text(html,
                     mention.state == State::candidate ? " (all papers, also in doubt)" : " (all papers)");
  html.close().text(" ");
  append_state(html, mention.state);
  html.text(" ").element("span", {{"class", "role"}}, role_words(mention.role));
  if (!mention.country.empty())
    html.text(" ").element("span", {{"class", "country"}}, country_name(mention.country));
  append_dossier_link(html, mention);
  html.close();
  if (mention.roll_up) {
    html.element("p", {{"class", "note"}},
                 "A unit with an id of its own is named; this is the body that it counts to.");
  }
  for (const Mention* why : group.reasons) append_reason(html, *why, raw);
  html.close();
}

bool are_alternatives(const Group& a, const Group& b) {
  return a.first->state == State::candidate && b.first->state == State::candidate && a.first->span &&
         a.first->span == b.first->span;
}

/// Organisations that one place of the string may mean, of which at most one is meant.
void append_alternatives(Html& html, const std::vector<Group>& all, std::size_t from, std::size_t to,
                         std::string_view raw) {
  const std::vector<searcher::Span> place = clean_spans(raw, {*all[from].first->span});
  html.open("li", {{"class", "alternatives"}});
  html.open("p");
  html.text("“");
  if (!place.empty())
    html.element("bdi", {}, raw.substr(place.front().begin, place.front().end - place.front().begin));
  html.text("” may mean one of " + std::to_string(to - from) + "; the string does not tell which:").close();
  html.open("ul");
  for (std::size_t i = from; i < to; ++i) append_group(html, all[i], raw);
  html.close().close();
}

void append_groups(Html& html, const std::vector<Group>& all, std::string_view raw) {
  for (std::size_t from = 0; from < all.size();) {
    std::size_t to = from + 1;
    while (to < all.size() && are_alternatives(all[from], all[to])) ++to;
    if (to - from > 1) {
      append_alternatives(html, all, from, to, raw);
    } else {
      append_group(html, all[from], raw);
    }
    from = to;
  }
}

void append_string(Html& html, const StringEvidence& string) {
  html.open("li");
  append_printed(html, string);
  append_mentions(html, string);
  html.close();
}

/// Strings `from` to `to` of a list, behind a fold that says what is in it.
void append_folded(Html& html, const std::vector<const StringEvidence*>& strings, std::size_t from,
                   std::string_view title) {
  if (from >= strings.size()) return;
  html.open("details", {{"class", "rest"}});
  html.element("summary", {}, title);
  html.open("ol", {{"class", "strings"}});
  for (std::size_t i = from; i < strings.size(); ++i) append_string(html, *strings[i]);
  html.close().close();
}

std::string affiliations(std::size_t count) {
  return grouped(count) + (count == 1 ? " affiliation" : " affiliations");
}

}  // namespace

const StringEvidence* find_string(const searcher::PaperEvidence* evidence, EvidenceText kind,
                                  std::string_view raw) {
  if (evidence == nullptr) return nullptr;
  for (const StringEvidence& string : evidence->strings) {
    if (string.kind == kind && string.raw == raw) return &string;
  }
  return nullptr;
}

void append_printed(Html& html, const StringEvidence& string) {
  std::vector<Place> places;
  for (const Mention& mention : string.mentions) {
    if (mention.span && mention.state != State::refused)
      places.push_back({*mention.span, mention.state == State::candidate});
  }
  html.open(string.kind == EvidenceText::funding ? Literal("blockquote") : Literal("p"),
            {{"class", "printed"}, {"dir", "auto"}});
  append_places(html, string.raw, places);
  html.close();
}

void append_mentions(Html& html, const StringEvidence& string) {
  const std::vector<Group> shown = groups(string, false);
  const std::vector<Group> refused = groups(string, true);
  if (!shown.empty()) {
    html.open("ul", {{"class", "mentions"}});
    append_groups(html, shown, string.raw);
    html.close();
  }
  if (refused.empty()) return;
  html.open("details", {{"class", "refusals"}});
  html.element("summary", {},
               refused.size() == 1 ? "1 look-alike was refused"
                                   : grouped(refused.size()) + " look-alikes were refused");
  html.open("ul", {{"class", "mentions"}});
  append_groups(html, refused, string.raw);
  html.close().close();
}

void append_organisations(Html& html, const searcher::PaperEvidence& evidence) {
  std::vector<const StringEvidence*> telling;
  std::vector<const StringEvidence*> silent;
  for (const StringEvidence& string : evidence.strings) {
    if (string.kind == EvidenceText::affiliation)
      (string.mentions.empty() ? silent : telling).push_back(&string);
  }
  if (telling.empty() && silent.empty()) return;
  html.open("section", {{"class", "part"}, {"id", "evidence"}, {"aria-labelledby", "evidence-title"}});
  html.element("h2", {{"id", "evidence-title"}}, "Who is on this paper");
  html.element(
      "p", {{"class", "note"}},
      telling.size() + silent.size() == 1
          ? "This paper lists this affiliation. Marked words name an organisation; each line says why."
          : "This paper lists these affiliations. Marked words name an organisation; each line says why.");
  if (!telling.empty()) {
    html.open("ol", {{"class", "strings"}});
    for (std::size_t i = 0; i < std::min(telling.size(), kOpenStrings); ++i) append_string(html, *telling[i]);
    html.close();
  }
  if (telling.size() > kOpenStrings)
    append_folded(html, telling, kOpenStrings,
                  "and " + affiliations(telling.size() - kOpenStrings) + " more");
  append_folded(html, silent, 0, affiliations(silent.size()) + " in which no organisation was recognised");
  html.close();
}

void append_topics(Html& html, const corpus::Paper& paper, const searcher::PaperEvidence& evidence) {
  if (evidence.topics.empty()) return;
  html.open("section", {{"class", "part"}, {"id", "topics"}, {"aria-labelledby", "topics-title"}});
  html.element("h2", {{"id", "topics-title"}}, "Technology topics, as read in the text");
  html.open("ul", {{"class", "topics"}});
  const auto link = [&](std::string_view id, std::string_view name) {
    html.open("a", {{"href", url_with({}, selecting({}, {FacetField::topic, id}))}});
    html.text(name);
    append_hidden_text(html, " (all papers)");
    html.close();
  };
  for (const searcher::TopicEvidence& topic : evidence.topics) {
    const std::string_view text = topic.field == "title"      ? std::string_view(paper.title)
                                  : topic.field == "abstract" ? std::string_view(paper.abstract)
                                  : topic.value < paper.keywords.size()
                                      ? std::string_view(paper.keywords[topic.value])
                                      : std::string_view();
    const std::vector<searcher::Span> place = clean_spans(text, {topic.span});
    const std::string_view words =
        place.empty() ? std::string_view(topic.term)
                      : text.substr(place.front().begin, place.front().end - place.front().begin);
    html.open("li");
    link(topic.id, topic.name);
    html.text(topic.field == "keyword" ? ": a keyword has “" : ": the " + topic.field + " has “");
    html.element("bdi", {}, words).text("”");
    if (base::ascii_lower(words) != base::ascii_lower(topic.term))
      html.text(" (term “").element("bdi", {}, topic.term).text("”)");
    if (!topic.through.empty()) {
      const auto narrower = std::find_if(evidence.topics.begin(), evidence.topics.end(),
                                         [&](const auto& other) { return other.id == topic.through; });
      html.text(", which shows the narrower topic ");
      html.element("bdi", {}, narrower == evidence.topics.end() ? topic.through : narrower->name);
    }
    html.close();
  }
  html.close().close();
}

std::vector<searcher::Span> topic_spans(const searcher::PaperEvidence* evidence, std::string_view field,
                                        std::size_t value) {
  std::vector<searcher::Span> out;
  if (evidence == nullptr) return out;
  for (const searcher::TopicEvidence& topic : evidence->topics) {
    if (topic.field == field && (field != "keyword" || topic.value == value)) out.push_back(topic.span);
  }
  return out;
}

}  // namespace labtrail::web
