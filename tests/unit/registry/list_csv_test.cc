#include "tests/unit/registry/support.h"

using namespace labtrail;
using namespace labtrail::corpus;
using namespace labtrail::tests;

namespace {

Registry registry() {
  const std::string twin =
      "units = [ { text = \"Unit\", source = \"s\" } ]\n" + organisation("b") +
      "units = [ { text = \"Name of a\", source = \"s\", needs = [\"@place\"] } ]\n" + organisation("c") +
      "decoys = []\n[[organisation]]\nid = \"d\"\nkind = \"lab\"\nname = \"D\"\nnames = [ { text = "
      "\"D\", source = \"s\" }, { text = \"Name of c\", source = \"s\", needs = [\"X\"] } ]\n";
  auto read = parse_registry({{"x.toml", kSource + organisation("a") + twin}});
  REQUIRE(read);
  return std::move(*read);
}

std::string error(std::string_view text) {
  const auto list = read_list_csv(text, {}, registry());
  if (list) return "fine";
  CHECK(list.error().code == base::ErrorCode::bad_record);
  return one_line(list.error());
}

const std::string kHeader = "organisation,printed,entered,citation,ended\n";
constexpr std::string_view kColumnsHint =
    " | the first row names the columns organisation, printed, entered, citation and, if wanted, ended";

}  // namespace

TEST_CASE("entries of a list come from CSV; organisations by id, ROR id or exact name") {
  PublicList about;
  about.id = "l";
  about.edition = "2024-12-05";
  const auto list = read_list_csv(
      "\xEF\xBB\xBF"
      "Citation,remark,entered,printed,organisation,ended\r\n"
      "\"80 FR, 8524\",x,2015-02-18,\"The \"\"A\"\"\nLab\",a,\r\n"
      "\r\n"
      " c ,,2016-01-01,B,ror:05a28rw58,2017-01-01\n"
      "c,,2016-01-01,B,Name of a,",
      about, registry());
  REQUIRE(list);
  CHECK(list->id == "l");
  CHECK(list->edition == "2024-12-05");
  REQUIRE(list->entries.size() == 3);
  CHECK(list->entries[0].organisation == "a");
  CHECK(list->entries[0].printed == "The \"A\"\nLab");
  CHECK(list->entries[0].citation == "80 FR, 8524");
  CHECK(list->entries[0].ended.empty());
  CHECK(list->entries[1].organisation == "ror:05a28rw58");
  CHECK(list->entries[1].citation == "c");
  CHECK(list->entries[1].ended == "2017-01-01");
  CHECK(list->entries[2].organisation == "a");
}

TEST_CASE("a row that cannot be read is an error with its line") {
  struct Row {
    std::string text;
    std::string error;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"", "line 1: no header row" + std::string(kColumnsHint)},
           {"organisation,printed,entered\n", "line 1: no column 'citation'" + std::string(kColumnsHint)},
           {"organisation,printed,entered,citation,Printed\n", "line 1: two columns 'printed'"},
           {kHeader + "a,A,2015-02-18,c\n", "line 2: 4 cells, where the first row has 5"},
           {kHeader + "\n\na,,2015-02-18,c,\n", "line 4: 'printed' is empty"},
           {kHeader + "a,A,2015-2-18,c,\n",
            "line 2: 'entered' must be a date as YYYY-MM-DD, not '2015-2-18'"},
           {kHeader + "a,A,2015-02-18,c,2016\n", "line 2: 'ended' must be a date as YYYY-MM-DD, not '2016'"},
           {kHeader + "a,A,2015-02-18,c,2014-01-01\n", "line 2: 'ended' is before 'entered'"},
           {kHeader + "a,\"A\n\nB\",2015-02-18,c,\nNam of b,A,2015-02-18,c,\n",
            "line 5: unknown organisation 'Nam of b' | did you mean 'Name of b'?"},
           {kHeader + "Unit,A,2015-02-18,c,\n", "line 2: unknown organisation 'Unit'"},
           {kHeader + "Name of c,A,2015-02-18,c,\n",
            "line 2: 'Name of c' is a name of 'c' and of 'd' | write the id of the one that is meant"},
           {kHeader + "a,\"A,2015-02-18\n,c,\n", "line 2: the quote that opens here is not closed"},
           {kHeader + "a,\"A\"B,2015-02-18,c,\n", "line 2: text behind a closing quote"},
           {kHeader + "a,A \"B\",2015-02-18,c,\n", "line 2: a quote inside a cell that has none around it"},
           {kHeader + "a,\xFF,2015-02-18,c,\n", "line 2: not UTF-8"},
       }) {
    INFO(row.text);
    CHECK(error(row.text) == row.error);
  }
}
