// Author and affiliation lists of conference sites, where both are one string: authors and their affiliations
// separated by `;`, the affiliations of one author by `+`, the n-th part belonging to the n-th author. What
// goes wrong: the author list twice in a row, commas for semicolons, affiliations listed once for the whole
// paper, fewer or more parts than authors, footnote marks, `;` inside an affiliation, `+` inside a name
// ("Face++").
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace labtrail::corpus {

struct AuthorList {
  std::vector<std::string> names;  ///< in order; empty for a place that holds no name
  bool comma_separated =
      false;  ///< the source did not use `;`: its affiliations are a set, not a list by author
};

/// Splits a list of names: at `;`, without one at `,` ("Smith, John" alone stays one name). A list that
/// stands twice in a row is taken once. Unmistakable footnote marks go ("Sam Doe*", "1Jane Roe").
AuthorList split_authors(std::string_view text);

/// One part of an affiliation list.
struct AffiliationPart {
  std::vector<std::string> pieces;   ///< between `+`; those without a letter are left out
  std::vector<int> groups;           ///< indices of the parts of the source's list that it was made of
  std::vector<std::size_t> ordinal;  ///< for each piece, its place between the `+` signs as published
  std::size_t published = 0;         ///< number of pieces as published
};

/// Splits at `;`. With `join_commas` a part that starts with a comma continues the one before ("Lab X;,
/// Toulouse, France"), else the comma is dropped.
std::vector<AffiliationPart> split_affiliations(std::string_view text, bool join_commas);

/// Splits at `+`, but not inside `++` and not before a telephone number.
std::vector<std::string> split_at_plus(std::string_view text);

/// The parts of `text` between `separator`, trimmed, empty ones included; one empty part for an empty text.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace labtrail::corpus
