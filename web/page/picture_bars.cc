// Bars: papers by year, partner countries by year, partners by papers.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "corpus/base/text.h"
#include "searcher/narrowing.h"
#include "web/page/frame.h"
#include "web/page/picture.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;
using searcher::Collaborations;
using searcher::Dossier;

/// Years in a picture at most, the last ones; the tables have all.
constexpr int kMostYears = 24;
constexpr std::size_t kCountries = 8;

/// Units of a drawing.
constexpr std::uint64_t kLeastYearWide = 34;
constexpr std::uint64_t kMostYearWide = 76;
constexpr std::uint64_t kWide = 680;
constexpr std::uint64_t kHigh = 110;
constexpr std::uint64_t kAbove = 16;  ///< for the number on a bar
constexpr std::uint64_t kBelow = 18;  ///< for the year under it

struct Range {
  int first = 0;
  int last = 0;
  bool cut = false;
  [[nodiscard]] bool empty() const { return last == 0; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(last - first) + 1; }
};

Range years_of(const Dossier& dossier) {
  Range range;
  for (const searcher::FacetBucket& bucket : dossier.years.buckets) {
    const int year = std::stoi(bucket.value);
    if (range.empty()) range.first = year;
    range.last = year;
  }
  if (!range.empty() && range.last - range.first >= kMostYears) {
    range.first = range.last - kMostYears + 1;
    range.cut = true;
  }
  return range;
}

std::uint64_t scaled(std::uint64_t count, std::uint64_t most, std::uint64_t high) {
  return count == 0 || most == 0 ? 0 : std::max<std::uint64_t>(count * high / most, 1);
}

void append_svg_text(Html& html, const char* kind, std::uint64_t x, std::uint64_t y, std::string_view text) {
  html.element("text", {{"class", kind}, {"x", x}, {"y", y}, {"text-anchor", "middle"}}, text);
}

void append_box(Html& html, const char* kind, std::uint64_t x, std::uint64_t y, std::uint64_t width,
                std::uint64_t height) {
  html.lone("rect", {{"class", kind}, {"x", x}, {"y", y}, {"width", width}, {"height", height}});
}

/// A mark that opens its papers; see the head of picture.h for the tab order.
void open_mark(Html& html, const std::string& url, const std::string& label, std::string_view key) {
  html.open("a", {{"href", url},
                  {"aria-label", label},
                  {"tabindex", "-1"},
                  {"rel", "nofollow"},
                  {"data-key", "picture " + std::string(key)}});
  html.element("title", {}, label);
}

void append_legend(Html& html, std::initializer_list<std::pair<const char*, std::string_view>> items) {
  html.open("ul", {{"class", "legend"}, {"aria-hidden", "true"}});
  for (const auto& [kind, words] : items) {
    html.open("li");
    html.open("svg", {{"class", "swatch"}, {"viewBox", "0 0 10 10"}, {"width", "10"}, {"height", "10"}});
    append_box(html, kind, 0, 0, 10, 10);
    html.close();
    html.text(words).close();
  }
  html.close();
}

/// A box with `parts` of a whole, from the left.
void append_shares(Html& html, const searcher::PairCounts& counts, std::uint64_t most) {
  constexpr std::uint64_t kWide = 1000;
  html.open("svg", {{"class", "share-bar"},
                    {"viewBox", "0 0 1000 10"},
                    {"preserveAspectRatio", "none"},
                    {"aria-hidden", "true"},
                    {"focusable", "false"}});
  std::uint64_t at = 0;
  for (const auto& [kind, count] :
       {std::pair("mark-two", counts.two_authors), std::pair("mark-one", counts.one_author),
        std::pair("mark-untold", counts.unpaired)}) {
    const std::uint64_t width = scaled(count, most, kWide);
    if (width > 0) append_box(html, kind, at, 0, width, 10);
    at += width;
  }
  html.close();
}

}  // namespace

std::string shortened(std::string_view text, std::size_t most) {
  std::size_t at = 0;
  for (std::size_t characters = 0; at < text.size(); ++characters) {
    if (characters == most) return std::string(base::trim(text.substr(0, at))) + "…";
    base::next_code_point(text, at);
  }
  return std::string(text);
}

