// Papers by year. The bars are drawn here as SVG (attributes only: the page allows no inline style), one link
// each; the same numbers stand in a table, and a form takes any range.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "searcher/query/values.h"
#include "web/page/facets.h"
#include "web/page/frame.h"
#include "web/page/words.h"

namespace labtrail::web {
namespace {

using format::FacetField;

constexpr std::size_t kMostBars = 40;
/// More bars than this and only some carry a label, however wide the screen.
constexpr std::size_t kLabels = 16;
/// Height of the drawing, in its own units.
constexpr std::uint64_t kHeight = 100;

std::optional<int> year_of(const searcher::FacetBucket& bucket) {
  int year = 0;
  const char* end = bucket.value.data() + bucket.value.size();
  const auto result = std::from_chars(bucket.value.data(), end, year);
  if (result.ec != std::errc{} || result.ptr != end) return std::nullopt;
  return year;
}

std::string years_text(int low, int high) {
  return low == high ? std::to_string(low) : std::to_string(low) + "–" + std::to_string(high);
}

/// First and last year with papers, among the years that pass the clauses.
std::optional<std::pair<int, int>> extent(const searcher::Facet& facet, const Clauses& clauses) {
  std::optional<std::pair<int, int>> out;
  for (const searcher::FacetBucket& bucket : facet.buckets) {
    const std::optional<int> year = year_of(bucket);
    if (!year || bucket.count == 0 || !year_passes(clauses, *year)) continue;
    if (!out) out.emplace(*year, *year);
    out->first = std::min(out->first, *year);
    out->second = std::max(out->second, *year);
  }
  return out;
}

/// Largest step of 1, 2, 5, 10, 20, ... that leaves at most `most` bins.
int step_for(int first, int last, std::size_t most) {
  int step = 1;
  for (const int factor : {2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000}) {
    if (static_cast<std::size_t>(last / step - first / step) + 1 <= most) return step;
    step = factor;
  }
  return step;
}

void append_bar(Html& html, const FacetContext& context, const YearBin& bin, std::uint64_t most,
                bool labelled) {
  // A second press on the selected years takes the year clause away.
  const Clauses next = only_years(context.clauses, bin.low, bin.high)
                           ? dropping_field(context.clauses, FacetField::year)
                           : with_years(context.clauses, bin.low, bin.high);
  const bool selected = bin.selected && has_positive(context.clauses, FacetField::year);
  html.open("li", {{"class", selected ? "bar selected" : "bar"}});
  html.open("a",
            {{"href", url_with(context.state, next)},
             {"data-key", "year " + std::to_string(bin.low)},
             {"data-low", std::to_string(bin.low)},
             {"data-high", std::to_string(bin.high)},
             {"title", years_text(bin.low, bin.high) + ": " + papers(bin.count)},
             {"rel", "nofollow"},
             {"aria-label", spoken(years_text(bin.low, bin.high), bin.count, selected ? "selected" : "")},
             Attribute("aria-current", "true").when(selected)});
  const std::uint64_t height =
      bin.count == 0 || most == 0 ? 0 : std::max<std::uint64_t>(bin.count * kHeight / most, 2);
  html.open("svg", {{"viewBox", "0 0 10 100"},
                    {"preserveAspectRatio", "none"},
                    {"aria-hidden", "true"},
                    {"focusable", "false"}});
  html.lone("rect", {{"class", "floor"}, {"y", "99"}, {"width", "10"}, {"height", "1"}});
  html.lone("rect", {{"y", kHeight - height}, {"width", "10"}, {"height", height}});
  html.close();
  html.element("span", {{"class", labelled ? "label" : "label minor"}}, std::to_string(bin.low));
  html.close().close();
}

void append_table(Html& html, const std::vector<YearBin>& bins) {
  html.open("details", {{"class", "as-table"}, {"data-keep", "years-table"}});
  html.element("summary", {}, "As a table");
  html.open("table");
  html.element("caption", {{"class", "unseen"}}, "Papers by year");
  html.open("thead").open("tr");
  html.element("th", {{"scope", "col"}}, "Year").element("th", {{"scope", "col"}}, "Papers");
  html.close().close();
  html.open("tbody");
  for (const YearBin& bin : bins) {
    html.open("tr");
    html.element("th", {{"scope", "row"}}, years_text(bin.low, bin.high))
        .element("td", {}, grouped(bin.count));
    html.close();
  }
  html.close().close().close();
}

void append_range_form(Html& html, const FacetContext& context, int first, int last) {
  std::string from;
  std::string to;
  for (const query::Clause& clause : context.clauses) {
    if (!query::is_on(clause, FacetField::year) || clause.negated || clause.values.size() != 1) continue;
    const query::FilterValue& held = clause.values.front();
    if (held.low > query::kLeastNumber) from = std::to_string(held.low);
    if (held.high < query::kGreatestNumber) to = std::to_string(held.high);
  }
  html.open("form", {{"class", "range"}, {"action", "/search"}, {"method", "get"}});
  append_hidden(html, context.state, {});
  html.lone("input", {{"type", "hidden"}, {"name", "years"}, {"value", "1"}});
  const auto field = [&](std::string_view name, std::string_view label, const std::string& value, int hint) {
    html.open("label");
    html.element("span", {}, label);
    html.lone("input", {{"name", name},
                        {"type", "text"},
                        {"inputmode", "numeric"},
                        {"pattern", "[0-9]{1,4}"},
                        {"title", "A year, such as " + std::to_string(hint)},
                        {"maxlength", "4"},
                        {"value", value},
                        {"placeholder", std::to_string(hint)},
                        {"autocomplete", "off"},
                        {"data-key", "range " + std::string(name)}});
    html.close();
  };
  field("from", "From", from, first);
  field("to", "to", to, last);
  html.element("button", {{"type", "submit"}}, "Set years");
  html.close();
}

}  // namespace

std::vector<YearBin> year_bins(const searcher::Facet& facet, const Clauses& clauses, std::size_t most) {
  const auto years = extent(facet, {});
  if (!years || most == 0) return {};
  const auto [first, last] = *years;
  const int step = step_for(first, last, most);
  const int start = step == 1 ? first : first / step * step;
  std::vector<YearBin> bins(static_cast<std::size_t>((last - start) / step) + 1);
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].low = start + static_cast<int>(i) * step;
    bins[i].high = bins[i].low + step - 1;
    for (int year = bins[i].low; year <= bins[i].high && !bins[i].selected; ++year) {
      bins[i].selected = year_passes(clauses, year);
    }
  }
  for (const searcher::FacetBucket& bucket : facet.buckets) {
    const std::optional<int> year = year_of(bucket);
    if (!year || *year < start || *year > last) continue;
    bins[static_cast<std::size_t>((*year - start) / step)].count += bucket.count;
  }
  return bins;
}

