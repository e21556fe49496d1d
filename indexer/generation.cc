#include "indexer/generation.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>
#include <mutex>
#include <set>

#include "corpus/base/file.h"
#include "indexer/segment_builder.h"
#include "indexer/tagging/profiles.h"

namespace labtrail::indexer {

namespace fs = std::filesystem;
namespace layout = format::layout;

namespace {

/// Segments of one tier (a factor of four in live papers) are merged when there are this many.
constexpr std::size_t kMergeWidth = 4;
constexpr std::uint32_t kSmallestTier = 1000;
/// Above this many papers a segment is left alone.
constexpr std::uint32_t kLargestMerge = 2'000'000;

unsigned tier(std::uint32_t live) {
  unsigned tier = 0;
  for (std::uint32_t size = kSmallestTier; live > size && tier < 16; size *= 4) ++tier;
  return tier;
}

bool mostly_deleted(const format::LiveSegment& segment) {
  return segment.live_count * 2 < segment.segment->size();
}

/// One new segment out of the live papers of several, in their order.
DraftSegment merge(const fs::path& index, std::uint64_t generation,
                   const std::vector<DraftSegment>& sources) {
  format::Analyzer analyzer;
  SegmentBuilder builder(layout::segment(index, new_segment_name(index, generation)), analyzer,
                         std::string(sources.front().live.segment->evidence().version()));
  for (const DraftSegment& source : sources) {
    const format::Segment& segment = *source.live.segment;
    segment.records().each(0, segment.size(), [&](std::uint32_t doc, std::string_view json) {
      if (source.live.live.test(doc)) builder.add(segment, doc, json);
    });
  }
  return open_draft_segment(index, builder.seal());
}

std::vector<std::uint64_t> published_generations(const fs::path& index) {
  std::vector<std::uint64_t> numbers;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(layout::generations(index), error)) {
    if (entry.path().extension() != ".json") continue;
    const std::string stem = entry.path().stem().string();
    std::uint64_t number = 0;
    const auto [end, fault] = std::from_chars(stem.data(), stem.data() + stem.size(), number);
    if (fault == std::errc() && end == stem.data() + stem.size()) numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// The registry's profiles of a generation: those of the one before where its knowledge was the same (its
/// file was checked when the run began), else made anew.
void write_profiles(const fs::path& folder, std::uint64_t number, const tagging::Knowledge& knowledge) {
  const fs::path path = folder / layout::profiles_name(number);
  fs::remove(path);  // of a run that was interrupted
  const fs::path before = folder / layout::profiles_name(number - 1);
  if (fs::exists(before) &&
      format::SectionFile(before).section(tagging::Profiles::kVersionSection) == knowledge.version) {
    link_file(before, path);
  } else {
    tagging::Profiles(knowledge).write_registry(path);
  }
}

}  // namespace

WriterLock::WriterLock(const fs::path& index) {
  std::error_code error;
  fs::create_directories(layout::generations(index), error);
  if (!error) fs::create_directories(layout::segments(index), error);
  if (error) {
    throw base::Failure(base::ErrorCode::io,
                        fmt::format("cannot make the index folder {}: {}", index.string(), error.message()));
  }
  const fs::path path = index / "lock";
  fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd_ < 0)
    throw base::Failure(base::ErrorCode::io,
                        fmt::format("cannot open {}: {}", path.string(), std::strerror(errno)));
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd_);
    throw base::Failure(base::ErrorCode::locked,
                        fmt::format("another process is writing to {}", index.string()),
                        "wait until it has finished; searching goes on meanwhile");
  }
}

WriterLock::~WriterLock() {
  if (fd_ >= 0) ::close(fd_);
}

Draft draft_from(const fs::path& index, const std::shared_ptr<const format::Snapshot>& base) {
  Draft draft;
  if (base == nullptr) return draft;
  for (const format::LiveSegment& segment : base->segments()) {
    const auto entry =
        format::describe_file(layout::segment(index, segment.segment->name()), "manifest.json");
    draft.segments.push_back({segment, entry.hash});
  }
  return draft;
}

DraftSegment open_draft_segment(const fs::path& index, const format::GenerationSegment& sealed) {
  DraftSegment draft;
  draft.manifest = sealed.manifest;
  draft.live.segment = format::Segment::open(layout::segment(index, sealed.name), false);
  draft.live.live = format::Bitmap(draft.live.segment->size());
  draft.live.live.set_all();
  draft.live.live_count = draft.live.segment->size();
  return draft;
}

