// Which words are written in one way before names are compared: abbreviations (those of the citation indexes
// among them), kinds of institution in many languages, usual misspellings, cities of two names; and what a
// word says about the name that it stands in.
#pragma once

#include <string>
#include <string_view>

namespace labtrail::affiliation {

/// The canonical form of one folded word; the word itself when there is nothing to change.
std::string canonical_word(std::string_view folded);

/// Words that say what kind of unit a name is (department, school, laboratory, ...), in canonical form.
bool is_unit_word(std::string_view canonical);
/// Words that fit hundreds of institutions (university, national, science, technology, ...): a name made only
/// of them names nothing without a place.
bool is_common_word(std::string_view canonical);
/// Words that no comparison sees: of, the, and, de, für, Ltd.
bool is_joining_word(std::string_view canonical);

}  // namespace labtrail::affiliation
