#include "indexer/format/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "indexer/format/manifest.h"

namespace labtrail::format {
namespace {

constexpr std::array<std::string_view, 7> kNames{"added",     "changed", "removed",  "retagged",
                                                 "retracted", "merged",  "corrected"};

void append_escaped(std::string& out, std::string_view id) {
  for (const char c : id) {
    if (c == '\\' || c == '\t' || c == '\n') out += '\\';
    out += c == '\t' ? 't' : c == '\n' ? 'n' : c;
  }
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    ++i;
    out += text[i] == 't' ? '\t' : text[i] == 'n' ? '\n' : text[i];
  }
  return out;
}

[[noreturn]] void damaged(const std::filesystem::path& path, std::string_view line) {
  throw base::Failure(base::ErrorCode::corrupt,
                      fmt::format("{} has a line that is none: '{}'", path.string(), line),
                      "run: labtrail-index verify");
}

Change parse_line(const std::filesystem::path& path, std::string_view line) {
  const std::size_t tab = line.find('\t');
  for (std::size_t i = 0; i < kNames.size() && tab != std::string_view::npos; ++i) {
    if (kNames[i] != line.substr(0, tab)) continue;
    const std::string_view id = line.substr(tab + 1);
    const auto kind = static_cast<ChangeKind>(i);
    if (kind != ChangeKind::merged) return {kind, unescaped(id), {}};
    const std::size_t second = id.find('\t');
    if (second == std::string_view::npos) break;
    return {kind, unescaped(id.substr(0, second)), unescaped(id.substr(second + 1))};
  }
  damaged(path, line);
}

std::optional<std::string> read_if_there(const std::filesystem::path& path) {
  try {
    return base::read_file(path);
  } catch (const base::Failure&) {
    if (std::filesystem::exists(path)) throw;
    return std::nullopt;
  }
}

}  // namespace

void append_change(std::string& out, ChangeKind kind, std::string_view id, std::string_view into) {
  out += kNames[static_cast<std::size_t>(kind)];
  out += '\t';
  append_escaped(out, id);
  if (kind == ChangeKind::merged) {
    out += '\t';
    append_escaped(out, into);
  }
  out += '\n';
}

std::optional<GenerationChanges> read_changes(const std::filesystem::path& index, std::uint64_t number) {
  const std::filesystem::path path = layout::generation(index, number);
  const auto text = read_if_there(path);
  if (!text) return std::nullopt;
  const GenerationManifest manifest = parse_generation_manifest(*text, path);
  const std::filesystem::path list = layout::generations(index) / fmt::format("{}.changes", number);
  const auto lines = read_if_there(list);
  if (!lines) return std::nullopt;
  for (const FileEntry& file : manifest.files) {
    if (file.name == list.filename().string() && file.hash != base::hash128(*lines))
      throw base::Failure(base::ErrorCode::corrupt, fmt::format("{} is damaged", list.string()),
                          "run: labtrail-index verify");
  }
  GenerationChanges out;
  out.number = number;
  out.identity = base::hash128(*text);
  for (std::size_t begin = 0; begin < lines->size();) {
    const std::size_t end = std::min(lines->find('\n', begin), lines->size());
    out.changes.push_back(parse_line(list, std::string_view(*lines).substr(begin, end - begin)));
    begin = end + 1;
  }
  return out;
}

}  // namespace labtrail::format
