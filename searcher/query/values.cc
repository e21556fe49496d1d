#include "searcher/query/values.h"

#include <fmt/format.h>

#include <optional>

#include "corpus/base/text.h"
#include "searcher/query/characters.h"

namespace labtrail::query {
namespace {

constexpr std::string_view kEnDash = "\xE2\x80\x93";

bool all_digits(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

tl::unexpected<Problem> not_a_number(std::string_view field, std::string_view text) {
  return tl::unexpected<Problem>(Problem{fmt::format("'{}' is not a {}", text, field),
                                         fmt::format("write {0}:2019, {0}:2019-2023 or {0}:>2019", field)});
}
tl::unexpected<Problem> out_of_range(std::string_view field, std::string_view text) {
  return tl::unexpected<Problem>(
      Problem{fmt::format("'{}' is no possible {}", text, field),
              fmt::format("a {} lies between {} and {}", field, kLeastNumber, kGreatestNumber)});
}

tl::expected<int, Problem> number(std::string_view field, std::string_view text) {
  text = base::trim(text);
  if (!all_digits(text)) return not_a_number(field, text);
  int value = 0;
  for (const char c : text) {
    value = value * 10 + (c - '0');
    if (value > kGreatestNumber) return out_of_range(field, text);
  }
  return value;
}

struct Ends {
  std::string_view low;
  std::string_view high;
  bool open = false;  ///< `..` allows an end to be left out
};

std::optional<Ends> split_range(std::string_view text) {
  for (const std::string_view between : {std::string_view(".."), std::string_view("-"), kEnDash}) {
    if (const std::size_t at = text.find(between); at != std::string_view::npos) {
      return Ends{base::trim(text.substr(0, at)), base::trim(text.substr(at + between.size())),
                  between == ".."};
    }
  }
  return std::nullopt;
}

}  // namespace

tl::expected<FilterValue, Problem> parse_number(std::string_view field, std::string_view text) {
  text = base::trim(text);
  FilterValue value;
  if (!text.empty() && (text.front() == '>' || text.front() == '<')) {
    const bool greater = text.front() == '>';
    const bool inclusive = text.size() > 1 && text[1] == '=';
    const auto bound = number(field, text.substr(inclusive ? 2 : 1));
    if (!bound) return tl::unexpected<Problem>(bound.error());
    value.low = greater ? *bound + (inclusive ? 0 : 1) : kLeastNumber;
    value.high = greater ? kGreatestNumber : *bound - (inclusive ? 0 : 1);
    if (value.low > value.high) return out_of_range(field, text);
    return value;
  }
  const auto ends = split_range(text);
  if (!ends) {
    const auto only = number(field, text);
    if (!only) return tl::unexpected<Problem>(only.error());
    value.low = value.high = *only;
    return value;
  }
  const bool no_low = ends->open && ends->low.empty();
  const bool no_high = ends->open && ends->high.empty();
  if (no_low && no_high) return not_a_number(field, text);
  if ((ends->low.empty() && !no_low) || (ends->high.empty() && !no_high)) return not_a_number(field, text);
  const auto low = no_low ? tl::expected<int, Problem>(kLeastNumber) : number(field, ends->low);
  if (!low) return tl::unexpected<Problem>(low.error());
  const auto high = no_high ? tl::expected<int, Problem>(kGreatestNumber) : number(field, ends->high);
  if (!high) return tl::unexpected<Problem>(high.error());
  if (*low > *high) {
    return tl::unexpected<Problem>(Problem{fmt::format("the range '{}' runs backwards", text),
                                           fmt::format("did you mean {}-{}?", *high, *low)});
  }
  value.low = *low;
  value.high = *high;
  return value;
}

std::string number_text(const FilterValue& value, std::string_view between) {
  if (value.low == value.high) return std::to_string(value.low);
  if (value.high == kGreatestNumber) return fmt::format(">={}", value.low);
  if (value.low == kLeastNumber) return fmt::format("<={}", value.high);
  return fmt::format("{}{}{}", value.low, between, value.high);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t start = offset;
    const char syntax = syntax_of(base::next_code_point(text, offset));
    if (syntax == '"' || syntax == '\\') out += '\\';
    out.append(text, start, offset - start);
  }
  return out += '"';
}

}  // namespace labtrail::query
