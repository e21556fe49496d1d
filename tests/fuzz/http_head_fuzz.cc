// Bytes from the network: whatever they are, a head is refused or becomes a request that keeps its promises,
// and what stands behind it is refused as a body or becomes what it was sent for.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "corpus/base/text.h"
#include "searcher/http/compress.h"
#include "searcher/http/guards.h"
#include "searcher/http/head.h"
#include "searcher/http/parameters.h"
#include "searcher/http/saved_input.h"
#include "searcher/http/session.h"

using namespace labtrail;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const http::HeadLimits limits;
  const std::size_t length = http::head_length(bytes);
  if (length > size) std::abort();
  auto request = http::parse_head(bytes.substr(0, length == 0 ? size : length), limits);
  if (!request) {
    if (request.error().status < 400 || request.error().detail.empty()) std::abort();
    return 0;
  }
  if (request->path.empty() || request->path.front() != '/' || !base::is_utf8(request->path)) std::abort();
  if (request->headers.size() > limits.headers) std::abort();
  static const http::Guards guards(8080, {"search.example.org"});
  static const http::Session session([](std::size_t count) { return std::string(count, 's'); }, 8080, "");
  for (const http::Accepts& accepts : {http::Accepts{}, http::Accepts{true, "POST", http::BodyKind::form},
                                       http::Accepts{false, "PUT, DELETE", http::BodyKind::json}}) {
    const auto body = guards.admit(*request, accepts);
    if (!body && (body.error().status < 400 || body.error().detail.empty())) std::abort();
    if (body && *body > 0 && !http::is_change(*request)) std::abort();
    if (body && *body > http::kJsonBytes) std::abort();
  }
  // What stands behind the head as a body, of either kind.
  request->body = length == 0 ? std::string_view() : bytes.substr(length);
  static_cast<void>(session.enter(*request));
  static_cast<void>(session.refuse_change(*request));
  static_cast<void>(http::marking_of_json(request->body));
  if (const auto sent = http::draft_of_json(request->body); sent && !base::is_utf8(sent->draft.name))
    std::abort();
  if (const auto form = http::Parameters::decode(request->body)) {
    if (const auto sent = http::draft_of_form(*form); sent && !base::is_utf8(sent->draft.note)) std::abort();
  }
  static_cast<void>(http::accepts_gzip(request->header("accept-encoding")));
  if (const auto parameters = http::Parameters::decode(request->query)) {
    static_cast<void>(parameters->check({}));
    static_cast<void>(parameters->canonical());
  }
  return 0;
}
