// Small questions that the parts of a judgement share. Internal to this folder.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>

#include "indexer/affiliation/vocabulary.h"

namespace labtrail::affiliation {

/// Bits of OrganisationRow::type.
inline constexpr std::uint8_t kTypeEducation = 1;
inline constexpr std::uint8_t kTypeCompany = 2;

inline bool one_of(std::string_view text, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// Words that end the name of an institution, in canonical form.
inline bool is_name_end(std::string_view word) {
  return word == "university" || word == "institute" || word == "college" || word == "academy" ||
         word == "school";
}

/// Hong Kong, Macau and Taiwan are printed with and without "China", Puerto Rico with and without "USA".
inline Country family(Country country) {
  if (country == country_of("HK") || country == country_of("MO") || country == country_of("TW"))
    return country_of("CN");
  if (country == country_of("PR")) return country_of("US");
  return country;
}

inline bool same_place(Country a, Country b) {
  return a != 0 && family(a) == family(b);
}

}  // namespace labtrail::affiliation
