#include "searcher/bundle/freeze.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <limits>
#include <set>

#include "corpus/base/file.h"
#include "corpus/base/json_writer.h"
#include "corpus/base/text.h"
#include "corpus/paper_json.h"
#include "searcher/bundle/container.h"
#include "searcher/bundle/page.h"
#include "searcher/bundle/spool.h"
#include "searcher/bundle/unfinished.h"
#include "searcher/evidence_json.h"
#include "searcher/export/csv.h"

namespace labtrail::bundle {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using format::FacetField;
using ByteSink = std::function<void(std::string_view)>;

constexpr FacetField kCounted[] = {FacetField::year, FacetField::country, FacetField::institution,
                                   FacetField::lab, FacetField::funder};

base::Result<void> check(const FreezeRequest& request) {
  const auto one = [](std::string_view name, const std::string& text,
                      std::size_t most) -> base::Result<void> {
    if (text.size() > most)
      return base::fail(ErrorCode::too_large, fmt::format("the {} is longer than {} bytes", name, most));
    if (!base::is_utf8(text))
      return base::fail(ErrorCode::bad_request, fmt::format("the {} is not valid UTF-8", name));
    return {};
  };
  if (auto checked = one("title", request.title, kMostTitleBytes); !checked) return checked;
  if (std::any_of(request.title.begin(), request.title.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
    return base::fail(ErrorCode::bad_request, "the title holds a line break or another control character",
                      "what needs more than a line belongs into the note");
  return one("note", request.note, kMostNoteBytes);
}

/// Every value that some paper of the bundle has, with its number of papers.
std::string counts_text(const Manifest& manifest, const std::vector<searcher::Facet>& facets) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().field("unit", "papers").field("count", manifest.count);
  json.field("generation", manifest.generation.number).field("generation_date", manifest.generation.date);
  json.key("facets").begin_object();
  for (const searcher::Facet& facet : facets) {
    json.key(format::name(facet.field)).begin_object();
    json.field("distinct", facet.distinct).field("none", facet.none).key("buckets").begin_array();
    for (const searcher::FacetBucket& bucket : facet.buckets) {
      if (bucket.count == 0) continue;
      json.begin_object().field("value", bucket.value).field("label", bucket.label);
      json.field("count", bucket.count).end_object();
    }
    json.end_array().end_object();
  }
  json.end_object().end_object();
  out += '\n';
  return out;
}

void write_values(base::JsonWriter& json, std::string_view name, const std::vector<std::string>& values) {
  json.key(name).begin_array();
  for (const std::string& value : values) json.string(value);
  json.end_array();
}

/// Takes the result and makes the parts from it, side by side, in one pass.
class Draft {
 public:
  explicit Draft(const fs::path& folder)
      : page_(folder),
        papers_on_page_(folder),
        rows_(folder),
        table_(folder),
        evidence_(folder),
        counts_(folder) {}

  base::Result<void> collect(const searcher::Searcher& searcher, const FreezeRequest& request) {
    searcher::Request asked;
    asked.query = request.query;
    asked.filter = request.filter;
    asked.sort = searcher::Sort::id;
    asked.deadline = request.deadline;
    for (const FacetField field : kCounted)
      asked.facets.push_back({field, std::numeric_limits<std::size_t>::max()});
    const auto selected = searcher.select(asked);
    if (!selected) return tl::unexpected(selected.error());
    if (auto begun = begin(request, (*selected)->facts()); !begun) return begun;
    (void)(*selected)->each_match([&](const searcher::Match& match) { return add(match); });
    finish();
    return {};
  }

  /// The manifest with its id; the whole bundle, in order, goes to `sink`.
  base::Result<Manifest> write(const std::function<void(std::uint64_t size)>& begin, const ByteSink& sink) {
    std::vector<PartHead> heads(1);
    const std::vector<std::pair<std::string_view, Spool*>> parts{{kPageName, &page_},
                                                                 {kRowsName, &rows_},
                                                                 {kTableName, &table_},
                                                                 {kEvidenceName, &evidence_},
                                                                 {kCountsName, &counts_}};
    for (const auto& [name, spool] : parts) {
      if (spool->size() > kMostBytes) return too_large();
      manifest_.parts.push_back({std::string(name), spool->size(), spool->take_sha256()});
      heads.push_back({std::string(name), static_cast<std::uint32_t>(spool->size()), spool->crc()});
    }
    const std::string manifest = to_text(manifest_);
    manifest_.id = id_of_text(manifest);
    heads[0] = {std::string(kManifestName), static_cast<std::uint32_t>(manifest.size()), crc32(0, manifest)};
    if (archive_size(heads) > kMostBytes) return too_large();
    begin(archive_size(heads));
    sink(local_header(heads[0]));
    sink(manifest);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      sink(local_header(heads[i + 1]));
      parts[i].second->each(sink);
    }
    sink(directory(heads));
    return manifest_;
  }

 private:
  static tl::unexpected<base::Error> too_large() {
    return base::fail(ErrorCode::too_large, "the bundle would be larger than 4 GiB",
                      "freeze it in parts, for example year by year");
  }

  base::Result<void> begin(const FreezeRequest& request, const searcher::SelectionFacts& facts) {
    if (request.most_papers && facts.total > *request.most_papers) {
      return base::fail(
          ErrorCode::too_large,
          fmt::format("{} papers are too many to freeze here; at most {}", facts.total, *request.most_papers),
          "narrow the search, or use labtrail-search evidence freeze, which has no such limit");
    }
    manifest_.title = request.title;
    manifest_.note = request.note;
    manifest_.query = facts.query;
    manifest_.filter = facts.filter;
    manifest_.generation = facts.generation;
    manifest_.count = facts.total;
    manifest_.candidates = facts.candidates;
    manifest_.period = {facts.first_year, facts.last_year, facts.without_year};
    manifest_.program = "Labtrail " LABTRAIL_VERSION;
    facets_ = facts.facets;
    exporting::append_csv_header(line_);
    table_.add(line_);
    return {};
  }

  bool add(const searcher::Match& match) {
    line_.clear();
    corpus::append_json(line_, match.paper);
    line_ += '\n';
    rows_.add(line_);
    line_.clear();
    exporting::append_csv(line_, match.paper, match.counted);
    table_.add(line_);
    line_.clear();
    base::JsonWriter json(line_);
    json.begin_object().field("id", match.paper.id);
    searcher::write_evidence(json, match.evidence);
    json.key("counted").begin_object();
    write_values(json, "institutions", match.counted.institutions);
    write_values(json, "labs", match.counted.labs);
    json.end_object();
    searcher::write_matched(json, match.highlights);
    json.end_object();
    line_ += '\n';
    evidence_.add(line_);
    papers_on_page_.add(page_paper(match, ++number_));
    if (!match.evidence.registry.empty()) registries_.insert(match.evidence.registry);
    return true;
  }

  /// What needs to know all papers.
  void finish() {
    if (number_ != manifest_.count)
      throw base::Failure(ErrorCode::corrupt,
                          fmt::format("{} papers were counted, and {} given", manifest_.count, number_),
                          "run: labtrail-index verify");
    manifest_.registries.assign(registries_.begin(), registries_.end());
    page_.add(page_head(manifest_, facets_));
    page_.add(papers_on_page_);
    page_.add(page_tail());
    counts_.add(counts_text(manifest_, facets_));
  }

  Spool page_;
  Spool papers_on_page_;
  Spool rows_;
  Spool table_;
  Spool evidence_;
  Spool counts_;
  std::string line_;
  std::uint64_t number_ = 0;
  std::set<std::string> registries_;
  std::vector<searcher::Facet> facets_;
  Manifest manifest_;
};

tl::unexpected<base::Error> refuse_existing(const fs::path& file) {
  return base::fail(ErrorCode::bad_request, fmt::format("{} exists already", file.string()),
                    "evidence is not overwritten unless you say --force");
}

}  // namespace

