#include "indexer/format/snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "indexer/format/manifest.h"

namespace labtrail::format {
namespace {

/// Joins the sorted dictionaries of all segments; equal values get one ordinal, the first label that says
/// more than the value wins.
FacetDictionary join(const std::vector<LiveSegment>& segments, FacetField field) {
  FacetDictionary joined;
  struct Entry {
    std::string_view value;
    std::uint32_t segment;
    std::uint32_t ordinal;
  };
  std::vector<Entry> entries;
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    const FacetColumn& column = segments[s].segment->facet(field);
    joined.from_segment.emplace_back(column.values());
    for (std::uint32_t o = 0; o < column.values(); ++o) entries.push_back({column.value(o), s, o});
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.value != b.value ? a.value < b.value : a.segment < b.segment;
  });
  for (const Entry& entry : entries) {
    const std::string_view label = segments[entry.segment].segment->facet(field).label(entry.ordinal);
    if (joined.values.empty() || joined.values.back() != entry.value) {
      joined.values.push_back(entry.value);
      joined.labels.push_back(label);
    } else if (joined.labels.back() == entry.value) {
      joined.labels.back() = label;
    }
    joined.from_segment[entry.segment][entry.ordinal] = static_cast<std::uint32_t>(joined.values.size() - 1);
  }
  return joined;
}

/// The store and the file that it reads, kept together.
std::shared_ptr<const ProfileStore> open_profiles(const std::filesystem::path& path) {
  struct Opened {
    explicit Opened(const std::filesystem::path& path) : file(path), store(file) {}
    SectionFile file;
    ProfileStore store;
  };
  const auto opened = std::make_shared<const Opened>(path);
  return {opened, &opened->store};
}

}  // namespace

std::optional<std::uint32_t> FacetDictionary::find(std::string_view value) const {
  const auto at = std::lower_bound(values.begin(), values.end(), value);
  if (at == values.end() || *at != value) return std::nullopt;
  return static_cast<std::uint32_t>(at - values.begin());
}

Snapshot::Part Snapshot::part(const Snapshot& whole, const std::vector<Bitmap>& wanted) {
  Part out;
  std::shared_ptr<Snapshot> snapshot(new Snapshot());
  snapshot->number_ = whole.number_;
  snapshot->date_ = whole.date_;
  snapshot->identity_ = whole.identity_;
  for (std::uint32_t s = 0; s < whole.segments_.size(); ++s) {
    const std::uint32_t papers = wanted[s].count();
    if (papers == 0) continue;
    snapshot->segments_.push_back({whole.segments_[s].segment, wanted[s], papers});
    snapshot->papers_ += papers;
    out.segments.push_back(s);
  }
  for (const FacetField field : kBroughtFields) {
    const FacetDictionary& all = whole.dictionary(field);
    FacetDictionary& some = snapshot->dictionaries_[static_cast<std::size_t>(field)];
    some.values = all.values;
    some.labels = all.labels;
    for (const std::uint32_t s : out.segments) some.from_segment.push_back(all.from_segment[s]);
  }
  snapshot->registry_profiles_ = whole.registry_profiles_;
  out.snapshot = std::move(snapshot);
  return out;
}

std::uint64_t Snapshot::current_number(const std::filesystem::path& index) {
  return read_current(index);
}

std::shared_ptr<const Snapshot> Snapshot::open(const std::filesystem::path& index,
                                               const std::shared_ptr<const Snapshot>& previous) {
  const auto open_generation = [&](std::uint64_t number) {
    const std::filesystem::path path = layout::generation(index, number);
    const std::string text = base::read_file(path);
    const GenerationManifest manifest = parse_generation_manifest(text, path);
    const std::vector<std::string> faults = check_files(layout::generations(index), manifest.files);
    if (!faults.empty())
      throw base::Failure(base::ErrorCode::corrupt, faults.front(), "run: labtrail-index verify");
    const SectionFile live(layout::generations(index) / fmt::format("{}.live", number));
    std::shared_ptr<Snapshot> snapshot(new Snapshot());
    snapshot->registry_profiles_ = open_profiles(layout::generations(index) / layout::profiles_name(number));
    snapshot->number_ = number;
    snapshot->date_ = manifest.date;
    snapshot->papers_ = manifest.papers;
    snapshot->identity_ = base::hash128(text);
    for (const GenerationSegment& entry : manifest.segments) {
      LiveSegment opened;
      if (previous != nullptr) {
        for (const LiveSegment& known : previous->segments()) {
          if (known.segment->name() == entry.name) opened.segment = known.segment;
        }
      }
      if (opened.segment == nullptr) {
        const FileEntry found = describe_file(layout::segment(index, entry.name), "manifest.json");
        if (found.hash != entry.manifest) {
          throw base::Failure(
              base::ErrorCode::corrupt,
              fmt::format("the manifest of segment {} is not the one that generation {} was made with",
                          entry.name, number),
              "run: labtrail-index verify");
        }
        opened.segment = Segment::open(layout::segment(index, entry.name), true);
      }
      opened.live = Bitmap(opened.segment->size());
      if (live.has(entry.name)) {
        const std::string_view words = live.section(entry.name);
        if (words.size() != opened.live.words().size() * sizeof(std::uint64_t)) {
          throw base::Failure(base::ErrorCode::corrupt,
                              fmt::format("the live papers of segment {} do not fit it", entry.name));
        }
        if (!words.empty()) std::memcpy(opened.live.words().data(), words.data(), words.size());
      } else {
        opened.live.set_all();
      }
      opened.live_count = opened.live.count();
      snapshot->segments_.push_back(std::move(opened));
    }
    for (std::size_t f = 0; f < kFacetFields; ++f) {
      snapshot->dictionaries_[f] = join(snapshot->segments_, static_cast<FacetField>(f));
    }
    return snapshot;
  };

  // A writer may publish and clean up between our reading of CURRENT and our opening of the files: then
  // CURRENT has changed, and the newer generation is there.
  for (std::uint64_t number = read_current(index);;) {
    if (number == 0) {
      throw base::Failure(base::ErrorCode::not_found, fmt::format("there is no index at {}", index.string()),
                          "make one with: labtrail-index ingest --index DIR PATH...");
    }
    try {
      return open_generation(number);
    } catch (const base::Failure&) {
      const std::uint64_t now = read_current(index);
      if (now == number) throw;
      number = now;
    }
  }
}

std::optional<Snapshot::Location> Snapshot::find(std::string_view id) const {
  for (std::uint32_t s = static_cast<std::uint32_t>(segments_.size()); s-- > 0;) {
    if (const auto doc = segments_[s].segment->ids().find(id); doc && segments_[s].live.test(*doc))
      return Location{s, *doc};
  }
  return std::nullopt;
}

}  // namespace labtrail::format
