// Scores against the formula of searcher/ranking.h, worked out a second time from the papers themselves.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "searcher/ranking.h"
#include "tests/unit/searcher/query_maker.h"
#include "tests/unit/searcher/world.h"

using namespace labtrail;

namespace {

using Counts = std::array<double, format::kTextFields>;

struct Counted {
  Counts lengths{};
  std::map<std::pair<std::string, char>, Counts> words;  ///< (folded word, stemmer) -> occurrences by field
};

Counted count(const corpus::Paper& paper, format::Analyzer& analyzer) {
  Counted out;
  const auto add = [&](format::TextField field, const std::string& text, bool names) {
    std::vector<format::Token> tokens;
    if (names) {
      analyzer.analyze_names(text, tokens);
    } else {
      analyzer.analyze(text, paper.language, tokens);
    }
    const auto f = static_cast<std::size_t>(field);
    out.lengths[f] += static_cast<double>(tokens.size());
    for (const format::Token& token : tokens)
      ++out.words[{std::string(token.word), static_cast<char>(token.stemmer)}][f];
  };
  add(format::TextField::title, paper.title, false);
  add(format::TextField::abstract, paper.abstract, false);
  std::vector<std::string> places;
  const auto add_place = [&](const corpus::Affiliation& place) {
    if (std::find(places.begin(), places.end(), place.raw) != places.end()) return;
    places.push_back(place.raw);
    add(format::TextField::affiliation, place.raw, false);
  };
  for (const corpus::Author& author : paper.authors) {
    for (const corpus::Affiliation& place : author.affiliations) add_place(place);
    add(format::TextField::author, author.name, true);
  }
  for (const corpus::Affiliation& place : paper.affiliations) add_place(place);
  for (const std::string& keyword : paper.keywords) add(format::TextField::keyword, keyword, false);
  add(format::TextField::funding, paper.funding_text, false);
  add(format::TextField::venue, paper.venue, true);
  return out;
}

}  // namespace

TEST_CASE("the score of a word is the formula's, whatever the segments") {
  tests::World& world = tests::sample_world();
  format::Analyzer analyzer;
  std::vector<Counted> papers;
  Counts words{};
  Counts having{};
  for (const corpus::Paper& paper : world.papers) {
    papers.push_back(count(paper, analyzer));
    for (std::size_t f = 0; f < format::kTextFields; ++f) {
      words[f] += papers.back().lengths[f];
      having[f] += papers.back().lengths[f] > 0 ? 1 : 0;
    }
  }
  const auto n = static_cast<double>(papers.size());
  for (const char* word : {"robots", "university", "control", "learning", "sample", "the", "roboter", "机"}) {
    INFO("word: " << word);
    std::map<std::string, Counts> found;
    for (std::size_t i = 0; i < papers.size(); ++i) {
      for (const auto& [token, counts] : papers[i].words) {
        const auto stemmer = static_cast<format::Stemmer>(token.second);
        if (analyzer.stem(word, stemmer) != analyzer.stem(token.first, stemmer)) continue;
        for (std::size_t f = 0; f < format::kTextFields; ++f) found[world.papers[i].id][f] += counts[f];
      }
    }
    const auto df = static_cast<double>(found.size());
    const double idf = std::log(1 + (n - df + 0.5) / (df + 0.5));
    searcher::Request request;
    request.query = word;
    const auto ranked = world.pieces->rank(request, 1000);
    REQUIRE(ranked.has_value());
    REQUIRE(ranked->size() == found.size());
    CHECK(!found.empty());
    for (const searcher::RankedId& one : *ranked) {
      INFO(one.id);
      const auto at = static_cast<std::size_t>(
          std::find_if(world.papers.begin(), world.papers.end(),
                       [&](const corpus::Paper& paper) { return paper.id == one.id; }) -
          world.papers.begin());
      double tf = 0;
      for (std::size_t f = 0; f < format::kTextFields; ++f) {
        const auto& row = format::row(static_cast<format::TextField>(f));
        const double most = (1U << row.bits) - 1;  // counts saturate in a posting
        const auto& weights = searcher::kRanking.fields[f];
        const double b = weights.b;
        if (found[one.id][f] == 0) continue;
        tf += weights.weight * std::min(found[one.id][f], most) /
              (1 - b + b * papers[at].lengths[f] / std::max(1.0, words[f] / having[f]));
      }
      const bool ideograph = static_cast<unsigned char>(word[0]) >= 0x80;
      const double k1 = ideograph ? searcher::kRanking.k1_ideograph : searcher::kRanking.k1;
      CHECK(one.score == Approx(idf * tf * (k1 + 1) / (k1 + tf)).epsilon(1e-4));
    }
  }
}
