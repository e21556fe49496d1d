#include "corpus/base/clock.h"

#include <cstdlib>
#include <ctime>

namespace labtrail::base {

Clock system_clock() {
  return [] {
    if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH"))
      return static_cast<std::int64_t>(std::atoll(fixed));
    return static_cast<std::int64_t>(std::time(nullptr));
  };
}

std::string iso8601(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char buffer[32];
  const std::size_t length = std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {buffer, length};
}

}  // namespace labtrail::base
