// Every complaint about a registry file, whole: place, message and hint.
#include "tests/unit/registry/support.h"

using namespace labtrail;
using namespace labtrail::tests;

namespace {

struct Row {
  std::string text;
  std::string_view error;
};

/// Each text is the file x.toml, after the line of its source.
void check(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(complaint({{"x.toml", kSource + row.text}}) == row.error);
  }
}

/// An organisation with one more line, the ninth of the file.
std::string with(const std::string& line) {
  return organisation("a") + line + "\n";
}

/// An organisation whose one unit is line 9 of the file.
std::string with_unit(const std::string& unit) {
  return organisation("a") + "units = [ { " + unit + " } ]\n";
}

/// A list whose first entry is line 9 of the file, below organisation "a" (lines 2 to 8 in front of it).
std::string with_entry(const std::string& entry) {
  return "[[list]]\nid = \"l\"\nname = \"L\"\nissuer = \"I\"\nedition = \"2024-12-05\"\nurl = \"u\"\nentries "
         "= [\n{ " +
         entry + " },\n]\n" + organisation("a");
}

/// A topic with one more line, the fifth of the file.
std::string topic_with(const std::string& line) {
  return topic("t") + line + "\n";
}

}  // namespace

TEST_CASE("a file that is no TOML is refused with the line") {
  check({
      {"[[organisation]\n", "x.toml:2: not valid here: a table head is [[name]]"},
      {"a = 1\na = 2\n",
       "x.toml:3: not valid TOML: Error while parsing key-value pair: cannot redefine existing "
       "integer 'a'"},
  });
}

TEST_CASE("an unknown key is refused, with the key that was meant") {
  check({
      {"[[organization]]\n", "x.toml:2: unknown key 'organization' | did you mean 'organisation'?"},
      {"[[thing]]\n",
       "x.toml:2: unknown key 'thing' | the keys of a registry file are source, organisation, list, topic"},
      {"[[source]]\n",
       "x.toml:2: not valid TOML: Error while parsing table header: cannot redefine existing array "
       "'source' as array-of-tables"},
      {with("nme = \"x\""), "x.toml:9: unknown key 'nme' | did you mean 'name'?"},
      {with("city = [\"x\"]"),
       "x.toml:9: unknown key 'city' | the keys of an organisation are id, kind, name, country, cities, ror, "
       "wikidata, crossref, parents, founded, note, note_source, names, units, decoys, awards"},
      {with_unit("text = \"U\", source = \"s\", exclude = [\"x\"]"),
       "x.toml:9: unknown key 'exclude' | did you mean 'excludes'?"},
      {with("decoys = [ { text = \"U\", wy = \"x\" } ]"), "x.toml:9: unknown key 'wy' | did you mean 'why'?"},
      {"[[list]]\nedtion = 1\n", "x.toml:3: unknown key 'edtion' | did you mean 'edition'?"},
      {with_entry("organization = \"a\""),
       "x.toml:9: unknown key 'organization' | did you mean 'organisation'?"},
      {topic_with("parent = []"), "x.toml:5: unknown key 'parent' | did you mean 'parents'?"},
      {topic_with("terms = [ { text = \"x\", brod = true } ]"),
       "x.toml:5: unknown key 'brod' | did you mean 'broad'?"},
  });
}

TEST_CASE("what has to be there and is not is named") {
  check({
      {"[[organisation]]\n", "x.toml:2: an organisation without 'id'"},
      {"[[organisation]]\nid = \"a\"\n", "x.toml:2: an organisation without 'kind'"},
      {"[[organisation]]\nid = \"a\"\nkind = \"lab\"\n", "x.toml:2: an organisation without 'name'"},
      {with("name = \"Name of A\""),
       "x.toml:9: not valid TOML: Error while parsing key-value pair: cannot redefine "
       "existing string 'name'"},
      {with("units = [ {} ]"), "x.toml:9: a unit without 'text'"},
      {with_unit("text = \"U\""), "x.toml:9: a unit without 'source'"},
      {with("note = \"N\""), "x.toml:9: a note without 'note_source'"},
      {with("decoys = [ { text = \"D\" } ]"), "x.toml:9: a decoy without 'why'"},
      {"[[list]]\nid = \"l\"\n", "x.toml:2: a list without 'name'"},
      {"[[list]]\nid = \"l\"\nname = \"L\"\n", "x.toml:2: a list without 'issuer'"},
      {"[[list]]\nid = \"l\"\nname = \"L\"\nissuer = \"I\"\n", "x.toml:2: a list without 'edition'"},
      {"[[list]]\nid = \"l\"\nname = \"L\"\nissuer = \"I\"\nedition = \"2024-12-05\"\n",
       "x.toml:2: a list without 'url'"},
      {with_entry("organisation = \"a\""), "x.toml:9: an entry without 'printed'"},
      {with_entry("organisation = \"a\", printed = \"A\""), "x.toml:9: an entry without 'entered'"},
      {with_entry("organisation = \"a\", printed = \"A\", entered = \"2024-01-01\""),
       "x.toml:9: an entry without 'citation'"},
      {"[[topic]]\nid = \"t\"\n", "x.toml:2: a topic without 'name'"},
      {topic_with("terms = [ {} ]"), "x.toml:5: a term without 'text'"},
  });
}

