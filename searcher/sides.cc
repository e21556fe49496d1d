#include "searcher/sides.h"

#include <fmt/format.h>

#include <algorithm>

#include "searcher/filters.h"
#include "searcher/profile.h"

namespace labtrail::searcher {

using format::FacetField;

namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

}  // namespace

std::string_view name(Pairing pairing) {
  constexpr std::array<std::string_view, 3> kNames{"two_authors", "one_author", "unpaired"};
  return kNames[static_cast<std::size_t>(pairing)];
}

Sides::Sides(const View& view, const query::Clause& subject) : view_(view), subject_(view.subject(subject)) {
  const format::Snapshot& snapshot = view.snapshot();
  for (std::size_t place = 0; place < Subject::kPlaces; ++place)
    slot_[place].assign(snapshot.dictionary(format::kBroughtFields[place]).values.size(), 0);
  for (const format::LiveSegment& live : snapshot.segments())
    set_brings_.emplace_back(live.segment->brought().sets(), static_cast<std::int8_t>(-1));
}

const Sides::Joint& Sides::look(std::uint32_t segment, std::uint32_t doc) {
  collect(segment, doc);
  pair(segment, doc);
  for (const Other& other : joint_.others) slot_[format::brought_index(other.field)][other.ordinal] = 0;
  return joint_;
}

/// The values of the other side. The country in which the subject sits is no partner of its own.
void Sides::collect(std::uint32_t segment, std::uint32_t doc) {
  joint_ = {};
  bringers_.clear();
  home_.clear();
  const auto add = [&](FacetField field, std::uint32_t ordinal) {
    joint_.others.push_back({field, ordinal, Pairing::unpaired});
    bringers_.emplace_back();
    slot_[format::brought_index(field)][ordinal] = static_cast<std::uint32_t>(joint_.others.size());
  };
  for (std::size_t place = 0; place < Subject::kPlaces; ++place) {
    const FacetField field = format::kBroughtFields[place];
    const std::vector<std::uint32_t>& global = view_.snapshot().dictionary(field).from_segment[segment];
    for (const std::uint32_t local : view_.segments()[segment].segment->facet(field).of(doc)) {
      const std::uint32_t ordinal = global[local];
      if (subject_->standing(place, ordinal) == Subject::Standing::own && field != FacetField::country)
        home_.push_back(subject_->country_of(place, ordinal));
      if (subject_->standing(place, ordinal) != Subject::Standing::other) continue;
      if (field != FacetField::country) {
        add(field, ordinal);
        joint_.joint = true;
      } else if (std::find(home_.begin(), home_.end(), ordinal) == home_.end()) {
        add(field, ordinal);
        // Where the subject's own country is unknown, a country alone proves no other side.
        joint_.joint = joint_.joint || std::find(home_.begin(), home_.end(), kNone) == home_.end();
      }
    }
  }
  if (!joint_.joint) {
    for (const Other& other : joint_.others) slot_[format::brought_index(other.field)][other.ordinal] = 0;
    joint_.others.clear();
  }
}

bool Sides::brings_subject(std::uint32_t segment, std::uint32_t set) {
  std::int8_t& known = set_brings_[segment][set];
  if (known >= 0) return known == 1;
  const format::BroughtColumn& brought = view_.segments()[segment].segment->brought();
  const auto any = [&](FacetField field, auto&& wanted) {
    const std::vector<std::uint32_t>& global = view_.brought_ordinals(segment, field);
    for (const std::uint32_t ordinal : brought.values(field).of(set)) {
      if (global[ordinal] != kNone && wanted(global[ordinal])) return true;
    }
    return false;
  };
  const auto own = [&](FacetField field) {
    return any(field, [&](std::uint32_t ordinal) { return subject_->is_own(field, ordinal); });
  };
  bool brings = false;
  if (subject_->field() == FacetField::country) {
    brings = own(FacetField::country);
  } else if (subject_->field() == FacetField::list) {
    brings = any(FacetField::list, [&](std::uint32_t ordinal) { return subject_->is_own_list(ordinal); });
  } else {
    brings = own(FacetField::institution) || own(FacetField::lab);
  }
  known = brings ? 1 : 0;
  return brings;
}

/// Which authors bring the subject and which bring each value.
void Sides::pair(std::uint32_t segment, std::uint32_t doc) {
  const format::Segment& stored = *view_.segments()[segment].segment;
  if (!joint_.joint || stored.authors().unpaired(doc)) return;
  stored.authors().read(doc, authors_);
  stored.brought().read(doc, sets_);
  Bringers subject;
  for (std::uint32_t author = 0; author < authors_.size(); ++author) {
    for (const std::uint32_t affiliation : authors_[author]) {
      const std::uint32_t set = affiliation < sets_.size() ? sets_[affiliation] : 0;
      if (set == 0) continue;
      if (brings_subject(segment, set)) subject.add(author);
      for (std::size_t place = 0; place < Subject::kPlaces; ++place) {
        const FacetField field = format::kBroughtFields[place];
        const std::vector<std::uint32_t>& global = view_.brought_ordinals(segment, field);
        for (const std::uint32_t local : stored.brought().values(field).of(set)) {
          if (global[local] == kNone) continue;
          if (const std::uint32_t slot = slot_[place][global[local]]; slot > 0)
            bringers_[slot - 1].add(author);
        }
      }
    }
  }
  for (std::size_t i = 0; i < bringers_.size(); ++i) {
    const Bringers& other = bringers_[i];
    Pairing& pairing = joint_.others[i].pairing;
    if (subject.count == 0 || other.count == 0) continue;
    const bool same = subject.count == 1 && other.count == 1 && subject.first == other.first;
    pairing = same ? Pairing::one_author : Pairing::two_authors;
    joint_.pairing = std::min(joint_.pairing, pairing);
  }
}

}  // namespace labtrail::searcher
