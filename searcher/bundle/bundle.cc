#include "searcher/bundle/bundle.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corpus/json_tree.h"
#include "corpus/paper_json.h"
#include "searcher/bundle/container.h"
#include "searcher/bundle/page.h"
#include "searcher/bundle/sha256.h"

namespace labtrail::bundle {
namespace {

constexpr std::array kOrder{kPageName, kRowsName, kTableName, kEvidenceName, kCountsName};

std::uint64_t occurrences(std::string_view text, std::string_view what) {
  std::uint64_t count = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size()))
    ++count;
  return count;
}

/// Rows of a CSV text, its header among them; line breaks inside quotes end no row.
std::uint64_t csv_rows(std::string_view text) {
  std::uint64_t rows = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) ++rows;
  }
  return rows;
}

class Verifier {
 public:
  explicit Verifier(Reading reading) : reading_(std::move(reading)) {
    out_.faults = std::move(reading_.faults);
  }

  Verification verify() {
    if (read_manifest()) {
      check_list();
      // Only a forger, or a fault of ours, gets so far with contents that do not belong together.
      if (out_.faults.empty()) check_contents();
    }
    return std::move(out_);
  }

 private:
  void fault(std::string sentence) { out_.faults.push_back(std::move(sentence)); }

  const StoredPart* find(std::string_view name) const {
    for (const StoredPart& part : reading_.parts) {
      if (part.name == name) return &part;
    }
    return nullptr;
  }
  [[nodiscard]] std::string_view content(std::string_view name) const {
    const StoredPart* part = find(name);
    return part == nullptr ? std::string_view{} : part->bytes;
  }

  bool read_manifest() {
    if (reading_.parts.empty()) {
      if (out_.faults.empty()) fault("there are no parts");
      return false;
    }
    if (reading_.parts.front().name != kManifestName) {
      fault(fmt::format("the first part is '{}', not the manifest", reading_.parts.front().name));
      return false;
    }
    const std::string_view text = reading_.parts.front().bytes;
    auto manifest = parse_manifest(text);
    if (!manifest) {
      fault(manifest.error().message);
      return false;
    }
    if (manifest->id != id_of_text(text)) {
      fault("the id does not belong to the manifest: one of them was changed");
    } else if (to_text(*manifest) != text) {
      fault("the manifest is not written as a manifest is");
    }
    out_.manifest = std::move(*manifest);
    return true;
  }

  void check_list() {
    const std::vector<Part>& listed = out_.manifest->parts;
    if (!std::equal(listed.begin(), listed.end(), kOrder.begin(), kOrder.end(),
                    [](const Part& part, std::string_view name) { return part.name == name; }))
      fault("the manifest does not list the parts that a bundle has");
    std::vector<std::string_view> order;
    for (std::size_t i = 1; i < reading_.parts.size(); ++i) {
      const StoredPart& stored = reading_.parts[i];
      const bool known = std::any_of(listed.begin(), listed.end(),
                                     [&](const Part& part) { return part.name == stored.name; });
      if (known) {
        order.push_back(stored.name);
      } else {
        fault(fmt::format("part '{}' is not in the manifest", stored.name));
      }
    }
    for (const Part& part : listed) check_part(part);
    if (order.size() == listed.size() &&
        !std::equal(order.begin(), order.end(), listed.begin(),
                    [](std::string_view name, const Part& part) { return part.name == name; }))
      fault("the parts stand in another order than in the manifest");
  }

  void check_part(const Part& part) {
    const StoredPart* stored = find(part.name);
    if (stored == nullptr) {
      fault(is_part_name(part.name) ? fmt::format("part '{}' is missing", part.name)
                                    : "the manifest lists a part by a name that no part may have");
    } else if (stored->bytes.size() != part.size) {
      fault(fmt::format("part '{}' has {} bytes instead of {}", part.name, stored->bytes.size(), part.size));
    } else if (sha256(stored->bytes) != part.sha256) {
      fault(fmt::format("part '{}' was changed: its SHA-256 does not fit", part.name));
    }
  }

  void expect(std::string_view name, std::uint64_t papers) {
    if (papers != out_.manifest->count)
      fault(fmt::format("{} holds {} papers, the manifest counts {}", name, papers, out_.manifest->count));
  }

  void check_contents() {
    Lines rows(content(kRowsName));
    Lines evidence(content(kEvidenceName));
    corpus::JsonTree tree;
    corpus::JsonTree row_tree;
    std::uint64_t number = 0;
    std::uint64_t evidence_number = 0;
    std::string before;
    bool readable = true;
    for (auto row = rows.next(); row; row = rows.next()) {
      ++number;
      const auto line = evidence.next();
      if (line) ++evidence_number;
      if (!readable) continue;  // one sentence is enough
      const auto paper = row_tree.parse(*row).and_then(
          [](const corpus::JsonValue& value) { return corpus::from_json(value); });
      const auto shown = line ? tree.parse(*line) : base::Result<corpus::JsonValue>(corpus::JsonValue());
      if (!paper) {
        fault(fmt::format("line {} of {} cannot be read: {}", number, kRowsName, paper.error().message));
      } else if (!shown) {
        fault(fmt::format("line {} of {} cannot be read: {}", number, kEvidenceName, shown.error().message));
      } else if (line && (*shown)["id"].string() != paper->id) {
        fault(fmt::format("line {} of {} is about another paper than that of {}", number, kEvidenceName,
                          kRowsName));
      } else if (number > 1 && paper->id <= before) {
        fault(fmt::format("line {} of {} is out of order", number, kRowsName));
      } else {
        before = paper->id;
        continue;
      }
      readable = false;
    }
    while (evidence.next()) ++evidence_number;
    expect(kRowsName, number);
    expect(kEvidenceName, evidence_number);
    const std::uint64_t table_rows = csv_rows(content(kTableName));
    expect(kTableName, table_rows == 0 ? 0 : table_rows - 1);
    expect(kPageName, occurrences(content(kPageName), kPaperMark));
    const auto counts = tree.parse(content(kCountsName));
    if (!counts || (*counts)["count"].integer() != static_cast<std::int64_t>(out_.manifest->count))
      fault(fmt::format("{} counts other papers than the manifest", kCountsName));
  }

  Reading reading_;
  Verification out_;
};

/// A pipe or a device would be read for ever, or not at all.
base::MappedFile map(const std::filesystem::path& file) {
  if (std::filesystem::exists(file) && !std::filesystem::is_regular_file(file))
    throw base::Failure(base::ErrorCode::io, fmt::format("{} is not a file", file.string()));
  return base::MappedFile(file);
}

}  // namespace

Verification verify(std::string_view bytes) {
  return Verifier(read_archive(bytes)).verify();
}

Verification verify_file(const std::filesystem::path& file) {
  const base::MappedFile mapped = map(file);
  return verify(mapped.bytes());
}

base::Result<Bundle> Bundle::open(const std::filesystem::path& file) {
  Bundle out;
  out.file_ = map(file);
  Verification verification = bundle::verify(out.file_.bytes());
  if (!verification.faults.empty())
    return base::fail(base::ErrorCode::corrupt,
                      fmt::format("{} is not a whole bundle: {}", file.string(), verification.faults.front()),
                      "labtrail-search evidence verify lists every fault");
  out.manifest_ = std::move(*verification.manifest);
  out.parts_ = read_archive(out.file_.bytes()).parts;
  return out;
}

std::string_view Bundle::part(std::string_view name) const {
  for (const StoredPart& part : parts_) {
    if (part.name == name) return part.bytes;
  }
  return {};
}

}  // namespace labtrail::bundle
