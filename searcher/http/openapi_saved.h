// Saved searches and alerts in the document behind GET /openapi.json.
#pragma once

#include <string_view>

namespace labtrail::http {

/// Members of `paths`, without braces.
std::string_view saved_paths();
/// Members of `components/schemas`, without braces.
std::string_view saved_schemas();

}  // namespace labtrail::http
