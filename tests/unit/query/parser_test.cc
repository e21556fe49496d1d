#include <catch2/catch.hpp>

#include "tests/unit/query/support.h"

using namespace labtrail::query;

namespace {

struct Row {
  std::string_view text;
  std::string_view tree;
};

void check(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(strict(row.text) == row.tree);
  }
}

}  // namespace

TEST_CASE("words side by side must all match, and an empty query is every paper") {
  check({
      {"", "(everything)"},
      {" \t\r\n\u3000 ", "(everything)"},
      {"robot", "(word robot)"},
      {"robot arm", "(and (word robot) (word arm))"},
      {"robot AND arm", "(and (word robot) (word arm))"},
      {"  a\tb\nc ", "(and (word a) (word b) (word c))"},
      {"(robot)", "(word robot)"},
      {"((robot) (arm leg))", "(and (word robot) (word arm) (word leg))"},
      {"之江实验室 智能", "(and (word 之江实验室) (word 智能))"},
  });
}

TEST_CASE("NOT binds tighter than NEAR, NEAR than words side by side, those than OR") {
  check({
      {"a OR b", "(or (word a) (word b))"},
      {"a OR b c", "(or (word a) (and (word b) (word c)))"},
      {"a AND b OR c AND d", "(or (and (word a) (word b)) (and (word c) (word d)))"},
      {"(a OR b) c", "(and (or (word a) (word b)) (word c))"},
      {"a OR (b OR c) OR d", "(or (word a) (word b) (word c) (word d))"},
      {"a NOT b", "(and (word a) (not (word b)))"},
      {"a AND NOT b", "(and (word a) (not (word b)))"},
      {"a OR NOT b c", "(or (word a) (and (not (word b)) (word c)))"},
      {"a NEAR/5 b c", "(and (near/5 (word a) (word b)) (word c))"},
      {"a b NEAR/5 c OR d", "(or (and (word a) (near/5 (word b) (word c))) (word d))"},
      {"NOT (a NEAR b)", "(not (near/10 (word a) (word b)))"},
  });
}

TEST_CASE("a hyphen negates at the start of a word only") {
  check({
      {"-a", "(not (word a))"},
      {"a -b", "(and (word a) (not (word b)))"},
      {"-(a OR b)", "(not (or (word a) (word b)))"},
      {"-\"a b\"", "(not (phrase \"a b\"))"},
      {"(-a)", "(not (word a))"},
      {"NOT -a", "(not (not (word a)))"},
      {"-title:a", "(not (word title a))"},
      {"-country:CN", "(not (filter country CN))"},
      {"state-of-the-art", "(word state-of-the-art)"},
      {"a - b", "(and (word a) (word -) (word b))"},
      {"a -- b --c", "(and (word a) (word --) (word b) (word --c))"},
      {"(a -)", "(and (word a) (word -))"},
      {"\"a\"-b", "(and (phrase \"a\") (word -b))"},
      {"COVID-19-", "(word COVID-19-)"},
  });
}

TEST_CASE("a plus makes a word of what would be an operator and is otherwise nothing") {
  check({
      {"+robot", "(word robot)"},
      {"+\"a b\" +(c)", "(and (phrase \"a b\") (word c))"},
      {"+AND", "(word AND)"},
      {"+NEAR/5", "(word NEAR/5)"},
      {"+-x", "(word -x)"},
      {"C++ g++", "(and (word C++) (word g++))"},
      {"a + b", "(and (word a) (word +) (word b))"},
  });
}

TEST_CASE("operators are written in capitals") {
  check({
      {"a and b", "(and (word a) (word and) (word b))"},
      {"a Or b near/5 not", "(and (word a) (word Or) (word b) (word near/5) (word not))"},
      {"ANDROID NOTE ORAL NEARBY", "(and (word ANDROID) (word NOTE) (word ORAL) (word NEARBY))"},
      {"(a)OR(b)", "(or (word a) (word b))"},
      {"\"a\"AND NOT(b)", "(and (phrase \"a\") (not (word b)))"},
      {"NEAR/FAR", "(word NEAR/FAR)"},
  });
}

