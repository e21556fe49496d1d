// What a query means, counted paper by paper: the evaluator's answers have to equal these. Shares only the
// analyzer, the tagger, the query tree and the parser with the searcher; everything else is written a second
// time, in the plainest way.
//
//   word w   meets a token t that the paper's stemmer s stems, when stem(w, s) == stem(t, s); =w when t is w;
//            w* when t begins with w; w~n when edit distance (w, t) <= n. Ideographs are met by themselves
//            only. Several tokens typed as one word are a phrase; of w*, only the last one is a beginning.
//   phrase   its words in a row within one value (one title, one affiliation string, one author's name, ...);
//            with ~k in order, and at most k other words between them altogether
//   NEAR/k   some stretch of one value holds every part, no longer than all parts' words beyond their first +
//   k
//            beyond its own first word
//   same()   one author of a paper with paired affiliations lists strings that together hold every part
//   lab:, institution:, funder: look at the tagger's mentions of the states and roles that state: and role:
//   name
//            (asserted, in the field's own role); a funder in another role is an institution or a lab
//   A part without any letter or digit is as if it had not been typed; a query of nothing else meets nothing.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "corpus/paper.h"
#include "indexer/format/analyzer.h"
#include "indexer/format/segment.h"
#include "indexer/tagging/tagger.h"
#include "searcher/query/filter.h"
#include "searcher/query/tree.h"

namespace labtrail::tests {

class Oracle {
 public:
  using Ids = std::set<std::string>;

  explicit Oracle(const std::vector<corpus::Paper>& papers);

  /// Papers that a tree (of the strict or lenient mode) matches.
  Ids matches(const query::Node& tree);
  /// How many more or fewer papers of `among` would match if unpaired papers were one author's.
  std::size_t undecided(const query::Node& tree, const Ids& among);
  [[nodiscard]] Ids matches(const query::Clause& clause) const;
  /// The tree and the clauses with candidates counting too wherever an organisation is asked for; nothing
  /// without such a clause, or when one says which states count.
  static bool with_candidates(query::Node& tree, std::vector<query::Clause>& clauses);
  /// The value under which a text is counted.
  [[nodiscard]] std::string counted(format::FacetField field, const std::string& text) const;
  /// Papers that bear each value of a field; papers without one under "(none)" of the second.
  [[nodiscard]] std::map<std::string, std::size_t> count(format::FacetField field, const Ids& ids) const;
  [[nodiscard]] std::size_t without(format::FacetField field, const Ids& ids) const;
  [[nodiscard]] std::size_t size() const { return papers_.size(); }
  [[nodiscard]] Ids everything() const;

  /// Values of a field that count in facets.
  static std::set<std::string> values(tagging::Tagger& tagger, const corpus::Paper& paper,
                                      format::FacetField field);
  /// With the registry that the program carries.
  static tagging::Tagger shipped_tagger();

 private:
  using Word = std::uint32_t;  ///< number in words_
  using Value = std::vector<Word>;
  struct KnownWord {
    std::string text;
    format::Stemmer stemmer;
    std::string stem;
    bool ideograph;
  };
  struct Analysed {
    std::string id;
    std::vector<std::string> identifiers;  ///< "scheme:value" in lower case
    std::array<std::vector<Value>, format::kTextFields> fields;
    bool unpaired = false;
    std::vector<std::vector<Value>> authors;  ///< affiliations of each author
    std::array<std::set<std::string>, format::kFacetFields> values;
    std::vector<tagging::TagValue> mentions;  ///< of labs, institutions and funders, whatever state and role
  };
  /// One word asked for: which of the known words it meets.
  using Wanted = std::vector<bool>;
  struct Asked {
    std::vector<Wanted> words;
    unsigned slop = 0;
  };

  Value analyse(const std::string& text, const std::string& language, bool names);
  Wanted wanted(const format::Token& token, query::NodeKind kind, unsigned edits);
  std::optional<Asked> ask(const query::Node& leaf);
  static bool occurs(const Asked& asked, const Value& value, std::size_t begin, std::size_t end);
  static bool occurs(const Asked& asked, const Value& value) { return occurs(asked, value, 0, value.size()); }
  static bool occurs_near(const std::vector<Asked>& parts, unsigned distance, const Value& value);
  /// Nothing: the node is as if it had not been typed.
  std::optional<Ids> evaluate(const query::Node& node);
  Ids same(const std::vector<Asked>& parts) const;
  [[nodiscard]] bool bears(const Analysed& paper, const query::Clause& clause) const;
  template <typename Meets>
  Ids in_fields(std::optional<format::TextField> field, Meets&& meets) const;

  format::Analyzer analyzer_;
  std::vector<KnownWord> words_;
  std::unordered_map<std::string, Word> numbers_;
  std::vector<Analysed> papers_;
  std::unordered_map<std::string, std::string> synonyms_;
  bool pair_all_ = false;
};

}  // namespace labtrail::tests
