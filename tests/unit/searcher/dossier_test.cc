// A dossier over the sample papers: every number is the number of papers that its filter finds. The filters
// are opened one by one, so that no count of a dossier can part from the search behind its link.
#include "searcher/dossier.h"

#include <catch2/catch.hpp>
#include <map>

#include "indexer/ingest.h"
#include "searcher/narrowing.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using format::FacetField;
using searcher::Dossier;
using searcher::DossierRequest;

namespace {

class Samples {
 public:
  Samples() {
    indexer::IngestOptions options;
    options.index = folder_.path() / "index";
    options.paths = {LABTRAIL_SOURCE_DIR "/corpus/samples"};
    options.folders.registry = LABTRAIL_SOURCE_DIR "/corpus/samples/registry";
    options.jobs = 1;
    options.clock = [] { return std::int64_t{1764000000}; };
    indexer::ingest(options);
    searcher_ = searcher::Searcher::open(options.index);
  }
  searcher::Searcher& operator*() { return *searcher_; }

 private:
  tests::TemporaryFolder folder_;
  std::unique_ptr<searcher::Searcher> searcher_;
};

searcher::Searcher& samples() {
  static Samples made;
  return *made;
}

std::uint64_t papers_of(const std::string& query, const std::string& filter) {
  searcher::Request request;
  request.query = query;
  request.filter = filter;
  request.limit = 0;
  const auto answer = samples().search(request);
  INFO(query << " | " << filter);
  INFO((answer ? std::string() : answer.error().message));
  REQUIRE(answer.has_value());
  return answer->total;
}

Dossier dossier(const DossierRequest& request) {
  auto made = searcher::make_dossier(samples(), request);
  INFO((made ? std::string() : made.error().message));
  REQUIRE(made.has_value());
  return std::move(*made);
}

/// Opens numbers and counts how many it has opened.
struct Opener {
  const Dossier& dossier;
  std::size_t opened = 0;

  void open(std::uint64_t papers, const std::string& filter) {
    INFO(filter);
    CHECK(papers_of(dossier.query, filter) == papers);
    ++opened;
  }
  void open(const searcher::PairCounts& counts, const std::string& filter) {
    open(counts.papers, filter);
    open(counts.two_authors, searcher::narrowed_to_pairing(filter, "two_authors"));
    open(counts.one_author, searcher::narrowed_to_pairing(filter, "one_author"));
    open(counts.unpaired, searcher::narrowed_to_pairing(filter, "unpaired"));
    CHECK(counts.papers == counts.two_authors + counts.one_author + counts.unpaired);
  }
  void open(const searcher::Facet& facet) {
    for (const searcher::FacetBucket& bucket : facet.buckets)
      open(bucket.count, searcher::narrowed(dossier.papers_filter, facet.field, bucket.value));
  }
  void open(const searcher::Collaborations& partners) {
    for (const searcher::CollaborationBucket& bucket : partners.buckets) {
      open(bucket.counts, bucket.filter);
      for (const auto& [year, papers] : bucket.years)
        open(papers, searcher::narrowed(bucket.filter, FacetField::year, std::to_string(year)));
    }
  }
  void open_all() {
    open(dossier.papers, dossier.papers_filter);
    if (!dossier.candidates_filter.empty()) open(dossier.candidates, dossier.candidates_filter);
    open(dossier.partners.joint, dossier.partners.joint_filter);
    for (const searcher::Facet* facet : {&dossier.years, &dossier.topics, &dossier.venues, &dossier.types})
      open(*facet);
    for (const searcher::Collaborations* partners :
         {&dossier.partners, &dossier.countries, &dossier.labs, &dossier.funders, &dossier.joint_years})
      open(*partners);
    const searcher::Table& table = dossier.topic_years;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      for (std::size_t c = 0; c < table.columns.size(); ++c)
        open(table.cells[r][c], table.cell_filters[r][c]);
    }
  }
};

}  // namespace

TEST_CASE("every number of a dossier is the number of papers that its filter finds") {
  struct Row {
    DossierRequest request;
    std::uint64_t papers;
  };
  for (const Row& row :
       {Row{{"lab:lanjiang-laboratory", "", ""}, 26}, Row{{"lab:lanjiang-laboratory", "swarm", ""}, 4},
        Row{{"lab:lanjiang-laboratory", "", "year:2019-2021"}, 8},
        Row{{"lab:lanjiang-laboratory", "", "country:GB,year:>2018"}, 9},
        Row{{"institution:sample:lanjiang-laboratory", "", ""}, 24}, Row{{"country:GB", "", ""}, 0},
        Row{{"list:sample-watch-list", "", ""}, 0}}) {
    INFO(row.request.subject << " " << row.request.query << " " << row.request.filter);
    const Dossier made = dossier(row.request);
    if (row.papers > 0) CHECK(made.papers == row.papers);
    CHECK(made.papers > 0);
    Opener opener{made};
    opener.open_all();
    CHECK(opener.opened > 40);
  }
}

