#include "indexer/retag.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <tuple>

#include "corpus/base/file.h"
#include "corpus/paper_json.h"
#include "indexer/format/changes.h"
#include "indexer/tagging/tags_builder.h"

namespace labtrail::indexer {

namespace fs = std::filesystem;
namespace layout = format::layout;
using format::FacetField;

namespace {

/// The fields whose values are counted, and compared here.
constexpr FacetField kTagFields[] = {FacetField::country, FacetField::institution, FacetField::funder,
                                     FacetField::topic,   FacetField::lab,         FacetField::list};

struct FieldValue {
  FacetField field;
  std::string value;
  std::string label;
  bool operator<(const FieldValue& other) const {
    return field != other.field ? field < other.field : value < other.value;
  }
};

std::vector<FieldValue> values_of(const format::Segment& segment, std::uint32_t doc) {
  std::vector<FieldValue> out;
  for (const FacetField field : kTagFields) {
    const format::FacetColumn& column = segment.facet(field);
    for (const std::uint32_t ordinal : column.of(doc))
      out.push_back({field, std::string(column.value(ordinal)), std::string(column.label(ordinal))});
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<FieldValue> values_of(const tagging::PaperTags& tags) {
  std::vector<FieldValue> out;
  for (const tagging::TagValue& value : tags.values) {
    if (std::find(std::begin(kTagFields), std::end(kTagFields), value.field) == std::end(kTagFields))
      continue;
    const bool mention = value.field == FacetField::institution || value.field == FacetField::funder ||
                         value.field == FacetField::lab;
    if (value.state != format::State::asserted || (mention && value.role != format::own_role(value.field)))
      continue;
    out.push_back({value.field, value.value, value.label});
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// All that a clause can ask of a paper's tags, candidates and lineage among it: whoever follows the change
/// list must hear of it, although it is not counted as gained or lost.
using Borne = std::tuple<FacetField, format::State, format::Role, std::string>;

bool counts_mentions(FacetField field) {
  return field == FacetField::institution || field == FacetField::funder || field == FacetField::lab;
}

std::vector<Borne> all_of(const format::Segment& segment, std::uint32_t doc) {
  std::vector<Borne> out;
  const auto add = [&](FacetField field, format::State state, format::Role role,
                       const format::FacetColumn& column) {
    for (const std::uint32_t ordinal : column.of(doc))
      out.emplace_back(field, state, role, std::string(column.value(ordinal)));
  };
  for (std::size_t f = 0; f < format::kFacetFields; ++f) {
    const auto field = static_cast<FacetField>(f);
    if (format::row(field).layer != format::Layer::tags) continue;
    if (!counts_mentions(field)) {
      add(field, format::State::asserted, format::own_role(field), segment.facet(field));
      continue;
    }
    for (std::size_t s = 0; s < format::kStates; ++s) {
      for (std::size_t r = 0; r < format::kRoles; ++r) {
        const auto state = static_cast<format::State>(s);
        const auto role = static_cast<format::Role>(r);
        const format::FacetColumn& column = segment.mentions(field, state, role);
        if (column.values() > 0) add(field, state, role, column);
      }
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<Borne> all_of(const tagging::PaperTags& tags) {
  std::vector<Borne> out;
  for (const tagging::TagValue& value : tags.values) {
    if (counts_mentions(value.field)) {
      out.emplace_back(value.field, value.state, value.role, value.value);
    } else {
      out.emplace_back(value.field, format::State::asserted, format::own_role(value.field), value.value);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void note(TagDifference& difference, std::string_view id, const std::vector<FieldValue>& before,
          const std::vector<FieldValue>& after, bool differs_otherwise) {
  std::vector<FieldValue> gained;
  std::vector<FieldValue> lost;
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(gained));
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(lost));
  for (const auto& [changes, count] :
       {std::pair(&gained, &TagChange::gained), std::pair(&lost, &TagChange::lost)}) {
    for (const FieldValue& value : *changes) {
      TagChange& change = difference.values[{value.field, value.value}];
      change.label = value.label.empty() ? value.value : value.label;
      ++(change.*count);
    }
  }
  if (!gained.empty() || !lost.empty() || differs_otherwise) difference.papers.emplace_back(id);
}

corpus::Paper paper_of(std::string_view json) {
  auto paper = corpus::from_json(json);
  if (!paper)
    throw base::Failure(base::ErrorCode::corrupt,
                        "a record of the index cannot be read: " + paper.error().message);
  return std::move(*paper);
}

}  // namespace

DraftSegment retag_segment(const fs::path& index, std::uint64_t generation, const DraftSegment& old,
                           const std::shared_ptr<const tagging::Knowledge>& knowledge,
                           TagDifference& difference) {
  const format::Segment& segment = *old.live.segment;
  const fs::path before = layout::segment(index, segment.name());
  const std::string name = new_segment_name(index, generation);
  const fs::path folder = layout::segment(index, name);

  tagging::Tagger tagger(knowledge);
  tagging::TagsBuilder tags(knowledge->version);
  segment.records().each(0, segment.size(), [&](std::uint32_t doc, std::string_view json) {
    const corpus::Paper paper = paper_of(json);
    const tagging::PaperTags& made = tagger.tag(paper);
    tags.add(made, *knowledge->registry);
    if (old.live.live.test(doc)) {
      note(difference, segment.ids().id(doc), values_of(segment, doc), values_of(made),
           all_of(segment, doc) != all_of(made));
    }
  });
  tags.add_synonyms(tagger.synonyms());
  tags.add_profiles(tagger.profiles());
  tags.write(folder / "tags");

  const fs::path manifest_path = before / "manifest.json";
  format::SegmentManifest manifest =
      format::parse_segment_manifest(base::read_file(manifest_path), manifest_path);
  for (format::FileEntry& file : manifest.files) {
    if (file.name == "tags") {
      file = format::describe_file(folder, "tags");
    } else {
      link_file(before / file.name, folder / file.name);
    }
  }
  const std::string text = format::to_text(manifest);
  base::write_file_atomically(folder / "manifest.json", text);
  base::sync_folder(folder.parent_path());
  DraftSegment fresh = open_draft_segment(index, {name, segment.size(), segment.size(), base::hash128(text)});
  fresh.live.live = old.live.live;
  fresh.live.live_count = old.live.live_count;
  return fresh;
}

bool retag_draft(const fs::path& index, std::uint64_t generation, Draft& draft,
                 const std::shared_ptr<const tagging::Knowledge>& knowledge, TagDifference& difference) {
  bool any = false;
  auto kind = format::ChangeKind::corrected;
  for (DraftSegment& segment : draft.segments) {
    const std::string_view version = segment.live.segment->evidence().version();
    if (version == knowledge->version) continue;
    if (format::undecided(version) != format::undecided(knowledge->version))
      kind = format::ChangeKind::retagged;
    segment = retag_segment(index, generation, segment, knowledge, difference);
    any = true;
  }
  std::sort(difference.papers.begin(), difference.papers.end());
  for (const std::string& id : difference.papers) format::append_change(draft.changes, kind, id);
  return any;
}

std::pair<std::string, std::string> tagging_folders(const fs::path& index, const TaggingFolders& folders) {
  std::string registry;
  std::string data;
  if (const std::uint64_t current = format::read_current(index); current != 0) {
    const fs::path path = layout::generation(index, current);
    const format::GenerationManifest manifest =
        format::parse_generation_manifest(base::read_file(path), path);
    registry = manifest.registry;
    data = manifest.data;
  }
  if (folders.registry)
    registry = folders.registry->empty() ? "" : fs::absolute(*folders.registry).lexically_normal().string();
  if (folders.data)
    data = folders.data->empty() ? "" : fs::absolute(*folders.data).lexically_normal().string();
  return {registry, data};
}

std::shared_ptr<const tagging::Knowledge> knowledge_for(const fs::path& index, const TaggingFolders& folders,
                                                        std::vector<tagging::Decision> further) {
  const auto [registry, data] = tagging_folders(index, folders);
  if (!registry.empty() && !fs::is_directory(registry)) {
    throw base::Failure(
        base::ErrorCode::not_found, fmt::format("the registry folder {} is not there", registry),
        "name the folder with --registry DIR; --registry '' takes the shipped registry alone");
  }
  auto knowledge = tagging::load_knowledge({registry, data, std::move(further)});
  if (!knowledge) throw base::Failure(knowledge.error());
  return *knowledge;
}

RetagSummary retag(const RetagOptions& options) {
  const auto begun = std::chrono::steady_clock::now();
  if (format::read_current(options.index) == 0) {
    throw base::Failure(base::ErrorCode::not_found,
                        fmt::format("there is no index at {}", options.index.string()),
                        "make one with: labtrail-index ingest --index DIR PATH...");
  }
  const WriterLock lock(options.index);
  const auto knowledge = knowledge_for(options.index, options.folders);
  const auto base = format::Snapshot::open(options.index);
  RetagSummary summary;
  summary.generation = base->number();
  summary.papers = base->papers();
  sweep(options.index, {});
  Draft draft = draft_from(options.index, base);
  std::tie(draft.registry, draft.data) = tagging_folders(options.index, options.folders);
  if (retag_draft(options.index, base->number() + 1, draft, knowledge, summary.difference)) {
    publish(options.index, base->number() + 1, draft, *knowledge, options.clock);
    sweep(options.index, {});
    summary.generation = base->number() + 1;
  }
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return summary;
}

TagDifference preview(const fs::path& index, const TaggingFolders& folders,
                      const std::vector<tagging::Decision>& further) {
  const auto base = format::Snapshot::open(index);
  // With and without the decisions, by the knowledge of this moment: an index that waits for `retag` mixes
  // nothing in.
  tagging::Tagger now(knowledge_for(index, folders));
  tagging::Tagger then(knowledge_for(index, folders, further));
  TagDifference difference;
  for (const format::LiveSegment& segment : base->segments()) {
    segment.segment->records().each(0, segment.segment->size(),
                                    [&](std::uint32_t doc, std::string_view json) {
                                      if (!segment.live.test(doc)) return;
                                      const corpus::Paper paper = paper_of(json);
                                      const tagging::PaperTags before = now.tag(paper);
                                      const tagging::PaperTags& after = then.tag(paper);
                                      note(difference, segment.segment->ids().id(doc), values_of(before),
                                           values_of(after), all_of(before) != all_of(after));
                                    });
  }
  std::sort(difference.papers.begin(), difference.papers.end());
  return difference;
}

}  // namespace labtrail::indexer
