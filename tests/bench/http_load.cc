// How a running server answers under load: N clients with one connection each send M requests, one after the
// other, with queries taken in turn from a file. Bounded in requests and in time. Prints one JSON object:
// latencies in milliseconds as the clients see them, errors (no answer, or a status other than 200), requests
// a second.
//
//   labtrail-search serve --index DIR --listen 127.0.0.1:8080 &
//   http_load --port 8080 --clients 16 --requests 200 --queries queries.txt
#include <fmt/format.h>
#include <httplib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "corpus/base/text.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
  int port = 8080;
  std::size_t clients = 16;
  std::size_t requests = 100;  ///< of each client
  std::size_t seconds = 60;    ///< then no further request is begun
  std::string queries;         ///< a query string a line; "id<TAB>query" is accepted
  std::string before = "/api/v1/papers?search=";
  std::string after;
  bool gzip = false;
};

struct Tally {
  std::vector<double> milliseconds;
  std::size_t errors = 0;
  std::uint64_t bytes = 0;
};

std::vector<std::string> read_targets(const Options& options) {
  std::vector<std::string> targets;
  std::ifstream file(options.queries);
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    const std::string_view query =
        labtrail::base::trim(std::string_view(line).substr(tab == std::string::npos ? 0 : tab + 1));
    if (!query.empty())
      targets.push_back(options.before + labtrail::base::percent_encode(query) + options.after);
  }
  return targets;
}

Tally ask(const Options& options, const std::vector<std::string>& targets, std::size_t number,
          Clock::time_point end) {
  httplib::Client client("127.0.0.1", options.port);
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  client.set_decompress(false);
  client.set_read_timeout(30);
  const httplib::Headers headers{{"Accept-Encoding", options.gzip ? "gzip" : "identity"}};
  Tally tally;
  for (std::size_t i = 0; i < options.requests && Clock::now() < end; ++i) {
    const auto start = Clock::now();
    const auto reply = client.Get(targets[(number * 7919 + i) % targets.size()], headers);
    tally.milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    if (!reply || reply->status != 200) ++tally.errors;
    if (reply) tally.bytes += reply->body.size();
  }
  return tally;
}

double percentile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5);
  return sorted[rank];
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Asks a running server many questions and times the answers."};
  app.add_option("--port", options.port, "port on 127.0.0.1")->required();
  app.add_option("--clients", options.clients, "clients at once")->check(CLI::Range(1, 1000));
  app.add_option("--requests", options.requests, "requests of each client")->check(CLI::Range(1, 1'000'000));
  app.add_option("--seconds", options.seconds, "no request is begun after that")->check(CLI::Range(1, 3600));
  app.add_option("--queries", options.queries, "file with a query a line")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--before", options.before, "what stands before the query in the URL");
  app.add_option("--after", options.after, "what stands after it, such as &facets=country");
  app.add_flag("--gzip", options.gzip, "ask for compressed answers");
  CLI11_PARSE(app, argc, argv);
  const std::vector<std::string> targets = read_targets(options);
  if (targets.empty()) {
    fmt::print(stderr, "http_load: no queries in {}\n", options.queries);
    return 2;
  }
  const auto start = Clock::now();
  std::vector<Tally> tallies(options.clients);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < options.clients; ++i) {
    clients.emplace_back(
        [&, i] { tallies[i] = ask(options, targets, i, start + std::chrono::seconds(options.seconds)); });
  }
  for (std::thread& client : clients) client.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::vector<double> all;
  std::size_t errors = 0;
  std::uint64_t bytes = 0;
  for (const Tally& tally : tallies) {
    all.insert(all.end(), tally.milliseconds.begin(), tally.milliseconds.end());
    errors += tally.errors;
    bytes += tally.bytes;
  }
  std::sort(all.begin(), all.end());
  fmt::print(
      "{{\"clients\":{},\"requests\":{},\"errors\":{},\"seconds\":{:.3f},\"requests_per_second\":{:.1f},"
      "\"p50_ms\":{:.3f},\"p95_ms\":{:.3f},\"p99_ms\":{:.3f},\"max_ms\":{:.3f},\"mean_body_bytes\":{}}}\n",
      options.clients, all.size(), errors, seconds, static_cast<double>(all.size()) / seconds,
      percentile(all, 0.5), percentile(all, 0.95), percentile(all, 0.99), all.empty() ? 0 : all.back(),
      all.empty() ? 0 : bytes / all.size());
  return errors == 0 ? 0 : 1;
}