void merge_small_segments(const fs::path& index, std::uint64_t generation, Draft& draft) {
  std::erase_if(draft.segments, [](const DraftSegment& segment) { return segment.live.live_count == 0; });
  for (DraftSegment& segment : draft.segments) {
    if (mostly_deleted(segment.live)) segment = merge(index, generation, {segment});
  }
  for (bool merged = true; merged;) {
    merged = false;
    std::map<unsigned, std::vector<std::size_t>> tiers;
    for (std::size_t i = 0; i < draft.segments.size(); ++i) {
      const std::uint32_t live = draft.segments[i].live.live_count;
      if (live < kLargestMerge) tiers[tier(live)].push_back(i);
    }
    for (const auto& [number, members] : tiers) {
      if (members.size() < kMergeWidth) continue;
      std::vector<DraftSegment> sources;
      for (const std::size_t i : members) sources.push_back(draft.segments[i]);
      DraftSegment whole = merge(index, generation, sources);
      for (auto i = members.rbegin(); i != members.rend(); ++i) {
        draft.segments.erase(draft.segments.begin() + static_cast<std::ptrdiff_t>(*i));
      }
      draft.segments.push_back(std::move(whole));
      merged = true;
      break;
    }
  }
}

void link_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_hard_link(from, to, error);
  if (!error) return;
  fs::copy_file(from, to);
  base::sync_file(to);
}

void publish(const fs::path& index, std::uint64_t number, const Draft& draft,
             const tagging::Knowledge& knowledge, const base::Clock& clock) {
  const fs::path folder = layout::generations(index);
  const std::string live_name = fmt::format("{}.live", number);
  const std::string changes_name = fmt::format("{}.changes", number);
  format::GenerationManifest manifest;
  manifest.format = format::kFormatVersion;
  manifest.number = number;
  manifest.date = base::iso8601(clock());
  manifest.registry = draft.registry;
  manifest.data = draft.data;
  format::SectionWriter live(folder / live_name);
  for (const DraftSegment& segment : draft.segments) {
    const format::LiveSegment& entry = segment.live;
    manifest.papers += entry.live_count;
    manifest.segments.push_back(
        {entry.segment->name(), entry.segment->size(), entry.live_count, segment.manifest});
    if (entry.live_count != entry.segment->size()) live.add_array(entry.segment->name(), entry.live.words());
  }
  live.close();
  base::write_file_atomically(folder / changes_name, draft.changes);
  const std::string profiles_name = layout::profiles_name(number);
  write_profiles(folder, number, knowledge);
  manifest.files = {format::describe_file(folder, live_name), format::describe_file(folder, changes_name),
                    format::describe_file(folder, profiles_name)};
  base::write_file_atomically(layout::generation(index, number), format::to_text(manifest));
  base::write_file_atomically(layout::current(index),
                              format::with_check_line(fmt::format("generation {}", number)));
}

void sweep(const fs::path& index, const std::vector<std::string>& keep) {
  const std::uint64_t current = format::read_current(index);
  std::set<std::string> wanted(keep.begin(), keep.end());
  std::set<std::string> wanted_files;
  for (const std::uint64_t number : published_generations(index)) {
    // A generation above CURRENT was written but never published.
    if (number > current || number + kKeptGenerations <= current) continue;
    const fs::path path = layout::generation(index, number);
    const format::GenerationManifest manifest =
        format::parse_generation_manifest(base::read_file(path), path);
    for (const format::GenerationSegment& segment : manifest.segments) wanted.insert(segment.name);
    wanted_files.insert(path.filename().string());
    for (const format::FileEntry& file : manifest.files) wanted_files.insert(file.name);
  }
  // Generations go first: one that is listed always has its segments.
  for (const auto& [folder, names] :
       {std::pair(layout::generations(index), &wanted_files), std::pair(layout::segments(index), &wanted)}) {
    std::vector<fs::path> rubbish;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
      if (!names->contains(entry.path().filename().string())) rubbish.push_back(entry.path());
    }
    for (const fs::path& path : rubbish) fs::remove_all(path);
    if (!rubbish.empty()) base::sync_folder(folder);
  }
}

std::string new_segment_name(const fs::path& index, std::uint64_t generation) {
  static std::mutex mutex;  // workers of one run ask at the same time
  const std::lock_guard lock(mutex);
  for (unsigned n = 1;; ++n) {
    std::string name = fmt::format("{}-{}", generation, n);
    std::error_code error;
    if (fs::create_directory(layout::segment(index, name), error)) return name;
    if (error)
      throw base::Failure(base::ErrorCode::io,
                          fmt::format("cannot make segment {}: {}", name, error.message()));
  }
}

}  // namespace labtrail::indexer
