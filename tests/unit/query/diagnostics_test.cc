// Whole messages: what strict mode returns, and what lenient mode makes of the same text.
#include <catch2/catch.hpp>

#include "tests/unit/query/support.h"

using namespace labtrail::query;

namespace {

struct Row {
  std::string_view text;
  std::string_view error;  ///< strict: the whole error without its code
  std::string_view tree;   ///< lenient
};

void check(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(strict(row.text) == "bad-query: " + std::string(row.error));
    const auto read = parse_query(row.text, Mode::lenient);
    REQUIRE(read);
    CHECK(to_string(read->tree) == row.tree);
    REQUIRE_FALSE(read->diagnostics.empty());
    const Diagnostic& first = read->diagnostics.front();
    CHECK(line(first.message, first.hint, first.offset, first.length) == row.error);
    CHECK(first.severity == Diagnostic::Severity::error);
  }
}

}  // namespace

TEST_CASE("an unknown field is reported with what it was meant to be, and read as a word") {
  check({
      {"auther:wang", "unknown field 'auther' | did you mean 'author'? @0+6",
       "(and (word auther) (word wang))"},
      {"x Tilte:\"a b\"", "unknown field 'Tilte' | did you mean 'title'? @2+5",
       "(and (word x) (word Tilte) (phrase \"a b\"))"},
      {"auther: wang", "unknown field 'auther' | did you mean 'author'? @0+6",
       "(and (word auther) (word wang))"},
      {"-contry:CN", "unknown field 'contry' | did you mean 'country'? @1+6",
       "(not (and (word contry) (word CN)))"},
      {"auther:(a OR b) c", "unknown field 'auther' | did you mean 'author'? @0+6",
       "(and (word auther) (or (word a) (word b)) (word c))"},
      {"yaer:2020", "unknown field 'yaer' | did you mean 'year'? @0+4", "(and (word yaer) (word 2020))"},
      {"auther:-x", "unknown field 'auther' | did you mean 'author'? @0+6", "(and (word auther) (word -x))"},
      {"institution.linage:cas",
       "unknown field 'institution.linage' | did you mean 'institution.lineage'? @0+18",
       "(and (word institution.linage) (word cas))"},
      {"weather:sunny",
       "unknown field 'weather' | the fields are title, abstract, affiliation, author, keyword, funding, "
       "venue, year, type, "
       "language, status, country, institution, funder, topic, lab, list, institution.lineage, id, printed, "
       "state, "
       "role; "
       "text that contains ':' goes in quotes @0+7",
       "(and (word weather) (word sunny))"},
  });
}

TEST_CASE("a field without a value is left out") {
  check({
      {"title:", "nothing follows 'title:' @0+6", "(everything)"},
      {"a Title: b", "nothing follows 'title:' | write the value directly behind the colon @2+6",
       "(and (word a) (word b))"},
      {"(year:)", "nothing follows 'year:' @1+5", "(everything)"},
      {"id: x", "nothing follows 'id:' | write the value directly behind the colon @0+3", "(word x)"},
      {"id:\"\"", "nothing follows 'id:' @0+5", "(everything)"},
      {"title:\" \"", "nothing stands between the quotation marks @6+3", "(everything)"},
  });
}

TEST_CASE("a modifier that cannot be read says which values there are, and is left out") {
  check({
      {"lab:x state:maybe", "'maybe' is no state | the states are asserted, candidate, refused @12+5",
       "(filter lab x)"},
      {"Role:\"a b\" y", "'a b' is no role | the roles are affiliation, funder, mention @5+5", "(word y)"},
      {"lab:x state:candidate|(none)",
       "'(none)' is no state | the states are asserted, candidate, refused @22+6",
       "(filter state:candidate lab x)"},
      {"lab:x state:", "nothing follows 'state:' @6+6", "(filter lab x)"},
      {"lab:x state:candidate|", "'' is no state | the states are asserted, candidate, refused @22+0",
       "(filter state:candidate lab x)"},
      {"lab:x state:!candidate", "'!' negates in filters only | write -state:... in a query @12+1",
       "(filter lab x)"},
      {"lab:x role:(funder OR mention)",
       "'role:' takes values, not parentheses | write role:a|b for either of two @11+1",
       "(and (filter lab x) (or (word funder) (word mention)))"},
      {"lab:x -state:asserted|candidate|refused",
       "no state is left | the states are asserted, candidate, refused @6+33", "(filter lab x)"},
      {"lab:x state:candidate state:refused",
       "'state' stands beside the same clauses twice | write state:asserted|candidate for either of two "
       "@22+13",
       "(filter state:candidate lab x)"},
      {"lab:x stat:candidate", "unknown field 'stat' | did you mean 'state'? @6+4",
       "(and (filter lab x) (word stat) (word candidate))"},
      {"a NEAR state:candidate", "NEAR joins words, phrases and prefixes only @7+15",
       "(and (word a) (filter state:candidate))"},
      {"state:candidate NEAR a", "NEAR joins words, phrases and prefixes only @0+15",
       "(and (word a) (filter state:candidate))"},
      {"same(a role:funder)", "same(...) takes words, phrases and prefixes only @7+11",
       "(same (word affiliation a))"},
      {"title:(a state:refused)",
       "'state:' stands inside 'title:(...)' | write it outside the parentheses @9+13",
       "(and (word title a) (filter state:refused))"},
  });
}

