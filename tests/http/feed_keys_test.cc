#include "searcher/http/feed_keys.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "tests/support/temporary_folder.h"

using namespace labtrail;
using namespace labtrail::http;

TEST_CASE("SipHash-2-4 with 128 bits gives its authors' test vectors") {
  std::string key;
  for (char i = 0; i < 16; ++i) key += i;
  CHECK(base::hex_digits(siphash128(key, "")) == "a3817f04ba25a8e66df67214c7550293");
  CHECK(base::hex_digits(siphash128(key, std::string(1, '\0'))) == "da87c1d86b99af44347659119b22fc45");
  CHECK(base::hex_digits(siphash128(key, key.substr(0, 8))) == "3b62a9ba6258f5610f83e264f31497b4");
}

TEST_CASE("a key opens the feed of its search and no other") {
  const FeedKeys keys(std::string(16, 'k'));
  const FeedKeys others(std::string(16, 'o'));
  CHECK(keys.key("ab12").size() == 32);
  CHECK(keys.opens(keys.key("ab12"), "ab12"));
  CHECK_FALSE(keys.opens(keys.key("ab12"), "ab13"));
  CHECK_FALSE(keys.opens(others.key("ab12"), "ab12"));
  CHECK_FALSE(keys.opens("", "ab12"));
  CHECK_FALSE(keys.opens(keys.key("ab12").substr(1), "ab12"));
}

TEST_CASE("the secret is drawn once, kept for its owner's eyes, and the same after a restart") {
  const tests::TemporaryFolder folder;
  int drawn = 0;
  const base::Random random = [&](std::size_t bytes) {
    ++drawn;
    return std::string(bytes, 'x');
  };
  const std::string key = FeedKeys::open(folder.path(), random).key("ab12");
  CHECK(FeedKeys::open(folder.path(), base::system_random()).key("ab12") == key);
  CHECK(drawn == 1);
  struct stat info {};
  REQUIRE(::stat((folder.path() / "feed.key").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK(base::read_file(folder.path() / "feed.key") == "78787878787878787878787878787878\n");
}

TEST_CASE("a damaged secret is an error that says what to do, never a new secret in silence") {
  for (const char* damaged :
       {"", "78", "7878787878787878787878787878787g", "78787878787878787878787878787878aa"}) {
    const tests::TemporaryFolder folder;
    std::ofstream(folder.path() / "feed.key") << damaged;
    try {
      FeedKeys::open(folder.path(), base::system_random());
      FAIL("opened '" << damaged << "'");
    } catch (const base::Failure& failure) {
      CHECK(failure.error().code == base::ErrorCode::corrupt);
      CHECK(failure.error().hint == "delete it: a new one is made, and every feed gets a new address");
    }
  }
}
