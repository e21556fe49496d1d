// The characters of queries and filters: which are refused, which stand for an operator, which separate
// words.
//
// People paste. Word processors turn " into curly quotes, input methods type full-width colons and
// parentheses, right-to-left text carries invisible direction marks. All of these are read as what was meant;
// what could hide the text from the reader (control characters, direction overrides that are never closed) is
// refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "corpus/base/error.h"

namespace labtrail::query {

/// Refuses ill-formed UTF-8, control characters other than tab and line breaks, and unbalanced bidi controls,
/// at the first offending byte. `noun` names the text in the message ("query", "filter").
std::optional<base::Error> check_characters(std::string_view text, base::ErrorCode code,
                                            std::string_view noun);

/// Refuses a text of more than `limit` bytes (too_large); looks at nothing but its size.
std::optional<base::Error> check_size(std::string_view text, std::size_t limit, std::string_view noun);

bool is_space(char32_t c);
/// Direction marks, embeddings, overrides and isolates: no part of any word.
bool is_bidi_control(char32_t c);
/// Han, Kana, Hangul, Bopomofo: characters that are words by themselves.
bool is_ideograph(char32_t c);

/// What a character means to the query parser: ' ' for white space and ideographic punctuation, '"' for every
/// double quotation mark, ASCII for its full-width colon and parentheses, the character itself for ASCII, 0
/// for all others.
char syntax_of(char32_t c);

/// Words of a phrase, roughly as the analyzer will count them: pieces between white space and punctuation,
/// and every ideograph by itself.
std::size_t count_words(std::string_view text);

}  // namespace labtrail::query
