// Properties over random input (fixed seeds): the canonical text of a tree parses to that tree, whatever
// people type is read without a crash and has a canonical text, and strict and lenient mode agree where
// nothing is wrong.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <random>

#include "corpus/base/text.h"
#include "searcher/query/modifiers.h"
#include "tests/unit/query/support.h"

using namespace labtrail;
using namespace labtrail::query;
using format::FacetField;
using format::TextField;

namespace {

constexpr Limits kWide{.bytes = 1 << 20, .leaves = 1000, .nesting = 64, .wildcards = 1000};

class Trees {
 public:
  explicit Trees(unsigned seed) : random_(seed) {}

  Node tree(int depth) {
    switch (depth == 0 ? below(5) : below(9)) {
      case 5:
        return group(NodeKind::all_of, depth);
      case 6:
        return group(NodeKind::any_of, depth);
      case 7: {
        Node node = of(NodeKind::none_of);
        node.children.push_back(tree(depth - 1));
        return node;
      }
      case 8:
        return near();
      case 0:
        return same();
      case 1:
        return filter();
      default:
        return leaf(any_field());
    }
  }

  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  /// Few different ones, so that neighbours share them.
  MentionScope some_scope() {
    return {static_cast<std::uint8_t>(below(3)), static_cast<std::uint8_t>(below(2) * 4)};
  }

 private:
  static Node of(NodeKind kind) {
    Node node;
    node.kind = kind;
    return node;
  }
  std::optional<TextField> any_field() {
    if (below(2) == 0) return std::nullopt;
    return static_cast<TextField>(below(format::kTextFields));
  }

  /// Two or more children, none of the same kind: trees are flat.
  Node group(NodeKind kind, int depth) {
    Node node = of(kind);
    for (std::size_t i = 2 + below(3); i > 0; --i) {
      Node child = tree(depth - 1);
      if (child.kind == kind) {
        for (Node& grandchild : child.children) node.children.push_back(std::move(grandchild));
      } else {
        node.children.push_back(std::move(child));
      }
    }
    return node;
  }

  Node near() {
    Node node = of(NodeKind::near);
    node.distance = 1 + static_cast<unsigned>(below(100));
    const auto field = any_field();
    for (std::size_t i = 2 + below(3); i > 0; --i) node.children.push_back(part(field));
    return node;
  }
  Node same() {
    Node node = of(NodeKind::same);
    for (std::size_t i = 1 + below(3); i > 0; --i) node.children.push_back(part(TextField::affiliation));
    return node;
  }

  /// What may stand beside NEAR and inside same(): word, exact, phrase in order, prefix.
  Node part(std::optional<TextField> field) {
    Node node = leaf(field);
    while (node.kind == NodeKind::fuzzy || node.kind == NodeKind::id || node.kind == NodeKind::whole)
      node = leaf(field);
    if (node.kind == NodeKind::phrase) node.distance = 0;
    return node;
  }

  Node leaf(std::optional<TextField> field) {
    Node node;
    node.field = field;
    switch (below(8)) {
      case 0:
        node.kind = NodeKind::phrase;
        node.text = spaced(anything());
        node.distance = below(3) == 0 ? static_cast<unsigned>(below(101)) : 0;
        break;
      case 1:
        node.kind = NodeKind::exact;
        node.text = spaced(anything());
        break;
      case 2:
        node.kind = NodeKind::prefix;
        node.text = word() + "abc";
        break;
      case 3:
        node.kind = NodeKind::fuzzy;
        node.text = word();
        node.distance = 1 + static_cast<unsigned>(below(2));
        break;
      case 5:
        node.kind = NodeKind::whole;
        node.field = TextField::affiliation;
        node.text = anything();
        break;
      case 4:
        node.kind = NodeKind::id;
        node.field.reset();
        node.text = anything();
        break;
      default:
        node.kind = NodeKind::word;
        node.text = word();
    }
    return node;
  }

