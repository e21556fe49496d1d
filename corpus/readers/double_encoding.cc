// UTF-8 bytes taken for Windows-1252 (or Latin-1) and encoded as UTF-8 once more: "é" becomes "Ã©". Undoing
// it means mapping characters back to bytes and decoding those. The danger is ordinary text that happens to
// decode: "5 Å–7 Å" (C5 96 is Ŗ), "« café »" with a no-break space, “Lukáš” in quotation marks. So a sequence
// has to be clear in itself, or be part of a run that holds a clear one; a run is a stretch of such
// characters without a plain letter.
#include <array>
#include <optional>

#include "corpus/base/text.h"
#include "corpus/readers/text_cleaning.h"

namespace labtrail::corpus {
namespace {

/// Windows-1252, 0x80..0x9F; 0 where it defines nothing (those appear as C1 controls).
constexpr std::array<char32_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// The byte that a character was read from, if there is one above 0x7F.
std::optional<unsigned char> byte_of(char32_t c) {
  if (c >= 0x80 && c <= 0xFF) return static_cast<unsigned char>(c);
  for (std::size_t i = 0; i < kWindows1252.size(); ++i) {
    if (kWindows1252[i] == c) return static_cast<unsigned char>(0x80 + i);
  }
  return std::nullopt;
}

/// Characters that follow a word in ordinary text: quotation marks, dashes, footnote signs, no-break space.
bool follows_words(char32_t c) {
  constexpr std::u32string_view kMarks =
      U"\u2018\u2019\u201A\u201C\u201D\u201E\u2013\u2014\u2026\u2020\u2021\u2022\u2039\u203A\u2122"
      U"\u00AB\u00BB\u00AE\u00A9\u00B4\u00A8\u00A7\u00A0";
  return kMarks.find(c) != std::u32string_view::npos;
}
/// Characters that follow a unit or a variable: superscripts, degrees, signs.
bool follows_units(char32_t c) {
  constexpr std::u32string_view kSigns = U"\u00B0\u00B1\u00B2\u00B3\u00B7\u00B9\u00BA\u00AA";
  return kSigns.find(c) != std::u32string_view::npos;
}

/// Can these characters be nothing but a double-encoded sequence?
bool is_clear(std::u32string_view run) {
  const char32_t lead = run[0];
  if (lead == 0xC2 || lead == 0xC3) return true;  // Â and Ã before a symbol
  if (lead == 0xCE || lead == 0xCF) return true;  // Greek: Î and Ï before a symbol
  if (run.size() == 4) return true;
  bool marks_only = true;
  for (const char32_t c : run.substr(1)) marks_only = marks_only && follows_words(c);
  if (run.size() == 3) return (lead == 0xE2 || lead == 0xEF) && !marks_only;
  const bool letter_script = lead == 0xC4 || lead == 0xD0 || lead == 0xD1;  // Ä, and Cyrillic
  return !marks_only && (letter_script || !follows_units(run[1]));
}

/// Length in characters of the sequence that `lead` announces, or 0.
std::size_t length_of(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// Decodes one run, or nothing if it is not double-encoded throughout. Marks that may close a quotation are
/// allowed to stand at its end, or to open one at its start.
std::optional<std::string> decode_run(std::u32string_view run) {
  std::string before;
  while (!run.empty() && follows_words(run.front())) {
    base::append_utf8(before, run.front());
    run.remove_prefix(1);
  }
  std::string out;
  std::size_t decoded = 0;
  bool clear = false;
  while (!run.empty()) {
    const std::size_t length = length_of(byte_of(run[0]).value());
    std::string bytes;
    for (std::size_t i = 0; i < length && i < run.size(); ++i)
      bytes += static_cast<char>(byte_of(run[i]).value());
    if (length == 0 || length > run.size() || !base::is_utf8(bytes)) break;
    clear = clear || is_clear(run.substr(0, length));
    out += bytes;
    decoded += length;
    run.remove_prefix(length);
  }
  // Several sequences in a row are a script of their own; a word with diacritics does not look like that.
  if (decoded >= 5) clear = true;
  if (!clear) return std::nullopt;
  for (const char32_t c : run) {
    if (!follows_words(c)) return std::nullopt;
    base::append_utf8(out, c);
  }
  return before + out;
}

bool has_c1_control(std::string_view text) {
  for (std::size_t i = text.find('\xC2'); i != std::string_view::npos; i = text.find('\xC2', i + 1)) {
    if (i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

std::string repair_once(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t offset = 0;
  while (offset < text.size()) {
    if (static_cast<unsigned char>(text[offset]) < 0x80) {
      out += text[offset++];
      continue;
    }
    const std::size_t start = offset;
    std::u32string run;
    while (offset < text.size() && static_cast<unsigned char>(text[offset]) >= 0x80) {
      std::size_t next = offset;
      const char32_t c = base::next_code_point(text, next);
      if (!byte_of(c)) break;
      run += c;
      offset = next;
    }
    if (run.empty()) {  // a character of no byte
      static_cast<void>(base::next_code_point(text, offset));
      out.append(text, start, offset - start);
      continue;
    }
    if (const auto decoded = decode_run(run)) {
      out += *decoded;
    } else {
      out.append(text, start, offset - start);
    }
  }
  return out;
}

}  // namespace

std::string repair_double_encoding(std::string_view text) {
  std::string out(text);
  for (int round = 0; round < 5; ++round) {
    std::string next = repair_once(out);
    if (next == out) break;
    out = std::move(next);
  }
  // Control characters out of nowhere: this was something else.
  if (has_c1_control(out) && !has_c1_control(text)) return std::string(text);
  return out;
}

}  // namespace labtrail::corpus
