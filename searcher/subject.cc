#include "searcher/subject.h"

#include <fmt/format.h>

#include <algorithm>

#include "searcher/filters.h"
#include "searcher/profile.h"
#include "searcher/view.h"

namespace labtrail::searcher {

using format::FacetField;

namespace {

constexpr std::uint32_t kNone = Subject::kNoCountry;

bool is_subject_field(FacetField field) {
  return field == FacetField::lab || field == FacetField::institution || field == FacetField::country ||
         field == FacetField::list || field == FacetField::lineage;
}

}  // namespace

base::Result<query::Clause> parse_subject(std::string_view text) {
  auto clauses = query::parse_filter(text);
  if (!clauses) {
    // Its position is one in the subject, not in the filter.
    base::Error error = std::move(clauses.error());
    error.code = base::ErrorCode::bad_request;
    error.message = "subject: " + error.message;
    return tl::unexpected<base::Error>(std::move(error));
  }
  const bool fits = clauses->size() == 1 && !clauses->front().negated && !clauses->front().none &&
                    !clauses->front().any_organisation && !clauses->front().joint &&
                    !clauses->front().scope.given() && is_subject_field(clauses->front().field);
  if (!fits) {
    return base::fail(base::ErrorCode::bad_request,
                      fmt::format("the subject '{}' is not one lab, institution, country or list", text),
                      "write lab:zhejiang-lab, institution:ror:..., country:CN or list:...");
  }
  return std::move(clauses->front());
}

Subject::Subject(const View& view, const query::Clause& subject) : view_(view), subject_(subject) {
  const format::Snapshot& snapshot = view.snapshot();
  values_ = NamedValues(view.names(), subject.field, subject).texts();
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const format::FacetDictionary& dictionary = snapshot.dictionary(format::kBroughtFields[place]);
    standing_[place].assign(dictionary.values.size(), Standing::other);
    country_of_[place].assign(dictionary.values.size(), kNone);
  }
  const format::FacetDictionary& lists = snapshot.dictionary(FacetField::list);
  own_list_.assign(lists.values.size(), 0);
  if (subject.field == FacetField::list) {
    for (const std::string& value : values_) {
      if (const auto ordinal = lists.find(value)) own_list_[*ordinal] = 1;
    }
  }
  collect_names();
  place_organisations();
}

Subject::Standing Subject::standing_of(FacetField field, std::string_view value) const {
  const auto named = [&](std::string_view text) {
    return std::find(values_.begin(), values_.end(), text) != values_.end();
  };
  const Organisations::Entry* known = view_.organisations().find(value);
  switch (subject_.field) {
    case FacetField::lab:
    case FacetField::institution:
      if ((field == subject_.field || field == FacetField::funder) && named(value)) return Standing::own;
      return known != nullptr && (named(known->id) || named(known->value)) ? Standing::own : Standing::other;
    case FacetField::country:
      if (known == nullptr || known->country.empty()) return Standing::unknown;
      return named(known->country) ? Standing::own : Standing::other;
    case FacetField::list: {
      bool listed = false;
      if (known != nullptr)
        each_word(known->lists, [&](std::string_view list) { listed = listed || named(list); });
      return listed ? Standing::own : Standing::other;
    }
    case FacetField::lineage: {
      if (named(value)) return Standing::own;
      if (known == nullptr) return Standing::other;
      for (const std::string& text : values_) {
        const Organisations::Entry* above = view_.organisations().find(text);
        if (above != nullptr && (above == known || view_.organisations().is_part_of(*known, *above)))
          return Standing::own;
      }
      return Standing::other;
    }
    default:
      return Standing::other;
  }
}

/// The full names of the subject's lab.
void Subject::collect_names() {
  if (subject_.field != FacetField::lab) return;
  const Organisations& known = view_.organisations();
  for (const std::string& value : values_) {
    const Organisations::Entry* entry = known.find(value);
    if (entry == nullptr) continue;
    const OrganisationProfile profile = read_profile(known, *entry);
    names_.insert(profile.name);
    for (const OrganisationName& name : profile.names) {
      if (name.kind == "name") names_.insert(name.text);
    }
  }
}

/// Whether a value of another vocabulary bears the very name of the subject's lab: a source's own id of it.
bool Subject::is_namesake(FacetField field, std::uint32_t ordinal) const {
  if (names_.empty() || field != FacetField::institution) return false;
  const format::FacetDictionary& dictionary = view_.snapshot().dictionary(field);
  return names_.contains(std::string(dictionary.labels[ordinal])) &&
         view_.organisations().find(dictionary.values[ordinal]) == nullptr;
}

void Subject::place_organisations() {
  const format::FacetDictionary& countries = view_.snapshot().dictionary(FacetField::country);
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const FacetField field = format::kBroughtFields[place];
    const format::FacetDictionary& dictionary = view_.snapshot().dictionary(field);
    for (std::uint32_t ordinal = 0; ordinal < dictionary.values.size(); ++ordinal) {
      const std::string_view value = dictionary.values[ordinal];
      if (field == FacetField::country) {
        if (subject_.field == FacetField::country &&
            std::find(values_.begin(), values_.end(), value) != values_.end())
          standing_[place][ordinal] = Standing::own;
        continue;
      }
      standing_[place][ordinal] = is_namesake(field, ordinal) ? Standing::own : standing_of(field, value);
      if (standing_[place][ordinal] != Standing::own) continue;
      const Organisations::Entry* known = view_.organisations().find(value);
      if (known == nullptr && subject_.field == FacetField::lab)
        known = view_.organisations().find(values_.front());
      if (known != nullptr) country_of_[place][ordinal] = countries.find(known->country).value_or(kNone);
    }
  }
}

bool Subject::is_own(FacetField field, std::uint32_t ordinal) const {
  const std::size_t place = format::brought_index(field);
  return place < kPlaces && standing_[place][ordinal] == Standing::own;
}

bool Subject::is_own_funder(std::string_view value) const {
  return standing_of(FacetField::funder, value) == Standing::own;
}

bool Subject::stands_for_subject(std::string_view id) const {
  return standing_of(FacetField::institution, id) == Standing::own ||
         standing_of(FacetField::lab, id) == Standing::own;
}

std::size_t Subject::bytes() const {
  std::size_t out = sizeof(*this) + own_list_.size();
  for (std::size_t place = 0; place < kPlaces; ++place)
    out += standing_[place].size() * (sizeof(Standing) + sizeof(std::uint32_t));
  return out;
}

}  // namespace labtrail::searcher
