#include "searcher/collaborations.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "corpus/base/json_writer.h"
#include "corpus/base/plain.h"
#include "searcher/filters.h"
#include "searcher/profile.h"

namespace labtrail::searcher {

using base::ErrorCode;
using format::FacetField;

namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::array<std::string_view, 5> kNames{"institution", "country", "lab", "funder", "year"};
constexpr std::array kFields{FacetField::institution, FacetField::country, FacetField::lab,
                             FacetField::funder, FacetField::year};

FacetField field_of(Partners by) {
  return kFields[static_cast<std::size_t>(by)];
}

/// Whether a value of the other side says itself who brings it; funders and years are the paper's.
bool is_side(Partners by) {
  return by == Partners::institution || by == Partners::country || by == Partners::lab;
}

void count(PairCounts& counts, Pairing pairing) {
  ++counts.papers;
  switch (pairing) {
    case Pairing::two_authors:
      ++counts.two_authors;
      break;
    case Pairing::one_author:
      ++counts.one_author;
      break;
    case Pairing::unpaired:
      ++counts.unpaired;
      break;
  }
}

struct Tally {
  PairCounts counts;
  double fractional = 0;
  std::map<int, std::uint64_t> years;
};

class Counter {
 public:
  Counter(Question& asked, const query::Clause& subject, Partners by)
      : asked_(asked), view_(asked.view()), subject_(subject), by_(by), sides_(view_, subject) {
    const format::FacetDictionary& dictionary = view_.snapshot().dictionary(field_of(by));
    tallies_.resize(dictionary.values.size());
    if (by == Partners::funder) {
      for (const std::string_view value : dictionary.values)
        own_.push_back(sides_.subject().is_own_funder(value));
    }
    for (const std::string_view value : view_.snapshot().dictionary(FacetField::year).values)
      years_.push_back(std::stoi(std::string(value)));
  }

  void run(Collaborations& out) {
    const auto bearing = view_.filter_sets(subject_);
    for (std::uint32_t s = 0; s < view_.segments().size(); ++s) {
      format::Bitmap papers = asked_.matches()[s];
      papers &= (*bearing)[s];
      out.papers += papers.count();
      papers.each([&](std::uint32_t doc) {
        asked_.deadline().spend(64);
        const Sides::Joint& joint = sides_.look(s, doc);
        if (!joint.joint) return;
        count(out.joint, joint.pairing);
        add(s, doc, joint);
      });
    }
  }

  [[nodiscard]] const std::vector<Tally>& tallies() const { return tallies_; }

 private:
  void add(std::uint32_t segment, std::uint32_t doc, const Sides::Joint& joint) {
    const format::Segment& stored = *view_.segments()[segment].segment;
    const FacetField field = field_of(by_);
    values_.clear();
    if (is_side(by_)) {
      for (const Sides::Other& other : joint.others) {
        if (other.field == field) values_.emplace_back(other.ordinal, other.pairing);
      }
    } else {
      const std::vector<std::uint32_t>& global = view_.snapshot().dictionary(field).from_segment[segment];
      for (const std::uint32_t local : stored.facet(field).of(doc)) {
        if (own_.empty() || !own_[global[local]]) values_.emplace_back(global[local], joint.pairing);
      }
    }
    int year = 0;
    for (const std::uint32_t local : stored.facet(FacetField::year).of(doc))
      year = years_[view_.snapshot().dictionary(FacetField::year).from_segment[segment][local]];
    for (const auto& [ordinal, pairing] : values_) {
      Tally& tally = tallies_[ordinal];
      count(tally.counts, pairing);
      tally.fractional += 1.0 / static_cast<double>(values_.size());
      if (year != 0) ++tally.years[year];
    }
  }

