#include "searcher/http/likely.h"

#include <algorithm>

#include "corpus/base/text.h"

namespace labtrail::http {
namespace {

using format::FacetField;

constexpr std::size_t kSuggestions = 20;
constexpr std::size_t kByName = 6;
constexpr std::size_t kByPrint = 2;    ///< labs, and institutions
constexpr std::size_t kLongest = 200;  ///< bytes of a name

bool has_dossier(std::string_view kind) {
  return kind == "lab" || kind == "institution" || kind == "country" || kind == "list";
}

void add_printed(const searcher::Searcher& searcher, std::string_view text,
                 std::vector<searcher::Suggestion>& out) {
  searcher::Request request;
  request.query = query::phrase_query(format::TextField::affiliation, text);
  request.limit = 0;
  request.suggest_spelling = false;
  request.facets = {{FacetField::institution, kByPrint}, {FacetField::lab, kByPrint}};
  const auto answer = searcher.search(request);
  if (!answer) return;
  for (const searcher::Facet& facet : answer->facets) {
    for (const searcher::FacetBucket& bucket : facet.buckets) {
      const bool known =
          std::any_of(out.begin(), out.end(), [&](const auto& one) { return one.value == bucket.value; });
      if (known) continue;
      searcher::Request whole;
      whole.filter = query::to_string({query::value_clause(facet.field, bucket.value)});
      whole.limit = 0;
      const auto papers = searcher.search(whole);
      if (papers)
        out.push_back({std::string(format::name(facet.field)),
                       bucket.value,
                       bucket.label,
                       papers->total,
                       {},
                       {},
                       whole.filter});
    }
  }
}

}  // namespace

std::vector<searcher::Suggestion> likely_organisations(const searcher::Searcher& searcher,
                                                       std::string_view text) {
  std::vector<searcher::Suggestion> out;
  if (text.size() > kLongest || base::trim(text).empty() || !base::is_utf8(text)) return out;
  if (const auto found = searcher.suggest(text, kSuggestions)) {
    for (const searcher::Suggestion& one : *found) {
      if (has_dossier(one.kind) && out.size() < kByName) out.push_back(one);
    }
  }
  add_printed(searcher, text, out);
  return out;
}

}  // namespace labtrail::http
