#include "web/assets.h"

#include <catch2/catch.hpp>

#include "corpus/base/file.h"
#include "tests/unit/web/structure.h"

using namespace labtrail;

TEST_CASE("the style sheet is embedded whole, in the order of its files") {
  const web::Asset* style = web::asset("style");
  REQUIRE(style != nullptr);
  std::string whole;
  for (const char* file : {"base", "layout", "facets", "results", "paper", "dossier", "pictures", "downloads",
                           "saved", "suggestions", "print"}) {
    whole += base::read_file(std::string(LABTRAIL_SOURCE_DIR) + "/web/style/" + file + ".css");
  }
  CHECK(style->bytes == whole);
  CHECK(style->content_type == "text/css; charset=utf-8");
  CHECK(web::find_asset(style->path) == style);
}

TEST_CASE("an asset is found by its exact path only") {
  CHECK(web::find_asset("/assets/other.css") == nullptr);
  CHECK(web::find_asset("") == nullptr);
  CHECK(web::asset("nothing") == nullptr);
}

TEST_CASE("no asset asks another host for anything") {
  for (const char* role : {"style", "client", "icon"}) {
    const web::Asset* asset = web::asset(role);
    if (asset == nullptr) continue;
    CHECK_FALSE(tests::contains(asset->bytes, "https://"));
    CHECK_FALSE(tests::contains(asset->bytes, "url("));
    CHECK_FALSE(tests::contains(asset->bytes, "@import"));
  }
}
