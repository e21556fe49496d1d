#include "searcher/aliases.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace labtrail::searcher {

using format::FacetField;

namespace {

/// The texts of all names in a profile (indexer/format/schema.md, "Profiles").
std::vector<std::string> names_of(simdjson::dom::parser& parser, std::string_view json) {
  std::vector<std::string> out;
  simdjson::dom::array names;
  if (parser.parse(simdjson::padded_string(json))["names"].get(names) != simdjson::SUCCESS) return out;
  for (const simdjson::dom::element name : names) {
    std::string_view text;
    if (name["text"].get(text) == simdjson::SUCCESS) out.emplace_back(text);
  }
  return out;
}

}  // namespace

Aliases::Aliases(const format::Snapshot& snapshot) {
  std::vector<std::string> texts;
  simdjson::dom::parser parser;
  const auto take = [&](const format::ProfileStore& profiles) {
    profiles.each([&](std::uint32_t number, std::string_view json) {
      struct Counted {
        FacetField field;
        std::optional<std::uint32_t> ordinal;
      };
      const auto counted = [&](FacetField field) -> Counted {
        const format::FacetDictionary& dictionary = snapshot.dictionary(field);
        const auto by_value = dictionary.find(profiles.value(number));
        return {field, by_value ? by_value : dictionary.find(profiles.id(number))};
      };
      const std::array places{counted(FacetField::lab), counted(FacetField::institution),
                              counted(FacetField::funder)};
      if (std::none_of(places.begin(), places.end(),
                       [](const Counted& one) { return one.ordinal.has_value(); }))
        return;
      for (const std::string& text : names_of(parser, json)) {
        for (const Counted& place : places) {
          if (!place.ordinal) continue;
          texts.push_back(text);
          values_.push_back({place.field, *place.ordinal, false, 0});
        }
      }
    });
  };
  take(snapshot.registry_profiles());
  for (const format::LiveSegment& live : snapshot.segments()) take(live.segment->profiles());
  format::FacetDictionary dictionary;
  dictionary.values.assign(texts.begin(), texts.end());
  dictionary.labels = dictionary.values;
  names_ = FoldedLabels(dictionary);
  for (const std::string& text : texts) {
    start_.push_back(static_cast<std::uint32_t>(texts_.size()));
    texts_ += text;
  }
  start_.push_back(static_cast<std::uint32_t>(texts_.size()));
}

std::vector<Aliases::Match> Aliases::find(std::string_view folded_prefix) const {
  std::vector<Match> out;
  std::unordered_map<std::uint64_t, std::size_t> places;  // field and ordinal -> place in `out`
  for (const LabelMatch& match : names_.find(folded_prefix)) {
    Match found = values_[match.ordinal];
    found.at_start = match.at_start;
    found.name = match.ordinal;
    const std::uint64_t key = static_cast<std::uint64_t>(found.field) << 32 | found.ordinal;
    const auto [known, fresh] = places.try_emplace(key, out.size());
    if (fresh) {
      out.push_back(found);
    } else if (Match& best = out[known->second]; found.at_start != best.at_start
                                                     ? found.at_start
                                                     : name(found.name).size() < name(best.name).size()) {
      best = found;
    }
  }
  return out;
}

}  // namespace labtrail::searcher
