#include "searcher/http/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "corpus/base/text.h"
#include "searcher/http/head.h"

namespace labtrail::http {
namespace {

tl::unexpected<ParameterError> fail(std::string_view parameter, std::string message, std::string hint = {},
                                    std::size_t offset = 0, std::size_t length = 0) {
  return tl::unexpected<ParameterError>(
      {{base::ErrorCode::bad_request, std::move(message), std::move(hint), offset, length},
       std::string(parameter)});
}

/// "did you mean 'filter'?" when a known name is near, else the list of all.
std::string suggestion(std::string_view name, std::span<const std::string_view> known) {
  constexpr std::size_t kFar = 3;
  std::size_t best = kFar;
  std::string_view nearest;
  for (const std::string_view candidate : known) {
    const std::size_t distance = base::edit_distance(base::to_u32(name), base::to_u32(candidate), kFar);
    if (distance < best && distance < candidate.size()) {
      best = distance;
      nearest = candidate;
    }
  }
  if (!nearest.empty()) return fmt::format("did you mean '{}'?", nearest);
  return known.empty() ? "this address takes no parameters"
                       : fmt::format("known are {}", fmt::join(known, ", "));
}

/// A name as it may be repeated to the person who sent it.
std::string shown(std::string_view name) {
  constexpr std::size_t kLongest = 60;
  return base::squeeze_space(base::repair_utf8(name.size() > kLongest ? name.substr(0, kLongest) : name));
}

}  // namespace

Checked<Parameters> Parameters::decode(std::string_view query) {
  Parameters out;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view item = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    if (item.empty()) continue;
    const std::size_t equals = item.find('=');
    std::string name;
    std::string value;
    std::size_t offset = 0;
    if (!percent_decode(item.substr(0, equals), true, name, offset)) {
      return fail("", "the name of a parameter holds a '%' that is no percent escape",
                  "a percent sign itself is written %25", offset, 1);
    }
    if (equals != std::string_view::npos && !percent_decode(item.substr(equals + 1), true, value, offset)) {
      return fail(shown(name),
                  fmt::format("parameter '{}' holds a '%' that is no percent escape", shown(name)),
                  "a percent sign itself is written %25", offset, 1);
    }
    out.items_.emplace_back(std::move(name), std::move(value));
  }
  return out;
}

std::string_view Parameters::get(std::string_view name) const {
  for (const auto& [key, value] : items_) {
    if (key == name) return value;
  }
  return {};
}

bool Parameters::has(std::string_view name) const {
  return std::any_of(items_.begin(), items_.end(), [&](const auto& item) { return item.first == name; });
}

Checked<void> Parameters::check(std::span<const std::string_view> known,
                                std::span<const std::string_view> free_text) const {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    const auto& [name, value] = items_[i];
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return fail(shown(name), fmt::format("unknown parameter '{}'", shown(name)), suggestion(name, known));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (items_[j].first == name) {
        return fail(name, fmt::format("parameter '{}' is given twice", name),
                    name == "filter" ? "join the clauses with a comma" : "give it once");
      }
    }
    if (std::find(free_text.begin(), free_text.end(), name) != free_text.end()) continue;
    if (const std::size_t bad = base::find_invalid_utf8(value); bad != std::string_view::npos) {
      return fail(name, fmt::format("parameter '{}' is not valid UTF-8", name), {}, bad, 1);
    }
    for (std::size_t at = 0; at < value.size(); ++at) {
      const auto byte = static_cast<unsigned char>(value[at]);
      if (byte < 0x20 || byte == 0x7F) {
        return fail(name, fmt::format("parameter '{}' holds a control character", name), {}, at, 1);
      }
    }
  }
  return {};
}

Checked<std::size_t> Parameters::number(std::string_view name, std::size_t otherwise, std::size_t low,
                                        std::size_t high) const {
  if (!has(name)) return otherwise;
  const std::string_view text = get(name);
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits)
    return fail(name, fmt::format("'{}' is not a whole number: '{}'", name, shown(text)), {}, 0, text.size());
  if (error != std::errc() || end != text.data() + text.size() || value < low || value > high) {
    return fail(name, fmt::format("'{}' is {}, but goes from {} to {}", name, shown(text), low, high), {}, 0,
                text.size());
  }
  return value;
}

std::string Parameters::canonical() const {
  auto sorted = items_;
  std::sort(sorted.begin(), sorted.end());
  std::string out;
  for (const auto& [name, value] : sorted) {
    out += fmt::format("{}={}&", base::percent_encode(name), base::percent_encode(value));
  }
  return out;
}

}  // namespace labtrail::http
