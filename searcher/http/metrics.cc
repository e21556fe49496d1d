#include "searcher/http/metrics.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace labtrail::http {

void Metrics::count(Route route, int status, double seconds) {
  Line& line = lines_[static_cast<std::size_t>(route)];
  const auto found = std::find(kStatuses.begin(), kStatuses.end(), status);
  line.statuses[static_cast<std::size_t>(found - kStatuses.begin())].fetch_add(1, std::memory_order_relaxed);
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), seconds);
  line.buckets[static_cast<std::size_t>(bound - kBounds.begin())].fetch_add(1, std::memory_order_relaxed);
  line.microseconds.fetch_add(static_cast<std::uint64_t>(seconds * 1e6), std::memory_order_relaxed);
}

std::string Metrics::text(const Gauges& gauges) const {
  std::string out =
      "# HELP labtrail_http_requests_total Requests answered, by address and status.\n"
      "# TYPE labtrail_http_requests_total counter\n";
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    for (std::size_t j = 0; j < lines_[i].statuses.size(); ++j) {
      const std::uint64_t count = lines_[i].statuses[j].load(std::memory_order_relaxed);
      if (count == 0) continue;
      const std::string status = j < kStatuses.size() ? std::to_string(kStatuses[j]) : "other";
      out += fmt::format("labtrail_http_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", kRouteNames[i],
                         status, count);
    }
  }
  out +=
      "# HELP labtrail_http_request_seconds Time from a whole request head to its reply, without sending.\n"
      "# TYPE labtrail_http_request_seconds histogram\n";
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    std::uint64_t total = 0;
    std::string rows;
    for (std::size_t j = 0; j < lines_[i].buckets.size(); ++j) {
      total += lines_[i].buckets[j].load(std::memory_order_relaxed);
      const std::string bound = j < kBounds.size() ? fmt::format("{}", kBounds[j]) : "+Inf";
      rows += fmt::format("labtrail_http_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n",
                          kRouteNames[i], bound, total);
    }
    if (total == 0) continue;
    out += rows;
    const double seconds = static_cast<double>(lines_[i].microseconds.load(std::memory_order_relaxed)) / 1e6;
    out += fmt::format("labtrail_http_request_seconds_sum{{route=\"{}\"}} {}\n", kRouteNames[i], seconds);
    out += fmt::format("labtrail_http_request_seconds_count{{route=\"{}\"}} {}\n", kRouteNames[i], total);
  }
  const auto gauge = [&](std::string_view name, std::string_view help, std::string_view type,
                         std::uint64_t value) {
    out += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n{0} {3}\n", name, help, type, value);
  };
  gauge("labtrail_generation", "Generation of the index that answers.", "gauge", gauges.generation);
  gauge("labtrail_papers", "Papers in that generation.", "gauge", gauges.papers);
  gauge("labtrail_refresh_failures_total", "Newer generations that could not be opened.", "counter",
        gauges.refresh_failures);
  gauge("labtrail_http_connections", "Open connections.", "gauge", gauges.connections);
  gauge("labtrail_http_busy_workers", "Workers that answer a request now.", "gauge", gauges.busy_workers);
  gauge("process_resident_memory_bytes", "Resident memory of this process.", "gauge", resident_bytes());
  return out;
}

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  if (!(file >> size >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace labtrail::http
