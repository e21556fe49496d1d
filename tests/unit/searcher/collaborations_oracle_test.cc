// Collaborations against a count that is made a second time, paper by paper, from what the tagger says of
// each printed string; over thousands of real papers, in many segments and in one.
#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <set>

#include "indexer/tagging/tagger.h"
#include "searcher/search.h"
#include "tests/unit/searcher/world.h"

using namespace labtrail;
using format::FacetField;
using searcher::Partners;

namespace {

using Values = std::set<std::string>;

/// What one affiliation of one author says, and the paper as a whole.
struct Sides {
  std::map<FacetField, Values> paper;
  std::vector<std::map<FacetField, Values>> authors;  ///< empty when the source does not pair them
  int year = 0;
};

constexpr FacetField kFields[] = {FacetField::institution, FacetField::lab, FacetField::country,
                                  FacetField::funder, FacetField::list};

/// What institutions are called.
std::map<std::string, std::string>& labels() {
  static std::map<std::string, std::string> known;
  return known;
}

void take(const std::vector<tagging::TagValue>& values, std::map<FacetField, Values>& into) {
  for (const tagging::TagValue& value : values) {
    const bool counted =
        value.state == format::State::asserted &&
        value.role == (value.field == FacetField::funder ? format::Role::funder : format::Role::affiliation);
    if (!counted || std::find(std::begin(kFields), std::end(kFields), value.field) == std::end(kFields))
      continue;
    into[value.field].insert(value.value);
    if (value.field == FacetField::institution && !value.label.empty())
      labels().try_emplace(value.value, value.label);
  }
}

/// A paper whose one author lists one affiliation: what that affiliation brings.
std::map<FacetField, Values> brought(tagging::Tagger& tagger, const corpus::Paper& paper,
                                     const corpus::Affiliation& affiliation) {
  corpus::Paper alone;
  alone.id = "x";
  corpus::Author author;
  author.affiliations = {affiliation};
  alone.authors = {author};
  for (const std::string& id : affiliation.institutions) {
    for (const corpus::Institution& institution : paper.institutions) {
      if (institution.id != id) continue;
      alone.institutions.push_back(institution);
      if (std::find(paper.countries.begin(), paper.countries.end(), institution.country) !=
          paper.countries.end())
        alone.countries.push_back(institution.country);
    }
  }
  std::map<FacetField, Values> out;
  take(tagger.tag(alone).values, out);
  return out;
}

std::vector<Sides> sides_of(const std::vector<corpus::Paper>& papers) {
  tagging::Tagger tagger = tests::Oracle::shipped_tagger();
  std::vector<Sides> out;
  for (const corpus::Paper& paper : papers) {
    Sides sides;
    take(tagger.tag(paper).values, sides.paper);
    sides.year = paper.year;
    if (!paper.unpaired) {
      // A string that several authors print brings what the source ties to any of them.
      std::map<std::string, std::vector<std::string>> tied;
      for (const corpus::Author& author : paper.authors) {
        for (const corpus::Affiliation& one : author.affiliations)
          tied[one.raw].insert(tied[one.raw].end(), one.institutions.begin(), one.institutions.end());
      }
      for (const corpus::Author& author : paper.authors) {
        auto& brings = sides.authors.emplace_back();
        for (const corpus::Affiliation& one : author.affiliations) {
          for (auto& [field, values] : brought(tagger, paper, {one.raw, tied[one.raw]}))
            brings[field].insert(values.begin(), values.end());
        }
      }
    }
    out.push_back(std::move(sides));
  }
  return out;
}

struct Subject {
  std::string clause;
  FacetField field;
  std::string value;
  std::map<FacetField, Values> own;  ///< its ids
  std::string home;
};

/// "two_authors", "one_author", "unpaired".
std::string pairing(const Sides& sides, const Subject& subject, FacetField field, const std::string& value) {
  std::set<std::size_t> ours;
  std::set<std::size_t> theirs;
  const auto has = [](const std::map<FacetField, Values>& brings, FacetField one, const std::string& text) {
    const auto at = brings.find(one);
    return at != brings.end() && at->second.contains(text);
  };
  for (std::size_t author = 0; author < sides.authors.size(); ++author) {
    for (const auto& [own_field, own] : subject.own) {
      for (const std::string& text : own) {
        if (has(sides.authors[author], own_field, text)) ours.insert(author);
      }
    }
    if (has(sides.authors[author], field, value)) theirs.insert(author);
  }
  if (ours.empty() || theirs.empty()) return "unpaired";
  return ours.size() == 1 && ours == theirs ? "one_author" : "two_authors";
}

struct Count {
  std::map<std::string, std::uint64_t> by;
  std::map<std::string, std::map<std::string, std::uint64_t>> values;
  std::uint64_t papers = 0;
};

Count count(const std::vector<Sides>& papers, const Subject& subject, Partners by) {
  Count out;
  for (const Sides& sides : papers) {
    const auto at = sides.paper.find(subject.field);
    if (at == sides.paper.end() || !at->second.contains(subject.value)) continue;
    ++out.papers;
    std::map<FacetField, Values> others;
    for (const FacetField field : {FacetField::institution, FacetField::lab, FacetField::country}) {
      const auto found = sides.paper.find(field);
      if (found == sides.paper.end()) continue;
      for (const std::string& value : found->second) {
        const auto own = subject.own.find(field);
        if (own != subject.own.end() && own->second.contains(value)) continue;
        if (field == FacetField::country && value == subject.home) continue;
        others[field].insert(value);
      }
    }
    // Where the subject's country is unknown, a country alone proves no other side.
    const bool only_countries = others.size() == others.count(FacetField::country);
    if (others.empty() || (only_countries && subject.home.empty())) continue;
    std::string whole = "unpaired";
    for (const auto& [field, values] : others) {
      for (const std::string& value : values)
        whole = std::max(whole, pairing(sides, subject, field, value),
                         [](const std::string& a, const std::string& b) {
                           const auto rank = [](const std::string& name) {
                             return name == "two_authors" ? 2 : name == "one_author" ? 1 : 0;
                           };
                           return rank(a) < rank(b);
                         });
    }
    ++out.by[whole];
    const auto add = [&](const std::string& value, const std::string& how) {
      ++out.values[value][how];
      ++out.values[value]["papers"];
    };
    switch (by) {
      case Partners::institution:
        for (const std::string& value : others[FacetField::institution])
          add(value, pairing(sides, subject, FacetField::institution, value));
        break;
      case Partners::lab:
        for (const std::string& value : others[FacetField::lab])
          add(value, pairing(sides, subject, FacetField::lab, value));
        break;
      case Partners::country:
        for (const std::string& value : others[FacetField::country])
          add(value, pairing(sides, subject, FacetField::country, value));
        break;
      case Partners::funder:
        if (const auto funders = sides.paper.find(FacetField::funder); funders != sides.paper.end()) {
          for (const std::string& value : funders->second) {
            const bool own = std::any_of(subject.own.begin(), subject.own.end(),
                                         [&](const auto& ids) { return ids.second.contains(value); });
            if (!own) add(value, whole);
          }
        }
        break;
      case Partners::year:
        if (sides.year != 0) add(std::to_string(sides.year), whole);
        break;
    }
  }
  return out;
}

/// Labs and institutions that many papers bear, and some that few do.
std::vector<Subject> subjects(const searcher::Searcher& searcher) {
  std::vector<Subject> out;
  searcher::Request request;
  request.limit = 0;
  request.facets = {{FacetField::institution, 40}, {FacetField::lab, 25}};
  const auto answer = searcher.search(request);
  REQUIRE(answer);
  for (const searcher::Facet& facet : answer->facets) {
    for (const searcher::FacetBucket& bucket : facet.buckets) {
      const auto profile = searcher.organisation(bucket.value);
      Subject subject;
      subject.field = facet.field;
      subject.value = bucket.value;
      subject.clause = std::string(format::name(facet.field)) + ":" + bucket.value;
      if (subject.value.find_first_of(",|\"") != std::string::npos) continue;
      subject.own[facet.field].insert(bucket.value);
      if (profile) {
        subject.home = profile->country;
        subject.own[FacetField::institution].insert(profile->value);
        if (profile->kind == "lab") subject.own[FacetField::lab].insert(profile->id);
        // A source's own id of the very lab.
        for (const auto& [value, label] : labels()) {
          if (facet.field != FacetField::lab || searcher.organisation(value)) continue;
          const bool named =
              label == profile->name ||
              std::any_of(profile->names.begin(), profile->names.end(), [&, &text = label](const auto& name) {
                return name.kind == "name" && name.text == text;
              });
          if (named) subject.own[FacetField::institution].insert(value);
        }
      }
      out.push_back(std::move(subject));
    }
  }
  return out;
}

void compare(tests::World& world, std::size_t least) {
  const std::vector<Sides> sides = sides_of(world.papers);
  std::size_t numbers = 0;
  for (const Subject& subject : subjects(*world.pieces)) {
    for (const Partners by :
         {Partners::institution, Partners::country, Partners::lab, Partners::funder, Partners::year}) {
      INFO(subject.clause << " by " << searcher::name(by));
      Count expected = count(sides, subject, by);
      searcher::CollaborationRequest request;
      request.subject = subject.clause;
      request.by = by;
      request.limit = 100'000;
      for (const searcher::Searcher* asked : {world.pieces.get(), world.whole.get()}) {
        const auto found = asked->collaborations(request);
        REQUIRE(found);
        CHECK(found->papers == expected.papers);
        CHECK(found->joint.two_authors == expected.by["two_authors"]);
        CHECK(found->joint.one_author == expected.by["one_author"]);
        CHECK(found->joint.unpaired == expected.by["unpaired"]);
        CHECK(found->distinct == expected.values.size());
        for (const searcher::CollaborationBucket& bucket : found->buckets) {
          INFO(bucket.value);
          auto& counts = expected.values[bucket.value];
          CHECK(bucket.counts.papers == counts["papers"]);
          CHECK(bucket.counts.two_authors == counts["two_authors"]);
          CHECK(bucket.counts.one_author == counts["one_author"]);
          CHECK(bucket.counts.unpaired == counts["unpaired"]);
          ++numbers;
        }
      }
    }
  }
  std::cout << numbers << " numbers of collaborations equal the count paper by paper\n";
  CHECK(numbers >= least);
}

}  // namespace

TEST_CASE("collaborations of sample papers equal the count paper by paper") {
  compare(tests::sample_world(), 100);
}

TEST_CASE("collaborations of real papers equal the count paper by paper") {
  tests::World* world = tests::real_world();
  if (world == nullptr) return;
  compare(*world, 5000);
}
