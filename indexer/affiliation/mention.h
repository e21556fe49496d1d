// What the resolver says of a string: which organisation, how sure, in which role, and why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/affiliation/vocabulary.h"
#include "indexer/format/evidence.h"

namespace labtrail::affiliation {

using format::Role;
using format::Rule;
using format::State;

struct Mention {
  std::uint32_t organisation = 0;  ///< of the vocabulary
  State state = State::candidate;
  Role role = Role::affiliation;
  Rule rule = Rule::exact;
  bool roll_up = false;  ///< a unit with an id of its own was named; this is the body that it counts to
  std::uint8_t edits = 0;
  float score = 0;          ///< 0..1
  std::uint32_t alias = 0;  ///< strings of the vocabulary; 0 = none (source)
  std::uint32_t alias_source = 0;
  std::uint32_t begin = 0;  ///< half-open span in bytes of the string
  std::uint32_t end = 0;
};

struct Resolution {
  std::vector<Mention> mentions;  ///< in order of the string
  std::vector<Country>
      countries;  ///< that the string names, or that its asserted organisations lie in; rising
};

}  // namespace labtrail::affiliation
