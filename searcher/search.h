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
#include <utility>
#include <vector>

#include "corpus/base/error.h"
#include "corpus/paper.h"
#include "indexer/format/evidence.h"
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
  /// Facets count the papers of the result: a field's own positive clauses are not left out.
  bool facets_within = false;
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

/// One organisation that one string of a paper names, and why. The strings are copies: an answer outlives its
/// generation.
struct Mention {
  std::string id;  ///< slug, or "ror:..."
  std::string name;
  std::string ror;      ///< bare, or empty
  std::string country;  ///< ISO 3166-1 alpha-2, or empty
  format::OrganisationKind kind = format::OrganisationKind::institution;
  format::State state = format::State::candidate;
  format::Role role = format::Role::affiliation;
  format::Rule rule = format::Rule::exact;
  bool roll_up = false;  ///< a unit with an id of its own was named; this is the body that it counts to
  unsigned edits = 0;
  double score = 0;
  std::string alias;         ///< empty where the source asserts it
  std::string alias_source;  ///< citation, or "decision 3 of 2026-11-25: ..."
  std::optional<Span> span;  ///< in the string; none where the source asserts it (rule `source`)
};

/// One distinct string of a paper, as printed, with every mention in it. What the paper's source ties to the
/// string comes first, with rule `source`.
struct StringEvidence {
  format::EvidenceText kind = format::EvidenceText::affiliation;
  std::string raw;
  std::vector<Mention> mentions;
};

/// One technology topic of a paper and the place that shows it.
struct TopicEvidence {
  std::string id;
  std::string name;
  std::string through;    ///< id of the narrower topic that was found, or empty
  std::string term;       ///< as the registry writes it
  std::string field;      ///< title, abstract, keyword
  std::size_t value = 0;  ///< which keyword
  Span span;              ///< in that text
};

/// Why a paper counts for what it counts for.
struct PaperEvidence {
  std::vector<StringEvidence> strings;  ///< affiliations in order of appearance, then funding
  std::vector<TopicEvidence> topics;
  std::string registry;  ///< version of the registry, vocabulary and decisions behind it
};

struct Response {
  std::uint64_t total = 0;  ///< exact
  /// With entity clauses (lab, institution, funder) in query or filter and no `state:`: how many further
  /// papers would match if candidates counted too. Shown apart, never added.
  std::optional<std::uint64_t> candidates;
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
  std::string name;         ///< another name than the label, under which it was found
  /// What taking it leads to: the query without what stands for the value, or with the word completed, and
  /// the clause of a filter ("" for a word).
  std::string query;
  std::string filter;
};

/// The three printable steps of a query.
struct Explanation {
  std::vector<std::string> tokens;
  std::string tree;
  std::string xapian;  ///< Xapian::Query::get_description() of the candidate query
  std::vector<std::string>
      notes;  ///< per leaf: terms with document counts, what is verified in the forward column
};

/// One name of an organisation as the registry or ROR has it.
struct OrganisationName {
  std::string text;
  std::string kind;      ///< name, acronym, former, front, informal, unit
  std::string language;  ///< ISO 639-1, or empty
  std::string source;    ///< citation
};

struct RelatedOrganisation {
  std::string id;
  std::string value;  ///< as `institution` counts it
  std::string name;   ///< empty when nothing more is known
};

/// That a public list prints an organisation: a fact about the list, never about its parts.
struct ListMembership {
  std::string list;  ///< id
  std::string name;
  std::string issuer;
  std::string edition;  ///< YYYY-MM-DD
  std::string url;
  std::string printed;  ///< the name as the list prints it
  std::string entered;  ///< YYYY-MM-DD
  std::string ended;    ///< YYYY-MM-DD, or empty
  std::string citation;
};

/// What the registry and ROR said of an organisation when the generation was tagged.
struct OrganisationProfile {
  std::string id;     ///< slug, or "ror:..."
  std::string value;  ///< as `institution` counts it; a lab without a ROR id is counted as `lab` only
  std::string kind;   ///< lab, institution, funder
  std::string name;
  std::string country;   ///< ISO 3166-1 alpha-2, or empty
  std::string ror;       ///< bare, or empty
  std::string wikidata;  ///< "Q123", or empty
  int founded = 0;
  std::string note;
  std::string note_source;
  std::vector<OrganisationName> names;
  std::vector<RelatedOrganisation> parents;
  std::vector<RelatedOrganisation> parts;  ///< that name this one as a parent, in order of id
  std::vector<ListMembership> lists;
  struct Decoy {
    std::string text;
    std::string why;
  };
  std::vector<Decoy> decoys;  ///< strings that look like it and are something else
};

/// What a paper counts for, beside what its source says: values as in facets.
struct CountedValues {
  std::vector<std::string> institutions;  ///< "ror:...", or another id
  std::vector<std::string> labs;          ///< slugs
};

/// What the papers of a subject are counted by.
enum class Partners : std::uint8_t { institution, country, lab, funder, year };
base::Result<Partners> parse_partners(std::string_view name);
std::string_view name(Partners by);

