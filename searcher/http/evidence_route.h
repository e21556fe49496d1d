// GET /evidence/bundle.zip: a result as frozen evidence (bundle/freeze.h), made for whoever asks and kept
// nowhere: nothing on the server changes, so it is a GET. The very bytes that `labtrail-search evidence
// freeze` writes.
#pragma once

#include <mutex>
#include <string>

#include "searcher/http/message.h"
#include "searcher/http/parameters.h"
#include "searcher/search.h"

namespace labtrail::http {

/// A bundle is made in memory, about 8 KB a paper; the command line has no such limit.
inline constexpr std::uint64_t kMostFrozenPapers = 10'000;

class EvidenceRoute {
 public:
  /// Parameters `q`, `filter`, `title`, `note`, read strictly. One bundle is made at a time: to others a 503
  /// says to come back. Errors are a page for a browser, else application/problem+json.
  [[nodiscard]] Reply answer(const searcher::Searcher& searcher, const Request& request,
                             const std::string& site, const Parameters& parameters) const;

 private:
  mutable std::mutex one_at_a_time_;
};

}  // namespace labtrail::http
