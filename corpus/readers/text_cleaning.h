// Source text made fit to print and to search: e-mail addresses out, HTML to text, double-encoded UTF-8
// repaired, white space squeezed. Every step is conservative: what is not clearly damage stays as it is.
// Applying a step to its own result changes nothing.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "corpus/paper.h"

namespace labtrail::corpus {

/// Removes e-mail addresses (also "{a,b}@x.edu", "A @B .EDU", "a [at] b.org") with their label ("e-mail:")
/// and the brackets and commas that would be left empty. With `keep_semicolons` every `;` outside of an
/// address stays, for fields where it separates values. "mAP@0.5", "Pass@k", "Graph@FIT" and "IIT@MIT" are no
/// addresses.
std::string strip_emails(std::string_view text, bool keep_semicolons = false);

/// Tags of HTML, JATS and MathML vanish (blocks and line breaks become spaces), entities become characters,
/// also when they were escaped twice. Everything else that holds `<` or `&` stays: "a < b", "P<0.05",
/// "<unk>", "AT&T".
std::string html_to_text(std::string_view text);

/// Undoes UTF-8 that was read as Windows-1252 or Latin-1 and encoded again ("UniversitÃ¤t", "â€™"), also when
/// it happened twice. A run of such characters changes only if all of it decodes and it cannot be ordinary
/// text.
std::string repair_double_encoding(std::string_view text);

/// All of it for one field of one paper; keeps the text before a repair in `originals`.
class FieldCleaner {
 public:
  explicit FieldCleaner(std::vector<Original>& originals) : originals_(originals) {}
  /// One line of text: names, affiliations, keywords.
  std::string plain(std::string_view field, std::string_view text, bool keep_semicolons = false);
  /// Titles and abstracts, where sources put HTML. Keeps the original of a title, not of an abstract's
  /// markup.
  std::string markup(std::string_view field, std::string_view text);

 private:
  void remember(std::string_view field, std::string_view text);
  std::vector<Original>& originals_;
  std::unordered_set<std::string> remembered_;
};

}  // namespace labtrail::corpus
