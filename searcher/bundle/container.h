// The outer form of a bundle: a zip archive (APPNOTE.TXT 6.3.3) that can be written in one way only. Parts
// are stored, not packed; there are no times, no comments, no extra fields, no gaps. So the bytes follow from
// names and contents alone, whatever library or machine wrote them, and a reader can hold every byte against
// what it must be: a change has nowhere to hide, and nothing has to be unpacked that could be a bomb. Any
// unzip program opens it. Why not packed: decisions.md.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace labtrail::bundle {

/// Without the extension of the format for large archives a part, and the whole, stays below 4 GiB.
inline constexpr std::uint64_t kMostBytes = 0xFFFFFFFE;
inline constexpr std::size_t kMostParts = 64;

/// What the container has to know of a part before its bytes.
struct PartHead {
  std::string name;
  std::uint32_t size = 0;
  std::uint32_t crc = 0;
};

/// Whether a name may stand in a bundle: 1 to 64 of a-z, 0-9, '.', '_', '-', beginning with a letter. No
/// folders, no way out of one.
bool is_part_name(std::string_view name);

/// The bytes before a part's content.
std::string local_header(const PartHead& part);
/// The bytes behind the last part: the directory, and where it is. `parts` from offset 0 on, in order.
std::string directory(const std::vector<PartHead>& parts);
/// Size of the whole archive.
std::uint64_t archive_size(const std::vector<PartHead>& parts);

/// CRC-32 as zip has it, going on from `before` (0 at the start).
std::uint32_t crc32(std::uint32_t before, std::string_view bytes);

struct StoredPart {
  std::string name;
  std::string_view bytes;  ///< in the archive that was read
};
struct Reading {
  std::vector<StoredPart> parts;  ///< as far as they could be read
  std::vector<std::string>
      faults;  ///< one sentence each; none: every byte is as the writer would have put it
};
/// Takes an archive apart without copying, in time proportional to its size. Whatever the bytes are.
Reading read_archive(std::string_view bytes);

}  // namespace labtrail::bundle
