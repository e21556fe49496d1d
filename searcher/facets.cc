#include "searcher/facets.h"

#include <algorithm>

#include "searcher/filters.h"

namespace labtrail::searcher {

ValueCounts count_values(const View& view, format::FacetField field, const MatchSets& sets,
                         Deadline& deadline) {
  const format::FacetDictionary& dictionary = view.snapshot().dictionary(field);
  ValueCounts out;
  out.counts.resize(dictionary.values.size(), 0);
  for (std::size_t s = 0; s < sets.size(); ++s) {
    const format::FacetColumn& column = view.segments()[s].segment->facet(field);
    std::vector<std::uint32_t> counts(column.values(), 0);
    sets[s].each([&](std::uint32_t doc) {
      deadline.spend();
      const auto ordinals = column.of(doc);
      out.none += ordinals.empty() ? 1 : 0;
      for (const std::uint32_t ordinal : ordinals) ++counts[ordinal];
    });
    for (std::uint32_t ordinal = 0; ordinal < counts.size(); ++ordinal) {
      if (counts[ordinal] != 0) out.counts[dictionary.from_segment[s][ordinal]] += counts[ordinal];
    }
  }
  return out;
}

namespace {

FacetBucket bucket_of(const format::FacetDictionary& dictionary, std::uint32_t ordinal, std::uint64_t count) {
  FacetBucket bucket;
  bucket.value = dictionary.values[ordinal];
  bucket.label = dictionary.labels[ordinal];
  bucket.count = count;
  return bucket;
}

/// A clause on the facet's own field and the values that it names.
struct Own {
  const query::Clause* clause;
  NamedValues values;
};

/// Values that a clause names and that some live paper bears: dictionaries know the values of deleted papers
/// too.
std::vector<std::uint32_t> named_ordinals(const View& view, const Own& own) {
  const format::FacetField field = own.clause->field;
  const format::FacetDictionary& dictionary = view.snapshot().dictionary(field);
  const std::vector<std::uint64_t>& counts = view.value_counts(field);
  std::vector<std::uint32_t> out;
  if (format::row(field).kind == format::Kind::number) {
    for (std::uint32_t ordinal = 0; ordinal < dictionary.values.size(); ++ordinal) {
      if (counts[ordinal] > 0 && own.values.has(dictionary.values[ordinal])) out.push_back(ordinal);
    }
    return out;
  }
  for (const std::string& value : own.values.texts()) {
    const auto ordinal = dictionary.find(value);
    if (ordinal && counts[*ordinal] > 0) out.push_back(*ordinal);
  }
  return out;
}

/// Values that a clause names but no live paper bears, each once.
void add_unknown(const View& view, const Own& own, std::vector<FacetBucket>& buckets) {
  for (const std::string& text : own.values.texts()) {
    const bool listed = std::any_of(buckets.begin(), buckets.end(),
                                    [&](const FacetBucket& bucket) { return bucket.value == text; });
    if (listed) continue;
    FacetBucket bucket;
    bucket.value = text;
    bucket.label = mention_label(view.snapshot(), own.clause->field, text);
    buckets.push_back(std::move(bucket));
  }
}

}  // namespace

Facet make_facet(const View& view, format::FacetField field, const ValueCounts& counted, std::size_t limit,
                 const std::vector<query::Clause>& clauses, const std::vector<std::uint32_t>* ordinals) {
  const format::FacetDictionary& dictionary = view.snapshot().dictionary(field);
  Facet facet;
  facet.field = field;
  facet.none = counted.none;
  std::vector<std::uint32_t> order;
  const auto consider = [&](std::uint32_t ordinal) {
    if (counted.counts[ordinal] > 0) order.push_back(ordinal);
  };
  if (ordinals != nullptr) {
    for (const std::uint32_t ordinal : *ordinals) consider(ordinal);
  } else {
    for (std::uint32_t ordinal = 0; ordinal < counted.counts.size(); ++ordinal) consider(ordinal);
  }
  facet.distinct = order.size();
  // Ordinals stand in byte order of their values.
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return counted.counts[a] != counted.counts[b] ? counted.counts[a] > counted.counts[b] : a < b;
  };
  const std::size_t listed = std::min(limit, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(listed), order.end(), before);
  order.resize(listed);

  std::vector<Own> own;
  for (const query::Clause& clause : clauses) {
    if (query::is_on(clause, field)) own.push_back({&clause, NamedValues(view.snapshot(), field, clause)});
  }
  if (ordinals == nullptr) {
    for (const Own& one : own) {
      for (const std::uint32_t ordinal : named_ordinals(view, one)) {
        if (std::find(order.begin(), order.end(), ordinal) == order.end()) order.push_back(ordinal);
      }
    }
  }
  for (const std::uint32_t ordinal : order)
    facet.buckets.push_back(bucket_of(dictionary, ordinal, counted.counts[ordinal]));
  if (ordinals == nullptr) {
    for (const Own& one : own) add_unknown(view, one, facet.buckets);
  }
  for (FacetBucket& bucket : facet.buckets) {
    for (const Own& one : own) {
      if (!one.values.has(bucket.value)) continue;
      (one.clause->negated ? bucket.excluded : bucket.selected) = true;
    }
  }
  std::sort(facet.buckets.begin(), facet.buckets.end(), [](const FacetBucket& a, const FacetBucket& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  });
  return facet;
}

}  // namespace labtrail::searcher
