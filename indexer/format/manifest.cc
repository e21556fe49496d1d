#include "indexer/format/manifest.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "corpus/base/json_writer.h"
#include "indexer/format/schema.h"

namespace labtrail::format {
namespace {

using base::ErrorCode;
using base::Failure;

constexpr std::string_view kCheck = "xxh128 ";

[[noreturn]] void throw_corrupt(const std::filesystem::path& path, std::string_view what) {
  throw Failure(ErrorCode::corrupt, fmt::format("{} {}", path.string(), what), "run: labtrail-index verify");
}

base::Hash128 parse_hash(std::string_view text, const std::filesystem::path& path) {
  base::Hash128 hash;
  if (text.size() != 32) throw_corrupt(path, "holds a hash of the wrong length");
  const auto half = [&](std::size_t at) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + 16, value, 16);
    if (error != std::errc() || end != text.data() + at + 16)
      throw_corrupt(path, "holds a hash that is none");
    return value;
  };
  hash.high = half(0);
  hash.low = half(16);
  return hash;
}

void write_files(base::JsonWriter& json, const std::vector<FileEntry>& files) {
  json.key("files").begin_array();
  for (const FileEntry& file : files) {
    json.begin_object()
        .field("name", file.name)
        .field("size", file.size)
        .field("xxh128", base::hex(file.hash))
        .end_object();
  }
  json.end_array();
}

std::vector<FileEntry> read_files(simdjson::dom::element element, const std::filesystem::path& path) {
  std::vector<FileEntry> files;
  for (const simdjson::dom::element file : element["files"].get_array()) {
    files.push_back({std::string(file["name"].get_string().value()), file["size"].get_uint64().value(),
                     parse_hash(file["xxh128"].get_string().value(), path)});
  }
  return files;
}

/// Runs `read` on the parsed body; a body that does not have the expected shape is corrupt.
template <typename Read>
auto parse(std::string_view text, const std::filesystem::path& path, Read&& read) {
  const simdjson::padded_string body(without_check_line(text, path));
  simdjson::dom::parser parser;
  try {
    const simdjson::dom::element element = parser.parse(body);
    const auto format = static_cast<unsigned>(element["format"].get_uint64().value());
    if (format != kFormatVersion) {
      throw Failure(ErrorCode::unsupported,
                    fmt::format("{} is of index format {}, this program reads format {}", path.string(),
                                format, kFormatVersion),
                    "make the index again from the sources with: labtrail-index ingest");
    }
    return read(element);
  } catch (const simdjson::simdjson_error& error) {
    throw_corrupt(path, fmt::format("cannot be read: {}", error.what()));
  }
}

}  // namespace

std::string with_check_line(std::string_view text) {
  return fmt::format("{}\n{}{}\n", text, kCheck, base::hex(base::hash128(text)));
}

std::string_view without_check_line(std::string_view text, const std::filesystem::path& path) {
  const std::size_t tail = 1 + kCheck.size() + 32 + 1;
  if (text.size() < tail || text.back() != '\n') throw_corrupt(path, "is cut short");
  const std::string_view body = text.substr(0, text.size() - tail);
  if (with_check_line(body) != text) throw_corrupt(path, "does not fit its check line");
  return body;
}

std::string to_text(const SegmentManifest& manifest) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object()
      .field("format", manifest.format)
      .field("analyzer", manifest.analyzer)
      .field("papers", manifest.papers);
  write_files(json, manifest.files);
  json.end_object();
  return with_check_line(out);
}

std::string to_text(const GenerationManifest& manifest) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object()
      .field("format", manifest.format)
      .field("number", manifest.number)
      .field("date", manifest.date);
  json.field("papers", manifest.papers).field("registry", manifest.registry).field("data", manifest.data);
  json.key("segments").begin_array();
  for (const GenerationSegment& segment : manifest.segments) {
    json.begin_object()
        .field("name", segment.name)
        .field("papers", segment.papers)
        .field("live", segment.live);
    json.field("manifest", base::hex(segment.manifest)).end_object();
  }
  json.end_array();
  write_files(json, manifest.files);
  json.end_object();
  return with_check_line(out);
}

