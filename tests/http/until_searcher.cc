// Names of the sort orders, for these tests alone, as long as the searcher is not linked.
#include "searcher/search.h"

namespace labtrail::searcher {

std::string_view name(Sort sort) {
  switch (sort) {
    case Sort::relevance:
      return "relevance";
    case Sort::newest:
      return "newest";
    case Sort::oldest:
      return "oldest";
    case Sort::id:
      return "id";
  }
  return "";
}

base::Result<Sort> parse_sort(std::string_view text) {
  for (const Sort sort : {Sort::relevance, Sort::newest, Sort::oldest, Sort::id}) {
    if (name(sort) == text) return sort;
  }
  return base::fail(base::ErrorCode::bad_request, "unknown sort");
}

}  // namespace labtrail::searcher