TEST_CASE(
    "the name that the page prints may say more than the names that are matched, but there must be some") {
  const std::string head = "[[organisation]]\nid = \"a\"\nkind = \"lab\"\nname = \"Long A-Lab\"\n";
  CHECK(complaint({{"x.toml", kSource + head + "names = [ { text = \"A-Lab\", source = \"s\" } ]\n"}}) ==
        "fine");
  CHECK(complaint({{"x.toml", kSource + head}}) == "x.toml:2: 'a' has no 'names'");
}

TEST_CASE("control characters and ill-formed UTF-8 are refused with their line") {
  const std::string why = ": not valid TOML: a control character or ill-formed UTF-8";
  CHECK(complaint({{"x.toml", std::string("a = 1\n[[\0]]", 11)}}) == "x.toml:2" + why);
  CHECK(complaint({{"x.toml", "a = \"\xff\""}}) == "x.toml:1" + why);
  CHECK(complaint({{"x.toml", "[[[list]]"}}) == "x.toml:1: not valid here: a table head is [[name]]");
}

TEST_CASE("a value of another type or form is refused") {
  check({
      {"topic = 1\n", "x.toml:2: 'topic' must be an array of tables"},
      {"topic = [1]\n", "x.toml:2: 'topic' must be an array of tables"},
      {"[[organisation]]\nid = 7\n", "x.toml:3: 'id' must be a string"},
      {"[[organisation]]\nid = \"\"\n", "x.toml:3: 'id' is empty"},
      {"[[organisation]]\nid = \"A b\"\n",
       "x.toml:3: 'id' must be lower-case letters, digits and hyphens, not 'A b'"},
      {"[[organisation]]\nid = \"a\"\nkind = \"labs\"\n",
       "x.toml:4: 'kind' must be 'lab', 'institution' or 'funder', not 'labs'"},
      {with("country = \"China\""),
       "x.toml:9: 'country' must be two capital letters of ISO 3166-1, not 'China'"},
      {with("cities = \"Hangzhou\""), "x.toml:9: 'cities' must be an array of strings"},
      {with("cities = [\n  \"Hangzhou\",\n  1,\n]"), "x.toml:11: 'cities' must be an array of strings"},
      {with("cities = [\" \"]"), "x.toml:9: 'cities' has an empty string"},
      {with("ror = \"https://ror.org/05a28rw58\""),
       "x.toml:9: 'ror' must be a bare ROR id like '05a28rw58', not 'https://ror.org/05a28rw58'"},
      {with("wikidata = \"49108\""),
       "x.toml:9: 'wikidata' must be a Wikidata item like 'Q49108', not '49108'"},
      {with("crossref = \"10.13039/501100001809\""),
       "x.toml:9: 'crossref' must be a Crossref Funder ID in digits, without '10.13039/', not "
       "'10.13039/501100001809'"},
      {with("founded = \"2017\""), "x.toml:9: 'founded' must be a whole number"},
      {with("founded = 20170"), "x.toml:9: 'founded' must be a year"},
      {with("parents = [\"A B\"]"),
       "x.toml:9: a parent must be the id of an organisation or 'ror:' with a ROR id, not 'A B'"},
      {with("awards = [\"(\"]"), "x.toml:9: not a regular expression (ECMAScript): '('"},
      {with_unit("text = \"U\", source = \"s\", kind = \"short\""),
       "x.toml:9: 'kind' must be 'name', 'acronym', 'former', 'front' or 'informal', not 'short'"},
      {with_unit("text = \"U\", source = \"s\", kind = \"unit\""),
       "x.toml:9: 'kind' must be 'name', 'acronym', 'former', 'front' or 'informal', not 'unit'"},
      {with_unit("text = \"U\", source = \"s\", lang = \"eng\""),
       "x.toml:9: 'lang' must be two letters of ISO 639-1, not 'eng'"},
      {with_unit("text = \"U\", source = \"s\", case = 1"), "x.toml:9: 'case' must be true or false"},
      {with_unit("text = \"U\", source = \"s\", needs = [\"@town\"]"),
       "x.toml:9: unknown context '@town' (there are @place and @self)"},
      {with_entry("organisation = \"a\", printed = \"A\", entered = \"2023-02-29\", citation = \"c\""),
       "x.toml:9: 'entered' must be a date as YYYY-MM-DD, not '2023-02-29'"},
      {with_entry("organisation = \"a\", printed = \"A\", entered = \"2023-02-28\", ended = \"2022-01-01\", "
                  "citation = \"c\""),
       "x.toml:9: 'ended' is before 'entered'"},
      {topic_with("parents = [\"ror:05a28rw58\"]"),
       "x.toml:5: a parent must be the id of a topic, not 'ror:05a28rw58'"},
      {topic_with("terms = [ { text = \"x\", broad = true, weak = true } ]"),
       "x.toml:5: a term is either broad or weak, not both"},
      {topic_with("terms = [ { text = \"gait\", broad = true } ]"),
       "x.toml:5: 'gait' is broad, but the topic has no 'with'"},
  });
}