TEST_CASE("a modifier beside parentheses that it does not reach into says so") {
  CHECK(lenient("(lab:x robot OR lab:y) state:candidate") ==
        "(and (or (and (filter lab x) (word robot)) (filter lab y)) (filter state:candidate))\n"
        "warning: this does not reach into the parentheses and means any organisation | write it beside the "
        "clause it belongs to: (lab:... state:...) @23+15");
  CHECK(lenient("(lab:x state:refused) state:candidate") ==
        "(and (filter state:refused lab x) (filter state:candidate))");
}

TEST_CASE("an open quotation mark or parenthesis is reported where it opens") {
  check({
      {"a \"b c", "the quotation mark is not closed | add a closing '\"' @2+1",
       "(and (word a) (word b) (word c))"},
      {"\"a\" \"", "the quotation mark is not closed | add a closing '\"' @4+1", "(phrase \"a\")"},
      {"title:\"a b", "the quotation mark is not closed | add a closing '\"' @6+1",
       "(and (word title a) (word b))"},
      {"title:\"*", "the quotation mark is not closed | add a closing '\"' @6+1", "(everything)"},
      {"=“a", "the quotation mark is not closed | add a closing '\"' @1+3", "(word a)"},
      {"lab:\"a", "the quotation mark is not closed | add a closing '\"' @4+1", "(word a)"},
      {"(a OR b", "the parenthesis is not closed | add ')' @0+1", "(or (word a) (word b))"},
      {"((a) b", "the parenthesis is not closed | add ')' @0+1", "(and (word a) (word b))"},
      {"same(a", "the parenthesis is not closed | add ')' @4+1", "(same (word affiliation a))"},
      {"a ) OR b", "')' closes nothing | remove it @2+1", "(or (word a) (word b))"},
      {"a）", "')' closes nothing | remove it @1+3", "(word a)"},
      {"a ()", "nothing stands between the parentheses @2+1", "(word a)"},
      {"title:()", "nothing stands between the parentheses @6+1", "(everything)"},
      {"same()", "nothing stands between the parentheses @4+1", "(everything)"},
      {"\"\"", "nothing stands between the quotation marks @0+2", "(everything)"},
      {"=\"\" a", "nothing stands between the quotation marks @1+2", "(word a)"},
  });
}

TEST_CASE("an operator without an operand is left out") {
  check({
      {"OR a", "'OR' has nothing on its left @0+2", "(word a)"},
      {"a OR", "'OR' has nothing on its right @2+2", "(word a)"},
      {"a AND", "'AND' has nothing on its right @2+3", "(word a)"},
      {"a NEAR/5", "'NEAR/5' has nothing on its right @2+6", "(word a)"},
      {"NEAR a", "'NEAR' has nothing on its left @0+4", "(word a)"},
      {"a OR OR b", "'OR' has nothing on its right @2+2", "(or (word a) (word b))"},
      {"a AND OR b", "'AND' has nothing on its right @2+3", "(or (word a) (word b))"},
      {"a (OR b)", "'OR' has nothing on its left @3+2", "(and (word a) (word b))"},
      {"(a OR) b", "'OR' has nothing on its right @3+2", "(and (word a) (word b))"},
      {"a NOT", "'NOT' has nothing to exclude @2+3", "(word a)"},
      {"a -(", "the parenthesis is not closed | add ')' @3+1", "(word a)"},
      {"NOT OR a", "'NOT' has nothing to exclude @0+3", "(word a)"},
      {"a OR NOT", "'NOT' has nothing to exclude @5+3", "(word a)"},
      {"OR", "'OR' has nothing on its left @0+2", "(everything)"},
  });
}

