// Letters that are not what they look like: those of other scripts, those that scanning has misread, footnote
// letters that stick to a word.
#pragma once

#include <string>
#include <string_view>

namespace labtrail::affiliation {

/// A word that mixes Latin letters with look-alikes of other scripts, in Latin; anything else as it is.
std::string without_homoglyphs(std::string_view folded);

/// Letters that scanning has mistaken for each other, mended: "lnstitute" and "lFLYTEK" have a capital I,
/// "0f" and "Jia0" an o. `printed` has the letters of `folded`, in the case they were printed in. The word
/// itself where there is nothing to mend.
std::string without_misread(std::string_view folded, std::string_view printed);

/// "aZhejiang Lab": does a footnote letter stick to the word? Letters that names begin with so (iFLYTEK,
/// eBay, mHealth, xAI) are none.
bool footnote_letter(std::string_view printed);

}  // namespace labtrail::affiliation
