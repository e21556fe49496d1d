// Names of countries and of their first-level regions, for evidence about an organisation: "China", "PR
// China", "中国", "Deutschland", "California". Cities come from the organisations' own locations.
#pragma once

#include <functional>
#include <string_view>

namespace labtrail::affiliation {

/// Every country name in the languages that affiliations are written in (from ICU), and the forms that people
/// use beside them. `code` is ISO 3166-1 alpha-2.
void each_country_name(const std::function<void(std::string_view name, std::string_view code)>& visit);
/// States, provinces and the like whose names stand for their country.
void each_region_name(const std::function<void(std::string_view name, std::string_view code)>& visit);
/// Some cities, beside those in which organisations lie.
void each_city_name(const std::function<void(std::string_view name, std::string_view code)>& visit);
/// The country of two capitals behind a city, "Cambridge, MA 02139": a state of the USA or a province of
/// Canada; empty for other letters.
std::string_view state_country(std::string_view capitals);
/// The country of an adjective in canonical form ("italian"); empty for other words.
std::string_view adjective_country(std::string_view word);

}  // namespace labtrail::affiliation
