#include "searcher/export/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"

namespace labtrail::exporting {

base::Result<std::vector<BatchQuery>> parse_batch(std::string_view file) {
  std::vector<BatchQuery> out;
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (file.starts_with(kMark)) file.remove_prefix(kMark.size());
  for (std::size_t number = 1; !file.empty(); ++number) {
    const std::size_t end = file.find('\n');
    std::string_view line = file.substr(0, end);
    file.remove_prefix(end == std::string_view::npos ? file.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (base::trim(line).empty()) continue;
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) {
      return base::fail(base::ErrorCode::bad_request, fmt::format("line {} is not 'id<TAB>query'", number));
    }
    const std::string_view id = base::trim(line.substr(0, tab));
    if (id.empty() || id.find(' ') != std::string_view::npos) {
      return base::fail(base::ErrorCode::bad_request,
                        fmt::format("line {}: the id is empty or holds a space", number));
    }
    out.push_back({std::string(id), std::string(base::trim(line.substr(tab + 1))), number});
  }
  return out;
}

void append_trec(std::string& out, std::string_view query_id, const std::vector<searcher::RankedId>& ranked) {
  float previous = std::numeric_limits<float>::infinity();
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    const float below = std::nextafterf(previous, -std::numeric_limits<float>::infinity());
    previous = std::min(static_cast<float>(ranked[i].score), below);
    out += fmt::format("{} Q0 {} {} {} labtrail\n", query_id, ranked[i].id, i + 1, previous);
  }
}

void append_batch_json(std::string& out, const BatchQuery& query,
                       const std::vector<searcher::RankedId>& ranked) {
  base::JsonWriter json(out);
  json.begin_object().field("id", query.id).field("query", query.text).key("results").begin_array();
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    json.begin_object().field("id", ranked[i].id).field("rank", static_cast<std::uint64_t>(i + 1));
    json.field("score", ranked[i].score).end_object();
  }
  json.end_array().end_object();
  out += '\n';
}

}  // namespace labtrail::exporting
