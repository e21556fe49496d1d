#include "indexer/staging.h"

#include <fmt/format.h>

#include <sstream>

#include "corpus/base/error.h"
#include "corpus/base/file.h"

namespace labtrail::indexer {

namespace layout = format::layout;

Staging::Staging(std::filesystem::path index, std::string run)
    : index_(std::move(index)), run_(std::move(run)) {
  std::error_code error;
  if (!std::filesystem::exists(path(), error)) return;
  try {
    const std::string text = base::read_file(path());
    std::istringstream lines{std::string(format::without_check_line(text, path()))};
    std::string line;
    std::getline(lines, line);
    if (line != "run " + run_) return;
    while (std::getline(lines, line)) {
      const std::filesystem::path folder = layout::segment(index_, line);
      const std::string manifest_text = base::read_file(folder / "manifest.json");
      const format::SegmentManifest manifest =
          format::parse_segment_manifest(manifest_text, folder / "manifest.json");
      if (!format::check_files(folder, manifest.files).empty()) continue;
      segments_.push_back({line, manifest.papers, manifest.papers, base::hash128(manifest_text)});
    }
  } catch (const base::Failure&) {
    segments_.clear();  // whatever it was, it was never acknowledged: the run makes it again
  }
}

void Staging::add(const format::GenerationSegment& segment) {
  const std::lock_guard lock(mutex_);
  segments_.push_back(segment);
  write();
}

void Staging::clear() {
  std::error_code error;
  std::filesystem::remove(path(), error);
}

std::vector<std::string> Staging::names() const {
  std::vector<std::string> names;
  for (const format::GenerationSegment& segment : segments_) names.push_back(segment.name);
  return names;
}

void Staging::write() const {
  std::string text = "run " + run_;
  for (const format::GenerationSegment& segment : segments_) text += "\n" + segment.name;
  base::write_file_atomically(path(), format::with_check_line(text));
}

}  // namespace labtrail::indexer