TEST_CASE("quotes make a phrase, a tilde behind them loosens it") {
  check({
      {"\"swarm control\"", "(phrase \"swarm control\")"},
      {"\"swarm\"", "(phrase \"swarm\")"},
      {"\"  swarm \t control \"", "(phrase \"swarm control\")"},
      {"\"swarm control\"~5", "(phrase~5 \"swarm control\")"},
      {"\"swarm control\"~0", "(phrase \"swarm control\")"},
      {"\"swarm control\"~100", "(phrase~100 \"swarm control\")"},
      {"\"a (b) OR -c title:d\"", "(phrase \"a (b) OR -c title:d\")"},
      {R"("say \"yes\" \\ no")", R"((phrase "say \"yes\" \\ no"))"},
      {"a\"b c\"d", "(and (word a) (phrase \"b c\") (word d))"},
  });
}

TEST_CASE("NEAR joins two or more parts within a distance") {
  check({
      {"a NEAR b", "(near/10 (word a) (word b))"},
      {"a NEAR/5 b NEAR/5 c", "(near/5 (word a) (word b) (word c))"},
      {"\"a b\" NEAR/3 =c NEAR/3 rob*", "(near/3 (phrase \"a b\") (exact c) (prefix rob))"},
      {"title:(a NEAR/2 b)", "(near/2 (word title a) (word title b))"},
      {"title:a NEAR/2 title:b", "(near/2 (word title a) (word title b))"},
      {"title:a NEAR/2 b", "(near/2 (word title a) (word b))"},
      {"a NEAR/1 (b)", "(near/1 (word a) (word b))"},
      {"a NEAR/100 b", "(near/100 (word a) (word b))"},
  });
}

TEST_CASE("a star makes a prefix, a tilde allows edits, an equals sign switches stemming off") {
  check({
      {"robo*", "(prefix robo)"},
      {"state-of-the-a*", "(prefix state-of-the-a)"},
      {"浙*", "(prefix 浙)"},
      {"ロ* 한*", "(and (prefix ロ) (prefix 한))"},
      {"жур*", "(prefix жур)"},
      {"robott~1 robbot~2 robt~", "(and (fuzzy~1 robott) (fuzzy~2 robbot) (fuzzy~1 robt))"},
      {"about~face x~1y", "(and (word about~face) (word x~1y))"},
      {"=robots", "(exact robots)"},
      {"=\"the robots\"", "(exact \"the robots\")"},
      {"=\"robots\"", "(exact robots)"},
      {"a=b = c", "(and (word a=b) (word =) (word c))"},
  });
}

TEST_CASE("a field holds a word, a phrase or every leaf of a group") {
  check({
      {"title:robot", "(word title robot)"},
      {"abstract:\"swarm control\"~3", "(phrase~3 abstract \"swarm control\")"},
      {"author:wang affiliation:lab", "(and (word author wang) (word affiliation lab))"},
      {"funding:nsfc venue:icra keyword:lidar",
       "(and (word funding nsfc) (word venue icra) (word keyword lidar))"},
      {"title:=robots title:=\"the robots\"", "(and (exact title robots) (exact title \"the robots\"))"},
      {"title:rob* title:robt~2", "(and (prefix title rob) (fuzzy~2 title robt))"},
      {"title:(a OR b)", "(or (word title a) (word title b))"},
      {"title:(a -\"b c\" def*)", "(and (word title a) (not (phrase title \"b c\")) (prefix title def))"},
      {"title:((a OR b) c)", "(and (or (word title a) (word title b)) (word title c))"},
      {"title:(title:a b)", "(and (word title a) (word title b))"},
      {"TITLE:a Title:b", "(and (word title a) (word title b))"},
      {"title:a:b", "(word title a:b)"},
      {"title:-a title:NOT", "(and (word title -a) (word title NOT))"},
      {"title：机器人", "(word title 机器人)"},
  });
}

TEST_CASE("filter fields take values, alternatives, and ranges of years") {
  check({
      {"lab:zhejiang-lab", "(filter lab zhejiang-lab)"},
      {"country:CN|US", "(filter country CN US)"},
      {"Country:CN", "(filter country CN)"},
      {"institution:ror:05a28rw58", "(filter institution ror:05a28rw58)"},
      {"institution:\"ror:05a28rw58\"|\"a | b\"", "(filter institution ror:05a28rw58 \"a | b\")"},
      {R"(type:"a \"b\" \\ c")", R"((filter type "a \"b\" \\ c"))"},
      {"(lab:x) OR -list:y", "(or (filter lab x) (not (filter list y)))"},
      {"year:2020", "(filter year 2020)"},
      {"year:2019..2023", "(filter year 2019..2023)"},
      {"year:2019-2023", "(filter year 2019..2023)"},
      {"year:2019–2023", "(filter year 2019..2023)"},
      {"year:>2019 year:>=2019", "(and (filter year >=2020) (filter year >=2019))"},
      {"year:<2019 year:<=2019", "(and (filter year <=2018) (filter year <=2019))"},
      {"year:2019.. year:..2019", "(and (filter year >=2019) (filter year <=2019))"},
      {"year:1999|2003..2005", "(filter year 1999 2003..2005)"},
      {"year:0..9999", "(filter year >=0)"},
      {"status:(none)", "(filter status (none))"},
      {"status:Poster|(none)", "(filter status Poster (none))"},
      {"status:\"(none)\"", "(filter status \"(none)\")"},
      {"topic:a(b)c funder:\"x y\"z", "(and (filter topic \"a(b)c\") (filter funder \"x y\") (word z))"},
      {"language:zh type:article", "(and (filter language zh) (filter type article))"},
  });
}

