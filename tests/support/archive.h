// Archives as bundles are, from parts of a test's own.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "searcher/bundle/container.h"

namespace labtrail::tests {

using ArchiveContents = std::vector<std::pair<std::string, std::string>>;

inline std::string archive(const ArchiveContents& contents) {
  std::string out;
  std::vector<bundle::PartHead> heads;
  for (const auto& [name, bytes] : contents) {
    heads.push_back({name, static_cast<std::uint32_t>(bytes.size()), bundle::crc32(0, bytes)});
    out += bundle::local_header(heads.back()) + bytes;
  }
  return out + bundle::directory(heads);
}

}  // namespace labtrail::tests