SegmentManifest parse_segment_manifest(std::string_view text, const std::filesystem::path& path) {
  return parse(text, path, [&](simdjson::dom::element element) {
    SegmentManifest manifest;
    manifest.format = kFormatVersion;
    manifest.analyzer = element["analyzer"].get_string().value();
    manifest.papers = static_cast<std::uint32_t>(element["papers"].get_uint64().value());
    manifest.files = read_files(element, path);
    return manifest;
  });
}

GenerationManifest parse_generation_manifest(std::string_view text, const std::filesystem::path& path) {
  return parse(text, path, [&](simdjson::dom::element element) {
    GenerationManifest manifest;
    manifest.format = kFormatVersion;
    manifest.number = element["number"].get_uint64();
    manifest.date = element["date"].get_string().value();
    manifest.papers = element["papers"].get_uint64();
    manifest.registry = element["registry"].get_string().value();
    manifest.data = element["data"].get_string().value();
    for (const simdjson::dom::element segment : element["segments"].get_array()) {
      manifest.segments.push_back({std::string(segment["name"].get_string().value()),
                                   static_cast<std::uint32_t>(segment["papers"].get_uint64().value()),
                                   static_cast<std::uint32_t>(segment["live"].get_uint64().value()),
                                   parse_hash(segment["manifest"].get_string().value(), path)});
    }
    manifest.files = read_files(element, path);
    return manifest;
  });
}

FileEntry describe_file(const std::filesystem::path& folder, const std::string& name) {
  const base::MappedFile map(folder / name);
  return {name, map.bytes().size(), base::hash128(map.bytes())};
}

std::vector<std::string> check_files(const std::filesystem::path& folder,
                                     const std::vector<FileEntry>& files) {
  std::vector<std::string> faults;
  for (const FileEntry& expected : files) {
    const std::filesystem::path path = folder / expected.name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
      faults.push_back(fmt::format("{} is missing", path.string()));
      continue;
    }
    const FileEntry found = describe_file(folder, expected.name);
    if (found.size != expected.size) {
      faults.push_back(
          fmt::format("{} has {} bytes instead of {}", path.string(), found.size, expected.size));
    } else if (found.hash != expected.hash) {
      faults.push_back(fmt::format("{} does not fit its checksum", path.string()));
    }
  }
  return faults;
}

std::uint64_t read_current(const std::filesystem::path& index) {
  const std::filesystem::path path = layout::current(index);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return 0;
  const std::string text = base::read_file(path);
  constexpr std::string_view kWord = "generation ";
  const std::string_view body = without_check_line(text, path);
  std::uint64_t number = 0;
  if (body.substr(0, kWord.size()) != kWord) throw_corrupt(path, "does not name a generation");
  const auto [end, fault] = std::from_chars(body.data() + kWord.size(), body.data() + body.size(), number);
  if (fault != std::errc() || end != body.data() + body.size())
    throw_corrupt(path, "does not name a generation");
  return number;
}

namespace layout {
std::filesystem::path current(const std::filesystem::path& index) {
  return index / "CURRENT";
}
std::filesystem::path generations(const std::filesystem::path& index) {
  return index / "generations";
}
std::filesystem::path generation(const std::filesystem::path& index, std::uint64_t number) {
  return generations(index) / fmt::format("{}.json", number);
}
std::string profiles_name(std::uint64_t number) {
  return fmt::format("{}.profiles", number);
}
std::filesystem::path segments(const std::filesystem::path& index) {
  return index / "segments";
}
std::filesystem::path segment(const std::filesystem::path& index, std::string_view name) {
  return segments(index) / name;
}
}  // namespace layout

}  // namespace labtrail::format