TEST_CASE("state: and role: belong to the clauses on organisations of their AND group") {
  check({
      {"lab:x state:candidate", "(filter state:candidate lab x)"},
      {"State:Candidate LAB:x", "(filter state:candidate lab x)"},
      {"lab:x state:refused|candidate", "(filter state:candidate|refused lab x)"},
      {"lab:x state:\"candidate\"", "(filter state:candidate lab x)"},
      {"lab:x -state:candidate", "(filter state:asserted|refused lab x)"},
      {"lab:x NOT NOT state:candidate", "(filter state:candidate lab x)"},
      {"lab:x state:asserted role:funder|mention", "(filter state:asserted role:funder|mention lab x)"},
      {"lab:x robot institution:y role:mention country:CN",
       "(and (filter role:mention lab x) (word robot) (filter role:mention institution y) (filter country "
       "CN))"},
      {"lab:x state:candidate OR lab:y", "(or (filter state:candidate lab x) (filter lab y))"},
      {"(lab:x OR lab:y) state:candidate",
       "(or (filter state:candidate lab x) (filter state:candidate lab y))"},
      {"(lab:x state:candidate) lab:y", "(and (filter state:candidate lab x) (filter lab y))"},
      {"(lab:x state:candidate) lab:y state:refused",
       "(and (filter state:candidate lab x) (filter state:refused lab y))"},
      {"(lab:x robot) state:candidate", "(and (filter state:candidate lab x) (word robot))"},
      {"institution.lineage:x lab:y state:candidate",
       "(and (filter institution.lineage x) (filter state:candidate lab y))"},
  });
}

TEST_CASE("modifiers without a clause that narrows mean any organisation") {
  check({
      {"state:candidate", "(filter state:candidate)"},
      {"robot state:candidate role:funder", "(and (word robot) (filter state:candidate role:funder))"},
      {"country:CN state:refused", "(and (filter country CN) (filter state:refused))"},
      {"-lab:x state:candidate", "(and (not (filter state:candidate lab x)) (filter state:candidate))"},
      {"lab:(none) state:candidate", "(filter state:candidate lab (none))"},
      {"-lab:x lab:y state:candidate",
       "(and (not (filter state:candidate lab x)) (filter state:candidate lab y))"},
      {"lab:x (state:candidate)", "(and (filter lab x) (filter state:candidate))"},
      {"NOT (state:candidate)", "(not (filter state:candidate))"},
      {"-state:candidate", "(filter state:asserted|refused)"},
      {"robot OR state:candidate", "(or (word robot) (filter state:candidate))"},
  });
}

