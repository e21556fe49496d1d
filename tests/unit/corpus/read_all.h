// Reads texts and files in tests: everything a reader reports, sorted into what it is.
#pragma once

#include <zlib.h>
#include <zstd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/reader.h"
#include "tests/support/temporary_folder.h"

namespace labtrail::tests {

struct ReadResult {
  std::vector<corpus::Paper> papers;
  std::vector<std::uint64_t> paper_lines;
  std::vector<std::string> deletions;
  std::vector<std::string> rejected;  ///< "line: reason"
  std::vector<std::string> warnings;  ///< "line: reason"
  std::vector<std::string> records;   ///< excerpts of the rejections and warnings, in order

  [[nodiscard]] std::vector<std::string> titles() const {
    std::vector<std::string> out;
    for (const auto& paper : papers) out.push_back(paper.title);
    return out;
  }
};

inline ReadResult read_all(const std::filesystem::path& path,
                           corpus::Format format = corpus::Format::automatic) {
  ReadResult result;
  corpus::Input input;
  input.path = path;
  input.format = format;
  corpus::read_input(input, [&](corpus::Event&& event) {
    if (auto* paper = std::get_if<corpus::Paper>(&event.what)) {
      result.papers.push_back(std::move(*paper));
      result.paper_lines.push_back(event.line);
    } else if (const auto* deletion = std::get_if<corpus::Deletion>(&event.what)) {
      result.deletions.push_back(deletion->id);
    } else {
      const auto& rejection = std::get<corpus::Rejection>(event.what);
      auto& list =
          rejection.severity == corpus::Rejection::Severity::rejected ? result.rejected : result.warnings;
      list.push_back(std::to_string(event.line) + ": " + rejection.reason);
      result.records.push_back(rejection.record);
    }
    return true;
  });
  return result;
}

inline void write_bytes(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  REQUIRE(out.good());
}

/// Writes `text` to a file of that name and reads it.
inline ReadResult read_text(std::string_view text, const std::string& name = "papers.jsonl",
                            corpus::Format format = corpus::Format::automatic) {
  const TemporaryFolder folder;
  write_bytes(folder.path() / name, text);
  return read_all(folder.path() / name, format);
}

inline std::string gzip(std::string_view text) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3);
  REQUIRE(ZSTD_isError(size) == 0);
  out.resize(size);
  return out;
}

/// A line of JSONL with that id; its title is "T" and the id.
inline std::string line(const std::string& id) {
  return R"({"id":")" + id + R"(","title":"T)" + id + "\"}\n";
}

/// A row as conference lists print it, one member a line.
inline std::string row(const std::string& id, const std::string& more = {}) {
  return "{\n\"id\": \"" + id + "\",\n\"title\": \"T" + id + "\",\n\"author\": \"A; B\"" + more + "\n}";
}

}  // namespace labtrail::tests
