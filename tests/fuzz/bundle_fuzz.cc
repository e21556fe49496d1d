// Any bytes as a bundle: faults or none, in reasonable time; and a bundle without faults is, byte for byte,
// the one archive that holds its parts. The same bytes are also taken as the contents of parts (cut at
// U+001E) under a manifest whose sums fit, which is as far as a forger gets.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "searcher/bundle/bundle.h"
#include "searcher/bundle/container.h"
#include "searcher/bundle/sha256.h"
#include "tests/support/archive.h"

using namespace labtrail;
using namespace labtrail::bundle;

namespace {

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

void check(std::string_view bytes) {
  const Verification found = verify(bytes);
  if (!found.faults.empty()) return;
  require(found.manifest.has_value(), "a whole bundle has a manifest");
  std::vector<std::pair<std::string, std::string>> contents;
  for (const StoredPart& part : read_archive(bytes).parts) contents.emplace_back(part.name, part.bytes);
  require(tests::archive(contents) == bytes, "an archive can be written in one way only");
  require(to_text(*found.manifest) == contents.front().second, "a manifest can be written in one way only");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  check(rest);
  Manifest manifest;
  manifest.count = 1;
  std::vector<std::pair<std::string, std::string>> contents(1);
  for (const std::string_view name : {kPageName, kRowsName, kTableName, kEvidenceName, kCountsName}) {
    const std::string_view part = rest.substr(0, rest.find('\x1e'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    contents.emplace_back(name, part);
    manifest.parts.push_back({std::string(name), part.size(), sha256(part)});
  }
  manifest.title = contents[1].second.substr(0, 100);
  contents[0] = {std::string(kManifestName), to_text(manifest)};
  check(tests::archive(contents));
  return 0;
}
