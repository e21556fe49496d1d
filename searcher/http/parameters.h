// The query string, decoded and checked: every parameter is known, given once and valid UTF-8. A typing
// mistake in a parameter's name must not silently widen an answer, so unknown ones are errors with a
// suggestion (API; the pages ignore them, since links that are passed around gain strangers' parameters).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corpus/base/error.h"

namespace labtrail::http {

/// An Error that also names the parameter it is about (may be empty).
struct ParameterError {
  base::Error error;
  std::string parameter;
};
template <typename T>
using Checked = tl::expected<T, ParameterError>;

class Parameters {
 public:
  /// Splits at '&', decodes '+' and %XX. Errors: bad_request with the byte offset into the parameter's raw
  /// value.
  static Checked<Parameters> decode(std::string_view query);

  /// The first value of that name, or "" when absent.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const;

  /// Every name is one of `known` and occurs once; every value but those of `free_text` (whose own parser
  /// judges them, with positions) is valid UTF-8 without control characters.
  [[nodiscard]] Checked<void> check(std::span<const std::string_view> known,
                                    std::span<const std::string_view> free_text = {}) const;
  /// A whole number in [low, high], or `otherwise` when absent. Errors: bad_request.
  [[nodiscard]] Checked<std::size_t> number(std::string_view name, std::size_t otherwise, std::size_t low,
                                            std::size_t high) const;
  /// The same text for the same request, whatever the order or the escapes.
  [[nodiscard]] std::string canonical() const;

 private:
  std::vector<std::pair<std::string, std::string>> items_;
};

}  // namespace labtrail::http