TEST_CASE("stars and tildes that fit nowhere are read around") {
  check({
      {"*", "'*' has no word before it | a star ends the beginning of a word: robo* @0+1", "(everything)"},
      {"*bot", "'*' has no word before it | a star ends the beginning of a word: robo* @0+1", "(word bot)"},
      {"*-bot", "'*' has no word before it | a star ends the beginning of a word: robo* @0+1", "(word -bot)"},
      {"*OR a", "'*' has no word before it | a star ends the beginning of a word: robo* @0+1",
       "(and (word OR) (word a))"},
      {"C*-algebra", "'*' may only end a word | put a word that contains '*' in quotes @1+1",
       "(phrase \"C*-algebra\")"},
      {"robo**", "one '*' is enough @4+2", "(prefix robo)"},
      {"ro*", "'ro' is too short for '*' | type at least 3 letters before '*' @0+3", "(word ro)"},
      {"title:A*", "'A' is too short for '*' | type at least 3 letters before '*' @6+2", "(word title A)"},
      {"---*", "'---' is too short for '*' | type at least 3 letters before '*' @0+4", "(word ---)"},
      {"a~*", "'a~' is too short for '*' | type at least 3 letters before '*' @0+3", "(phrase \"a~\")"},
      {"title:*", "'*' has no word before it | a star ends the beginning of a word: robo* @6+1",
       "(everything)"},
      {"\"a b\"*", "'*' has no word before it | a star ends the beginning of a word: robo* @5+1",
       "(phrase \"a b\")"},
      {"a ~ b", "'~' has no word before it | a tilde follows a word or a phrase: robot~1 @2+1",
       "(and (word a) (word b))"},
      {"robot~3", "a word may differ by 1 or 2 letters | write ~1 or ~2 @5+2", "(word robot)"},
      {"10.1000/x~3", "a word may differ by 1 or 2 letters | write ~1 or ~2 @9+2", "(phrase \"10.1000/x\")"},
      {"robot~0", "a word may differ by 1 or 2 letters | write ~1 or ~2 @5+2", "(word robot)"},
      {"robot~99999999999999999999", "a word may differ by 1 or 2 letters | write ~1 or ~2 @5+21",
       "(word robot)"},
      {"\"a b\"~", "the number of words after '~' is missing | write \"...\"~5 @5+1", "(phrase \"a b\")"},
      {"\"a b\"~101", "a phrase may be loosened by at most 100 words @5+4", "(phrase~100 \"a b\")"},
      {"=\"a b\"~2", "an exact phrase takes no '~' @6+2", "(exact \"a b\")"},
      {"=robo*",
       "'=' takes a word as it is, without '*' or '~' | put a word that contains them in quotes @0+6",
       "(exact robo*)"},
      {"=(a b)", "'=' takes a word or a phrase, not parentheses | write =a =b @0+1",
       "(and (word a) (word b))"},
      {"title:=(a b)", "'=' takes a word or a phrase, not parentheses | write =a =b @6+1",
       "(and (word title a) (word title b))"},
  });
}

TEST_CASE("NEAR takes words, phrases and prefixes of one field at one distance; else it is AND") {
  check({
      {"a NEAR/5 b NEAR/3 c", "a chain of NEAR has one distance | write (a NEAR/5 b) (b NEAR/3 c) @11+6",
       "(and (word a) (word b) (word c))"},
      {"(a OR b) NEAR c", "NEAR joins words, phrases and prefixes only @1+6",
       "(and (or (word a) (word b)) (word c))"},
      {"a NEAR -b", "NEAR joins words, phrases and prefixes only @7+2", "(and (word a) (not (word b)))"},
      {"a NEAR bcd~1", "NEAR joins words, phrases and prefixes only @7+5", "(and (word a) (fuzzy~1 bcd))"},
      {"a NEAR \"b c\"~2", "NEAR joins words, phrases and prefixes only @7+7",
       "(and (word a) (phrase~2 \"b c\"))"},
      {"title:a NEAR abstract:b", "words of 'title' and 'abstract' are never near each other @13+10",
       "(and (word title a) (word abstract b))"},
      {"a NEAR/ b", "the number of words after 'NEAR/' is missing | write NEAR/5 @2+5",
       "(near/10 (word a) (word b))"},
      {"a NEAR/0 b", "the distance of NEAR is 1 to 100 words @2+6", "(near/1 (word a) (word b))"},
      {"a NEAR/101 b", "the distance of NEAR is 1 to 100 words @2+8", "(near/100 (word a) (word b))"},
  });
}