struct CollaborationRequest {
  Request request;      ///< query, filter, mode and deadline; the rest is ignored
  std::string subject;  ///< "lab:zhejiang-lab", "institution:ror:...", "country:CN", "list:us-entity-list"
  Partners by = Partners::institution;
  std::size_t limit = 50;  ///< buckets in the answer, the commonest ones; all years always
  /// Values of the buckets that are wanted: just these, in this order, also where no paper bears one. Empty =
  /// the commonest ones.
  std::vector<std::string> only;
};

/// Papers by who brings the two sides; the parts add up.
struct PairCounts {
  std::uint64_t papers = 0;
  std::uint64_t two_authors = 0;  ///< different authors bring the two sides
  std::uint64_t one_author = 0;   ///< one and the same author lists both, and nobody else either
  std::uint64_t unpaired = 0;     ///< the source does not say which author lists which affiliation
};

struct CollaborationBucket {
  std::string value;
  std::string label;
  PairCounts counts;
  /// Each joint paper counts one, shared equally among the values that it bears on the other side.
  double fractional = 0;
  int first_year = 0;  ///< 0 = no paper of it has a year
  int last_year = 0;
  std::vector<std::pair<int, std::uint64_t>>
      years;  ///< papers a year, rising; years without a paper left out
  /// "parent" or "part": the subject belongs to it, or it to the subject; else empty.
  std::string relation;
  std::string filter;  ///< finds exactly the papers of the bucket
};

struct Collaborations {
  GenerationInfo generation;
  std::string query;    ///< canonical
  std::string filter;   ///< canonical
  std::string subject;  ///< canonical clause
  std::string subject_label;
  Partners by = Partners::institution;
  std::uint64_t papers = 0;  ///< of the result, that bear the subject
  PairCounts joint;          ///< of those, that also bear another institution, lab or country
  std::string papers_filter;
  std::string joint_filter;
  std::uint64_t distinct = 0;                ///< values on the other side
  std::vector<CollaborationBucket> buckets;  ///< by papers, then value; years in order
};

/// One way in which the papers of a subject print it.
struct PrintedString {
  std::string raw;           ///< as the first paper by id prints it
  std::uint64_t papers = 0;  ///< of the subject, that print the same words and nothing else beside them
  std::string query;  ///< finds just these under the subject's filter; empty where it would be too long
  std::string paper;  ///< id of that first paper
  std::vector<Mention> mentions;  ///< of the subject in it, asserted ones
};

struct PrintedStrings {
  std::uint64_t papers = 0;            ///< of the result, that bear the subject
  std::uint64_t source_only = 0;       ///< of those, that bear it by their source's word alone
  std::uint64_t distinct = 0;          ///< different strings
  std::vector<PrintedString> strings;  ///< the commonest ones, by papers, then paper
};

/// One paper of a result with all that is known of it.
struct Match {
  corpus::Paper paper;
  CountedValues counted;
  PaperEvidence evidence;
  std::vector<Highlight> highlights;  ///< none unless the request asks for them
};

/// A ranked list for batch evaluation: ids with scores.
struct RankedId {
  std::string id;
  double score = 0;
};

/// What an export is made from, known before its first paper.
struct SelectionFacts {
  std::uint64_t total = 0;                  ///< exact: as many papers as Selection::each gives
  std::optional<std::uint64_t> candidates;  ///< as in Response
  GenerationInfo generation;
  std::string query;     ///< canonical text
  std::string filter;    ///< canonical text
  std::string registry;  ///< versions of registry, vocabulary and decisions behind what papers count for
  int first_year = 0;    ///< of these papers; 0 where none has a year
  int last_year = 0;
  std::uint64_t without_year = 0;  ///< papers
  std::vector<Facet> facets;       ///< as asked for, counted over exactly these papers
};

/// Every match of a request, found and counted but not read yet. Stays with its generation, whatever is
/// published meanwhile. Thread-safe.
class Selection {
 public:
  using Sink = std::function<bool(const corpus::Paper&, const CountedValues&)>;
  virtual ~Selection() = default;
  [[nodiscard]] virtual const SelectionFacts& facts() const = 0;
  /// Papers in id order; `sink` returning false stops. Returns how many were given. Throws base::Failure
  /// where a record is damaged.
  [[nodiscard]] virtual std::uint64_t each(const Sink& sink) const = 0;
  /// The same with all that is known of each paper.
  using MatchSink = std::function<bool(const Match&)>;
  [[nodiscard]] virtual std::uint64_t each_match(const MatchSink& sink) const = 0;
};

/// What became of a paper in one generation, as its change list says (indexer/format/changes.h).
struct PaperChange {
  enum class Kind : std::uint8_t { added, changed, removed, retagged, retracted, merged, corrected };
  Kind kind = Kind::added;
  std::string id;
};

/// A paper of a selection: rising in the order in which the index holds them; means nothing outside of it.
using PaperNumber = std::uint64_t;

