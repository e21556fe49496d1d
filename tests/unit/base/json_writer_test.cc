#include "corpus/base/json_writer.h"

#include <catch2/catch.hpp>

using labtrail::base::JsonWriter;

TEST_CASE("objects and arrays get their commas, values their escapes") {
  std::string out;
  JsonWriter json(out);
  json.begin_object()
      .field("a", 1)
      .key("b")
      .begin_array()
      .string("x\"\\\n\x01")
      .null()
      .boolean(true)
      .end_array();
  json.key("c").begin_object().end_object().field("d", 0.1).end_object();
  CHECK(out == R"({"a":1,"b":["x\"\\\n\u0001",null,true],"c":{},"d":0.1})");
}

TEST_CASE("ill-formed text never reaches the output, and numbers that JSON cannot hold become null") {
  std::string out;
  JsonWriter json(out);
  json.begin_array().string("a\xFF").number(1.0 / 0.0).raw("{\"k\":1}").end_array();
  CHECK(out == "[\"a\uFFFD\",null,{\"k\":1}]");
}
