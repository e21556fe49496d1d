#include "searcher/bundle/history.h"

#include "corpus/base/file.h"
#include "indexer/format/manifest.h"

namespace labtrail::bundle {
namespace {

namespace fs = std::filesystem;

/// Nothing when the generation is no longer kept.
std::optional<format::GenerationManifest> read_generation(const fs::path& index, std::uint64_t number) {
  const fs::path path = format::layout::generation(index, number);
  if (!fs::exists(path)) return std::nullopt;
  return format::parse_generation_manifest(base::read_file(path), path);
}

}  // namespace

std::optional<History> History::between(const fs::path& index, const searcher::GenerationInfo& then,
                                        const searcher::GenerationInfo& now) {
  // An index that was built anew starts again at 1: number and date together name a generation.
  const auto first = read_generation(index, then.number);
  if (!first || first->date != then.date || then.number > now.number) return std::nullopt;
  History out;
  for (std::uint64_t number = then.number + 1; number <= now.number; ++number) {
    const auto list = format::read_changes(index, number);
    if (!list) return std::nullopt;
    out.add(list->changes);
  }
  return out;
}

void History::add(const std::vector<format::Change>& list) {
  using Kind = format::ChangeKind;
  for (const format::Change& change : list) {
    const auto [entry, first] = events_.try_emplace(change.id);
    Events& events = entry->second;
    switch (change.kind) {
      case Kind::added:
        (first ? events.is_new : events.record_changed) = true;
        break;
      case Kind::changed:
      case Kind::removed:
        events.record_changed = true;
        break;
      case Kind::retagged:
        events.retagged = true;
        break;
      case Kind::corrected:
        events.corrected = true;
        break;
      case Kind::retracted:
      case Kind::merged:
        break;  // the line before says that the record changed or went
    }
  }
}

History::Events History::of(std::string_view id) const {
  const auto known = events_.find(std::string(id));
  return known == events_.end() ? Events{} : known->second;
}

}  // namespace labtrail::bundle