std::string period(const FacetContext& context) {
  const searcher::Facet* facet = context.facet(FacetField::year);
  if (facet == nullptr) return {};
  const auto years = extent(*facet, context.clauses);
  return years ? years_text(years->first, years->second) : std::string();
}

void append_years(Html& html, const FacetContext& context) {
  const searcher::Facet* facet = context.facet(FacetField::year);
  if (facet == nullptr) return;
  const std::vector<YearBin> bins = year_bins(*facet, context.clauses, kMostBars);
  const auto years = extent(*facet, {});
  if (bins.empty() || !years) return;
  std::uint64_t most = 0;
  for (const YearBin& bin : bins) most = std::max(most, bin.count);
  // Every label would not fit: the first, and every n-th so that about eight stay on a narrow screen.
  const std::size_t every = std::max<std::size_t>((bins.size() + 7) / 8, 1);

  html.open("section", {{"class", "years"}, {"aria-labelledby", "years-title"}});
  html.element("h2", {{"id", "years-title"}}, "Papers by year");
  html.element("p", {{"class", "scale"}}, "highest bar: " + papers(most));
  std::string kind = "bars";
  if (has_positive(context.clauses, FacetField::year)) kind += " narrowed";
  if (bins.size() > kLabels) kind += " many";
  html.open("ol", {{"class", kind}});
  for (std::size_t i = 0; i < bins.size(); ++i) append_bar(html, context, bins[i], most, i % every == 0);
  html.close();
  html.open("div", {{"class", "years-tools"}});
  append_range_form(html, context, years->first, years->second);
  append_table(html, bins);
  html.close();
  html.close();
}

}  // namespace labtrail::web
