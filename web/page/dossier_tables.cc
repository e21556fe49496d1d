// The counts of a dossier as tables, each beside its picture. A partner's row says who brings the two sides;
// the three parts add up to its papers, and each opens its own.
#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "searcher/narrowing.h"
#include "web/page/dossier_parts.h"
#include "web/page/frame.h"
#include "web/page/page.h"
#include "web/page/picture.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;
using searcher::CollaborationBucket;
using searcher::Collaborations;
using searcher::Dossier;
using searcher::narrowed;
using searcher::narrowed_to_pairing;

constexpr std::size_t kRanked = 10;

struct Pairing {
  std::string_view name;
  std::string_view head;
  std::uint64_t searcher::PairCounts::*count;
};
constexpr std::array kPairings{
    Pairing{"two_authors", "Different authors", &searcher::PairCounts::two_authors},
    Pairing{"one_author", "One author", &searcher::PairCounts::one_author},
    Pairing{"unpaired", "Not told apart", &searcher::PairCounts::unpaired},
};

std::string fixed(double value) {
  char out[32];
  std::snprintf(out, sizeof out, "%.1f", value);
  return out;
}

void open_table(Html& html, std::string_view summary, std::initializer_list<std::string_view> heads) {
  html.open("details", {{"class", "as-table"}});
  html.element("summary", {}, summary);
  html.open("div", {{"class", "table-box"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", summary}});
  html.open("table").open("thead").open("tr");
  for (const std::string_view head : heads) html.element("th", {{"scope", "col"}}, head);
  html.close().close().open("tbody");
}

void close_table(Html& html) {
  html.close().close().close().close();
}

void append_number(Html& html, const Dossier& dossier, std::uint64_t count, std::string_view filter,
                   std::string_view what) {
  html.open("td");
  append_count(html, dossier, count, filter, what);
  html.close();
}

void append_name(Html& html, FacetField field, std::string_view value, std::string_view label) {
  const std::string name = value_name(field, value, label);
  const std::string path = dossier_path(field, value);
  html.open("th", {{"scope", "row"}, {"dir", "auto"}});
  if (path.empty()) {
    html.text(name);
  } else {
    html.element("a", {{"href", path}}, name);
  }
}

std::string years_text(const CollaborationBucket& bucket) {
  if (bucket.first_year == 0) return "no year";
  if (bucket.first_year == bucket.last_year) return std::to_string(bucket.first_year);
  return std::to_string(bucket.first_year) + "–" + std::to_string(bucket.last_year);
}

void append_partner_table(Html& html, const Dossier& dossier, const Collaborations& partners,
                          FacetField field) {
  const std::string shown =
      partners.buckets.size() < partners.distinct
          ? "The first " + grouped(partners.buckets.size()) + " of " + grouped(partners.distinct) + " "
          : "All " + grouped(partners.distinct) + " ";
  open_table(
      html, shown + std::string(plural(field)) + " as a table",
      {title(field), "Papers", "Different authors", "One author", "Not told apart", "Fractional", "Years"});
  for (const CollaborationBucket& bucket : partners.buckets) {
    const std::string name = value_name(field, bucket.value, bucket.label);
    html.open("tr");
    append_name(html, field, bucket.value, bucket.label);
    if (!bucket.relation.empty()) {
      html.text(" ").element("span", {{"class", "badge"}},
                             bucket.relation == "parent" ? "its parent body" : "a part of it");
    }
    html.close();
    append_number(html, dossier, bucket.counts.papers, bucket.filter, name);
    for (const Pairing& pairing : kPairings)
      append_number(html, dossier, bucket.counts.*pairing.count,
                    narrowed_to_pairing(bucket.filter, pairing.name),
                    name + ", " + std::string(pairing.head));
    html.element("td", {}, fixed(bucket.fractional)).element("td", {}, years_text(bucket));
    html.close();
  }
  close_table(html);
}

void append_partner_group(Html& html, const Dossier& dossier, const Collaborations& partners,
                          FacetField field, std::string_view heading) {
  html.open("div", {{"class", "group of-" + std::string(format::name(field))}});
  html.element("h3", {}, heading);
  if (partners.buckets.empty()) {
    html.element("p", {{"class", "note"}}, "None on these papers.");
  } else {
    append_ranking(html, dossier, partners, field, kRanked);
    append_partner_table(html, dossier, partners, field);
  }
  html.close();
}

void append_facet(Html& html, const Dossier& dossier, const searcher::Facet& facet) {
  if (facet.buckets.empty()) return;
  html.open("div", {{"class", "group"}});
  html.element("h3", {}, title(facet.field));
  html.open("ol", {{"class", "ranking plain-ranking"}});
  const std::uint64_t most = facet.buckets.front().count;
  for (const searcher::FacetBucket& bucket : facet.buckets) {
    const std::string name = value_name(facet.field, bucket.value, bucket.label);
    html.open("li");
    html.open("a", {{"href", search_of(dossier, narrowed(dossier.papers_filter, facet.field, bucket.value))},
                    {"rel", "nofollow"},
                    {"aria-label", spoken(name, bucket.count)}});
    html.element("span", {{"class", "name"}, {"dir", "auto"}}, name);
    html.text(" ").element("span", {{"class", "count"}}, grouped(bucket.count));
    html.open("svg", {{"class", "share-bar"},
                      {"viewBox", "0 0 1000 10"},
                      {"preserveAspectRatio", "none"},
                      {"aria-hidden", "true"},
                      {"focusable", "false"}});
    html.lone("rect",
              {{"class", "mark-two"},
               {"width", std::max<std::uint64_t>(bucket.count * 1000 / std::max<std::uint64_t>(most, 1), 1)},
               {"height", std::uint64_t{10}}});
    html.close();
    html.close().close();
  }
  html.close();
  if (facet.distinct > facet.buckets.size())
    html.element("p", {{"class", "note"}},
                 "The commonest " + grouped(facet.buckets.size()) + " of " + grouped(facet.distinct) + ".");
  html.close();
}

}  // namespace

void append_papers_by_year(Html& html, const Dossier& dossier) {
  open_part(html, "years", "Papers by year");
  if (dossier.years.buckets.empty()) {
    html.element("p", {{"class", "note"}}, "No paper here has a year.").close();
    return;
  }
  append_year_picture(html, dossier);
  std::map<std::string, const CollaborationBucket*> joint;
  for (const CollaborationBucket& bucket : dossier.joint_years.buckets) joint[bucket.value] = &bucket;
  open_table(html, "Papers by year as a table",
             {"Year", "Papers", "With others", "Different authors", "One author", "Not told apart"});
  for (const searcher::FacetBucket& bucket : dossier.years.buckets) {
    html.open("tr").element("th", {{"scope", "row"}}, bucket.value);
    append_number(html, dossier, bucket.count,
                  narrowed(dossier.papers_filter, FacetField::year, bucket.value), bucket.value);
    const auto found = joint.find(bucket.value);
    const searcher::PairCounts counts = found == joint.end() ? searcher::PairCounts{} : found->second->counts;
    const std::string filter = found == joint.end() ? std::string() : found->second->filter;
    append_number(html, dossier, counts.papers, filter, bucket.value + ", with others");
    for (const Pairing& pairing : kPairings)
      append_number(html, dossier, counts.*pairing.count, narrowed_to_pairing(filter, pairing.name),
                    bucket.value + ", " + std::string(pairing.head));
    html.close();
  }
  close_table(html);
  if (dossier.years.none > 0)
    html.element("p", {{"class", "note"}}, papers(dossier.years.none) + " without a year.");
  html.close();
}

void append_partners(Html& html, const Dossier& dossier) {
  open_part(html, "partners", "With whom");
  const searcher::PairCounts& joint = dossier.partners.joint;
  html.open("p", {{"class", "pairing"}});
  append_count(html, dossier, joint.papers, dossier.partners.joint_filter, "with others");
  html.text(" of " + papers(dossier.papers) + " also list another institution, lab or country. On ");
  append_count(html, dossier, joint.two_authors,
               narrowed_to_pairing(dossier.partners.joint_filter, "two_authors"), "different authors");
  html.text(" different authors bring the two sides; on ");
  append_count(html, dossier, joint.one_author,
               narrowed_to_pairing(dossier.partners.joint_filter, "one_author"), "one author");
  html.text(" one and the same author lists both; on ");
  append_count(html, dossier, joint.unpaired, narrowed_to_pairing(dossier.partners.joint_filter, "unpaired"),
               "not told apart");
  html.text(" the source does not say which author lists what.");
  html.close();
  html.open("details", {{"class", "explained"}});
  html.element("summary", {}, "How partners are counted");
  html.open("dl");
  const auto fact = [&](std::string_view term, std::string_view words) {
    html.element("dt", {}, term).element("dd", {}, words);
  };
  fact("Papers", "Papers that list both, each counted once. The three columns behind it add up to it.");
  fact("Different authors", "At least one author lists the one side and another author the other.");
  fact("One author", "Only one author lists either side, and lists both: a double affiliation.");
  fact("Not told apart",
       "The source lists authors and affiliations, but not which author has which; it may be either.");
  fact("Fractional", "Each joint paper counts one, shared equally among the partners on it.");
  fact("Funders",
       "Named by the paper, not by an author: the columns then say how the sides of the paper are "
       "brought.");
  html.close().close();

  html.open("div", {{"class", "group of-country"}});
  html.element("h3", {}, "Countries");
  if (dossier.countries.buckets.empty()) {
    html.element("p", {{"class", "note"}}, "No other country on these papers.");
  } else {
    append_country_pictures(html, dossier);
    append_partner_table(html, dossier, dossier.countries, FacetField::country);
  }
  html.close();
  html.open("div", {{"class", "groups"}});
  append_partner_group(html, dossier, dossier.partners, FacetField::institution, "Institutions");
  append_partner_group(html, dossier, dossier.labs, FacetField::lab, "Labs");
  append_partner_group(html, dossier, dossier.funders, FacetField::funder, "Funders of the joint papers");
  html.close().close();
}

void append_subjects(Html& html, const Dossier& dossier) {
  open_part(html, "subjects", "On what, and where");
  const searcher::Table& table = dossier.topic_years;
  if (!table.rows.empty()) {
    html.open("div", {{"class", "group of-topic"}});
    html.element("h3", {}, "Topics by year");
    append_heat_map(html, dossier);
    html.open("details", {{"class", "as-table"}});
    html.element("summary", {}, "Topics by year as a table");
    html.open("div", {{"class", "table-box"},
                      {"role", "region"},
                      {"tabindex", "0"},
                      {"aria-label", "Topics by year as a table"}});
    html.open("table").open("thead").open("tr");
    html.element("th", {{"scope", "col"}}, "Topic").element("th", {{"scope", "col"}}, "Papers");
    for (const searcher::TableHead& column : table.columns)
      html.element("th", {{"scope", "col"}}, column.label);
    html.close().close().open("tbody");
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      const searcher::TableHead& row = table.rows[r];
      html.open("tr").element("th", {{"scope", "row"}, {"dir", "auto"}}, row.label);
      append_number(html, dossier, row.count, narrowed(dossier.papers_filter, FacetField::topic, row.value),
                    row.label);
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        append_number(html, dossier, table.cells[r][c], table.cell_filters[r][c],
                      row.label + ", " + table.columns[c].label);
      html.close();
    }
    close_table(html);
    html.close();
  }
  html.open("div", {{"class", "groups"}});
  append_facet(html, dossier, dossier.topics);
  append_facet(html, dossier, dossier.venues);
  append_facet(html, dossier, dossier.types);
  html.close().close();
}

}  // namespace labtrail::web
