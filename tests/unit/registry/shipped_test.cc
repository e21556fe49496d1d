// The registry that is compiled into the program.
#include <algorithm>

#include "corpus/base/file.h"
#include "tests/unit/registry/support.h"

using namespace labtrail;
using namespace labtrail::corpus;
using namespace labtrail::tests;

TEST_CASE("the files are compiled in byte by byte, in order of name") {
  const std::vector<RegistryFile>& files = shipped_registry_files();
  REQUIRE_FALSE(files.empty());
  for (const RegistryFile& file : files) {
    INFO(file.name);
    CHECK((file.text == base::read_file(LABTRAIL_SOURCE_DIR "/corpus/registry/" + file.name)));
  }
  CHECK(std::is_sorted(files.begin(), files.end(),
                       [](const RegistryFile& a, const RegistryFile& b) { return a.name < b.name; }));
}

TEST_CASE("the shipped registry is right, and large enough") {
  CHECK(complaint(shipped_registry_files()) == "fine");
  const auto registry = load_registry({});
  REQUIRE(registry);
  CHECK(registry->organisations.size() >= 94);
  CHECK(registry->topics.size() >= 80);
  CHECK_FALSE(registry->lists.empty());
}

TEST_CASE("the organisations that affiliations are labelled with are there") {
  const auto registry = load_registry({});
  REQUIRE(registry);
  for (const char* id : {"alibaba",      "amazon",   "baai",      "baidu",
                         "beihang",      "bit",      "cas",       "cetc",
                         "harvard",      "heu",      "hikvision", "hit",
                         "huawei",       "iflytek",  "megvii",    "mit",
                         "mps-tri",      "niidt",    "njust",     "nuaa",
                         "nudt",         "nwpu",     "oxford",    "peng-cheng-lab",
                         "princeton",    "sairi",    "sensetime", "shanghai-ai-lab",
                         "sjtu",         "stanford", "tencent",   "ucl",
                         "zhejiang-lab", "zju"}) {
    INFO(id);
    CHECK(registry->organisation(id) != nullptr);
  }
}
