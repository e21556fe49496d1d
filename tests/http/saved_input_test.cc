#include "searcher/http/saved_input.h"

#include <catch2/catch.hpp>

using namespace labtrail;
using namespace labtrail::http;

TEST_CASE("a draft is read from JSON, member by member") {
  const auto sent = draft_of_json(
      R"({"name":"Drones","note":"a\nb","case":"C 1","query":"drone*","filter":"country:CN","sort":"oldest",)"
      R"("facets":"year","version":3,"archived":false})");
  REQUIRE(sent);
  CHECK(sent->draft == saved::Draft{"Drones", "a\nb", "C 1", "drone*", "country:CN", "oldest", "year"});
  CHECK(sent->version == 3);
  CHECK(sent->archived == false);
  CHECK(draft_of_json(R"({"name":"x"})")->draft.sort == "newest");
}

TEST_CASE("what is wrong with a JSON body is said, and nothing is guessed") {
  struct Row {
    std::string body;
    const char* message;
  };
  for (const Row& row :
       std::vector<Row>{{R"({"nmae":"x"})", "unknown member 'nmae'"},
                        {R"({"name":1})", "'name' is not a string"},
                        {R"({"name":null})", "'name' is not a string"},
                        {R"({"name":"a","name":"b"})", "member 'name' is given twice"},
                        {R"({"version":0})", "'version' is not a whole number from 1 on"},
                        {R"({"version":4294967296})", "'version' is not a whole number from 1 on"},
                        {R"({"version":"1"})", "'version' is not a whole number from 1 on"},
                        {R"({"archived":1})", "'archived' is neither true nor false"},
                        {R"([])", "the body is not a JSON object"},
                        {"{\"name\":\"\xC0\xAF\"}", "the body is not valid UTF-8"},
                        {R"({"name":"\uD800"})",
                         "a string of the body holds half a character or a bare control character"}}) {
    INFO(row.body);
    const auto sent = draft_of_json(row.body);
    REQUIRE_FALSE(sent);
    CHECK(sent.error().message == row.message);
    CHECK(sent.error().code == base::ErrorCode::bad_request);
  }
  for (const char* body : {"{", "{}x", "{\"name\":\"x\"", "nothing", "{'name':'x'}"}) {
    INFO(body);
    const auto sent = draft_of_json(body);
    REQUIRE_FALSE(sent);
    CHECK(sent.error().message.starts_with("the body is no"));
  }
}

TEST_CASE("a draft is read from a form; line breaks of the note are line feeds") {
  const auto form = Parameters::decode("name=A+b&note=one%0D%0Atwo%0Dthree&query=%22x%22&version=2&csrf=s");
  const auto sent = draft_of_form(*form);
  REQUIRE(sent);
  CHECK(sent->draft.name == "A b");
  CHECK(sent->draft.note == "one\ntwo\nthree");
  CHECK(sent->draft.query == "\"x\"");
  CHECK(sent->draft.sort == "newest");
  CHECK(sent->version == 2);
  struct Row {
    const char* body;
    const char* message;
  };
  for (const Row& row :
       {Row{"name=a&name=b", "parameter 'name' is given twice"}, Row{"nmae=a", "unknown parameter 'nmae'"},
        Row{"name=a%0Ab", "parameter 'name' holds a control character"},
        Row{"name=%FF", "parameter 'name' is not valid UTF-8"},
        Row{"note=%FF", "the note is not valid UTF-8"},
        Row{"version=x", "'version' is not a whole number"}}) {
    INFO(row.body);
    const auto wrong = draft_of_form(*Parameters::decode(row.body));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().message == row.message);
  }
}

TEST_CASE("which alerts to mark: single ones, or all up to one") {
  CHECK(marking_of_json("")->numbers.empty());
  CHECK(marking_of_json("{}")->up_to == 0);
  CHECK(marking_of_json(R"({"numbers":[3,4],"read":false})")->numbers == std::vector<std::uint64_t>{3, 4});
  CHECK(marking_of_json(R"({"saved":"ab","up_to":7})")->up_to == 7);
  struct Row {
    const char* body;
    const char* message;
  };
  for (const Row& row : {Row{R"({"numbers":[]})", "'numbers' is empty"},
                         Row{R"({"numbers":["1"]})", "'numbers' holds something else than numbers of alerts"},
                         Row{R"({"numbers":[-1]})", "'numbers' holds something else than numbers of alerts"},
                         Row{R"({"numbers":3})", "'numbers' is not an array"},
                         Row{R"({"numbers":[1],"up_to":2})", "'numbers' excludes 'saved' and 'up_to'"},
                         Row{R"({"read":false})", "only single alerts can be marked as unread"},
                         Row{R"({"all":true})", "unknown member 'all'"}}) {
    INFO(row.body);
    const auto marking = marking_of_json(row.body);
    REQUIRE_FALSE(marking);
    CHECK(marking.error().message == row.message);
  }
}
