#include "searcher/http/head.h"

#include <algorithm>

#include "corpus/base/text.h"

namespace labtrail::http {
namespace {

using base::ascii_lower;

tl::unexpected<Refusal> refuse(int status, std::string detail, std::string hint = {}) {
  return tl::unexpected<Refusal>(Refusal{status, std::move(detail), std::move(hint)});
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// RFC 9110, 5.6.2: the characters of methods and header names.
bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
  });
}

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Takes the next line, without its CRLF, off `rest`.
std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find("\r\n");
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  return line;
}

Refusal target_too_long(const HeadLimits& limits) {
  return {414, "the URL is longer than " + std::to_string(limits.target_bytes) + " bytes",
          "shorten the query or the filter"};
}

/// Fills method, target, version, path and query.
tl::expected<void, Refusal> parse_request_line(std::string_view line, const HeadLimits& limits,
                                               Request& request) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return refuse(400, "the request line is not 'METHOD TARGET HTTP/1.1'");
  }
  const std::string_view version = line.substr(last + 1);
  std::string_view target = line.substr(first + 1, last - first - 1);
  request.method = line.substr(0, first);
  if (!is_token(request.method)) return refuse(400, "the request line does not begin with a method");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return version.starts_with("HTTP/") ? refuse(505, "this server speaks HTTP/1.1 and HTTP/1.0")
                                        : refuse(400, "the request line does not end with an HTTP version");
  }
  request.minor_version = version.back() - '0';
  if (target.size() > limits.target_bytes) return tl::unexpected<Refusal>(target_too_long(limits));
  if (target.empty() || target.find(' ') != std::string_view::npos || has_control(target)) {
    return refuse(400, "the URL holds a space or a control character", "percent-encode it");
  }
  if (target.starts_with("http://")) {  // absolute form: its authority stands for the Host header
    const std::size_t slash = target.find('/', 7);
    request.host = target.substr(7, slash == std::string_view::npos ? slash : slash - 7);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  if (target.front() != '/') return refuse(400, "the URL does not begin with '/'");
  request.target = target;
  const std::size_t mark = target.find('?');
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  std::size_t bad = 0;
  if (!percent_decode(target.substr(0, mark), false, request.path, bad)) {
    return refuse(400, "the path holds a '%' that is no percent escape",
                  "a percent sign itself is written %25");
  }
  if (!base::is_utf8(request.path)) return refuse(400, "the path is not valid UTF-8");
  if (has_control(request.path) || request.path.find('\t') != std::string::npos) {
    return refuse(400, "the path holds a control character");
  }
  return {};
}

}  // namespace

std::size_t head_length(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  return end == std::string_view::npos ? 0 : end + 4;
}

Refusal judge_unfinished(std::string_view bytes, const HeadLimits& limits) {
  // A request line is a URL, a method and a version; 64 bytes are plenty for the latter two.
  const std::size_t line = bytes.find('\n');
  if (line == std::string_view::npos && bytes.size() > limits.target_bytes + 64)
    return target_too_long(limits);
  if (bytes.size() >= limits.bytes) {
    return {431, "the request head is longer than " + std::to_string(limits.bytes) + " bytes", {}};
  }
  return {0, {}, {}};
}

tl::expected<Request, Refusal> parse_head(std::string_view head, const HeadLimits& limits) {
  if (head.size() > limits.bytes) return tl::unexpected<Refusal>(judge_unfinished(head, limits));
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\n' && (i == 0 || head[i - 1] != '\r'))
      return refuse(400, "a line does not end with CR LF");
    if (head[i] == '\r' && (i + 1 == head.size() || head[i + 1] != '\n'))
      return refuse(400, "a CR stands alone");
    if (head[i] == '\0') return refuse(400, "the request head holds a NUL");
  }
  Request request;
  std::string_view rest = head;
  if (auto line = parse_request_line(next_line(rest), limits, request); !line) {
    return tl::unexpected<Refusal>(line.error());
  }
  const bool absolute = !request.host.empty();
  std::size_t hosts = 0;
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (line.empty()) break;
    if (request.headers.size() == limits.headers) {
      return refuse(431, "more than " + std::to_string(limits.headers) + " headers");
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
      return refuse(400, "a header is not 'Name: value'");
    }
    const std::string_view value = trim_blanks(line.substr(colon + 1));
    if (has_control(value)) return refuse(400, "a header holds a control character");
    std::string name = ascii_lower(line.substr(0, colon));
    if (name == "host") {
      ++hosts;
      if (!absolute) request.host = value;
    }
    request.headers.emplace_back(std::move(name), value);
  }
  if (hosts > 1 || (hosts == 0 && request.minor_version == 1)) {
    return refuse(400, "a request names exactly one Host");
  }
  const std::string connection = ascii_lower(request.header("connection"));
  request.keep_alive = request.minor_version == 1 ? connection.find("close") == std::string::npos
                                                  : connection.find("keep-alive") != std::string::npos;
  return request;
}

bool percent_decode(std::string_view text, bool form, std::string& out, std::size_t& offset) {
  out.clear();
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && form) {
      out += ' ';
    } else if (text[i] == '%') {
      const int high = i + 1 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        offset = i;
        return false;
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return true;
}

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Error";
  }
}

}  // namespace labtrail::http
