#include "searcher/http/compress.h"

#include <zlib.h>

#include <optional>

#include "corpus/base/error.h"
#include "corpus/base/text.h"

namespace labtrail::http {

bool accepts_gzip(std::string_view header) {
  std::optional<bool> named;
  std::optional<bool> any;
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    const std::string_view item = header.substr(0, comma);
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
    const std::size_t semicolon = item.find(';');
    const std::string coding = base::ascii_lower(base::trim(item.substr(0, semicolon)));
    bool wanted = true;
    if (semicolon != std::string_view::npos) {
      const std::string_view weight = base::trim(item.substr(semicolon + 1));
      if (weight.starts_with("q=") || weight.starts_with("Q=")) {
        wanted = weight.substr(2).find_first_of("123456789") != std::string_view::npos;
      }
    }
    if (coding == "gzip" || coding == "x-gzip") named = wanted;
    if (coding == "*") any = wanted;
  }
  return named.value_or(any.value_or(false));
}

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  constexpr int kMemory = 8;
  if (::deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw base::Failure(base::ErrorCode::io, "no memory to compress a reply");
  }
  std::string out(::deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int result = ::deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  if (result != Z_STREAM_END) throw base::Failure(base::ErrorCode::io, "a reply could not be compressed");
  return out;
}

}  // namespace labtrail::http
