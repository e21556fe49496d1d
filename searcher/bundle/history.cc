#include "searcher/bundle/history.h"

#include <fmt/format.h>

#include "corpus/base/error.h"
#include "corpus/base/file.h"
#include "indexer/format/manifest.h"
#include "searcher/bundle/bundle.h"

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
    const auto generation = read_generation(index, number);
    if (!generation) return std::nullopt;
    const std::string name = fmt::format("{}.changes", number);
    for (const format::FileEntry& file : generation->files) {
      if (file.name != name) continue;
      const auto faults = format::check_files(format::layout::generations(index), {file});
      if (!faults.empty())
        throw base::Failure(base::ErrorCode::corrupt, faults.front(), "run: labtrail-index verify");
      out.add(base::read_file(format::layout::generations(index) / name));
    }
  }
  return out;
}

void History::add(std::string_view list) {
  Lines lines(list);
  for (auto line = lines.next(); line; line = lines.next()) {
    const std::size_t tab = line->find('\t');
    if (tab == std::string_view::npos) continue;
    const std::string_view what = line->substr(0, tab);
    const auto [entry, first] = events_.try_emplace(std::string(line->substr(tab + 1)));
    Events& events = entry->second;
    if (what == "added" && first) {
      events.is_new = true;
    } else if (what == "added" || what == "changed" || what == "removed") {
      events.record_changed = true;
    } else if (what == "retagged") {
      events.retagged = true;
    }
  }
}

History::Events History::of(std::string_view id) const {
  const auto known = events_.find(std::string(id));
  return known == events_.end() ? Events{} : known->second;
}

}  // namespace labtrail::bundle