void append_year_picture(Html& html, const Dossier& dossier) {
  const Range range = years_of(dossier);
  if (range.empty()) return;
  std::map<int, std::uint64_t> joint;
  for (const searcher::CollaborationBucket& bucket : dossier.joint_years.buckets)
    joint[std::stoi(bucket.value)] = bucket.counts.papers;
  std::uint64_t most = 0;
  for (const searcher::FacetBucket& bucket : dossier.years.buckets) {
    if (std::stoi(bucket.value) >= range.first) most = std::max(most, bucket.count);
  }
  append_legend(html, {{"mark-joint", "with another institution, lab or country"}, {"mark-alone", "alone"}});
  html.open("div", {{"class", "picture"}, {"role", "group"}, {"aria-label", "Picture: papers by year"}});
  const std::uint64_t year_wide = std::clamp(kWide / range.size(), kLeastYearWide, kMostYearWide);
  const std::uint64_t width = range.size() * year_wide;
  const std::uint64_t height = kHigh + kAbove + kBelow;
  html.open("svg", {{"viewBox", "0 0 " + std::to_string(width) + " " + std::to_string(height)},
                    {"width", width},
                    {"height", height},
                    {"role", "group"},
                    {"aria-labelledby", "years-picture-title years-picture-words"}});
  html.element("title", {{"id", "years-picture-title"}}, "Papers by year");
  html.element("desc", {{"id", "years-picture-words"}},
               "A bar a year. The lower part are papers that also list another institution, lab or country. "
               "The table below has the same numbers.");
  append_box(html, "axis", 0, kAbove + kHigh, width, 1);
  std::map<int, std::uint64_t> all;
  for (const searcher::FacetBucket& bucket : dossier.years.buckets)
    all[std::stoi(bucket.value)] = bucket.count;
  for (int year = range.first; year <= range.last; ++year) {
    const std::uint64_t x = static_cast<std::uint64_t>(year - range.first) * year_wide;
    const std::string name = std::to_string(year);
    append_svg_text(html, "year-name", x + year_wide / 2, kAbove + kHigh + 14, name);
    const std::uint64_t count = all[year];
    if (count == 0) continue;
    const std::uint64_t with_others = joint[year];
    const std::uint64_t whole = scaled(count, most, kHigh);
    const std::uint64_t lower = std::min(whole, scaled(with_others, most, kHigh));
    open_mark(html, search_of(dossier, searcher::narrowed(dossier.papers_filter, FacetField::year, name)),
              name + ": " + papers(count) + ", " + grouped(with_others) + " of them with others",
              "years " + name);
    append_box(html, "hit-area", x, 0, year_wide, kAbove + kHigh);
    append_box(html, "mark-alone", x + 4, kAbove + kHigh - whole, year_wide - 8, whole - lower);
    append_box(html, "mark-joint", x + 4, kAbove + kHigh - lower, year_wide - 8, lower);
    append_svg_text(html, "bar-number", x + year_wide / 2, kAbove + kHigh - whole - 4, grouped(count));
    html.close();
  }
  html.close().close();
  if (range.cut)
    html.element("p", {{"class", "note"}},
                 "The last " + std::to_string(kMostYears) + " years; earlier ones stand in the table.");
}

void append_country_pictures(Html& html, const Dossier& dossier) {
  const Range range = years_of(dossier);
  if (range.empty() || dossier.countries.buckets.empty()) return;
  const std::vector<searcher::CollaborationBucket>& buckets = dossier.countries.buckets;
  const std::size_t shown = std::min(buckets.size(), kCountries);
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    for (const auto& [year, count] : buckets[i].years)
      if (year >= range.first) most = std::max(most, count);
  }
  html.element("p", {{"class", "note"}},
               "Joint papers by year, " + std::to_string(range.first) + "–" + std::to_string(range.last) +
                   ", all in one scale: the highest bar is " + papers(most) +
                   ". A paper with several countries counts for each of them.");
  html.open("ul", {{"class", "multiples"}});
  constexpr std::uint64_t kUnit = 10;
  constexpr std::uint64_t kSmallHigh = 40;
  for (std::size_t i = 0; i < shown; ++i) {
    const searcher::CollaborationBucket& bucket = buckets[i];
    const std::string name = country_name(bucket.value);
    html.open("li");
    html.open("p");
    html.element(
        "a",
        {{"href", search_of(dossier, bucket.filter)}, {"aria-label", spoken(name, bucket.counts.papers)}},
        name);
    html.text(" ").element("span", {{"class", "count"}}, grouped(bucket.counts.papers)).close();
    const std::string id = "country-picture-" + std::to_string(i);
    html.open("svg",
              {{"viewBox", "0 0 " + std::to_string(range.size() * kUnit) + " " + std::to_string(kSmallHigh)},
               {"preserveAspectRatio", "none"},
               {"role", "group"},
               {"aria-labelledby", id}});
    html.element("title", {{"id", id}}, "Joint papers with " + name + " by year");
    append_box(html, "axis", 0, kSmallHigh - 1, range.size() * kUnit, 1);
    for (const auto& [year, count] : bucket.years) {
      if (year < range.first || year > range.last) continue;
      const std::uint64_t x = static_cast<std::uint64_t>(year - range.first) * kUnit;
      const std::uint64_t high = scaled(count, most, kSmallHigh - 2);
      const std::string text = std::to_string(year);
      open_mark(html, search_of(dossier, searcher::narrowed(bucket.filter, FacetField::year, text)),
                name + ", " + text + ": " + papers(count), bucket.value + " " + text);
      append_box(html, "hit-area", x, 0, kUnit, kSmallHigh);
      append_box(html, "mark-joint", x + 1, kSmallHigh - 1 - high, kUnit - 2, high);
      html.close();
    }
    html.close().close();
  }
  html.close();
}

void append_ranking(Html& html, const Dossier& dossier, const Collaborations& partners, FacetField field,
                    std::size_t most) {
  if (partners.buckets.empty()) return;
  append_legend(html, {{"mark-two", "different authors"},
                       {"mark-one", "one author lists both"},
                       {"mark-untold", "not told apart"}});
  html.open("ol", {{"class", "ranking"}});
  const std::uint64_t first = partners.buckets.front().counts.papers;
  for (std::size_t i = 0; i < std::min(partners.buckets.size(), most); ++i) {
    const searcher::CollaborationBucket& bucket = partners.buckets[i];
    const std::string name = value_name(field, bucket.value, bucket.label);
    const searcher::PairCounts& counts = bucket.counts;
    html.open("li");
    html.open("a",
              {{"href", search_of(dossier, bucket.filter)},
               {"rel", "nofollow"},
               {"aria-label", spoken(name, counts.papers) + ": different authors " +
                                  grouped(counts.two_authors) + ", one author " + grouped(counts.one_author) +
                                  ", not told apart " + grouped(counts.unpaired)}});
    html.element("span", {{"class", "name"}, {"dir", "auto"}}, name);
    html.text(" ").element("span", {{"class", "count"}}, grouped(counts.papers));
    append_shares(html, counts, first);
    html.close().close();
  }
  html.close();
}

}  // namespace labtrail::web
