// What goes in and out of the routes: a request that was read whole, and the reply to it. Neither knows of
// sockets.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labtrail::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request, taken apart but not judged: see guards.h.
struct Request {
  std::string method;     ///< as sent: GET, HEAD, anything
  std::string target;     ///< as sent: "/search?q=%20"
  std::string path;       ///< percent-decoded, valid UTF-8 without control characters, starts with '/'
  std::string query;      ///< behind the first '?', still encoded
  std::string host;       ///< the Host header: "127.0.0.1:8080"
  Headers headers;        ///< names in lower case, in order, repeated ones repeated
  std::string peer;       ///< address of the socket's other end; never taken from a header
  int minor_version = 1;  ///< HTTP/1.0 or HTTP/1.1
  bool keep_alive = true;
  std::string body;  ///< whole, where guards.h admits one

  /// The first value of a header, by its lower-case name; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
  [[nodiscard]] bool has_header(std::string_view name) const {
    for (const auto& item : headers) {
      if (item.first == name) return true;
    }
    return false;
  }
};

/// How long, and by whom, a reply may be kept.
enum class Caching : std::uint8_t {
  never,       ///< probes, metrics, errors
  revalidate,  ///< answers made from the index: kept by the browser, asked for again with their ETag
  forever,     ///< assets, whose names change with their bytes
};

/// Takes a piece of a body; false when the client is gone or too slow. Without bytes: asks only.
using BodySink = std::function<bool(std::string_view)>;

struct Reply {
  int status = 200;
  std::string content_type;
  std::string body;
  /// Instead of `body`, for what is too large to be kept: gives the body piece by piece. True when it was
  /// given whole; otherwise the connection is cut, so that nobody takes the part for the whole. Does not
  /// throw; not called for HEAD.
  std::function<bool(const BodySink& sink)> stream;
  Headers headers;  ///< beyond those that every reply has
  std::string etag;
  Caching caching = Caching::never;
  bool close = false;  ///< the connection ends with this reply
};

/// "Not Found" for 404.
std::string_view reason(int status);

}  // namespace labtrail::http