TEST_CASE("a dossier narrowed on a field counts that field's values within its papers") {
  const Dossier made = dossier({"lab:lanjiang-laboratory", "", "year:2019-2021"});
  std::uint64_t sum = 0;
  for (const searcher::FacetBucket& bucket : made.years.buckets) {
    CHECK((bucket.value >= "2019" && bucket.value <= "2021"));
    sum += bucket.count;
  }
  CHECK(sum == made.papers);
  CHECK(made.years.none == 0);
  CHECK(made.years.distinct == made.years.buckets.size());
  for (const searcher::TableHead& column : made.topic_years.columns)
    CHECK((column.value >= "2019" && column.value <= "2021"));
}

TEST_CASE("a dossier narrowed to a venue or a topic counts what its links open") {
  const Dossier whole = dossier({"lab:lanjiang-laboratory", "", ""});
  for (const searcher::Facet* facet : {&whole.venues, &whole.topics, &whole.types}) {
    REQUIRE_FALSE(facet->buckets.empty());
    const searcher::FacetBucket& bucket = facet->buckets.front();
    const Dossier made =
        dossier({"lab:lanjiang-laboratory", "", searcher::narrowed("", facet->field, bucket.value)});
    INFO(made.filter);
    CHECK(made.papers == bucket.count);
    Opener opener{made};
    opener.open_all();
    CHECK(opener.opened > 20);
  }
}

TEST_CASE("candidates have a link only where a filter finds exactly them") {
  CHECK(dossier({"lab:lanjiang-laboratory", "", ""}).candidates_filter ==
        "lab:lanjiang-laboratory,state:candidate");
  CHECK(dossier({"lab:lanjiang-laboratory", "", "lab:palisade-bend"}).candidates_filter.empty());
  CHECK(dossier({"lab:lanjiang-laboratory", "lab:palisade-bend", ""}).candidates_filter.empty());
}

TEST_CASE("an id means a lab or an institution, whichever the index counts; a clause means itself") {
  struct Row {
    FacetField family;
    const char* id;
    const char* subject;
  };
  for (const Row& row :
       {Row{FacetField::lab, "lanjiang-laboratory", "lab:lanjiang-laboratory"},
        Row{FacetField::institution, "lanjiang-laboratory", "lab:lanjiang-laboratory"},
        Row{FacetField::institution, "sample:lanjiang-laboratory", "institution:sample:lanjiang-laboratory"},
        Row{FacetField::list, "sample-watch-list", "list:sample-watch-list"},
        Row{FacetField::country, "GB", "country:GB"}}) {
    INFO(row.id);
    const auto subject = searcher::dossier_subject(samples(), row.family, row.id);
    REQUIRE(subject.has_value());
    CHECK(*subject == row.subject);
  }
  for (const auto& [id, subject] :
       {std::pair("lanjiang-laboratory", "lab:lanjiang-laboratory"),
        std::pair("sample:lanjiang-laboratory", "institution:sample:lanjiang-laboratory"),
        std::pair("country:GB", "country:GB")})
    CHECK(searcher::dossier_subject(samples(), id).value_or("nothing") == subject);
  const auto unknown = searcher::dossier_subject(samples(), FacetField::lab, "no-such-lab");
  REQUIRE(!unknown.has_value());
  CHECK(unknown.error().code == base::ErrorCode::not_found);
}

TEST_CASE("the same request gives the same bytes, and the CSV has a row for each number") {
  const DossierRequest request{"lab:lanjiang-laboratory", "", ""};
  const Dossier first = dossier(request);
  const Dossier second = dossier(request);
  CHECK(to_json(first) == to_json(second));
  const std::string csv = to_csv(first);
  CHECK(csv == to_csv(second));
  std::map<std::string, std::size_t> rows;
  for (std::size_t at = 0; at < csv.size();) {
    const std::size_t end = csv.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    ++rows[csv.substr(at, csv.find(',', at) - at)];
    at = end + 2;
  }
  CHECK(rows["papers"] == 1);
  CHECK(rows["year"] == first.years.buckets.size());
  CHECK(rows["institution"] == first.partners.buckets.size());
  CHECK(rows["country"] == first.countries.buckets.size());
  CHECK(rows["funder"] == first.funders.buckets.size());
  CHECK(rows["topic"] == first.topics.buckets.size());
  CHECK(rows["printed"] == first.strings.strings.size());
}

TEST_CASE("filters are narrowed by a value or to the papers of one way") {
  CHECK(searcher::narrowed("lab:a", FacetField::year, "2020") == "lab:a,year:2020");
  CHECK(searcher::narrowed("", FacetField::venue, "A, B") == "venue:\"A, B\"");
  CHECK(searcher::narrowed_to_pairing("year:2020,joint:lab:a/country:US", "one_author") ==
        "year:2020,joint:lab:a/country:US/one_author");
  // A clause of the user's own stays as it is: the last one is the collaboration's.
  CHECK(searcher::narrowed_to_pairing("joint:lab:b,joint:lab:a,funder:x", "unpaired") ==
        "joint:lab:b,joint:lab:a/unpaired,funder:x");
  CHECK(searcher::narrowed_to_pairing("lab:a", "unpaired") == "lab:a");
}
