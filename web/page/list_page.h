// The list page: a pasted list, and how many papers each of its entries finds. A form that works without
// script; the address holds the list, so that it can be passed on.
#pragma once

#include <string>

#include "searcher/pasted_list.h"
#include "web/page/page.h"

namespace labtrail::web {

struct ListPage {
  Site site;
  std::string entries;  ///< as typed
  searcher::EntryMeaning meaning = searcher::EntryMeaning::name;
  std::string filter;
  searcher::GenerationInfo generation;
  const searcher::ListAnswer* answer = nullptr;  ///< null while there is nothing to count
  const base::Error* error = nullptr;            ///< instead of an answer: of the filter, a cap
};
std::string render_list(const ListPage& page);

/// "/list?entries=...&as=..."; `ending` is "" or ".csv".
std::string list_url(const ListPage& page, std::string_view ending = {});

}  // namespace labtrail::web
