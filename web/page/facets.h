// The facet panel, the chips of the active filter, and the years.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "web/page/html.h"
#include "web/page/links.h"
#include "web/page/page.h"

namespace labtrail::web {

/// What the panel and the chips are drawn from. References live as long as the page is rendered.
struct FacetContext {
  const SearchState& state;
  const Clauses& clauses;
  const searcher::Response* response = nullptr;
  const searcher::Facet* inside = nullptr;
  const std::vector<searcher::PaperEvidence>* evidence = nullptr;  ///< of the hits, in their order

  /// The best known name of a value.
  [[nodiscard]] std::string name_of(format::FacetField field, std::string_view value) const;
  /// How the filter writes the value of a bucket: a slug or ROR id may stand for it (contract.md,
  /// "synonyms").
  [[nodiscard]] std::string_view written(format::FacetField field, const searcher::FacetBucket& bucket) const;
  [[nodiscard]] const searcher::Facet* facet(format::FacetField field) const;
};

/// All facets but the year; fields without a value in this result are left out.
void append_facets(Html& html, const FacetContext& context);
/// Papers by year: bars that are links, the same as a table, and a form from-to.
void append_years(Html& html, const FacetContext& context);
/// The active filter, one chip a value, each with a link that takes it away.
void append_chips(Html& html, const FacetContext& context);

/// A `joint:` clause in words: "Zhejiang Lab with United States, different authors".
std::string joint_words(const FacetContext& context, const query::JointClause& joint);

/// Years of the result: "2013–2025", "2021", or empty.
std::string period(const FacetContext& context);

/// A bar of the histogram: years `low` to `high` together.
struct YearBin {
  int low = 0;
  int high = 0;
  std::uint64_t count = 0;
  bool selected = false;
  bool operator==(const YearBin&) const = default;
};
/// At most `most` bins of 1, 2, 5, 10, ... years, gaps filled, from the first to the last year with papers.
std::vector<YearBin> year_bins(const searcher::Facet& facet, const Clauses& clauses, std::size_t most);

}  // namespace labtrail::web
