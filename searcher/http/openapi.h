// The document behind GET /openapi.json: what the API takes and gives, for programs that generate clients.
#pragma once

#include <string>

namespace labtrail::http {

/// An OpenAPI 3.1 document. `server` is the base address.
std::string openapi_document(const std::string& server);

}  // namespace labtrail::http
