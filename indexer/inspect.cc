#include "indexer/inspect.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "indexer/format/analyzer.h"
#include "indexer/format/manifest.h"
#include "indexer/format/snapshot.h"

namespace labtrail::indexer {

namespace fs = std::filesystem;
namespace layout = format::layout;

Status status(const fs::path& index) {
  const auto snapshot = format::Snapshot::open(index);
  Status status;
  status.generation = snapshot->number();
  status.date = snapshot->date();
  status.papers = snapshot->papers();
  status.format = format::kFormatVersion;
  status.analyzer = format::analyzer_fingerprint();
  const fs::path manifest_path = layout::generation(index, snapshot->number());
  const format::GenerationManifest manifest =
      format::parse_generation_manifest(base::read_file(manifest_path), manifest_path);
  status.registry = manifest.registry;
  status.data = manifest.data;
  if (!snapshot->segments().empty()) status.tags = snapshot->segments().front().segment->evidence().version();
  for (const format::LiveSegment& segment : snapshot->segments()) {
    status.segments.push_back(
        {segment.segment->name(), segment.segment->size(), segment.live_count, segment.segment->bytes()});
    status.bytes += segment.segment->bytes();
  }
  return status;
}

namespace {

class Verifier {
 public:
  explicit Verifier(const fs::path& index) : index_(index) {}

  Verification run() {
    std::uint64_t current = 0;
    guarded([&] { current = format::read_current(index_); });
    if (current == 0 && result_.faults.empty()) {
      if (!fs::exists(index_))
        throw base::Failure(base::ErrorCode::not_found,
                            fmt::format("there is no index at {}", index_.string()));
      result_.faults.push_back(
          fmt::format("{} is missing: no generation is published", layout::current(index_).string()));
    }
    count(layout::current(index_));
    bool current_found = false;
    for (const fs::directory_entry& entry : fs::directory_iterator(layout::generations(index_))) {
      const fs::path& path = entry.path();
      if (path.extension() != ".json") continue;
      guarded([&] { current_found |= generation(path) == current; });
    }
    if (current != 0 && !current_found) {
      result_.faults.push_back(fmt::format("generation {}, which CURRENT names, is not whole", current));
    }
    if (fs::exists(index_ / "staging")) {
      guarded([&] { format::without_check_line(base::read_file(index_ / "staging"), index_ / "staging"); });
      count(index_ / "staging");
    }
    return std::move(result_);
  }

 private:
  template <typename Work>
  void guarded(Work&& work) {
    try {
      work();
    } catch (const base::Failure& failure) {
      result_.faults.push_back(failure.error().message);
    } catch (const fs::filesystem_error& error) {
      result_.faults.emplace_back(error.what());
    }
  }

  void count(const fs::path& path) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error) return;
    ++result_.files;
    result_.bytes += size;
  }

  void check(const fs::path& folder, const std::vector<format::FileEntry>& files) {
    for (std::string& fault : format::check_files(folder, files)) result_.faults.push_back(std::move(fault));
    for (const format::FileEntry& file : files) count(folder / file.name);
  }

  std::uint64_t generation(const fs::path& path) {
    const format::GenerationManifest manifest =
        format::parse_generation_manifest(base::read_file(path), path);
    ++result_.generations;
    count(path);
    check(layout::generations(index_), manifest.files);
    if (path.filename() != fmt::format("{}.json", manifest.number)) {
      result_.faults.push_back(fmt::format("{} holds generation {}", path.string(), manifest.number));
    }
    for (const format::GenerationSegment& segment : manifest.segments) {
      if (checked_.insert(segment.name).second) guarded([&] { check_segment(segment); });
    }
    return manifest.number;
  }

  void check_segment(const format::GenerationSegment& segment) {
    const fs::path folder = layout::segment(index_, segment.name);
    const std::string text = base::read_file(folder / "manifest.json");
    count(folder / "manifest.json");
    const format::SegmentManifest manifest = format::parse_segment_manifest(text, folder / "manifest.json");
    if (base::hash128(text) != segment.manifest) {
      result_.faults.push_back(fmt::format("{} is not the manifest that its generation was made with",
                                           (folder / "manifest.json").string()));
    }
    check(folder, manifest.files);
  }

  const fs::path& index_;
  Verification result_;
  std::set<std::string> checked_;
};

}  // namespace

Verification verify(const fs::path& index) {
  return Verifier(index).run();
}

void dump(const fs::path& index, const std::function<void(std::string_view)>& sink) {
  const auto snapshot = format::Snapshot::open(index);
  struct Cursor {
    const format::LiveSegment* segment;
    std::size_t next = 0;
    std::string_view id;
    bool advance() {
      const auto& by_id = segment->segment->ids().by_id();
      while (next < by_id.size() && !segment->live.test(by_id[next])) ++next;
      if (next == by_id.size()) return false;
      id = segment->segment->ids().id(by_id[next]);
      return true;
    }
  };
  std::vector<Cursor> cursors;
  for (const format::LiveSegment& segment : snapshot->segments()) {
    if (Cursor cursor{&segment, 0, {}}; cursor.advance()) cursors.push_back(cursor);
  }
  const auto later = [](const Cursor& a, const Cursor& b) { return a.id > b.id; };
  std::make_heap(cursors.begin(), cursors.end(), later);
  while (!cursors.empty()) {
    std::pop_heap(cursors.begin(), cursors.end(), later);
    Cursor& cursor = cursors.back();
    const format::Segment& segment = *cursor.segment->segment;
    sink(segment.records().read(segment.ids().by_id()[cursor.next]));
    ++cursor.next;
    if (cursor.advance()) {
      std::push_heap(cursors.begin(), cursors.end(), later);
    } else {
      cursors.pop_back();
    }
  }
}

}  // namespace labtrail::indexer
