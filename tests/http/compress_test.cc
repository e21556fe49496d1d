#include "searcher/http/compress.h"

#include <catch2/catch.hpp>

using namespace labtrail::http;

TEST_CASE("gzip is used where Accept-Encoding allows it") {
  struct Row {
    const char* header;
    bool accepted;
  };
  for (const Row& row :
       {Row{"", false}, Row{"gzip", true}, Row{"br, GZIP;q=0.5", true}, Row{"gzip;q=0", false},
        Row{"gzip; q=0.000, *", false}, Row{"*", true}, Row{"*;q=0", false}, Row{"identity", false},
        Row{"br", false}, Row{"deflate, br;q=1", false}}) {
    INFO(row.header);
    CHECK(accepts_gzip(row.header) == row.accepted);
  }
}

TEST_CASE("a compressed reply is smaller, and the same every time") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "{\"title\":\"Swarm control " + std::to_string(i) + "\"}";
  const std::string packed = gzip(text);
  CHECK(packed.size() < text.size() / 4);
  CHECK(packed == gzip(text));
  CHECK(static_cast<unsigned char>(packed[0]) == 0x1F);
  CHECK(static_cast<unsigned char>(packed[1]) == 0x8B);
}
