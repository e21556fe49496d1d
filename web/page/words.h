// How numbers, dates, countries and languages read on a page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/format/schema.h"
#include "searcher/search.h"

namespace labtrail::web {

/// 1234567 -> "1,234,567"
std::string grouped(std::uint64_t number);
/// "1 paper", "1,234 papers"
std::string papers(std::uint64_t count);
/// What is read aloud for a value: "China, 38 papers", "China, 38 papers, selected".
std::string spoken(std::string_view name, std::uint64_t count, std::string_view state = {});
/// "2026-11-24T08:15:00Z" -> "24 Nov 2026"; what is no date comes back as it is.
std::string short_date(std::string_view iso);
/// "CN" -> "China"; what is no known code comes back as it is.
std::string country_name(std::string_view code);
/// "zh" -> "Chinese"
std::string language_name(std::string_view code);
/// What a facet value is called on a page: countries and languages by name, others by `label`, (none) in
/// words.
std::string value_name(format::FacetField field, std::string_view value, std::string_view label);
/// "Institution"
std::string_view title(format::FacetField field);
/// "institutions"
std::string_view plural(format::FacetField field);
/// What to call papers that have no value: "no institution given"
std::string none_name(format::FacetField field);
/// What the values of a field are and are not, where that needs saying: "read in the printed affiliations, or
/// asserted by the source"; else empty.
std::string_view about(format::FacetField field);
/// "generation 7 of 24 Nov 2026, 88,000 papers in this index"
std::string generation_words(const searcher::GenerationInfo& generation);
/// Whether a language is written from right to left; false when it is not known.
bool is_right_to_left(std::string_view language);
/// A BCP 47 tag that is safe to put into `lang`, or empty when `language` does not look like one.
std::string language_tag(std::string_view language);

}  // namespace labtrail::web
