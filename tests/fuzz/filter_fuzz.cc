// Any bytes as a filter and as a list of facets: read or refused with a position inside the text; clauses
// have a canonical text that parses to the same clauses.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "searcher/query/filter.h"

using namespace labtrail;
using namespace labtrail::query;

namespace {

/// Quotes and escapes may make canonical text longer than what was typed.
constexpr FilterLimits kCanonical{.bytes = 1 << 20};

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

void check_error(const base::Error& error, std::size_t size) {
  require(!error.message.empty(), "an error has a message");
  require(error.offset <= size && error.length <= size - error.offset, "an error lies inside the text");
}

/// Checks where everything stands, then forgets it: canonical text has other positions, and writes `(none)`
/// last.
void settle(std::vector<Clause>& clauses, std::size_t size) {
  for (Clause& clause : clauses) {
    require(clause.offset <= size && clause.length <= size - clause.offset, "a clause lies inside the text");
    require(clause.any_organisation || clause.none || !clause.values.empty(), "a clause has a value");
    clause.offset = clause.length = 0;
    for (FilterValue& value : clause.values) {
      require(value.offset <= size && value.length <= size - value.offset, "a value lies inside the text");
      require(value.low <= value.high, "a range runs forwards");
      value.offset = value.length = 0;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (auto clauses = parse_filter(text); !clauses) {
    check_error(clauses.error(), size);
  } else {
    const std::string canonical = to_string(*clauses);
    auto again = parse_filter(canonical, kCanonical);
    require(again.has_value(), "canonical text is right");
    require(to_string(*again) == canonical, "canonical text is its own canonical text");
    settle(*clauses, size);
    settle(*again, canonical.size());
    require(*clauses == *again, "canonical text parses to the same clauses");
  }
  if (const auto facets = parse_facets(text); !facets) {
    check_error(facets.error(), size);
  } else {
    require(facets->size() <= format::kFacetFields, "every facet is asked for once");
    for (const FacetRequest& facet : *facets)
      require(facet.limit >= 1 && facet.limit <= 1000, "a facet has 1 to 1000 buckets");
  }
  return 0;
}
