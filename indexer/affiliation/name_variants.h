// Forms in which the bearer of a name is printed, though no source lists them: "Vienna Medical University" of
// the Medical University of Vienna, "Gregor Mendel Institute" of the Gregor Mendel Institute of Molecular
// Plant Biology, "Zurich University of Applied Sciences" of ZHAW Zurich University of Applied Sciences.
//
// Rules, never lists of organisations. Each form keeps a word that tells its bearer apart; the builder drops
// whatever two organisations could be meant by, or any name that a source gives to another one.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/affiliation/words.h"

namespace labtrail::affiliation {

/// A name as read by WordReader, and what its bearer's record says.
struct NamedBody {
  std::vector<Word> words;                       ///< joining words included
  std::vector<std::vector<std::string>> places;  ///< its towns, in canonical words
  std::vector<std::string> acronyms;             ///< folded
  std::string_view country;                      ///< ISO 3166-1 alpha-2
  /// Is this canonical word a town, a country or the adjective of one?
  std::function<bool(const std::string&)> is_place;
  std::function<bool(const std::string&)> is_country;  ///< a country or the adjective of one
};

/// Canonical words of each form, without joining words. Forms may repeat, and may be the name itself.
std::vector<std::vector<std::string>> name_variants(const NamedBody& body);

}  // namespace labtrail::affiliation
