// The question of a saved search: read strictly, written back in canonical form.

#include <fmt/format.h>

#include "corpus/base/text.h"
#include "searcher/plan.h"
#include "searcher/query/filter.h"
#include "searcher/query/parser.h"
#include "searcher/question.h"
#include "searcher/saved/store.h"

namespace labtrail::saved {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

Result<std::string> one_line(std::string_view what, std::string_view text) {
  if (!base::is_utf8(text))
    return base::fail(ErrorCode::bad_request, fmt::format("the {} is not valid UTF-8", what));
  std::string line = base::squeeze_space(text);
  if (line.size() > kMostName)
    return base::fail(ErrorCode::bad_request, fmt::format("the {} is longer than {} bytes", what, kMostName));
  return line;
}

/// Canonical text may be longer than what was typed, beyond the parser's cap: then what was typed stays.
Result<std::string> canonical_query(const std::string& typed) {
  const auto parsed = query::parse_query(typed, query::Mode::strict);
  if (!parsed) return tl::unexpected<Error>(parsed.error());
  const auto compiled = searcher::compile(parsed->tree, query::Mode::strict, searcher::thread_analyzer());
  if (!compiled) return tl::unexpected<Error>(compiled.error());
  std::string text = query::to_query(parsed->tree);
  const auto again = query::parse_query(text, query::Mode::strict);
  if (!again || query::to_string(again->tree) != query::to_string(parsed->tree)) return typed;
  return text;
}

Result<std::string> canonical_filter(const std::string& typed) {
  const auto clauses = query::parse_filter(typed);
  if (!clauses) return tl::unexpected<Error>(clauses.error());
  std::string text = query::to_string(*clauses);
  if (!query::parse_filter(text)) return typed;
  return text;
}

/// The list of facets has positions of its own, which nobody can show.
Result<std::vector<query::FacetRequest>> read_facets(const std::string& text) {
  auto facets = query::parse_facets(text);
  if (!facets) return base::fail(ErrorCode::bad_request, facets.error().message, facets.error().hint);
  return facets;
}

}  // namespace

Result<Draft> canonical(Draft draft) {
  auto name = one_line("name", draft.name);
  if (!name) return tl::unexpected<Error>(name.error());
  if (name->empty()) return base::fail(ErrorCode::bad_request, "a saved search needs a name");
  auto case_name = one_line("case", draft.case_);
  if (!case_name) return tl::unexpected<Error>(case_name.error());
  if (!base::is_utf8(draft.note) || draft.note.find('\0') != std::string::npos)
    return base::fail(ErrorCode::bad_request, "the note is not valid UTF-8");
  if (draft.note.size() > kMostNote)
    return base::fail(ErrorCode::bad_request, fmt::format("the note is longer than {} bytes", kMostNote));
  auto query = canonical_query(draft.query);
  if (!query) return tl::unexpected<Error>(query.error());
  auto filter = canonical_filter(draft.filter);
  if (!filter) return tl::unexpected<Error>(filter.error());
  if (const auto sort = searcher::parse_sort(draft.sort); !sort) return tl::unexpected<Error>(sort.error());
  const auto facets = read_facets(draft.facets);
  if (!facets) return tl::unexpected<Error>(facets.error());

  draft.name = std::move(*name);
  draft.case_ = std::move(*case_name);
  draft.query = std::move(*query);
  draft.filter = std::move(*filter);
  draft.facets.clear();
  for (const query::FacetRequest& facet : *facets) {
    if (!draft.facets.empty()) draft.facets += ',';
    draft.facets += format::name(facet.field);
    if (facet.limit != query::FacetRequest{}.limit) draft.facets += fmt::format(":{}", facet.limit);
  }
  return draft;
}

Result<searcher::Request> request_of(const Draft& draft) {
  searcher::Request request;
  request.query = draft.query;
  request.filter = draft.filter;
  const auto sort = searcher::parse_sort(draft.sort);
  if (!sort) return tl::unexpected<Error>(sort.error());
  request.sort = *sort;
  auto facets = read_facets(draft.facets);
  if (!facets) return tl::unexpected<Error>(facets.error());
  request.facets = std::move(*facets);
  return request;
}

}  // namespace labtrail::saved