  Question& asked_;
  const View& view_;
  const query::Clause& subject_;
  Partners by_;
  Sides sides_;
  std::vector<Tally> tallies_;  ///< [global ordinal]
  std::vector<bool> own_;       ///< funders that are the subject itself
  std::vector<int> years_;      ///< [global ordinal of year]
  std::vector<std::pair<std::uint32_t, Pairing>> values_;
};

/// What a clause names, as its field's column spells it.
std::vector<std::string> values_of(const View& view, const query::Clause& clause) {
  return NamedValues(view.names(), clause.field, clause).texts();
}

std::string label_of(const View& view, const query::Clause& clause) {
  std::string out;
  for (const std::string& value : values_of(view, clause)) {
    const format::FacetDictionary& dictionary = view.snapshot().dictionary(clause.field);
    const auto ordinal = dictionary.find(value);
    if (!out.empty()) out += ", ";
    const Organisations::Entry* known = view.organisations().find(value);
    out += ordinal            ? std::string(dictionary.labels[*ordinal])
           : known != nullptr ? read_profile(view.organisations(), *known).name
                              : mention_label(view.snapshot(), clause.field, value);
  }
  return out;
}

/// Whether any value of the subject is known at all, as a counted value or as an organisation.
bool is_known(const View& view, const query::Clause& clause) {
  const std::vector<std::string> values = values_of(view, clause);
  return std::any_of(values.begin(), values.end(), [&](const std::string& value) {
    return view.snapshot().dictionary(clause.field).find(value).has_value() ||
           view.organisations().find(value) != nullptr;
  });
}

std::string relation_of(const View& view, const query::Clause& subject, std::string_view value) {
  if (subject.field == FacetField::country || subject.field == FacetField::list) return {};
  const Organisations& known = view.organisations();
  const Organisations::Entry* other = known.find(value);
  if (other == nullptr) return {};
  for (const std::string& text : values_of(view, subject)) {
    const Organisations::Entry* one = known.find(text);
    if (one == nullptr || one == other) continue;
    if (known.is_part_of(*one, *other)) return "parent";
    if (known.is_part_of(*other, *one)) return "part";
  }
  return {};
}

void write_counts(base::JsonWriter& json, const PairCounts& counts) {
  json.field("papers", counts.papers).field("two_authors", counts.two_authors);
  json.field("one_author", counts.one_author).field("unpaired", counts.unpaired);
}

}  // namespace

base::Result<Partners> parse_partners(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Partners>(i);
  }
  return base::fail(ErrorCode::bad_request, fmt::format("partners are not counted by '{}'", name),
                    "by is institution, country, lab, funder or year");
}

std::string_view name(Partners by) {
  return kNames[static_cast<std::size_t>(by)];
}

base::Result<Collaborations> collaborate(Question& asked, const CollaborationRequest& request) {
  const auto subject = parse_subject(request.subject);
  if (!subject) return tl::unexpected<base::Error>(subject.error());
  const View& view = asked.view();
  if (!is_known(view, *subject)) {
    return base::fail(ErrorCode::not_found,
                      fmt::format("this index knows no '{}'", query::to_string({*subject})),
                      "`suggest` and the facets list what it knows");
  }
  Collaborations out;
  out.by = request.by;
  out.query = asked.request().mode == query::Mode::plain ? asked.request().query
                                                         : query::to_query(asked.parsed().tree);
  out.filter = query::to_string(asked.clauses());
  out.subject = query::to_string({*subject});
  out.subject_label = label_of(view, *subject);
  const auto filter_with = [&](std::vector<query::Clause> further) {
    std::vector<query::Clause> clauses = asked.clauses();
    for (query::Clause& clause : further) clauses.push_back(std::move(clause));
    return query::to_string(clauses);
  };
  out.papers_filter = filter_with({*subject});
  out.joint_filter = filter_with({query::joint_clause({out.subject, {}, {}})});

  Counter counter(asked, *subject, request.by);
  counter.run(out);
  const FacetField field = field_of(request.by);
  const format::FacetDictionary& dictionary = view.snapshot().dictionary(field);
  std::vector<std::uint32_t> order;
  for (std::uint32_t ordinal = 0; ordinal < counter.tallies().size(); ++ordinal) {
    if (counter.tallies()[ordinal].counts.papers > 0) order.push_back(ordinal);
  }
  out.distinct = order.size();
  if (!request.only.empty()) {
    order.clear();
    for (const std::string& text : request.only)
      order.push_back(dictionary.find(column_value(view.names(), field, text)).value_or(kNone));
  } else if (request.by != Partners::year) {
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return counter.tallies()[a].counts.papers > counter.tallies()[b].counts.papers;
    });
    if (order.size() > request.limit) order.resize(request.limit);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint32_t ordinal = order[i];
    CollaborationBucket& bucket = out.buckets.emplace_back();
    if (ordinal == kNone) {  // asked for, and on no paper of the index
      bucket.value = bucket.label = request.only[i];
      bucket.filter =
          filter_with({query::joint_clause({out.subject, {}, {}}), query::value_clause(field, bucket.value)});
      continue;
    }
    const Tally& tally = counter.tallies()[ordinal];
    bucket.value = dictionary.values[ordinal];
    bucket.label = dictionary.labels[ordinal];
    bucket.counts = tally.counts;
    bucket.fractional = tally.fractional;
    bucket.years.assign(tally.years.begin(), tally.years.end());
    if (!bucket.years.empty()) {
      bucket.first_year = bucket.years.front().first;
      bucket.last_year = bucket.years.back().first;
    }
    const query::Clause value = query::value_clause(field, bucket.value);
    if (is_side(request.by)) {
      bucket.filter = filter_with({query::joint_clause({out.subject, query::to_string({value}), {}})});
      if (request.by != Partners::country) bucket.relation = relation_of(view, *subject, bucket.value);
    } else {
      bucket.filter = filter_with({query::joint_clause({out.subject, {}, {}}), value});
    }
  }
  return out;
}

