// Bytes from the network: whatever they are, a head is refused or becomes a request that keeps its promises.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "corpus/base/text.h"
#include "searcher/http/compress.h"
#include "searcher/http/guards.h"
#include "searcher/http/head.h"
#include "searcher/http/parameters.h"

using namespace labtrail;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const http::HeadLimits limits;
  const std::size_t length = http::head_length(bytes);
  if (length > size) std::abort();
  const auto request = http::parse_head(bytes.substr(0, length == 0 ? size : length), limits);
  if (!request) {
    if (request.error().status < 400 || request.error().detail.empty()) std::abort();
    return 0;
  }
  if (request->path.empty() || request->path.front() != '/' || !base::is_utf8(request->path)) std::abort();
  if (request->headers.size() > limits.headers) std::abort();
  static const http::Guards guards(8080, {"search.example.org"});
  static_cast<void>(guards.refuse(*request));
  static_cast<void>(http::accepts_gzip(request->header("accept-encoding")));
  if (const auto parameters = http::Parameters::decode(request->query)) {
    static_cast<void>(parameters->check({}));
    static_cast<void>(parameters->canonical());
  }
  return 0;
}
