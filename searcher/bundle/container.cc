#include "searcher/bundle/container.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <optional>

#include "corpus/base/text.h"

namespace labtrail::bundle {
namespace {

constexpr std::string_view kLocal = "PK\x03\x04";
constexpr std::string_view kCentral = "PK\x01\x02";
constexpr std::string_view kEnd = "PK\x05\x06";
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;

// The same in every bundle. 1 January 1980 is the first day that the format knows.
constexpr unsigned kVersionNeeded = 10;
constexpr unsigned kMadeBy = 3U << 8U | kVersionNeeded;  // Unix, for the permissions below
constexpr unsigned kFlags = 0;
constexpr unsigned kStored = 0;
constexpr unsigned kTime = 0;
constexpr unsigned kDate = 1U << 5U | 1U;
constexpr std::uint32_t kPermissions = std::uint32_t{0100644} << 16U;

void put(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> 8U * i & 0xFFU);
}

std::uint32_t get(std::string_view bytes, std::size_t at, unsigned count) {
  std::uint32_t out = 0;
  for (unsigned i = 0; i < count; ++i)
    out |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << 8U * i;
  return out;
}

/// What local header and directory say alike.
void put_common(std::string& out, const PartHead& part) {
  put(out, kVersionNeeded, 2);
  put(out, kFlags, 2);
  put(out, kStored, 2);
  put(out, kTime, 2);
  put(out, kDate, 2);
  put(out, part.crc, 4);
  put(out, part.size, 4);
  put(out, part.size, 4);
  put(out, part.name.size(), 2);
  put(out, 0, 2);  // extra field
}

/// Reads the parts one behind the other; gives up at the first place where it cannot know what follows.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  Reading read() {
    while (bytes_.substr(at_, kLocal.size()) == kLocal && read_part()) {
    }
    if (!lost_) check_end();
    return std::move(out_);
  }

 private:
  void fault(std::string sentence) { out_.faults.push_back(std::move(sentence)); }
  bool lose(std::string sentence) {
    fault(std::move(sentence));
    lost_ = true;
    return false;
  }

  bool read_part() {
    if (heads_.size() == kMostParts) return lose(fmt::format("there are more than {} parts", kMostParts));
    if (bytes_.size() - at_ < kLocalBytes) return lose("the file ends inside the header of a part");
    const std::size_t name_bytes = get(bytes_, at_ + 26, 2);
    if (bytes_.size() - at_ - kLocalBytes < name_bytes)
      return lose("the file ends inside the name of a part");
    PartHead head;
    head.name = bytes_.substr(at_ + kLocalBytes, name_bytes);
    head.crc = get(bytes_, at_ + 14, 4);
    head.size = get(bytes_, at_ + 18, 4);
    if (!is_part_name(head.name)) {
      // Not printed: it may be made to steer a terminal or a path.
      return lose(fmt::format("the name of part {} is not one that a bundle may hold", heads_.size() + 1));
    }
    if (get(bytes_, at_ + 8, 2) != kStored)
      return lose(fmt::format("part '{}' is packed or encrypted; a bundle's parts are stored as they are",
                              head.name));
    const std::string header = local_header(head);
    if (bytes_.substr(at_, header.size()) != header)
      return lose(fmt::format("the header of part '{}' was changed", head.name));
    at_ += header.size();
    if (bytes_.size() - at_ < head.size)
      return lose(fmt::format("the file ends inside part '{}': {} bytes are missing", head.name,
                              head.size - (bytes_.size() - at_)));
    const std::string_view content = bytes_.substr(at_, head.size);
    at_ += head.size;
    if (crc32(0, content) != head.crc)
      fault(fmt::format("the checksum of part '{}' does not fit", head.name));
    if (std::any_of(heads_.begin(), heads_.end(),
                    [&](const PartHead& other) { return other.name == head.name; }))
      fault(fmt::format("part '{}' is there twice", head.name));
    out_.parts.push_back({head.name, content});
    heads_.push_back(std::move(head));
    return true;
  }

  void check_end() {
    const std::string expected = directory(heads_);
    const std::string_view rest = bytes_.substr(at_);
    if (rest == expected) return;
    if (heads_.empty()) {
      fault("this is not a bundle: it does not begin with a part");
    } else if (rest.size() < expected.size() && std::string_view(expected).starts_with(rest)) {
      fault(
          fmt::format("the end of the file is cut off: {} bytes are missing", expected.size() - rest.size()));
    } else if (rest.starts_with(expected)) {
      fault(fmt::format("{} bytes too many stand behind the end", rest.size() - expected.size()));
    } else {
      fault(fmt::format("the directory at byte {} is not the one that belongs to the parts before it", at_));
    }
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool lost_ = false;
  std::vector<PartHead> heads_;
  Reading out_;
};

}  // namespace

bool is_part_name(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !name.empty() && name.size() <= 64 && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) {
           return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
         });
}

std::string local_header(const PartHead& part) {
  std::string out(kLocal);
  put_common(out, part);
  return out + part.name;
}

std::string directory(const std::vector<PartHead>& parts) {
  std::string out;
  std::uint64_t at = 0;
  for (const PartHead& part : parts) {
    out += kCentral;
    put(out, kMadeBy, 2);
    put_common(out, part);
    put(out, 0, 2);  // comment
    put(out, 0, 2);  // disk
    put(out, 0, 2);  // internal attributes
    put(out, kPermissions, 4);
    put(out, at, 4);
    out += part.name;
    at += kLocalBytes + part.name.size() + part.size;
  }
  const std::size_t size = out.size();
  out += kEnd;
  put(out, 0, 4);  // disks
  put(out, parts.size(), 2);
  put(out, parts.size(), 2);
  put(out, size, 4);
  put(out, at, 4);
  put(out, 0, 2);  // comment
  return out;
}

std::uint64_t archive_size(const std::vector<PartHead>& parts) {
  std::uint64_t size = kEndBytes;
  for (const PartHead& part : parts)
    size += kLocalBytes + kCentralBytes + 2 * part.name.size() + std::uint64_t{part.size};
  return size;
}

std::uint32_t crc32(std::uint32_t before, std::string_view bytes) {
  return static_cast<std::uint32_t>(
      ::crc32_z(before, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

Reading read_archive(std::string_view bytes) {
  return Reader(bytes).read();
}

}  // namespace labtrail::bundle
