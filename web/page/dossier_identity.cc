// Who a dossier is about, in the words of those who say so: every name with its source, every membership as
// the list prints it.
#include <algorithm>

#include "web/page/citation.h"
#include "web/page/dossier_parts.h"
#include "web/page/frame.h"
#include "web/page/page.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;
using searcher::OrganisationName;
using searcher::OrganisationProfile;

/// Names in sight, the rest behind a fold.
constexpr std::size_t kOpenNames = 6;
constexpr std::size_t kOpenRelated = 8;

std::string name_kind(std::string_view kind) {
  if (kind == "name" || kind.empty()) return "name";
  if (kind == "acronym") return "short name";
  if (kind == "former") return "former name";
  if (kind == "front") return "name that a public body says it also uses";
  if (kind == "informal") return "form in use";
  if (kind == "unit") return "unit that counts to it";
  return std::string(kind);
}

void append_names(Html& html, const std::vector<OrganisationName>& names, std::size_t from, std::size_t to) {
  html.open("ul", {{"class", "names"}});
  for (std::size_t i = from; i < to; ++i) {
    const OrganisationName& name = names[i];
    const std::string tag = language_tag(name.language);
    html.open("li");
    html.element("bdi", {{"class", "said-name"}, Attribute("lang", tag).when(!tag.empty())}, name.text);
    html.text(" ");
    html.open("span", {{"class", "said-by"}});
    html.text(name_kind(name.kind));
    if (!name.language.empty()) html.text(", " + language_name(name.language));
    if (!name.source.empty()) html.text(" · source: ").element("bdi", {}, name.source);
    html.close().close();
  }
  html.close();
}

void append_all_names(Html& html, const OrganisationProfile& profile) {
  if (profile.names.empty()) return;
  // One name of each script first: a reader looks for the form that is printed on the paper at hand.
  std::vector<OrganisationName> names = profile.names;
  std::vector<std::string> seen;
  std::stable_partition(names.begin(), names.end(), [&](const OrganisationName& name) {
    if (name.kind != "name" && name.kind != "acronym") return false;
    const std::string key = name.kind == "acronym" ? name.kind : name.language;
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) return false;
    seen.push_back(key);
    return true;
  });
  html.element("dt", {}, "Names");
  html.open("dd");
  const std::size_t open = std::min(names.size(), kOpenNames);
  append_names(html, names, 0, open);
  if (open < names.size()) {
    html.open("details", {{"class", "rest"}});
    html.element("summary", {},
                 grouped(names.size() - open) + (names.size() - open == 1 ? " more name" : " more names"));
    append_names(html, names, open, names.size());
    html.close();
  }
  html.close();
}

void append_related(Html& html, std::string_view title,
                    const std::vector<searcher::RelatedOrganisation>& related) {
  if (related.empty()) return;
  html.element("dt", {}, title);
  html.open("dd");
  const auto list = [&](std::size_t from, std::size_t to) {
    html.open("ul", {{"class", "related"}});
    for (std::size_t i = from; i < to; ++i) {
      const searcher::RelatedOrganisation& one = related[i];
      html.open("li");
      html.element("a", {{"href", dossier_path(FacetField::institution, one.id)}, {"dir", "auto"}},
                   one.name.empty() ? one.id : one.name);
      html.close();
    }
    html.close();
  };
  const std::size_t open = std::min(related.size(), kOpenRelated);
  list(0, open);
  if (open < related.size()) {
    html.open("details", {{"class", "rest"}});
    html.element("summary", {}, grouped(related.size() - open) + " more");
    list(open, related.size());
    html.close();
  }
  html.close();
}

void append_fact(Html& html, std::string_view term, std::string_view value) {
  if (value.empty()) return;
  html.element("dt", {}, term).open("dd").element("bdi", {}, value).close();
}

}  // namespace

void append_identity(Html& html, const searcher::Dossier& dossier) {
  if (!dossier.profile) return;
  const OrganisationProfile& profile = *dossier.profile;
  html.open("dl", {{"class", "identity"}});
  append_all_names(html, profile);
  append_fact(html, "Kind", profile.kind);
  if (!profile.country.empty()) {
    html.element("dt", {}, "Country").open("dd");
    html.element("a", {{"href", dossier_path(FacetField::country, profile.country)}},
                 country_name(profile.country));
    html.close();
  }
  if (profile.founded != 0) append_fact(html, "Founded", std::to_string(profile.founded));
  append_related(html, "Part of", profile.parents);
  append_related(html, "Parts", profile.parts);
  html.element("dt", {}, "Ids").open("dd").open("ul", {{"class", "ids"}});
  html.open("li").element("code", {}, profile.id).close();
  if (!profile.ror.empty()) {
    html.open("li").text("ROR ");
    append_outside(html, id_url("ror", profile.ror), "https://ror.org/" + profile.ror);
    html.close();
  }
  if (!profile.wikidata.empty()) {
    html.open("li").text("Wikidata ");
    append_outside(html, "https://www.wikidata.org/wiki/" + profile.wikidata, profile.wikidata);
    html.close();
  }
  html.close().close();
  if (!profile.note.empty()) {
    html.element("dt", {}, "Note").open("dd");
    html.element("bdi", {}, profile.note);
    if (!profile.note_source.empty()) {
      html.text(" ").open("span", {{"class", "said-by"}});
      html.text("source: ").element("bdi", {}, profile.note_source).close();
    }
    html.close();
  }
  html.close();
}

void append_memberships(Html& html, const searcher::Dossier& dossier) {
  if (!dossier.profile || dossier.profile->lists.empty()) return;
  open_part(html, "lists", "On public lists, as printed");
  html.element(
      "p", {{"class", "note"}},
      "A list says something about the body that it prints. It is never inherited by parts, parents or "
      "partners, and says nothing about a paper or its authors.");
  html.open("ul", {{"class", "memberships"}});
  for (const searcher::ListMembership& list : dossier.profile->lists) {
    html.open("li");
    html.open("p", {{"class", "printed"}, {"dir", "auto"}}).text(list.printed).close();
    html.open("p");
    html.element("a", {{"href", dossier_path(FacetField::list, list.list)}, {"dir", "auto"}}, list.name);
    if (!list.issuer.empty()) html.text(", ").element("bdi", {}, list.issuer);
    if (!list.edition.empty()) html.text(", edition of " + short_date(list.edition));
    html.close();
    html.open("p", {{"class", "said-by"}});
    html.text(list.entered.empty() ? "No date of entry printed" : "On it since " + short_date(list.entered));
    html.text(list.ended.empty() ? ", no end printed in this edition" : ", until " + short_date(list.ended));
    html.text(". ");
    if (!list.citation.empty()) html.element("bdi", {}, list.citation).text(" ");
    if (const std::string_view url = safe_url(list.url); !url.empty()) append_outside(html, url, url);
    html.close().close();
  }
  html.close().close();
}

void append_decoys(Html& html, const searcher::Dossier& dossier) {
  if (!dossier.profile || dossier.profile->decoys.empty()) return;
  open_part(html, "look-alikes", "Strings that look like it and are something else");
  html.element("p", {{"class", "note"}}, "Papers that print these are not counted here.");
  html.open("ul", {{"class", "decoys"}});
  for (const auto& decoy : dossier.profile->decoys) {
    html.open("li").element("bdi", {{"class", "said-name"}}, decoy.text);
    html.text(" ").element("bdi", {{"class", "said-by"}}, decoy.why).close();
  }
  html.close().close();
}

}  // namespace labtrail::web
