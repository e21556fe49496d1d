#include "indexer/format/postings.h"

#include <catch2/catch.hpp>

using namespace labtrail::format;

TEST_CASE("seven counts live in one number and never touch each other") {
  for (std::size_t f = 0; f < kTextFields; ++f) {
    const auto field = static_cast<TextField>(f);
    PackedCounts counts;
    for (int i = 0; i < 100; ++i) counts.add(field);
    CHECK(counts.count(field) == (1U << row(field).bits) - 1);
    for (std::size_t other = 0; other < kTextFields; ++other) {
      if (other != f) CHECK(counts.count(static_cast<TextField>(other)) == 0);
    }
  }
}

TEST_CASE("the fields' bits do not overlap and the commonest stay in one byte") {
  std::uint32_t used = 0;
  for (std::size_t f = 0; f < kTextFields; ++f) {
    const SchemaRow& field = row(static_cast<TextField>(f));
    const std::uint32_t mask = ((1U << field.bits) - 1) << field.shift;
    CHECK((used & mask) == 0);
    used |= mask;
  }
  CHECK(used == (1U << 21) - 1);
  PackedCounts common;
  for (int i = 0; i < 15; ++i) common.add(TextField::abstract);
  for (int i = 0; i < 7; ++i) common.add(TextField::title);
  CHECK(common.bits() < 128);
}

TEST_CASE("merging adds field by field and saturates") {
  PackedCounts a;
  PackedCounts b;
  for (int i = 0; i < 5; ++i) a.add(TextField::title);
  for (int i = 0; i < 5; ++i) b.add(TextField::title);
  b.add(TextField::venue);
  a.merge(b);
  CHECK(a.count(TextField::title) == 7);
  CHECK(a.count(TextField::venue) == 1);
  CHECK(a.count(TextField::abstract) == 0);
}
