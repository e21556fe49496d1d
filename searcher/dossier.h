// Everything that one page says of a lab, an institution, a country or a list: what it is, how its papers
// print it, with whom, where, on what, paid by whom, since when. Put together from the same answers that
// search, facets and collaborations give, so that every number is the one that its link opens.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/search.h"
#include "searcher/table.h"

namespace labtrail::searcher {

struct DossierRequest {
  std::string subject;  ///< "lab:zhejiang-lab", "institution:ror:...", "country:CN", "list:..."
  std::string query;    ///< narrows the papers; empty = all of the subject's
  std::string filter;
  std::chrono::milliseconds deadline{10000};
};

struct Dossier {
  GenerationInfo generation;
  std::string subject;  ///< canonical clause
  std::string label;
  std::string query;   ///< canonical
  std::string filter;  ///< canonical, without the subject
  std::string papers_filter;
  std::optional<OrganisationProfile> profile;  ///< none for countries, lists, and what no registry knows
  std::uint64_t papers = 0;                    ///< asserted
  std::uint64_t candidates = 0;                ///< further papers on which the match is in doubt
  std::string candidates_filter;               ///< empty where no filter finds exactly those
  std::uint64_t whole_index = 0;               ///< papers in the generation
  Facet years;                                 ///< of the subject's papers, by year
  Facet topics;
  Facet venues;
  Facet types;
  Collaborations partners;   ///< by institution; its totals are those of the subject
  Collaborations countries;  ///< all of them, with years
  Collaborations labs;
  Collaborations funders;
  Collaborations joint_years;  ///< the papers with others, by year
  Table topic_years;           ///< the commonest topics by year
  PrintedStrings strings;      ///< empty for a country
};

/// Counts everything over one generation. Errors: as Searcher::collaborations and Searcher::search.
base::Result<Dossier> make_dossier(const Searcher& searcher, const DossierRequest& request);

/// The subject that a bare id means: a lab where the index counts it as one, else an institution; a clause
/// (`country:CN`) stands for itself. Errors: not_found.
base::Result<std::string> dossier_subject(const Searcher& searcher, std::string_view id);
/// The subject behind `/labs/ID`, `/institutions/ID`, `/lists/ID` or `/countries/CC`. Slugs and ROR ids are
/// synonyms: where the index counts an id only as the other of lab and institution, that is what is meant.
/// Errors: not_found.
base::Result<std::string> dossier_subject(const Searcher& searcher, format::FacetField family,
                                          std::string_view id);

/// The same request over the same generation gives the same bytes.
std::string to_json(const Dossier& dossier);
/// One row a number: section, value, label, papers, how it was brought, filter. RFC 4180.
std::string to_csv(const Dossier& dossier);

}  // namespace labtrail::searcher
