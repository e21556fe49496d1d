// The dossier of a lab, an institution, a country or a list, as a page: who it is, its papers, with whom, on
// what, how they print it, and what the numbers are. Every number is a link to exactly its papers. Without
// script; on paper two sides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "searcher/dossier.h"
#include "web/page/page.h"

namespace labtrail::web {

struct DossierPage {
  Site site;
  const searcher::Dossier* dossier = nullptr;  ///< never null
};
std::string render_dossier(const DossierPage& page);

/// Instead of a dossier: nothing is known under this id, but perhaps under one of these.
struct NoDossierPage {
  Site site;
  std::string id;  ///< as asked for
  base::Error error;
  std::vector<searcher::Suggestion> suggestions;
};
std::string render_no_dossier(const NoDossierPage& page);

/// "/labs/zhejiang-lab?q=...&filter=...": the dossier of a subject ("lab:zhejiang-lab"), narrowed as said;
/// `ending` is "", ".json" or ".csv". Empty where the subject is not one value of a field with dossiers.
std::string dossier_url(std::string_view subject, std::string_view query, std::string_view filter,
                        std::string_view ending = {});

}  // namespace labtrail::web