  Node filter() {
    Node node = of(NodeKind::filter);
    if (below(6) == 0) {
      node.any_organisation = true;
      while (!node.scope.given()) node.scope = some_scope();
      return node;
    }
    node.filter_field = static_cast<FacetField>(below(format::kFacetFields));
    if (*node.filter_field == FacetField::venue)
      node.filter_field = FacetField::lab;  // venue: in a query is text
    if (takes_modifiers(*node.filter_field) && below(2) == 0) node.scope = some_scope();
    node.filter_none = below(4) == 0;
    for (std::size_t i = (node.filter_none ? 0 : 1) + below(3); i > 0; --i) {
      FilterValue value;
      if (*node.filter_field == FacetField::year) {
        value.low = static_cast<int>(below(10000));
        value.high = value.low + static_cast<int>(below(static_cast<std::size_t>(10000 - value.low)));
      } else {
        value.text = anything();
      }
      node.filter_values.push_back(std::move(value));
    }
    return node;
  }

  static std::string spaced(const std::string& text) { return base::squeeze_space(text); }

  /// A word that can be typed without quotes.
  std::string word() {
    static constexpr std::array kWords{"robot",
                                       "state-of-the-art",
                                       "AND",
                                       "OR",
                                       "NOT",
                                       "NEAR",
                                       "NEAR/7",
                                       "-x",
                                       "+y",
                                       "3:2",
                                       "C++",
                                       "之江",
                                       "same",
                                       "title",
                                       "a=b",
                                       "or",
                                       "\\alpha",
                                       "x|y",
                                       "don't",
                                       "журнал",
                                       "--",
                                       "2019",
                                       "a~b",
                                       "!",
                                       "https://a.b/c",
                                       ":d",
                                       "-",
                                       "+",
                                       "e.g.",
                                       "AT&T",
                                       "می\u200Cخواهم",
                                       "#1",
                                       "doi:10.1/x",
                                       "?",
                                       "[a]",
                                       "a,b",
                                       "😀",
                                       "id",
                                       "state",
                                       "ação"};
    std::string out = kWords[below(kWords.size())];
    if (below(4) == 0) out += kWords[0];
    return out;
  }
  /// Any text that is not blank: quotes, parentheses, spaces, operators.
  std::string anything() {
    static constexpr std::array kPieces{"a",   "B2",     " ", "\"",     "\\",     "(",  ")",  "|",      ",",
                                        "*",   "~2",     "-", "!",      ">",      "“",  "»",  "：",     "之",
                                        "AND", "title:", "/", ":",      "(none)", "～", "\t", "\u3000", "。",
                                        "é",   "=",      "+", "NEAR/3", "~",      "@",  "％"};
    std::string out;
    for (std::size_t i = 1 + below(6); i > 0; --i) out += kPieces[below(kPieces.size())];
    return spaced(out).empty() ? out + "x" : out;
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("the canonical text of 20,000 random trees parses to the same tree") {
  Trees trees(20261124);
  for (int i = 0; i < 20000; ++i) {
    const Node tree = trees.tree(i % 4);
    const std::string text = to_query(tree);
    const auto parsed = parse_query(text, Mode::strict, kWide);
    INFO(text);
    if (!parsed) FAIL(line(parsed.error()) << "\n" << to_string(tree));
    if (to_string(parsed->tree) != to_string(tree)) FAIL(to_string(parsed->tree) << "\n" << to_string(tree));
    if (!parsed->diagnostics.empty()) {
      for (const Diagnostic& found : parsed->diagnostics)
        CHECK(found.severity == Diagnostic::Severity::warning);
    }
  }
}

TEST_CASE("whatever is typed has a canonical text, and both modes agree on what is right") {
  static constexpr std::array kPieces{"a",
                                      "robot",
                                      "rob*",
                                      "w~1",
                                      "w~5",
                                      "\"",
                                      "\"a b\"",
                                      "\"x\"~3",
                                      "(",
                                      ")",
                                      " ",
                                      " ",
                                      " OR ",
                                      " AND ",
                                      "NOT ",
                                      " NEAR ",
                                      " NEAR/3 ",
                                      "-",
                                      "+",
                                      "=",
                                      "*",
                                      "~",
                                      "title:",
                                      "auther:",
                                      "year:",
                                      "2019",
                                      "..",
                                      ">",
                                      "lab:x",
                                      "country:CN|",
                                      "|",
                                      "same(",
                                      "id:",
                                      ",",
                                      "!",
                                      ":",
                                      "\\",
                                      "“",
                                      "”",
                                      "：",
                                      "（",
                                      "之江",
                                      "，",
                                      "\u200F",
                                      "state:y",
                                      "state:candidate",
                                      " role:funder|mention ",
                                      " -state:asserted ",
                                      "-lab:z",
                                      "lab:(none)|",
                                      "institution.lineage:c ",
                                      "(none)",
                                      "learning:",
                                      "affiliation:",
                                      "=\"",
                                      "https://x",
                                      "\u202B\u202C",
                                      "or",
                                      "/",
                                      "NEAR/"};
  Trees random(7);
  std::size_t right = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::size_t n = 1 + random.below(12); n > 0; --n) text += kPieces[random.below(kPieces.size())];
    INFO(text);
    const auto lenient = parse_query(text, Mode::lenient, kWide);
    const auto strict = parse_query(text, Mode::strict, kWide);
    if (!lenient) FAIL(line(lenient.error()));
    const bool wrong =
        std::any_of(lenient->diagnostics.begin(), lenient->diagnostics.end(),
                    [](const Diagnostic& found) { return found.severity == Diagnostic::Severity::error; });
    if (strict.has_value() == wrong) FAIL("modes disagree");
    if (strict && to_string(strict->tree) != to_string(lenient->tree)) FAIL("trees differ");
    right += strict ? 1 : 0;
    for (const Diagnostic& found : lenient->diagnostics) {
      if (found.offset + found.length > text.size() || found.message.empty()) FAIL("diagnostic out of place");
    }
    const std::string canonical = to_query(lenient->tree);
    const auto again = parse_query(canonical, Mode::strict, kWide);
    if (!again) FAIL(line(again.error()) << "\n" << canonical);
    if (to_string(again->tree) != to_string(lenient->tree))
      FAIL(canonical << "\n" << to_string(lenient->tree));
    if (to_query(again->tree) != canonical) FAIL("not canonical: " << canonical);
  }
  CHECK(right > 1000);
}

TEST_CASE("the canonical text of 20,000 random filters parses to the same clauses") {
  static constexpr std::array kPieces{"a", "B 2", " ", "\"",     "\\",   "|", ",",  "!",
                                      ">", ":",   "-", "(none)", "之江", "“", "\t", "*"};
  Trees random(11);
  for (int i = 0; i < 20000; ++i) {
    std::vector<Clause> clauses(1 + random.below(4));
    for (Clause& clause : clauses) {
      clause.field = static_cast<FacetField>(random.below(format::kFacetFields));
      clause.negated = random.below(2) == 0;
      clause.none = random.below(4) == 0;
      for (std::size_t n = (clause.none ? 0 : 1) + random.below(3); n > 0; --n) {
        FilterValue value;
        if (clause.field == FacetField::year) {
          value.low = static_cast<int>(random.below(10000));
          value.high =
              value.low + static_cast<int>(random.below(static_cast<std::size_t>(10000 - value.low)));
        } else {
          for (std::size_t p = 1 + random.below(5); p > 0; --p)
            value.text += kPieces[random.below(kPieces.size())];
          if (base::squeeze_space(value.text).empty()) value.text += 'x';
        }
        clause.values.push_back(std::move(value));
      }
    }
    if (const MentionScope scope = random.some_scope(); random.below(2) == 0 && scope.given()) {
      bool narrowed = false;
      for (Clause& clause : clauses) {
        if (!takes_modifiers(clause.field)) continue;
        clause.scope = scope;
        narrowed = narrowed || !clause.negated;
      }
      if (!narrowed) {
        Clause& any = clauses.emplace_back();
        any.field = FacetField::institution;
        any.scope = scope;
        any.any_organisation = true;
      }
    }
    const std::string text = to_string(clauses);
    INFO(text);
    auto parsed = parse_filter(text);
    if (!parsed) FAIL(line(parsed.error()));
    if (to_string(*parsed) != text) FAIL(to_string(*parsed));
    for (Clause& clause : *parsed) {
      clause.offset = clause.length = 0;
      for (FilterValue& value : clause.values) value.offset = value.length = 0;
    }
    if (*parsed != clauses) FAIL("clauses differ");
  }
}
