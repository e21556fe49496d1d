// Randomness is passed in, so that tests decide what is drawn.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace labtrail::base {

/// Bytes that nobody can guess, as many as asked for.
using Random = std::function<std::string(std::size_t bytes)>;
/// The operating system's. Throws base::Failure (io) where it has none to give.
Random system_random();
/// Lower-case hexadecimal digits of bytes.
std::string hex_digits(std::string_view bytes);

}  // namespace labtrail::base
