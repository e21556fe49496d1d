// The candidate query that `explain` prints, run by Xapian's own matcher: it finds every match, and nothing
// but matches where nothing has to be proved.
#include <catch2/catch.hpp>

#include "searcher/evaluator.h"
#include "searcher/explain.h"
#include "searcher/question.h"
#include "tests/unit/searcher/query_maker.h"
#include "tests/unit/searcher/world.h"

using namespace labtrail;

namespace {

format::Bitmap run(const Xapian::Query& query, const format::Segment& segment) {
  format::Bitmap found(segment.size());
  if (query.empty()) return found;
  const format::PostingsLease lease = segment.postings();
  Xapian::Enquire enquire(lease.database());
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(query);
  const Xapian::MSet matches = enquire.get_mset(0, segment.size());
  for (auto it = matches.begin(); it != matches.end(); ++it) found.set(*it - 1);
  return found;
}

}  // namespace

TEST_CASE("candidates hold every match, and are the matches where nothing has to be proved") {
  tests::World& world = tests::sample_world();
  const auto view = std::make_shared<const searcher::View>(format::Snapshot::open(world.pieces_path()));
  tests::QueryMaker maker(world.papers, 7);
  std::size_t exact = 0;
  for (int i = 0; i < 600; ++i) {
    searcher::Request request;
    request.query = maker.query();
    INFO("query: " << request.query);
    auto question = searcher::Question::read(request, view);
    REQUIRE(question.has_value());
    searcher::Question& asked = **question;
    asked.evaluate({});
    const Xapian::Query query = searcher::candidate_query(asked.plan(), asked.evaluator());
    const bool is_exact = searcher::is_exact(asked.plan(), asked.evaluator());
    exact += is_exact ? 1 : 0;
    for (std::size_t s = 0; s < view->segments().size(); ++s) {
      format::Bitmap found = run(query, *view->segments()[s].segment);
      found &= view->segments()[s].live;
      format::Bitmap missed = asked.matches()[s];
      missed.subtract(found);
      CHECK_FALSE(missed.any());
      if (is_exact) CHECK(found == asked.matches()[s]);
    }
  }
  CHECK(exact > 50);
}
