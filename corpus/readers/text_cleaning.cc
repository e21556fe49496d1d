#include "corpus/readers/text_cleaning.h"

#include <array>
#include <cstdint>

#include "corpus/base/text.h"

namespace labtrail::corpus {
namespace {

// One pass over the bytes decides which of the steps a text needs at all; most need none.
enum : std::uint8_t { kAt = 1, kTag = 2, kEntity = 4, kDouble = 8, kSpace = 16 };

constexpr std::array<std::uint8_t, 256> kNeeds = [] {
  std::array<std::uint8_t, 256> needs{};
  for (std::size_t c = 0; c < 0x20; ++c) needs[c] = kSpace;
  needs[0x7F] = kSpace;
  for (const unsigned lead : {0xC2U, 0xE1U, 0xE2U, 0xE3U}) needs[lead] = kSpace;
  needs[0xEF] = kSpace | kAt;  // U+FEFF, and the full-width @
  needs['@'] = needs['['] = needs['('] = kAt;
  needs['<'] = kTag;
  needs['&'] = kEntity;
  needs[0xC3] = kDouble;  // the characters that start a double-encoded sequence, except those in U+00C2's row
  return needs;
}();

std::uint8_t needs_of(std::string_view text) {
  std::uint8_t needs = 0;
  char before = ' ';
  for (const char c : text) {
    needs |= kNeeds[static_cast<unsigned char>(c)];
    if (c == ' ' && before == ' ') needs |= kSpace;
    before = c;
  }
  if (before == ' ' && !text.empty()) needs |= kSpace;
  return needs;
}

}  // namespace

void FieldCleaner::remember(std::string_view field, std::string_view text) {
  Original original{std::string(field), base::squeeze_space(strip_emails(text))};
  if (remembered_.insert(original.field + '\n' + original.text).second)
    originals_.push_back(std::move(original));
}

std::string FieldCleaner::plain(std::string_view field, std::string_view text, bool keep_semicolons) {
  const std::uint8_t needs = needs_of(text);
  std::string out(text);
  if ((needs & kDouble) != 0) {
    out = repair_double_encoding(text);
    if (out != text) remember(field, text);
  }
  if ((needs & kAt) != 0) out = strip_emails(out, keep_semicolons);
  return (needs & (kSpace | kAt | kDouble)) != 0 ? base::squeeze_space(out) : out;
}

std::string FieldCleaner::markup(std::string_view field, std::string_view text) {
  const std::uint8_t needs = needs_of(text);
  std::string out(text);
  bool repaired = false;
  if ((needs & (kTag | kEntity)) != 0) {
    out = html_to_text(text);
    repaired = field == "title" && out != text;
  }
  if ((needs & (kDouble | kEntity)) != 0) {
    std::string again = repair_double_encoding(out);
    repaired = repaired || again != out;
    out = std::move(again);
  }
  if (repaired) remember(field, text);
  if ((needs & (kAt | kEntity)) != 0) out = strip_emails(out);
  return needs != 0 ? base::squeeze_space(out) : out;
}

}  // namespace labtrail::corpus