base::Result<Manifest> freeze(const searcher::Searcher& searcher, const FreezeRequest& request,
                              const FreezeTarget& target) {
  if (auto checked = check(request); !checked) return tl::unexpected(checked.error());
  if (!target.replace && fs::exists(fs::symlink_status(target.file))) return refuse_existing(target.file);
  const fs::path folder = target.file.has_parent_path() ? target.file.parent_path() : fs::path(".");
  Draft draft(folder);
  if (auto collected = draft.collect(searcher, request); !collected) return tl::unexpected(collected.error());
  Unfinished unfinished(target.file);
  base::OutputFile out(unfinished.path());
  auto manifest = draft.write([](std::uint64_t) {}, [&](std::string_view bytes) { out.write(bytes); });
  if (!manifest) return manifest;
  out.close();
  if (!unfinished.publish(target.replace)) return refuse_existing(target.file);
  return manifest;
}

base::Result<FrozenBytes> freeze_bytes(const searcher::Searcher& searcher, const FreezeRequest& request,
                                       const fs::path& folder) {
  if (auto checked = check(request); !checked) return tl::unexpected(checked.error());
  Draft draft(folder);
  if (auto collected = draft.collect(searcher, request); !collected) return tl::unexpected(collected.error());
  FrozenBytes out;
  auto manifest = draft.write([&](std::uint64_t size) { out.bytes.reserve(size); },
                              [&](std::string_view bytes) { out.bytes += bytes; });
  if (!manifest) return tl::unexpected(manifest.error());
  out.manifest = std::move(*manifest);
  return out;
}

}  // namespace labtrail::bundle
