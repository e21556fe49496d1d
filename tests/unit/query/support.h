// How the tests of the query language write down a result: a tree as its S-expression, an error as one line
// that holds all of it, "message | hint @offset+length".
#pragma once

#include <string>
#include <string_view>

#include "searcher/query/filter.h"
#include "searcher/query/parser.h"

namespace labtrail::query {

inline std::string line(std::string_view message, std::string_view hint, std::size_t offset,
                        std::size_t length) {
  std::string out(message);
  if (!hint.empty()) out.append(" | ").append(hint);
  return out + " @" + std::to_string(offset) + "+" + std::to_string(length);
}
inline std::string line(const base::Error& error) {
  return std::string(base::name(error.code)) + ": " +
         line(error.message, error.hint, error.offset, error.length);
}

inline std::string strict(std::string_view text, const Limits& limits = {}) {
  const auto parsed = parse_query(text, Mode::strict, limits);
  return parsed ? to_string(parsed->tree) : line(parsed.error());
}

/// The tree, then every diagnostic on a line of its own.
inline std::string lenient(std::string_view text, const Limits& limits = {}) {
  const auto parsed = parse_query(text, Mode::lenient, limits);
  if (!parsed) return line(parsed.error());
  std::string out = to_string(parsed->tree);
  for (const Diagnostic& found : parsed->diagnostics) {
    out += found.severity == Diagnostic::Severity::error ? "\nerror: " : "\nwarning: ";
    out += line(found.message, found.hint, found.offset, found.length);
  }
  return out;
}

inline std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

}  // namespace labtrail::query