std::vector<format::Bitmap> joint_papers(const View& view, const query::JointClause& joint) {
  std::vector<format::Bitmap> out;
  for (const format::LiveSegment& live : view.segments()) out.emplace_back(live.segment->size());
  const auto subject = parse_subject(joint.subject);
  if (!subject) throw base::Failure(ErrorCode::bad_filter, subject.error().message, subject.error().hint);
  FacetField other_field = FacetField::institution;
  std::vector<std::uint8_t> wanted;
  if (!joint.other.empty()) {
    const auto other = query::parse_filter(joint.other);
    if (!other) throw base::Failure(ErrorCode::bad_filter, other.error().message, other.error().hint);
    other_field = other->front().field;
    const format::FacetDictionary& dictionary = view.snapshot().dictionary(other_field);
    wanted.assign(dictionary.values.size(), 0);
    for (const std::string& value : values_of(view, other->front())) {
      if (const auto ordinal = dictionary.find(value)) wanted[*ordinal] = 1;
    }
  }
  Sides sides(view, *subject);
  const auto bearing = view.filter_sets(*subject);
  for (std::uint32_t s = 0; s < out.size(); ++s) {
    (*bearing)[s].each([&](std::uint32_t doc) {
      const Sides::Joint& found = sides.look(s, doc);
      if (!found.joint) return;
      bool meant = false;
      if (joint.other.empty()) {
        meant = joint.pairing.empty() || joint.pairing == name(found.pairing);
      } else {
        // Of several values the surest pairing counts, as for the paper as a whole.
        bool any = false;
        Pairing pairing = Pairing::unpaired;
        for (const Sides::Other& other : found.others) {
          if (other.field != other_field || wanted[other.ordinal] == 0) continue;
          any = true;
          pairing = std::min(pairing, other.pairing);
        }
        meant = any && (joint.pairing.empty() || joint.pairing == name(pairing));
      }
      if (meant) out[s].set(doc);
    });
  }
  return out;
}

std::string to_json(const Collaborations& found) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("meta").begin_object();
  json.field("query", found.query).field("filter", found.filter).field("by", name(found.by));
  json.field("unit", "papers").field("generation", found.generation.number);
  json.field("generation_date", found.generation.date).field("papers", found.generation.papers);
  json.field("distinct", found.distinct).end_object();
  json.key("subject").begin_object().field("clause", found.subject).field("label", found.subject_label);
  json.field("papers_filter", found.papers_filter).field("joint_filter", found.joint_filter).end_object();
  json.field("papers", found.papers).field("joint", found.joint.papers);
  json.key("pairing").begin_object().field("two_authors", found.joint.two_authors);
  json.field("one_author", found.joint.one_author).field("unpaired", found.joint.unpaired).end_object();
  json.key("buckets").begin_array();
  for (const CollaborationBucket& bucket : found.buckets) {
    json.begin_object().field("value", bucket.value).field("label", bucket.label);
    write_counts(json, bucket.counts);
    json.key("fractional").raw(fmt::format("{:.4f}", bucket.fractional));
    json.field_or_null("first_year", bucket.first_year).field_or_null("last_year", bucket.last_year);
    json.key("years").begin_array();
    for (const auto& [year, papers] : bucket.years)
      json.begin_array().integer(year).integer(static_cast<std::int64_t>(papers)).end_array();
    json.end_array();
    if (!bucket.relation.empty()) json.field("relation", bucket.relation);
    json.field("filter", bucket.filter).end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string to_tsv(const Collaborations& found) {
  std::string out = fmt::format(
      "{}\tlabel\tpapers\ttwo_authors\tone_author\tunpaired\tfractional\tfirst_year\tlast_year\trelation\n",
      name(found.by));
  for (const CollaborationBucket& bucket : found.buckets) {
    out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{:.2f}\t{}\t{}\t{}\n", base::plain_line(bucket.value),
                       base::plain_line(bucket.label), bucket.counts.papers, bucket.counts.two_authors,
                       bucket.counts.one_author, bucket.counts.unpaired, bucket.fractional,
                       bucket.first_year == 0 ? std::string() : std::to_string(bucket.first_year),
                       bucket.last_year == 0 ? std::string() : std::to_string(bucket.last_year),
                       bucket.relation);
  }
  out += fmt::format("joint\t\t{}\t{}\t{}\t{}\t\t\t\t\n", found.joint.papers, found.joint.two_authors,
                     found.joint.one_author, found.joint.unpaired);
  out += fmt::format("all\t{}\t{}\t\t\t\t\t\t\t\n", base::plain_line(found.subject_label), found.papers);
  return out;
}

}  // namespace labtrail::searcher
