#include "indexer/format/bitmap.h"

#include <catch2/catch.hpp>

using labtrail::format::Bitmap;

TEST_CASE("a bitmap counts, complements and visits only its own documents") {
  for (const std::uint32_t size : {0U, 1U, 63U, 64U, 65U, 200U}) {
    Bitmap bitmap(size);
    CHECK(bitmap.count() == 0);
    bitmap.flip();
    CHECK(bitmap.count() == size);
    CHECK(bitmap.any() == (size > 0));
    std::uint32_t expected = 0;
    bitmap.each([&](std::uint32_t doc) { CHECK(doc == expected++); });
    CHECK(expected == size);
    bitmap.flip();
    CHECK_FALSE(bitmap.any());
    bitmap.set_all();
    CHECK(bitmap.count() == size);
  }
}

TEST_CASE("set operations work document by document") {
  Bitmap even(130);
  Bitmap third(130);
  for (std::uint32_t doc = 0; doc < 130; ++doc) {
    if (doc % 2 == 0) even.set(doc);
    if (doc % 3 == 0) third.set(doc);
  }
  Bitmap both = even;
  both &= third;
  Bitmap either = even;
  either |= third;
  Bitmap only = even;
  only.subtract(third);
  for (std::uint32_t doc = 0; doc < 130; ++doc) {
    CHECK(both.test(doc) == (doc % 6 == 0));
    CHECK(either.test(doc) == (doc % 2 == 0 || doc % 3 == 0));
    CHECK(only.test(doc) == (doc % 2 == 0 && doc % 3 != 0));
  }
}
