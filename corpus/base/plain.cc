#include "corpus/base/plain.h"

#include <vector>

#include "corpus/base/text.h"

namespace labtrail::base {
namespace {

constexpr char32_t kPop = 0x202C;         ///< ends an embedding or override
constexpr char32_t kPopIsolate = 0x2069;  ///< ends an isolate, and what was opened in it

bool opens_embedding(char32_t c) {
  return c == 0x202A || c == 0x202B || c == 0x202D || c == 0x202E;
}
bool opens_isolate(char32_t c) {
  return c >= 0x2066 && c <= 0x2068;
}

/// What is open at the end of a text, innermost last; read as the algorithm reads it (UAX #9, X1 to X8).
class Open {
 public:
  void take(char32_t c) {
    if (opens_embedding(c)) open_.push_back(kPop);
    if (opens_isolate(c)) open_.push_back(kPopIsolate);
    if (c == kPop && !open_.empty() && open_.back() == kPop) open_.pop_back();
    if (c == kPopIsolate) {
      std::size_t at = open_.size();
      while (at > 0 && open_[at - 1] != kPopIsolate) --at;
      if (at > 0) open_.resize(at - 1);
    }
  }
  void close(std::string& out) {
    for (; !open_.empty(); open_.pop_back()) append_utf8(out, open_.back());
  }

 private:
  std::vector<char32_t> open_;
};

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF;
}

bool is_ascii_text(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7F) return false;
  }
  return true;
}

std::string closed(std::string_view text) {
  if (is_ascii_text(text)) return std::string(text);
  std::string out;
  Open open;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool kept = c == '\t' || c == '\n' || c == '\r';
    open.take(c);
    append_utf8(out, is_control(c) && !kept ? kReplacement : c);
  }
  open.close(out);
  return out;
}

}  // namespace

std::string plain_line(std::string_view text) {
  return closed(squeeze_space(text));
}

std::string plain_text(std::string_view text) {
  return closed(text);
}

}  // namespace labtrail::base
