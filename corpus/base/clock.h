// Time is passed in, so that tests and reproducible runs decide what "now" is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace labtrail::base {

/// Seconds since 1970-01-01T00:00:00Z.
using Clock = std::function<std::int64_t()>;
/// The system's clock; honours SOURCE_DATE_EPOCH when set.
Clock system_clock();
/// "2026-11-24T08:15:00Z"
std::string iso8601(std::int64_t seconds);

}  // namespace labtrail::base
