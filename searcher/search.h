// Questions -> answers: Request -> Response, plain structs. This is the seam of the house: the page, the API,
// the command line, batch, export and later alerts all call this and nothing below it, so that a number is
// the same wherever it is shown, and another engine could stand behind it.
//
// Exact: `total` and every facet count come from one match set, made paper by paper over the generation named
// in the answer. Order: score, then id by bytes, so that segments never show.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/paper.h"
#include "indexer/format/schema.h"
#include "searcher/query/filter.h"
#include "searcher/query/parser.h"
#include "searcher/query/tree.h"

namespace labtrail::searcher {

enum class Sort : std::uint8_t { relevance, newest, oldest, id };
base::Result<Sort> parse_sort(std::string_view name);
std::string_view name(Sort sort);

struct Request {
  std::string query;   ///< empty = every paper
  std::string filter;  ///< contract.md, "Filters and facets"
  query::Mode mode = query::Mode::strict;
  std::vector<query::FacetRequest> facets;
  Sort sort = Sort::relevance;
  std::size_t limit = 20;  ///< results in this answer; at most kMaxLimit, 0 = counts only
  std::size_t offset = 0;  ///< for pages; at most kMaxOffset, beyond that use `cursor` or export
  std::string cursor;      ///< from an earlier Response; excludes `offset`
  bool highlights = true;
  bool records = true;  ///< false: hits carry only the id (in `paper.id`) and the score
  bool suggest_spelling = true;
  std::chrono::milliseconds deadline{2000};  ///< really stops: Error deadline, never a partial answer
};
inline constexpr std::size_t kMaxLimit = 200;
inline constexpr std::size_t kMaxOffset = 100'000;

/// Half-open UTF-8 byte offsets into the text that is sent beside them.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

/// A text of a paper with the places that the query met. `field`: title, abstract, affiliation, author,
/// keyword, funding, venue. Long abstracts are cut to an excerpt around the matches (whole words; `cut_*` say
/// so); a title is always sent.
struct Highlight {
  std::string field;
  std::string text;
  std::vector<Span> spans;
  bool cut_before = false;
  bool cut_after = false;
};

struct Hit {
  corpus::Paper paper;
  double score = 0;  ///< 0 unless sorted by relevance
  std::vector<Highlight> highlights;
};

struct FacetBucket {
  std::string value;  ///< as used in a filter
  std::string label;  ///< for people; equals value where there is no better name
  std::uint64_t count =
      0;                  ///< papers of the result that bear it (own positive clauses of this field left out)
  bool selected = false;  ///< named by a positive clause of this field
  bool excluded =
      false;  ///< named by a negated clause of this field (count is then what the exclusion hides: 0)
};

struct Facet {
  format::FacetField field = format::FacetField::year;
  std::uint64_t distinct = 0;  ///< values with a count above zero
  std::uint64_t none = 0;      ///< papers of the result without a value
  std::vector<FacetBucket>
      buckets;  ///< by count, then value; selected ones always; the year facet as all others
};

/// A correction of the query that has matches: "did you mean".
struct Spelling {
  std::string query;  ///< the whole query with the correction
  std::uint64_t count = 0;
};

/// Which generation an answer was made from.
struct GenerationInfo {
  std::uint64_t number = 0;
  std::string date;          ///< ISO 8601 UTC, when it was published
  std::uint64_t papers = 0;  ///< live papers in it
};

struct Response {
  std::uint64_t total = 0;  ///< exact
  GenerationInfo generation;
  std::string query;   ///< canonical text of what was searched
  std::string filter;  ///< canonical text
  Sort sort = Sort::relevance;
  std::vector<Hit> hits;
  std::vector<Facet> facets;  ///< in the order of the request
  std::string next_cursor;    ///< empty at the end
  std::vector<query::Diagnostic> diagnostics;
  std::optional<Spelling> spelling;
  query::Node tree;
  std::vector<query::Clause> clauses;
};

/// One suggestion while typing.
struct Suggestion {
  std::string kind;   ///< "institution", "venue", "topic", "word", ...: a facet field's name or "word"
  std::string value;  ///< facet value, or the word
  std::string label;
  std::uint64_t count = 0;  ///< papers
};

/// The three printable steps of a query.
struct Explanation {
  std::vector<std::string> tokens;
  std::string tree;
  std::string xapian;  ///< Xapian::Query::get_description() of the candidate query
  std::vector<std::string>
      notes;  ///< per leaf: terms with document counts, what is verified in the forward column
};

/// A ranked list for batch evaluation: ids with scores.
struct RankedId {
  std::string id;
  double score = 0;
};

class Searcher {
 public:
  /// Opens the newest generation of the index folder and checks its checksums once. Throws base::Failure
  /// (not_found: no index there, with a hint; corrupt; unsupported).
  static std::unique_ptr<Searcher> open(const std::filesystem::path& index);
  virtual ~Searcher() = default;

  /// Thread-safe, all of them.
  [[nodiscard]] virtual base::Result<Response> search(const Request& request) const = 0;
  [[nodiscard]] virtual base::Result<corpus::Paper> paper(std::string_view id) const = 0;
  /// Search inside one facet: values whose folded label, or a word of it, starts with the folded prefix,
  /// counted over the request's result as in Response::facets. `request.facets` is ignored.
  [[nodiscard]] virtual base::Result<Facet> facet_values(format::FacetField field, std::string_view prefix,
                                                         std::size_t limit, const Request& request) const = 0;
  [[nodiscard]] virtual base::Result<std::vector<Suggestion>> suggest(std::string_view text,
                                                                      std::size_t limit) const = 0;
  /// Every match in id order, without a cap; `sink` returning false stops. Returns the number of papers
  /// given. The deadline is for finding them; giving them takes as long as the sink takes.
  [[nodiscard]] virtual base::Result<std::uint64_t> each(
      const Request& request, const std::function<bool(const corpus::Paper&)>& sink) const = 0;
  /// The best `depth` papers, ranked; no facets, no records read.
  [[nodiscard]] virtual base::Result<std::vector<RankedId>> rank(const Request& request,
                                                                 std::size_t depth) const = 0;
  [[nodiscard]] virtual base::Result<Explanation> explain(std::string_view query) const = 0;
  [[nodiscard]] virtual GenerationInfo generation() const = 0;
  /// Looks for a newer generation and switches to it when it is whole; requests under way keep theirs.
  /// Returns an Error (and keeps serving the last good one) when the newer one is damaged.
  virtual base::Result<bool> refresh() = 0;
};

}  // namespace labtrail::searcher