TEST_CASE("an unknown source is refused; a source belongs to its file") {
  check({
      {with_unit("text = \"U\", source = \"t\""), "x.toml:9: unknown source 't' | did you mean 's'?"},
      {with_unit("text = \"U\", source = \"zjl\""),
       "x.toml:9: unknown source 'zjl' | a [[source]] of this file has to have that key"},
      {with("note = \"N\"\nnote_source = \"zjl\""),
       "x.toml:10: unknown source 'zjl' | a [[source]] of this file has to have that key"},
  });
  CHECK(complaint(
            {{"x.toml", "[[source]]\nkey = \"s\"\ntext = \"S\"\n[[source]]\nkey = \"s\"\ntext = \"S\"\n"}}) ==
        "x.toml:5: source 's' stands in this file twice, first in line 1");
  CHECK(complaint({{"x.toml", kSource}, {"y.toml", organisation("a")}}) ==
        "y.toml:6: unknown source 's' | a [[source]] of this file has to have that key");
}

TEST_CASE("an id that stands twice is refused") {
  check({
      {organisation("a") + organisation("b") + organisation("a"),
       "x.toml:16: organisation 'a' stands in this file twice, first in line 2"},
      {topic("a") + topic("a"), "x.toml:5: topic 'a' is there already (x.toml:2)"},
      {with_entry("organisation = \"a\", printed = \"A\", entered = \"2023-02-28\", citation = \"c\"") +
           "[[list]]\nid = \"l\"\nname = \"L\"\nissuer = \"I\"\nedition = \"2024-12-05\"\nurl = \"u\"\n",
       "x.toml:18: list 'l' is there already (x.toml:2)"},
  });
  CHECK(complaint({{"x.toml", topic("a")}, {"y.toml", topic("a")}}) ==
        "y.toml:1: topic 'a' is there already (x.toml:1)");
}

TEST_CASE("what refers to nothing is refused, with the id that was meant") {
  check({
      {organisation("zhejiang-lab") + organisation("b") + "parents = [\"zhejang-lab\"]\n",
       "x.toml:16: unknown parent 'zhejang-lab' | did you mean 'zhejiang-lab'?"},
      {organisation("zhejiang-lab") + organisation("b") +
           "parents = [\n  \"zhejiang-lab\",\n  \"other\",\n]\n",
       "x.toml:18: unknown parent 'other'"},
      {with("parents = [\"ror:05a28rw58\"]"), "fine"},
      {with("parents = [\"a\"]"), "x.toml:9: 'a' is its own parent"},
      {with_entry("organisation = \"ab\", printed = \"A\", entered = \"2023-02-28\", citation = \"c\""),
       "x.toml:9: unknown organisation 'ab' | did you mean 'a'?"},
      {with_entry(
           "organisation = \"ror:05a28rw58\", printed = \"A\", entered = \"2023-02-28\", citation = \"c\""),
       "fine"},
      {topic("biometrics") + topic("gait") + "parents = [\"biometric\"]\n",
       "x.toml:8: unknown topic 'biometric' | did you mean 'biometrics'?"},
  });
}

TEST_CASE("topics that are parents of each other are refused") {
  check({
      {topic_with("parents = [\"t\"]"), "x.toml:2: topics are parents of each other: t > t"},
      {topic("a") + "parents = [\"c\"]\n" + topic("b") + "parents = [\"a\"]\n" + topic("c") +
           "parents = [\"d\", \"b\"]\n" + topic("d"),
       "x.toml:2: topics are parents of each other: a > c > b > a"},
      {topic("below") + "parents = [\"a\"]\n" + topic("a") + "parents = [\"b\"]\n" + topic("b") +
           "parents = [\"a\"]\n",
       "x.toml:2: topics are parents of each other: a > b > a"},
      {topic("a") + topic("b") + "parents = [\"a\"]\n" + topic("c") + "parents = [\"a\", \"b\"]\n", "fine"},
  });
}

TEST_CASE("one name for two organisations needs context") {
  const std::string two = organisation("a") + organisation("b");
  check({
      {two + "units = [ { text = \"name-of A\", source = \"s\" } ]\n",
       "x.toml:16: 'name-of A' of 'b' is also a name of 'a' (x.toml:7), both without context | give one of "
       "them "
       "'needs'"},
      {two + "units = [ { text = \"Name of a\", source = \"s\", needs = [\"Berlin\"] } ]\n", "fine"},
      {two + "units = [ { text = \"NAME OF A\", source = \"s\", case = true } ]\n", "fine"},
      {organisation("a") + "units = [ { text = \"Name of a\", source = \"s\" } ]\n", "fine"},
      {organisation("a") + "ror = \"05a28rw58\"\n" + organisation("b") + "ror = \"05a28rw58\"\n",
       "x.toml:17: ROR id 05a28rw58 of 'b' is also that of 'a' (x.toml:9)"},
  });
}
