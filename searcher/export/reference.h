// What a paper is to reference managers: its kind, and how each of their formats calls that kind. One table,
// used by the exports (RIS, BibTeX, CSL) and by the page (meta elements, COinS), so that a paper is the same
// thing everywhere. A submission that was rejected or withdrawn is unpublished, whatever its type says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "corpus/paper.h"

namespace labtrail::exporting {

enum class Kind : std::uint8_t {
  article,
  conference_paper,
  preprint,
  unpublished,
  book,
  chapter,
  thesis,
  report,
  dataset,
  software,
  standard,
  other,
};

/// How the formats call a kind.
struct KindNames {
  Kind kind;
  std::string_view ris;     ///< value of TY
  std::string_view bibtex;  ///< entry type
  std::string_view csl;     ///< CSL 1.0.2 type
  std::string_view genre;   ///< rft.genre of OpenURL's journal format
};

Kind kind_of(const corpus::Paper& paper);
const KindNames& names(Kind kind);

/// "Rejected submission, not a publication" and the like; empty for everything else.
std::string status_note(const corpus::Paper& paper);

/// Where a paper has appeared: its venue, but nothing for a submission that was not taken there.
std::string_view published_in(const corpus::Paper& paper);
/// status_note with the venue behind it, "... (submitted to ICLR)", and whether it was retracted; mostly
/// empty.
std::string reference_note(const corpus::Paper& paper);

/// The value of one of Paper::ids, or empty.
std::string_view id_of(const corpus::Paper& paper, std::string_view scheme);
/// Where an id leads: {"doi", "10.1/x"} -> "https://doi.org/10.1/x"; empty when nobody is known to resolve
/// it.
std::string id_url(std::string_view scheme, std::string_view value);
/// A URL that may stand in a link: http and https only, else empty.
std::string_view safe_url(std::string_view url);
/// The best link to the paper itself: its own page, else what its ids lead to; empty when there is none.
std::string best_url(const corpus::Paper& paper);

/// "Ada Example; Bo Example (2021): Title. Venue. https://doi.org/...": for people, one line, no style
/// guide; long lists of authors end in "and 50 more".
std::string plain_citation(const corpus::Paper& paper);

}  // namespace labtrail::exporting
