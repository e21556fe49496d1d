// What the server counts about itself, in the text format of Prometheus. No query text ever gets in here.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace labtrail::http {

/// The addresses that are told apart in metrics. `kRouteNames` follows this order.
enum class Route : std::uint8_t {
  home,
  search_page,
  paper_page,
  api_papers,
  api_paper,
  api_facet,
  api_suggest,
  opensearch,
  openapi,
  healthz,
  readyz,
  metrics,
  asset,
  none,  ///< no such address, or refused before one was known
};
inline constexpr std::array<std::string_view, 14> kRouteNames{"/",
                                                              "/search",
                                                              "/papers/{id}",
                                                              "/api/v1/papers",
                                                              "/api/v1/papers/{id}",
                                                              "/api/v1/facets/{field}",
                                                              "/api/v1/suggest",
                                                              "/opensearch.xml",
                                                              "/openapi.json",
                                                              "/healthz",
                                                              "/readyz",
                                                              "/metrics",
                                                              "/assets/{name}",
                                                              "none"};

/// Figures that are read when the metrics are asked for.
struct Gauges {
  std::uint64_t generation = 0;
  std::uint64_t papers = 0;
  std::uint64_t refresh_failures = 0;
  std::size_t connections = 0;
  std::size_t busy_workers = 0;
};

/// Thread-safe counters.
class Metrics {
 public:
  void count(Route route, int status, double seconds);
  [[nodiscard]] std::string text(const Gauges& gauges) const;

 private:
  static constexpr std::array kStatuses{200, 303, 304, 400, 404, 405, 408, 410,
                                        413, 414, 415, 421, 431, 500, 503};
  static constexpr std::array kBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                      0.05,   0.1,   0.25,   0.5,   1.0,  2.5};
  struct Line {
    std::array<std::atomic<std::uint64_t>, kStatuses.size() + 1> statuses{};  ///< the last one: any other
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets{};
    std::atomic<std::uint64_t> microseconds{0};
  };
  std::array<Line, kRouteNames.size()> lines_{};
};

/// Bytes of memory that this process holds now; 0 when the system does not tell.
std::uint64_t resident_bytes();

}  // namespace labtrail::http