TEST_CASE("same() holds nothing but words, phrases and prefixes of affiliations") {
  check({
      {"same(a title:b)", "'title:' stands inside same(...), which reads affiliations only @7+7",
       "(same (word affiliation a) (word affiliation b))"},
      {"same(a country:CN)", "same(...) takes words, phrases and prefixes only @7+10",
       "(same (word affiliation a))"},
      {"same(a OR b)", "same(...) takes words, phrases and prefixes only @7+2",
       "(same (word affiliation a) (word affiliation b))"},
      {"same(a -b c)", "same(...) takes words, phrases and prefixes only @7+1",
       "(same (word affiliation a) (word affiliation c))"},
      {"same(a (b c)) d", "same(...) takes words, phrases and prefixes only @7+1",
       "(and (same (word affiliation a) (word affiliation b) (word affiliation c)) (word d))"},
      {"same(a NEAR b)", "same(...) takes words, phrases and prefixes only @7+4",
       "(same (word affiliation a) (word affiliation b))"},
      {"same(bcd~1)", "same(...) takes words, phrases and prefixes only @5+5", "(everything)"},
  });
}

TEST_CASE("a field does not stand inside another field's parentheses") {
  check({
      {"title:(a author:b)", "'author:' stands inside 'title:(...)' | write it outside the parentheses @9+8",
       "(and (word title a) (word author b))"},
      {"title:(a year:2020)", "'year:' stands inside 'title:(...)' | write it outside the parentheses @9+9",
       "(and (word title a) (filter year 2020))"},
      {"title:(a author:(b c))",
       "'author:' stands inside 'title:(...)' | write it outside the parentheses @9+7",
       "(and (word title a) (word author b) (word author c))"},
      {"title:(id:a)", "'id:' stands inside 'title:(...)' | write it outside the parentheses @7+4", "(id a)"},
      {"title:(same(a))", "'same:' stands inside 'title:(...)' | write it outside the parentheses @7+4",
       "(same (word affiliation a))"},
  });
}

TEST_CASE("a clause whose value cannot be read is left out") {
  check({
      {"a year:soon", "'soon' is not a year | write year:2019, year:2019-2023 or year:>2019 @7+4",
       "(word a)"},
      {"a year:2023..2019", "the range '2023..2019' runs backwards | did you mean 2019-2023? @7+10",
       "(word a)"},
      {"a year:20190", "'20190' is no possible year | a year lies between 0 and 9999 @7+5", "(word a)"},
      {"year:>9999", "'>9999' is no possible year | a year lies between 0 and 9999 @5+5", "(everything)"},
      {"year:..", "'..' is not a year | write year:2019, year:2019-2023 or year:>2019 @5+2", "(everything)"},
      {"year:2019-", "'2019-' is not a year | write year:2019, year:2019-2023 or year:>2019 @5+5",
       "(everything)"},
      {"country:CN|", "a value of 'country:' is empty @11+0", "(filter country CN)"},
      {"country:|CN", "a value of 'country:' is empty @8+0", "(filter country CN)"},
      {"country:CN,US",
       "the value 'CN,US' contains ',' | write country:a|b for either of two values, and quotes around one "
       "value @8+5",
       "(everything)"},
      {"country:!CN a", "'!' negates in filters only | write -country:... in a query @8+1", "(word a)"},
      {"country:(CN OR US)",
       "'country:' takes values, not parentheses | write country:a|b for either of two @8+1",
       "(or (word CN) (word US))"},
      {"id:(a)", "'id:' takes one value, not parentheses | write id:a OR id:b @3+1", "(word a)"},
      {"printed:(a)", "'printed:' takes one value, not parentheses | write printed:a OR printed:b @8+1",
       "(word a)"},
      {"title:(printed:a)", "'printed:' stands inside 'title:(...)' | write it outside the parentheses @7+9",
       "(whole affiliation \"a\")"},
  });
}

TEST_CASE("strict mode returns the error that stands first in the text") {
  CHECK(strict("(a auther:x ro* OR") == "bad-query: the parenthesis is not closed | add ')' @0+1");
}

TEST_CASE("lenient mode reports everything, in the order of the text") {
  CHECK(lenient("(a auther:x ro* OR") ==
        "(and (word a) (word auther) (word x) (word ro))\n"
        "error: the parenthesis is not closed | add ')' @0+1\n"
        "error: unknown field 'auther' | did you mean 'author'? @3+6\n"
        "error: 'ro' is too short for '*' | type at least 3 letters before '*' @12+3\n"
        "error: 'OR' has nothing on its right @16+2");
}

TEST_CASE("doubtful text is a warning in both modes, and no error") {
  CHECK(lenient("a or b") ==
        "(and (word a) (word or) (word b))\nwarning: 'or' is read as a word | write OR for either of two "
        "words @2+2");
  CHECK(lenient("\"swarm contr* x\"") ==
        "(phrase \"swarm contr* x\")\nwarning: '*' has no meaning inside quotation marks | write swarm "
        "NEAR/1 contr* @12+1");
  const auto parsed = parse_query("a or b", Mode::strict);
  REQUIRE(parsed);
  CHECK(parsed->diagnostics.size() == 1);
}
