#include "indexer/format/profiles.h"

#include <zstd.h>

#include <algorithm>

namespace labtrail::format {
namespace {

/// Profiles compressed together: one is read in microseconds, and the registry's sentences are kept once.
constexpr std::uint32_t kBlockProfiles = 64;
constexpr int kCompressionLevel = 12;
constexpr std::size_t kMaxBlockBytes = std::size_t{64} << 20;

[[noreturn]] void throw_corrupt() {
  throw base::Failure(base::ErrorCode::corrupt, "the profiles of organisations of a segment cannot be read",
                      "run: labtrail-index verify");
}

std::string unpack(std::string_view packed) {
  const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxBlockBytes)
    throw_corrupt();
  std::string out(size, '\0');
  const std::size_t written = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size());
  if (ZSTD_isError(written) != 0 || written != size) throw_corrupt();
  return out;
}

}  // namespace

ProfileStore::ProfileStore(const SectionFile& file)
    : ids_(file, "profile.ids"),
      values_(file, "profile.values"),
      countries_(file, "profile.countries"),
      parents_(file, "profile.parents"),
      lists_(file, "profile.lists"),
      blocks_(file.section("profiles")),
      offsets_(file.array<std::uint32_t>("profiles.offsets")) {
  const std::size_t blocks = (ids_.size() + kBlockProfiles - 1) / kBlockProfiles;
  if (values_.size() != ids_.size() || countries_.size() != ids_.size() || parents_.size() != ids_.size() ||
      lists_.size() != ids_.size() || offsets_.size() != blocks + 1 || offsets_.back() != blocks_.size())
    throw_corrupt();
}

std::optional<std::uint32_t> ProfileStore::find(std::string_view id) const {
  std::uint32_t low = 0;
  std::uint32_t high = ids_.size();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (ids_[middle] < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == ids_.size() || ids_[low] != id) return std::nullopt;
  return low;
}

std::string ProfileStore::json(std::uint32_t number) const {
  const std::uint32_t block = number / kBlockProfiles;
  const std::string lines = unpack(blocks_.substr(offsets_[block], offsets_[block + 1] - offsets_[block]));
  std::size_t begin = 0;
  for (std::uint32_t left = number % kBlockProfiles;; --left) {
    const std::size_t end = lines.find('\n', begin);
    if (end == std::string::npos) throw_corrupt();
    if (left == 0) return lines.substr(begin, end - begin);
    begin = end + 1;
  }
}

void ProfileStore::each(const std::function<void(std::uint32_t, std::string_view)>& visit) const {
  for (std::uint32_t number = 0; number < ids_.size();) {
    const std::uint32_t block = number / kBlockProfiles;
    const std::string lines = unpack(blocks_.substr(offsets_[block], offsets_[block + 1] - offsets_[block]));
    const std::uint32_t last = std::min(ids_.size(), (block + 1) * kBlockProfiles);
    for (std::size_t begin = 0; number < last; ++number) {
      const std::size_t end = lines.find('\n', begin);
      if (end == std::string::npos) throw_corrupt();
      visit(number, std::string_view(lines).substr(begin, end - begin));
      begin = end + 1;
    }
  }
}

void write_profiles(SectionWriter& file, const std::map<std::string, StoredProfile>& by_id) {
  StringTableWriter ids;
  StringTableWriter values;
  StringTableWriter countries;
  StringTableWriter parents;
  StringTableWriter lists;
  std::vector<std::uint32_t> offsets{0};
  std::string blocks;
  std::string lines;
  const auto end_block = [&] {
    if (lines.empty()) return;
    std::string packed(ZSTD_compressBound(lines.size()), '\0');
    const std::size_t size =
        ZSTD_compress(packed.data(), packed.size(), lines.data(), lines.size(), kCompressionLevel);
    if (ZSTD_isError(size) != 0)
      throw base::Failure(base::ErrorCode::io, std::string("zstd: ") + ZSTD_getErrorName(size), {});
    blocks.append(packed.data(), size);
    offsets.push_back(static_cast<std::uint32_t>(blocks.size()));
    lines.clear();
  };
  std::uint32_t count = 0;
  for (const auto& [id, profile] : by_id) {
    ids.add(id);
    values.add(profile.value);
    countries.add(profile.country);
    parents.add(profile.parents);
    lists.add(profile.lists);
    lines += profile.json;
    lines += '\n';
    if (++count % kBlockProfiles == 0) end_block();
  }
  end_block();
  ids.write(file, "profile.ids");
  values.write(file, "profile.values");
  countries.write(file, "profile.countries");
  parents.write(file, "profile.parents");
  lists.write(file, "profile.lists");
  file.add("profiles", blocks);
  file.add_array("profiles.offsets", offsets);
}

}  // namespace labtrail::format
