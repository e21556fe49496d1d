#include "indexer/format/bytes.h"

#include <zstd.h>

#include <limits>
#include <utility>

namespace labtrail::format {
namespace {

constexpr std::string_view kMagic{"LTSEC2\n\0", 8};
/// Of the directory: offset, size on disk, size unpacked (0 = not packed), length of name.
constexpr std::size_t kEntryNumbers = 32;
constexpr std::size_t kSmallestPacked = 4096;
/// No table of a segment is larger (StringTableWriter, 32-bit offsets).
constexpr std::uint64_t kLargestUnpacked = std::uint64_t{4} << 30;
constexpr int kCompressionLevel = 6;

[[noreturn]] void throw_corrupt(std::string what) {
  throw base::Failure(base::ErrorCode::corrupt, std::move(what), "run: labtrail-index verify");
}

std::uint64_t read_u64(std::string_view bytes, std::size_t offset) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

void append_u64(std::string& out, std::uint64_t value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// The bytes as one zstd frame, or nothing where that saves less than half.
std::string packed(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kCompressionLevel);
  if (ZSTD_isError(size) != 0)
    throw base::Failure(base::ErrorCode::io, std::string("zstd: ") + ZSTD_getErrorName(size));
  if (size > bytes.size() / 2) return {};
  out.resize(size);
  return out;
}

}  // namespace

SectionWriter::SectionWriter(const std::filesystem::path& path, Sections sections)
    : file_(path), sections_(sections) {
  file_.write(kMagic);
}

void SectionWriter::align() {
  constexpr std::string_view kZeros{"\0\0\0\0\0\0\0\0", 8};
  if (const std::size_t over = file_.size() % 8; over != 0) file_.write(kZeros.substr(over));
}

void SectionWriter::add(std::string_view name, std::string_view bytes) {
  begin(name);
  if (sections_ == Sections::packed && bytes.size() >= kSmallestPacked) {
    if (const std::string smaller = packed(bytes); !smaller.empty()) {
      append(smaller);
      end(bytes.size());
      return;
    }
  }
  append(bytes);
  end();
}
void SectionWriter::begin(std::string_view name) {
  align();
  open_name_ = name;
  open_at_ = file_.size();
}
void SectionWriter::append(std::string_view bytes) {
  file_.write(bytes);
}
void SectionWriter::end() {
  end(0);
}
void SectionWriter::end(std::uint64_t unpacked) {
  append_u64(directory_, open_at_);
  append_u64(directory_, file_.size() - open_at_);
  append_u64(directory_, unpacked);
  append_u64(directory_, open_name_.size());
  directory_ += open_name_;
}

void SectionWriter::close() {
  align();
  const std::uint64_t at = file_.size();
  std::string tail = std::exchange(directory_, {});
  append_u64(tail, at);
  file_.write(tail);
  file_.close();
}

SectionFile::SectionFile(const std::filesystem::path& path) : map_(path) {
  const std::string_view all = map_.bytes();
  if (all.size() < kMagic.size() + 8 || all.substr(0, kMagic.size()) != kMagic) {
    throw_corrupt(path.string() + " is not a file of index sections");
  }
  const std::size_t end = all.size() - 8;
  std::uint64_t at = read_u64(all, end);
  while (at < end && end - at >= kEntryNumbers) {
    const std::uint64_t offset = read_u64(all, at);
    const std::uint64_t size = read_u64(all, at + 8);
    const std::uint64_t unpacked = read_u64(all, at + 16);
    const std::uint64_t name_size = read_u64(all, at + 24);
    at += kEntryNumbers;
    if (name_size > end - at || offset > end || size > end - offset) break;
    const std::string_view name = all.substr(at, name_size);
    std::string_view bytes = all.substr(offset, size);
    if (unpacked > 0) {
      // The frame says its size too, so a damaged directory asks for no memory.
      if (unpacked > kLargestUnpacked || ZSTD_getFrameContentSize(bytes.data(), bytes.size()) != unpacked)
        break;
      const auto& buffer = unpacked_.emplace_back(new char[unpacked]);
      if (ZSTD_decompress(buffer.get(), unpacked, bytes.data(), bytes.size()) != unpacked) break;
      bytes = {buffer.get(), unpacked};
    }
    entries_.push_back({name, bytes});
    at += name_size;
  }
  if (at != end) throw_corrupt(path.string() + " has a damaged directory");
}

std::string_view SectionFile::section(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.name == name) return entry.bytes;
  }
  throw_corrupt("an index file lacks its section '" + std::string(name) + "'");
}

bool SectionFile::has(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (entry.name == name) return true;
  }
  return false;
}

StringTable::StringTable(const SectionFile& file, std::string_view name)
    : blob_(file.section(name)), offsets_(file.array<std::uint32_t>(std::string(name) + ".offsets")) {
  if (offsets_.empty() || offsets_.back() != blob_.size()) {
    throw_corrupt("the string table '" + std::string(name) + "' does not fit its offsets");
  }
}

void StringTableWriter::add(std::string_view text) {
  blob_ += text;
  if (blob_.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw base::Failure(base::ErrorCode::too_large, "a string table of one segment exceeds 4 GiB");
  }
  offsets_.push_back(static_cast<std::uint32_t>(blob_.size()));
}

void StringTableWriter::write(SectionWriter& file, std::string_view name) const {
  file.add(name, blob_);
  file.add_array(std::string(name) + ".offsets", offsets_);
}

}  // namespace labtrail::format
