#include "web/page/words.h"

#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <array>
#include <cctype>

#include "corpus/base/text.h"

namespace labtrail::web {
namespace {

using format::FacetField;

bool is_letters(std::string_view text) {
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)) == 0 || static_cast<unsigned char>(c) > 127) return false;
  }
  return !text.empty();
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

struct FieldWords {
  std::string_view title;
  std::string_view plural;
  std::string_view none;
  std::string_view about;
};

/// In the order of FacetField.
constexpr std::array<FieldWords, format::kFacetFields> kFieldWords{{
    {"Year", "years", "no year given", ""},
    {"Venue", "venues", "no venue given", ""},
    {"Type", "types", "no type given", ""},
    {"Language", "languages", "no language given", ""},
    {"Status", "statuses", "no status given", ""},
    {"Country", "countries", "no country given", ""},
    {"Institution", "institutions", "no institution identified",
     "Asserted by the source, or read in the printed affiliations."},
    {"Funder", "funders", "no funder given", ""},
    {"Topic", "topics", "no topic given", ""},
    {"Lab", "labs", "no lab identified", "Under any of its names, read in the printed affiliations."},
    {"List", "lists", "on no list",
     "Papers that list an organisation on a public list. It says nothing about the paper or its authors."},
    {"Institution or a part of it", "institutions with their parts", "no institution identified",
     "The institution itself, and bodies that belong to it."},
}};

const FieldWords& words(FacetField field) {
  return kFieldWords[static_cast<std::size_t>(field)];
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string papers(std::uint64_t count) {
  return grouped(count) + (count == 1 ? " paper" : " papers");
}

std::string spoken(std::string_view name, std::uint64_t count, std::string_view state) {
  std::string out = std::string(name) + ", " + papers(count);
  if (!state.empty()) out += ", " + std::string(state);
  return out;
}

std::string short_date(std::string_view iso) {
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto digit = [&](std::size_t at) { return iso[at] >= '0' && iso[at] <= '9'; };
  if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return std::string(iso);
  for (const std::size_t at : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!digit(at)) return std::string(iso);
  }
  const std::size_t month =
      static_cast<std::size_t>(iso[5] - '0') * 10 + static_cast<std::size_t>(iso[6] - '0');
  if (month < 1 || month > kMonths.size()) return std::string(iso);
  const std::string_view day = iso[8] == '0' ? iso.substr(9, 1) : iso.substr(8, 2);
  return std::string(day) + " " + kMonths[month - 1] + " " + std::string(iso.substr(0, 4));
}

std::string country_name(std::string_view code) {
  if (code.size() != 2 || !is_letters(code)) return std::string(code);
  const std::string locale = "und-" + std::string(code);
  std::array<char16_t, 128> buffer{};
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t length = uloc_getDisplayCountry(locale.c_str(), "en", buffer.data(),
                                                     static_cast<std::int32_t>(buffer.size()), &status);
  if (U_FAILURE(status) != 0 || status == U_USING_DEFAULT_WARNING || length <= 0) return std::string(code);
  return utf8(icu::UnicodeString(buffer.data(), length));
}

std::string language_name(std::string_view code) {
  if (code.size() < 2 || code.size() > 3 || !is_letters(code)) return std::string(code);
  const std::string locale(code);
  std::array<char16_t, 128> buffer{};
  UErrorCode status = U_ZERO_ERROR;
  const std::int32_t length = uloc_getDisplayLanguage(locale.c_str(), "en", buffer.data(),
                                                      static_cast<std::int32_t>(buffer.size()), &status);
  if (U_FAILURE(status) != 0 || status == U_USING_DEFAULT_WARNING || length <= 0) return std::string(code);
  return utf8(icu::UnicodeString(buffer.data(), length));
}

std::string value_name(FacetField field, std::string_view value, std::string_view label) {
  if (field == FacetField::country) return country_name(value);
  if (field == FacetField::language) return language_name(value);
  return std::string(label.empty() ? value : label);
}

std::string_view title(FacetField field) {
  return words(field).title;
}
std::string_view plural(FacetField field) {
  return words(field).plural;
}
std::string_view about(FacetField field) {
  return words(field).about;
}
std::string none_name(FacetField field) {
  return std::string(words(field).none);
}

std::string generation_words(const searcher::GenerationInfo& generation) {
  std::string out = "generation " + grouped(generation.number);
  if (!generation.date.empty()) out += " of " + short_date(generation.date);
  return out + ", " + papers(generation.papers) + " in this index";
}

bool is_right_to_left(std::string_view language) {
  const std::string tag = language_tag(language);
  return !tag.empty() && uloc_isRightToLeft(tag.c_str()) != 0;
}

std::string language_tag(std::string_view language) {
  if (language.size() < 2 || language.size() > 12) return {};
  for (const char c : language) {
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (!letter) return {};
  }
  return std::string(language);
}

}  // namespace labtrail::web
