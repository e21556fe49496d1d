#include "searcher/saved/memory.h"

#include <map>

namespace labtrail::saved {
namespace {

constexpr std::size_t kBitmapBytes = kChunkPapers / 8;
// Stored in labtrail.db; never renumber.
constexpr char kList = 1;
constexpr char kBitmap = 2;

[[noreturn]] void damaged() {
  throw base::Failure(base::ErrorCode::corrupt, "what a saved search remembers cannot be read",
                      "put a backup of labtrail.db back in its place");
}

using Chunks = std::map<PaperKey, std::vector<std::uint16_t>>;

Chunks by_chunk(const std::vector<PaperKey>& papers) {
  Chunks out;
  for (const PaperKey paper : papers)
    out[paper / kChunkPapers].push_back(static_cast<std::uint16_t>(paper % kChunkPapers));
  return out;
}

void append(PaperKey chunk, std::string_view bytes, std::vector<PaperKey>& papers) {
  for (const std::uint16_t offset : unpack_chunk(bytes)) papers.push_back(chunk * kChunkPapers + offset);
}

std::vector<PaperKey> chunks_of(const std::vector<PaperKey>& keys) {
  std::vector<PaperKey> out;
  for (const PaperKey key : keys) {
    if (out.empty() || out.back() != key / kChunkPapers) out.push_back(key / kChunkPapers);
  }
  return out;
}

const std::vector<std::uint16_t>& of(const Chunks& chunks, PaperKey chunk) {
  static const std::vector<std::uint16_t> none;
  const auto at = chunks.find(chunk);
  return at == chunks.end() ? none : at->second;
}

}  // namespace

std::string pack_chunk(const std::vector<std::uint16_t>& offsets) {
  std::string out;
  if (offsets.empty()) return out;
  if (offsets.size() * 2 < kBitmapBytes) {
    out.reserve(1 + offsets.size() * 2);
    out += kList;
    for (const std::uint16_t offset : offsets) {
      out += static_cast<char>(offset & 0xFF);
      out += static_cast<char>(offset >> 8);
    }
    return out;
  }
  out.assign(1 + kBitmapBytes, '\0');
  out[0] = kBitmap;
  for (const std::uint16_t offset : offsets) {
    char& byte = out[1 + offset / 8];
    byte = static_cast<char>(static_cast<unsigned char>(byte) | 1U << (offset % 8));
  }
  return out;
}

std::vector<std::uint16_t> unpack_chunk(std::string_view bytes) {
  std::vector<std::uint16_t> out;
  if (bytes.empty()) return out;
  const char kind = bytes.front();
  bytes.remove_prefix(1);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (kind == kList && bytes.size() % 2 == 0) {
    out.reserve(bytes.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
      const auto offset = static_cast<std::uint16_t>(byte(i) | byte(i + 1) << 8);
      if (offset >= kChunkPapers || (!out.empty() && offset <= out.back())) damaged();
      out.push_back(offset);
    }
    return out;
  }
  if (kind != kBitmap || bytes.size() != kBitmapBytes) damaged();
  for (std::size_t i = 0; i < kChunkPapers; ++i) {
    if ((byte(i / 8) >> (i % 8) & 1) != 0) out.push_back(static_cast<std::uint16_t>(i));
  }
  return out;
}

Remembered recall(Connection& connection, std::int64_t search) {
  Remembered out;
  Statement rows =
      connection.prepare("SELECT chunk, papers, retracted FROM memory WHERE search = ?1 ORDER BY chunk");
  rows.with(search);
  while (rows.step()) {
    append(rows.small(0), rows.bytes(1), out.papers);
    append(rows.small(0), rows.bytes(2), out.retracted);
  }
  return out;
}

Remembered recall_around(Connection& connection, std::int64_t search, const std::vector<PaperKey>& keys) {
  Remembered out;
  Statement row = connection.prepare("SELECT papers, retracted FROM memory WHERE search = ?1 AND chunk = ?2");
  for (const PaperKey chunk : chunks_of(keys)) {
    row.with(search, chunk);
    if (row.step()) {
      append(chunk, row.bytes(0), out.papers);
      append(chunk, row.bytes(1), out.retracted);
    }
    row.reset();
  }
  return out;
}

void remember_around(Connection& connection, std::int64_t search, const std::vector<PaperKey>& keys,
                     const Remembered& now) {
  const Chunks papers = by_chunk(now.papers);
  const Chunks retracted = by_chunk(now.retracted);
  Statement write = connection.prepare(
      "INSERT INTO memory (search, chunk, papers, retracted) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT (search, chunk) DO UPDATE SET papers = ?3, retracted = ?4");
  Statement remove = connection.prepare("DELETE FROM memory WHERE search = ?1 AND chunk = ?2");
  for (const PaperKey chunk : chunks_of(keys)) {
    const std::vector<std::uint16_t>& offsets = of(papers, chunk);
    if (offsets.empty()) {
      remove.with(search, chunk).run();
      continue;
    }
    write.with(search, chunk);
    write.bind_blob(3, pack_chunk(offsets));
    write.bind_blob(4, pack_chunk(of(retracted, chunk)));
    write.run();
  }
}

void remember(Connection& connection, std::int64_t search, const Remembered& now) {
  connection.prepare("DELETE FROM memory WHERE search = ?1").with(search).run();
  remember_around(connection, search, now.papers, now);
}

}  // namespace labtrail::saved
