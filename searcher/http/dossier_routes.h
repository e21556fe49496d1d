// The dossiers of labs, institutions, lists and countries: page, JSON and CSV of one and the same counting.
#pragma once

#include <string>
#include <string_view>

#include "searcher/http/message.h"
#include "searcher/http/parameters.h"
#include "searcher/search.h"

namespace labtrail::http {

/// Whether an address is below /labs/, /institutions/, /lists/ or /countries/.
bool is_dossier_path(std::string_view path);
/// Whether its answer is for people: neither .json nor .csv.
bool is_dossier_page(std::string_view path);
/// GET /labs/{id}?q=&filter= and the like; `.json` and `.csv` behind the id.
Reply dossier(const searcher::Searcher& searcher, const std::string& site, std::string_view path,
              const Parameters& parameters);

}  // namespace labtrail::http