/// Which papers of a selection match, and through what.
struct SelectionAnswer {
  std::vector<PaperNumber> papers;  ///< rising
  /// A positive part of query or filter and the papers that met it: the words of one leaf, one value of a
  /// clause.
  struct Part {
    std::string text;
    std::vector<std::uint32_t> papers;  ///< places in `papers`, rising
  };
  std::vector<Part> parts;  ///< in the order of query and filter; only when asked for
  /// Which values the names in entity clauses stand for in this generation (a hash). When it differs from an
  /// earlier answer's, papers may have entered or left that did not change themselves.
  std::uint64_t meaning = 0;
};

/// Some or all papers of one generation, which stays open as long as this lives. A question is asked to just
/// these, by the same evaluation as everywhere. Thread-safe.
class PaperSelection {
 public:
  virtual ~PaperSelection() = default;
  [[nodiscard]] virtual GenerationInfo generation() const = 0;
  /// Names the generation beyond its number: another index, or one that was built anew, has another mark.
  [[nodiscard]] virtual std::string mark() const = 0;
  /// Errors as Searcher::search.
  [[nodiscard]] virtual base::Result<SelectionAnswer> matching(const Request& request, bool parts) const = 0;
  [[nodiscard]] virtual std::string_view id(PaperNumber paper) const = 0;
  /// Whether the generation has a paper of this id.
  [[nodiscard]] virtual bool has(std::string_view id) const = 0;
  /// The records of these papers (rising), in order.
  virtual void each(const std::vector<PaperNumber>& papers,
                    const std::function<void(PaperNumber, const corpus::Paper&)>& sink) const = 0;
  /// Those of the generation with these ids; ids that it does not have are left out. Papers keep their
  /// numbers.
  [[nodiscard]] virtual std::shared_ptr<const PaperSelection> only(
      const std::vector<std::string>& ids) const = 0;
  /// The change lists of the generations after the one with this number and mark up to this one, oldest
  /// first, each in order. Nothing when one of them is no longer kept, or when that generation is not a
  /// former one of this index.
  [[nodiscard]] virtual std::optional<std::vector<std::vector<PaperChange>>> changes_since(
      std::uint64_t generation, std::string_view mark) const = 0;
  /// Whether the index has, by now, a later generation of this number and mark.
  [[nodiscard]] virtual bool is_followed_by(std::uint64_t generation, std::string_view mark) const = 0;
  /// Those change lists that are still there, whatever came before them.
  [[nodiscard]] virtual std::vector<std::vector<PaperChange>> kept_changes() const = 0;
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
  [[nodiscard]] virtual base::Result<PaperEvidence> evidence(std::string_view id) const = 0;
  /// Search inside one facet: values whose folded label, or a word of it, starts with the folded prefix,
  /// counted over the request's result as in Response::facets. `request.facets` is ignored.
  [[nodiscard]] virtual base::Result<Facet> facet_values(format::FacetField field, std::string_view prefix,
                                                         std::size_t limit, const Request& request) const = 0;
  [[nodiscard]] virtual base::Result<std::vector<Suggestion>> suggest(std::string_view text,
                                                                      std::size_t limit) const = 0;
  /// Labs, institutions and funders that have exactly this name, under case and script folded, or this id.
  [[nodiscard]] virtual base::Result<std::vector<Suggestion>> named(std::string_view name) const = 0;
  /// Every match, without a cap, in two steps: first what there is to give, and any error of the request;
  /// then the papers. The deadline is for finding them; giving them takes as long as the sink takes.
  [[nodiscard]] virtual base::Result<std::unique_ptr<Selection>> select(const Request& request) const = 0;
  /// The best `depth` papers, ranked; no facets, no records read.
  [[nodiscard]] virtual base::Result<std::vector<RankedId>> rank(const Request& request,
                                                                 std::size_t depth) const = 0;
  /// By slug, "ror:...", "https://ror.org/...". Errors: not_found.
  [[nodiscard]] virtual base::Result<OrganisationProfile> organisation(std::string_view id) const = 0;
  /// Who stands on the papers of a subject beside it. Errors: as `search`; bad_request (subject), not_found
  /// (the index knows no such subject).
  [[nodiscard]] virtual base::Result<Collaborations> collaborations(
      const CollaborationRequest& request) const = 0;
  /// How the papers of a subject print it. `request.by` is ignored. Errors: as `collaborations`.
  [[nodiscard]] virtual base::Result<PrintedStrings> printed(const CollaborationRequest& request) const = 0;
  [[nodiscard]] virtual base::Result<Explanation> explain(std::string_view query) const = 0;
  [[nodiscard]] virtual GenerationInfo generation() const = 0;
  /// Every paper of the generation that answers at this moment.
  [[nodiscard]] virtual std::shared_ptr<const PaperSelection> all_papers() const = 0;
  /// Looks for a newer generation and switches to it when it is whole; requests under way keep theirs.
  /// Returns an Error (and keeps serving the last good one) when the newer one is damaged.
  virtual base::Result<bool> refresh() = 0;
};

}  // namespace labtrail::searcher
