#include "indexer/format/analysis/han.h"

#include <unicode/translit.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>

#include <memory>

#include "corpus/base/error.h"

namespace labtrail::format::analysis {

std::vector<std::pair<char32_t, char32_t>> simplified_han() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> simplify(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status) || !simplify) {
    throw base::Failure(base::ErrorCode::io, "ICU has no Traditional-Simplified transliterator",
                        "install the full ICU data");
  }
  icu::UnicodeSet sources;
  simplify->getSourceSet(sources);
  std::vector<std::pair<char32_t, char32_t>> pairs;
  for (std::int32_t range = 0; range < sources.getRangeCount(); ++range) {
    for (UChar32 c = sources.getRangeStart(range); c <= sources.getRangeEnd(range); ++c) {
      icu::UnicodeString text(c);
      UChar32 last = c;
      // A few characters take two steps; the bound only guards against a circle.
      for (int step = 0; step < 4; ++step) {
        simplify->transliterate(text);
        if (text.countChar32() != 1 || text.char32At(0) == last) break;
        last = text.char32At(0);
      }
      if (text.countChar32() == 1 && last != c) pairs.emplace_back(c, last);
    }
  }
  return pairs;
}

}  // namespace labtrail::format::analysis
