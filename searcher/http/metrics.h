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
  api_export,
  api_citation,
  api_suggest,
  api_collaborations,
  api_matrix,
  api_list,
  dossier,
  matrix_page,
  matrix_csv,
  list_page,
  list_csv,
  evidence_bundle,
  opensearch,
  openapi,
  healthz,
  readyz,
  metrics,
  asset,
  saved_list,
  saved_new,
  saved_export,
  saved_import,
  saved_one,
  saved_action,
  saved_feed,
  alerts_page,
  session_end,
  alerts_read,
  api_saved,
  api_saved_export,
  api_saved_import,
  api_saved_one,
  api_saved_run,
  api_saved_duplicate,
  api_alerts,
  api_alerts_read,
  none,  ///< no such address, or refused before one was known
};
inline constexpr auto kRouteNames =
    std::to_array<std::string_view>({"/",
                                     "/search",
                                     "/papers/{id}",
                                     "/api/v1/papers",
                                     "/api/v1/papers/{id}",
                                     "/api/v1/facets/{field}",
                                     "/api/v1/export",
                                     "/api/v1/citations/{id}",
                                     "/api/v1/suggest",
                                     "/api/v1/collaborations",
                                     "/api/v1/matrix",
                                     "/api/v1/list",
                                     "/{labs,institutions,lists,countries}/{id}",
                                     "/matrix",
                                     "/matrix.csv",
                                     "/list",
                                     "/list.csv",
                                     "/evidence/bundle.zip",
                                     "/opensearch.xml",
                                     "/openapi.json",
                                     "/healthz",
                                     "/readyz",
                                     "/metrics",
                                     "/assets/{name}",
                                     "/saved",
                                     "/saved/new",
                                     "/saved/export.json",
                                     "/saved/import",
                                     "/saved/{id}",
                                     "/saved/{id}/{action}",
                                     "/saved/{id}/feed",
                                     "/alerts",
                                     "/session/end",
                                     "/alerts/read",
                                     "/api/v1/saved",
                                     "/api/v1/saved/export",
                                     "/api/v1/saved/import",
                                     "/api/v1/saved/{id}",
                                     "/api/v1/saved/{id}/run",
                                     "/api/v1/saved/{id}/duplicate",
                                     "/api/v1/alerts",
                                     "/api/v1/alerts/read",
                                     "none"});

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
  static constexpr std::array kStatuses{200, 201, 303, 304, 400, 401, 403, 404, 405,
                                        408, 410, 413, 414, 415, 421, 431, 500, 503};
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
