// Errors as the API sends them: application/problem+json (RFC 9457). `type` names the kind for programs,
// `detail` and `hint` are for people, `position` and `length` are bytes of the parameter's value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "corpus/base/error.h"
#include "searcher/http/head.h"
#include "searcher/http/message.h"
#include "searcher/http/parameters.h"

namespace labtrail::http {

inline constexpr std::string_view kProblemType = "application/problem+json";

/// `parameter` (may be empty) is the one that the error is about.
Reply problem(const base::Error& error, std::string_view parameter = {});
Reply problem(const ParameterError& error);
/// A refusal of the server itself, before any route: type "about:blank". Closes the connection.
Reply problem(const Refusal& refusal);

}  // namespace labtrail::http