TEST_CASE("modifiers are written back once for the clauses that share them") {
  const Row rows[] = {
      {"state:candidate lab:x", "lab:x state:candidate"},
      {"lab:x robot role:funder state:refused", "lab:x robot state:refused role:funder"},
      {"(lab:x state:candidate) lab:y", "(lab:x state:candidate) lab:y"},
      {"(lab:x state:candidate) (lab:y state:candidate)", "lab:x lab:y state:candidate"},
      {"lab:x (state:candidate)", "lab:x (state:candidate)"},
      {"-lab:x state:candidate", "NOT lab:x state:candidate"},
      {"NOT (lab:x state:candidate)", "NOT (lab:x state:candidate)"},
      {"robot NOT (lab:x state:candidate)", "robot NOT (lab:x state:candidate)"},
      {"(state:candidate) robot", "(state:candidate) robot"},
      {"(lab:x OR lab:y) robot state:candidate", "(lab:x OR lab:y) robot state:candidate"},
      {"institution.lineage:cas", "institution.lineage:cas"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto parsed = parse_query(row.text, Mode::strict);
    REQUIRE(parsed);
    CHECK(to_query(parsed->tree) == row.tree);
    CHECK(strict(row.tree) == to_string(parsed->tree));
  }
}

TEST_CASE("a field name with a dot is read, other dots are text") {
  check({
      {"institution.lineage:cas", "(filter institution.lineage cas)"},
      {"Institution.Lineage:\"a b\"|c", "(filter institution.lineage \"a b\" c)"},
      {"example.org:80", "(word example.org:80)"},
      {"title.x:y", "(word title.x:y)"},
      {"e.g.: x", "(and (word e.g.:) (word x))"},
  });
}

TEST_CASE("printed: names an affiliation as a whole") {
  for (const auto& [text, tree] : std::vector<std::pair<std::string, std::string>>{
           {"printed:\"Sample Lab, Zhejiang\"", "(whole affiliation \"Sample Lab, Zhejiang\")"},
           {"printed:MIT -printed:\"a b\"",
            "(and (whole affiliation \"MIT\") (not (whole affiliation \"a b\")))"}}) {
    const auto parsed = parse_query(text, Mode::strict);
    REQUIRE(parsed);
    CHECK(to_string(parsed->tree) == tree);
    CHECK(to_string(parse_query(to_query(parsed->tree), Mode::strict)->tree) == tree);
  }
}

TEST_CASE("id: names one paper, colons and balanced parentheses included") {
  check({
      {"id:openalex:W1", "(id openalex:W1)"},
      {"id:paperlists:icra2018/8461170", "(id paperlists:icra2018/8461170)"},
      {"id:doi:10.1016/S0140-6736(20)30183-5", "(id \"doi:10.1016/S0140-6736(20)30183-5\")"},
      {"(id:a OR id:\"b c\")", "(or (id a) (id \"b c\"))"},
  });
}

TEST_CASE("a pasted DOI, arXiv number or address of one is the paper, with or without id:") {
  check({
      {"doi:10.1000/X arXiv:2101.00001v2", "(and (id doi:10.1000/x) (id arxiv:2101.00001))"},
      {"10.1016/S0140-6736(20)30183-5", "(id \"doi:10.1016/s0140-6736(20)30183-5\")"},
      {"(10.1000/x OR https://doi.org/10.1000/Y)", "(or (id doi:10.1000/x) (id doi:10.1000/y))"},
      {"-https://arxiv.org/pdf/2101.00001.pdf robot", "(and (not (id arxiv:2101.00001)) (word robot))"},
      {"https://openalex.org/W12, pmid:1234567.", "(and (id openalex:W12) (id pmid:1234567))"},
      {"robot doi: 10.1000/x DOI  10.1000/Y arXiv 2101.00001",
       "(and (word robot) (id doi:10.1000/x) (id doi:10.1000/y) (word arXiv) (word 2101.00001))"},
      {"pmid (1234567) doi (10.1000/x)", "(and (word pmid) (word 1234567) (word doi) (id doi:10.1000/x))"},
      {"pmid:1234567(robot) 10.1000/x(y)", "(and (id pmid:1234567) (word robot) (id \"doi:10.1000/x(y)\"))"},
      {"doi robot doi", "(and (word doi) (word robot) (word doi))"},
      {"\"10.1000/x\" =10.1000/x", "(and (phrase \"10.1000/x\") (exact 10.1000/x))"},
      {"10.1000/ 10.5 doi:x 2101.00001 arXiv:robots",
       "(and (word 10.1000/) (word 10.5) (word doi:x) (word 2101.00001) (word arXiv:robots))"},
  });
}

TEST_CASE("same() holds its parts to one author's affiliations") {
  check({
      {"same(zhejiang robotics)", "(same (word affiliation zhejiang) (word affiliation robotics))"},
      {"same(\"zhejiang lab\" hang* =lab)",
       "(same (phrase affiliation \"zhejiang lab\") (prefix affiliation hang) (exact affiliation lab))"},
      {"same(affiliation:a AND b)", "(same (word affiliation a) (word affiliation b))"},
      {"-same(a b) OR same(c)",
       "(or (not (same (word affiliation a) (word affiliation b))) (same (word affiliation c)))"},
      {"same same (a)", "(and (word same) (word same) (word a))"},
  });
}

TEST_CASE("a colon in other text is text: ratios, addresses, identifiers, prose") {
  check({
      {"3:2", "(word 3:2)"},
      {"https://example.org/a:b?c=d", "(word https://example.org/a:b?c=d)"},
      {"x+y:z a-b:c :d", "(and (word x+y:z) (word a-b:c) (word :d))"},
      {"learning: a survey", "(and (word learning:) (word a) (word survey))"},
      {"(learning:)", "(word learning:)"},
      {"作者：王", "(word \"作者：王\")"},
  });
}

TEST_CASE("curly quotes and full-width signs count as their ASCII forms, ideographic punctuation as space") {
  check({
      {"“swarm control”~2", "(phrase~2 \"swarm control\")"},
      {"„swarm control“ «a b»", "(and (phrase \"swarm control\") (phrase \"a b\"))"},
      {"（a OR b）c", "(and (or (word a) (word b)) (word c))"},
      {"之江实验室，机器人。《智能》", "(and (word 之江实验室) (word 机器人) (word 智能))"},
  });
}

TEST_CASE("positions are bytes of the text as typed") {
  const auto parsed = parse_query("“之江” title：机器人 -x", Mode::strict);
  REQUIRE(parsed);
  const Node& tree = parsed->tree;
  REQUIRE(tree.children.size() == 3);
  const auto span = [](const Node& node) { return std::pair(node.offset, node.length); };
  CHECK(span(tree) == std::pair<std::size_t, std::size_t>(0, 33));
  CHECK(span(tree.children[0]) == std::pair<std::size_t, std::size_t>(0, 12));
  CHECK(span(tree.children[1]) == std::pair<std::size_t, std::size_t>(13, 17));
  CHECK(span(tree.children[2]) == std::pair<std::size_t, std::size_t>(31, 2));
  CHECK(span(tree.children[2].children[0]) == std::pair<std::size_t, std::size_t>(32, 1));
}

TEST_CASE("a group begins and ends with what was typed in it, modifiers too") {
  const auto parsed = parse_query("x OR (state:candidate role:funder y)", Mode::strict);
  REQUIRE(parsed);
  const Node& group = parsed->tree.children.at(1);
  CHECK(std::pair(group.offset, group.length) == std::pair<std::size_t, std::size_t>(6, 29));
  CHECK(group.children.at(1).any_organisation);
  CHECK(std::pair(group.children.at(1).offset, group.children.at(1).length) ==
        std::pair<std::size_t, std::size_t>(6, 15));
}

TEST_CASE("values of filter clauses know where they stand") {
  const auto parsed = parse_query("x year:2019|2020..2021 lab:\"a\"", Mode::strict);
  REQUIRE(parsed);
  const FilterValue first{"", 2019, 2019, 7, 4};
  const FilterValue second{"", 2020, 2021, 12, 10};
  CHECK(parsed->tree.children[1].filter_values == std::vector<FilterValue>{first, second});
  const FilterValue third{"a", 0, 0, 27, 3};
  CHECK(parsed->tree.children[2].filter_values == std::vector<FilterValue>{third});
}

TEST_CASE("the tokens of a query are what was typed") {
  const auto parsed = parse_query("a NEAR/5 title:\"b c\"~2 -(title:(d) OR same(e) year:2020)", Mode::strict);
  REQUIRE_FALSE(parsed);  // a loosened phrase cannot stand beside NEAR
  const auto read = parse_query("a NEAR/5 title:\"b c\" -(title:(d) OR same(e) year:2020)", Mode::strict);
  REQUIRE(read);
  const std::vector<std::string> expected{
      "a", "NEAR/5", "title:\"b c\"", "-", "(", "title:", "(",         "d",
      ")", "OR",     "same",          "(", "e", ")",      "year:2020", ")"};
  CHECK(read->tokens == expected);
}

TEST_CASE("plain mode knows no operators: any of the words as typed") {
  const auto parsed = parse_query("what is -the  \"state OR of (title:x\" a*\u3000b~ NUL", Mode::plain);
  REQUIRE(parsed);
  CHECK(to_string(parsed->tree) ==
        "(or (word what) (word is) (word -the) (word \"\\\"state\") (word OR) (word of) (word "
        "\"(title:x\\\"\") (word a*) "
        "(word b~) (word NUL))");
  CHECK(parsed->diagnostics.empty());
  CHECK(parsed->tokens.size() == 10);
  CHECK(parsed->tree.children[1].offset == 5);
  CHECK(to_string(parse_query("", Mode::plain)->tree) == "(everything)");
  CHECK(to_string(parse_query(" one ", Mode::plain)->tree) == "(word one)");
}
