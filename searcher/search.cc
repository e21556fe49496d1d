#include "searcher/search.h"

#include <array>

namespace labtrail::searcher {
namespace {

constexpr std::array<std::string_view, 4> kSorts{"relevance", "newest", "oldest", "id"};

}  // namespace

base::Result<Sort> parse_sort(std::string_view name) {
  for (std::size_t i = 0; i < kSorts.size(); ++i) {
    if (kSorts[i] == name) return static_cast<Sort>(i);
  }
  return base::fail(base::ErrorCode::bad_request, "unknown sort '" + std::string(name) + "'",
                    "one of: relevance, newest, oldest, id");
}

std::string_view name(Sort sort) {
  return kSorts[static_cast<std::size_t>(sort)];
}

}  // namespace labtrail::searcher
