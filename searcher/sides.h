// The two sides of a joint paper: the subject (a lab, an institution, a country, the bodies of a list), and
// everybody else whose affiliation the paper lists. Who brings a side is read from the printed strings:
// different authors bring the two sides, or one author lists both, or the source does not say which author
// lists what.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "indexer/format/brought.h"
#include "searcher/subject.h"
#include "searcher/view.h"

namespace labtrail::searcher {

enum class Pairing : std::uint8_t {
  two_authors,  ///< different authors bring the two sides
  one_author,   ///< only one author brings either side: the same one
  unpaired,     ///< the source does not say which author lists which affiliation
};
/// "two_authors", "one_author", "unpaired".
std::string_view name(Pairing pairing);

/// Looks at the papers of one generation from the subject's side. Not thread-safe.
class Sides {
 public:
  /// Both must outlive the object. `subject` as parse_subject reads it.
  Sides(const View& view, const query::Clause& subject);

  /// One value of the other side of a paper.
  struct Other {
    format::FacetField field = format::FacetField::institution;  ///< institution, lab or country
    std::uint32_t ordinal = 0;                                   ///< global
    Pairing pairing = Pairing::unpaired;
  };
  struct Joint {
    bool joint = false;  ///< bears an institution, lab or country that is not the subject's
    std::vector<Other> others;
    Pairing pairing =
        Pairing::unpaired;  ///< two_authors if it is that with anybody, else one_author likewise
  };
  /// A paper of the subject (it must bear the subject). Valid until the next call.
  const Joint& look(std::uint32_t segment, std::uint32_t doc);

  [[nodiscard]] const Subject& subject() const { return *subject_; }
  /// Whether a set of the segment's BroughtColumn holds the subject: the string brings it.
  [[nodiscard]] bool brings_subject(std::uint32_t segment, std::uint32_t set);

 private:
  void collect(std::uint32_t segment, std::uint32_t doc);
  void pair(std::uint32_t segment, std::uint32_t doc);

  const View& view_;
  std::shared_ptr<const Subject> subject_;
  std::vector<std::vector<std::int8_t>> set_brings_;  ///< [segment][set]: -1 = not looked at yet

  Joint joint_;
  struct Bringers {
    std::uint32_t count = 0;  ///< authors, at most 2 are told apart
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    void add(std::uint32_t author) {
      if (count > 0 && last == author) return;
      if (count == 0) first = author;
      last = author;
      ++count;
    }
  };
  std::vector<Bringers> bringers_;  ///< of joint_.others
  std::array<std::vector<std::uint32_t>, Subject::kPlaces>
      slot_;  ///< [global ordinal] -> place in others + 1
  std::vector<std::vector<std::uint32_t>> authors_;
  std::vector<std::uint32_t> sets_;
  std::vector<std::uint32_t> home_;
};

}  // namespace labtrail::searcher
