// Country names as sources print them, to ISO 3166-1 alpha-2.
#pragma once

#include <string_view>

namespace labtrail::corpus {

/// "South Korea" -> "KR"; ASCII case and white space do not matter. Empty for a name that is not in the
/// table: nothing is guessed.
std::string_view country_code(std::string_view name);

}  // namespace labtrail::corpus
