// The subject of collaborations over one generation: which counted values stand for it, under whatever id,
// and in which countries it sits. Does not depend on any paper; made once a generation and kept
// (View::subject).
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/base/error.h"
#include "indexer/format/brought.h"
#include "searcher/query/filter.h"

namespace labtrail::searcher {

class View;

/// "lab:zhejiang-lab", "institution:ror:...|ror:...", "country:CN", "list:us-entity-list",
/// "institution.lineage:cas": one positive clause on one of these fields. Errors: bad_request, bad_filter.
base::Result<query::Clause> parse_subject(std::string_view text);

class Subject {
 public:
  static constexpr std::size_t kPlaces = 3;  ///< institution, lab, country: as in format::kBroughtFields
  static constexpr std::uint32_t kNoCountry = 0xFFFFFFFF;
  enum class Standing : std::uint8_t {
    other,    ///< the other side
    own,      ///< the subject itself; for a country or a list, its members
    unknown,  ///< on neither side: a body whose country is not known, where the subject is a country
  };

  /// `view` must outlive the object; `subject` as parse_subject reads it.
  Subject(const View& view, const query::Clause& subject);

  [[nodiscard]] format::FacetField field() const { return subject_.field; }
  /// By place in kBroughtFields and global ordinal.
  [[nodiscard]] Standing standing(std::size_t place, std::uint32_t ordinal) const {
    return standing_[place][ordinal];
  }
  /// Global ordinal of the country in which an own organisation sits, or kNoCountry.
  [[nodiscard]] std::uint32_t country_of(std::size_t place, std::uint32_t ordinal) const {
    return country_of_[place][ordinal];
  }
  [[nodiscard]] bool is_own(format::FacetField field, std::uint32_t ordinal) const;
  [[nodiscard]] bool is_own_list(std::uint32_t ordinal) const { return own_list_[ordinal] != 0; }
  /// The same for a funder, and for an organisation by any of its ids.
  [[nodiscard]] bool is_own_funder(std::string_view value) const;
  [[nodiscard]] bool stands_for_subject(std::string_view id) const;
  /// What it weighs in memory.
  [[nodiscard]] std::size_t bytes() const;

 private:
  void collect_names();
  void place_organisations();
  [[nodiscard]] bool is_namesake(format::FacetField field, std::uint32_t ordinal) const;
  [[nodiscard]] Standing standing_of(format::FacetField field, std::string_view value) const;

  const View& view_;
  query::Clause subject_;
  std::set<std::string> names_;                                 ///< of a lab
  std::vector<std::string> values_;                             ///< as its field's column spells them
  std::array<std::vector<Standing>, kPlaces> standing_;         ///< [field][global ordinal]
  std::array<std::vector<std::uint32_t>, kPlaces> country_of_;  ///< likewise
  std::vector<std::uint8_t> own_list_;                          ///< [global ordinal of list]
};

}  // namespace labtrail::searcher
